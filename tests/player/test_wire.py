"""What passes between player and engine arrives as it was sent."""

from pathlib import Path

import pytest
from tunes.library.track import Kind, Track
from tunes.player.events import Ended, Failed, Left, Progress, Seeked, Started, Trouble
from tunes.player.wire import (
    Alive,
    Close,
    Command,
    Item,
    Load,
    Opening,
    Pause,
    Play,
    Preload,
    Seek,
    Stop,
    Volume,
    Word,
    command_of,
    line_of,
    word_of,
)

ODD = Item(
    7, "t1:a", bytes(range(1, 256)), is_video=False, start=1.5, length=None, is_cut=True, is_hopeless=True
)


@pytest.mark.parametrize(
    "command",
    [
        Load(ODD, 3.25, is_paused=True, is_resumed=True),
        Preload(ODD, 6),
        Preload(None, 6),
        Play(),
        Pause(),
        Seek(1e9),
        Stop(),
        Volume(55),
        Close(),
    ],
    ids=repr,
)
def test_commands(command: Command) -> None:
    line = line_of(command)
    assert line.count(b"\n") == 1
    assert command_of(line) == command


@pytest.mark.parametrize(
    "word",
    [
        Started(1, "t1:a", 0.0, None),
        Progress(1, 2.0, 3.0, is_playing=True),
        Seeked(1, 2.0, 3.0),
        Ended(1, "t1:a", 0.0, 2.0, 2.0, Left.FAILED),
        Failed(1, "Can't play “ü\n\x1b[2J”."),
        Trouble(""),
        Opening(4),
        Alive(),
    ],
    ids=repr,
)
def test_words(word: Word) -> None:
    line = line_of(word)
    assert line.count(b"\n") == 1
    assert word_of(line) == word


def test_a_cue_track_is_cut_out_of_its_file() -> None:
    track = Track("t1:c", Path("/m/album.flac"), Kind.MUSIC, "C", start=60.0, end=100.0, duration=400.0)
    item = Item.of(3, track)
    assert (item.start, item.length, item.is_cut) == (60.0, 40.0, True)
    assert item.name == "album.flac"
