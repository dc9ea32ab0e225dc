"""Owns a film that libVLC plays whole, picture and sound, in a window. Its facts are those of a meter, so that it is counted alike."""

import os
import sys
from typing import Any

from tunes.player.buffer import frames_in
from tunes.player.libvlc import LibVlc
from tunes.player.meter import Fact, Finished, Sounded


def has_display() -> bool:
    """Whether there is a screen on which a window can be opened."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Film:
    """One film at a time, in libVLC's own window. Called from one thread; libVLC is only asked, it never calls back."""

    def __init__(self, libvlc: LibVlc) -> None:
        self._libvlc = libvlc
        self._player: Any = libvlc.instance.media_player_new()
        self._stay = 0
        self._volume = 100
        self._rate = 1.0
        self._from_s = 0.0
        self._at_s = 0.0
        self._asked_at = 0.0
        self._passed = 0.0
        """Seconds of the clock, while it played, since its time went on last."""
        self._is_over = True
        self.has_failed = False
        """libVLC gave up on it."""

    @property
    def length_s(self) -> float | None:
        """Seconds, None while unknown."""
        length_ms = self._player.get_length()
        return length_ms / 1000 if length_ms > 0 else None

    def open(self, stay: int, path: bytes, at_s: float, now: float, *, is_paused: bool) -> None:
        """Opens a window and plays from `at_s` on; `now` is the monotonic time."""
        self.close()
        options = [f":start-time={at_s:.3f}"] if at_s > 0 else []
        options += [":start-paused"] if is_paused else []
        self._player.set_media(self._libvlc.media(path, tuple(options)))
        self._player.set_rate(self._rate)
        self._stay, self._at_s, self._asked_at, self._passed = stay, at_s, now, 0.0
        self._from_s = at_s
        self._is_over, self.has_failed = False, self._player.play() != 0

    def pause(self, *, is_paused: bool) -> None:
        """Stops the picture where it is, or goes on."""
        self._player.set_pause(int(is_paused))

    def seek(self, at_s: float) -> None:
        """Goes to another place."""
        self._player.set_time(round(at_s * 1000))
        self._at_s, self._passed = at_s, 0.0

    def set_volume(self, percent: int) -> None:
        """0 to 100, by libVLC's own curve."""
        self._volume = percent
        self._player.audio_set_volume(percent)

    def set_rate(self, rate: float) -> None:
        """How fast it plays, with the pitch kept."""
        self._rate = rate
        self._player.set_rate(rate)

    def facts(self, now: float) -> list[Fact]:
        """What was seen since the last time: libVLC's time while it plays, never more than the clock's at this speed."""
        if self._is_over:
            return []
        passed, self._asked_at = now - self._asked_at, now
        states, state = self._libvlc.vlc.State, self._player.get_state()
        is_over = state in {states.Ended, states.Error} or self.has_failed
        if state == states.Playing or (is_over and self._at_s > 0):
            self._passed += passed * self._rate  # libVLC's time goes on in leaps of a third of a second
        at_s = (self.length_s or self._at_s) if state == states.Ended else self._player.get_time() / 1000
        if self._at_s == self._from_s and at_s > self._at_s:
            self._player.audio_set_volume(self._volume)  # there was nothing to set it on before
        seen = min(at_s - self._at_s, self._passed)
        facts: list[Fact] = []
        if seen > 0:
            self._at_s, self._passed = at_s, 0.0
            facts.append(Sounded(self._stay, frames_in(seen), frames_in(at_s)))
        if is_over:
            self._is_over = True
            self.has_failed = self.has_failed or state == states.Error
            facts.append(Finished(self._stay))
        return facts

    def close(self) -> None:
        """Closes the window."""
        self._is_over = True
        self._player.stop()

    def release(self) -> None:
        """Lets go of the player."""
        self._player.stop()
        self._player.release()
