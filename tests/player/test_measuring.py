"""Loudness of files that don't tell it: measured by a real process with a real libVLC, once."""

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tunes.library.track import Kind, Track
from tunes.player.loudness_book import LoudnessBook
from tunes.player.measuring import Measuring


def toned(path: Path, dbfs: float) -> Track:
    """A second and a half of 1 kHz: of a sine in both channels, dBFS of its peak are its LUFS."""
    wave = 10 ** (dbfs / 20) * np.sin(2 * np.pi * 1000 * np.arange(66_150) / 44_100)
    soundfile.write(path, np.column_stack([wave, wave]), 44_100)
    return Track(f"t1:{path.stem}", path, Kind.MUSIC, path.stem, duration=1.5)


class Heard:
    """What was told, and waiting for it."""

    def __init__(self) -> None:
        self.gains: dict[str, float] = {}
        self._news = threading.Condition()

    def take(self, track_id: str, gain_db: float) -> None:
        with self._news:
            self.gains[track_id] = gain_db
            self._news.notify_all()

    def until(self, track: Track) -> float:
        with self._news:
            assert self._news.wait_for(lambda: track.id in self.gains, 60)
            return self.gains[track.id]


@pytest.mark.libvlc
def test_what_is_measured_is_told_and_known_the_next_time(tmp_path: Path) -> None:
    broken = Track("t1:broken", tmp_path / "broken.flac", Kind.MUSIC, "broken")
    broken.path.write_bytes(b"no sound at all " * 100)
    loud, cut = toned(tmp_path / "loud.flac", -10.0), toned(tmp_path / "quiet.wav", -30.0)
    measuring, heard = Measuring(tmp_path / "loudness.db", tmp_path / "log"), Heard()
    assert measuring.known(loud) is None
    for track in (broken, loud, cut):
        measuring.ask(track, heard.take)
    assert heard.until(loud) == pytest.approx(-8.0, abs=0.15)
    assert heard.until(cut) == pytest.approx(12.0, abs=0.15)
    assert broken.id not in heard.gains
    measuring.close()

    again = Measuring(tmp_path / "loudness.db", tmp_path / "log")
    assert again.known(loud) == heard.gains[loud.id]
    assert again.known(broken) is None
    for track in (broken, loud):
        again.ask(track, heard.take)
    assert again._thread is None, "nothing is measured twice, not even what can't be"
    again.close()


def test_a_damaged_book_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "loudness.db"
    file.write_bytes(b"no database" * 100)
    book = LoudnessBook(file)
    book.keep("t1:x", -3.0)
    book.close()
    book = LoudnessBook(file)
    assert book.gain_db("t1:x") == -3.0
    book.close()


def test_where_no_book_can_be_kept_it_lasts_as_long_as_the_program(tmp_path: Path) -> None:
    book = LoudnessBook(tmp_path / "no" / "folder.db")
    book.keep("t1:x", -3.0)
    assert book.gain_db("t1:x") == -3.0
    book.close()
