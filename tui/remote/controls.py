"""Owns how the session is driven from outside: the position counted along with the clock, words looked up beside the program."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tunes.player.aside import aside
from tunes.player.controls import Standing
from tunes.player.queue import Queue, Repeat, Shuffle
from tunes.tui.modes import MIXED_AT_ONCE
from tunes.tui.session import Session
from tunes.tui.wanted import Wanted

AHEAD_S = 0.5
"""The player tells four times a second where it is. When it says nothing for longer than this, the ear stands still too."""

Find = Callable[[Sequence[str]], tuple[Wanted, Sequence[str]]]
"""What words and absolute paths mean, and sentences about what can't be played. Slow: never on the screen's thread."""


class SessionControls:
    """The session as desktop and scripts see it. Everything is called on the session's own thread."""

    def __init__(
        self,
        session: Session,
        find: Find,
        leave: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.session = session
        self._find = find
        self._leave = leave
        self._now = now
        self._told = session.now
        self._told_at = now()
        session.subscribe(self._look)

    def standing(self) -> Standing:
        """How it stands now, the position to the moment."""
        now, queue = self.session.now, self.session.queue
        return Standing(
            track=now.track,
            position=self.position(),
            duration=now.duration,
            is_playing=now.is_playing,
            volume=now.loudness,
            has_something=now.track is not None or len(queue) > 0,
            has_next=queue.has_following,
            has_previous=now.track is not None or queue.has_preceding,
            jumps=now.jumps,
            shuffle=queue.shuffle,
            repeat=queue.repeat,
            rate=now.sound.rate,
        )

    def position(self) -> float:
        """Seconds into the track, at this moment."""
        now = self.session.now
        ahead = min(self._now() - self._told_at, AHEAD_S) * now.sound.rate if now.is_playing else 0.0
        return now.position + ahead if now.duration is None else min(now.position + ahead, now.duration)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after every change."""
        self.session.subscribe(listener)

    def play(self) -> None:
        """Goes on, or starts what is in the queue."""
        self.session.touch()
        if self.session.now.track is None or self.session.is_paused:
            self.session.toggle()

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        self.session.touch()
        if self.session.now.track is not None and not self.session.is_paused:
            self.session.toggle()

    def toggle(self) -> None:
        """One or the other."""
        self.session.toggle()

    def stop(self) -> None:
        """Leaves the track."""
        self.session.stop()

    def next(self) -> None:
        """Goes to the following track."""
        self.session.next()

    def previous(self) -> None:
        """Goes back."""
        self.session.previous()

    def seek_to(self, position: float) -> None:
        """Goes to `position` seconds into the track, kept within it."""
        self.session.seek_to(position)

    def set_volume(self, percent: int) -> None:
        """0 to 100."""
        self.session.set_volume(percent)

    def set_shuffle(self, by: Shuffle) -> None:
        """What is to be in random order; a long queue is mixed beside the program."""
        self.session.touch()
        seen = self.session.queue
        if len(seen) <= MIXED_AT_ONCE:
            self.session.set_shuffle(by)
            return

        def mixed(work: "asyncio.Future[Queue]") -> None:
            if not work.cancelled() and not self.session.swap(seen, work.result(), "shuffle"):
                self.set_shuffle(by)  # it has changed meanwhile

        aside(lambda: seen.shuffled(by)).add_done_callback(mixed)

    def set_repeat(self, repeat: Repeat) -> None:
        """What follows the end."""
        self.session.set_repeat(repeat)

    def set_rate(self, rate: float) -> None:
        """Seconds of the track in a second."""
        self.session.set_sound(replace(self.session.now.sound, rate=rate))

    def open(self, path: Path) -> None:
        """Plays a file or folder, as soon as it has been looked at."""

        def found(search: "asyncio.Future[tuple[Wanted, Sequence[str]]]") -> None:
            if not search.cancelled() and search.exception() is None:
                (tracks, source), _ = search.result()
                self.session.touch()
                self.session.play(tracks, None, source)

        aside(lambda: self._find([os.fspath(path)])).add_done_callback(found)

    async def find(self, words: Sequence[str]) -> tuple[Wanted, Sequence[str]]:
        """What words and absolute paths mean."""
        return await aside(lambda: self._find(words))

    def quit(self) -> None:
        """Keeps everything and ends the program."""
        self._leave()

    def _look(self) -> None:
        now, told = self.session.now, self._told
        if (now.position, now.track, now.is_playing, now.jumps) != (
            told.position,
            told.track,
            told.is_playing,
            told.jumps,
        ):
            self._told_at = self._now()
        self._told = now
