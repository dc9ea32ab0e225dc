import os
import signal
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from media import make_sound
from tunes.library.errors import LibraryError
from tunes.library.readers import Readers


@pytest.fixture
def songs(music: Path) -> list[str]:
    base = make_sound(music / "0.mp3", 0.3, title="T")
    others = [music / f"{number}.mp3" for number in range(1, 300)]
    for other in others:
        other.write_bytes(base.read_bytes())
    return [os.fspath(path) for path in (base, *others)]


def test_each_file_is_answered_once(songs: list[str]) -> None:
    with Readers() as readers:
        answers = list(readers.read(songs, Event()))
    assert sorted(path for path, _ in answers) == sorted(songs)
    assert all(answer["title"] == "T" for _, answer in answers)


def test_no_files_start_no_reader() -> None:
    with Readers() as readers:
        assert list(readers.read([], Event())) == []
        assert not readers._readers


def test_names_longer_than_a_pipe(music: Path) -> None:
    deep = music.joinpath(*["ü" * 120] * 12)
    song = make_sound(deep / "0.m4a", 0.1)
    for number in range(1, 180):
        (deep / f"{number}.m4a").hardlink_to(song)
    paths = [os.fspath(deep / f"{number}.m4a") for number in range(180)]
    with Readers(count=1) as readers:
        answers = list(readers.read(paths, Event()))
    assert len(answers) == 180
    assert not any("problem" in answer for _, answer in answers)


def test_what_is_wanted_first_is_read_first(songs: list[str]) -> None:
    wanted = songs[-3:]
    with Readers(count=1) as readers:
        answered = [path for path, _ in readers.read(songs, Event(), first=lambda: wanted)]
    assert set(answered) == set(songs)
    assert answered[:3] == wanted


def test_what_comes_to_be_wanted_waits_for_few(songs: list[str]) -> None:
    wanted: list[str] = []
    answered = []
    with Readers(count=1) as readers:
        for path, _ in readers.read(songs, Event(), first=lambda: wanted):  # asked anew each time
            answered.append(path)
            wanted[:] = songs[-1:]
    assert answered.index(songs[-1]) < len(songs) - 1
    assert sorted(answered) == sorted(songs)


def test_many_files_are_not_gone_through_again_and_again(tmp_path: Path) -> None:
    """Each is looked at once, however many wait: names that lead nowhere cost nothing but that."""
    names = [f"{tmp_path}/{number}.flac" for number in range(60_000)]
    with Readers(count=1) as readers:
        answered = sum(1 for _ in readers.read(names, Event(), first=lambda: names[-2:]))
    assert answered == len(names)


def test_readers_that_are_killed_cost_no_file(songs: list[str]) -> None:
    """As by a computer that runs out of memory."""
    killed = 0
    answers: dict[str, Any] = {}
    with Readers() as readers:
        for path, answer in readers.read(songs, Event()):
            answers[path] = answer
            if len(answers) in {1, 100, 200}:
                for reader in list(readers._readers):
                    os.kill(reader.process.pid, signal.SIGKILL)
                    killed += 1
    assert killed >= 3
    assert answers.keys() == set(songs)
    assert not [answer for answer in answers.values() if "problem" in answer]


def test_a_file_that_kills_every_reader_is_the_one_to_blame(songs: list[str]) -> None:
    """A reader is killed whenever it comes to the file, as by a crafted one."""
    blamed = songs[150]
    with Readers(count=1) as readers:
        answers: dict[str, Any] = {}
        for path, answer in readers.read(songs, Event()):
            answers[path] = answer
            reader = readers._readers[0] if readers._readers else None
            if reader is not None and reader.asked and reader.asked[0].path == blamed:
                os.kill(reader.process.pid, signal.SIGKILL)
    problems = {path for path, answer in answers.items() if "problem" in answer}
    assert answers.keys() == set(songs)
    assert problems <= {blamed}


def test_a_reader_that_hangs_is_replaced(songs: list[str]) -> None:
    with Readers(count=2, limit_s=2.0) as readers:
        answers: dict[str, Any] = {}
        for path, answer in readers.read(songs, Event()):
            if not answers:
                busy = next(reader for reader in readers._readers if reader.is_ready)
                os.kill(busy.process.pid, signal.SIGSTOP)
            answers[path] = answer
    assert answers.keys() == set(songs)
    problems = [answer for answer in answers.values() if "problem" in answer]
    assert problems in ([], [{"problem": "reading it took more than 2 s", "passing": True}])


def test_a_cancel_ends_it_and_its_processes(songs: list[str]) -> None:
    cancelled = Event()
    with Readers() as readers:
        for number, _ in enumerate(readers.read(songs, cancelled)):
            processes = [reader.process for reader in readers._readers]
            if number == 10:
                cancelled.set()
        assert processes
    assert all(process.returncode is not None for process in processes)


def test_a_reader_that_cannot_start_is_told_at_once(
    songs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nonexistent")
    log = tmp_path / "readers.log"
    with Readers(log) as readers, pytest.raises(LibraryError, match=r"readers\.log says why"):
        list(readers.read(songs, Event()))
    assert "PYTHONHOME" in log.read_text()


def test_modules_in_the_current_folder_are_not_imported(
    songs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "json.py",
        "profile.py",
        "mutagen.py",
        "library/__init__.py",
        "tunes/__init__.py",
        "tunes/library/reader.py",
    ):
        path = tmp_path / "trap" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"raise SystemExit({name!r})")
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.chdir(tmp_path / "trap")
    with Readers(count=1) as readers:
        assert all("title" in answer for _, answer in readers.read(songs[:3], Event()))


def test_a_folder_that_is_gone_is_no_place_to_start_from(
    songs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with Readers(count=1) as readers:
        assert len(list(readers.read(songs[:3], Event()))) == 3
