"""Owns libVLC's players of films: one for each kind of place, as one that has shown a window can't be led elsewhere; and on which device they sound."""

from contextlib import suppress
from typing import Any

from tunes.player.devices import UnknownDeviceError, meant
from tunes.player.frames import FrameSink
from tunes.player.libvlc import LibVlc
from tunes.player.picture import Picture
from tunes.player.spares import is_stopped
from tunes.player.streams import sound_devices_of
from tunes.player.surface import Surface, Where, usual_surface

STOP_S = 1.0
"""For libVLC to stop a film; it takes longer only where a disk doesn't answer."""


class Projectors:
    """The player for the present surface, and its picture where that is a terminal."""

    def __init__(self, libvlc: LibVlc, sink: FrameSink | None) -> None:
        """Without a `sink` nothing can be shown in a terminal."""
        self._libvlc = libvlc
        self._sink = sink
        self._players: dict[Where, Any] = {}
        self._device = ""
        self._picture: Picture | None = None
        self.surface = usual_surface()

    @property
    def is_showing(self) -> bool:
        """Whether there is a place for pictures."""
        return self.surface.where is Where.WINDOW or self.is_in_terminal

    @property
    def is_in_terminal(self) -> bool:
        """Whether that place is a terminal."""
        return self.surface.where is Where.TERMINAL and self._sink is not None

    @property
    def player(self) -> Any:
        """libVLC's, for the present surface."""
        where = self.surface.where
        if where not in self._players:
            self._players[where] = self._libvlc.instance.media_player_new()
        return self._players[where]

    @property
    def picture(self) -> Picture | None:
        """Where the present surface is a terminal."""
        if not self.is_in_terminal or self._sink is None:
            return None
        if self._picture is None:
            self._picture = Picture(self._libvlc, self.player, self._sink)
        self._picture.box = (max(1, self.surface.width), max(1, self.surface.height))
        return self._picture

    @property
    def shown(self) -> int:
        """How many pictures a terminal has been sent."""
        return self._sink.number if self._sink is not None else 0

    def go_to(self, surface: Surface) -> None:
        """Films are shown there from now on; another kind of place has another player."""
        self.surface = surface

    def use_device(self, name: str) -> None:
        """The device that is called so, "" for whichever is the usual one, is where the next film sounds."""
        self._device = name

    def go_to_device(self) -> None:
        """Has the player sound there. Where none is called so, it stays on the usual one: a film without its sound helps nobody."""
        with suppress(UnknownDeviceError):
            if self._device:
                there = sound_devices_of(self._libvlc.vlc, self.player)
                self.player.audio_output_device_set(None, meant(self._device, there).name)

    def stop(self) -> None:
        """Has the player stop; one that its disk holds up is left behind."""
        if is_stopped(self.player, STOP_S):
            return
        del self._players[self.surface.where]
        if self.is_in_terminal:
            self._picture = None

    def release(self) -> None:
        """Lets go of the players."""
        for player in self._players.values():
            if is_stopped(player, STOP_S):
                player.release()
