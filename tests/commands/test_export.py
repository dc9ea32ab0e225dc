"""`tunes export`: what leaves can come back, and nothing of what a format can hold is lost on the way."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from odd_shelf import remember
from shell import Shell
from tunes.library.track import Kind, Track
from tunes.profile.device import this_device
from tunes.profile.exposures import Shown, shown_document
from tunes.profile.marks import Mark, mark_document
from tunes.profile.store import Store

ODD = '"Heroes";\t=1+1 é'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Plays, skips, a like, something shown, a link, and a track that is not here."""
    shell = Shell(tmp_path_factory.mktemp("export") / "home")
    make_sound(shell.home / "Music" / "song.flac", 1.0, title=ODD, artist="Ann", album="First")
    assert shell.tunes("scan", "Music").code == 0
    found = shell.tunes("list", "--json").json[0]
    song = Track(found["id"], Path(found["path"]), Kind.MUSIC, ODD, "Ann", "First", duration=200.0)
    gone = Track("t1:" + "0" * 32, Path("/gone"), Kind.MUSIC, "Gone", "Bob", duration=None, mbid="an-id")
    remember(shell, song, "finished", "next", "finished")
    store = Store(shell.data / "profile", this_device(shell.data / "device.json").word)
    listen = {"track": gone.id, "at": 1_795_100_000.25, "heard": 30.5, "end": "next", "from": "a newer tunes"}
    store.append("listens", listen | {"seeks": [[1.0, 20.0]], "duration": None}, [gone])
    store.append("marks", mark_document(Mark(1_795_100_001.0, "like", {"track": gone.id})), [gone])
    store.append("shown", shown_document(Shown(1.7e9, "discover:2026-W47", (song.id, gone.id))), [song])
    store.append("aliases", {"at": 1.7e9, "new": song.id, "old": "t1:" + "1" * 32, "v": 1})
    return shell


def listens(shell: Shell, profile: str | None = None) -> list[dict[str, Any]]:
    where = ("--profile", profile) if profile else ()
    found: list[dict[str, Any]] = shell.tunes("listens", "--json", *where).json
    return found


def entries(file: Path) -> list[str]:
    """Of an export of everything, in any order."""
    return sorted({json.dumps(entry, sort_keys=True) for entry in json.loads(file.read_text())})


def test_everything_goes_and_comes_back(home: Shell) -> None:
    assert home.tunes("export", "all.json").code == 0
    file = home.home / "all.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    report = home.tunes("import", file, "--profile", "other", "--json").json
    assert (report["listens"], report["others"]) == (4, 3)
    assert listens(home, "other") == listens(home)
    home.tunes("export", "again.json", "--profile", "other")
    taken_back = [entry for entry in entries(home.home / "again.json") if '"imported"' not in entry]
    assert taken_back == entries(file)
    assert home.tunes("profile", "verify", "--profile", "other").code == 0
    # Taken back where all of it is: nothing comes of it.
    again = home.tunes("import", file, "--json").json
    assert (again["listens"], again["others"], again["double"]) == (0, 0, 4)


def test_a_sheet_holds_every_listen(home: Shell) -> None:
    home.tunes("export", "all.csv")
    with (home.home / "all.csv").open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(row["title"], row["play"], row["skip"]) for row in rows] == [
        (ODD, "1", "0"), (ODD, "0", "1"), (ODD, "1", "0"), ("Gone", "0", "1"),
    ]  # fmt: skip
    assert rows[0]["when"] == "2026-11-18 11:06:40"
    assert home.tunes("import", "all.csv", "--profile", "sheet", "--json").json["listens"] == 4
    known = {"track", "at", "heard", "end", "seeks", "duration", "play", "skip", "replay", "device"}
    before, after = listens(home), listens(home, "sheet")
    assert [{name: one[name] for name in known} for one in after] == [
        {name: one.get(name, []) for name in known} for one in before
    ]


@pytest.mark.parametrize(("file", "back"), [("plays.jsonl", 2), ("all.scrobbler.log", 4)])
def test_other_programs_formats_come_back_as_the_same_listens(home: Shell, file: str, back: int) -> None:
    home.tunes("export", file)
    fresh = home.tunes("import", file, "--profile", f"of-{back}", "--json").json
    assert fresh["listens"] == back
    assert [one["at"] for one in listens(home, f"of-{back}") if one["play"]] == [
        round(one["at"]) for one in listens(home) if one["play"]
    ]
    assert home.tunes("import", file, "--json").json["listens"] == 0


def test_what_the_file_is_to_be(home: Shell) -> None:
    assert home.tunes("export", "history").code == 2
    assert home.tunes("export", "history", "--as", "sheet").code == 0
    assert home.tunes("export", "-", "--as", "listenbrainz").out.count("\n") == 2
    done = home.tunes("export", "nowhere/all.json")
    assert done.code == 1
    assert "nowhere/all.json can't be written" in done.err
    assert sorted(home.home.glob(".*writing*")) == []
