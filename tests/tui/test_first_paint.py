"""What the first paint waits for: heavy libraries come after it, and a list of 100,000 tracks costs no more than a short one."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from screen import Stage, made_track

HEAVY = {"numpy", "tinydb", "orjson", "vlc", "miniaudio", "mutagen", "soundfile", "PIL", "watchfiles"}


@pytest.mark.parametrize("module", ["tunes.tui.app", "tunes.tui.commands.open"])
def test_nothing_heavy_is_imported_on_the_way_to_it(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


async def test_a_hundred_thousand_tracks(tmp_path: Path) -> None:
    stage = Stage(tmp_path, [made_track(number) for number in range(100_000)])
    began = time.perf_counter()
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        rows = stage.app.frame.places.tracks.list
        while not rows.rows:
            await stage.pilot.pause()
        painted = time.perf_counter() - began
        await stage.pilot.press("2", "G")
        assert rows.cursor == 99_999
        assert "Song 099999" in stage.text()
        began = time.process_time()
        await stage.pilot.press("k", "k", "k", "k")
        key = (time.process_time() - began) / 4
        await stage.pilot.press("enter")
        await stage.settle()
        await stage.wait(1)
        assert "▶ Song 099995" in stage.text()
        assert len(stage.session.queue) == 100_000
        stage.app.close()
    print(  # noqa: T201  # a figure to read, not one to hold
        f"first rows after {painted:.2f} s, one key {key * 1000:.0f} ms of CPU"
    )


async def test_a_long_list_is_played_from_anywhere_and_shuffled_and_all_of_it_is_the_queue(
    tmp_path: Path,
) -> None:
    everything = [f"t1:{number:06}" for number in range(2_500)]
    async with Stage(tmp_path, [made_track(number) for number in range(2_500)]).open() as stage:
        await stage.press("2", *["pagedown"] * 10, "enter")
        await stage.wait(1)
        queue = stage.session.queue
        assert queue.current is not None
        assert queue.current.track == stage.app.frame.places.tracks.list.selected
        assert [entry.track.id for entry in queue.entries] == everything
        assert queue.index == everything.index(queue.current.track.id)
        await stage.press("s")
        shuffled = stage.session.queue
        assert shuffled.current == queue.current
        assert [entry.track.id for entry in shuffled.entries] != everything
        assert sorted(entry.track.id for entry in shuffled.entries) == everything
        await stage.press("z")
        assert [entry.track.id for entry in stage.session.queue.entries] == everything
