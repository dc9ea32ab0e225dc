"""Owns the words under a film in a terminal: reads them beside the engine, whose sound waits for no disk, and says which are to be seen."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from tunes.player.captions import Caption, captions_of, said_at
from tunes.player.matroska import AHEAD_S, MatroskaCaptions, NoTextError
from tunes.player.streams import SUBTITLE, streams_of, subtitles_beside

MOST_BYTES = 8 << 20
"""Of a file of subtitles."""
READS_EVERY_S = AHEAD_S / 4
MATROSKA = (b".mkv", b".mka", b".mks", b".webm", b".mk3d")
TEXT_CODECS = ("subt", "ssa ")
TEXTS = (b".srt", b".vtt", b".ass", b".ssa")


class Captions(Protocol):
    """What is said in a film, near a second of it. Every call may raise `OSError`."""

    def near(self, at_s: float) -> list[Caption]:
        """What is said round that second."""
        ...

    def close(self) -> None:
        """Nothing more is wanted."""
        ...


class FileCaptions:
    """A file beside the film."""

    def __init__(self, path: bytes) -> None:
        """Raises `OSError`."""
        with open(path, "rb") as file:  # noqa: PTH123  # a path of any bytes
            self._captions = captions_of(file.read(MOST_BYTES))

    def near(self, at_s: float) -> list[Caption]:  # noqa: ARG002  # all of it is there
        """All that is said."""
        return self._captions

    def close(self) -> None:
        """Nothing is held."""


class Subtitles:
    """The words of one choice. Made, asked and closed on the engine's thread; reading is done on one of its own."""

    def __init__(self, opened: Callable[[], Captions]) -> None:
        self._opened = opened
        self._wanted_s = 0.0
        self._captions: list[Caption] = []
        self._asked_s: float | None = None
        self._wake = threading.Event()
        self._is_closed = False
        threading.Thread(target=self._read, name="subtitles", daemon=True).start()

    def at(self, at_s: float) -> tuple[str, ...]:
        """The lines to be seen at this second, as far as they are read."""
        if self._asked_s is None or abs(at_s - self._asked_s) > READS_EVERY_S:
            self._asked_s = self._wanted_s = at_s
            self._wake.set()
        return said_at(self._captions, at_s)

    def close(self) -> None:
        """Nothing more is to be read."""
        self._is_closed = True
        self._wake.set()

    def _read(self) -> None:
        with contextlib.suppress(OSError, NoTextError):  # what can't be read has no words: the film goes on
            captions = self._opened()
            with contextlib.closing(captions):
                while self._wake.wait() and not self._is_closed:
                    self._wake.clear()
                    self._captions = list(captions.near(self._wanted_s))


class Words:
    """What of a film's subtitles is shown as text: those of one choice, or none."""

    def __init__(self, vlc: Any) -> None:
        self._vlc = vlc
        self._shown: Subtitles | None = None

    def show(self, film: bytes, media: Any, number: int) -> bool:
        """Shows those with this id, -1 for none, of a film that libVLC plays; False where only libVLC can."""
        self.drop()
        found = [stream for stream in streams_of(self._vlc, media) if stream.kind == SUBTITLE]
        ordinal = next((place for place, stream in enumerate(found) if stream.id == number), -1)
        codecs = [stream.codec for stream in found]
        opened = readable(film, codecs, subtitles_beside(self._vlc, media), ordinal)
        self._shown = Subtitles(opened) if opened is not None else None
        return opened is not None

    def at(self, at_s: float) -> tuple[str, ...]:
        """The lines to be seen at this second."""
        return self._shown.at(at_s) if self._shown is not None else ()

    def drop(self) -> None:
        """Shows none."""
        if self._shown is not None:
            self._shown.close()
        self._shown = None


def readable(
    film: bytes, codecs: Sequence[str], beside: Sequence[bytes], ordinal: int
) -> Callable[[], Captions] | None:
    """How to read the words of a film's subtitles; None where libVLC must show them, as pictures.

    `codecs` are those of all subtitles, of which the last lie in the files `beside` it.
    """
    place = ordinal - (len(codecs) - len(beside))
    if not 0 <= ordinal < len(codecs):
        return None
    if place < 0 and _ending(film) in MATROSKA and codecs[ordinal] in TEXT_CODECS:
        return lambda: MatroskaCaptions(film, ordinal)
    if place >= 0 and _ending(beside[place]) in TEXTS:
        return lambda: FileCaptions(beside[place])
    return None


def _ending(path: bytes) -> bytes:
    return path[path.rfind(b".") :].lower()
