"""Owns replacing a small file so that, whatever happens, it is wholly the old one or wholly the new one; and making things private."""

import os
import shutil
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

TEMPORARY = ".writing.tmp"
"""One name for every file of a folder: what a kill leaves behind is overwritten by the next write."""


def private_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, so that nobody else on this computer can read them."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def replace_file(
    path: Path, data: bytes | bytearray, *, keep: Path | None = None, temporary: str = TEMPORARY
) -> None:
    """Replaces `path`, and returns when the new content is safely on disk; with `keep`, the old content stays there.

    Two writers of one folder must hold a lock or use different `temporary` names.
    """
    fresh = path.with_name(temporary)
    try:
        _write(fresh, data)
        if keep is not None and path.exists():
            _keep(path, keep)
        os.replace(fresh, path)  # noqa: PTH105  bench/kill cuts the power right here, by this name
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes what was created, renamed or removed in a folder last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, data: bytes | bytearray) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep(path: Path, keep: Path) -> None:
    """A second name for the old content; where the disk knows no second names (FAT), a copy."""
    other = path.with_name(TEMPORARY + ".old")
    other.unlink(missing_ok=True)
    try:
        os.link(path, other)
    except OSError:
        shutil.copy2(path, other)
    os.replace(other, keep)  # noqa: PTH105  likewise
    other.unlink(missing_ok=True)  # both names were one file already: then a rename does nothing
