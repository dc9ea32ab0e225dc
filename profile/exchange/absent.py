"""Owns the ids of tracks that are known by name alone: what a history from elsewhere names, whether or not its file is here. Pure.

Listens from elsewhere are kept under these; an alias says which track of the library is meant, and can be taken back.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from tunes.library.text import fold
from tunes.library.track import Track
from tunes.profile.exchange.matching import Matcher, Names, Sureness
from tunes.profile.history import History

MARK = "x1:"
"""How such an id begins."""


@lru_cache(maxsize=1 << 16)
def absent_id(names: Names) -> str:
    """The id of what is called so: the same on every computer, and for every import."""
    digest = blake2b(digest_size=16)
    for text in (names.artist, names.title, names.album):
        digest.update(fold(text).encode("utf-8", "replace") + b"\0")
    return MARK + digest.hexdigest()


def arrivals(history: History, tracks: Iterable[Track]) -> Iterator[tuple[Track, str]]:
    """Of these tracks those that are surely what the history knows by name alone, each with that id."""
    waiting = [name for name in history.tracks if name.startswith(MARK) and name not in history.apart]
    if not waiting:
        return
    matcher = Matcher(tracks)
    for name in waiting:
        note = history.known.get(name)
        if note is None:
            continue
        found = matcher.find(Names(note.title, note.artist, note.album, note.duration, note.mbid, note.kind))
        # What has a slip in it must be clearly nearer than all else that there is, which these tracks alone don't show.
        if found is not None and found.sureness is not Sureness.ALIKE:
            yield found.track, name
