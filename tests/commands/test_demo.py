"""`tunes demo`, from nothing: a library, ten weeks of history, and a queue whose reasons are true."""

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from counted import Counted
from shell import Shell
from tunes.library.catalog import Catalog
from tunes.profile.listens import Listen
from tunes.profile.picks import Pick
from tunes.profile.store import Store

WHY = ("rank", "score", "reason", "because", "parts")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A home in which the demo was opened once, after somebody had lost patience, by two at once."""
    shell = Shell(tmp_path_factory.mktemp("demo") / "home")
    impatient = shell.start("demo")
    assert impatient.stderr is not None
    assert b"made 40 of 120" in impatient.stderr.readline()
    impatient.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert shell.ended(impatient).code == 130
    assert time.monotonic() - began < 20
    at_once = [shell.start("demo"), shell.start("demo")]
    done, other = (shell.ended(process) for process in at_once)
    assert (done.code, other.code) == (0, 0), done.err + other.err
    assert done.out.split("\n", 1)[1] == other.out.split("\n", 1)[1]
    assert done.lines[0].startswith("120 tracks")
    assert done.lines[1].endswith("· 30 tracks")
    assert [line for line in done.err.splitlines() if "songs for the demo" not in line] == []
    return shell


@pytest.fixture(scope="module")
def words(home: Shell) -> list[str]:
    """What leads any command to the demo's own files."""
    folder = home.data / "demo-1"
    return ["--library", str(folder / "library.db"), "--profile", str(folder / "profile")]


def test_touches_nothing_of_the_listeners_own(home: Shell) -> None:
    assert [path.name for path in home.data.iterdir()] == ["demo-1"]
    assert not (home.home / "Music").exists()


def test_holds_a_library_worth_looking_at(home: Shell, words: list[str]) -> None:
    tracks = home.tunes("list", "--json", *words).json
    assert len(tracks) == 120
    assert len({track["artist"] for track in tracks}) >= 20
    assert all(track[name] for track in tracks for name in ("artist", "album", "year", "genres", "duration"))
    assert all((Path(track["path"]).parent / "cover.png").is_file() for track in tracks)


def test_holds_ten_weeks_that_end_now(home: Shell, words: list[str]) -> None:
    listens = home.tunes("listens", "--json", *words).json
    assert 600 <= len(listens) <= 1100
    assert 60 < (time.time() - listens[0]["at"]) / 86_400 < 71
    assert time.time() - listens[-1]["at"] < 7 * 86_400
    assert all(any(listen[word] for listen in listens) for word in ("play", "skip", "replay"))
    assert home.tunes("profile", "verify", *words).code == 0


def test_every_reason_of_its_queue_is_true_and_they_name_five_favourites(
    home: Shell, words: list[str]
) -> None:
    queue = home.tunes("discover", "--json", *words).json
    assert (queue["frozen"], len(queue["picks"])) == (True, 30)
    catalog = Catalog(home.data / "demo-1" / "library.db")
    tracks = {track.id: track for track in catalog.all_tracks()}
    catalog.close()
    listens = [listen_of(document) for document in home.tunes("listens", "--json", *words).json]
    counted = Counted(list(tracks.values()), listens, as_of=queue["as_of"])
    for pick in queue["picks"]:
        counted.check(Pick(tracks[pick["id"]], **{name: pick[name] for name in WHY}))
    assert len({favourite for pick in queue["picks"] for favourite in pick["because"]}) >= 5


def test_the_second_time_it_opens_at_once_and_keeps_everything(home: Shell, words: list[str]) -> None:
    before = home.tunes("listens", "--json", *words).json
    queue = home.tunes("discover", "--json", *words).json
    done = home.tunes("demo")
    assert (done.code, done.err) == (0, "")
    assert home.tunes("listens", "--json", *words).json == before
    assert home.tunes("discover", "--json", *words).json == queue


def test_after_months_its_history_is_made_anew_and_the_old_one_kept(home: Shell, words: list[str]) -> None:
    folder = home.data / "demo-1"
    for shard in (folder / "profile").glob("*/20*"):
        shard.unlink()
    old = Store(folder / "profile", json.loads((folder / "device.json").read_bytes())["device"])
    at = time.time() - 90 * 86_400
    old.append("listens", {"track": "t1:mine", "at": at, "heard": 9.0, "end": "next"})
    assert home.tunes("demo").code == 0
    assert time.time() - home.tunes("listens", "--json", *words).json[-1]["at"] < 7 * 86_400
    (aside,) = folder.glob("profile-until-*")
    assert [listen["track"] for listen in Store(aside, "any").documents("listens")] == ["t1:mine"]
    assert not list(folder.glob("*.draft"))


def test_another_seed_is_another_demo(home: Shell) -> None:
    assert home.tunes("demo", "--seed", "x").code == 2


def listen_of(document: dict[str, Any]) -> Listen:
    derived = {"play", "skip", "replay"}
    return Listen(**{name: value for name, value in document.items() if name not in derived})
