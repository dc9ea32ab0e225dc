"""Playlists on the screen: looking, playing, saving, adding, taking out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from screen import Stage, made_track

FIXED = (
    "#EXTM3U\n# mine\n#EXTINF:9,Gone\x1b[31m - Song\ngone.mp3\n/music/0/0/3.flac\nhttp://radio.example/\n"
    "C:\\Music\\0\\0\\4.flac\n/music/0/0/5.flac\n"
)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Sixty tracks, two playlists, and the keyboard on their list."""
    made = Stage(tmp_path, [made_track(number) for number in range(60)])
    made.lists.mkdir()
    (made.lists / "Late.m3u8").write_text(FIXED)
    (made.lists / "rule.query").write_text('artist:"artist 00001"\n')
    async with made.open() as one:
        await one.press("5")
        yield one


def queue(stage: Stage) -> list[str]:
    return [entry.track.title[-2:] for entry in stage.session.queue.entries]


def row(stage: Stage, words: str) -> str:
    """The first line that holds these words; what was said last stands further down."""
    return next(line for line in stage.lines() if words in line)


class TestLooking:
    async def test_all_with_their_counts(self, stage: Stage) -> None:
        assert row(stage, "Late").split()[-3:] == ["Late", "m3u8", "5"]
        assert row(stage, "rule").split()[-1] == "20"
        assert 'artist:"artist 00001"' in row(stage, "rule")
        assert "Playlists · 2" in stage.text()

    async def test_one_opened_and_back(self, stage: Stage) -> None:
        await stage.press("enter")
        assert "Late · 5 tracks" in stage.text()
        assert "Late · 5 tracks · 2 missing · 1 refused" in stage.text()
        assert row(stage, "Gone").rstrip().endswith("missing")
        assert "[31m" in row(stage, "Gone")
        assert "\x1b" not in stage.text()
        assert row(stage, "radio.example").rstrip().endswith("refused")
        assert "tunes plays files only" in row(stage, "radio.example")
        await stage.press("escape")
        assert "Playlists · 2" in stage.text()
        await stage.press("l", "h")
        assert "Playlists · 2" in stage.text()

    async def test_a_rule_is_filled_anew(self, stage: Stage) -> None:
        await stage.press("j", "enter")
        assert "rule · 20 tracks" in stage.text()
        (stage.lists / "rule.query").write_text("title:000007\n")
        await stage.press("escape", "enter")
        assert "rule · 1 track" in stage.text()
        assert "Song 000007" in stage.text()

    async def test_a_wrong_rule_is_a_sentence(self, stage: Stage) -> None:
        (stage.lists / "rule.query").write_text("yaer:1999\n")
        await stage.press("escape", "1", "5")
        assert "unreadable" in row(stage, "rule")
        await stage.press("j", "enter")
        assert "makes no sense" in stage.said()
        assert "Playlists · 2" in stage.text()

    async def test_with_no_playlist_it_says_how_to_make_one(self, tmp_path: Path) -> None:
        async with Stage(tmp_path).open() as stage:
            await stage.press("5")
            assert "a on a track adds it to a new one" in stage.text()
            await stage.press("enter", "e", "d", "a", "J", "escape")

    @pytest.mark.parametrize("size", [(40, 12), (100, 30)])
    async def test_in_any_window(self, tmp_path: Path, size: tuple[int, int]) -> None:
        made = Stage(tmp_path, [made_track(number) for number in range(6)])
        made.lists.mkdir()
        (made.lists / "Late.m3u8").write_text(FIXED)
        async with made.open(size) as stage:
            await stage.press("5")
            assert "Late" in stage.text()
            await stage.press("enter")
            assert "missing" in stage.text()
            await stage.press("a")
            await stage.press("j", "a")
            assert "A new playlist…" in stage.text()
            assert "Late" in stage.text()

    async def test_a_hostile_folder(self, stage: Stage) -> None:
        with (stage.lists / "huge.m3u8").open("wb") as file:
            file.truncate(100 << 20)
        (stage.lists / "\x1b[31mred.m3u8").write_text("\x1b[31mred.m3u8\n")
        (stage.lists / "bomb.xspf").write_bytes(b'<!DOCTYPE a [<!ENTITY a "b">]><playlist/>')
        await stage.press("1", "5")
        assert "Playlists · 5" in stage.text()
        assert "\x1b" not in stage.text()
        for _ in range(5):
            await stage.press("enter", "escape", "j")
        assert "larger than any" in stage.text() or "Playlists · 5" in stage.text()


class TestPlaying:
    async def test_from_an_entry_on(self, stage: Stage) -> None:
        await stage.press("enter", "j", "enter")
        await stage.wait(3)
        assert queue(stage)[0] == "03"
        assert stage.session.now.source == "playlist:Late"
        assert "▶ Song 000003" in stage.text()
        await stage.press("o")
        assert "Late · 5 tracks" in stage.text()

    async def test_what_is_not_there_says_why(self, stage: Stage) -> None:
        await stage.press("enter", "enter")
        assert "Missing: there is no" in stage.text()
        await stage.press("j", "j", "enter")
        assert "Refused: tunes plays files only." in stage.text()
        assert queue(stage) == []

    async def test_the_other_keys_of_a_list(self, stage: Stage) -> None:
        await stage.press("enter", "j", "e", "E", "asterisk", "exclamation_mark")
        assert queue(stage) == ["03", "03"]
        assert {mark["kind"] for mark in stage.documents("marks")} == {"like", "ban"}

    async def test_all_of_one_into_the_queue(self, stage: Stage) -> None:
        await stage.press("j", "e")
        assert len(queue(stage)) == 20
        assert {entry.source for entry in stage.session.queue.entries} == {"playlist:rule"}


class TestAdding:
    async def test_to_one_that_is_there(self, stage: Stage) -> None:
        await stage.press("2", "j", "a")
        assert "Add to a playlist: Song 000001" in stage.text()
        await stage.press("enter")
        assert "Added to Late: Song 000001" in stage.text()
        text = (stage.lists / "Late.m3u8").read_text()
        assert text.startswith(FIXED)
        assert text.endswith("\n")
        assert "000001" in text[len(FIXED) :]
        await stage.press("a")
        await stage.press("k", "enter", *"Also", "enter")
        await stage.press("j", "a", "enter")
        assert "Added to Late: Song 000002" in stage.text()

    async def test_to_a_new_one(self, stage: Stage) -> None:
        await stage.press("2", "a")
        await stage.press("k", "enter", *"My mix")
        assert "A new playlist with Song 000000" in stage.text()
        await stage.press("enter")
        assert "Saved as the playlist My mix" in stage.text()
        assert (stage.lists / "My mix.m3u8").read_text().count("#EXTINF") == 1
        await stage.press("5")
        assert row(stage, "My mix").split()[-1] == "1"

    async def test_given_up(self, stage: Stage) -> None:
        before = sorted(stage.lists.iterdir())
        await stage.press("2", "a", "escape", "a")
        await stage.press("k", "enter", "x", "escape")
        assert sorted(stage.lists.iterdir()) == before
        await stage.press("j", "e")
        assert queue(stage) == ["01"]

    async def test_seen_where_it_is_added(self, stage: Stage) -> None:
        await stage.press("enter", "G", "a", "enter")
        assert "Late · 6 tracks" in stage.text()


class TestSaving:
    async def test_what_is_asked_for(self, stage: Stage) -> None:
        await stage.press("slash", *"genre:1", "ctrl+s")
        assert "fills itself: genre:1" in stage.text()
        await stage.press(*"ones", "enter")
        assert (stage.lists / "ones.query").read_text().endswith("\ngenre:1\n")
        await stage.press("escape", "5")
        assert row(stage, "ones").split()[-1] == "20"

    async def test_what_makes_no_sense_is_not_saved(self, stage: Stage) -> None:
        await stage.press("slash", "ctrl+s")
        assert "Type what the playlist is to be filled with" in stage.text()
        await stage.press(*"yaer:1", "ctrl+s", *"x", "enter")
        assert "There is no field" in stage.text()
        assert not (stage.lists / "x.query").exists()

    async def test_the_queue(self, stage: Stage) -> None:
        await stage.press("4", "ctrl+s")
        assert "The queue is empty" in stage.text()
        await stage.press("2", "e", "j", "e", "4", "ctrl+s", *"Now", "enter")
        text = (stage.lists / "Now.m3u8").read_text()
        assert text.count("#EXTINF") == 2
        await stage.press("ctrl+s", *"Now", "enter")
        assert "is there already" in stage.said()
        assert (stage.lists / "Now.m3u8").read_text() == text


class TestChanging:
    async def test_taken_out(self, stage: Stage) -> None:
        await stage.press("enter", "j", "d")
        assert "Late · 4 tracks" in stage.text()
        assert (stage.lists / "Late.m3u8").read_text() == FIXED.replace("/music/0/0/3.flac\n", "")
        assert stage.app.frame.places.playlists.list.cursor == 1

    async def test_moved_and_still_selected(self, stage: Stage) -> None:
        await stage.press("enter", "j", "J")
        assert stage.app.frame.places.playlists.list.cursor == 2
        await stage.press("K", "K")
        assert stage.app.frame.places.playlists.list.cursor == 0
        assert (stage.lists / "Late.m3u8").read_text().startswith("#EXTM3U\n/music/0/0/3.flac\n# mine\n")
        await stage.press("K")

    async def test_keys_faster_than_the_disk(self, stage: Stage) -> None:
        (stage.lists / "Late.m3u8").write_text("".join(f"/music/0/0/{number}.flac\n" for number in range(10)))
        await stage.press("enter")
        await stage.pilot.press("J", "J", "J", "d", "d")
        await stage.settle()
        left = [line[-6] for line in (stage.lists / "Late.m3u8").read_text().splitlines()]
        assert left == list("12356789")

    async def test_a_rule_is_changed_in_its_query(self, stage: Stage) -> None:
        await stage.press("enter")
        assert "d take out" in stage.text()
        await stage.press("escape", "j", "enter", "d")
        assert "d take out" not in stage.text()
        assert "This playlist fills itself" in stage.text()
