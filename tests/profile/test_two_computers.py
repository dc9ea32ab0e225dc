"""Two computers whose profiles a real Syncthing keeps alike: both listen while apart, and end with equal histories."""

import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from made_listens import listen, track
from syncthing import LIMIT_S, Daemon, is_there
from tunes.profile.history import History
from tunes.profile.listens import listen_document
from tunes.profile.marks import Mark, mark_document
from tunes.profile.store import Store

pytestmark = pytest.mark.skipif(not is_there(), reason="no Syncthing here")
SONGS = [track(f"Song {number}", "Singer") for number in range(6)]
OCTOBER, NOVEMBER = 1_791_000_000.0, 1_794_000_000.0


class Computer:
    """A profile, and the daemon beside it."""

    def __init__(self, home: Path, name: str) -> None:
        self.store = Store(home / "profile", name)
        self.daemon = Daemon(home / "syncthing", self.store.folder)

    def listens(self, count: int, since: float) -> None:
        for number in range(count):
            song = SONGS[number % len(SONGS)]
            self.store.append("listens", listen_document(listen(song, since + 300 * number)), [song])


@pytest.fixture
def computers(tmp_path: Path) -> Iterator[tuple[Computer, Computer]]:
    desk, lap = Computer(tmp_path / "desk", "desk-otter"), Computer(tmp_path / "lap", "lap-heron")
    desk.daemon.meet(lap.daemon)
    lap.daemon.meet(desk.daemon)
    yield desk, lap
    desk.daemon.stop()
    lap.daemon.stop()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not holds():
        assert time.monotonic() < deadline, "the two never became alike"
        time.sleep(0.2)


def alike(one: History, other: History) -> bool:
    if len(one) != len(other) or one.marks != other.marks or one.tracks != other.tracks:
        return False
    columns = ("track", "at", "heard", "end", "device")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in columns)


def test_both_listen_while_apart(computers: tuple[Computer, Computer]) -> None:
    desk, lap = computers
    desk.listens(8, OCTOBER)
    lap.listens(5, OCTOBER + 100)
    lap.store.append("marks", mark_document(Mark(OCTOBER, "like", {"track": SONGS[0].id})), SONGS[:1])
    desk.daemon.start()
    lap.daemon.start()
    until(lambda: len(desk.store.history()) == len(lap.store.history()) == 13)

    # While both are on, each hears what the other did; then one is off, and both go on.
    desk.listens(3, NOVEMBER)
    until(lambda: len(lap.store.history()) == 16)
    lap.daemon.stop()
    desk.listens(4, NOVEMBER + 5_000)
    lap.listens(6, NOVEMBER + 5_000)
    desk.store.append("aliases", {"at": NOVEMBER, "new": SONGS[1].id, "old": SONGS[2].id, "v": 1})
    lap.store.append("marks", mark_document(Mark(NOVEMBER, "ban", {"artist": "Nobody"})))
    lap.daemon.start()
    until(lambda: alike(desk.store.history(), lap.store.history()))
    both = desk.store.history()
    assert len(both) == 26
    assert SONGS[0].id in both.liked
    assert both.newest_id(SONGS[2].id) == SONGS[1].id

    for computer in computers:
        assert computer.store.verify() == []
        shards = list(computer.store.folder.glob("*/*.json"))
        assert len(shards) == 4
        assert {stat.S_IMODE(shard.stat().st_mode) for shard in shards} == {0o600}
        assert not list(computer.store.folder.rglob("*sync-conflict*"))
