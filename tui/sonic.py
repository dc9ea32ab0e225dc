"""Owns listening through the library on this computer: the books it is kept in, in which order, and that one tunes at a time does it."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tunes.library.track import Track
from tunes.player.sonic.standing import ListeningError, Standing
from tunes.tui.places import Places, private_folder

if TYPE_CHECKING:  # numpy is slow to import
    from tunes.player.sonic.book import SonicBook
    from tunes.profile.history import History

ANOTHER = "Another tunes is listening through this library already; tunes sonic --status says how far it is."


def is_installed() -> bool:
    """Whether the extra `sonic` is there; `tunes doctor` looks whether it works."""
    return find_spec("av") is not None


def is_listening_possible(places: Places) -> bool:
    """Not with a library that is forgotten afterwards: the book is that of the lasting one."""
    return is_installed() and places.library.parent == places.device.parent


def book_file(places: Places) -> Path:
    """Where the features of tracks are kept: beside the library, on this computer only."""
    return places.device.with_name("sonic.db")


class BusyError(ListeningError):
    """Another tunes does it."""


@contextmanager
def opened_book(places: Places) -> "Iterator[SonicBook]":
    """The book of features. Raises ListeningError where it can't be kept."""
    from tunes.player.sonic.book import SonicBook

    try:
        private_folder(book_file(places).parent)
        book = SonicBook(book_file(places))
    except OSError as error:
        raise ListeningError(f"What tracks sound like can't be kept: {error}.") from error
    try:
        yield book
    finally:
        book.close()


def listen_through(
    places: Places,
    tracks: Sequence[Track],
    links: Sequence[tuple[str, str]],
    cancelled: Event,
    rests: Callable[[], str] = lambda: "",
) -> Generator[Standing, None, None]:
    """Listens to what was not listened to yet, in this order; `links` are new and old ids of tracks. Raises ListeningError."""
    import sqlite3

    from tunes.player.loudness_book import LoudnessBook
    from tunes.player.sonic.going_through import GoingThrough
    from tunes.profile.lock import Lock

    with opened_book(places) as book:
        lock = Lock(places.device.with_name("sonic.lock"))
        if not lock.take():
            raise BusyError(ANOTHER)
        loudness = LoudnessBook(places.device.with_name("loudness.db"))
        try:
            book.follow(links)
            book.tidy({track.id for track in tracks})
            log = private_folder(places.logs) / "analyser.log"
            yield from GoingThrough(book, loudness, log).through(tracks, cancelled, rests)
        except (sqlite3.Error, OSError) as error:
            raise ListeningError(f"What tracks sound like can't be kept: {error}.") from error
        finally:
            loudness.close()
            lock.release()


def by_use(tracks: Sequence[Track], history: "History") -> list[Track]:
    """What was heard most comes first: similarity to that is what helps most."""
    import numpy as np

    counts = np.bincount(history.track, minlength=len(history.tracks)).tolist()
    heard = dict(zip(history.tracks, counts, strict=True))
    return sorted(tracks, key=lambda track: -heard.get(track.id, 0))
