"""`tunes import`: a history from elsewhere, brought once, whole, and to the right tracks."""

import json
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from shell import Shell

SPOTIFY = [
    ("Song - 2011 Remaster", "Ann", "2023-01-02T12:03:20Z", 200_000, "trackdone"),
    ("Song", "Ann", "2023-01-03T12:00:30Z", 30_000, "fwdbtn"),
    ("Elsewhere", "Bob", "2023-01-04T12:03:20Z", 200_000, "trackdone"),
]


def spotify(file: Path, lines: Sequence[tuple[str, str, str, int, str]] = SPOTIFY) -> Path:
    """A zip as Spotify sends it."""
    said = [
        {
            "ts": ts,
            "ms_played": played,
            "master_metadata_track_name": title,
            "master_metadata_album_artist_name": artist,
            "master_metadata_album_album_name": "First",
            "reason_end": end,
        }
        for title, artist, ts, played, end in lines
    ]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Streaming_History_Audio_2023.json", json.dumps(said))
    return file


@pytest.fixture
def home(shell: Shell) -> Shell:
    """One song in the library."""
    make_sound(shell.home / "Music" / "song.flac", 1.0, title="Song", artist="Ann", album="First")
    assert shell.tunes("scan", "Music").code == 0
    return shell


def listens(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shell.tunes("listens", "--json").json
    return found


def about(shell: Shell, words: str) -> tuple[int, int]:
    """Plays and skips of what the words find."""
    told = shell.tunes("about", words, "--json").json
    return told["plays"], told["skips"]


def test_bringing_a_history(home: Shell) -> None:
    file = spotify(home.home / "my_spotify_data.zip")
    report = home.tunes("import", file, "--json").json
    assert report["files"][0]["format"] == "Spotify, whole history"
    assert (report["listens"], report["double"]) == (3, 0)
    assert report["found"] == {"exactly": 1, "but for brackets, guests and the like": 1}
    assert report["absent"] == [{"artist": "Bob", "title": "Elsewhere", "album": "First", "listens": 1}]
    assert [(one["end"], one["heard"], one["play"]) for one in listens(home)] == [
        ("finished", 200.0, True),
        ("next", 30.0, False),
        ("finished", 200.0, True),
    ]
    assert [one["source"] for one in listens(home)] == ["import:spotify"] * 3
    assert about(home, "Song") == (1, 1)
    assert home.tunes("profile", "verify").code == 0
    assert "Bob – Elsewhere" in home.tunes("listens").out


def test_importing_twice_adds_nothing(home: Shell) -> None:
    file = spotify(home.home / "data.zip")
    home.tunes("import", file)
    again = home.tunes("import", file, "--json").json
    assert (again["listens"], again["double"]) == (0, 3)
    # Nor does what another program told of the same evening.
    log = home.home / ".scrobbler.log"
    log.write_text("#AUDIOSCROBBLER/1.1\n#TZ/UTC\nAnn\tFirst\tSong\t1\t200\tL\t1672660802\t\n")
    assert home.tunes("import", log, "--json").json["double"] == 1
    assert len(listens(home)) == 3


def test_totals_are_filled_up_to(home: Shell) -> None:
    """Of what other programs told one by one nothing is counted again, nor of an earlier total."""
    home.tunes("import", spotify(home.home / "data.zip"))
    file = home.home / "rhythmdb.xml"

    def total(plays: int) -> int:
        file.write_text(
            '<rhythmdb version="2.0"><entry type="song"><title>Song</title><artist>Ann</artist><first-seen>1640000000'
            f"</first-seen><play-count>{plays}</play-count><last-played>1690000000</last-played></entry></rhythmdb>"
        )
        found: int = home.tunes("import", file, "--json").json["listens"]
        return found

    # One play is known of Spotify, and a skip, which a total does not count.
    assert [total(1), total(4), total(4), total(6)] == [0, 3, 0, 2]
    assert about(home, "Song") == (6, 1)


def test_what_is_told_by_its_place_alone(home: Shell) -> None:
    """MPD's stickers name no artist and no title: the file that lies there does, if it does."""
    file = home.home / "sticker.sql"
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE sticker(type VARCHAR, uri VARCHAR, name VARCHAR, value VARCHAR)")
        said = [("Music/song.flac", "playCount", "3"), ("Music/song.flac", "lastPlayed", "1690000000")]
        said += [("Music/song.flac", "rating", "8"), ("Music/song.flac", "like", "2")]
        said += [("Music/gone.flac", "playCount", "2"), ("Music/gone.flac", "lastPlayed", "1690000000")]
        db.executemany("INSERT INTO sticker VALUES ('song', ?, ?, ?)", said)
        db.commit()
    report = home.tunes("import", file, "--json").json
    assert (report["listens"], report["found"]) == (3, {"by where its file lies": 3})
    assert report["passed"] == {"of files without a title that are not in your library": 1}
    assert about(home, "Song") == (3, 0)
    assert home.tunes("profile", "verify").code == 0, "no two plays of a total are at one moment"
    assert report["others"] == 2, "its stars and its heart"
    assert home.tunes("about", "Song", "--json").json["liked"] is True
    again = home.tunes("import", file, "--json").json
    assert (again["listens"], again["others"]) == (0, 0)
    # What is said here holds, whatever the other player keeps.
    assert home.tunes("profile", "like", "--track", "Music/song.flac", "--undo").code == 0
    home.tunes("import", file)
    assert home.tunes("about", "Song", "--json").json["liked"] is False


def test_only_saying_what_would_come(home: Shell) -> None:
    said = home.tunes("import", spotify(home.home / "data.zip"), "--dry-run")
    assert "3 listens would be new, from 2023-01-02 to 2023-01-04" in said.out
    assert listens(home) == []


def test_a_file_that_arrives_later_finds_its_listens(home: Shell) -> None:
    home.tunes("import", spotify(home.home / "data.zip"))
    make_sound(home.home / "Music" / "new.flac", 1.0, 500.0, title="Elsewhere", artist="Bob", album="First")
    assert home.tunes("scan").code == 0
    assert about(home, "Elsewhere") == (1, 0)
    assert home.tunes("import", home.home / "data.zip", "--json").json["listens"] == 0


def test_a_track_that_was_taken_for_another_can_be_taken_apart(home: Shell) -> None:
    home.tunes("import", spotify(home.home / "data.zip"))
    named = next(one["track"] for one in listens(home) if one["heard"] == 30.0)
    assert home.tunes("relink", "--undo", named).code == 0
    assert about(home, "Song") == (1, 0)
    home.tunes("import", home.home / "data.zip")
    assert about(home, "Song") == (1, 0)


def test_nothing_of_several_files_is_kept_where_one_is_wrong(home: Shell) -> None:
    bad = home.home / "bad.json"
    bad.write_text('[{"ts": "2023-01-02T12:03:20Z", "ms_played": 1000},\n{"ts": "never", "ms_played": 1}]')
    done = home.tunes("import", spotify(home.home / "data.zip"), bad)
    assert done.code == 1
    assert "bad.json, line 2" in done.err
    assert listens(home) == []


def test_what_is_no_history(home: Shell) -> None:
    done = home.tunes("import", home.home / "Music" / "song.flac")
    assert (done.code, done.out) == (1, "")
    assert "none of the histories that tunes can read" in done.err
    assert home.tunes("import", "missing.zip").code == 1
    assert home.tunes("import").code == 2
