"""Owns the silent twin: a player whose clock is turned by hand. It makes no sound, and every event of the real one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tunes.library.track import Track
from tunes.player.crossfade import overlap_s
from tunes.player.events import Adjusted, Ended, Failed, Left, PlayerEvent, Progress, Seeked, Started
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSource
from tunes.player.neighbours import may_fade
from tunes.player.sound import Sound
from tunes.player.surface import NOWHERE, Surface

PROGRESS_EVERY_S = 0.25
"""As often as the real player reports where the ear is."""
UNKNOWN_LENGTH_S = 180.0
"""How long a track sounds whose length nobody knows: the length of a song."""
NEAR_S = 8.0
"""Before the end the real player opens what follows, and gives it up if it can't be played."""
HAIR_S = 1e-9
"""Less than any time that matters: what is left of rounding."""


@dataclass(slots=True)
class _Presence:
    """One stay while it lasts."""

    stay: int
    track: Track
    began: float
    position: float
    heard: float = 0.0
    has_started: bool = False
    since_report: float = 0.0
    between: tuple[float, float] | None = None
    """The part of it that is played again and again."""

    @property
    def length(self) -> float:
        return UNKNOWN_LENGTH_S if self.track.duration is None else self.track.duration

    @property
    def left(self) -> float:
        return self.length - self.position

    def sound(self, seconds: float) -> None:
        """So many seconds of it reach the ear."""
        self.position += seconds
        self.heard += seconds
        self.since_report += seconds


class SilentPlayer:
    """A `Player` on a hand-turned clock. Events reach `sink` from within the call that causes them.

    As with the real one nothing starts before time has passed: a stay left before `advance` has no events.
    """

    def __init__(self, sink: Callable[[PlayerEvent], None]) -> None:
        self._sink = sink
        self._stays = 0
        self._present: _Presence | None = None
        self._following: _Presence | None = None
        self._fading: _Presence | None = None
        """What sounds beside the present one until it has faded."""
        self._is_paused = False
        self._broken: set[str] = set()
        self.volume = 100
        self.sound = Sound()
        self.of_album: set[int] = set()
        """Stays that are heard as part of their album."""
        self.surface = NOWHERE
        self.frames = FrameSource()
        self.wishes: list[tuple[FilmWish, float]] = []

    def break_track(self, track_id: str) -> None:
        """From now on this track can't be played, as if its file were damaged."""
        self._broken.add(track_id)

    def advance(self, seconds: float) -> None:
        """Lets `seconds` pass for the ear."""
        while self._present is not None and seconds >= 0:
            if not self._present.has_started and not self._start(self._present):
                continue
            self._look_ahead(self._present)
            if self._is_paused or seconds == 0:
                return
            if self._following is not None and self._present.left - self._overlap <= HAIR_S < self._overlap:
                self._cross(self._present, self._following)
            else:
                seconds -= self._sound(self._present, seconds)

    def load(
        self,
        track: Track,
        *,
        at: float = 0.0,
        paused: bool = False,
        is_of_album: bool = False,
    ) -> int:
        """Leaves what sounds and starts this track `at` seconds into it."""
        self._leave(Left.ASKED)
        self._following = None
        self._is_paused = paused
        self._present = self._new(track, at, is_of_album=is_of_album)
        return self._present.stay

    def preload(self, track: Track | None, *, is_of_album: bool = False) -> int | None:
        """Names what follows when the present track has finished."""
        self._following = None
        if track is None or self._present is None:
            return None
        self._following = self._new(track, 0.0, is_of_album=is_of_album)
        return self._following.stay

    def play(self) -> None:
        """Goes on after a pause."""
        self._pause(paused=False)

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        self._pause(paused=True)

    def seek(self, position: float) -> None:
        """Goes to `position` seconds into the track."""
        present = self._present
        if present is None:
            return
        target = max(0.0, min(position, present.length))
        if not present.has_started:
            present.began = present.position = target
            return
        self._end_fade()
        source, present.position = present.position, target
        self._sink(Seeked(present.stay, source, target))
        self._report(present)

    def loop(self, between: tuple[float, float] | None) -> None:
        """Plays a part of the present stay again and again; None: it goes on."""
        if self._present is not None:
            self._present.between = between

    def stop(self) -> None:
        """Leaves what sounds."""
        self._following = None
        self._leave(Left.ASKED)

    def set_volume(self, percent: int) -> None:
        """Only remembered: there is no sound."""
        self.volume = max(0, min(100, percent))

    def set_sound(self, sound: Sound) -> None:
        """Of all of it only crossfade and speed take time."""
        if sound.rate != self.sound.rate:
            self._end_fade()
        self.sound = sound

    def show_films(self, surface: Surface) -> None:
        """Only remembered: there are no pictures but those that a test puts there."""
        self.surface = surface

    def adjust_film(self, wish: FilmWish, by: float) -> None:
        """Only remembered, and said."""
        self.wishes.append((wish, by))
        if self._present is not None:
            self._sink(Adjusted(self._present.stay, f"{wish} {by:g}"))

    def shoot(self, file: Path) -> None:
        """There is no picture to be kept."""
        if self._present is not None:
            self._sink(Adjusted(self._present.stay, f"There is no picture for {file.name}."))

    def close(self, timeout: float = 2.0) -> None:  # noqa: ARG002  # nothing here takes time
        """Stops."""
        self.stop()
        self.frames.close()

    def _new(self, track: Track, at: float, *, is_of_album: bool) -> _Presence:
        self._stays += 1
        if is_of_album:
            self.of_album.add(self._stays)
        presence = _Presence(self._stays, track, 0.0, 0.0)
        presence.began = presence.position = max(0.0, min(at, presence.length))
        return presence

    def _start(self, present: _Presence) -> bool:
        """Opens the track; a broken one is left at once."""
        if present.track.id in self._broken:
            self._present, self._following = self._following, None
            self._fail(present)
            return False
        present.has_started = True
        self._sink(Started(present.stay, present.track.id, present.began, present.track.duration))
        if self._is_paused:
            self._report(present)
        return True

    def _look_ahead(self, present: _Presence) -> None:
        """Gives up what is to follow, shortly before its turn, when it can't be played."""
        following = self._following
        is_near = present.left < NEAR_S + self._overlap
        if following is not None and is_near and following.track.id in self._broken:
            self._following = None
            self._fail(following)

    def _fail(self, presence: _Presence) -> None:
        self._sink(Failed(presence.stay, f"Can't play {presence.track.path.name}: it is damaged."))
        self._tell_end(presence, Left.FAILED)

    def _sound(self, present: _Presence, seconds: float) -> float:
        """Sounds for at most `seconds`, up to the next report or the next end; returns how long."""
        stops = [seconds * self.sound.rate, PROGRESS_EVERY_S - present.since_report, present.left]
        if self._fading is not None:
            stops += [PROGRESS_EVERY_S - self._fading.since_report, self._fading.left]
        elif self._overlap:
            stops += [present.left - self._overlap]
        if present.between is not None:
            stops += [max(0.0, present.between[1] - present.position)]
        step = min(stops)
        present.sound(step)
        self._fade(step)
        if present.left <= HAIR_S:
            self._end_fade()
            self._hand_over(Left.FINISHED)
        elif present.between is not None and present.position >= present.between[1] - HAIR_S:
            self.seek(present.between[0])
        elif present.since_report >= PROGRESS_EVERY_S - HAIR_S:
            self._report(present)
        return step / self.sound.rate

    @property
    def _overlap(self) -> float:
        """Seconds that the present track and the one that follows sound together."""
        present, following = self._present, self._following
        if present is None or following is None or not may_fade(present.track, following.track):
            return 0.0
        if present.between is not None:
            return 0.0
        return overlap_s(self.sound.crossfade_s, present.length, following.length)

    def _cross(self, present: _Presence, following: _Presence) -> None:
        """One fades into the other."""
        self._following = None
        self._fading, self._present = present, following
        self._start(following)

    def _fade(self, seconds: float) -> None:
        fading = self._fading
        if fading is None:
            return
        fading.sound(seconds)
        if fading.left <= HAIR_S:
            self._end_fade()
        elif fading.since_report >= PROGRESS_EVERY_S - HAIR_S:
            self._report(fading)

    def _end_fade(self) -> None:
        """What was fading away is over; it had come to its end by itself."""
        fading, self._fading = self._fading, None
        if fading is not None:
            self._tell_end(fading, Left.FINISHED)

    def _hand_over(self, reason: Left) -> None:
        self._leave(reason)
        self._present, self._following = self._following, None

    def _pause(self, *, paused: bool) -> None:
        has_changed = self._is_paused != paused
        self._is_paused = paused
        if has_changed and self._present is not None and self._present.has_started:
            self._report(self._present)

    def _report(self, present: _Presence) -> None:
        present.since_report = 0.0
        self._sink(Progress(present.stay, present.position, present.heard, not self._is_paused))

    def _leave(self, reason: Left) -> None:
        self._end_fade()
        present, self._present = self._present, None
        if present is not None and present.has_started:
            self._tell_end(present, reason)

    def _tell_end(self, presence: _Presence, reason: Left) -> None:
        began, left, heard = presence.began, presence.position, presence.heard
        self._sink(Ended(presence.stay, presence.track.id, began, left, heard, reason))
