"""The listens in progress on disk."""

from dataclasses import replace
from pathlib import Path

import pytest
from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen, listen_document
from tunes.profile.open_listen import OpenListens, orphans_in

SONG = Track("t1:a", Path("/m/a"), Kind.SPOKEN, "A", artist="caf\udce9", duration=200.0)
LISTEN = Listen("t1:a", 1000.0, 60, 20.0, 200.0, 0.0, 20.0, ((1.0, 2.0),), source="queue", device="kitchen")


def left_in(folder: Path) -> list[tuple[float, float]]:
    return [
        (each.document["at"], each.document["heard"]) for file in orphans_in(folder) for each in file.orphans
    ]


def test_what_a_dead_program_left_is_found_as_it_was_saved_last(tmp_path: Path) -> None:
    run = OpenListens(tmp_path / "kitchen")
    run.save([(LISTEN, SONG)])
    run.save([(replace(LISTEN, heard=30.0, end="next"), SONG)])
    run.close()
    (file,) = orphans_in(tmp_path / "kitchen")
    assert file.orphans[0].document == {**listen_document(LISTEN), "heard": 30.0, "end": "lost"}
    assert (file.orphans[0].note.artist, file.orphans[0].note.kind) == ("caf\ufffd", Kind.SPOKEN)
    assert file.path.stat().st_mode & 0o777 == 0o600
    file.remove()
    assert list(orphans_in(tmp_path / "kitchen")) == []


def test_what_a_living_program_plays_is_left_to_it(tmp_path: Path) -> None:
    run = OpenListens(tmp_path)
    run.save([(LISTEN, SONG)])
    assert left_in(tmp_path) == []
    run.close()
    assert left_in(tmp_path) == [(1000.0, 20.0)]


def test_each_of_several_programs_has_its_own_file(tmp_path: Path) -> None:
    runs = [OpenListens(tmp_path) for _ in range(3)]
    for number, run in enumerate(runs):
        run.save([(replace(LISTEN, at=float(number)), SONG)])
    assert {path.name for path in tmp_path.glob("*.json")} == {"open.json", "open.2.json", "open.3.json"}
    runs[1].close()
    assert left_in(tmp_path) == [(1.0, 20.0)]


def test_what_was_not_looked_at_yet_is_not_overwritten(tmp_path: Path) -> None:
    dead = OpenListens(tmp_path)
    dead.save([(LISTEN, SONG)])
    dead.close()
    OpenListens(tmp_path).save([(replace(LISTEN, at=2000.0), SONG)])
    assert left_in(tmp_path) == [(1000.0, 20.0)]


def test_two_that_fade_into_each_other_are_both_there(tmp_path: Path) -> None:
    run = OpenListens(tmp_path)
    run.save([(LISTEN, SONG), (replace(LISTEN, at=2000.0), SONG)])
    run.close()
    assert left_in(tmp_path) == [(1000.0, 20.0), (2000.0, 20.0)]


def test_with_none_in_progress_there_is_no_file(tmp_path: Path) -> None:
    run = OpenListens(tmp_path)
    run.save([])
    assert list(tmp_path.iterdir()) == []
    run.save([(LISTEN, SONG)])
    run.save([])
    assert list(tmp_path.glob("*.json")) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"listens": [{}]}', b'{"listens": [{"listen": {}, "track": {}}]}']
)
def test_a_damaged_one_is_set_aside_with_a_word(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "open.json").write_bytes(content)
    (file,) = orphans_in(tmp_path)
    assert list(file.orphans) == []
    assert "open.json" in file.notice
    assert (tmp_path / "open.json.damaged").read_bytes() == content
    assert list(orphans_in(tmp_path)) == []
