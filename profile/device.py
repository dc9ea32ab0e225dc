"""Owns what this computer is called among those that share a profile: a random word, made once and kept outside the profile."""

import os
import platform
import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson
from tunes.profile.atomic import PRIVATE_FILE, private_folder, sync_folder
from tunes.profile.errors import Damaged, ProfileError
from tunes.profile.plain import plain_text
from tunes.profile.shards import free_aside, is_device

_CONSONANTS = "bdfgklmnprstvz"
_VOWELS = "aeiou"
_SYLLABLES = 5
"""A thousand million million words: no two computers of one listener draw the same."""


@dataclass(frozen=True, slots=True)
class Device:
    """A computer that keeps a history."""

    word: str
    """Names its folder in the profile; says nothing about its owner."""
    label: str
    """What to call it before its owner; never needed to be unique."""


def this_device(path: Path) -> Device:
    """The device of this computer, kept in the file at `path`; made there the first time.

    A file that can't be read is set aside and a new word drawn: the history under the old one is still read.
    """
    try:
        return _read(path) or _make(path)
    except Damaged:
        path.rename(free_aside(path))
        return _make(path)
    except OSError as error:
        raise ProfileError(
            f"The name of this computer can't be kept in {path} ({error.strerror}). Make that folder writable, or name another "
            "library file with --library."
        ) from error


def _read(path: Path) -> Device | None:
    try:
        document = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except orjson.JSONDecodeError as error:
        raise Damaged(path, str(error)) from error
    word = document.get("device") if isinstance(document, dict) else None
    if not isinstance(word, str) or not is_device(word):
        raise Damaged(path, "it names no device")
    return Device(word, str(document.get("label", "")))


def _make(path: Path) -> Device:
    """Draws a word, unless another process was faster: then that one's holds."""
    device = Device(_word(), plain_text(platform.node().partition(".")[0]) or "this computer")
    private_folder(path.parent)
    fresh = path.with_name(f".{path.name}.{device.word}.tmp")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(orjson.dumps({"device": device.word, "label": device.label, "v": 1}))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)  # unlike a rename, it fails where there is a file already
    except FileExistsError:
        return _read(path) or device
    except OSError:  # a disk that knows no second names
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)
    return device


def _word() -> str:
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))
