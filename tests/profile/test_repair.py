"""What synchronisers and disks do to a profile is named, and mended when the listener says so."""

import shutil
from pathlib import Path

import pytest
from made_listens import listen, track
from tunes.profile.listens import listen_document
from tunes.profile.repair import repair
from tunes.profile.shards import ASIDE, TAKEN_IN
from tunes.profile.store import Store

SONG = track("Song", "Singer")
AT = 1_794_000_000.0


def profile(folder: Path, *ats: float) -> Store:
    store = Store(folder / "profile", "here")
    for at in ats:
        store.append("listens", listen_document(listen(SONG, at)), [SONG])
    return store


@pytest.mark.parametrize(
    "name",
    [
        "2026-11.sync-conflict-20261125-120000-ABCDEF7.json",
        "2026-11 (conflicted copy 2026-11-25).json",
        "2026-11 (1).json",
        "Copy of 2026-11.json",
    ],
)
def test_copies_of_synchronisers(tmp_path: Path, name: str) -> None:
    """As of a computer that was cloned, word and all: both wrote the same file."""
    store = profile(tmp_path, AT, AT + 300)
    clone = profile(tmp_path / "clone", AT, AT + 600, AT + 900)
    copy = store.folder / "here" / name
    shutil.copy(clone.folder / "here" / "2026-11.json", copy)
    (finding,) = store.verify()
    assert name in finding
    assert "--repair" in finding
    assert len(store.history()) == 2
    (done,) = repair(store)
    assert "2 were missing" in done
    assert store.verify() == []
    assert len(store.history()) == 4
    assert copy.with_name(name + TAKEN_IN).exists()
    assert list(repair(store)) == []


@pytest.mark.parametrize("damage", [b"", b"\0" * 500, b'{"listens": {"1"'])
def test_a_damaged_shard(tmp_path: Path, damage: bytes) -> None:
    store = profile(tmp_path, AT, AT + 300, AT + 600)
    shard = store.folder / "here" / "2026-11.json"
    shard.write_bytes(damage)
    fresh = Store(store.folder, "here")
    assert "damaged" in fresh.verify()[0]
    (done,) = repair(fresh)
    assert "its last good copy is used" in done
    assert len(fresh.history()) == 2
    (left,) = fresh.verify()
    assert ASIDE in left
    shard.with_name(shard.name + ASIDE).unlink()
    assert fresh.verify() == []


def test_another_computers_shard_is_left_to_it(tmp_path: Path) -> None:
    theirs = profile(tmp_path, AT, AT + 300)
    (theirs.folder / "here" / "2026-11.json").write_bytes(b"")
    (said,) = repair(Store(theirs.folder, "elsewhere"))
    assert "another computer" in said


def test_what_half_arrived_and_what_is_something_else_stay(tmp_path: Path) -> None:
    store = profile(tmp_path, AT)
    folder = store.folder / "here"
    half = folder / ".syncthing.2026-10.json.tmp"
    half.write_bytes((folder / "2026-11.json").read_bytes()[:200])
    (folder / "notes.txt").write_text("mine")
    (folder / "other.json").write_text('{"a": 1}')
    assert list(repair(store)) == []
    assert len(store.history()) == 1
    assert half.exists()
