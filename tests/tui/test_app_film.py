"""Films on the screen: a real frame source, filled by the test as libVLC would; the silent player counts."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from painted import show
from screen import Stage, made_track
from tunes.library.track import Kind
from tunes.player.events import Captioned
from tunes.player.film_wish import FilmWish
from tunes.player.surface import Surface, Where
from tunes.tui.widgets import film_picture

FILM = replace(made_track(0), kind=Kind.VIDEO, title="Solaris", duration=100.0)
SONG = made_track(1)


@pytest.fixture(autouse=True)
def _colours_and_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """All tracks, with the keyboard on the film, on a computer without a display."""
    async with Stage(tmp_path, [FILM, SONG], pictures=tmp_path / "pictures").open() as one:
        await one.press("2")
        yield one


async def begin(stage: Stage) -> None:
    await stage.press("enter")
    await stage.wait(1)


def where(stage: Stage) -> Where:
    assert stage.player is not None
    return stage.player.surface.where


def playing(stage: Stage) -> str:
    track = stage.session.now.track
    return track.title if track is not None else ""


def cells(stage: Stage) -> int:
    return stage.text().count("▀")


async def test_a_film_that_begins_is_seen_and_esc_leaves_it_playing(stage: Stage) -> None:
    await begin(stage)
    assert "about to begin" in stage.text()
    await show(stage, 200)
    assert cells(stage) > 500
    assert "▶ Solaris" in stage.text()
    await stage.press("escape")
    assert not cells(stage)
    assert stage.session.now.is_playing
    await show(stage, 100)
    await stage.press("F")
    assert cells(stage) > 500


async def test_a_film_that_tunes_was_started_with_is_seen(tmp_path: Path) -> None:
    async with Stage(tmp_path, [FILM], play=([FILM], "search")).open() as stage:
        await stage.wait(1)
        await show(stage, 200)
        assert cells(stage) > 500


async def test_the_player_is_told_how_many_points_there_are(stage: Stage) -> None:
    assert stage.player is not None
    assert stage.player.surface == Surface(Where.TERMINAL, 100, 60)


async def test_the_whole_screen_and_back(stage: Stage) -> None:
    await begin(stage)
    await show(stage, 200)
    some = cells(stage)
    await stage.press("f")
    await show(stage, 100)
    assert cells(stage) > some
    assert "Solaris" not in stage.text()
    await stage.press("escape")
    assert "▶ Solaris" in stage.text()
    assert cells(stage) == some


async def test_keys_ask_for_sound_subtitles_and_single_pictures(stage: Stage) -> None:
    await begin(stage)
    assert stage.player is not None
    await stage.press("number_sign", "J", "z", "right_parenthesis", "at", "A", "full_stop")
    assert stage.player.wishes == [
        (FilmWish.SOUND, 1),
        (FilmWish.SUBTITLES, -1),
        (FilmWish.SUBTITLE_DELAY, -0.1),
        (FilmWish.SOUND_DELAY, 0.1),
        (FilmWish.CHAPTER, 1),
        (FilmWish.ASPECT, 1),
        (FilmWish.STEP, 1),
    ]
    assert "step 1" in stage.text(), "what came of it is said"
    assert stage.session.is_paused


async def test_what_came_of_a_wish_is_said_over_the_whole_screen_too(stage: Stage) -> None:
    await begin(stage)
    await stage.press("f")
    await show(stage, 200)
    await stage.press("number_sign")
    assert "sound 1" in stage.text()


async def test_words_of_subtitles_lie_over_the_film_and_are_harmless(stage: Stage) -> None:
    await begin(stage)
    await show(stage, 200)
    assert stage.player is not None
    for lines in (("Who is [b]there[/b]?\x1b[2J",), ()):
        stage.player._sink(Captioned(1, lines))
        stage.session.pump()
        await stage.settle()
        assert ("Who is [b]there[/b]?" in stage.text()) == bool(lines)
        assert "\x1b" not in stage.text()


async def test_a_picture_is_kept_under_a_name_of_its_own(stage: Stage, tmp_path: Path) -> None:
    await begin(stage)
    await stage.wait(61)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "Solaris 0.01.02.png").touch()
    await stage.press("s")
    assert "Solaris 0.01.02 (2).png" in stage.text()


async def test_wishes_without_a_film(stage: Stage) -> None:
    await stage.press("F", "number_sign", "s")
    assert stage.player is not None
    assert not stage.player.wishes
    assert "No film plays" in stage.text()


async def test_help_over_a_film_and_back(stage: Stage) -> None:
    await begin(stage)
    await show(stage, 200)
    await stage.press("question_mark")
    await show(stage, 100)
    assert not cells(stage)
    await stage.press("escape")
    assert cells(stage) > 500


async def test_a_question_over_a_film(stage: Stage) -> None:
    await begin(stage)
    await show(stage, 200)
    await stage.press("a")
    await show(stage, 100)
    assert "Add" in stage.text()
    await stage.press("escape")
    assert cells(stage) > 500


async def test_after_its_end_the_listener_is_back_and_a_song_is_not_mistaken_for_it(stage: Stage) -> None:
    await begin(stage)
    await show(stage, 200)
    await stage.wait(100)
    assert playing(stage) == SONG.title
    assert not cells(stage)
    await stage.wait(101)
    assert playing(stage) == ""
    assert "nothing plays" in stage.text()


async def test_without_a_film_the_place_says_so(stage: Stage) -> None:
    await stage.press("F")
    assert "No film plays" in stage.text()
    await stage.press("escape")
    assert "Solaris" in stage.text()


async def test_without_a_display_there_is_no_window(stage: Stage) -> None:
    await begin(stage)
    await stage.press("w")
    assert "no display" in stage.text()
    assert where(stage) is Where.TERMINAL


async def test_pictures_are_left_out_while_the_terminal_has_not_read_the_last(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(stage)
    await show(stage, 200)
    monkeypatch.setattr(film_picture, "is_behind", lambda _app: True)
    before = stage.app.frame.places.film.picture._strips
    for value in (10, 20, 30):
        await show(stage, value)
    assert stage.app.frame.places.film.picture._strips is before
    monkeypatch.setattr(film_picture, "is_behind", lambda _app: False)
    await show(stage, 40)
    assert stage.app.frame.places.film.picture._strips is not before


@pytest.mark.parametrize("size", [(10, 3), (40, 12), (400, 120)])
async def test_any_terminal_shows_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Stage(tmp_path, [FILM]).open(size) as stage:
        await stage.press("2")
        await begin(stage)
        await show(stage, 200)
        assert cells(stage) > 0 or size == (10, 3)


async def test_with_a_display_films_get_a_window_until_w(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    async with Stage(tmp_path, [FILM]).open() as stage:
        await stage.press("2")
        await begin(stage)
        assert where(stage) is Where.WINDOW
        assert "window of its own" in stage.text()
        await stage.press("f")
        assert stage.player is not None
        assert stage.player.wishes == [(FilmWish.WHOLE, 1)]
        assert "▶ Solaris" in stage.text(), "the terminal stays as it is"
        await stage.press("w")
        assert where(stage) is Where.TERMINAL
        await show(stage, 200)
        assert cells(stage) > 500
        await stage.press("w")
        assert not cells(stage)
