"""Owns where a folder's file system tells of no changes: those that other computers change as well. Pure but for one file read."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

MOUNTS = Path("/proc/mounts")
"""Linux's; on macOS there is none, and nothing is known."""
SHARED = frozenset(
    {
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "afs",
            "ceph",
            "coda",
            "9p",
            "virtiofs",
            "vboxsf",
            "prl_fs",
        ),
        *("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.glusterfs", "fuse.s3fs", "fuse.curlftpfs"),
        *("fuse.gvfsd-fuse", "fuse.vmhgfs-fuse", "fuse.ceph", "davfs", "lustre", "beegfs", "drvfs"),
    }
)
"""Types of file systems whose changes made elsewhere are told by no event."""

_OCTAL = re.compile(r"\\([0-7]{3})")


def is_shared(folder: Path, mounts: Iterable[str] | None = None) -> bool:
    """Whether other computers change what is in a folder. `mounts` are the lines of the system's own list."""
    inside = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118  # compared as text
    nearest, kind = "", ""
    for line in _lines() if mounts is None else mounts:
        _, place, its_kind, *_ = [*line.split(" "), "", "", ""]
        at = os.path.join(_plain(place), "")  # noqa: PTH118
        if inside.startswith(at) and len(at) >= len(nearest):  # the last one mounted covers the others
            nearest, kind = at, its_kind
    return kind in SHARED


def _lines() -> list[str]:
    try:
        return os.fsdecode(MOUNTS.read_bytes()).splitlines()
    except OSError:
        return []


def _plain(place: str) -> str:
    """Blanks and the like are written as octal numbers of bytes."""
    return (
        os.fsdecode(_OCTAL.sub(lambda found: chr(int(found[1], 8)), place).encode("latin-1", "replace"))
        if "\\" in place
        else place
    )
