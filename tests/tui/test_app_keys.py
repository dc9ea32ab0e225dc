"""Every key of `tui/keys.py` does what its tooltip says, each driven through the screen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from screen import Stage, made_track
from textual.events import Key
from tunes.tui import keys
from tunes.tui.keys import GROUPS, HELP, PLACES, as_markdown, foot
from tunes.tui.now import Now
from tunes.tui.screens.help import HelpScreen


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """All tracks, with the keyboard on the first."""
    async with Stage(tmp_path, [made_track(number) for number in range(60)]).open() as one:
        await one.press("2")
        yield one


def now(stage: Stage) -> Now:
    return stage.session.now


def playing(stage: Stage) -> str:
    track = now(stage).track
    return track.title if track is not None else ""


def queue(stage: Stage) -> list[str]:
    return [entry.track.title[-2:] for entry in stage.session.queue.entries]


class TestPlaying:
    @pytest.mark.parametrize("key", ["space", "p"])
    async def test_pause_and_go_on(self, stage: Stage, key: str) -> None:
        await stage.press("enter")
        await stage.wait(3)
        await stage.press(key)
        await stage.wait(3)
        assert not now(stage).is_playing
        assert "‖ Song 000000" in stage.text()
        await stage.press(key)
        await stage.wait(1)
        assert now(stage).is_playing
        assert now(stage).position == pytest.approx(4, abs=0.6)

    async def test_space_plays_the_queue_when_nothing_is_loaded(self, stage: Stage) -> None:
        await stage.press("e", "space")
        await stage.wait(1)
        assert playing(stage) == "Song 000000"

    async def test_next_and_previous(self, stage: Stage) -> None:
        await stage.press("enter", "greater_than_sign")
        await stage.wait(1)
        assert playing(stage) == "Song 000001"
        await stage.press("less_than_sign")
        await stage.wait(1)
        assert playing(stage) == "Song 000000"

    @pytest.mark.parametrize(
        ("key", "seconds"),
        [("left", -5), ("right", 5), ("shift+left", -30), ("b", -30), ("shift+right", 30), ("f", 30)],
    )
    async def test_seek(self, stage: Stage, key: str, seconds: int) -> None:
        await stage.press("enter")
        await stage.wait(50)
        await stage.press(key)
        await stage.wait(1)
        assert now(stage).position == pytest.approx(51 + seconds, abs=1)

    async def test_shuffle_repeat_and_stopping_are_shown_beside_the_volume_and_in_the_queue(
        self, stage: Stage
    ) -> None:
        await stage.press("enter", "s", "s", "r", "r", "x", "4")
        assert "shuffle albums   repeat one   stops after   vol 100" in stage.text()
        assert "1 of 60  ·  shuffle albums  ·  repeat one  ·  stops after" in stage.text()
        await stage.press("s", "r", "x")
        assert "shuffle" not in stage.text().replace("Shuffle off: in their order", "")
        assert "  vol 100" in stage.text()

    async def test_in_a_narrow_window_signs_leave_the_title_its_room(self, stage: Stage) -> None:
        await stage.press("enter", "s", "s", "r", "x", "I")
        await stage.pilot.resize_terminal(70, 24)
        await stage.settle()
        assert "▶ Song 000000" in stage.text()
        assert "⇄a  ↻  ■  guest  vol 100" in stage.text()

    async def test_a_part_is_marked_and_shown(self, stage: Stage) -> None:
        await stage.press("enter")
        await stage.wait(3)
        await stage.press("A")
        await stage.wait(4)
        await stage.press("A")
        await stage.wait(1)
        assert "A–B 0:03–0:07   vol 100" in stage.text()
        assert now(stage).position == pytest.approx(4, abs=0.6)

    async def test_what_was_played_is_looked_back_on_and_played_again(self, stage: Stage) -> None:
        await stage.press("4", "H")
        assert "Nothing was played yet." in stage.text()
        await stage.press("2", "enter")
        await stage.wait(20)
        await stage.press("greater_than_sign")
        await stage.wait(110)
        stage.recorder.flush(5)
        await stage.press("4", "H", "H")
        rows = [line[14:].split() for line in stage.lines()[3:5]]
        assert [row[:2] for row in rows] == [["Song", "000001"], ["Song", "000000"]]
        assert rows[1][-2:] == ["skipped", "0:20"]
        await stage.press("j", "d", "enter")
        await stage.wait(1)
        assert playing(stage) == "Song 000000"
        assert queue(stage)[:5] == ["00", "01", "02", "00", "03"]
        await stage.press("e", "escape")
        assert queue(stage)[-1] == "00"
        assert "4 of 62" in stage.text()

    async def test_undo_brings_the_queue_back(self, stage: Stage) -> None:
        await stage.press("enter", "4", "d", "d", "z")
        assert (queue(stage)[0], len(queue(stage))) == ("01", 59)
        await stage.press("z", "Z")
        assert len(queue(stage)) == 59
        assert "Done again: taken out" in stage.text()

    async def test_volume_in_steps_of_five_within_its_ends(self, stage: Stage) -> None:
        await stage.press("minus", "minus", "plus")
        assert now(stage).volume == 95
        assert "vol 95" in stage.text()
        await stage.press("equals_sign", "equals_sign")
        assert now(stage).volume == 100

    async def test_mute_and_back(self, stage: Stage) -> None:
        assert stage.player is not None
        await stage.press("minus", "m")
        assert stage.player.volume == 0
        assert "muted" in stage.text()
        await stage.press("m")
        assert stage.player.volume == 95

    async def test_stop(self, stage: Stage) -> None:
        await stage.press("enter")
        await stage.wait(5)
        await stage.press("S")
        assert playing(stage) == ""
        assert [listen["end"] for listen in stage.listens()] == ["stopped"]


class TestOnATrack:
    async def test_enter_makes_the_list_the_queue(self, stage: Stage) -> None:
        await stage.press("j", "j", "enter")
        await stage.wait(1)
        assert playing(stage) == "Song 000002"
        assert len(queue(stage)) == 60

    async def test_enqueue_at_the_end_and_next(self, stage: Stage) -> None:
        await stage.press("e", "j", "e", "j", "space", "E")
        assert queue(stage) == ["00", "02", "01"]
        assert "Next: Song 000002" in stage.text()

    async def test_enqueue_an_artist(self, stage: Stage) -> None:
        await stage.press("1", "j", "e")
        assert queue(stage) == [f"{number}" for number in range(20, 40)]
        assert "Queued: 20 tracks" in stage.text()

    async def test_like_and_take_back(self, stage: Stage) -> None:
        await stage.press("asterisk")
        assert "♥" in stage.text()
        assert "Liked: Song 000000" in stage.text()
        await stage.press("asterisk")
        assert "♥" not in stage.text()
        assert [(m["kind"], m["value"]) for m in stage.documents("marks")] == [
            ("like", True),
            ("like", False),
        ]

    async def test_never_and_allow_again(self, stage: Stage) -> None:
        await stage.press("exclamation_mark")
        assert "⊘" in stage.text()
        await stage.press("exclamation_mark")
        assert "⊘" not in stage.text()
        assert [(m["kind"], m["value"]) for m in stage.documents("marks")] == [("ban", True), ("ban", False)]

    async def test_why_unfolds_and_folds(self, stage: Stage) -> None:
        await stage.press("3", "w")
        assert "score " in stage.text()
        await stage.press("w")
        assert "score " not in stage.text()

    @pytest.mark.parametrize("key", ["d", "delete"])
    async def test_remove_selects_the_one_that_follows(self, stage: Stage, key: str) -> None:
        await stage.press("e", "j", "e", "j", "e", "4", "g", "j", key)
        assert queue(stage) == ["00", "02"]
        selected = stage.app.frame.places.queue.list.selected
        assert selected is not None
        assert selected.title == "Song 000002"

    async def test_move_down_and_up_with_the_selection(self, stage: Stage) -> None:
        rows = stage.app.frame.places.queue.list
        await stage.press("e", "j", "e", "j", "e", "4", "g", "J")
        assert (queue(stage), rows.cursor) == (["01", "00", "02"], 1)
        await stage.press("J", "J")
        assert (queue(stage), rows.cursor) == (["01", "02", "00"], 2)
        await stage.press("K")
        assert (queue(stage), rows.cursor) == (["01", "00", "02"], 1)

    async def test_enter_in_the_queue_jumps_and_leaves_it_as_it_is(self, stage: Stage) -> None:
        await stage.press("enter", "4", "G", "enter")
        await stage.wait(1)
        assert playing(stage) == "Song 000059"
        assert len(queue(stage)) == 60


class TestMoving:
    @pytest.mark.parametrize(
        ("pressed", "row"),
        [
            ("down", 1),
            ("j", 1),
            ("j j k", 1),
            ("j j up", 1),
            ("G", 59),
            ("end", 59),
            ("G g", 0),
            ("G home", 0),
            ("pagedown", 23),
            ("ctrl+d ctrl+f", 46),
            ("G pageup", 36),
            ("G ctrl+u ctrl+b", 13),
            ("k", 0),
        ],
    )
    async def test_within_a_list(self, stage: Stage, pressed: str, row: int) -> None:
        await stage.press(*pressed.split())
        rows = stage.app.frame.places.tracks.list
        assert rows.cursor == row
        assert 0 <= row - rows.scroll_offset.y < rows.size.height

    async def test_between_columns(self, stage: Stage) -> None:
        seen = []
        for pressed in ("1 l", "l l", "h", "h h"):
            await stage.press(*pressed.split())
            seen.append(stage.app.focused.id if stage.app.focused else None)
        assert seen == ["albums", "album-tracks", "albums", "artists"]

    async def test_an_artist_shows_its_albums_and_an_album_its_tracks(self, stage: Stage) -> None:
        await stage.press("1", "j", "l", "j")
        assert "Album 00003" in stage.text()
        assert "Song 000030" in stage.text()
        await stage.press("enter")
        await stage.wait(1)
        assert playing(stage) == "Song 000030"
        assert stage.session.queue.entries[0].source == "album:Album 00003"


class TestPlaces:
    @pytest.mark.parametrize(
        ("key", "place"), [("1", "library"), ("2", "tracks"), ("3", "discover"), ("4", "queue")]
    )
    async def test_by_number(self, stage: Stage, key: str, place: str) -> None:
        await stage.press(key)
        assert stage.app.frame.places.current.id == place

    async def test_round_by_tab(self, stage: Stage) -> None:
        seen = []
        for key in ("tab", "tab", "tab", "tab", "shift+tab"):
            await stage.press(key)
            seen.append(stage.app.frame.places.current.id)
        assert seen == ["discover", "queue", "playlists", "home", "playlists"]

    async def test_playing_finds_the_track_that_plays(self, stage: Stage) -> None:
        await stage.press("G", "enter", "g", "o")
        assert stage.app.frame.places.tracks.list.cursor == 59
        await stage.press("1", "o")
        selected = stage.app.frame.places.library.tracks.selected
        assert selected is not None
        assert selected.title == "Song 000059"
        await stage.press("4", "g", "o")
        assert stage.app.frame.places.queue.list.cursor == 59

    async def test_back_never_quits(self, stage: Stage) -> None:
        await stage.press(*["escape"] * 3)
        assert not stage.app._exit


class TestFinding:
    async def test_typing_finds_and_enter_plays_the_first(self, stage: Stage) -> None:
        await stage.press("slash", *"000042")
        assert "1 found" in stage.text()
        await stage.press("enter")
        await stage.wait(1)
        assert playing(stage) == "Song 000042"
        assert stage.session.queue.entries[0].source == "search"

    async def test_enter_before_the_answer_waits_for_it(self, stage: Stage) -> None:
        await stage.press("slash")
        find = stage.app.frame.places.find
        find.words.value = "000042"
        stage.app.post_message(Key("enter", None))
        await stage.settle()
        await stage.wait(1)
        assert playing(stage) == "Song 000042"

    async def test_letters_are_letters_while_typing(self, stage: Stage) -> None:
        await stage.press("slash", "q", "space", "asterisk", "m", "4")
        assert stage.app.frame.places.find.words.value == "q *m4"
        assert not stage.app._exit

    async def test_down_goes_into_the_list_and_hits_go_round(self, stage: Stage) -> None:
        rows = stage.app.frame.places.find.list
        await stage.press("slash", *"song", "down")
        assert stage.app.focused is rows
        await stage.press("n", "n")
        assert rows.cursor == 2
        await stage.press("N", "N", "N")
        assert rows.cursor == len(rows.rows) - 1

    async def test_escape_clears_and_goes_back(self, stage: Stage) -> None:
        await stage.press("slash", *"song", "escape")
        assert stage.app.frame.places.current.id == "tracks"
        await stage.press("slash")
        assert stage.app.frame.places.find.words.value == ""
        assert "Type a few letters" in stage.text()

    async def test_a_query_finds_by_field_and_history(self, stage: Stage) -> None:
        await stage.press("slash", *"title:000042 year:1990.. plays:0")
        assert "1 found" in stage.text()

    async def test_a_wrong_query_gets_a_sentence_and_a_better_one_its_answer(self, stage: Stage) -> None:
        await stage.press("slash", *"000042 yaer:1990")
        assert "There is no field “yaer:”. Did you mean year:?" in stage.text()
        assert "not understood" in stage.text()
        await stage.press("enter")
        assert stage.session.now.track is None
        await stage.press(*["backspace"] * 10)
        assert "1 found" in stage.text()
        await stage.press("space", "quotation_mark", "x")
        assert "a phrase stands between two" in stage.text()

    async def test_nothing_found_says_what_to_do(self, stage: Stage) -> None:
        await stage.press("slash", *"xyzzyq")
        assert "Nothing found" in stage.text()


class TestProgram:
    async def test_rescan_looks_again(self, stage: Stage) -> None:
        looked: list[bool] = []

        def scan(_cancelled: object) -> object:
            looked.append(True)
            return iter(())

        stage.app._scan = scan  # type: ignore[assignment]
        await stage.press("u")
        assert looked == [True]

    async def test_a_guest_leaves_no_trace_and_is_seen(self, stage: Stage) -> None:
        await stage.press("I", "enter")
        assert "guest: nothing is kept" in stage.text()
        await stage.wait(60)
        await stage.press("S", "I")
        assert "guest" not in stage.text()
        assert stage.listens() == []

    async def test_help_shows_every_key_and_closes(self, stage: Stage) -> None:
        await stage.press("question_mark")
        assert isinstance(stage.app.screen, HelpScreen)
        seen = stage.text()
        for _ in range(6):
            await stage.press("pagedown")
            seen += stage.text()
        for _, group in GROUPS:
            assert all(key.tooltip in seen for key in group)
        await stage.press("k", "j", "up", "down", "pageup", "escape")
        assert stage.app.frame.places.current.id == "tracks"
        assert not isinstance(stage.app.screen, HelpScreen)

    @pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
    async def test_quit(self, stage: Stage, key: str) -> None:
        await stage.press("enter")
        await stage.wait(3)
        await stage.pilot.press(key)
        await stage.pilot.pause()
        assert stage.app._exit
        assert [listen["end"] for listen in stage.documents("listens")] == ["quit"]

    async def test_quit_while_typing(self, stage: Stage) -> None:
        await stage.press("slash", "a")
        await stage.pilot.press("ctrl+c")
        assert stage.app._exit


class TestTable:
    def test_the_page_of_keys_is_made_from_the_table(self) -> None:
        page = Path(__file__).parents[2] / "docs" / "keys.md"
        assert page.read_text(encoding="utf-8") == as_markdown()

    def test_no_key_means_two_things_in_one_place(self) -> None:
        common = (
            *keys.PLAYING,
            *keys.MARKS,
            *keys.LISTS,
            *keys.MARKING,
            *keys.MOVING,
            *keys.PLACES,
            *keys.PROGRAM,
        )
        for own in (keys.COLUMNS + keys.PLAYLIST, keys.DISCOVER, (*keys.QUEUE, *keys.SAVING)):
            names = [name for key in (*common, *own) for name in key.keys.split(",")]
            assert len(names) == len(set(names))
        for panel in (HELP, keys.OPINIONS, keys.STARS, keys.SAID):
            moving = () if panel is HELP else keys.MOVING
            names = [name for key in (*panel, *moving) for name in key.keys.split(",")]
            assert len(names) == len(set(names))

    def test_at_most_six_keys_at_the_foot(self) -> None:
        places = [key.action.split("'")[1] for key in PLACES if key.action.startswith("view")]
        for place in (*places, "find"):
            assert 0 < len(foot(place)) <= 6
