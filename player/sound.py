"""Owns all that a listener can settle about the sound: one frozen value, kept within its bounds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from tunes.player.presets import FLAT, OFF, OWN, PRESETS, Curve

LONGEST_CROSSFADE_S = 12.0
MOST_PREAMP_DB = 15.0
MOST_BAND_DB = 12.0
SLOWEST, FASTEST = 0.5, 2.0


class Leveling(StrEnum):
    """By which loudness tracks are made alike (ReplayGain)."""

    OFF = "off"
    TRACK = "track"
    """Each track by its own."""
    ALBUM = "album"
    """The tracks of an album by that of the whole album, so that quiet ones stay quiet."""
    AUTO = "auto"
    """As album where an album is played in order, else as track."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What is done to the sound; as it stands here, nothing at all."""

    leveling: Leveling = Leveling.OFF
    preamp_db: float = 0.0
    """Put on top for tracks whose loudness is known, while they are made alike."""
    untagged_db: float = 0.0
    """Put on top for the others."""
    is_guarded: bool = True
    """Peaks that would be cut off, since something made them louder, are made quieter instead."""
    crossfade_s: float = 0.0
    """How long one track fades into the next."""
    equaliser: str = OFF
    """The name of a preset, "off", or "own"."""
    own: Curve = FLAT
    """What the listener set band by band."""
    is_mono: bool = False
    balance: float = 0.0
    """-1: the left ear only, 1: the right ear only."""
    rate: float = 1.0
    """How fast everything plays, the pitch kept."""
    skips_silence: bool = False
    """Silence at the ends of a track is passed over."""

    def __post_init__(self) -> None:
        """Keeps every number within its bounds, wherever it came from."""
        for name, least, most in (
            ("preamp_db", -MOST_PREAMP_DB, MOST_PREAMP_DB),
            ("untagged_db", -MOST_PREAMP_DB, MOST_PREAMP_DB),
            ("crossfade_s", 0.0, LONGEST_CROSSFADE_S),
            ("balance", -1.0, 1.0),
            ("rate", SLOWEST, FASTEST),
        ):
            object.__setattr__(self, name, float(max(least, min(most, getattr(self, name)))))
        if self.equaliser not in {OFF, OWN, *PRESETS}:
            object.__setattr__(self, "equaliser", OFF)

    @property
    def curve(self) -> Curve | None:
        """What the equaliser does; None where it does nothing."""
        if self.equaliser == OFF:
            return None
        curve = self.own if self.equaliser == OWN else PRESETS[self.equaliser]
        return curve if curve != FLAT else None

    def with_band(self, band: int, gain_db: float) -> "Sound":
        """The same with one band of the equaliser (-1: its pre-amp) set by hand, going out from what is chosen now."""
        chosen = self.own if self.equaliser in {OFF, OWN} else PRESETS[self.equaliser]
        return replace(self, equaliser=OWN, own=chosen.changed(band, gain_db))


def sound_of(told: Mapping[str, Any]) -> Sound:
    """A sound from plain values, as `dataclasses.asdict` makes them; what is unknown is left out. Raises ValueError and TypeError."""
    known = {field.name: told[field.name] for field in fields(Sound) if field.name in told}
    for name in ("is_guarded", "is_mono", "skips_silence"):
        if not isinstance(known.get(name, False), bool):
            raise TypeError(f"{name} is neither true nor false")
    if "leveling" in known:
        known["leveling"] = Leveling(known["leveling"])
    if "own" in known:
        own = known["own"]
        known["own"] = Curve(tuple(float(band) for band in own["bands_db"]), float(own["preamp_db"]))
    return Sound(**known)
