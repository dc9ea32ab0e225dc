"""Owns where tunes keeps its files on this computer, and what to do where nothing can be kept."""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders of one run."""

    library: Path
    """The catalog, a SQLite file."""
    profile: Path
    """The folder of shards: the history."""
    device: Path
    """What names this computer; beside the library and outside the profile, so that a synchroniser leaves it here."""
    logs: Path
    """The folder for what the engine has to say, and for what went wrong inside tunes."""
    playlists: Path
    """The folder of playlists, where the listener names none and has none beside the music."""
    settings: Path
    """What the listener has settled; it may not be there."""
    cache: Path
    """The columns of the history, so that it opens at once; outside the profile, and made anew where it is missing."""
    queue: Path
    """The folder of the queue for the next start; outside the profile, for a synchroniser need not carry every position."""
    notice: str = ""
    """A sentence for the listener, when these are not the places they should be."""


def places(library: Path | None = None, profile: Path | None = None, settings: Path | None = None) -> Places:
    """The named files, else those of TUNES_LIBRARY, TUNES_PROFILE and TUNES_SETTINGS, else those in the platform's folders.

    Where the data folder can't be written (no home), a temporary one stands in and the notice says so; what is in the
    data folder is still read.
    """
    library = library or _from_environment("TUNES_LIBRARY")
    profile = profile or _from_environment("TUNES_PROFILE")
    home, history, notice = (Path(), Path(), "") if library and profile else _data_folders()
    library = (library or home / "library.db").absolute()
    profile = (profile or history / "profile").absolute()
    return Places(
        library=library,
        profile=profile,
        device=library.parent / "device.json",
        logs=library.parent / "logs",
        playlists=library.parent / "playlists",
        settings=(settings or _from_environment("TUNES_SETTINGS") or _usual_settings(library)).absolute(),
        cache=library.parent / f"history-{_short(profile)}.columns",
        queue=library.parent / f"queue-{_short(profile)}",
        notice=notice,
    )


def cover_cache() -> Path | None:
    """The folder for small covers, in the platform's cache folder; None where there is none."""
    try:
        folder = Path(platformdirs.user_cache_dir("tunes", appauthor=False))
    except (OSError, RuntimeError):  # no home folder can be told
        return None
    return folder / "covers" if folder.is_absolute() else None


def _usual_settings(library: Path) -> Path:
    """In the platform's folder for them; where none can be told, beside the library."""
    try:
        folder = Path(platformdirs.user_config_dir("tunes", appauthor=False))
    except (OSError, RuntimeError):  # no home folder can be told
        folder = Path()
    return (folder if folder.is_absolute() else library.parent) / "config.toml"


def music_folder() -> Path | None:
    """The user's music folder, where it is there."""
    try:
        folder = Path(platformdirs.user_music_dir())
        return folder if folder.is_absolute() and folder.is_dir() else None
    except (OSError, RuntimeError):  # no home folder can be told, or looked into
        return None


def pictures_folder() -> Path | None:
    """Where the user keeps pictures, be it there or not; None where no home folder can be told."""
    try:
        folder = Path(platformdirs.user_pictures_dir())
    except (OSError, RuntimeError):
        return None
    return folder if folder.is_absolute() else None


def private_folder(folder: Path) -> Path:
    """Makes a folder that other users of the computer can't read, where it is not there yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _short(folder: Path) -> str:
    """A few letters that tell one folder from another."""
    return hashlib.blake2b(os.fsencode(folder), digest_size=4).hexdigest()


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _data_folders() -> tuple[Path, Path, str]:
    """Where the library belongs, where the profile, and what is to be said about it."""
    wanted = None
    try:
        wanted = Path(platformdirs.user_data_dir("tunes", appauthor=False))
        if not wanted.is_absolute():
            raise RuntimeError
        private_folder(wanted)
        if os.access(wanted, os.W_OK):
            return wanted, wanted, ""
        why = f"{wanted} can't be written"
    except OSError as error:
        why = f"{error.filename or 'your home folder'} can't be written ({error.strerror})"
    except RuntimeError:
        why = "you have no home folder"
    stand_in = Path(tempfile.mkdtemp(prefix="tunes-"))
    notice = (
        f"Nothing lasting can be kept: {why}. This time everything goes to {stand_in}. "
        "Set HOME to a folder of yours, or name the files: tunes --library FILE --profile FOLDER."
    )
    return stand_in, _lent(wanted, stand_in), notice


def _lent(wanted: Path | None, stand_in: Path) -> Path:
    """Copies the library, which even reading changes, and leaves a history where it is; returns whose profile is used."""
    if wanted is None or not os.access(wanted, os.R_OK | os.X_OK):
        return stand_in
    for name in ("library.db", "library.db-wal", "device.json"):
        with suppress(OSError):
            shutil.copyfile(wanted / name, stand_in / name)
    return wanted if (wanted / "profile").is_dir() else stand_in
