"""What a listener keeps when the engine, libVLC, the device or a file lets them down. All with the real engine."""

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from made_containers import m4a_bytes
from player_rigs import RealRig, assert_bracketed
from tunes.player.engine_player import MOST_DEATHS, EnginePlayer
from tunes.player.engine_process import HUNG_S
from tunes.player.events import Ended, Failed, Left, PlayerEvent, Progress, Started, Trouble
from tunes.player.standing import Standing

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]


def engine_of(rig: RealRig) -> int:
    """The process that makes the sound."""
    return rig.real._engine._process.pid


def standing(rig: RealRig) -> Standing:
    """What tunes knows of the present stay."""
    assert rig.real._present is not None
    return rig.real._present


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM], ids=lambda n: n.name)
def test_a_dead_engine_is_replaced_and_the_track_goes_on_as_one_stay(
    real: RealRig, number: signal.Signals
) -> None:
    stay = real.player.load(real.track("a", 4.0))
    follows = real.player.preload(real.track("b"))
    real.until_heard(stay, 1.5)
    os.kill(engine_of(real), number)
    end = real.until_ended(stay)
    assert end.reason is Left.FINISHED
    assert end.heard == pytest.approx(4.0, abs=0.5)
    assert end.heard <= 4.05, "nothing is counted twice"
    assert (end.began, len(real.of(Started, stay))) == (0.0, 1)
    assert follows is not None
    real.until_started(follows)


def test_an_engine_that_hangs_is_replaced(real: RealRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunes.player.engine_process.HUNG_S", 1.5)
    stay = real.player.load(real.track("a"))
    real.until_heard(stay, 1.0)
    os.kill(engine_of(real), signal.SIGSTOP)
    assert real.until_ended(stay).heard == pytest.approx(3.0, abs=0.5)


def test_wishes_to_an_engine_that_hangs_hold_nobody_up(real: RealRig) -> None:
    """More than its pipe takes: the screen makes them, and would stand still until the engine is given up."""
    stay = real.player.load(real.track("a"))
    real.until_heard(stay, 0.5)
    os.kill(engine_of(real), signal.SIGSTOP)
    began = time.monotonic()
    for _ in range(5000):
        real.player.set_volume(50)
    assert time.monotonic() - began < HUNG_S - 3
    assert real.until_ended(stay).heard == pytest.approx(3.0, abs=0.5)


def test_tunes_itself_stopped_for_long_takes_no_good_engine_for_a_hung_one(real: RealRig) -> None:
    """Ctrl-Z, and back: while tunes stood still, nobody could have heard the engine."""
    command = [sys.executable, "-c", STOPPED, str(real.log), str(real.track("a", 4.0).path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        engine = program.stdout.readline()
        program.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, program.pid, os.WSTOPPED)
        real.until(stood_still_for(2.5), polls=True)
        program.send_signal(signal.SIGCONT)
        assert program.stdout.readline() == engine


def test_a_stay_left_while_the_engine_is_dead_still_has_its_end(real: RealRig) -> None:
    stay = real.player.load(real.track("a"))
    real.until_heard(stay, 1.0)
    os.kill(engine_of(real), signal.SIGSTOP)
    second = real.player.load(real.track("b"))
    os.kill(engine_of(real), signal.SIGKILL)
    real.until_started(second)
    (end,) = real.of(Ended, stay)
    assert end.reason is Left.ASKED
    assert end.heard == pytest.approx(1.0, abs=0.4)


def test_what_sounded_while_tunes_stood_still_is_told_although_another_track_was_asked_for(
    real: RealRig,
) -> None:
    """On a busy computer a key may come before the news that the track left by it had begun."""
    real.until_started(real.player.load(real.track("b")))
    with real.real._lock:  # nobody takes in news
        stay = real.player.load(real.track("a"))
        real.until(stood_still_for(2.5), polls=True)
        real.player.load(real.track("b"))
    assert real.until_ended(stay).heard > 0.5


def test_volume_and_pause_outlast_an_engine(real: RealRig) -> None:
    real.player.set_volume(40)
    stay = real.player.load(real.track("a"))
    real.until_heard(stay, 0.5)
    real.player.pause()
    real.until(lambda: not real.of(Progress, stay)[-1].is_playing)
    before = engine_of(real)
    os.kill(before, signal.SIGKILL)
    real.until(lambda: engine_of(real) != before, polls=True)
    real.player.play()
    assert real.until_ended(stay).heard == pytest.approx(3.0, abs=0.4)


def test_a_file_that_brings_two_engines_down_is_left_alone(real: RealRig) -> None:
    stay = real.player.load(real.track("a"))
    real.until_started(stay)
    dead: set[int] = set()
    while len(dead) < MOST_DEATHS:
        dead.add(engine_of(real))
        os.kill(engine_of(real), signal.SIGKILL)
        real.until(lambda: engine_of(real) not in dead, polls=True)
        real.until(lambda: real.of(Failed) or standing(real).is_opened, polls=True)
    real.until_ended(stay)
    (failed,) = real.of(Failed, stay)
    assert "left alone" in failed.message
    second = real.player.load(real.track("b"))
    real.until_heard(second, 0.5)


def syncsafe(number: int) -> bytes:
    """As ID3 writes it."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def test_a_file_that_eats_all_memory_is_left_alone(real: RealRig) -> None:
    """A tag that unpacks to so much that libVLC takes a gigabyte for it."""
    bomb = real.track("a", 1.0, "mp3")
    packed = syncsafe(150 << 20) + zlib.compress(b"\x03" + b"A" * (150 << 20))
    frame = b"TIT2" + syncsafe(len(packed)) + b"\x00\x09" + packed
    bomb.path.write_bytes(b"ID3\x04\x00\x00" + syncsafe(len(frame)) + frame + bomb.path.read_bytes())
    stay = real.player.load(bomb)
    real.until_ended(stay, 60)
    (failed,) = real.of(Failed, stay)
    assert "a.mp3" in failed.message
    real.until_heard(real.player.load(real.track("b")), 0.5)


def test_closing_while_the_engine_hangs_takes_no_longer_than_promised(real: RealRig) -> None:
    stay = real.player.load(real.track("a"))
    real.until_heard(stay, 1.0)
    os.kill(engine_of(real), signal.SIGSTOP)
    real.player.close(timeout=1.0)
    (end,) = real.of(Ended, stay)
    assert end.heard == pytest.approx(1.0, abs=0.4)


STOPPED = """
import sys, pathlib, threading, time
import tunes.player.engine_process
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Ended, Progress, Started
tunes.player.engine_process.HUNG_S = 1.5
happened = {Started: threading.Event(), Ended: threading.Event()}
player = EnginePlayer(lambda event: happened.get(type(event), threading.Event()).set(), pathlib.Path(sys.argv[1]))
player.load(Track("t1:a", pathlib.Path(sys.argv[2]), Kind.MUSIC, "A"))
happened[Started].wait()
print(player._engine._process.pid, flush=True)
happened[Ended].wait()
print(player._engine._process.pid, flush=True)
player.close()
"""


def stood_still_for(seconds: float) -> Callable[[], bool]:
    """Whether so much of the clock has passed since this was made."""
    since = time.monotonic()
    return lambda: time.monotonic() - since > seconds


PROGRAM = """
import sys, pathlib, threading
from tunes.library.track import Kind, Track
from tunes.player.engine_player import MOST_DEATHS, EnginePlayer
from tunes.player.standing import Standing
has_begun = threading.Event()
player = EnginePlayer(lambda event: has_begun.set(), pathlib.Path(sys.argv[1]))
player.load(Track("t1:a", pathlib.Path(sys.argv[2]), Kind.MUSIC, "A"))
has_begun.wait()
print(player._engine._process.pid, flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("is_stopped", [False, True])
def test_no_engine_outlives_a_killed_tunes(real: RealRig, *, is_stopped: bool) -> None:
    command = [sys.executable, "-c", PROGRAM, str(real.log), str(real.track("a", 60.0).path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        engine = int(program.stdout.readline())
        if is_stopped:
            os.kill(engine, signal.SIGSTOP)
        program.kill()
    real.until(lambda: not is_alive(engine), polls=True)


def is_alive(process: int) -> bool:
    """Whether a process is there and not only waiting to be buried."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def instead(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """Puts something else in a file's place."""

    def spoil(path: Path) -> None:
        path.unlink()
        make(path)

    return spoil


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone.flac": (Path.unlink, "gone"),
    "empty.flac": (lambda path: path.write_bytes(b""), "empty"),
    "folder.flac": (instead(Path.mkdir), "regular"),
    "fifo.flac": (instead(os.mkfifo), "regular"),
    "cut.flac": (lambda path: path.write_bytes(path.read_bytes()[:40]), "damaged"),
    "diary.mp3": (lambda path: path.write_text("Dear diary, today I sang. " * 200), "damaged"),
    "locked.m4a": (lambda path: path.write_bytes(m4a_bytes().replace(b"mp4a", b"drms")), "protected"),
    "secret.flac": (lambda path: path.chmod(0), "you may not read it"),
}


def test_each_file_that_cannot_be_played_is_named_with_the_reason(real: RealRig) -> None:
    for name, (spoil, word) in SPOILT.items():
        if name == "secret.flac" and os.geteuid() == 0:
            continue  # root may read everything
        stem, _, ending = name.partition(".")
        track = real.track(stem, 1.0, ending)
        spoil(track.path)
        stay = real.player.load(track)
        assert real.until_ended(stay).reason is Left.FAILED
        (failed,) = real.of(Failed, stay)
        assert word in failed.message
        assert name in failed.message


def test_a_file_that_ends_too_soon_is_heard_as_far_as_it_goes(real: RealRig) -> None:
    track = real.track("a", 4.0, "mp3")
    track.path.write_bytes(track.path.read_bytes()[: track.path.stat().st_size // 4])
    end = real.until_ended(real.player.load(track))
    assert end.heard == pytest.approx(1.0, abs=0.3)


def test_a_name_of_any_bytes_plays(real: RealRig) -> None:
    track = real.track("a")
    odd = Path(os.fsdecode(os.fsencode(track.path.parent) + b"/b\xffd %20 #?.flac"))
    track.path.rename(odd)
    stay = real.player.load(type(track)("t1:odd", odd, track.kind, "odd"))
    assert real.until_ended(stay).heard == pytest.approx(3.0, abs=0.05)


class TestNothingToPlayWith:
    """The program opens and says what is missing."""

    def play(self, rig: RealRig, monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[PlayerEvent]:
        rig.player.close()
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        rig.events.clear()
        rig.real = EnginePlayer(rig._take, rig.log)
        rig.player = rig.real
        stay = rig.player.load(rig.track("a", 1.0))
        rig.until_ended(stay)
        assert_bracketed(rig.events)
        return rig.events

    @pytest.mark.parametrize("path", ["/nowhere/libvlc.so", sys.executable])
    def test_without_libvlc(self, real: RealRig, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        self.play(real, monkeypatch, PYTHON_VLC_LIB_PATH=path)
        (trouble,) = real.of(Trouble)
        assert "libVLC" in trouble.message
        assert "nstall" in trouble.message
        assert real.of(Ended)[0].reason is Left.FAILED
        assert real.of(Failed)

    def test_with_a_libvlc_that_is_too_old(
        self, real: RealRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        version = "2.2.8 Weatherwax"
        (tmp_path / "vlc.py").write_text(f"def libvlc_get_version(): return {version.encode()!r}")
        self.play(real, monkeypatch, PYTHONPATH=str(tmp_path))
        (trouble,) = real.of(Trouble)
        assert version in trouble.message
        assert "it needs 3" in trouble.message
        assert "libVLC 3" in real.of(Failed)[0].message

    def test_without_its_plugins(
        self, real: RealRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        self.play(real, monkeypatch, VLC_PLUGIN_PATH=str(tmp_path), PYTHON_VLC_MODULE_PATH=str(tmp_path))
        assert real.of(Ended)

    def test_without_a_device_tracks_run_on_in_silence_at_the_right_speed(
        self, real: RealRig, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.play(
            real,
            monkeypatch,
            PULSE_SERVER="unix:/nowhere",
            XDG_RUNTIME_DIR="/nowhere",
            PULSE_RUNTIME_PATH="/nowhere",
        )
        assert "tunes doctor" in real.of(Trouble)[0].message
        assert real.of(Ended)[0].heard == pytest.approx(1.0, abs=0.05)


def test_a_sound_server_that_crashes_and_comes_back_costs_only_a_moment(real: RealRig) -> None:
    stay = real.player.load(real.track("a", 4.0))
    real.until_heard(stay, 1.0)
    real.sound.stop()
    real.sound.start()
    assert real.until_ended(stay).heard == pytest.approx(4.0, abs=0.5)


def test_a_sound_server_that_stays_away_is_waited_for_with_a_word_and_nothing_is_counted(
    real: RealRig,
) -> None:
    stay = real.player.load(real.track("a", 60.0))
    real.until_heard(stay, 1.0)
    real.sound.stop()
    real.until(lambda: real.of(Trouble), seconds=30)
    assert "gone" in real.of(Trouble)[0].message
    before = real.of(Progress, stay)[-1].heard
    assert before < 3.0
    # When it comes back the engine has died: the next one knows nothing of the word that is to be taken back.
    os.kill(engine_of(real), signal.SIGSTOP)
    real.sound.start()
    os.kill(engine_of(real), signal.SIGKILL)
    real.until(lambda: real.of(Trouble)[-1].message == "", seconds=30)
    real.until_heard(stay, before + 0.5)
