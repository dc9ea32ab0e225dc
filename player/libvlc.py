"""Owns the way to libVLC: the only module that imports it. Knows all the ways in which it can be missing, and says how to get it."""

import os
import sys
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tunes.player.plugins import give_up, listed
from tunes.player.reading import Reading

OPTIONS = (
    "--quiet",
    "--no-osd",
    "--no-snapshot-preview",
    "--ignore-config",
    "--audio-resampler=soxr,any",
    "--no-metadata-network-access",
    "--no-interact",
    "--no-video-title-show",
    "--no-stats",
    "--no-lua",
    "--soxr-resampler-quality=3",
)
"""Of what we leave it to resample, libVLC left to itself only repeats and leaves out samples (docs/decisions/0023-resampling.md).

Nothing written to a terminal, nothing asked of a network, nothing taken from VLC's own settings. An option that
this libVLC doesn't know makes it refuse to start, so they are given up one by one from the end."""


class LibVlcMissingError(Exception):
    """libVLC can't be used here; the text says why, in words for the listener."""


def remedy() -> str:
    """How to get libVLC on this kind of computer."""
    if sys.platform == "darwin":
        return "Install VLC (brew install --cask vlc), then start tunes again."
    if sys.platform == "win32":
        return "Install VLC from videolan.org, then start tunes again."
    return (
        "Install it (Debian, Ubuntu: sudo apt install libvlc5 vlc-plugin-base vlc-plugin-video-output; "
        "Fedora: sudo dnf install vlc-libs; Arch: sudo pacman -S vlc), then start tunes again."
    )


def making_of_list() -> Callable[[], object]:
    """What has libVLC load all its plugins and write down what they are for, where `VLC_PLUGIN_PATH` says (`plugins.py`)."""
    import vlc

    return partial(vlc.Instance, "--quiet", "--ignore-config", "--reset-plugins-cache")


class LibVlc:
    """libVLC, running in this process. Its modules write to standard error, so call this from a process of its own."""

    def __init__(self) -> None:
        """Raises `LibVlcMissingError` where libVLC can't be used."""
        self.plugins: Path | None = None
        """The list of its plugins that was made for it, where one was needed."""
        try:
            # A wrong PYTHON_VLC_LIB_PATH makes the import call sys.exit; without the library the import
            # succeeds, and the first name looked up is not there.
            import vlc

            self.vlc: Any = vlc
            self.version: str = self.vlc.libvlc_get_version().decode(errors="replace")
            self.instance: Any = None if self.version.split(".")[0] != "3" else self._start()
        except (OSError, ImportError, NameError, AttributeError, TypeError, SystemExit) as reason:
            raise LibVlcMissingError("libVLC, which decodes music and films, is missing.") from reason
        if not self.version.startswith("3."):
            raise LibVlcMissingError(f"libVLC {self.version} is not the one tunes speaks with: it needs 3.")
        if self.instance is None:
            raise LibVlcMissingError(
                f"libVLC {self.version} is here, but it doesn't start: its plugins are missing."
            )

    def _start(self) -> Any:
        self.plugins = listed(self.version)
        if self.plugins is not None:
            os.environ["VLC_PLUGIN_PATH"] = str(self.plugins)
            try:
                instance = self.vlc.Instance("--no-plugins-scan", *OPTIONS)
            finally:
                del os.environ[
                    "VLC_PLUGIN_PATH"
                ]  # or a later libVLC would take it for the listener's own wish
            if instance is not None:
                return instance
            give_up(self.plugins)
            self.plugins = None
        for count in range(len(OPTIONS), -1, -1):
            instance = self.vlc.Instance(*OPTIONS[:count])
            if instance is not None:
                return instance
        return None

    def media(self, path: bytes, options: tuple[str, ...], reading: Reading | None = None) -> Any:
        """A file to be played; to be kept until its player was stopped. `reading`: through which it is read.

        Always a path on disk, never an address; any bytes will do as its name.
        """
        make = self.vlc.CallbackDecorators
        calls: tuple[Any, ...] = ()
        if reading is None:
            media = self.instance.media_new_path(path)
        else:
            calls = (
                make.MediaOpenCb(reading.open),
                make.MediaReadCb(reading.read),
                make.MediaSeekCb(reading.seek),
                make.MediaCloseCb(reading.close),
            )
            media = self.instance.media_new_callbacks(*calls, None)
        # libVLC counts who holds it, and the binding never lets go; the calls are kept as long.
        held = SimpleNamespace(_as_parameter_=media.from_param(media), calls=calls)
        weakref.finalize(media, self.vlc.libvlc_media_release, held)
        for option in options:
            media.add_option(option)
        return media
