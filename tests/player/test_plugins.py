"""libVLC gets a list of its plugins where its package has none, and plays with what stands in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tunes.player.plugins import LIST, listed

pytestmark = pytest.mark.libvlc

PLAYS = """
import os, sys
from tunes.player.libvlc import LibVlc
libvlc = LibVlc()
maps = open("/proc/self/maps").read().split()
print(len({file for file in maps if "_plugin.so" in file}), libvlc.plugins or "")
assert "VLC_PLUGIN_PATH" not in os.environ
"""


def started(cache: Path) -> tuple[int, Path | None]:
    """How many plugins a libVLC loads that starts with this cache, and the list that it was given."""
    said = subprocess.run(
        [sys.executable, "-P", "-c", PLAYS],
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
        text=True,
    ).stdout.split()
    return int(said[0]), Path(said[1]) if len(said) > 1 else None


needs_none = pytest.mark.skipif(
    sys.platform != "linux" or any(Path("/usr/lib").glob(f"*/vlc/plugins/{LIST}")),
    reason="libVLC comes with its list here",
)


@needs_none
def test_a_list_is_made_once_and_few_plugins_are_loaded(tmp_path: Path) -> None:
    count, path = started(tmp_path)
    assert path is not None
    assert path.is_relative_to(tmp_path)
    assert count < 60
    made_at = (path / LIST).stat().st_mtime_ns
    again, same = started(tmp_path)
    assert again < 60
    assert same == path
    assert (path / LIST).stat().st_mtime_ns == made_at
    assert path.stat().st_uid == os.geteuid()


@needs_none
def test_a_list_of_an_earlier_libvlc_goes(tmp_path: Path) -> None:
    before = tmp_path / "tunes" / "libvlc" / "01234567"
    before.mkdir(parents=True)
    (before / LIST).write_bytes(b"old")
    _, path = started(tmp_path)
    assert path is not None
    assert [*before.parent.iterdir()] == [path]


@needs_none
def test_where_none_can_be_made_libvlc_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "tunes").write_text("a file where the folder should be")
    count, path = started(tmp_path)
    assert path is None
    assert count > 100


@needs_none
def test_a_list_that_is_nonsense_keeps_nothing_from_playing(tmp_path: Path) -> None:
    _, path = started(tmp_path)
    assert path is not None
    (path / LIST).write_bytes(b"nonsense")
    count, after = started(tmp_path)
    assert count > 100
    assert after is None
    count, anew = started(tmp_path)
    assert count < 60
    assert anew == path


def test_whoever_names_a_folder_of_plugins_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VLC_PLUGIN_PATH", "/somewhere")
    assert listed("3.0") is None
