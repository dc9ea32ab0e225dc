"""One file of tables: atomic, private, never silently emptied."""

import errno
import os
from copy import deepcopy
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB
from tunes.profile.errors import Damaged
from tunes.profile.shards import backup_of
from tunes.profile.storage import ShardStorage, Tables, decode, encode, is_seal_broken, load

ONE: Tables = {"listens": {"1": {"at": 1.0}}}
TWO: Tables = {"listens": {"1": {"at": 1.0}, "2": {"at": 2.0}}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2026-11.json"


def damages() -> list[object]:
    sound = encode(TWO)
    return [
        pytest.param(sound[: len(sound) // 2], id="truncated"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\0" * len(sound), id="zeroed"),
        pytest.param(sound.replace(b'"2"', b'"x"'), id="a key that is no number"),
        pytest.param(sound.replace(b"{", b"\xff", 2), id="not text"),
        pytest.param(b"[1, 2]", id="no tables"),
        pytest.param(b'{"listens": [1]}', id="a table that is none"),
        pytest.param(b'{"listens": {"1": 7}}', id="a document that is none"),
    ]


def test_what_is_written_is_read_by_another(path: Path) -> None:
    assert ShardStorage(path).read() is None
    ShardStorage(path).write(deepcopy(ONE))
    assert ShardStorage(path).read() == ONE
    assert path.stat().st_mode & 0o777 == 0o600


def test_plain_tinydb_can_read_it(path: Path) -> None:
    ShardStorage(path).write(deepcopy(TWO))
    with TinyDB(path, access_mode="r") as database:
        assert database.table("listens").all() == [{"at": 1.0}, {"at": 2.0}]


def test_a_write_by_another_process_is_seen(path: Path) -> None:
    ours, theirs = ShardStorage(path), ShardStorage(path)
    ours.write(deepcopy(ONE))
    theirs.read()
    ours.write(deepcopy(TWO))
    assert theirs.read() == TWO


def test_the_file_is_parsed_only_when_it_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))
    monkeypatch.setattr("tunes.profile.storage.load", lambda _: pytest.fail("parsed without need"))
    assert storage.read() == ONE


def test_the_one_before_stays_as_last_good_copy(path: Path) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))
    storage.write(deepcopy(TWO))
    assert decode(path, backup_of(path).read_bytes()) == ONE
    assert backup_of(path).stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, backup_of(path).name]


def test_without_second_names_on_this_disk_there_is_a_copy_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))
    storage.write(deepcopy(TWO))
    assert decode(path, backup_of(path).read_bytes()) == ONE


def test_writes_that_belong_together_come_together_or_not_at_all(path: Path) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))

    def two_inserts(*, fail: bool) -> None:
        with storage.gathered():
            database = TinyDB(storage=lambda: storage)
            database.table("listens").insert({"at": 2.0})
            if fail:
                raise RuntimeError
            database.table("tracks").insert({"id": "a"})

    with pytest.raises(RuntimeError):
        two_inserts(fail=True)
    assert storage.read() == ONE
    two_inserts(fail=False)
    assert ShardStorage(path).read() == {**TWO, "tracks": {"1": {"id": "a"}}}


@pytest.mark.parametrize("data", damages())
def test_a_damaged_file_gives_its_last_good_copy(path: Path, data: bytes) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))
    storage.write(deepcopy(TWO))
    path.write_bytes(data)
    tables, damage = load(path)
    assert tables == ONE
    assert damage is not None
    assert storage.read() == ONE
    assert path.read_bytes() == data, "reading changes nothing"


@pytest.mark.parametrize("data", damages())
def test_a_damaged_file_is_set_aside_with_a_word_when_something_is_to_be_written(
    path: Path, data: bytes
) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))
    storage.write(deepcopy(TWO))
    path.write_bytes(data)
    with storage.gathered():
        TinyDB(storage=lambda: storage).table("listens").insert({"at": 3.0})
    assert (path.parent / f"{path.name}.damaged").read_bytes() == data
    assert ShardStorage(path).read() == {"listens": {"1": {"at": 1.0}, "2": {"at": 3.0}}}
    assert len(storage.notices) == 1
    assert str(path) in storage.notices[0]
    assert "last good copy" in storage.notices[0]


def test_with_no_good_copy_the_damaged_one_is_kept_and_a_new_one_begun(path: Path) -> None:
    path.write_bytes(b"{half")
    backup_of(path).write_bytes(b"{half")
    with pytest.raises(Damaged, match="its end is missing"):
        load(path)
    storage = ShardStorage(path)
    with storage.gathered():
        TinyDB(storage=lambda: storage).table("listens").insert({"at": 1.0})
    assert ShardStorage(path).read() == ONE
    assert (path.parent / f"{path.name}.damaged").read_bytes() == b"{half"
    path.write_bytes(b"{again")
    with storage.gathered():
        TinyDB(storage=lambda: storage).table("listens").insert({"at": 1.0})
    assert (path.parent / f"{path.name}.damaged-2").read_bytes() == b"{again"


def test_a_missing_file_gives_its_last_good_copy(path: Path) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))
    storage.write(deepcopy(TWO))
    path.unlink()
    assert load(path)[0] == ONE
    assert storage.read() == ONE


def test_a_full_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = ShardStorage(path)
    storage.write(deepcopy(ONE))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            storage.write(deepcopy(TWO))
    assert storage.read() == ONE, "what is not on disk is not in memory either"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_tables_and_fields_of_a_newer_version_are_kept(path: Path) -> None:
    path.write_bytes(
        orjson.dumps({"listens": {"1": {"at": 1.0, "mood": [1, {"x": None}]}}, "moods": {"a": 3}})
    )
    storage = ShardStorage(path)
    with storage.gathered():
        TinyDB(storage=lambda: storage).table("listens").insert({"at": 2.0})
    tables = orjson.loads(path.read_bytes())
    assert tables["listens"] == {"1": {"at": 1.0, "mood": [1, {"x": None}]}, "2": {"at": 2.0}}
    assert tables["moods"] == {"a": 3}


def test_a_flipped_bit_that_still_reads_is_noticed() -> None:
    data = encode(TWO)
    assert not is_seal_broken(data)
    assert is_seal_broken(data.replace(b'"at":2.0', b'"at":3.0'))
    assert is_seal_broken(data[: data.index(b',"seal"')] + b"}"), "what it lost is more than its seal"
    assert not is_seal_broken(b'{"listens":{}}'), "made before there were seals"
