"""Owns finding the lyrics of a track: beside it, inside it, with times before without; read afresh each time."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from tunes.library.beside import names_in, read_beside
from tunes.library.decoding import decoded
from tunes.library.errors import UnreadableError
from tunes.library.formats import ending
from tunes.library.lyrics import MOST_BYTES, Line, Lyrics, best, lyrics_of, of_lines
from tunes.library.track import Track
from tunes.library.unpacking import Unpacking

INSIDE = "the file itself"


class Songbook:
    """The lyrics of tracks. May be used from any thread, but not from one that must not wait."""

    def __init__(self, unpacking: Unpacking) -> None:
        self._unpacking = unpacking

    def lyrics(self, track: Track, cancelled: Event | None = None) -> Lyrics | None:
        """The words of a track; None where none are found."""
        found = self._of_file(track.path, cancelled)
        return found if found is None or track.start is None else found.part(track.start, track.end)

    def _of_file(self, path: Path, cancelled: Event | None) -> Lyrics | None:
        near = _beside(path, "lrc")
        if near is not None and near.is_timed:
            return near  # nothing goes before it, so that the file need not be opened
        return best([near, *self._inside(path, cancelled), _beside(path, "txt")])

    def _inside(self, path: Path, cancelled: Event | None) -> Iterator[Lyrics | None]:
        try:
            timed, texts = self._unpacking.lyrics(path, cancelled)
        except UnreadableError:  # a file without any, for all that it can tell
            return
        yield of_lines((Line(at, words) for at, words in timed), INSIDE)
        for text in texts:
            yield lyrics_of(text, INSIDE)


def _beside(path: Path, wanted: str) -> Lyrics | None:
    """What lies beside a track under its own name, whatever the case of its ending."""
    try:
        names = names_in(path.parent).files
        for name in names:
            if ending(name) == wanted and name[: -len(wanted) - 1] == path.stem:
                return lyrics_of(decoded(read_beside(path.parent / name, MOST_BYTES)), name)
    except OSError:  # not there, not ours to read, or no file at all
        return None
    return None
