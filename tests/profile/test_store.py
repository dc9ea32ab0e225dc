"""The profile on disk."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from tunes.library.track import Kind, Track
from tunes.profile.errors import NotSaved
from tunes.profile.listens import Listen, listen_document
from tunes.profile.lock import Lock, locked
from tunes.profile.shards import LOCK
from tunes.profile.store import Store

NOVEMBER = 1_795_000_000.0  # 2026-11-18
DAY = 86_400.0
SONG = Track(
    "t1:a", Path("/m/a.flac"), Kind.MUSIC, "A song", artist="Ann", album="Blue", duration=200.0, mbid="m-1"
)


def document(at: float = NOVEMBER, track: str = SONG.id) -> dict[str, object]:
    return listen_document(Listen(track, at, 60, 200.0, 200.0, 0.0, 200.0, end="finished", source="search"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "profile", "kitchen")


def shard_names(store: Store, device: str = "kitchen") -> list[str]:
    return sorted(path.name for path in (store.folder / device).glob("*.json"))


class TestOnDisk:
    def test_nothing_is_made_before_something_is_kept(self, store: Store) -> None:
        assert list(store.documents("listens")) == []
        assert store.verify() == []
        assert len(store.history()) == 0
        assert not store.folder.parent.exists()

    def test_everything_is_private(self, store: Store) -> None:
        before = os.umask(0)
        try:
            store.append("listens", document(), [SONG])
            store.append("listens", document(NOVEMBER + 1), [SONG])
        finally:
            os.umask(before)
        folder = store.folder / "kitchen"
        assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
        assert {each.stat().st_mode & 0o777 for each in (folder, store.folder, store.folder.parent)} == {
            0o700
        }

    def test_a_shard_explains_itself(self, store: Store) -> None:
        store.append("listens", document(), [SONG])
        store.append("listens", document(NOVEMBER + 300), [SONG])
        shard = orjson.loads((store.folder / "kitchen" / "2026-11.json").read_bytes())
        assert shard["listens"]["2"] == {**document(NOVEMBER + 300), "device": "kitchen"}
        assert list(shard["tracks"].values()) == [
            {
                "id": "t1:a",
                "artist": "Ann",
                "title": "A song",
                "album": "Blue",
                "duration": 200.0,
                "mbid": "m-1",
                "kind": "music",
                "genres": [],
            }
        ]

    def test_a_new_month_begins_a_new_shard_by_utc(self, store: Store) -> None:
        for at in (1_796_083_199.0, 1_796_083_200.0):  # the last second of November, the first of December
            store.append("listens", document(at), [SONG])
        assert shard_names(store) == ["2026-11.json", "2026-12.json"]

    def test_what_comes_late_goes_to_the_newest_shard(self, store: Store) -> None:
        for at in (1_796_083_200.0, NOVEMBER):
            store.append("listens", document(at), [SONG])
        assert shard_names(store) == ["2026-12.json"]
        assert [each["at"] for each in store.documents("listens")] == [NOVEMBER, 1_796_083_200.0]

    def test_the_501st_document_begins_a_new_shard(self, store: Store) -> None:
        for number in range(500):
            store.append("listens" if number % 2 else "marks", document(NOVEMBER + number), [SONG])
        assert shard_names(store) == ["2026-11.json"]
        store.append("listens", document(NOVEMBER + 500), [SONG])
        store.append("listens", document(NOVEMBER + 501), [SONG])
        assert shard_names(store) == ["2026-11.2.json", "2026-11.json"]
        second = orjson.loads((store.folder / "kitchen" / "2026-11.2.json").read_bytes())
        assert len(second["listens"]) == 2
        assert len(second["tracks"]) == 1, "each shard names its own tracks"
        assert [each["at"] for each in store.documents("listens")] == sorted(
            NOVEMBER + n for n in [*range(1, 500, 2), 500, 501]
        )

    def test_shards_are_read_in_the_order_of_their_numbers(self, store: Store) -> None:
        folder = store.folder / "kitchen"
        folder.mkdir(parents=True)
        for number in (10, 9, 2):
            note = {"tracks": {"1": {"id": "t1:a", "title": f"from {number}"}}}
            (folder / f"2026-11.{number}.json").write_bytes(orjson.dumps(note))
        assert store.history().known["t1:a"].title == "from 10"
        store.append("listens", document(), [SONG])
        assert "listens" in orjson.loads((folder / "2026-11.10.json").read_bytes())


class TestWhatIsStored:
    def test_what_can_not_be_encoded_is_replaced(self, store: Store) -> None:
        odd = replace(SONG, title="caf\udce9 \U0001f3b5", duration=float("nan"), genres=("\udcff",))
        store.append("listens", {**document(), "source": "album:\ud83d"}, [odd])
        note = next(store.documents("tracks"))
        assert (note["title"], note["duration"], note["genres"]) == ("caf\ufffd \U0001f3b5", None, ["\ufffd"])
        assert next(store.documents("listens"))["source"] == "album:\ufffd"

    def test_the_device_is_filled_in_and_an_imported_one_kept(self, store: Store) -> None:
        store.append("listens", document())
        store.append("listens", {**document(NOVEMBER + 1), "device": "phone"})
        assert [each["device"] for each in store.documents("listens")] == ["kitchen", "phone"]

    def test_a_queue_is_placed_by_when_it_was_built(self, store: Store) -> None:
        store.append("queues", {"week": "2026-W47", "as_of": 0.0, "built_at": NOVEMBER, "picks": []})
        assert shard_names(store) == ["2026-11.json"]
        assert next(store.documents("queues"))["v"] == 1

    def test_what_has_no_time_is_refused(self, store: Store) -> None:
        with pytest.raises(KeyError):
            store.append("marks", {"kind": "like"})

    def test_older_ones_may_be_left_out(self, store: Store) -> None:
        for month in range(3):
            store.append("listens", document(NOVEMBER + month * 31 * DAY))
        recent = [each["at"] for each in store.documents("listens", since=NOVEMBER + 31 * DAY)]
        assert recent == [NOVEMBER + 31 * DAY, NOVEMBER + 62 * DAY]

    def test_a_device_name_that_is_no_folder_of_ours_is_refused(self, tmp_path: Path) -> None:
        for name in ("", "../x", ".hidden", "a.b"):
            with pytest.raises(ValueError, match="device"):
                Store(tmp_path, name)


class TestSeveralDevices:
    def test_all_are_read_and_only_our_own_is_written(self, store: Store) -> None:
        phone = Store(store.folder, "phone")
        phone.append("listens", document(NOVEMBER + 1), [SONG])
        theirs = (store.folder / "phone" / "2026-11.json").read_bytes()
        store.append("listens", document(NOVEMBER), [SONG])
        store.append("listens", document(NOVEMBER + 2), [SONG])
        assert [each["device"] for each in store.documents("listens")] == ["kitchen", "phone", "kitchen"]
        assert (store.folder / "phone" / "2026-11.json").read_bytes() == theirs
        history = store.history()
        assert [history.devices[code] for code in history.device] == ["kitchen", "phone", "kitchen"]

    def test_what_appears_or_changes_underneath_is_seen(self, store: Store) -> None:
        phone = Store(store.folder, "phone")
        store.append("listens", document(), [SONG])
        for number in range(1, 4):
            phone.append("listens", document(NOVEMBER + number), [SONG])
            assert len(store.history()) == 1 + number

    def test_strangers_are_left_alone_and_named(self, store: Store) -> None:
        store.append("listens", document(), [SONG])
        folder = store.folder / "kitchen"
        names = ["2026-11.sync-conflict-20261124-101010-ABCDEFG.json", "2026-11 (conflicted copy).json"]
        names += [".syncthing.2026-11.json.tmp", "notes.txt"]
        for name in names:
            (folder / name).write_bytes((folder / "2026-11.json").read_bytes())
        (store.folder / ".stversions").mkdir()
        (store.folder / ".stversions" / "2026-10.json").write_text("{")
        assert len(store.history()) == 1
        found = store.verify()
        assert len(found) == len(names)
        assert all(any(name in finding for finding in found) for name in names)


class TestDamage:
    @pytest.fixture
    def damaged(self, store: Store) -> Store:
        for at in (NOVEMBER, NOVEMBER + 1, NOVEMBER + 31 * DAY):
            store.append("listens", document(at), [SONG])
        path = store.folder / "kitchen" / "2026-11.json"
        path.write_bytes(path.read_bytes()[:100])
        return store

    def test_a_damaged_shard_is_told_and_its_copy_and_all_the_rest_are_read(self, damaged: Store) -> None:
        assert [each["at"] for each in damaged.documents("listens")] == [NOVEMBER, NOVEMBER + 31 * DAY]
        notices = damaged.take_notices()
        assert len(notices) == 1
        assert "2026-11.json" in notices[0]
        assert damaged.take_notices() == []
        assert len(damaged.verify()) == 1

    def test_without_a_copy_the_rest_opens(self, damaged: Store) -> None:
        (damaged.folder / "kitchen" / "2026-11.json.bak").unlink()
        assert len(damaged.history()) == 1
        assert "no good copy" in damaged.take_notices()[0]
        assert "no good copy" in damaged.verify()[0]

    def test_of_another_device_nothing_is_set_aside(self, damaged: Store) -> None:
        phone = Store(damaged.folder, "phone")
        phone.append("listens", document(), [SONG])
        assert len(phone.history()) == 3
        assert shard_names(damaged) == ["2026-11.json", "2026-12.json"]

    def test_the_newest_is_set_aside_before_it_is_written_again(self, store: Store) -> None:
        for at in (NOVEMBER, NOVEMBER + 1):
            store.append("listens", document(at), [SONG])
        (store.folder / "kitchen" / "2026-11.json").write_bytes(b"")
        store.append("listens", document(NOVEMBER + 2), [SONG])
        assert [each["at"] for each in store.documents("listens")] == [NOVEMBER, NOVEMBER + 2]
        assert "set aside" in store.take_notices()[0]
        assert any("2026-11.json.damaged" in finding for finding in store.verify())

    def test_a_document_that_is_none_is_left_out_and_named(self, store: Store) -> None:
        store.append("listens", document(), [SONG])
        for bad in ({"heard": None}, {"track": 7}, {"offset": 1 << 40}, {"end": ["x"]}):
            store.append("listens", {**document(NOVEMBER + 1), **bad})
        assert len(store.history()) == 1
        assert "4 of its 5 listens" in store.verify()[0]

    def test_a_newer_listen_is_read_as_far_as_it_is_understood(self, store: Store) -> None:
        store.append("listens", {**document(), "v": 2, "end": "dreamt", "mood": "blue"})
        history = store.history()
        assert (history.heard.tolist(), history.end.tolist()) == ([200.0], [-1])
        assert "newer" in store.verify()[0]
        assert next(store.documents("listens"))["mood"] == "blue"

    def test_a_flipped_bit_is_named(self, store: Store) -> None:
        store.append("listens", document(), [SONG])
        path = store.folder / "kitchen" / "2026-11.json"
        path.write_bytes(path.read_bytes().replace(b"A song", b"A sonf"))
        assert "other than tunes" in store.verify()[0]

    def test_a_listen_that_is_there_twice_is_named(self, store: Store) -> None:
        store.append("listens", document())
        store.append("listens", document())
        assert "twice" in store.verify()[0]


class TestWriters:
    def test_threads_and_processes_lose_nothing(self, store: Store) -> None:
        script = (
            "import sys; from pathlib import Path; from tunes.profile.store import Store\n"
            "store, first = Store(Path(sys.argv[1]), 'kitchen'), float(sys.argv[2])\n"
            "for n in range(60): store.append('listens', {'track': 't1:a', 'at': first + n, 'heard': 1.0})\n"
        )
        children = [
            subprocess.Popen([sys.executable, "-c", script, store.folder, str(NOVEMBER + block * 1000)])
            for block in range(2)
        ]

        def write(block: int) -> None:
            for number in range(60):
                store.append("listens", document(NOVEMBER + block * 1000 + number), [SONG])

        threads = [threading.Thread(target=write, args=(block,)) for block in (2, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [child.wait(60) for child in children] == [0, 0]
        stored = [each["at"] for each in store.documents("listens")]
        assert stored == [NOVEMBER + block * 1000 + n for block in range(4) for n in range(60)]
        assert store.verify() == []

    def test_reading_never_waits_nor_sees_half_a_file(self, store: Store) -> None:
        store.append("listens", document(), [SONG])
        is_over = threading.Event()

        def write() -> None:
            for number in range(1, 150):
                store.append("listens", document(NOVEMBER + number), [SONG])
            is_over.set()

        writer = threading.Thread(target=write)
        writer.start()
        counts = []
        while not is_over.is_set():
            counts.append(len(Store(store.folder, "phone").history()))
        writer.join()
        assert counts == sorted(counts)
        assert store.take_notices() == []
        with locked(store.folder / "kitchen" / LOCK):
            assert len(store.history()) == 150

    def test_who_waits_too_long_for_the_lock_is_told(self, tmp_path: Path) -> None:
        held = Lock(tmp_path / LOCK)
        assert held.take()

        def wait() -> None:
            with locked(tmp_path / LOCK, patience=0.05):
                pytest.fail("two held it at once")

        with pytest.raises(NotSaved, match=str(tmp_path)):
            wait()
        held.release()
        with locked(tmp_path / LOCK, patience=0.05):
            pass

    def test_a_disk_that_takes_nothing_is_told_in_a_sentence(self, store: Store) -> None:
        store.folder.parent.mkdir()
        store.folder.write_text("a file where the folder should be")
        with pytest.raises(NotSaved, match=r"Your history in .*kitchen can't be written: .*\."):
            store.append("listens", document(), [SONG])


def test_whether_a_listen_is_held(store: Store) -> None:
    store.append("listens", document(), [SONG])
    store.append("listens", document(NOVEMBER + 31 * DAY), [SONG])
    assert store.holds(SONG.id, NOVEMBER)
    assert not store.holds(SONG.id, NOVEMBER + 1)
    assert not store.holds("t1:b", NOVEMBER)
    assert not Store(store.folder, "phone").holds(SONG.id, NOVEMBER)


def test_the_history_holds_marks_showings_aliases_and_notes(store: Store) -> None:
    store.append("listens", document(), [SONG])
    store.append("marks", {"at": NOVEMBER, "kind": "like", "what": {"track": SONG.id}, "value": True}, [SONG])
    store.append("shown", {"at": NOVEMBER, "place": "home", "tracks": [SONG.id, "t1:x"]})
    store.append("aliases", {"at": NOVEMBER, "new": "t1:new", "old": SONG.id})
    history = store.history()
    assert history.tracks == ("t1:new", "t1:x")
    assert history.liked == {"t1:new", SONG.id}
    assert history.shown.track.tolist() == [0, 1]
    assert history.known["t1:new"].artist == "Ann"


class TestManyAtOnce:
    def test_are_kept_as_one_by_one(self, tmp_path: Path) -> None:
        songs = [replace(SONG, id=f"t1:{n}") for n in range(7)]
        events = [(document(NOVEMBER + 1500 * n, f"t1:{n % 7}"), [songs[n % 7]]) for n in range(1300)]
        one, many = Store(tmp_path / "one", "kitchen"), Store(tmp_path / "many", "kitchen")
        for event, tracks in events:
            one.append("listens", event, tracks)
        many.extend("listens", events[:3])
        many.extend("listens", iter(events[3:]))
        many.extend("listens", [])
        assert shard_names(many) == shard_names(one)
        for name in shard_names(one):
            mine, theirs = ((store.folder / "kitchen" / name).read_bytes() for store in (many, one))
            assert mine == theirs
        assert many.verify() == []

    def test_say_so_when_the_disk_does_not_take_them(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(NotSaved):
            Store(tmp_path / "file" / "p", "kitchen").extend("listens", [(document(), [SONG])])
