"""Owns a film that libVLC plays whole, picture and sound. Its facts are those of a meter, so that it is counted alike."""

import time
from dataclasses import dataclass
from typing import Any

from tunes.player.buffer import frames_in
from tunes.player.frames import FrameSink
from tunes.player.libvlc import LibVlc
from tunes.player.meter import Fact, Finished, Sounded
from tunes.player.picture import Picture
from tunes.player.streams import streams_of
from tunes.player.surface import Surface, Where, usual_surface

FIRST_S = 0.3
"""After which the decoders may be at work; twice as long after each try, since every one makes them begin anew."""
MOST_TRIES = 6
LOOK_S = 0.4
"""How long a file may take to say what is in it before it is opened all the same."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is being shown."""

    stay: int
    path: bytes


class Film:
    """One film at a time, on one surface. Called from one thread; libVLC is only asked, but for the pictures it calls back."""

    def __init__(self, libvlc: LibVlc, sink: FrameSink | None) -> None:
        """Without a `sink` nothing can be shown in a terminal."""
        self._libvlc = libvlc
        self._sink = sink
        self._players: dict[Where, Any] = {}
        """libVLC's players: one that has shown a window can't be led elsewhere."""
        self._picture: Picture | None = None
        self.surface = usual_surface()
        self._opened: _Opened | None = None
        self._volume = 100
        self._from_s = 0.0
        self._at_s = 0.0
        self._asked_at = 0.0
        self._passed = 0.0
        """Seconds of the clock, while it played, since its time went on last."""
        self._is_over = True
        self._shown_before = self._tries = 0
        self._patience_s = FIRST_S
        self._unseen_since: float | None = None
        """When it was opened as paused: nothing of it may have been shown yet."""
        self.has_failed = False
        """libVLC gave up on it."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a place for pictures."""
        return self.surface.where is Where.WINDOW or (
            self.surface.where is Where.TERMINAL and self._sink is not None
        )

    @property
    def is_open(self) -> bool:
        """Whether a film is on, be it still or over."""
        return self._opened is not None

    @property
    def is_still(self) -> bool:
        """Whether it is there and paused."""
        return self.is_open and bool(self._player.get_state() == self._libvlc.vlc.State.Paused)

    @property
    def length_s(self) -> float | None:
        """Seconds, None while unknown."""
        length_ms = self._player.get_length()
        return length_ms / 1000 if length_ms > 0 else None

    def open(self, stay: int, path: bytes, at_s: float, now: float, *, is_paused: bool) -> None:
        """Plays from `at_s` on; `now` is the monotonic time."""
        self.close()
        options = list[str]()
        options += [f":start-time={at_s:.3f}"] if at_s > 0 else []
        options += [":start-paused"] if is_paused else []
        media = self._libvlc.media(path, tuple(options))
        if self._picture is not None:
            self._picture.shape = self._shape_of(media)
        self._player.set_media(media)
        self._opened = _Opened(stay, path)
        self._at_s, self._asked_at, self._passed = at_s, now, 0.0
        self._from_s = at_s
        self._is_over, self.has_failed = False, self._player.play() != 0
        self._unseen_since = now if is_paused else None
        self._shown_before = self._sink.number if self._sink is not None else 0
        # Nobody knows what a window shows, and not every film has a picture.
        self._patience_s = FIRST_S
        self._tries = MOST_TRIES if self.surface.where is Where.TERMINAL else 1

    def show_on(self, surface: Surface, now: float, *, is_paused: bool) -> None:
        """Goes on elsewhere, or in another size."""
        if surface == self.surface:
            return
        is_elsewhere = surface.where is not self.surface.where
        opened, at_s = self._opened, self._at_s
        if is_elsewhere:
            self.close()
        self.surface = surface
        if surface.where is Where.TERMINAL and self._picture is None and self._sink is not None:
            self._picture = Picture(self._libvlc, self._player, self._sink)
        if self._picture is not None:
            self._picture.box = (max(1, surface.width), max(1, surface.height))
            if opened is not None and not is_elsewhere:
                self._picture.renew()
        if opened is not None and is_elsewhere and self.is_shown:
            self.open(opened.stay, opened.path, at_s, now, is_paused=is_paused)

    def pause(self, *, is_paused: bool) -> None:
        """Stops the picture where it is, or goes on."""
        self._unseen_since = None
        self._player.set_pause(int(is_paused))

    def seek(self, at_s: float) -> None:
        """Goes to another place."""
        self._player.set_time(round(at_s * 1000))
        self._at_s, self._passed = at_s, 0.0

    def set_volume(self, percent: int) -> None:
        """0 to 100, by libVLC's own curve."""
        self._volume = percent
        if self.is_open:
            self._player.audio_set_volume(percent)

    def facts(self, now: float) -> list[Fact]:
        """What was seen since the last time: libVLC's time while it plays, never more than the clock's."""
        if self._is_over or self._opened is None:
            return []
        self._show_first(now)
        passed, self._asked_at = now - self._asked_at, now
        states, state = self._libvlc.vlc.State, self._player.get_state()
        is_over = state in {states.Ended, states.Error} or self.has_failed
        if state == states.Playing or (is_over and self._at_s > 0):
            self._passed += passed  # libVLC's time goes on in leaps of a third of a second
        at_s = (self.length_s or self._at_s) if state == states.Ended else self._player.get_time() / 1000
        if self._at_s == self._from_s and at_s > self._at_s:
            self._player.audio_set_volume(self._volume)  # there was nothing to set it on before
        seen = min(at_s - self._at_s, self._passed)
        stay = self._opened.stay
        facts: list[Fact] = []
        if seen > 0:
            self._at_s, self._passed = at_s, 0.0
            facts.append(Sounded(stay, frames_in(seen), frames_in(at_s)))
        if is_over:
            self._is_over = True
            self.has_failed = self.has_failed or state == states.Error
            facts.append(Finished(stay))
        return facts

    def _show_first(self, now: float) -> None:
        """Sends a film that was opened as paused to where it is, or libVLC may show nothing at all."""
        if self._unseen_since is None or now - self._unseen_since < self._patience_s or not self.is_still:
            return
        has_come = self._sink is not None and self._sink.number != self._shown_before
        self._unseen_since = None
        if not has_come:
            self._player.next_frame()
            self._tries -= 1
            self._patience_s *= 2
            if self._tries:
                self._unseen_since = now

    def close(self) -> None:
        """Takes the film off."""
        if self.is_open:
            self._player.stop()
        self._is_over, self._opened = True, None

    def release(self) -> None:
        """Lets go of the players."""
        for player in self._players.values():
            player.stop()
            player.release()

    @property
    def _player(self) -> Any:
        """The player for the present surface."""
        where = self.surface.where
        if where not in self._players:
            self._players[where] = self._libvlc.instance.media_player_new()
        return self._players[where]

    def _shape_of(self, media: Any) -> float | None:
        """What the file says of its picture, where it says so soon."""
        vlc = self._libvlc.vlc
        media.parse_with_options(vlc.MediaParseFlag.local, round(LOOK_S * 1000))
        until = time.monotonic() + LOOK_S
        while not media.get_parsed_status().value and time.monotonic() < until:
            time.sleep(0.005)
        return next((stream.shape for stream in streams_of(vlc, media) if stream.shape), None)
