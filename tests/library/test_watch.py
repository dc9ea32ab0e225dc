"""Changes below the roots are noticed, by the system's own events and by looking, and told once they have come to rest."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event
from typing import Any

import pytest
from tunes.library.listing import IGNORE
from tunes.library.watch import Pace, Rest, changes

QUICK = Pace(ask=0.01, quiet=0.05, most=0.5, roots=0.02, look=0.02)
PATIENCE_S = 20


class Watching:
    """What a listener with a thread of its own hears."""

    def __init__(self) -> None:
        self.heard: Queue[None] = Queue()
        self.said: list[str] = []
        self.stop = Event()

    def hears(self) -> None:
        """Something was told."""
        self.heard.get(timeout=PATIENCE_S)

    def hears_nothing_of(self, change: Callable[[], object], then: Callable[[], object]) -> None:
        """Only the second of two changes is told."""
        change()
        with pytest.raises(Empty):
            self.heard.get(timeout=10 * QUICK.quiet)
        then()
        self.hears()


@contextmanager
def watching(*roots: Path, **options: object) -> Iterator[Watching]:
    one = Watching()
    pieces: dict[str, Any] = {"tell": one.said.append, "pace": QUICK, "shared": lambda _: False, **options}
    told = changes(roots, one.stop, **pieces)

    def listen() -> None:
        for _ in told:
            one.heard.put(None)

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield one
    finally:
        began = time.monotonic()
        one.stop.set()
        thread.join(PATIENCE_S)
        assert time.monotonic() - began < 10, "it ends at once"


def settle(one: Watching) -> None:
    while True:
        try:
            one.heard.get(timeout=5 * QUICK.quiet)
        except Empty:
            return


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture(params=["events", "looking"])
def one(request: pytest.FixtureRequest, music: Path) -> Iterator[Watching]:
    for name in ("a/b/c.mp3", "a/d.flac", "e.ogg"):
        put(music / name)
    with watching(music, shared=lambda _: request.param == "looking") as made:
        yield made


def test_what_comes_changes_moves_and_goes_is_told(music: Path, one: Watching) -> None:
    steps: list[Callable[[], object]] = [
        lambda: put(music / "new.mp3"),
        lambda: put(music / "a/b/c.mp3", b"another"),
        lambda: (music / "a/d.flac").rename(music / "a/b/d.flac"),
        lambda: (music / "a").rename(music / "z"),
        lambda: put(music / "z/b/deep.mp3"),
        lambda: put(music / "fresh/folder/in.mp3"),
        lambda: put(music / "fresh/folder/more.mp3"),
        lambda: put(music / "z" / IGNORE),
        lambda: shutil.rmtree(music / "fresh"),
        lambda: put(music / "fresh/folder/again.mp3"),
        lambda: put(music / "fresh/folder/and again.mp3"),
        (music / "e.ogg").unlink,
    ]
    for step in steps:
        step()
        one.hears()
        settle(one)


def test_what_is_not_listed_is_not_told(music: Path, one: Watching, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside/x.mp3").parent

    def change() -> None:
        put(music / "download.mp3.part", b"")
        put(music / ".hidden.mp3")
        put(music / "a/cover.jpg")
        put(outside / "y.mp3")

    (music / "link").symlink_to(outside)
    settle(one)
    one.hears_nothing_of(change, then=lambda: put(music / "a/x.mp3"))


def test_many_changes_are_one(music: Path, one: Watching) -> None:
    for number in range(200):
        put(music / f"many/{number}.mp3")
    one.hears()
    settle(one)
    assert one.heard.empty()


def test_a_root_that_goes_and_comes_back(music: Path, one: Watching, tmp_path: Path) -> None:
    music.rename(tmp_path / "away")
    one.hears()
    settle(one)
    (tmp_path / "away").rename(music)
    one.hears()
    settle(one)
    put(music / "a/new.mp3")
    one.hears()


def test_a_root_that_comes_later(tmp_path: Path) -> None:
    root = tmp_path / "later"
    with watching(root) as one:
        put(root / "a.mp3")
        one.hears()
        settle(one)
        put(root / "b.mp3")
        one.hears()
    assert one.said == []


def test_where_nothing_is_told_that_is_said_once(music: Path, tmp_path: Path) -> None:
    other = put(tmp_path / "other/a.mp3").parent
    with watching(music, other, shared=lambda root: root == music) as one:
        put(music / "a.mp3")
        one.hears()
        settle(one)
        put(other / "b.mp3")
        one.hears()
    assert len(one.said) == 1
    assert str(music) in one.said[0]


def test_when_no_more_can_be_watched_it_looks(music: Path) -> None:
    def full(_folders: object) -> None:
        raise OSError("OS file watch limit reached.")

    with watching(music, watcher=full) as one:
        put(music / "a.mp3")
        one.hears()
    assert len(one.said) == 1


def test_a_folder_whose_name_is_no_text(music: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(music) + b"/caf\xe9"))
    put(folder / "a.mp3")
    with watching(music) as one:
        put(folder / "b.mp3")
        one.hears()


def test_waiting_costs_next_to_nothing(music: Path) -> None:
    put(music / "a/b/c.mp3")
    with watching(music, pace=Pace()) as one:
        began, cpu = time.monotonic(), time.process_time()
        one.stop.wait(1.0)
        assert time.process_time() - cpu < 0.2 * (time.monotonic() - began)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ([1.0], [3.0]),
        ([1.0, 2.0, 2.5], [4.5]),
        ([float(at) for at in range(1, 31)], [11.0, 22.0, 32.0]),
        ([1.0, 20.0], [3.0, 22.0]),
        ([], []),
    ],
    ids=["one", "a few", "going on", "apart", "none"],
)
def test_rest(changed: list[float], told: list[float]) -> None:
    rest, said = Rest(Pace()), []
    for half in range(100):
        now = half / 2
        if now in changed:
            rest.changed(now)
        if rest.is_over(now):
            said.append(now)
    assert said == told
