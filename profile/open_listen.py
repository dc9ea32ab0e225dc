"""Owns the listens in progress on disk: saved while they last, so that a kill costs seconds, and found again afterwards.

Each running program has a file of its own, `open.json`, `open.2.json`, …, and holds its lock for as long as it lives.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import orjson
from tunes.library.track import Track
from tunes.profile.atomic import private_folder, replace_file
from tunes.profile.errors import Damaged
from tunes.profile.listens import VERSION, Listen, is_listen, listen_document
from tunes.profile.lock import Lock
from tunes.profile.notes import TrackNote, note_document, note_from
from tunes.profile.plain import plain
from tunes.profile.shards import free_aside


class OpenListens:
    """The listens in progress of this run: one, or two while one track fades into the next."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._slot: int | None = None
        self._lock: Lock | None = None

    def save(self, listens: Sequence[tuple[Listen, Track]]) -> None:
        """Replaces what is kept of them; with none, the file goes."""
        if listens:
            kept = [
                {"listen": listen_document(listen), "track": note_document(track)}
                for listen, track in listens
            ]
            slot = self._taken()
            replace_file(
                _file(self._folder, slot),
                orjson.dumps(plain({"listens": kept, "v": VERSION})),
                temporary=_hidden(slot, "tmp"),
            )
        elif self._slot is not None:
            _file(self._folder, self._slot).unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go; what is still saved counts as lost from now on."""
        if self._lock is not None:
            self._lock.release()
        self._lock = self._slot = None

    def _taken(self) -> int:
        """The number of this run's file: the first that no living program holds, nor a dead one left anything in."""
        if self._slot is not None:
            return self._slot
        private_folder(self._folder)
        for slot in count(1):
            lock = Lock(self._folder / _hidden(slot, "lock"))
            if not lock.take():
                continue
            if not _file(self._folder, slot).exists():
                self._lock, self._slot = lock, slot
                return slot
            lock.release()
        raise AssertionError("numbers don't end")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A listen that was in progress when its program died."""

    document: Mapping[str, Any]
    """As saved last; its end is "lost"."""
    note: TrackNote


@dataclass(frozen=True, slots=True)
class OrphanFile:
    """What one dead program left."""

    path: Path
    orphans: Sequence[Orphan]
    notice: str = ""
    """A sentence for the listener, when the file was damaged and set aside."""

    def remove(self) -> None:
        """To be called when the listens are safely kept elsewhere."""
        self.path.unlink(missing_ok=True)


def orphans_in(folder: Path) -> Iterator[OrphanFile]:
    """What programs that no longer live have left in a device's folder; each is held while it is looked at."""
    for slot in _slots(folder):
        lock = Lock(folder / _hidden(slot, "lock"))
        if not lock.take():
            continue
        try:
            path = _file(folder, slot)
            if path.exists():
                yield _read(path)
        finally:
            lock.release()


def drop_orphans(folder: Path, is_meant: Callable[[Mapping[str, Any]], bool]) -> None:
    """Takes out of what dead programs have left those listens that are meant, and what they had written by half."""
    for left in orphans_in(folder):
        rest = [orphan for orphan in left.orphans if not is_meant(orphan.document)]
        if not rest:
            left.remove()
        elif len(rest) < len(left.orphans):
            kept = [{"listen": orphan.document, "track": note_document(orphan.note)} for orphan in rest]
            replace_file(left.path, orjson.dumps({"listens": kept, "v": VERSION}))
    for path in folder.glob(".open.*tmp"):
        lock = Lock(path.with_name(path.name.removesuffix("tmp") + "lock"))
        if lock.take():
            path.unlink(missing_ok=True)
            lock.release()


def _read(path: Path) -> OrphanFile:
    try:
        entries = orjson.loads(path.read_bytes())["listens"]
        return OrphanFile(path, [_orphan(path, entry) for entry in entries])
    except (ValueError, KeyError, TypeError, AttributeError, Damaged):
        aside = free_aside(path)
        path.rename(aside)
        notice = f"{path} is damaged and was set aside as {aside.name}: a listen that was cut short may be missing."
        return OrphanFile(path, [], notice)


def _orphan(path: Path, entry: Mapping[str, Any]) -> Orphan:
    document = {**entry["listen"], "end": "lost"}
    if not is_listen(document):
        raise Damaged(path, "it holds no listen")
    return Orphan(document, note_from(entry["track"]))


def _slots(folder: Path) -> list[int]:
    numbers = (
        path.name.removeprefix("open").removesuffix("json").strip(".") for path in folder.glob("open*.json")
    )
    return sorted(int(number or 1) for number in numbers if not number or number.isdecimal())


def _file(folder: Path, slot: int) -> Path:
    return folder / ("open.json" if slot == 1 else f"open.{slot}.json")


def _hidden(slot: int, kind: str) -> str:
    return f".open.{kind}" if slot == 1 else f".open.{slot}.{kind}"
