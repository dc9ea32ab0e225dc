"""The one writing thread."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen, listen_document
from tunes.profile.recorder import Recorder
from tunes.profile.store import Store

NOW = 1_795_000_000.0
SONG = Track("t1:a", Path("/m/a"), Kind.MUSIC, "A", artist="Ann", duration=200.0)
OTHER = replace(SONG, id="t1:b")
LISTEN = Listen("t1:a", NOW, 60, 150.0, 200.0, 0.0, 150.0, end="next", source="queue")


class Disk:
    """A profile on a disk that can be filled up."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "profile", "kitchen")
        self.said: list[str] = []
        self.spoke = threading.Event()
        self.recorder = self.restarted()

    def restarted(self) -> Recorder:
        return Recorder(self.store, self.hear, now=lambda: NOW)

    def hear(self, sentence: str) -> None:
        self.said.append(sentence)
        self.spoke.set()

    def fill(self) -> None:
        """A file where the folder should be: nothing can be written, not even by root."""
        self.store.folder.rename(self.store.folder.with_name("away")) if self.store.folder.exists() else None
        self.store.folder.touch()

    def free(self) -> None:
        self.store.folder.unlink()
        away = self.store.folder.with_name("away")
        away.rename(self.store.folder) if away.exists() else None

    def kept(self, table: Any = "listens") -> list[dict[str, Any]]:
        return list(self.store.documents(table))

    def open_files(self) -> list[str]:
        return [path.name for path in (self.store.folder / "kitchen").glob("open*.json")]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path)
    yield disk
    disk.recorder.close()


def test_everything_is_kept_in_the_order_it_happened(disk: Disk) -> None:
    for number in range(40):
        disk.recorder.listen(replace(LISTEN, at=NOW + number), SONG)
    assert disk.recorder.flush(20)
    shard = disk.kept()
    assert shard == [
        {**listen_document(replace(LISTEN, at=NOW + number)), "device": "kitchen"} for number in range(40)
    ]
    assert disk.said == []


def test_each_kind_of_event_has_its_table(disk: Disk) -> None:
    disk.recorder.mark("like", track=SONG, value=True)
    disk.recorder.mark("ban", artist="Air")
    disk.recorder.mark("incognito", value=False)
    disk.recorder.shown([SONG, OTHER], "discover:2026-W48")
    disk.recorder.shown([], "nowhere")
    disk.recorder.alias("t1:b", "t1:a")
    disk.recorder.queue({"week": "2026-W48", "as_of": NOW, "built_at": NOW, "picks": []}, [SONG])
    assert disk.recorder.close()
    stamp = {"at": NOW, "device": "kitchen", "v": 1}
    assert disk.kept("marks") == [
        {"kind": "like", "what": {"track": "t1:a"}, "value": True, **stamp},
        {"kind": "ban", "what": {"artist": "Air"}, "value": True, **stamp},
        {"kind": "incognito", "what": {}, "value": False, **stamp},
    ]
    assert disk.kept("shown") == [{"place": "discover:2026-W48", "tracks": ["t1:a", "t1:b"], **stamp}]
    assert disk.kept("aliases") == [{"new": "t1:b", "old": "t1:a", **stamp}]
    assert [each["week"] for each in disk.kept("queues")] == ["2026-W48"]
    assert {each["id"] for each in disk.kept("tracks")} == {"t1:a", "t1:b"}


class TestInProgress:
    def test_a_killed_run_s_listen_is_lost_and_not_gone(self, disk: Disk) -> None:
        disk.recorder.keep_open(replace(LISTEN, heard=10.0), SONG)
        disk.recorder.keep_open(replace(LISTEN, heard=20.0), SONG)
        assert disk.recorder.close()
        assert disk.restarted().recover() == 1
        assert [(each["heard"], each["end"], each["device"]) for each in disk.kept()] == [
            (20.0, "lost", "kitchen")
        ]
        assert disk.kept("tracks")[0]["artist"] == "Ann"
        assert disk.restarted().recover() == 0
        assert disk.open_files() == []

    def test_a_living_run_s_listen_is_left_to_it(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        assert disk.recorder.flush(10)
        assert disk.restarted().recover() == 0
        assert disk.open_files() == ["open.json"]

    def test_once_kept_it_is_no_longer_open(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        disk.recorder.listen(LISTEN, SONG)
        assert disk.recorder.flush(10)
        assert disk.open_files() == []
        assert [each["end"] for each in disk.kept()] == ["next"]

    def test_killed_after_it_was_kept_and_before_it_was_closed_it_is_not_doubled(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        assert disk.recorder.flush(10)
        disk.store.append("listens", listen_document(LISTEN), [SONG])
        assert disk.recorder.close()
        assert disk.restarted().recover() == 0
        assert len(disk.kept()) == 1
        assert disk.open_files() == []

    def test_of_two_that_fade_the_one_that_goes_on_stays_open(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        disk.recorder.keep_open(replace(LISTEN, track="t1:b", at=NOW + 195, heard=3.0), OTHER)
        disk.recorder.listen(LISTEN, SONG)
        assert disk.recorder.close()
        assert disk.restarted().recover() == 1
        assert [(each["track"], each["end"]) for each in disk.kept()] == [("t1:a", "next"), ("t1:b", "lost")]

    def test_for_a_guest_nothing_stays_open(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        disk.recorder.clear_open()
        assert disk.recorder.flush(10)
        assert disk.open_files() == []

    def test_one_that_is_not_to_be_kept_can_be_named(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        disk.recorder.keep_open(replace(LISTEN, at=NOW + 1), SONG)
        disk.recorder.clear_open(NOW)
        assert disk.recorder.close()
        assert disk.restarted().recover() == 1
        assert [each["at"] for each in disk.kept()] == [NOW + 1]

    def test_of_which_nothing_had_sounded_nothing_is_kept(self, disk: Disk) -> None:
        disk.recorder.keep_open(replace(LISTEN, heard=0.0), SONG)
        assert disk.recorder.close()
        assert disk.restarted().recover() == 0
        assert disk.kept() == []
        assert disk.open_files() == []

    def test_a_damaged_one_is_told_and_the_program_starts(self, disk: Disk) -> None:
        (disk.store.folder / "kitchen").mkdir(parents=True)
        (disk.store.folder / "kitchen" / "open.json").write_bytes(b"{")
        assert disk.recorder.recover() == 0
        assert "open.json" in disk.said[0]


class TestFailingDisk:
    def test_what_the_disk_does_not_take_waits_and_is_kept_later(self, disk: Disk) -> None:
        disk.recorder.listen(LISTEN, SONG)
        assert disk.recorder.flush(10)
        disk.fill()
        disk.recorder.listen(replace(LISTEN, at=NOW + 1), SONG)
        disk.recorder.mark("like", track=SONG)
        disk.recorder.listen(replace(LISTEN, at=NOW + 2), SONG)
        assert disk.spoke.wait(10)
        assert not disk.recorder.flush(0.1)
        disk.free()
        assert disk.recorder.flush(20)
        assert [each["at"] for each in disk.kept()] == [NOW, NOW + 1, NOW + 2]
        assert len(disk.kept("marks")) == 1
        assert len(disk.said) == 2, "told once, and once that it is over"
        assert str(disk.store.folder) in disk.said[0]
        assert "nothing was lost" in disk.said[1]

    def test_what_is_lost_in_the_end_is_told(self, disk: Disk) -> None:
        disk.fill()
        disk.recorder.listen(LISTEN, SONG)
        disk.recorder.listen(replace(LISTEN, at=NOW + 1), SONG)
        assert not disk.recorder.close(timeout=0.3)
        assert "2 of your listens and marks could not be saved" in disk.said[-1]

    def test_a_listen_in_progress_that_can_not_be_saved_holds_nothing_up(self, disk: Disk) -> None:
        disk.fill()
        disk.recorder.keep_open(LISTEN, SONG)
        assert disk.recorder.flush(10)
        assert len(disk.said) == 1

    def test_starting_on_such_a_disk_goes_on(self, disk: Disk) -> None:
        disk.recorder.keep_open(LISTEN, SONG)
        assert disk.recorder.close()
        shard = disk.store.folder / "kitchen" / "2026-11.json"
        shard.mkdir()
        assert disk.restarted().recover() == 0
        assert disk.open_files() == ["open.json"]
        assert disk.said
        shard.rmdir()
        assert disk.restarted().recover() == 1

    def test_one_event_that_can_not_be_stored_does_not_stop_the_others(self, disk: Disk) -> None:
        disk.recorder.queue({"week": "2026-W48", "built_at": NOW, "picks": object()}, [])
        disk.recorder.listen(LISTEN, SONG)
        assert disk.recorder.flush(10)
        assert len(disk.kept()) == 1
        assert disk.kept("queues") == []
        assert len(disk.said) == 1

    def test_a_damaged_shard_is_told_to_the_listener(self, disk: Disk) -> None:
        disk.recorder.listen(LISTEN, SONG)
        assert disk.recorder.flush(10)
        (disk.store.folder / "kitchen" / "2026-11.json").write_bytes(b"")
        disk.recorder.listen(LISTEN, SONG)
        assert disk.recorder.flush(10)
        assert "set aside" in disk.said[0]


def test_after_its_end_it_takes_nothing_silently(disk: Disk) -> None:
    assert disk.recorder.close()
    with pytest.raises(RuntimeError):
        disk.recorder.listen(LISTEN, SONG)
    assert disk.recorder.close()


def test_nothing_is_made_on_disk_by_a_run_that_keeps_nothing(disk: Disk) -> None:
    assert disk.recorder.recover() == 0
    assert disk.recorder.close()
    assert not disk.store.folder.exists()
