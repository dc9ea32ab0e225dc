"""A real disk of a few hundred kilobytes, in memory, that can be filled, freed, and made read-only. Needs Linux and the right to mount."""

import ctypes
import os
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
MNT_DETACH, MS_REMOUNT, MS_RDONLY = 2, 32, 1


class SmallDisk:
    """Lies at `folder` until it is closed."""

    def __init__(self, folder: Path, size_kb: int) -> None:
        """Raises `OSError` where file systems can't be mounted."""
        folder.mkdir()
        self.folder = folder
        self._ballast = folder / "ballast"
        self._size = f"size={size_kb}k".encode()
        self._mount(0)

    def fill(self, but_kb: int = 0) -> None:
        """Leaves only so much room."""
        free = os.statvfs(self.folder)
        room = free.f_bavail * free.f_frsize - 1024 * but_kb
        self._ballast.write_bytes(bytes(max(0, room)))

    def free(self) -> None:
        """Makes room again."""
        self._ballast.unlink()

    def lock(self, *, is_locked: bool) -> None:
        """From now on nothing can be written, not even by root; or again."""
        self._mount(MS_REMOUNT | (MS_RDONLY if is_locked else 0))

    def close(self) -> None:
        """Takes it away, with all that is on it."""
        LIBC.umount2(os.fsencode(self.folder), MNT_DETACH)

    def _mount(self, flags: int) -> None:
        if LIBC.mount(b"small", os.fsencode(self.folder), b"tmpfs", flags, self._size):
            raise OSError(ctypes.get_errno(), "can't mount")
