"""Disks that are full, read-only, or give back something else: what was acknowledged is there, and what is lost is named."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import listen, track
from small_disk import SmallDisk
from tunes.profile.errors import NotSaved
from tunes.profile.listens import listen_document
from tunes.profile.recorder import Recorder
from tunes.profile.shards import backup_of
from tunes.profile.store import Store

SONG = track("Song", "Singer")
AT = 1_794_000_000.0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    try:
        disk = SmallDisk(tmp_path / "disk", 512)
    except OSError:
        pytest.skip("no right to mount here")
    yield disk
    disk.close()


def add(store: Store, number: int) -> None:
    store.append("listens", listen_document(listen(SONG, AT + number)), [SONG])


def kept(store: Store) -> list[float]:
    return [one["at"] - AT for one in Store(store.folder, store.device).documents("listens")]


def test_on_a_full_disk_what_was_acknowledged_stays_and_the_rest_is_told(disk: SmallDisk) -> None:
    store = Store(disk.folder / "profile", "here")
    for number in range(50):
        add(store, number)
    for room in (0, 4, 8):  # nothing of the file finds room, or a part of it
        disk.fill(but_kb=room)
        with pytest.raises(NotSaved, match="No space left"):
            add(store, 1000 + room)
        assert kept(store) == list(range(50))
        assert store.verify() == []
        disk.free()
    add(store, 50)
    assert kept(store) == list(range(51))
    names = {path.name for path in (store.folder / "here").iterdir()}
    assert names == {"2026-11.json", "2026-11.json.bak", ".lock"}


def test_a_read_only_disk_is_read_and_said_to_be_so(disk: SmallDisk) -> None:
    store = Store(disk.folder / "profile", "here")
    add(store, 0)
    disk.lock(is_locked=True)
    with pytest.raises(NotSaved, match="Read-only"):
        add(store, 1)
    assert kept(store) == [0]
    assert len(store.history()) == 1
    disk.lock(is_locked=False)
    add(store, 2)
    assert kept(store) == [0, 2]


@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_what_is_heard_meanwhile_waits_and_is_kept(disk: SmallDisk, trouble: str) -> None:
    store = Store(disk.folder / "profile", "here")
    said: list[str] = []
    recorder = Recorder(store, said.append)
    for number in range(20):
        recorder.listen(listen(SONG, AT + number), SONG)
    assert recorder.flush(20)
    disk.fill() if trouble == "full" else disk.lock(is_locked=True)
    for number in range(20, 23):
        recorder.keep_open(listen(SONG, AT + number, share=0.5), SONG)
        recorder.listen(listen(SONG, AT + number), SONG)
    assert not recorder.flush(0.2)
    disk.free() if trouble == "full" else disk.lock(is_locked=False)
    assert recorder.flush(20)
    assert recorder.close()
    assert kept(store) == list(range(23))
    assert len([each for each in said if "nothing was lost" in each]) >= 1
    assert Recorder(store, said.append).recover() == 0


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A shard with twelve listens, and its copy with eleven."""
    store = Store(tmp_path_factory.mktemp("sound"), "here")
    for number in range(12):
        add(store, number)
    shard = store.folder / "here" / "2026-11.json"
    return shard.read_bytes(), backup_of(shard).read_bytes()


@settings(max_examples=300)
@given(
    st.sampled_from(["cut", "zeroed", "one bit", "half arrived"]),
    st.floats(0.0, 0.999),
    st.integers(0, 7),
    st.booleans(),
)
def test_whatever_becomes_of_a_shard(
    written: tuple[bytes, bytes], how: str, share: float, bit: int, has_copy: bool
) -> None:
    """It reads as before, or the loss is named; with its last good copy no more is lost than the last event."""
    new, old = written
    with tempfile.TemporaryDirectory() as name:
        shard = Path(name) / "here" / "2026-11.json"
        shard.parent.mkdir()
        shard.write_bytes(new)
        whole = all_of(Store(Path(name), "here"))
        if has_copy:
            backup_of(shard).write_bytes(old)
        place = int(share * len(new))
        damaged = {
            "cut": new[:place],
            "zeroed": new[:place] + bytes(len(new) - place),
            "one bit": new[:place] + bytes([new[place] ^ 1 << bit]) + new[place + 1 :],
            "half arrived": new[:place] + old[place:],  # as one that writes in place leaves it in the middle
        }[how]
        shard.write_bytes(damaged)
        reader = Store(Path(name), "elsewhere")
        found, told = all_of(reader), reader.take_notices()
        if found != whole and damaged != old:
            assert any(shard.name in finding for finding in reader.verify())
        if told and has_copy:
            assert found[0] == whole[0][:-1]
        elif told:
            assert found == ([], [])
            assert "no good copy" in told[0]
        assert len(reader.history()) <= 12


def all_of(store: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return list(store.documents("listens")), list(store.documents("tracks"))
