"""Owns the table `[sonic]` of `config.toml` (docs/settings.md): whether tunes listens through the library by itself."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SonicSettings:
    """When tunes listens in the background to what tracks sound like; of no effect without the extra `sonic`."""

    background: bool = True
    """While the screen is open."""
    on_battery: bool = False
    """Also while the computer lives on its battery."""


_NAMES = ("background", "on_battery")


def sonic_settings(told: object, where: str) -> tuple[SonicSettings, list[str]]:
    """What a table settles, and a sentence for each thing that is wrong in it; `where` is how it names its file."""
    if not isinstance(told, Mapping):
        return SonicSettings(), [f"{where} “sonic” has to be a table: [sonic]. The usual one is taken."]
    problems, good = [], {}
    for name, value in told.items():
        if name not in _NAMES:
            near = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”?" if near else f"There is: {', '.join(_NAMES)}."
            problems.append(f"{where} there is “{name}” under [sonic], which is no setting. {hint}")
        elif not isinstance(value, bool):
            problems.append(f"{where} “{name}” has to be true or false. The usual one is taken.")
        else:
            good[name] = value
    return SonicSettings(**good), problems
