"""Owns which sound devices there are to choose from, and which of them a word of the listener's means."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """A way out for sound."""

    name: str
    """By which the system knows it."""
    description: str
    """By which people know it; "" where the system says no more than the name."""

    @property
    def shown(self) -> str:
        """Both, for a line."""
        return f"{self.name} ({self.description})" if self.description else self.name


class UnknownDeviceError(Exception):
    """No device, or more than one, is called that; the text says so to the listener, with the nearest names."""


def meant(word: str, there: Sequence[SoundDevice]) -> SoundDevice:
    """The device of this name or description, or else the only one that has the word in them; raises `UnknownDeviceError`."""
    folded = word.casefold()
    exact = [one for one in there if folded in {one.name.casefold(), one.description.casefold()}]
    near = [one for one in there if folded in one.shown.casefold()]
    if exact:
        return exact[0]
    if len(near) == 1:
        return near[0]
    known = [name for one in near or there for name in (one.name, one.description) if name]
    names = [one.name for one in near] or difflib.get_close_matches(word, known, n=3, cutoff=0.4)
    if near:
        raise UnknownDeviceError(f"“{word}” may be any of these sound devices: {', '.join(names)}.")
    hint = f"Nearest: {', '.join(names)}." if names else "Which there are: tunes doctor"
    raise UnknownDeviceError(f"There is no sound device “{word}”. {hint}")


def present() -> list[SoundDevice]:
    """All that there are now: PulseAudio's where it is, else the system's."""
    from tunes.player.output import device_names
    from tunes.player.pulse import Connection, PulseError

    try:
        connection = Connection()
    except PulseError:
        return [SoundDevice(name, "") for name in device_names()]
    try:
        return connection.sinks()
    finally:
        connection.close()
