"""Owns the second of the two objects that the desktop sees (MPRIS 2): what plays, and the buttons."""

import asyncio
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbus_fast import DBusError, ErrorType, PropertyAccess, Variant
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusDouble,
    DBusInt64,
    DBusObjectPath,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal
from tunes.library.track import Track
from tunes.player.aside import aside
from tunes.player.bus import Bus
from tunes.player.controls import Controls, Standing
from tunes.player.entry import Repeat, Shuffle
from tunes.player.mpris_program import Program
from tunes.player.mpris_values import Metadata, metadata, microseconds, path_of, playback_status, track_path
from tunes.player.sound import FASTEST, SLOWEST

__all__ = ["Bus", "Playback", "Program"]

LOOP_STATUS = {Repeat.OFF: "None", Repeat.ONE: "Track", Repeat.ALL: "Playlist"}
BACK_S = 1.0
"""The position going back by this much without a seek: the same track has begun anew."""

FindCover = Callable[[Track], Path | None]
"""The picture of a track, a file. Slow."""

_READ = PropertyAccess.READ


class Playback(ServiceInterface):
    """org.mpris.MediaPlayer2.Player."""

    def __init__(self, controls: Controls, find_cover: FindCover) -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self._controls = controls
        self._find_cover = find_cover
        self._cover: tuple[Track, Path | None] | None = None
        self._last = controls.standing()
        self._told = self._changing(self._last)
        controls.subscribe(self._look)
        self._look_for_cover(self._last.track)

    # The buttons

    @dbus_method(name="Next")
    def next(self) -> None:
        """Goes to the following track; at the end of the queue, falls silent."""
        self._controls.next()

    @dbus_method(name="Previous")
    def previous(self) -> None:
        """Goes back."""
        self._controls.previous()

    @dbus_method(name="Pause")
    def pause(self) -> None:
        """Falls silent and keeps the place."""
        self._controls.pause()

    @dbus_method(name="PlayPause")
    def toggle(self) -> None:
        """One or the other."""
        self._controls.toggle()

    @dbus_method(name="Stop")
    def stop(self) -> None:
        """Leaves the track."""
        self._controls.stop()

    @dbus_method(name="Play")
    def play(self) -> None:
        """Goes on, or starts what is in the queue."""
        self._controls.play()

    @dbus_method(name="Seek")
    def seek(self, offset: DBusInt64) -> None:
        """By so many microseconds; beyond the end it is the next track, as MPRIS wants it."""
        standing = self._controls.standing()
        target = standing.position + offset / 1_000_000
        if standing.track is None:
            return
        if standing.duration is not None and target > standing.duration:
            self._controls.next()
        else:
            self._controls.seek_to(target)

    @dbus_method(name="SetPosition")
    def set_position(self, track: DBusObjectPath, position: DBusInt64) -> None:
        """To a place in that track; where it is no longer the one that plays, or has no such place, nothing happens."""
        standing = self._controls.standing()
        end = math.inf if standing.duration is None else standing.duration
        if (
            standing.track is not None
            and track_path(standing.track) == track
            and 0 <= position / 1_000_000 <= end
        ):
            self._controls.seek_to(position / 1_000_000)

    @dbus_method(name="OpenUri")
    def open_uri(self, uri: DBusStr) -> None:
        """Plays a file."""
        path = path_of(uri)
        if path is None:
            raise DBusError(ErrorType.NOT_SUPPORTED, "tunes opens files on this computer only")
        self._controls.open(path)

    @dbus_signal(name="Seeked")
    def seeked(self, position: float) -> DBusInt64:
        """The position is another than the clock would tell; `position` is the new one, in seconds."""
        return microseconds(position)

    # How it stands

    @dbus_property(_READ, "PlaybackStatus")
    def playback_status(self) -> DBusStr:
        """Playing, Paused or Stopped."""
        return playback_status(self._controls.standing())

    @dbus_property(_READ, "Metadata")
    def metadata(self) -> DBusDict:
        """What is known of the track."""
        return _variants(self._metadata(self._controls.standing()))

    @dbus_property(_READ, "Position")
    def position(self) -> DBusInt64:
        """Microseconds into the track, at this moment."""
        return microseconds(self._controls.standing().position)

    @dbus_property(PropertyAccess.READWRITE, "Volume")
    def volume(self) -> DBusDouble:
        """Of what is to be heard, 0 to 1."""
        return self._controls.standing().volume / 100

    @volume.setter  # type: ignore[no-redef]  # dbus-fast's own properties
    def volume(self, value: DBusDouble) -> None:
        if math.isfinite(value):
            self._controls.set_volume(round(100 * max(0.0, min(1.0, value))))

    @dbus_property(PropertyAccess.READWRITE, "LoopStatus")
    def loop_status(self) -> DBusStr:
        """None, Track or Playlist."""
        return LOOP_STATUS[self._controls.standing().repeat]

    @loop_status.setter  # type: ignore[no-redef]
    def loop_status(self, value: DBusStr) -> None:
        for repeat, name in LOOP_STATUS.items():
            if name == value:
                self._controls.set_repeat(repeat)

    @dbus_property(PropertyAccess.READWRITE, "Shuffle")
    def shuffle(self) -> DBusBool:
        """Whether the order is random, of tracks or of albums."""
        return self._controls.standing().shuffle is not Shuffle.OFF

    @shuffle.setter  # type: ignore[no-redef]
    def shuffle(self, value: DBusBool) -> None:
        if value != (self._controls.standing().shuffle is not Shuffle.OFF):
            self._controls.set_shuffle(Shuffle.TRACKS if value else Shuffle.OFF)

    @dbus_property(PropertyAccess.READWRITE, "Rate")
    def rate(self) -> DBusDouble:
        """Seconds of the track in a second; setting it to 0 pauses, as MPRIS wants it."""
        return self._controls.standing().rate

    @rate.setter  # type: ignore[no-redef]
    def rate(self, value: DBusDouble) -> None:
        if value == 0:
            self._controls.pause()
        elif math.isfinite(value):
            self._controls.set_rate(value)

    @dbus_property(_READ, "MinimumRate")
    def minimum_rate(self) -> DBusDouble:
        """The slowest."""
        return SLOWEST

    @dbus_property(_READ, "MaximumRate")
    def maximum_rate(self) -> DBusDouble:
        """The fastest."""
        return FASTEST

    @dbus_property(_READ, "CanGoNext")
    def can_go_next(self) -> DBusBool:
        """Whether something follows."""
        return self._controls.standing().has_next

    @dbus_property(_READ, "CanGoPrevious")
    def can_go_previous(self) -> DBusBool:
        """Whether there is a way back, if only to the start of the track."""
        return self._controls.standing().has_previous

    @dbus_property(_READ, "CanPlay")
    def can_play(self) -> DBusBool:
        """Whether there is anything to play."""
        return self._controls.standing().has_something

    @dbus_property(_READ, "CanPause")
    def can_pause(self) -> DBusBool:
        """Whether there is anything to pause."""
        return self._controls.standing().track is not None

    @dbus_property(_READ, "CanSeek")
    def can_seek(self) -> DBusBool:
        """Whether there is a track to seek in."""
        return self._controls.standing().track is not None

    @dbus_property(_READ, "CanControl")
    def can_control(self) -> DBusBool:
        """It can."""
        return True

    # What is told by itself

    def _changing(self, standing: Standing) -> dict[str, Any]:
        """Every property that may change, except the position, which MPRIS wants to be asked for."""
        return {
            "PlaybackStatus": playback_status(standing),
            "Metadata": self._metadata(standing),
            "Volume": standing.volume / 100,
            "LoopStatus": LOOP_STATUS[standing.repeat],
            "Shuffle": standing.shuffle is not Shuffle.OFF,
            "Rate": standing.rate,
            "CanGoNext": standing.has_next,
            "CanGoPrevious": standing.has_previous,
            "CanPlay": standing.has_something,
            "CanPause": standing.track is not None,
            "CanSeek": standing.track is not None,
        }

    def _look(self) -> None:
        """Tells what is different now, and nothing else."""
        last, standing = self._last, self._controls.standing()
        self._last = standing
        if standing.track != last.track:
            self._look_for_cover(standing.track)
        self._tell(standing)
        is_same = standing.track == last.track
        jumped = standing.jumps != last.jumps or standing.position < last.position - BACK_S
        if standing.track is not None and (
            (is_same and jumped) or (not is_same and standing.position > BACK_S)
        ):
            self.seeked(standing.position)

    def _tell(self, standing: Standing) -> None:
        now = self._changing(standing)
        changed = {name: value for name, value in now.items() if self._told[name] != value}
        self._told = now
        if "Metadata" in changed:
            changed["Metadata"] = _variants(changed["Metadata"])
        if changed:
            self.emit_properties_changed(changed)

    def _metadata(self, standing: Standing) -> Metadata:
        found = self._cover
        cover = found[1] if found is not None and found[0] == standing.track else None
        return metadata(standing.track, standing.duration, cover)

    def _look_for_cover(self, track: Track | None) -> None:
        if track is None:
            return

        def found(search: "asyncio.Future[Path | None]") -> None:
            if not search.cancelled() and search.exception() is None and self._last.track == track:
                self._cover = track, search.result()
                self._tell(self._controls.standing())

        aside(lambda: self._find_cover(track)).add_done_callback(found)


def _variants(known: Metadata) -> dict[str, Variant]:
    return {name: Variant(kind, value) for name, (kind, value) in known.items()}
