"""Owns the equaliser's bands, and the curves that have a name. Pure."""

from dataclasses import dataclass, replace
from types import MappingProxyType

BANDS_HZ = (31, 62, 125, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000)
"""An octave apart, as in Winamp and libVLC, so that what people know from there holds here."""
MOST_DB = 12.0
OFF, OWN = "off", "own"
"""What can be chosen beside the presets: no equaliser, and what the listener set band by band."""


@dataclass(frozen=True, slots=True)
class Curve:
    """How much louder each band is made, in dB."""

    bands_db: tuple[float, ...] = (0.0,) * len(BANDS_HZ)
    preamp_db: float = 0.0
    """For all of them together: room for what is raised."""

    def __post_init__(self) -> None:
        """Exactly ten bands, each within ±12 dB."""
        bands = (*self.bands_db, *(0.0,) * len(BANDS_HZ))[: len(BANDS_HZ)]
        object.__setattr__(self, "bands_db", tuple(_kept(band) for band in bands))
        object.__setattr__(self, "preamp_db", _kept(self.preamp_db))

    def changed(self, band: int, gain_db: float) -> "Curve":
        """The same with another gain for one band; -1 is the pre-amp."""
        if band < 0:
            return replace(self, preamp_db=gain_db)
        return replace(self, bands_db=(*self.bands_db[:band], gain_db, *self.bands_db[band + 1 :]))


def _kept(gain_db: float) -> float:
    return float(max(-MOST_DB, min(MOST_DB, gain_db)))


FLAT = Curve()

PRESETS = MappingProxyType(
    {
        "bass": Curve((6, 6, 5, 3, 1, 0, 0, 0, 0, 0), -4),
        "less bass": Curve((-8, -7, -5, -3, -1, 0, 0, 0, 0, 0)),
        "treble": Curve((0, 0, 0, 0, 0, 0.5, 2, 4, 5, 6), -4),
        "less treble": Curve((0, 0, 0, 0, 0, -0.5, -2, -4, -6, -8)),
        "loudness": Curve((6, 5, 3, 0, -1, -1, 0, 1, 3, 5), -4),
        "rock": Curve((4, 4, 3, 1, -1, -1, 1, 3, 4, 4), -3),
        "pop": Curve((-1, 0, 1, 2, 3, 3, 2, 1, 0, -1), -2),
        "jazz": Curve((3, 3, 2, 1, -1, -1, 0, 1, 2, 3), -2),
        "classical": Curve((2, 2, 1, 0, 0, 0, -0.5, -1, 1, 2), -1),
        "electronic": Curve((5, 5, 3, 0, -2, 0, 1, 2, 4, 5), -4),
        "acoustic": Curve((3, 3, 2, 1, 1, 1, 2, 3, 2, 1), -2),
        "vocal": Curve((-4, -3, -2, 0, 2, 4, 4, 3, 1, -1), -3),
        "speech": Curve((-12, -8, -4, 0, 2, 3, 4, 3, -1, -4), -3),
        "small speakers": Curve((-6, 2, 5, 4, 1, 0, 0, 1, 2, 2), -3),
    }
)
"""Raised bands are partly made room for, so that a preset is heard as another colour and not as another volume."""
