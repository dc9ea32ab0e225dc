"""Decoding real files with a real FFmpeg: which give sound, which don't and why, and how loud they are."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_music import MARCH, RATE, piece
from media import make_sound
from tunes.player.helping import Job
from tunes.player.sonic.analyser import answered
from tunes.player.sonic.decoder import UndecodableError, decoded
from tunes.player.sonic.features import COUNT

ROOT = Path(__file__).parents[3]


def job(path: Path, start: float = 0.0, end: float | None = None, *, loudness: bool = True) -> Job:
    name = os.fsencode(path).decode("latin-1")
    return {"track": "t1:x", "path": name, "start": start, "end": end, "loudness": loudness}


def music(path: Path, seconds: float = 12.0, rate: int = 44_100, channels: int = 2) -> Path:
    """A piece of made music in the format of the file's ending."""
    sound = np.interp(
        np.arange(round(seconds * rate)) / rate,
        np.arange(round(seconds * RATE)) / RATE,
        piece(MARCH, 1, seconds),
    )
    subtype = {".opus": "OPUS"}.get(path.suffix)
    soundfile.write(
        path, np.column_stack([sound] * channels), rate, subtype=subtype, format="OGG" if subtype else None
    )
    return path


def seconds_of(path: Path, start: float = 0.0, end: float | None = None) -> float:
    return sum(len(chunk.one) for chunk in decoded(os.fsencode(path), start, end, with_both=False)) / RATE


@pytest.mark.parametrize("name", ["a.flac", "a.mp3", "a.ogg", "a.opus", "a.wav", "a.aiff"])
def test_every_format_gives_the_same_music(name: str, tmp_path: Path) -> None:
    rate = 48_000 if name == "a.opus" else 44_100
    reference = answered(job(music(tmp_path / "reference.wav")))
    told = answered(job(music(tmp_path / name, rate=rate)))
    assert told["lufs"] == pytest.approx(reference["lufs"], abs=0.1)
    far = np.abs(np.array(told["features"]) - reference["features"]).mean()
    assert far < 0.25, "numbers of other music differ by a multiple of that"


@pytest.mark.parametrize("name", ["a.m4a", "a.wma", "a.mka"])
def test_formats_made_by_hand_are_silent_or_told_to_be_broken(name: str, tmp_path: Path) -> None:
    path = make_sound(tmp_path / name.replace("mka", "mkv"), 3.0)
    assert "reason" in answered(job(path))


def test_one_channel_is_as_loud_as_two_alike(tmp_path: Path) -> None:
    one, two = music(tmp_path / "one.flac", channels=1), music(tmp_path / "two.flac")
    assert answered(job(one))["lufs"] == pytest.approx(answered(job(two))["lufs"], abs=0.01)


def test_a_part_of_a_file_is_that_part(tmp_path: Path) -> None:
    path = music(tmp_path / "whole.flac", 30.0)
    assert seconds_of(path) == pytest.approx(30.0, abs=0.01)
    assert seconds_of(path, 10.0, 18.0) == pytest.approx(8.0, abs=0.2)
    assert seconds_of(path, 25.0) == pytest.approx(5.0, abs=0.2)
    cut = tmp_path / "cut.flac"
    sound, rate = soundfile.read(path)
    soundfile.write(cut, sound[10 * rate : 18 * rate], rate)
    mine, alone = answered(job(path, 10.0, 18.0)), answered(job(cut))
    assert mine["lufs"] == pytest.approx(alone["lufs"], abs=0.1)


def test_loudness_is_told_only_where_it_is_asked_for(tmp_path: Path) -> None:
    told = answered(job(music(tmp_path / "a.flac"), loudness=False))
    assert "lufs" not in told
    assert len(told["features"]) == COUNT


def test_silence_has_no_features_and_no_loudness(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silent.flac", np.zeros((RATE * 4, 2)), RATE)
    assert answered(job(tmp_path / "silent.flac")) == {
        "track": "t1:x",
        "reason": "it is silent",
        "lufs": None,
    }


def test_half_a_file_is_described_by_its_half(tmp_path: Path) -> None:
    whole = music(tmp_path / "whole.mp3", 20.0)
    half = tmp_path / "half.mp3"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert len(answered(job(half))["features"]) == COUNT


def hostile(folder: Path) -> dict[str, bytes]:
    """Files that no player should trust, by name."""
    flac = music(folder / "good.flac").read_bytes()
    list_of_others = f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\nfile://{folder}/good.flac\n".encode()
    return {
        "empty.mp3": b"",
        "junk.mp3": np.random.default_rng(1).bytes(50_000),
        "text.ogg": b"no sound at all " * 1000,
        "head_only.flac": flac[:42],
        "zeros.flac": flac[:4] + bytes(20_000),
        "list.mp3": list_of_others,
        "concat.flac": f"ffconcat version 1.0\nfile '{folder}/good.flac'\n".encode(),
        "sdp.mp3": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        "absurd.wav": b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0\x01\0\0\0\x01\0\0\0\x01\0\x08\0data\xff\xff\xff\x7f"
        + bytes(100_000),
    }


def test_hostile_files_are_refused_with_a_reason(tmp_path: Path) -> None:
    for name, content in hostile(tmp_path).items():
        path = tmp_path / name
        path.write_bytes(content)
        told = answered(job(path))
        assert told["reason"], name
        assert "features" not in told


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    for path, reason in (("pipe.mp3", "no file"), ("", "no file"), ("gone.mp3", "No such file")):
        with pytest.raises(UndecodableError, match=reason):
            list(decoded(os.fsencode(tmp_path / path), 0.0, None, with_both=True))


def test_without_pyav_the_modules_load_and_say_that_it_is_missing() -> None:
    code = (
        "import sys; sys.modules['av'] = None\n"
        "from tunes.player.sonic import analyser, book, decoder, features\n"
        "from tunes.tui.sonic import is_installed\n"
        "print(is_installed())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "False\n"
