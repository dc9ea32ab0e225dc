"""Films and spoken tracks go on where they were left: within a sitting, at the next start, and from the list of them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from screen import Stage, made_track, put
from sitting import Sitting
from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen
from tunes.tui.edges import Edges

FILM = replace(made_track(0), kind=Kind.VIDEO, title="Solaris", duration=6000.0)
SONG = made_track(1)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "profile")


def leave_at(sitting: Sitting, track: Track, position: float) -> None:
    sitting.session.play([track, SONG])
    sitting.wait(5)
    sitting.session.seek_to(position)
    sitting.wait(5)
    sitting.session.next()
    sitting.wait(5)


def test_a_film_goes_on_a_little_before_where_it_was_left_and_says_so(sitting: Sitting) -> None:
    leave_at(sitting, FILM, 3000)
    sitting.session.jump(0)
    assert sitting.session.now.position == pytest.approx(3002, abs=1)
    assert sitting.session.now.notice == "Goes on at 50:02; < begins anew."
    sitting.wait(5)
    assert sitting.session.now.position == pytest.approx(3007, abs=1)
    sitting.session.previous()
    assert sitting.session.now.position == 0
    sitting.session.close()
    assert [round(one["began"]) for one in sitting.listens() if one["track"] == FILM.id] == [0, 3002]


def test_a_film_seen_to_its_credits_begins_anew(sitting: Sitting) -> None:
    leave_at(sitting, FILM, 3000)
    leave_at(sitting, FILM, 5800)
    sitting.session.play([FILM])
    assert sitting.session.now.position == 0
    sitting.session.close()


def test_a_guest_leaves_no_mark(sitting: Sitting) -> None:
    sitting.session.set_incognito(True)
    leave_at(sitting, FILM, 3000)
    sitting.session.play([FILM])
    assert sitting.session.now.position == 0
    sitting.session.close()


def test_music_begins_at_its_start(sitting: Sitting) -> None:
    mix = replace(SONG, id="t1:mix", duration=6000.0)
    leave_at(sitting, mix, 3000)
    sitting.session.play([mix])
    assert sitting.session.now.position == 0
    sitting.session.close()


def test_the_next_start_knows_from_the_history_alone(tmp_path: Path) -> None:
    edges = Edges.of(tmp_path / "library.db", tmp_path / "profile")
    put(edges.catalog(), [FILM, SONG])
    edges.recorder().listen(Listen(FILM.id, 1e9, 0, 100.0, FILM.duration, 0.0, 3000.0, end="quit"), FILM)
    edges.recorder().close()
    later = Edges.of(tmp_path / "library.db", tmp_path / "profile")
    assert later.bookmarks().place(FILM) == 2997
    (row,) = later.playlists().made_for_you()
    assert (row.listed.name, row.tracks) == ("Continue watching", 1)
    assert [track.id for track in later.playlists().open(row.listed).tracks] == [FILM.id]
    for one in (edges, later):
        one.catalog().close()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(tmp_path, [FILM, SONG]).open() as one:
        await one.press("2", "enter")
        await one.wait(2)
        one.session.seek_to(3000)
        await one.wait(5)
        await one.press("greater_than_sign")
        await one.wait(2)
        yield one


async def test_what_was_begun_stands_above_the_playlists_and_goes_on(stage: Stage) -> None:
    await stage.press("5")
    assert "Continue watching" in stage.text()
    await stage.press("enter")
    assert "Solaris · goes on at 50:0" in stage.text()
    await stage.press("d")
    assert "fills itself" in stage.text()
    await stage.press("enter")
    assert stage.session.now.track == FILM
    assert stage.session.now.position == pytest.approx(3002, abs=2)


async def test_without_anything_begun_there_is_no_such_list(tmp_path: Path) -> None:
    async with Stage(tmp_path, [FILM]).open() as stage:
        await stage.press("5")
        assert "Continue" not in stage.text()
