"""This week's queue, chosen by another process."""

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from made_listens import film
from media import make_library
from screen import put
from tunes.library.scan import scan
from tunes.tui.aside import AsideError
from tunes.tui.choosing import Choosing
from tunes.tui.edges import Edges
from tunes.tui.places import places


@pytest.fixture
def edges(tmp_path: Path) -> Edges:
    make_library(tmp_path / "music", seconds=0.2)
    folder = tmp_path / "f\udcffles"
    made = Edges(places(folder / "library.db", folder / "profile", folder / "config.toml"))
    list(scan(made.catalog(), [tmp_path / "music"], cancelled=threading.Event(), now=lambda: 5.0))
    return made


def test_it_is_the_queue_that_everybody_sees(edges: Edges) -> None:
    chosen = Choosing(edges.places, edges.catalog()).this_week()
    assert chosen.frozen
    assert len(chosen.picks) == 8
    assert chosen == edges.this_week()


def test_films_are_chosen_apart(edges: Edges) -> None:
    films = [
        replace(
            film(f"E{n}"), id=f"t1:{n:032x}", path=Path(f"/music/{n}.mkv"), show="Show", season=1, episode=n
        )
        for n in (1, 2)
    ]
    put(edges.catalog(), films)
    chosen = Choosing(edges.places, edges.catalog(), films=True).this_week()
    assert chosen == edges.this_week(films=True)
    assert [pick.track.title for pick in chosen.picks] == ["E1"]
    assert chosen.then == {films[0].id: (films[1].id,)}


def test_what_goes_wrong_is_said(edges: Edges) -> None:
    choosing = Choosing(edges.places, edges.catalog())
    edges.places.library.unlink()
    edges.places.library.mkdir()
    with pytest.raises(AsideError, match="library file can't be"):
        choosing.this_week()


def test_where_no_log_can_be_kept(edges: Edges) -> None:
    edges.places.logs.parent.mkdir(exist_ok=True)
    edges.places.logs.write_bytes(b"no folder")
    assert len(Choosing(edges.places, edges.catalog()).this_week().picks) == 8


def test_a_process_that_dies(edges: Edges, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(AsideError, match="ended early"):
        Choosing(edges.places, edges.catalog()).this_week()


def test_closing_does_not_wait_for_it(edges: Edges, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr("sys.executable", os.fspath(slow))
    choosing = Choosing(edges.places, edges.catalog())
    failed: list[Exception] = []

    def ask() -> None:
        try:
            choosing.this_week()
        except AsideError as error:
            failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    until = time.monotonic() + 10
    while choosing._aside._process is None and time.monotonic() < until:
        time.sleep(0.01)
    choosing.stop()
    asking.join(10)
    assert not asking.is_alive()
    assert len(failed) == 1
    with pytest.raises(AsideError, match="being closed"):
        choosing.this_week()
