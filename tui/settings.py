"""Owns what the listener has settled in `config.toml` (docs/settings.md). Whatever is wrong in it is told, and the rest counts."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tunes.player.sound import Sound
from tunes.profile.autoplay import Autoplay
from tunes.tui.sonic_settings import SonicSettings, sonic_settings
from tunes.tui.sound_settings import sound_settings

MOST_BYTES = 1 << 20
"""Larger than anybody's settings."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be settled, as it is where nothing is."""

    playlists: Path | None = None
    """The folder of playlists; None for the usual one."""
    follow_links: bool = False
    """Whether links to folders are followed, wherever they lead."""
    films_in_terminal: bool = False
    """Whether films are shown in the terminal also where there is a display."""
    pictures: Path | None = None
    """The folder of pictures kept from films; None for the usual one."""
    next_film_after: float = 10.0
    """Seconds before the next episode begins by itself; 0 for at once."""
    device: str = ""
    """The sound device to play on, its name or a part of it; "" for whichever is the usual one."""
    autoplay: Autoplay = Autoplay.SIMILAR
    """What follows the end of the queue until something else is chosen on the screen."""
    discover_fresh: int = 10
    """Of the thirty tracks in Discover those never played: 5 is familiar, 25 daring."""
    sound: Sound = field(default_factory=Sound)
    """How it sounds until something else is chosen on the screen."""
    sonic: SonicSettings = field(default_factory=SonicSettings)
    """When tunes listens in the background to what tracks sound like."""


_FOLDER, _SWITCH = "the name of a folder between quotation marks", "true or false"
_DEVICE = "the name of a sound device between quotation marks"
_AFTER = f"one of {', '.join(f'“{mode}”' for mode in Autoplay)}"
_PAUSE, MOST_PAUSE_S = "seconds from 0 to 60, 0 for at once", 60
_DIAL, LEAST_FRESH, MOST_FRESH = "a whole number from 5 (familiar) to 25 (daring)", 5, 25
_KINDS = {
    "playlists": _FOLDER,
    "follow_links": _SWITCH,
    "films_in_terminal": _SWITCH,
    "pictures": _FOLDER,
    "next_film_after": _PAUSE,
    "device": _DEVICE,
    "autoplay": _AFTER,
    "discover_fresh": _DIAL,
}
"""What each setting has to be, as it is said."""


def read_settings(file: Path) -> tuple[Settings, tuple[str, ...]]:
    """What a file settles, and a sentence for each thing that is wrong in it. A missing file settles nothing."""
    try:
        if not file.is_file() and file.exists():
            return Settings(), (f"The settings {file} are no file.",)
        if file.stat().st_size > MOST_BYTES:
            return Settings(), (f"The settings {file} are too large, and are not read.",)
        told = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ()
    except OSError as error:
        return Settings(), (f"The settings {file} can't be read: {error.strerror}.",)
    except UnicodeDecodeError:
        return Settings(), (f"The settings {file} can't be read: they are no UTF-8 text.",)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(), (f"The settings {file} can't be read: {error or 'nested too deeply'}.",)
    return _settled(told, file)


def _settled(told: Mapping[str, Any], file: Path) -> tuple[Settings, tuple[str, ...]]:
    problems = []
    good: dict[str, Any] = {}
    for name, value in told.items():
        if name == "sound":
            good[name], wrong = sound_settings(value, f"In {file}")
            problems += wrong
        elif name == "sonic":
            good[name], wrong = sonic_settings(value, f"In {file}")
            problems += wrong
        elif name not in _KINDS:
            problems.append(f"In {file} there is “{name}”, which is no setting. {_nearest(name)}")
        elif _KINDS[name] is _SWITCH and isinstance(value, bool):
            good[name] = value
        elif _KINDS[name] is _FOLDER and isinstance(value, str) and value.strip() and "\0" not in value:
            good[name] = _folder(value, file)
        elif _KINDS[name] is _PAUSE and type(value) in {int, float} and 0 <= value <= MOST_PAUSE_S:
            good[name] = float(value)
        elif _KINDS[name] is _AFTER and value in list(Autoplay):
            good[name] = Autoplay(value)
        elif _KINDS[name] is _DIAL and type(value) is int and LEAST_FRESH <= value <= MOST_FRESH:
            good[name] = value
        elif _KINDS[name] is _DEVICE and isinstance(value, str) and value.strip():
            good[name] = value.strip()
        else:
            problems.append(f"In {file} “{name}” has to be {_KINDS[name]}. The usual one is taken.")
    return Settings(**good), tuple(problems)


def _nearest(name: str) -> str:
    known = [field.name for field in fields(Settings)]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean “{near[0]}”?" if near else f"There is: {', '.join(known)}."


def _folder(value: str, file: Path) -> Path:
    """A folder, from home where it begins with `~`, else from where the settings lie."""
    return Path(os.path.abspath(file.absolute().parent / os.path.expanduser(value)))  # noqa: PTH100, PTH111  # never raises
