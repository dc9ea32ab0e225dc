"""A thing is made once, by whoever asks first; nobody waits for what somebody else asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tunes.tui.edges import Edges
from tunes.tui.once import Once

PATIENCE_S = 20.0


def test_two_who_ask_at_once_get_the_same() -> None:
    once: Once[object] = Once()
    together = threading.Barrier(4)
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    def ask(_: int) -> object:
        together.wait(PATIENCE_S)
        return once.get(make)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(4)))
    assert len(made) == 1
    assert all(answer is made[0] is once.made for answer in answers)


def test_what_could_not_be_made_is_tried_again() -> None:
    once: Once[str] = Once()

    def fail() -> str:
        raise OSError("the disk is away")

    with pytest.raises(OSError, match="the disk is away"):
        once.get(fail)
    assert once.made is None
    assert once.get(lambda: "there") == "there"


def test_the_library_is_there_while_the_recorder_is_still_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan begins while the session is still being imported."""
    edges = Edges.of(tmp_path / "library.db", tmp_path / "profile")
    begun, may_end = threading.Event(), threading.Event()
    make = Edges._open_recorder

    def slowly(edges: Edges) -> object:
        begun.set()
        may_end.wait(PATIENCE_S)
        return make(edges)

    monkeypatch.setattr(Edges, "_open_recorder", slowly)
    with ThreadPoolExecutor(2) as threads:
        recorder = threads.submit(edges.recorder)
        assert begun.wait(PATIENCE_S)
        try:
            catalog = threads.submit(edges.catalog).result(PATIENCE_S)
            assert not recorder.done()
            assert edges.catalog() is catalog
        finally:
            may_end.set()
        assert edges.recorder() is recorder.result(PATIENCE_S)
    edges.close()
