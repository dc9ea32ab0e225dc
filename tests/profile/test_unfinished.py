"""What was begun and not finished: as the last listen of each film left it."""

from dataclasses import replace
from pathlib import Path

import pytest
from tunes.library.track import Kind, Track
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.unfinished import Begun, is_unfinished, unfinished

FILM = Track("t1:film", Path("/films/a.mkv"), Kind.VIDEO, "Solaris", duration=6000.0)
BOOK = replace(FILM, id="t1:book", kind=Kind.SPOKEN, title="Book")
SONG = replace(FILM, id="t1:song", kind=Kind.MUSIC, title="Song")


def listen(track: Track, at: float, left: float, heard: float = 100.0, source: str = "library") -> Listen:
    return Listen(track.id, at, 0, heard, track.duration, 0.0, left, end="stopped", source=source)


@pytest.mark.parametrize(
    ("kind", "left", "duration", "expected"),
    [
        (Kind.VIDEO, 3000.0, 6000.0, True),
        (Kind.SPOKEN, 3000.0, 6000.0, True),
        (Kind.MUSIC, 3000.0, 6000.0, False),
        (Kind.VIDEO, 59.0, 6000.0, False),
        (Kind.VIDEO, 5701.0, 6000.0, False),
        (Kind.VIDEO, 5699.0, 6000.0, True),
        (Kind.VIDEO, 100.0, 599.0, False),
        (Kind.VIDEO, 575.0, 600.0, False),
        (Kind.VIDEO, 100.0, None, True),
        (Kind.VIDEO, float("nan"), None, False),
    ],
)
def test_where_it_was_left_decides(kind: Kind, left: float, duration: float | None, expected: bool) -> None:
    assert is_unfinished(kind, left, duration) is expected


def test_the_last_listen_decides() -> None:
    listens = [listen(FILM, 10, 2000), listen(BOOK, 20, 3000), listen(FILM, 30, 4000), listen(SONG, 40, 3000)]
    tracks = [FILM, BOOK, SONG]
    assert unfinished(History.of(listens, tracks)) == {"t1:film": Begun(4000, 30), "t1:book": Begun(3000, 20)}
    seen = [*listens, listen(FILM, 50, 6000)]
    assert set(unfinished(History.of(seen, tracks))) == {"t1:book"}


def test_what_did_not_sound_here_says_nothing() -> None:
    listens = [
        listen(FILM, 10, 2000),
        listen(FILM, 20, 0, heard=0.0),
        listen(FILM, 30, 0, source="import:last.fm"),
    ]
    assert unfinished(History.of(listens, [FILM])) == {"t1:film": Begun(2000, 10)}


def test_a_film_that_got_another_id_goes_on() -> None:
    other = replace(FILM, id="t1:other")
    history = History.of([listen(FILM, 10, 2000)], [FILM, other], aliases=[(other.id, FILM.id)])
    assert unfinished(history) == {name: Begun(2000, 10) for name in (FILM.id, other.id)}


def test_no_history() -> None:
    assert unfinished(History.of()) == {}
