"""The history follows the files: what a scan, another computer or the listener says has become of a track."""

import threading
from pathlib import Path

import pytest
from media import make_flac, tag
from tunes.library.scan import scan
from tunes.tui import following
from tunes.tui.edges import Edges


@pytest.fixture
def edges(tmp_path: Path) -> Edges:
    return Edges.of(tmp_path / "data" / "library.db", tmp_path / "profile")


def look(edges: Edges) -> None:
    for _ in following.scan(edges, threading.Event()):
        pass


def aliases(edges: Edges) -> list[tuple[str, str]]:
    edges.recorder().flush()
    return [(each["new"], each["old"]) for each in edges.store().documents("aliases")]


def test_a_retagged_file_is_told_to_the_profile_once(edges: Edges, tmp_path: Path) -> None:
    song = make_flac(tmp_path / "m" / "a.flac", 1.0, title="Old", artist="Ann")
    edges.catalog().set_roots([tmp_path / "m"])
    look(edges)
    (old,) = edges.catalog().shelf()
    tag(song, title="New")
    look(edges)
    look(edges)
    (new,) = edges.catalog().shelf()
    assert new.title == "New"
    assert aliases(edges) == [(new.id, old.id)]


def test_what_a_killed_run_could_not_tell_is_told_by_the_next(edges: Edges, tmp_path: Path) -> None:
    song = make_flac(tmp_path / "m" / "a.flac", 1.0, title="Old", artist="Ann")
    edges.catalog().set_roots([tmp_path / "m"])
    look(edges)
    (old,) = edges.catalog().shelf()
    tag(song, title="New")
    for progress in scan(
        edges.catalog(), [tmp_path / "m"], cancelled=threading.Event(), now=lambda: 1.0
    ):  # as in a run that is killed when the catalog knows and the profile does not yet
        assert progress is not None
    assert aliases(edges) == []
    look(edges)
    (new,) = edges.catalog().shelf()
    assert aliases(edges) == [(new.id, old.id)]


def test_where_the_listener_or_another_computer_has_spoken_no_scan_says_otherwise(
    edges: Edges, tmp_path: Path
) -> None:
    song = make_flac(tmp_path / "m" / "a.flac", 1.0, title="Old", artist="Ann")
    edges.catalog().set_roots([tmp_path / "m"])
    look(edges)
    (old,) = edges.catalog().shelf()
    tag(song, title="New")
    look(edges)
    (new,) = edges.catalog().shelf()
    edges.recorder().apart(old.id)
    for known in (2, 3):
        look(edges)
        assert len(aliases(edges)) == known - 1
        edges.recorder().alias("t1:other", old.id)
    assert edges.store().history().newest_id(old.id) == "t1:other"
    following.unlink(edges, old.id)
    assert edges.catalog().links() == []
    following.link(edges, new.id, old.id)
    assert edges.catalog().links() == [(new.id, old.id)]
    assert aliases(edges)[-1] == (new.id, old.id)
