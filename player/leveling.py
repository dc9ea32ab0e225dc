"""Owns how much louder or quieter a track is played so that it is as loud as the others (ReplayGain). Pure."""

from dataclasses import dataclass

from tunes.player.sound import Leveling, Sound

REFERENCE_LUFS = -18.0
"""What ReplayGain 2 brings everything to."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What is known of one track, in dB to the reference; None where nothing is."""

    track_db: float | None = None
    album_db: float | None = None
    is_of_album: bool = False
    """It is heard as part of its album."""


def gain_db(sound: Sound, known: Loudness) -> float:
    """What is put on top of a track, in dB."""
    if sound.leveling is Leveling.OFF:
        return 0.0
    by_album = sound.leveling is Leveling.ALBUM or (sound.leveling is Leveling.AUTO and known.is_of_album)
    wanted = (known.album_db, known.track_db) if by_album else (known.track_db, known.album_db)
    told = next((gain for gain in wanted if gain is not None), None)
    return sound.untagged_db if told is None else told + sound.preamp_db


def loudness_of(sound: Sound) -> tuple[Leveling, float, float]:
    """What of a sound says how loud tracks are."""
    return sound.leveling, sound.preamp_db, sound.untagged_db


def factor(gain: float) -> float:
    """The factor for a gain in dB."""
    return float(10 ** (gain / 20))
