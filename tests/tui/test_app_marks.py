"""Marking on the screen: what is selected, what it belongs to, stars, undo, and the list of all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from screen import Stage, made_track
from tunes.profile.marks import Mark, mark_document
from tunes.profile.weekly import WeekQueue


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    one = Stage(tmp_path, [made_track(number) for number in range(500)])
    async with one.open():
        yield one


def marks(stage: Stage) -> list[tuple[str, dict[str, object], bool]]:
    return [(mark["kind"], mark["what"], bool(mark["value"])) for mark in stage.documents("marks")]


def week(stage: Stage) -> WeekQueue:
    found = stage.app.frame.places.discover.week
    assert found is not None
    return found


class TestWhatIsSelected:
    async def test_an_artist(self, stage: Stage) -> None:
        await stage.press("1", "exclamation_mark")
        assert marks(stage) == [("ban", {"artist": "Artist 00000"}, True)]
        assert "Never suggested again: all by Artist 00000" in stage.text()
        assert "⊘" in stage.lines()[2]
        await stage.press("2")
        assert stage.text().count("⊘") == 20  # each of its tracks, and no other
        await stage.press("1", "exclamation_mark")
        assert "⊘" not in stage.text()

    async def test_an_album(self, stage: Stage) -> None:
        await stage.press("1", "l", "asterisk")
        assert marks(stage) == [("like", {"album": "Album 00000", "artist": "Artist 00000"}, True)]
        assert "♥" in stage.lines()[2]
        assert "Liked: the album Album 00000" in stage.text()

    async def test_a_track_in_the_library(self, stage: Stage) -> None:
        await stage.press("1", "l", "l", "D")
        assert marks(stage) == [("not now", {"track": "t1:000000"}, True)]
        assert "Not suggested until" in stage.text()
        assert "☾" in stage.lines()[2]

    async def test_stars_are_for_tracks(self, stage: Stage) -> None:
        await stage.press("1", "R")
        assert "Stars are for tracks." in stage.text()
        assert marks(stage) == []


class TestStars:
    async def test_given_seen_and_taken_away(self, stage: Stage) -> None:
        await stage.press("2", "R", "4")
        assert "★★★★☆ Song 000000" in stage.text()
        assert [mark["value"] for mark in stage.documents("marks")] == [4]
        assert stage.lines()[2].rstrip(" │").endswith("4")
        await stage.press("R")
        assert "★★★★☆" in stage.text()
        await stage.press("0")
        assert [mark["value"] for mark in stage.documents("marks")] == [4, None]

    async def test_given_up(self, stage: Stage) -> None:
        await stage.press("2", "R", "escape", "j")
        assert marks(stage) == []
        assert "▸ Song 000001" in stage.text()

    async def test_stand_beside_what_plays(self, stage: Stage) -> None:
        await stage.press("2", "enter", "R", "3", "asterisk")
        await stage.wait(1)
        stage.app.frame.bar.say("")
        await stage.settle()
        assert "♥ ★★★☆☆" in stage.text()


class TestPanel:
    async def test_of_all_that_a_track_belongs_to(self, stage: Stage) -> None:
        await stage.press("2", "M")
        for word in ("Artist 00000", "Album 00000", "genre 0", "0/0"):
            assert word in stage.text()
        await stage.press("j", "exclamation_mark", "j", "asterisk", "j", "D", "5")
        assert [kind for kind, _, _ in marks(stage)] == ["ban", "like", "not now", "rate"]
        assert [list(what) for _, what, _ in marks(stage)] == [
            ["artist"],
            ["album", "artist"],
            ["genre"],
            ["track"],
        ]
        assert "★★★★★" in stage.text()
        await stage.press("U", "U", "U", "U")
        assert [is_on for _, _, is_on in marks(stage)] == [True] * 4 + [False] * 4
        await stage.press("escape", "j")
        assert "▸ Song 000001" in stage.text()

    async def test_begins_at_what_is_selected(self, stage: Stage) -> None:
        await stage.press("1", "l", "M", "exclamation_mark")
        assert [list(what) for _, what, _ in marks(stage)] == [["album", "artist"]]

    async def test_at_forty_by_twelve(self, tmp_path: Path) -> None:
        small = Stage(tmp_path / "small", [made_track(0, title="[red]x\x1b[31m")])
        async with small.open((40, 12)):
            await small.press("2", "M", "G", "exclamation_mark", "V")
            assert "\x1b" not in small.text()
            assert "[red]x" not in small.lines()[0]
            await small.press("enter", "escape", "escape")


class TestUndo:
    async def test_anywhere(self, stage: Stage) -> None:
        await stage.press("2", "asterisk", "4", "U")
        assert "Undone · No longer liked: Song 000000" in stage.text()
        await stage.press("U")
        assert "Nothing was marked since tunes began; V lists all." in stage.text()


class TestList:
    async def test_each_can_be_taken_back_and_said_again(self, stage: Stage) -> None:
        stage.store.append("marks", mark_document(Mark(1.7e9, "ban", {"genre": "genre 1"}, device="there")))
        stage.store.append("marks", mark_document(Mark(1.7e9, "exclude", {"source": "autoplay"})))
        await stage.press("2", "asterisk", "R", "4", "V")
        assert "Song 000000 – Artist 00000" in stage.text()
        assert "♥" in stage.text()
        assert "★★★★☆" in stage.text()
        assert "source autoplay" in stage.text()
        assert "genre 1" in stage.text()
        await stage.press("G", "enter")
        kind, what, is_on = marks(stage)[-1]
        assert (kind, is_on) in {("exclude", False), ("ban", False)}
        assert "taken back" in stage.text()
        await stage.press("enter")
        assert marks(stage)[-1] == (kind, what, True)
        await stage.press("U")
        assert marks(stage)[-1] == (kind, what, False)
        await stage.press("escape", "V")
        assert "taken back" not in stage.text()

    async def test_of_nothing(self, stage: Stage) -> None:
        await stage.press("V")
        assert "Nothing is marked." in stage.text()
        await stage.press("enter", "U", "escape")


class TestDiscover:
    async def test_loses_what_is_banned_and_has_it_again(self, stage: Stage) -> None:
        await stage.press("3")
        first = week(stage)
        artist = first.picks[0].track.artist
        await stage.press("M", "j", "exclamation_mark", "escape")
        assert artist not in {pick.track.artist for pick in week(stage).picks}
        assert len(week(stage).picks) == len(first.picks)
        await stage.press("U")
        assert week(stage) == first

    async def test_lays_a_pick_aside_and_keeps_its_place(self, stage: Stage) -> None:
        await stage.press("3", "j", "D")
        assert len(week(stage).picks) == 30
        assert {mark["kind"] for mark in stage.documents("marks")} == {"not now"}

    async def test_a_banned_track_is_played_when_asked_for(self, stage: Stage) -> None:
        await stage.press("2", "exclamation_mark", "enter")
        await stage.wait(1)
        assert stage.session.now.track is not None
        assert stage.session.now.track.id == "t1:000000"
