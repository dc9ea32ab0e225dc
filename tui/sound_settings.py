"""Owns the table `[sound]` of `config.toml` (docs/settings.md): how it sounds until something else is chosen on the screen."""

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tunes.player.presets import BANDS_HZ, MOST_DB, OFF, OWN, PRESETS, Curve
from tunes.player.sound import FASTEST, LONGEST_CROSSFADE_S, MOST_PREAMP_DB, SLOWEST, Leveling, Sound

UNKNOWN = object()
"""What a value is taken for that makes no sense."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a setting has to be, as it is said; and what is made of it, or `UNKNOWN`."""

    said: str
    taken: Callable[[object], object]


def _number(least: float, most: float) -> _Kind:
    return _Kind(f"a number from {least:g} to {most:g}", lambda value: _within(value, least, most))


def _within(value: object, least: float, most: float) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return UNKNOWN
    return float(value) if math.isfinite(value) and least <= value <= most else UNKNOWN


def _one_of(*words: str) -> _Kind:
    return _Kind(f"one of: {', '.join(words)}", lambda value: value if value in words else UNKNOWN)


def _bands(value: object) -> object:
    if not isinstance(value, list) or len(value) != len(BANDS_HZ):
        return UNKNOWN
    bands = [_within(band, -MOST_DB, MOST_DB) for band in value]
    return UNKNOWN if UNKNOWN in bands else tuple(bands)


_SWITCH = _Kind("true or false", lambda value: value if isinstance(value, bool) else UNKNOWN)
_LEVELINGS = _one_of(*Leveling)
_DECIBELS = _number(-MOST_PREAMP_DB, MOST_PREAMP_DB)
_KINDS: Mapping[str, tuple[str, _Kind]] = {
    "crossfade": ("crossfade_s", _number(0, LONGEST_CROSSFADE_S)),
    "replaygain": (
        "leveling",
        _Kind(_LEVELINGS.said, lambda value: next((one for one in Leveling if one == value), UNKNOWN)),
    ),
    "preamp": ("preamp_db", _DECIBELS),
    "preamp_untagged": ("untagged_db", _DECIBELS),
    "guard": ("is_guarded", _SWITCH),
    "equaliser": ("equaliser", _one_of(OFF, OWN, *PRESETS)),
    "bands": ("bands", _Kind(f"{len(BANDS_HZ)} numbers from {-MOST_DB:g} to {MOST_DB:g}", _bands)),
    "bands_preamp": ("bands_preamp", _number(-MOST_DB, MOST_DB)),
    "mono": ("is_mono", _SWITCH),
    "balance": ("balance", _number(-1, 1)),
    "speed": ("rate", _number(SLOWEST, FASTEST)),
    "skip_silence": ("skips_silence", _SWITCH),
}
"""Each setting: the field of `Sound` that it settles ("bands" and "bands_preamp" together are its own curve)."""


def sound_settings(told: object, where: str) -> tuple[Sound, list[str]]:
    """What a table settles, and a sentence for each thing that is wrong in it; `where` is how it names its file."""
    if not isinstance(told, Mapping):
        return Sound(), [f"{where} “sound” has to be a table: [sound]. The usual one is taken."]
    problems, good = [], {}
    for name, value in told.items():
        if name not in _KINDS:
            problems.append(f"{where} there is “{name}” under [sound], which is no setting. {_nearest(name)}")
            continue
        field, kind = _KINDS[name]
        taken = kind.taken(value)
        if taken is UNKNOWN:
            problems.append(f"{where} “{name}” has to be {kind.said}. The usual one is taken.")
        else:
            good[field] = taken
    return _made(good), problems


def _made(good: dict[str, Any]) -> Sound:
    curve = Curve()
    if "bands" in good:
        curve = replace(curve, bands_db=good.pop("bands"))
    if "bands_preamp" in good:
        curve = replace(curve, preamp_db=good.pop("bands_preamp"))
    return Sound(own=curve, **good)


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, list(_KINDS), n=1, cutoff=0.5)
    return f"Did you mean “{near[0]}”?" if near else f"There is: {', '.join(_KINDS)}."
