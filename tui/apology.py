"""Owns what is said when something fails that no command expected: one sentence for the listener, the whole story in a file."""

import errno
import os
import tempfile
import traceback
from pathlib import Path

from tunes.tui.places import Places, private_folder

LOG = "errors.log"
MOST_BYTES = 1 << 20
"""A log beyond this begins anew: nobody reads what went wrong years ago."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def apology(error: Exception, places: Places | None) -> str:
    """One sentence that says what failed; where it does not explain itself, it names the file with the details."""
    return _explained(error, places) or _recorded(error, places)


def _explained(error: Exception, places: Places | None) -> str | None:
    """What is wrong, where that lies in the listener's world and not in ours."""
    import sqlite3

    from tunes.library.errors import LibraryError
    from tunes.profile.errors import ProfileError

    if isinstance(error, (LibraryError, ProfileError)):
        return f"{error}{_full_disk(places)}"
    if isinstance(error, sqlite3.Error):
        return _of_library(error, places)
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return f"There is no room left: {_place(error)}{error.strerror}."
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{_place(error)}{error.strerror}."
    return None


def _of_library(error: Exception, places: Places | None) -> str:
    file = f"The library file{f' {places.library}' if places else ''}"
    told = str(error)
    if "locked" in told:
        return f"{file} is held by another program. Try again when that is done."
    if "full" in told or _full_disk(places):
        return f"{file} can't be written: the disk is full."
    if "readonly" in told or "unable to open" in told:
        return f"{file} can't be written. Make it writable, or name another one: tunes --library FILE."
    return f"{file} can't be used ({told}). Move it away, and tunes scan makes a new one; your history lies elsewhere."


def _full_disk(places: Places | None) -> str:
    """What SQLite does not tell: that there is simply no room left where it writes beside its file."""
    try:
        is_full = places is not None and os.statvfs(places.library.parent).f_bavail == 0
    except OSError:
        return ""
    return " The disk is full." if is_full else ""


def _place(error: OSError) -> str:
    named = error.filename
    return "" if not isinstance(named, (str, bytes, os.PathLike)) else f"{os.fsdecode(named)}: "


def _recorded(error: Exception, places: Places | None) -> str:
    said = f"Something inside tunes went wrong ({type(error).__name__})"
    log = _log(places.logs if places else None, "".join(traceback.format_exception(error)))
    return f"{said}: {error}" if log is None else f"{said}. What happened is written in {log}"


def _log(folder: Path | None, text: str) -> Path | None:
    """Adds to the log, or where that can't be written to one among the temporary files."""
    for place in (folder, Path(tempfile.gettempdir()) / f"tunes-{os.getuid()}"):
        try:
            if place is not None:
                return _appended(private_folder(place) / LOG, text)
        except OSError:
            continue
    return None


def _appended(path: Path, text: str) -> Path:
    begins_anew = path.exists() and path.stat().st_size > MOST_BYTES
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_TRUNC if begins_anew else os.O_APPEND)
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as log:
        log.write(text + "\n")
    return path
