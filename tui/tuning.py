"""Owns what can be turned about the sound, one row each: how it is written, and what a turn makes of it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tunes.player.presets import BANDS_HZ, MOST_DB, OFF, OWN, PRESETS
from tunes.player.sound import FASTEST, LONGEST_CROSSFADE_S, MOST_PREAMP_DB, SLOWEST, Leveling, Sound

FASTER = 1.1
"""A step of `[` and `]`, as mpv has it: three steps are a third."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One thing that can be turned."""

    label: str
    shown: Callable[[Sound], str]
    turned: Callable[[Sound, int], Sound]
    """So many steps up; down where it is negative."""
    usual: Callable[[Sound], Sound]
    """As it is where nothing is chosen."""
    share: Callable[[Sound], float] | None = None
    """Where it stands between least and most, 0 to 1; None where that says nothing."""


def sped(sound: Sound, steps: int) -> Sound:
    """So many steps faster, or slower."""
    rate = round(sound.rate * FASTER**steps, 2)
    return replace(sound, rate=1.0 if abs(rate - 1.0) < 0.02 else rate)


def speed(sound: Sound) -> str:
    """How fast it plays, as it is written."""
    return f"{sound.rate:.2f}".rstrip("0").rstrip(".") + "×"


def _decibels(gain: float) -> str:
    return f"{gain:+.1f} dB" if gain else "0 dB"


def _number(
    label: str, field: str, step: float, least: float, most: float, shown: Callable[[Sound], str]
) -> Knob:
    def turned(sound: Sound, steps: int) -> Sound:
        value = round(getattr(sound, field) + steps * step, 3)
        return replace(sound, **{field: max(least, min(most, value))})

    return Knob(
        label,
        shown,
        turned,
        lambda sound: replace(sound, **{field: getattr(Sound(), field)}),
        lambda sound: (getattr(sound, field) - least) / (most - least),
    )


def _choice(label: str, field: str, values: Sequence[Any], names: Sequence[str]) -> Knob:
    def turned(sound: Sound, steps: int) -> Sound:
        at = (values.index(getattr(sound, field)) + steps) % len(values)
        return replace(sound, **{field: values[at]})

    return Knob(
        label,
        lambda sound: names[values.index(getattr(sound, field))],
        turned,
        lambda sound: replace(sound, **{field: getattr(Sound(), field)}),
    )


def _switch(label: str, field: str) -> Knob:
    return _choice(label, field, (False, True), ("no", "yes"))


def _band(label: str, band: int) -> Knob:
    """Band -1 is the pre-amp of all of them."""

    def gain(sound: Sound) -> float:
        curve = sound.curve or sound.own
        if sound.equaliser == OFF:
            return 0.0
        return curve.preamp_db if band < 0 else curve.bands_db[band]

    return Knob(
        label,
        lambda sound: _decibels(gain(sound)),
        lambda sound, steps: sound.with_band(band, gain(sound) + steps),
        lambda sound: sound.with_band(band, 0.0),
        lambda sound: (gain(sound) + MOST_DB) / (2 * MOST_DB),
    )


def _balance(sound: Sound) -> str:
    side = "left" if sound.balance < 0 else "right"
    return f"{abs(sound.balance):.0%} {side}" if sound.balance else "centre"


def _hertz(hz: int) -> str:
    return f"{hz // 1000} kHz" if hz >= 1000 else f"{hz} Hz"


_PRESETS = (OFF, *PRESETS, OWN)

KNOBS: tuple[Knob, ...] = (
    _number("Speed", "rate", 0.05, SLOWEST, FASTEST, speed),
    _number(
        "Crossfade",
        "crossfade_s",
        1.0,
        0.0,
        LONGEST_CROSSFADE_S,
        lambda sound: f"{sound.crossfade_s:g} s" if sound.crossfade_s else "off",
    ),
    _choice(
        "Equally loud (ReplayGain)",
        "leveling",
        tuple(Leveling),
        ("off", "by track", "by album", "by album where one is played in order"),
    ),
    _number(
        "  louder by",
        "preamp_db",
        1.0,
        -MOST_PREAMP_DB,
        MOST_PREAMP_DB,
        lambda sound: _decibels(sound.preamp_db),
    ),
    _number(
        "  where unknown, by",
        "untagged_db",
        1.0,
        -MOST_PREAMP_DB,
        MOST_PREAMP_DB,
        lambda sound: _decibels(sound.untagged_db),
    ),
    _switch("Guard against clipping", "is_guarded"),
    _choice("Equaliser", "equaliser", _PRESETS, (*_PRESETS[:-1], "your own")),
    *(_band(f"  {_hertz(hz)}", number) for number, hz in enumerate(BANDS_HZ)),
    _band("  all bands", -1),
    _switch("Mono", "is_mono"),
    _number("Balance", "balance", 0.1, -1.0, 1.0, _balance),
    _switch("Skip silence at the ends", "skips_silence"),
)
