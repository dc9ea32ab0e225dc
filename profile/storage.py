"""Owns the bytes of one file of tables: TinyDB's storage, made so that a kill, a full disk or a damaged file costs nothing else.

TinyDB's own storage writes in place and leaves half a file when it is killed.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage
from tunes.profile.atomic import replace_file, sync_folder
from tunes.profile.errors import Damaged
from tunes.profile.shards import backup_of, free_aside

Tables = dict[str, dict[str, dict[str, Any]]]

Signature = tuple[int, int, int]
"""Inode, size and time of a file."""

TABLES = ("listens", "marks", "shown", "queues", "aliases", "tracks")
"""Our tables; others, from a newer version, are kept as they are."""

_SEAL = b',"seal":{"1":{"blake2b":"'
_SEAL_END = b'"}}}'
_SEALED = b'{"sealed":{},'
"""Begins sealed bytes, so that a file that lost its end, and its seal with it, is not taken for one that never had any."""
_OF_SEALS = {"seal", "sealed"}
_HASH_BYTES = 16


def encode(tables: Mapping[str, Any]) -> bytes:
    """The tables as bytes, sealed with a hash by which a flipped bit is noticed that still reads as JSON."""
    plain = orjson.dumps({name: table for name, table in tables.items() if name not in _OF_SEALS})
    if plain == b"{}":
        return plain
    body = _SEALED + plain[1:-1]
    return body + _SEAL + _hash(body) + _SEAL_END


def decode(path: Path, data: bytes) -> Tables:
    """The tables in bytes read from `path`; raises `Damaged` if they are none."""
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Damaged(path, _what_is_wrong(data) or str(error)) from error
    if not isinstance(tables, dict):
        raise Damaged(path, "it holds no tables")
    for name in TABLES:
        table = tables.get(name, {})
        if not isinstance(table, dict):
            raise Damaged(path, f"its {name} are no table")
        if not all(key.isdecimal() and isinstance(document, dict) for key, document in table.items()):
            raise Damaged(path, f"its {name} are no documents")
    for name in _OF_SEALS:
        tables.pop(name, None)
    return tables


def is_seal_broken(data: bytes) -> bool:
    """Whether sealed bytes were changed by something other than tunes."""
    body, seal, rest = data.rpartition(_SEAL)
    return rest != _hash(body) + _SEAL_END if seal else data.startswith(_SEALED)


def seal_of(path: Path) -> str | None:
    """The hash that a file's content is told by, without reading all of it; None where it has none."""
    size = len(_SEAL) + 2 * _HASH_BYTES + len(_SEAL_END)
    try:
        with path.open("rb") as file:
            file.seek(-size, os.SEEK_END)
            tail = file.read()
    except OSError:
        return None
    whole = tail.startswith(_SEAL) and tail.endswith(_SEAL_END)
    return tail[len(_SEAL) : -len(_SEAL_END)].decode("ascii", "replace") if whole else None


def load(path: Path) -> tuple[Tables, Damaged | None]:
    """The tables of a file, or of its last good copy, with what is wrong with the file; raises what can't be helped by that."""
    try:
        return decode(path, path.read_bytes()), None
    except Damaged as error:
        damage = error
    except FileNotFoundError as error:
        if not backup_of(path).exists():
            raise
        damage = Damaged(path, "it is missing")
        damage.__cause__ = error
    try:
        return decode(backup_of(path), backup_of(path).read_bytes()), damage
    except (Damaged, FileNotFoundError):
        raise damage from None


class ShardStorage(Storage):
    """One file of tables, read once and then only when something else changed it; every write is atomic and synced.

    Writers of one file keep each other out with a lock; reading needs none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []
        """Sentences for the listener about what was found damaged."""
        self._tables: Tables | None = None
        self._signature: Signature | None = None
        self._is_gathering = False
        self._damage: Damaged | None = None

    def read(self) -> Tables | None:
        """The tables, None where there is no file yet. A damaged file gives those of its last good copy."""
        signature = signature_of(self.path)
        if self._is_gathering or (signature is not None and signature == self._signature):
            return self._tables
        try:
            self._tables, self._damage = load(self.path)
        except FileNotFoundError:
            self._tables, self._damage = None, None
        except Damaged as damage:
            self._tables, self._damage = None, damage
        self._signature = signature
        return self._tables

    def write(self, data: Tables) -> None:
        """Replaces the file; the one before it stays as the last good copy."""
        self._tables = data
        if not self._is_gathering:
            self._commit()

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Makes all writes of the block one: they come to disk together or not at all."""
        self.read()
        self._is_gathering = True
        try:
            yield
            self._commit()
        except BaseException:
            self._forget()  # what is in memory is not on disk
            raise
        finally:
            self._is_gathering = False

    def _commit(self) -> None:
        if self._tables is None:
            return
        try:
            if self._damage is not None:
                self._set_aside(self._damage)
            replace_file(self.path, encode(self._tables), keep=backup_of(self.path))
        except BaseException:
            self._forget()
            raise
        self._signature = signature_of(self.path)

    def _set_aside(self, damage: Damaged) -> None:
        """Makes room for a sound file; the damaged one is kept for a closer look."""
        saved = (
            "its last good copy is used" if backup_of(self.path).exists() else "there is no good copy of it"
        )
        if self.path.exists():
            aside = free_aside(self.path)
            self.path.rename(aside)
            sync_folder(self.path.parent)
            self.notices.append(f"{damage} It was set aside as {aside.name}, and {saved}.")
        else:
            self.notices.append(f"{damage} {saved[0].upper()}{saved[1:]}.")
        self._damage = None

    def _forget(self) -> None:
        self._tables = self._signature = self._damage = None


def signature_of(path: Path) -> Signature | None:
    """Changes whenever something else writes the file."""
    try:
        status = os.stat(path)  # noqa: PTH116  twice as fast, on every append
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _hash(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_HASH_BYTES).hexdigest().encode()


def _what_is_wrong(data: bytes) -> str:
    if not data:
        return "it is empty"
    if not data.strip(b"\0"):
        return "it holds nothing but zeros"
    return "" if data.endswith(b"}") else "its end is missing"
