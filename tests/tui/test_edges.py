"""What one run of a command works with."""

import threading
from pathlib import Path

import pytest
from media import make_flac
from sitting import Sitting
from tunes.library.outside import tracks_of_files
from tunes.library.track import Kind, Track
from tunes.profile.marks import Mark, mark_document, standing
from tunes.profile.said import Said
from tunes.tui.edges import Edges, Sorry

SONG = Track("t1:new", Path("/m/a.flac"), Kind.MUSIC, "A song")


@pytest.fixture
def edges(tmp_path: Path) -> Edges:
    return Edges.of(tmp_path / "data" / "library.db", tmp_path / "profile")


class TestTelling:
    def test_is_on_standard_error_and_harmless(
        self, edges: Edges, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edges.tell("Careful \x1b[2J")
        assert capsys.readouterr() == ("", "tunes: Careful [2J\n")
        assert edges.told == ["Careful \x1b[2J"]

    def test_goes_to_the_screen_while_there_is_one(
        self, edges: Edges, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shown: list[str] = []
        edges.tell_to(shown.append)
        teller = threading.Thread(target=edges.tell, args=["The disk is full."])
        teller.start()
        teller.join()
        edges.tell_to(None)
        edges.tell("Goodbye.")
        assert shown == ["The disk is full."]
        assert edges.told == ["Goodbye."]
        assert capsys.readouterr() == ("", "tunes: Goodbye.\n")

    def test_a_recorder_that_can_not_write_tells_the_screen(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edges = Edges.of(tmp_path / "library.db", Path("/dev/null/profile"))
        shown: list[str] = []
        edges.tell_to(shown.append)
        edges.recorder().mark("like", track=SONG)
        edges.close()
        assert any("could not be saved" in sentence for sentence in shown)
        assert capsys.readouterr() == ("", "")


class TestMarked:
    def test_says_what_stands_by_every_id(self, edges: Edges) -> None:
        store = edges.store()
        for at, kind, track, value in (
            (1.0, "like", "t1:old", True),
            (2.0, "like", "t1:other", True),
            (3.0, "like", "t1:other", False),
            (4.0, "ban", "t1:worst", True),
        ):
            store.append("marks", mark_document(Mark(at, kind, {"track": track}, value)))
        store.append("aliases", {"at": 5.0, "new": "t1:new", "old": "t1:old"})
        said = Said.of(standing(edges.said()), 9.0)
        assert said.liked.tracks == {"t1:old", "t1:new"}
        assert said.banned.tracks == {"t1:worst"}

    def test_of_nothing(self, edges: Edges) -> None:
        assert edges.said() == []


class TestFiles:
    def test_lie_beside_the_library_and_none_in_the_profile(self, edges: Edges, tmp_path: Path) -> None:
        store = edges.store()
        for month in range(3):
            store.append("marks", mark_document(Mark(1e9 + month * 3e6, "like", {"track": "t1:a"})))
        store.history()
        edges.catalog()
        edges.close()
        names = {path.name for path in (tmp_path / "data").iterdir()}
        assert {"library.db", "device.json", edges.places.cache.name} <= names
        assert [path.name for path in (tmp_path / "profile").iterdir()] == [store.device]
        assert store.verify() == []

    def test_two_profiles_do_not_share_a_cache(self, tmp_path: Path) -> None:
        library = tmp_path / "library.db"
        one, other = (Edges.of(library, tmp_path / name).places.cache for name in "ab")
        assert one != other
        assert one.parent == other.parent == tmp_path

    def test_each_thing_is_made_once_whoever_asks(self, edges: Edges) -> None:
        made: list[object] = []
        askers = [threading.Thread(target=lambda: made.append(edges.recorder())) for _ in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        edges.close()
        assert len(set(map(id, made))) == 1

    def test_elsewhere_is_wholly_apart_and_once_keeps_the_profile(self, edges: Edges, tmp_path: Path) -> None:
        demo = edges.elsewhere(tmp_path / "demo").places
        assert {path.parent for path in (demo.library, demo.profile, demo.device, demo.cache, demo.logs)} == {
            tmp_path / "demo"
        }
        once = edges.elsewhere(tmp_path / "once", profile=False).places
        assert once.library == tmp_path / "once" / "library.db"
        assert (once.profile, once.device) == (edges.places.profile, edges.places.device)
        assert once.queue.parent == tmp_path / "once"

    def test_a_library_that_can_not_be_kept_is_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(Sorry, match="Not a directory"):
            Edges.of(tmp_path / "file" / "deep" / "library.db", tmp_path / "p").catalog()


def test_the_queue_comes_back_with_files_that_the_library_does_not_hold(edges: Edges, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    files = [make_flac(tmp_path / "elsewhere" / f"{name}.flac", 0.2, title=name) for name in "abc"]
    tracks, _ = tracks_of_files(files, edges.catalog(), 7.0)
    keeper = edges.queue_keeper()
    sitting = Sitting(tmp_path / "sitting")
    keeper.watch(sitting.session)
    sitting.session.play(tracks, 1, "files")
    keeper.close()
    sitting.session.close()
    files[0].unlink()
    later = edges.queue_keeper()
    saved = later.saved()
    later.close()
    assert saved is not None
    assert [(entry.track.title, entry.source) for entry in saved.queue.entries] == [
        ("b", "files"),
        ("c", "files"),
    ]
    assert (saved.queue.index, saved.missing) == (0, 1)
