"""A disk that stops answering: a FUSE file system of our own, served by a process that can be stopped like a server that is out of reach.

Needs Linux, /dev/fuse, and the right to mount (root in a container that may).
"""

import ctypes
import errno
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

LIBC = ctypes.CDLL(None, use_errno=True)
MNT_DETACH = 2
ROOT = 1
"""The node that is the folder itself; file number `n` of it is node `n + 2`."""


class SlowDisk:
    """Shows the files of a folder in another one, until told to stall. `close` ends it, stalled or not."""

    def __init__(self, source: Path, shown: Path) -> None:
        """Raises `OSError` where file systems can't be mounted."""
        shown.mkdir()
        self.folder = shown
        handle = os.open("/dev/fuse", os.O_RDWR)
        try:
            how = f"fd={handle},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}".encode()
            if LIBC.mount(b"slow", os.fsencode(shown), b"fuse", 0, how):
                raise OSError(ctypes.get_errno(), "can't mount")
            command = [sys.executable, __file__, str(handle), str(source)]
            self._server = subprocess.Popen(command, pass_fds=[handle])
        finally:
            os.close(handle)

    def stall(self) -> None:
        """From now on nobody who asks for something of it gets an answer."""
        self._server.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._server.pid, os.WSTOPPED)

    def go_on(self) -> None:
        """It is there again."""
        self._server.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Whoever still waits for it gets an error."""
        self._server.kill()
        self._server.wait()
        LIBC.umount2(os.fsencode(self.folder), MNT_DETACH)


def serve(handle: int, source: Path) -> NoReturn:
    """Answers what the kernel asks, one thing after another."""
    files: list[Path] = []
    while True:
        asked = os.read(handle, 1 << 18)
        _, what, unique, node = struct.unpack_from("<IIQQ", asked)
        answer = answer_to(what, node, asked[40:], source, files)
        if answer is not None:
            error, inside = (answer, b"") if isinstance(answer, int) else (0, answer)
            os.write(handle, struct.pack("<IiQ", 16 + len(inside), -error, unique) + inside)


def answer_to(what: int, node: int, asked: bytes, source: Path, files: list[Path]) -> bytes | int | None:
    """The answer to one question of the kernel's, an error's number, or None where it wants no answer."""
    if what in {2, 36, 42}:  # forget, interrupt
        return None
    if what == 26:  # init
        return struct.pack("<IIIIHHIIHHI28x", 7, 31, 1 << 16, 0, 12, 9, 1 << 16, 1, 16, 0, 0)
    if what == 1:  # look up
        file = source / os.fsdecode(asked.rstrip(b"\0"))
        if not file.exists():
            return errno.ENOENT
        if file not in files:
            files.append(file)
        node = files.index(file) + 2
        return struct.pack("<QQQQII", node, 0, 0, 0, 0, 0) + attributes(node, files)
    if what == 3:  # attributes
        return struct.pack("<QII", 0, 0, 0) + attributes(node, files)
    if what in {14, 27}:  # open a file or the folder: nothing of it stays in the kernel's memory
        return struct.pack("<QII", 0, 1, 0)
    if what == 28:  # list the folder, all at once
        return b"" if struct.unpack_from("<Q", asked, 8)[0] else listed(source)
    if what == 15:  # read
        _, offset, size = struct.unpack_from("<QQI", asked)
        with files[node - 2].open("rb") as opened:
            opened.seek(offset)
            return opened.read(size)
    return b"" if what in {18, 25, 29} else errno.ENOSYS  # release, flush


def listed(source: Path) -> bytes:
    """The names of the files."""
    out = b""
    for number, name in enumerate(sorted(os.listdir(os.fsencode(source))), 1):  # noqa: PTH208  # any bytes
        out += struct.pack("<QQII", number, number, len(name), 8) + name + bytes(-len(name) % 8)
    return out


def attributes(node: int, files: list[Path]) -> bytes:
    """What `stat` tells of a node."""
    size = 0 if node == ROOT else files[node - 2].stat().st_size
    mode = 0o40755 if node == ROOT else 0o100644
    return struct.pack(
        "<6Q10I",
        node,
        size,
        (size + 511) // 512,
        0,
        0,
        0,
        0,
        0,
        0,
        mode,
        1,
        os.getuid(),
        os.getgid(),
        0,
        4096,
        0,
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
