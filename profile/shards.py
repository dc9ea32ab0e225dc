"""Owns how the profile lies on disk: which files are shards, which are other files of ours, and which are strangers."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tunes.profile.atomic import TEMPORARY
from tunes.profile.listens import LATEST

BACKUP = ".bak"
"""Ends the name of a shard's last good copy."""
ASIDE = ".damaged"
"""Ends the name of what could not be read and was set aside; a number follows where there are several."""
TAKEN_IN = ".taken-in"
"""Ends the name of a synchroniser's copy whose events were taken in."""
LOCK = ".lock"

_SHARD = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))(?:\.([2-9]|[1-9]\d+))?\.json")
_MONTH_LETTERS = len("2026-11")
_OPEN = re.compile(r"open(\.\d+)?\.json|\.open(\.\d+)?\.lock|\.open(\.\d+)?\.tmp")
_DEVICE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One file of one device; they sort oldest first."""

    month: str
    """UTC, as in "2026-11"."""
    number: int
    device: str
    folder: Path = field(compare=False)
    """The device's own."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        number = "" if self.number == 1 else f".{self.number}"
        return self.folder / f"{self.month}{number}.json"

    @property
    def place(self) -> str:
        """Its place in time among all shards: these texts sort as shards do."""
        return f"{self.month}.{self.number:06}.{self.device}"


def month_of(at: float) -> str:
    """The UTC month of a unix time; of one that no calendar has, the nearest."""
    day = datetime.fromtimestamp(min(max(at, 0.0), LATEST), UTC)
    return f"{day.year:04}-{day.month:02}"


def backup_of(path: Path) -> Path:
    """Where the last good copy of a file lies."""
    return path.with_name(path.name + BACKUP)


def is_device(name: str) -> bool:
    """Whether a folder of this name is a device's; synchronisers keep theirs beside it (".stversions")."""
    return _DEVICE.fullmatch(name) is not None


def shards_of(folder: Path, device: str) -> list[Shard]:
    """The shards of one device, oldest first."""
    names = {name.removesuffix(BACKUP) for name in _names(folder / device)}
    matches = (_SHARD.fullmatch(name) for name in names)
    numbered = sorted((match[1], int(match[2] or 1)) for match in matches if match is not None)
    return [Shard(month, number, device, folder / device) for month, number in numbered]


def newest_of(folder: Path, device: str) -> Shard | None:
    """The newest shard of one device, told from the names alone: asked before each append, of thousands of files."""
    names = sorted(_names(folder / device), reverse=True)
    for month, of_month in groupby(names, key=itemgetter(slice(_MONTH_LETTERS))):
        matches = (_SHARD.fullmatch(name.removesuffix(BACKUP)) for name in of_month)
        numbers = [int(match[2] or 1) for match in matches if match is not None]
        if numbers:
            return Shard(month, max(numbers), device, folder / device)
    return None


def all_shards(folder: Path) -> list[Shard]:
    """The shards of all devices, oldest first."""
    return sorted(shard for device in devices_in(folder) for shard in shards_of(folder, device))


def devices_in(folder: Path) -> list[str]:
    """The devices that keep their history here."""
    return [name for name in sorted(_names(folder)) if is_device(name) and (folder / name).is_dir()]


def strangers_in(folder: Path) -> Iterator[Path]:
    """Files in the profile that are none of ours and are not read: a synchroniser's conflicts and temporary files."""
    devices = devices_in(folder)
    for name in sorted(_names(folder)):
        inside = sorted(_names(folder / name))
        if name in devices:
            yield from (folder / name / each for each in inside if not _is_ours(each))
        elif inside and not name.startswith("."):  # a device's folder, kept twice by a synchroniser
            yield from (folder / name / each for each in inside if not _is_done(each))
        elif not name.startswith("."):
            yield folder / name


def set_aside_in(folder: Path) -> Iterator[Path]:
    """Damaged files that were kept for a closer look."""
    for device in devices_in(folder):
        yield from (folder / device / name for name in sorted(_names(folder / device)) if ASIDE in name)


def taken_in_of(folder: Path) -> list[Path]:
    """Copies of synchronisers of which all was taken into shards."""
    return sorted(folder.glob("*" + TAKEN_IN)) + sorted(folder.glob("*/*" + TAKEN_IN))


def free_aside(path: Path) -> Path:
    """A name that is not taken, to set a damaged file aside under."""
    number = 1
    while (aside := path.with_name(f"{path.name}{ASIDE}{'' if number == 1 else f'-{number}'}")).exists():
        number += 1
    return aside


def _is_done(name: str) -> bool:
    """Whether it was taken in or set aside, or is only there while something is written."""
    return name == LOCK or name.startswith(TEMPORARY) or ASIDE in name or name.endswith(TAKEN_IN)


def _is_ours(name: str) -> bool:
    return _is_done(name) or any(kind.fullmatch(name.removesuffix(BACKUP)) for kind in (_SHARD, _OPEN))


def _names(folder: Path) -> list[str]:
    """What lies in a folder, in no order; nothing where it is not there yet."""
    try:
        return os.listdir(folder)  # noqa: PTH208  of thousands of names no objects are wanted
    except (FileNotFoundError, NotADirectoryError):
        return []
