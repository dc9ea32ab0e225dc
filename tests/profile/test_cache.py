"""The cached columns: the history is the same with and without them, and whatever no longer fits is noticed."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.profile.exposures import Shown, shown_document
from tunes.profile.history import History
from tunes.profile.listens import Listen, listen_document
from tunes.profile.marks import Mark, mark_document
from tunes.profile.store import Store

MONTHS = (1_788_000_000.0, 1_791_000_000.0, 1_793_500_000.0, 1_796_200_000.0)
"""In August, October, November and December 2026."""
SONG = Track("t1:a", Path("/m/a.flac"), Kind.MUSIC, "A song", artist="Ann", duration=200.0)


def listen(store: Store, at: float, track: Track = SONG) -> None:
    document = listen_document(Listen(track.id, at, 60, 150.0, None, 0.0, 150.0, end="next", source="queue"))
    store.append("listens", document, [track])


def assert_same(one: History, other: History) -> None:
    for field in fields(History):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            assert mine.dtype == theirs.dtype, field.name
            np.testing.assert_array_equal(mine, theirs, err_msg=field.name)
        elif field.name == "shown":
            for name in ("at", "track", "place"):
                np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))
            assert mine.places == theirs.places
        else:
            assert mine == theirs, field.name


class Profile:
    """A profile of two devices with three closed shards, and its cache."""

    def __init__(self, root: Path) -> None:
        self.folder, self.cache = root / "profile", root / "data" / "history.columns"
        self.kitchen, self.laptop = Store(self.folder, "kitchen"), Store(self.folder, "laptop")
        for number, month in enumerate(MONTHS):
            for step in range(3):
                listen(self.kitchen, month + 300 * step, replace(SONG, id=f"t1:{step}", title=f"In {number}"))
        for month in MONTHS[:2]:
            listen(self.laptop, month + 7)

    def shard(self, month: str = "2026-10", device: str = "kitchen") -> Path:
        return self.folder / device / f"{month}.json"

    def check(self) -> History:
        """The history with the cache, which is the same as without; by a program that starts and one that starts again."""
        plain = Store(self.folder, "kitchen").history()
        for _ in range(2):
            assert_same(Store(self.folder, "kitchen", self.cache).history(), plain)
        return plain


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    made = Profile(tmp_path)
    assert len(made.check()) == 14
    return made


made_events = st.lists(
    st.tuples(
        st.sampled_from(["kitchen", "laptop", "attic"]),
        st.sampled_from(["listen", "like", "unlike", "shown", "alias", "look"]),
        st.sampled_from("abcd"),
        st.sampled_from("abcd"),
    ),
    min_size=4,
    max_size=40,
)


@settings(max_examples=40)
@given(made_events, st.randoms(use_true_random=False))
def test_any_history_is_the_same_from_the_cache(
    events: list[tuple[str, str, str, str]], chance: Random
) -> None:
    with tempfile.TemporaryDirectory() as name:
        stores = {device: Store(Path(name) / "p", device) for device in ("kitchen", "laptop", "attic")}
        cached = Store(Path(name) / "p", "kitchen", Path(name) / "columns")
        at = dict.fromkeys(stores, MONTHS[0])
        for number, (device, kind, one, other) in enumerate(events):
            at[device] += chance.choice([40.0, 86_400.0 * 20])
            when = at[device] + number / 64  # no two at once
            track = replace(SONG, id=f"t1:{one}", title=f"{number}", artist=device)
            if kind == "look":
                assert_same(cached.history(), Store(cached.folder, "kitchen").history())
            else:
                append(stores[device], kind, when, track, other)
        plain = Store(cached.folder, "kitchen").history()
        assert_same(cached.history(), plain)
        assert_same(Store(cached.folder, "laptop", Path(name) / "columns").history(), plain)


def append(store: Store, kind: str, at: float, track: Track, other: str) -> None:
    if kind == "listen":
        listen(store, at, track)
    elif kind == "shown":
        shown = Shown(at, f"discover:{other}", (track.id, f"t1:{other}"))
        store.append("shown", shown_document(shown), [track])
    elif kind == "alias":
        store.append("aliases", {"at": at, "new": track.id, "old": f"t1:{other}"})
    else:
        mark = Mark(at, "like", {"track": track.id}, kind == "like")
        store.append("marks", mark_document(mark), [track])


class TestWhatChanges:
    def test_the_newest_shard_is_never_cached(self, profile: Profile) -> None:
        listen(profile.kitchen, MONTHS[-1] + 5000)
        listen(profile.laptop, MONTHS[1] + 5000)
        assert len(profile.check()) == 16

    def test_a_shard_is_closed(self, profile: Profile) -> None:
        listen(profile.kitchen, MONTHS[-1] + 40 * 86_400)
        assert len(profile.check()) == 15

    def test_a_shard_is_rewritten(self, profile: Profile) -> None:
        other = Profile(profile.folder.parent / "other")
        listen(Store(other.folder, "attic"), MONTHS[1] + 1, replace(SONG, id="t1:new"))
        shutil.copy(other.shard(device="attic"), profile.shard())
        assert len(profile.check()) == 12

    def test_a_shard_is_gone(self, profile: Profile) -> None:
        for path in (profile.shard(), profile.shard().with_name("2026-10.json.bak")):
            path.unlink()
        assert len(profile.check()) == 11

    def test_the_newest_is_gone_so_that_an_older_one_is_open_again(self, profile: Profile) -> None:
        for path in profile.folder.glob("kitchen/2026-12*"):
            path.unlink()
        assert len(profile.check()) == 11

    def test_another_computer_brings_older_shards(self, profile: Profile) -> None:
        attic = Store(profile.folder, "attic")
        for month in (MONTHS[0] - 60 * 86_400, *MONTHS[:2]):
            listen(attic, month + 11, replace(SONG, id="t1:0", title="Older"))
        history = profile.check()
        assert len(history) == 17
        assert history.known["t1:0"].title == "In 3"

    def test_a_foreign_hand_changes_a_shard_and_leaves_its_seal(self, profile: Profile) -> None:
        data = profile.shard().read_bytes()
        assert b'"heard":150.0' in data
        profile.shard().write_bytes(data.replace(b'"heard":150.0', b'"heard":151.0'))
        assert 151.0 in profile.check().heard

    def test_a_shard_is_damaged_and_its_copy_read(self, profile: Profile) -> None:
        profile.shard().write_bytes(b'{"listens' + profile.shard().read_bytes()[9:].replace(b"}", b"]", 1))
        assert len(profile.check()) == 13
        store = Store(profile.folder, "kitchen", profile.cache)
        store.history()
        assert len(store.take_notices()) == 1

    def test_a_shard_without_a_seal_is_read_each_time(self, profile: Profile) -> None:
        tables = orjson.loads(profile.shard().read_bytes())
        del tables["seal"]
        profile.shard().write_bytes(orjson.dumps(tables))
        assert len(profile.check()) == 14


def whole(data: bytes) -> dict[str, bytes]:
    flipped = bytearray(data)
    flipped[-200] ^= 0xFF
    return {
        "empty": b"",
        "cut": data[: len(data) // 2],
        "cut by a byte": data[:-1],
        "zeros": bytes(len(data)),
        "another version": data.replace(b"history columns", b"HISTORY COLUMNS"),
        "one byte flipped": bytes(flipped),
        "text": b"hello",
    }


class TestTheFile:
    def test_is_private_and_outside_the_profile(self, profile: Profile) -> None:
        assert profile.cache.stat().st_mode & 0o777 == 0o600
        assert profile.cache.parent.stat().st_mode & 0o777 == 0o700
        assert [path.name for path in profile.cache.parent.iterdir()] == ["history.columns"]

    def test_spares_reading_the_shards(self, profile: Profile) -> None:
        store = Store(profile.folder, "kitchen", profile.cache)
        read = reads_of(store)
        store.history()
        assert set(read) == {profile.shard("2026-10", "laptop"), profile.shard("2026-12")}

    @pytest.mark.parametrize("how", whole(b"." * 1000))
    def test_damaged_it_is_made_anew(self, profile: Profile, how: str) -> None:
        good = profile.cache.read_bytes()
        profile.cache.write_bytes(whole(good)[how])
        profile.check()
        assert profile.cache.read_bytes() == good

    def test_deleted_it_is_made_anew(self, profile: Profile) -> None:
        good = profile.cache.read_bytes()
        profile.cache.unlink()
        profile.check()
        assert profile.cache.read_bytes() == good

    def test_that_it_can_not_be_written_is_no_error(self, profile: Profile) -> None:
        blocked = profile.folder.parent / "a file"
        blocked.touch()
        profile.cache = blocked / "history.columns"
        profile.check()

    def test_a_folder_in_its_place_is_no_error(self, profile: Profile) -> None:
        profile.cache.unlink()
        profile.cache.mkdir()
        profile.check()

    def test_of_another_profile_it_is_not_taken(self, profile: Profile, tmp_path: Path) -> None:
        other = Store(tmp_path / "other", "kitchen", profile.cache)
        listen(other, MONTHS[0])
        listen(other, MONTHS[1])
        assert len(other.history()) == 2
        profile.check()

    def test_survives_its_removal_while_it_is_mapped(self, profile: Profile) -> None:
        store = Store(profile.folder, "kitchen", profile.cache)
        before = store.history()
        profile.cache.unlink()
        assert_same(store.history(), before)


def reads_of(store: Store) -> list[Path]:
    """Fills with the shards that the store parses."""
    read: list[Path] = []
    parse: Callable[..., object] = store._parsed

    def noting(shard: object) -> object:
        read.append(shard.path)  # type: ignore[attr-defined]  # a Shard
        return parse(shard)

    store._parsed = noting  # type: ignore[assignment,method-assign]  # it only looks on
    return read
