"""Owns the list of libVLC's plugins: without one, libVLC loads all of them whenever it starts, only to see what they are for.

Debian's libraries come without (`vlc-bin` would make it), which costs 45 MB. So it is made once, in the listener's cache, by a process
of its own: `python -m tunes.player.plugins FOLDER`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

LIST = "plugins.dat"
MAKING_S = 20.0
"""To load all plugins once takes less than a second, on a slow disk some more."""
NOBODY = 65534


def listed(version: str) -> Path | None:
    """A folder with a list of the plugins of this libVLC, to be named as `VLC_PLUGIN_PATH`; None where none is needed or can be made."""
    there = _plugins()
    if there is None or (there / LIST).exists() or "VLC_PLUGIN_PATH" in os.environ:
        return None
    import platformdirs

    try:
        folder = Path(platformdirs.user_cache_dir("tunes", appauthor=False), "libvlc", _mark(there, version))
        if not (folder / LIST).exists():
            _make(folder, there)
    except (OSError, RuntimeError, subprocess.SubprocessError) as reason:
        sys.stderr.write(f"No list of libVLC's plugins could be made, so it loads them all: {reason}\n")
        return None
    return folder


def give_up(folder: Path) -> None:
    """A list that libVLC can't start with goes: the next start makes it anew."""
    with suppress(OSError):  # then it takes longer to start as long as it lies there
        (folder / LIST).unlink()


def _plugins() -> Path | None:
    """Where libVLC, once it is loaded, looks for them."""
    if sys.platform != "linux":  # elsewhere it comes with its list
        return None
    loaded = (line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines())
    core = next((Path(file) for file in loaded if "/libvlccore.so" in file), None)
    folder = core.parent / "vlc/plugins" if core is not None else None
    return folder if folder is not None and folder.is_dir() else None


def _mark(plugins: Path, version: str) -> str:
    """Another one whenever a plugin comes, goes or is another."""
    folders = sorted([plugins, *(entry for entry in plugins.iterdir() if entry.is_dir())])
    known = [version, *(f"{folder} {folder.stat().st_mtime_ns}" for folder in folders)]
    return f"{zlib.crc32(' '.join(known).encode()):08x}"


def _make(folder: Path, plugins: Path) -> None:
    """Beside its place first, so that a half one is never read; what was made for an earlier libVLC goes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        made = Path(name) / "made"
        made.mkdir(mode=0o700)
        (made / "all").symlink_to(plugins)
        command = [sys.executable, "-P", "-m", "tunes.player.plugins", str(made)]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=MAKING_S, check=True)
        if not (made / LIST).exists():
            raise FileNotFoundError(made / LIST)
        for path in (made, made / LIST):
            os.chown(path, os.geteuid(), os.getegid())
        for before in folder.parent.glob("?" * len(folder.name)):
            if before != folder:
                shutil.rmtree(before)
        if folder.exists():  # without a list, or with that of another process that was as quick
            (made / LIST).replace(folder / LIST)
        else:
            made.rename(folder)


def main() -> None:
    """Has libVLC make the list in a folder."""
    from tunes.player.libvlc import making_of_list

    make = making_of_list()
    os.chdir(sys.argv[1])
    os.environ["VLC_PLUGIN_PATH"] = "."
    if os.geteuid() == 0:  # it would also write beside the plugins, which are the system's
        os.chown(".", NOBODY, NOBODY)
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    make()


if __name__ == "__main__":
    main()
