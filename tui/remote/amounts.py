"""Owns what the words of an order mean: places in a track, loudness, on and off. Pure."""

import re

from tunes.player.sound import FASTEST, SLOWEST

SWITCH = {"on": True, "off": False}
"""What is said of what can be on or off."""

_STEP = re.compile(r"([+-]?)(\d+(?:\.\d+)?|(?:\d+:)?\d+:\d\d(?:\.\d+)?)(%?)", re.ASCII)


def seek(word: str) -> dict[str, float] | None:
    """`+10`, `-1:30`, `83`, `1:23`, `1:02:03`, `50%` as part of an order: seconds to go by or to, or percent; None for anything else."""
    found = _STEP.fullmatch(word)
    if found is None or (found[3] and (found[1] or ":" in found[2])):
        return None
    amount = _seconds(found[2])
    if found[3]:
        return {"percent": amount} if amount <= 100 else None
    return {"by": -amount if found[1] == "-" else amount} if found[1] else {"to": amount}


def volume(word: str) -> dict[str, int] | None:
    """`50`, `50%`, `+5`, `-5` as part of an order; None for anything else."""
    found = re.fullmatch(r"([+-]?)(\d{1,3})%?", word, re.ASCII)
    if found is None:
        return None
    amount = int(found[2])
    if found[1]:
        return {"by": -amount if found[1] == "-" else amount}
    return {"to": amount} if amount <= 100 else None


def speed(word: str) -> dict[str, float] | None:
    """`1.5`, `+0.1`, `-0.1` as part of an order; None for anything else."""
    found = re.fullmatch(r"([+-]?)(\d(?:\.\d{1,3})?)x?", word, re.ASCII)
    if found is None:
        return None
    amount = float(found[2])
    if found[1]:
        return {"by": -amount if found[1] == "-" else amount}
    return {"to": amount} if SLOWEST <= amount <= FASTEST else None


def _seconds(word: str) -> float:
    seconds = 0.0
    for part in word.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
