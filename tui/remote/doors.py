"""Owns where a running tunes can be spoken to: a socket for each program, named after its profile, in a folder that only its owner may open."""

import errno
import hashlib
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

LONGEST_BYTES = 103
"""What the name of a socket may have on every system, macOS being the narrowest."""
WAITING = 16
"""Callers that may stand before the door at once."""


class Door:
    """The socket of this program, open to callers. `close` takes it away."""

    def __init__(self, path: Path, listening: socket.socket) -> None:
        self.path = path
        self.socket = listening

    def close(self) -> None:
        """Nobody finds it any more."""
        self.socket.close()
        self.path.unlink(missing_ok=True)


def open_door(profile: Path) -> Door | None:
    """Opens a door for a program of this profile; None where none can be: then tunes plays on without."""
    for folder in _folders():
        with suppress(OSError):
            _make_private(folder)
            return _opened(folder, _name(profile))
    return None


def doors(profile: Path) -> list[Path]:
    """The doors of all programs of this profile, dead ones among them; the one opened last comes first."""
    found: list[tuple[float, Path]] = []
    for folder in _folders():
        with suppress(OSError):
            if _is_private(folder):
                found += [(path.lstat().st_mtime, path) for path in folder.glob(f"{_name(profile)}-*.sock")]
    return [path for _, path in sorted(found, reverse=True)]


def _folders() -> Iterator[Path]:
    """Where doors may be, the best first. All are looked into: a script may know less of its surroundings than the screen does."""
    user = os.getuid()
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    usual = f"/run/user/{user}"
    for runtime in dict.fromkeys((named, usual)):
        if os.path.isabs(runtime):  # noqa: PTH117  # "" is no folder, and Path makes one of it
            yield Path(runtime) / "tunes"
    yield Path(f"/tmp/tunes-{user}")  # noqa: S108  # whose it is, is looked at


def _name(profile: Path) -> str:
    real = os.path.realpath(profile)
    return hashlib.blake2b(os.fsencode(real), digest_size=8).hexdigest()


def _make_private(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not _is_private(folder):
        raise PermissionError(errno.EPERM, "somebody else could open it", os.fspath(folder))


def _is_private(folder: Path) -> bool:
    """Whether nobody but us may put anything in there, or take it away."""
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077


def _opened(folder: Path, name: str) -> Door:
    """A door that nobody else has; a dead program of our number may have left one."""
    for number in count():
        path = folder / (f"{name}-{os.getpid()}" + (f".{number}" if number else "") + ".sock")
        hidden = path.with_name(f".{path.name}")
        if len(os.fsencode(hidden)) > LONGEST_BYTES:
            raise OSError(errno.ENAMETOOLONG, "too long for a socket", os.fspath(path))
        if path.exists() and _is_dead(path):
            path.unlink(missing_ok=True)
        if not path.exists():
            return Door(path, _listening(hidden, path))
    raise AssertionError("numbers don't end")


def _is_dead(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(0.1)
        try:
            caller.connect(os.fspath(path))
        except ConnectionRefusedError:
            return True
        except OSError:
            return False
    return False


def _listening(hidden: Path, path: Path) -> socket.socket:
    """Under its name only when somebody listens: whoever finds it deaf takes it for dead."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        hidden.unlink(missing_ok=True)
        listening.bind(os.fspath(hidden))
        hidden.chmod(0o600)
        listening.listen(WAITING)
        listening.setblocking(False)
        hidden.rename(path)
    except OSError:
        listening.close()
        hidden.unlink(missing_ok=True)
        raise
    return listening
