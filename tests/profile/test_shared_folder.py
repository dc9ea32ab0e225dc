"""A profile folder that several computers write, without their synchroniser: clocks that are wrong, computers that are replaced, folders kept twice."""

import shutil
from pathlib import Path

import pytest
from made_listens import DAY, listen, track
from tunes.profile.listens import is_listen, listen_document
from tunes.profile.repair import repair
from tunes.profile.shards import month_of
from tunes.profile.store import Store

SONG = track("Song", "Singer")
NOW = 1_794_000_000.0
"""In November 2026."""


def add(store: Store, *ats: float) -> None:
    for at in ats:
        store.append("listens", listen_document(listen(SONG, at)), [SONG])


def test_a_clock_that_was_years_ahead_and_then_set_right(tmp_path: Path) -> None:
    store = Store(tmp_path, "here")
    ahead = NOW + 70 * 365 * DAY
    add(store, NOW, ahead, NOW + 600, NOW + 1200)
    assert [path.name for path in sorted((tmp_path / "here").glob("*.json"))] == [
        "2026-11.json",
        "2096-10.json",
    ]
    history = store.history()
    assert history.at.tolist() == [NOW, NOW + 600, NOW + 1200, ahead]
    assert len(history.before(NOW + 5000)) == 3
    assert store.holds(SONG.id, NOW + 1200)
    assert store.verify() == []


def test_a_clock_that_began_at_nothing(tmp_path: Path) -> None:
    """As of small computers without a battery; then the network sets it."""
    store = Store(tmp_path, "here")
    add(store, 30.0, 300.0, NOW)
    assert [path.name for path in sorted((tmp_path / "here").glob("*.json"))] == [
        "1970-01.json",
        "2026-11.json",
    ]
    assert store.history().at.tolist() == [30.0, 300.0, NOW]


@pytest.mark.parametrize("at", [1e14, -1e14, 253_402_300_800.0, -1.0])
def test_a_time_that_no_calendar_has_is_no_listen_and_stops_nothing(tmp_path: Path, at: float) -> None:
    store = Store(tmp_path, "here")
    add(store, NOW)
    store.append("listens", listen_document(listen(SONG, at)), [SONG])
    assert len(store.history()) == 1
    assert "can't be understood" in store.verify()[0]
    assert month_of(at) in {"1970-01", "9999-12"}
    assert not is_listen(listen_document(listen(SONG, at)))


def test_a_computer_that_was_replaced_is_read_for_good(tmp_path: Path) -> None:
    old = Store(tmp_path / "old", "old-otter")
    add(old, NOW, NOW + 300)
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    new = Store(tmp_path / "new", "new-heron")
    add(new, NOW + 90 * DAY)
    history = new.history()
    assert [history.devices[code] for code in history.device] == ["old-otter", "old-otter", "new-heron"]
    assert new.verify() == []


def test_a_folder_that_a_synchroniser_kept_twice(tmp_path: Path) -> None:
    store = Store(tmp_path, "here")
    add(store, NOW)
    twin = tmp_path / "here (conflicted copy 2026-11-25)"
    shutil.copytree(tmp_path / "here", twin)
    add(Store(tmp_path / "clone", "here"), NOW, NOW + 300)
    shutil.copy(tmp_path / "clone" / "here" / "2026-11.json", twin)
    shutil.rmtree(tmp_path / "clone")
    assert len(store.history()) == 1
    (finding,) = store.verify()
    assert twin.name in finding
    assert "--repair" in finding
    (done,) = repair(store)
    assert "1 were missing" in done
    assert store.history().at.tolist() == [NOW, NOW + 300]
    assert store.verify() == []
