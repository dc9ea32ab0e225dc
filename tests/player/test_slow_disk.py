"""A disk that stops answering, as one on the network does: what sounds goes on, and whatever else is asked for plays. All real."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_containers import avi_bytes
from player_rigs import RealRig
from slow_disk import SlowDisk
from tunes.library.track import Kind, Track
from tunes.player.events import Left, Progress, Started, Trouble
from tunes.player.surface import Surface, Where

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]

SOON_S = 5.0
"""Less than it takes to notice that an engine hangs."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SlowDisk]:
    (tmp_path / "far").mkdir()
    try:
        one = SlowDisk(tmp_path / "far", tmp_path / "shown")
    except OSError as reason:
        pytest.skip(f"no file system can be mounted here: {reason}")
    yield one
    one.close()


@pytest.fixture
def rig(disk: SlowDisk, real: RealRig) -> RealRig:
    """Made after the disk, so that it is closed before: an engine that waits for the disk has to be got rid of."""
    assert disk.folder.exists()
    return real


def far(rig: RealRig, disk: SlowDisk, name: str, seconds: float) -> Track:
    """A track on the disk."""
    near = rig.track(name, seconds)
    lies = near.path.rename(near.path.parent / "far" / near.path.name)
    return Track(near.id, disk.folder / lies.name, near.kind, near.title, duration=seconds)


def test_what_plays_is_not_disturbed_by_a_next_one_whose_disk_stalls(rig: RealRig, disk: SlowDisk) -> None:
    engine = rig.real._engine._process.pid
    first = rig.player.load(rig.track("a", 1.0))
    rig.player.preload(far(rig, disk, "b", 6.0))
    disk.stall()
    assert rig.until_ended(first).heard == pytest.approx(1.0, abs=0.05)
    third = rig.player.load(rig.track("c"))
    rig.until(lambda: rig.of(Started, third), SOON_S)
    assert rig.real._engine._process.pid == engine


def test_a_track_whose_disk_stalls_before_it_sounds_begins_when_the_disk_is_back_or_is_left_at_once(
    rig: RealRig, disk: SlowDisk
) -> None:
    disk.stall()
    first = rig.player.load(far(rig, disk, "a", 6.0))
    rig.until(lambda: rig.of(Trouble))
    assert "a.flac" in rig.of(Trouble)[0].message
    disk.go_on()
    rig.until_started(first)
    assert rig.of(Trouble)[-1].message == ""
    disk.stall()
    rig.player.load(far(rig, disk, "b", 6.0))
    third = rig.player.load(rig.track("c"))
    rig.until(lambda: rig.of(Started, third), SOON_S)


def test_a_disk_that_stalls_in_the_middle_is_named_nothing_is_counted_and_the_track_goes_on_by_itself(
    rig: RealRig, disk: SlowDisk
) -> None:
    stay = rig.player.load(far(rig, disk, "a", 40.0))
    rig.until_heard(stay, 0.2)
    disk.stall()
    rig.until(lambda: rig.of(Trouble))
    assert "a.flac" in rig.of(Trouble)[0].message
    before = rig.of(Progress, stay)[-1].heard
    disk.go_on()
    rig.until(lambda: rig.of(Trouble)[-1].message == "")
    rig.until_heard(stay, before + 1.0)
    after = rig.of(Progress, stay)[-1]
    assert after.heard == pytest.approx(after.position, abs=0.1), "nothing of it was passed over"


def test_a_film_whose_disk_stalls_is_left_soon(rig: RealRig, disk: SlowDisk) -> None:
    engine = rig.real._engine._process.pid
    rig.player.show_films(Surface(Where.TERMINAL, 64, 48))
    (disk.folder.parent / "far" / "film.avi").write_bytes(avi_bytes(120.0))
    film = rig.player.load(Track("t1:film", disk.folder / "film.avi", Kind.VIDEO, "Film", duration=120.0))
    rig.until_heard(film, 0.3)
    disk.stall()
    second = rig.player.load(rig.track("b"))
    rig.until(lambda: rig.of(Started, second), SOON_S)
    assert rig.until_ended(film).reason is Left.ASKED
    assert rig.real._engine._process.pid == engine


def test_a_track_whose_disk_stalled_in_the_middle_is_left_at_once_and_so_is_the_player(
    rig: RealRig, disk: SlowDisk
) -> None:
    stay = rig.player.load(far(rig, disk, "a", 40.0))
    rig.until_heard(stay, 0.2)
    disk.stall()
    rig.player.pause()
    rig.player.play()
    rig.player.seek(20.0)
    second = rig.player.load(rig.track("b"))
    rig.until(lambda: rig.of(Started, second), SOON_S)
    assert rig.until_ended(stay).reason is Left.ASKED
    began = time.monotonic()
    rig.player.close()
    assert time.monotonic() - began < SOON_S
