"""docs/formats.md is a promise to scripts: its tables and what the installed `tunes` prints are the same."""

import re
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from odd_shelf import remember
from shell import Shell
from tunes.library.track import Kind, Track
from tunes.tui.cli import COMMANDS

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()

PROMISED = {
    "A track": "id path kind title artist album album_artist genres year duration added paths",
    "About a track": "composer track_no disc_no show season episode gain_track gain_album size plays skips liked never"
    " artists work movement width height audio subtitles plot cover lyrics",
    "A pick": "rank score reason because parts",
    "A queue": "week as_of frozen picks",
    "A verdict": "weeks results months note",
    "The home screen": "rows note",
    "A row": "key title reason picks",
    "A report": "files added changed moved removed unreadable offline seconds problems health",
    "What could be better": "twice untagged broken coverless",
    "A doubtful case": "id title artist album duration path listens candidates",
    "Numbers": "listens plays skips replays seconds tracks artists new_tracks new_artists days longest_streak last_streak"
    " by_hour by_weekday by_month top_tracks top_artists top_albums top_genres from to",
    "An import": "files listens double others passed first last found absent",
    "A listen": "play skip replay",
    "A playlist": "name path kind query count problem entries",
    "An entry": "state title place why track",
}
"""What was promised first; it may only grow."""


def fields(section: str) -> list[str]:
    """The names in the first column of a section's table."""
    body = re.split(r"^#+ ", TEXT.split(f"# {section}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)


def stored(table: str) -> list[str]:
    """The fields of a stored document, and those that every event has."""
    row = re.search(rf"^\| `{table}` \| (.+) \|$", TEXT.split("## The profile on disk")[1], re.MULTILINE)
    assert row
    return [*re.findall(r"`(\w+)`", row[1]), "device", "v"]


@pytest.mark.parametrize("section", PROMISED)
def test_nothing_of_the_first_promise_is_taken_back(section: str) -> None:
    assert set(PROMISED[section].split()) <= set(fields(section))


def check_track(track: dict[str, Any], *more: str) -> None:
    expected = [name for name in fields("A track") if name != "paths" or "paths" in track]
    assert list(track) == [*expected, *more]
    assert re.fullmatch("t1:[0-9a-f]{32}", track["id"])
    assert track["path"].startswith("/")
    assert track["kind"] in {"music", "video", "spoken"}
    assert track["title"]
    assert all(track[name] is None or track[name] for name in ("artist", "album", "album_artist", "year"))
    assert isinstance(track["genres"], list)
    assert track["duration"] is None or track["duration"] > 0
    assert track["added"] > 1.7e9


def test_tracks(shelf: Shell) -> None:
    for words in (["list"], ["search", "track"]):
        tracks = shelf.tunes(*words, "--json").json
        assert len(tracks) >= 12
        for track in tracks:
            check_track(track)
    untagged = [track for track in shelf.tunes("list", "--json").json if track["artist"] is None]
    assert [(track["album"], track["year"], track["genres"]) for track in untagged] == [(None, None, [])]


def test_queue_and_picks(shelf: Shell) -> None:
    queue = shelf.tunes("discover", "--json").json
    assert list(queue) == fields("A queue")
    assert re.fullmatch(r"\d{4}-W\d{2}", queue["week"])
    assert sorted(pick["rank"] for pick in queue["picks"]) == sorted(
        {pick["rank"] for pick in queue["picks"]}
    )
    for pick in queue["picks"]:
        check_track(pick, *fields("A pick"))
        assert isinstance(pick["score"], float)
        assert pick["reason"]
        assert isinstance(pick["because"], list)
        assert all(isinstance(part, float) for part in pick["parts"].values())


def test_rows_of_the_home_screen(shelf: Shell) -> None:
    page = shelf.tunes("home", "--json").json
    assert list(page) == fields("The home screen")
    for row in page["rows"]:
        assert list(row) == fields("A row")
        for pick in row["picks"]:
            more = ["goes_on"] if "goes_on" in pick else []
            check_track(pick, *fields("A pick"), *more)


def test_report(shelf: Shell) -> None:
    report = shelf.tunes("scan", "--json", "--problems", "--report").json
    assert list(report) == fields("A report")
    assert list(report["problems"][0]) == ["path", "reason"]
    health = report["health"]
    assert list(health) == fields("What could be better")
    assert list(health["twice"][0]) == ["why", "paths"]
    assert list(health["untagged"][0]) == ["path", "missing"]
    assert list(health["broken"][0]) == ["path", "reason"]
    assert list(health["coverless"][0]) == ["artist", "album", "folder"]
    plain = shelf.tunes("scan", "--json").json
    assert list(plain) == [name for name in fields("A report") if name not in {"problems", "health"}]
    assert all(isinstance(plain[name], int) for name in plain if name != "seconds")


def test_playlists(shelf: Shell) -> None:
    (shelf.home / "list.m3u8").write_text(
        "gone.mp3\nhttp://example.org/\nMusic/Artist 1/Album 11/02 Track 112.flac\n"
    )
    assert shelf.tunes("playlist", "Promised", "--save", "track", "--replace").code == 0
    for shape in shelf.tunes("playlist", "--json").json:
        assert list(shape) == [name for name in fields("A playlist") if name != "entries"]
    shape = shelf.tunes("playlist", "list.m3u8", "--json").json
    assert list(shape) == fields("A playlist")
    for entry in shape["entries"]:
        assert list(entry) == fields("An entry")
        assert entry["state"] in {"there", "missing", "refused"}
        if entry["track"] is not None:
            check_track(entry["track"])


def test_listens(shelf: Shell) -> None:
    for listen in shelf.tunes("listens", "--json").json:
        assert set(listen) == {*stored("listens"), *fields("A listen")}
        assert all(isinstance(listen[name], bool) for name in fields("A listen"))


def test_doubtful_cases(shell: Shell) -> None:
    song = make_sound(shell.home / "Music" / "a.flac", 1.0, title="Song", artist="Ann")
    make_sound(shell.home / "Music" / "b.flac", 1.0, 300.0, title="Other")
    shell.tunes("scan")
    (found,) = (one for one in shell.tunes("list", "--json").json if one["title"] == "Song")
    remember(shell, Track(found["id"], song, Kind.MUSIC, "Song", "Ann"), "finished")
    song.unlink()
    make_sound(song, 3.0, title="Song", artist="Ann")
    shell.tunes("scan")
    (case,) = shell.tunes("relink", "--json").json
    assert list(case) == fields("A doubtful case")
    for candidate in case["candidates"]:
        check_track(candidate, "why")
        assert candidate["why"]


def test_every_command_is_described() -> None:
    described = set(re.findall(r"^\| `tunes (\w+)", TEXT, re.MULTILINE))
    assert described == set(COMMANDS) - {"demo"}


def test_numbers(shelf: Shell) -> None:
    told = shelf.tunes("stats", "--json").json
    assert list(told) == fields("Numbers")
    assert (told["plays"], told["skips"], told["from"]) == (2, 1, None)
    assert told["by_hour"][12] > 0  # at noon by the clock of Berlin, 11 in UTC
    assert list(told["top_tracks"][0]) == ["name", "artist", "plays", "seconds", "first", "id"]
    assert list(told["top_artists"][0]) == ["name", "plays", "seconds", "first"]
