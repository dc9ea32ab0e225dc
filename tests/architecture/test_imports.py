"""What may be loaded when: Textual only with a screen, foreign libraries only when they are needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from covered import picture
from tunes.tui.cli import COMMANDS

ROOT = Path(__file__).parents[2]
FOREIGN = {
    "textual",
    "rich",
    "vlc",
    "mutagen",
    "miniaudio",
    "numpy",
    "tinydb",
    "orjson",
    "rapidfuzz",
    "soundfile",
    "PIL",
    "dbus_fast",
}
SCREEN = {"app", "format", "keys", "long_play", "look", "messages", "theme"}


def modules(*folders: str) -> list[str]:
    return [
        f"tunes.{folder.replace('/', '.')}.{file.stem}"
        for folder in folders
        for file in sorted((ROOT / folder).glob("*.py"))
        if file.stem not in {"__init__", "__main__"} and not (folder == "tui" and file.stem in SCREEN)
    ]


def loaded_after(code: str, *arguments: str) -> set[str]:
    """The modules in memory when `code` has run in a fresh interpreter."""
    program = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "folder", ["library", "library/plainly", "player", "profile", "tui", "tui/commands", "tui/demo"]
)
def test_nothing_but_the_screens_loads_textual(folder: str) -> None:
    code = "\n".join(f"import {name}" for name in modules(folder))
    assert code, f"{folder} holds no modules"
    loaded = loaded_after(code)
    assert "textual" not in loaded
    assert "rich" not in loaded


@pytest.mark.parametrize(
    "words",
    [["--version"], ["--help"], ["profile", "path"], *([name, "--help"] for name in COMMANDS)],
    ids=" ".join,
)
def test_short_answers_load_no_foreign_library(words: list[str], tmp_path: Path) -> None:
    code = "from tunes.tui.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass"
    loaded = loaded_after(code, *words, "--library", str(tmp_path / "l"), "--profile", str(tmp_path / "p"))
    assert not loaded & FOREIGN


def test_a_fresh_environment_finds_the_standard_profile_module_from_the_root() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import cProfile, profile; print(profile.__file__)"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
        check=True,
    )
    assert str(ROOT / "profile") not in done.stdout


def test_covers_and_lyrics_are_read_by_another_process(tmp_path: Path) -> None:
    sound = tmp_path / "a.flac"
    soundfile.write(sound, [0.0] * 1000, 44_100)
    (tmp_path / "cover.png").write_bytes(picture())
    code = "from tunes.tui.cli import main\nassert main(sys.argv[1:]) == 0"
    places = ["--library", str(tmp_path / "l"), "--profile", str(tmp_path / "p")]
    loaded_after(code, "scan", str(tmp_path), *places)
    loaded = loaded_after(code, "about", "a", *places)
    assert not loaded & {"PIL", "mutagen"}
