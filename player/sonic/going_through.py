"""Owns listening through a library in the background: one file after another, each once, to be stopped and gone on with at any moment.

What each file told is kept before the next one is begun, so that a kill costs one file.
"""

import os
import signal
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
from tunes.library.track import Kind, Track
from tunes.player.helper import Helper
from tunes.player.leveling import REFERENCE_LUFS
from tunes.player.loudness_book import LoudnessBook
from tunes.player.measuring import job_of
from tunes.player.sonic.book import SonicBook, Unheard
from tunes.player.sonic.features import COUNT
from tunes.player.sonic.standing import ListeningError, Standing

PATIENCE_S = 1800.0
"""For one file by the clock: only a disk that hangs takes so long. What a file costs is limited by the process itself."""
REST_S = 1.0
"""How often it is asked whether a rest is over."""
IN_A_ROW = 5
"""So many files that end the process one after another are not to blame."""
FILES = 500
"""After so many a new process begins: whatever FFmpeg lost of its memory is given back."""
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}

_FATES = {
    -signal.SIGPROF: "decoding it takes too long",
    -signal.SIGSEGV: "the decoder crashes on it",
    -signal.SIGBUS: "the decoder crashes on it",
    -signal.SIGFPE: "the decoder crashes on it",
    -signal.SIGILL: "the decoder crashes on it",
    -signal.SIGABRT: "the decoder gives up on it",
}
"""Ways in which a process ends by what a file holds; any other may have other causes, and the file is tried again another time."""


def meant(tracks: Sequence[Track]) -> list[Track]:
    """Those that are to be listened to: music, of which more than a name is known."""
    return [track for track in tracks if track.kind is Kind.MUSIC and not track.is_unread]


def standing(tracks: Sequence[Track], book: SonicBook) -> Standing:
    """How far it is, without doing anything."""
    wanted = meant(tracks)
    done, unheard = book.done(), book.unheard()
    known = sum(track.id in done for track in wanted)
    silent = sum(_is_settled(track, unheard.get(track.id)) for track in wanted if track.id not in done)
    return Standing(known, silent, len(wanted))


def _is_settled(track: Track, unheard: Unheard | None) -> bool:
    """Whether the file was tried as it is now."""
    return unheard is not None and (unheard.size, unheard.mtime) == (track.size, int(track.mtime))


class GoingThrough:
    """One pass over a library. For one thread; only `cancelled` may be set on another."""

    def __init__(self, book: SonicBook, loudness: LoudnessBook, log: Path | None) -> None:
        """`log` takes what FFmpeg prints."""
        self._book, self._loudness, self._log = book, loudness, log
        self._helper = Helper("tunes.player.sonic.analyser", log, ONE_CORE)
        self._asked = 0
        self._brought_down: list[tuple[Track, int]] = []
        """Files in a row that ended the process, and how."""

    def through(
        self, tracks: Sequence[Track], cancelled: Event, rests: Callable[[], str] = lambda: ""
    ) -> Generator[Standing, None, None]:
        """Listens to what was not listened to yet, in this order; yields before and after each file, and while it rests.

        `rests` says why nothing is to be done just now, or "". Raises ListeningError.
        """
        now = standing(tracks, self._book)
        done, unheard = self._book.done(), self._book.unheard()
        yield now
        try:
            for track in meant(tracks):
                if track.id in done or _is_settled(track, unheard.get(track.id)):
                    continue
                now = replace(now, title=track.title, rests="")
                yield now
                outcome = yield from self._one(track, now, cancelled, rests)
                if cancelled.is_set():
                    return
                done.add(track.id)  # copies in one library share their id
                now = replace(
                    now, known=now.known + (outcome == "known"), silent=now.silent + (outcome == "silent")
                )
                yield now
            self._blame()
        finally:
            self._helper.end()

    def _one(
        self, track: Track, now: Standing, cancelled: Event, rests: Callable[[], str]
    ) -> Generator[Standing, None, str]:
        """Returns what became of it: "known", "silent", or "" where it is to be tried another time."""
        while not cancelled.is_set():
            if why := rests():
                self._helper.end()
                yield replace(now, rests=why)
                cancelled.wait(REST_S)
                continue
            told = self._helper.ask(self._job(track), PATIENCE_S, lambda: cancelled.is_set() or bool(rests()))
            if told is not None:
                return self._keep(track, told)
            code = self._helper.end()
            if not cancelled.is_set() and not rests():
                return self._lost(track, code)
        return ""

    def _job(self, track: Track) -> dict[str, Any]:
        self._asked += 1
        if self._asked % FILES == 0:
            self._helper.end()
        is_loudness_told = track.gain_track is not None or track.gain_album is not None
        return job_of(track) | {"loudness": not is_loudness_told and self._loudness.gain_db(track.id) is None}

    def _keep(self, track: Track, told: dict[str, Any]) -> str:
        self._blame()
        if "lufs" in told:
            lufs = told["lufs"]
            self._loudness.keep(track.id, None if lufs is None else round(REFERENCE_LUFS - lufs, 2))
        numbers = told.get("features")
        if numbers is not None and len(numbers) == COUNT and np.isfinite(np.array(numbers, np.float16)).all():
            self._book.keep(track.id, numbers)
            return "known"
        if told.get("is_passing"):
            return ""
        return self._keep_silent(track, str(told.get("reason", "its numbers make no sense")))

    def _keep_silent(self, track: Track, reason: str) -> str:
        self._book.keep_unheard(Unheard(track.id, reason, track.size, int(track.mtime)))
        return "silent"

    def _lost(self, track: Track, code: int) -> str:
        """The process died of it, or of something else."""
        self._brought_down.append((track, code))
        if len(self._brought_down) >= IN_A_ROW:
            where = "" if self._log is None else f"; {os.fspath(self._log)} may say why"
            raise ListeningError(f"The process that listens to your files ends early{where}.")
        return "silent" if code in _FATES else ""

    def _blame(self) -> None:
        """A file was good: what went before it has only itself to blame."""
        for track, code in self._brought_down:
            if code in _FATES:
                self._keep_silent(track, _FATES[code])
        self._brought_down.clear()
