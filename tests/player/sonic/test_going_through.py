"""Listening through a library with the real process: kills, crashes, rests, bad files, and the loudness that comes along."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_music import CALM, MARCH, RATE, WILD, piece
from tunes.library.track import Kind, Track
from tunes.player.helper import Helper
from tunes.player.loudness_book import LoudnessBook
from tunes.player.measuring import Measuring
from tunes.player.sonic.book import SonicBook
from tunes.player.sonic.going_through import GoingThrough, standing
from tunes.player.sonic.standing import ListeningError, Standing

STYLES = (CALM, WILD, MARCH)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> list[Track]:
    """Six short pieces, as files of three formats."""
    folder = tmp_path_factory.mktemp("shelf")
    tracks = []
    for number in range(6):
        path = folder / f"{number}.{('flac', 'ogg', 'mp3')[number % 3]}"
        sound = piece(STYLES[number % 3], number, 8.0)
        soundfile.write(path, np.column_stack([sound, 0.5 * sound]), RATE)
        tracks.append(track_of(path))
    return tracks


def track_of(path: Path, kind: Kind = Kind.MUSIC, gain: float | None = None) -> Track:
    there = path.stat() if path.exists() else None
    size, mtime = (there.st_size, there.st_mtime) if there else (0, 0.0)
    return Track(f"t1:{path.name}", path, kind, path.stem, size=size, mtime=mtime, gain_track=gain)


class Rig:
    """The books of one folder, and passes over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = SonicBook(folder / "sonic.db")
        self.loudness = LoudnessBook(folder / "loudness.db")
        self.cancelled = threading.Event()
        self.going = GoingThrough(self.book, self.loudness, folder / "log")

    def all(self, tracks: list[Track]) -> Standing:
        return list(self.going.through(tracks, self.cancelled))[-1]

    def close(self) -> None:
        self.book.close()
        self.loudness.close()


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, answer: str) -> None:
    """Puts a module in the place of the analyser: `answer` is what it does with a job."""
    module = folder / "pretended.py"
    module.write_text(
        "import os, resource, signal\n"
        "from tunes.player.helping import help_out\n"
        "from tunes.player.sonic.analyser import answered\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        f"def answer(job):\n    {answer}\n    return answered(job)\n"
        "help_out(answer)\n"
    )
    here = {"PYTHONPATH": os.fspath(folder)}
    monkeypatch.setattr(
        "tunes.player.sonic.going_through.Helper",
        lambda _module, log, around: Helper("pretended", log, {**around, **here}),
    )


def test_a_library_is_listened_to_once(rig: Rig, shelf: list[Track]) -> None:
    seen = list(rig.going.through(shelf, rig.cancelled))
    assert (seen[0].known, seen[-1].known, seen[-1].total) == (0, 6, 6)
    assert seen[-1].is_over
    assert [one.title for one in seen[1::2]] == [track.title for track in shelf]
    assert rig.book.done() == {track.id for track in shelf}
    again = GoingThrough(rig.book, rig.loudness, None)
    assert len(list(again.through(shelf, rig.cancelled))) == 1
    assert not again._helper.is_running, "nothing is left to be done"


@pytest.mark.libvlc
def test_the_loudness_is_the_one_that_is_measured_otherwise(
    rig: Rig, shelf: list[Track], tmp_path: Path
) -> None:
    tagged = track_of(shelf[0].path, gain=-3.0)
    rig.all([*shelf[1:], tagged])
    assert rig.loudness.gain_db(tagged.id) is None, "it tells its loudness"
    told: dict[str, float] = {}
    news = threading.Condition()

    def take(name: str, gain: float) -> None:
        with news:
            told[name] = gain
            news.notify_all()

    measuring = Measuring(tmp_path / "other.db", tmp_path / "log")
    for track in shelf[1:4]:
        measuring.ask(track, take)
    with news:
        assert news.wait_for(lambda: len(told) == 3, 60)
    measuring.close()
    for name, gain in told.items():
        assert rig.loudness.gain_db(name) == pytest.approx(gain, abs=0.1)
    known = Measuring(tmp_path / "loudness.db", tmp_path / "log")
    known.ask(shelf[1], take)
    assert known._thread is None, "what was listened to is measured already"
    known.close()


def test_it_stops_at_once_and_goes_on_where_it_was(rig: Rig, shelf: list[Track]) -> None:
    for now in rig.going.through(shelf, rig.cancelled):
        if now.known == 2:
            rig.cancelled.set()
    assert len(rig.book.done()) == 2
    rig.cancelled.clear()
    assert rig.all(shelf).known == 6


def test_a_kill_in_the_middle_costs_one_file(tmp_path: Path, shelf: list[Track]) -> None:
    program = (
        "import sys, threading\nfrom pathlib import Path\n"
        "from tunes.library.track import Kind, Track\n"
        "from tunes.player.loudness_book import LoudnessBook\n"
        "from tunes.player.sonic.book import SonicBook\n"
        "from tunes.player.sonic.going_through import GoingThrough\n"
        "folder = Path(sys.argv[1])\n"
        "tracks = [Track(f't1:{Path(p).name}', Path(p), Kind.MUSIC, p) for p in sys.argv[2:]]\n"
        "going = GoingThrough(SonicBook(folder / 'sonic.db'), LoudnessBook(folder / 'loudness.db'), None)\n"
        "for now in going.through(tracks, threading.Event()): print(now.known, flush=True)\n"
    )
    paths = [os.fspath(track.path) for track in shelf]
    with subprocess.Popen(
        [sys.executable, "-c", program, os.fspath(tmp_path), *paths], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 3:
            pass
        process.send_signal(signal.SIGKILL)
    rig = Rig(tmp_path)
    done = len(rig.book.done())
    assert 3 <= done < 6
    seen = list(rig.going.through(shelf, rig.cancelled))
    assert seen[0].known == done
    assert seen[-1].known == 6
    rig.close()


def test_bad_files_are_remembered_till_they_change(rig: Rig, shelf: list[Track], tmp_path: Path) -> None:
    junk = tmp_path / "junk.mp3"
    junk.write_bytes(b"no sound at all " * 500)
    video = track_of(tmp_path / "film.mkv", Kind.VIDEO)
    tracks = [track_of(junk), track_of(tmp_path / "gone.flac"), video, shelf[0]]
    end = rig.all(tracks)
    assert (end.known, end.silent, end.total) == (1, 1, 3)
    assert not end.is_over, "what is away now is tried another time"
    assert rig.book.unheard()["t1:junk.mp3"].reason == "it holds nothing that can be decoded"
    assert standing(tracks, rig.book) == Standing(1, 1, 3)

    junk.write_bytes(shelf[0].path.read_bytes())
    os.utime(junk, (1, 1))
    assert rig.all([track_of(junk)]).known == 1
    assert not rig.book.unheard()


def test_a_file_that_crashes_the_process_is_passed_over(
    tmp_path: Path, shelf: list[Track], monkeypatch: pytest.MonkeyPatch
) -> None:
    fates = {"1.ogg": "SIGSEGV", "3.flac": "SIGPROF", "4.ogg": "SIGKILL"}
    cases = " ".join(
        f"job['track'] == 't1:{n}' and os.kill(os.getpid(), signal.{s});" for n, s in fates.items()
    )
    pretend(monkeypatch, tmp_path, cases.rstrip(";"))
    rig = Rig(tmp_path)
    end = rig.all(shelf)
    assert (end.known, end.silent) == (3, 2)
    reasons = {name: one.reason for name, one in rig.book.unheard().items()}
    assert reasons == {"t1:1.ogg": "the decoder crashes on it", "t1:3.flac": "decoding it takes too long"}
    monkeypatch.undo()
    rig.going = GoingThrough(rig.book, rig.loudness, None)
    assert rig.all(shelf).known == 4, "what was killed by somebody else is tried again"
    rig.close()


def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, shelf: list[Track], monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, tmp_path, "job['cpu_s'] = 0.001 if job['track'] == 't1:0.flac' else 60")
    rig = Rig(tmp_path)
    assert rig.all(shelf[:2]) == Standing(1, 1, 2, shelf[1].title)
    assert rig.book.unheard()["t1:0.flac"].reason == "decoding it takes too long"
    rig.close()


def test_a_process_that_never_answers_condemns_no_file(
    tmp_path: Path, shelf: list[Track], monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, tmp_path, "os._exit(1)")
    rig = Rig(tmp_path)
    with pytest.raises(ListeningError, match=r"ends early; .*log may say why"):
        rig.all(shelf)
    assert not rig.book.unheard()
    rig.close()


def test_while_it_rests_nothing_runs(rig: Rig, shelf: list[Track]) -> None:
    resting: list[Standing] = []

    def rests() -> str:
        return "paused" if is_paused.is_set() else ""

    is_paused = threading.Event()
    for now in rig.going.through(shelf[:2], rig.cancelled, rests):
        if now.rests:
            resting.append(now)
            assert not rig.going._helper.is_running
        if len(resting) < 2:
            is_paused.set()
        else:
            is_paused.clear()
    assert [one.rests for one in resting] == ["paused", "paused"]
    assert len(rig.book.done()) == 2


def test_it_takes_only_what_nobody_else_wants(rig: Rig, shelf: list[Track]) -> None:
    for now in rig.going.through(shelf[:2], rig.cancelled):
        if now.known == 1 and rig.going._helper._process is not None:
            number = rig.going._helper._process.pid
            assert os.getpriority(os.PRIO_PROCESS, number) == 19
            if hasattr(os, "sched_getscheduler"):
                assert os.sched_getscheduler(number) == os.SCHED_IDLE
            break


def test_the_process_ends_with_whoever_asks(rig: Rig, shelf: list[Track]) -> None:
    going = rig.going.through(shelf, rig.cancelled)
    while next(going).known < 1:
        pass
    process = rig.going._helper._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    until = time.monotonic() + 60
    while process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.01)
    going.close()
