"""Owns asking for the loudness of tracks that don't tell it: one after another, by a process of its own, each track once."""

import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tunes.library.track import Kind, Track
from tunes.player.helper import Helper
from tunes.player.leveling import REFERENCE_LUFS
from tunes.player.loudness_book import LoudnessBook

IDLE_S = 10.0
"""After so long with nothing to measure the process ends: it takes some memory."""
PATIENCE_S = 300.0
"""For one track: an audiobook of ten hours takes three minutes."""

CLOSING_S = 1.0
"""For the last word of the thread that measures."""

Told = Callable[[str, float], None]
"""Gets a track's id and its gain in dB."""


class Measuring:
    """`ask` may be called on any thread; `told` is called on another one."""

    def __init__(self, book: Path, log: Path) -> None:
        """`book`: where gains are kept; `log` takes what libVLC prints."""
        self._book = LoudnessBook(book)
        self._helper = Helper("tunes.player.measurer", log)
        self._asked: queue.SimpleQueue[tuple[Track, Told] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._given_up: set[str] = set()
        """What brought the process down; not asked for again until tunes is started anew."""
        self._is_closed = False

    def known(self, track: Track) -> float | None:
        """The gain of a track in dB that was measured before."""
        gain = self._book.gain_db(track.id)
        return None if gain is None or gain != gain else gain  # noqa: PLR0124  # not a number: it can't be measured

    def ask(self, track: Track, told: Told) -> None:
        """Measures a track, unless that was done before or is of no use; then `told` hears of it."""
        if track.kind is Kind.VIDEO or self._is_closed or self._is_done(track):
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="measuring", daemon=True)
            self._thread.start()
        self._asked.put((track, told))

    def close(self) -> None:
        """Measures nothing more."""
        self._is_closed = True
        self._asked.put(None)
        self._helper.kill()
        if self._thread is not None:
            self._thread.join(
                CLOSING_S
            )  # a process that a dead disk holds can't be killed, and isn't waited for
        self._book.close()

    # On the measuring thread

    def _work(self) -> None:
        while not self._is_closed:
            try:
                job = self._asked.get(timeout=IDLE_S if self._helper.is_running else None)
            except queue.Empty:
                self._helper.end()
                continue
            if job is not None and not self._is_closed and not self._is_done(job[0]):
                self._measure(*job)
        self._helper.end()

    def _is_done(self, track: Track) -> bool:
        return track.id in self._given_up or self._book.gain_db(track.id) is not None

    def _measure(self, track: Track, told: Told) -> None:
        lufs, is_answered = self._answer(track)
        if not is_answered:  # it died, or it hangs
            self._given_up.add(track.id)
            self._helper.end()
        if self._is_closed or not is_answered:
            return
        gain = None if lufs is None else round(REFERENCE_LUFS - lufs, 2)
        self._book.keep(track.id, gain)
        if gain is not None:
            told(track.id, gain)

    def _answer(self, track: Track) -> tuple[float | None, bool]:
        said = self._helper.ask(job_of(track), PATIENCE_S)
        return (None, False) if said is None else (said["lufs"], True)


def job_of(track: Track) -> dict[str, Any]:
    """A track as it is named to a process that looks into its file; a path may hold any bytes."""
    path = os.fsencode(track.path.absolute()).decode("latin-1")
    return {"track": track.id, "path": path, "start": track.start or 0.0, "end": track.end}
