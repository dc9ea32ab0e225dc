"""`tunes playlist`, and `tunes play` of one."""

import os
from pathlib import Path

import pytest
from odd_shelf import fill
from shell import Shell


@pytest.fixture
def lists(shell: Shell) -> Shell:
    """A scanned home with a folder of playlists beside the music."""
    fill(shell)
    folder = shell.home / "Music" / "Playlists"
    folder.mkdir()
    (folder / "Late night.m3u8").write_bytes(
        b"#EXTM3U\r\n#EXTINF:1,Gone \x1b[31m- Song\r\ngone.mp3\r\n../Artist 1/Album 11/02 Track 112.flac\r\n"
        b"http://radio.example/live\r\n..\\ARTIST 2\\Album 21\\01 Track 211.flac\r\n"
    )
    (folder / "new.query").write_text("# mine\nartist:2 plays:0\n")
    (folder / "wrong.query").write_text("yaer:1999\n")
    assert shell.tunes("scan").code == 0
    return shell


class TestLooking:
    def test_all_of_them(self, lists: Shell) -> None:
        done = lists.tunes("playlist")
        assert (done.code, done.err) == (0, "")
        assert done.lines[:2] == ["Late night · 4 tracks", "new · 6 tracks · artist:2 plays:0"]
        assert "Did you mean year:?" in done.lines[2]
        shapes = lists.tunes("playlist", "--json").json
        assert [shape["kind"] for shape in shapes] == ["fixed", "rule", "rule"]
        assert [shape["count"] for shape in shapes] == [4, 6, None]

    def test_one(self, lists: Shell) -> None:
        done = lists.tunes("playlist", "late", "night")
        assert (done.code, done.err) == (0, "")
        assert done.lines == [
            "Late night · 4 tracks · 2 can't be played",
            f"   1  Gone [31m- Song · missing: {lists.home}/Music/Playlists/gone.mp3",
            "   2  Track 112 – Artist 1",
            "   3  http://radio.example/live · refused: tunes plays files only",
            "   4  Track 211 – Artist 2",
        ]

    def test_as_json(self, lists: Shell) -> None:
        shape = lists.tunes("playlist", "new", "--json").json
        assert (shape["name"], shape["kind"], shape["query"], shape["count"]) == (
            "new",
            "rule",
            "artist:2 plays:0",
            6,
        )
        found = [entry["track"]["path"] for entry in shape["entries"]]
        assert found == lists.tunes("list", "artist:2").lines
        fixed = lists.tunes("playlist", "Music/Playlists/Late night.m3u8", "--json").json
        assert [entry["state"] for entry in fixed["entries"]] == ["missing", "there", "refused", "there"]

    def test_an_unknown_name(self, lists: Shell) -> None:
        done = lists.tunes("playlist", "late", "nigth")
        assert (done.code, done.out) == (1, "")
        assert "Did you mean “Late night”?" in done.err
        assert lists.tunes("playlist", "./nowhere.m3u8").code == 1

    def test_a_wrong_query_is_a_sentence(self, lists: Shell) -> None:
        done = lists.tunes("playlist", "wrong")
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        assert "wrong.query makes no sense. There is no field" in done.err
        played = lists.tunes("play", "wrong")
        assert (played.code, played.out, played.err) == (1, "", done.err)

    def test_none_yet(self, shell: Shell) -> None:
        done = shell.tunes("playlist")
        assert done.out == f"No playlists are in {shell.data / 'playlists'} yet.\n"
        assert shell.tunes("playlist", "--json").json == []
        assert not (shell.data / "playlists").exists()


class TestMaking:
    def test_a_rule(self, lists: Shell) -> None:
        done = lists.tunes("playlist", "Artist two", "--save", "artist:2", "-211")
        path = lists.home / "Music" / "Playlists" / "Artist two.query"
        assert (done.code, done.out) == (0, f"{path} · 5 tracks\n")
        assert path.read_text().endswith("\nartist:2 -211\n")
        assert len(lists.tunes("playlist", "Artist two", "--json").json["entries"]) == 5

    def test_a_fixed_list_and_there_and_back(self, lists: Shell) -> None:
        assert lists.tunes("playlist", "Two", "--from", "artist:2").code == 0
        before = [entry["track"] for entry in lists.tunes("playlist", "Two", "--json").json["entries"]]
        assert len(before) == 6
        for name in ("a.xspf", "b.m3u8"):
            (lists.home / "lists").mkdir(exist_ok=True)
            assert lists.tunes("playlist", "Two", "--out", f"lists/{name}").code == 0
            after = lists.tunes("playlist", f"lists/{name}", "--json").json["entries"]
            assert [entry["track"] for entry in after] == before
        assert b"\n../Music/Artist 2/" in (lists.home / "lists" / "b.m3u8").read_bytes()

    def test_what_is_missing_or_refused_is_written_too(self, lists: Shell) -> None:
        assert lists.tunes("playlist", "Late night", "--out", "copy.xspf").code == 0
        told = lists.tunes("playlist", "./copy.xspf", "--json").json["entries"]
        assert [entry["state"] for entry in told] == ["missing", "there", "refused", "there"]
        assert told[0]["place"] == f"{lists.home}/Music/Playlists/gone.mp3"

    def test_added_to(self, lists: Shell) -> None:
        done = lists.tunes("playlist", "late night", "--add", "artist:2", "-211", "--json")
        assert (done.code, done.json["count"]) == (0, 9)
        text = (lists.home / "Music" / "Playlists" / "Late night.m3u8").read_bytes()
        assert text.startswith(b"#EXTM3U\r\n#EXTINF:1,Gone \x1b[31m- Song\r\n")
        for words in (["new", "--add", "artist:1"], ["nowhere", "--add", "artist:1"]):
            again = lists.tunes("playlist", *words)
            assert (again.code, again.out, again.err.count("\n")) == (1, "", 1)

    def test_nothing_is_written_over_unasked(self, lists: Shell) -> None:
        for words in (
            ["Two", "--from", "artist:2"],
            ["Rule", "--save", "artist:2"],
            ["new", "--out", "x.m3u8"],
        ):
            assert lists.tunes("playlist", *words).code == 0
            again = lists.tunes("playlist", *words)
            assert (again.code, again.out) == (1, "")
            assert "is there already" in again.err
            assert lists.tunes("playlist", *words, "--replace").code == 0

    def test_wrong_use(self, lists: Shell) -> None:
        for words in (
            ["--save", "artist:2"],
            ["--out", "x.m3u8"],
            ["x", "--save", "yaer:1999"],
            ["x", "--from", "a", "--save", "b"],
        ):
            done = lists.tunes("playlist", *words)
            assert (done.code, done.out) == (2, ""), words
        for words in (["a/b/c", "--save", "x"], ["new", "--out", "x.pls"], ["..", "--from", "x"]):
            done = lists.tunes("playlist", *words)
            assert (done.code, done.out) == (1, ""), words


class TestSettings:
    def test_another_folder(self, lists: Shell) -> None:
        config = lists.home / ".config" / "tunes" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text('playlists = "~/my lists"\n')
        assert "my lists" in lists.tunes("playlist").out
        assert lists.tunes("playlist", "Two", "--from", "artist:2").code == 0
        assert (lists.home / "my lists" / "Two.m3u8").is_file()
        (lists.home / "other.toml").write_text('playlists = "Music/Playlists"\n')
        for named in (["--settings", "other.toml"], []):
            done = lists.tunes(*named, "playlist", TUNES_SETTINGS="" if named else "other.toml")
            assert len(done.lines) == 3

    def test_what_is_wrong_is_told_once_and_by_the_doctor(self, lists: Shell) -> None:
        config = lists.home / ".config" / "tunes" / "config.toml"
        config.parent.mkdir(parents=True)
        config.write_text('playlist = "~/my lists"\n')
        done = lists.tunes("playlist")
        assert (done.code, len(done.lines), done.err.count("\n")) == (0, 3, 1)
        assert "Did you mean “playlists”?" in done.err
        doctor = lists.tunes("doctor")
        assert doctor.code == 1
        assert "Did you mean “playlists”?" in doctor.out
        assert f"settings:     {config}\n" in doctor.out

    def test_a_named_file_that_is_not_there(self, lists: Shell) -> None:
        done = lists.tunes("playlist", "--settings", "nowhere.toml")
        assert (done.code, len(done.lines), done.err.count("\n")) == (0, 3, 1)
        assert "nowhere.toml" in done.err


class TestPlay:
    def test_of_what_can_not_be_played_says_how_much(self, lists: Shell) -> None:
        (lists.home / "gone.m3u8").write_bytes(b"a.mp3\nb.mp3\n")
        done = lists.tunes("play", "gone.m3u8")
        assert (done.code, done.out) == (1, "")
        assert "2 of its 2 entries can't be played" in done.err
        assert lists.tunes("play", "playlist:nothing at all").code == 1

    def test_hostile_files_end_in_a_sentence(self, lists: Shell) -> None:
        (lists.home / "loop.m3u8").write_bytes(b"loop.m3u8\n/dev/zero\n/dev/random\n")
        (lists.home / "binary.m3u8").write_bytes(os.urandom(5000) + b"\0")
        with (lists.home / "huge.m3u8").open("wb") as file:
            file.truncate(100 << 20)
        (lists.home / "bomb.xspf").write_bytes(
            b'<!DOCTYPE a [<!ENTITY a "haha">]><playlist><title>&a;</title></playlist>'
        )
        for name in ("loop.m3u8", "binary.m3u8", "huge.m3u8", "bomb.xspf"):
            done = lists.tunes("play", name)
            assert (done.code, done.out) == (1, ""), name
            assert name in done.err


def test_words_of_a_playlist_are_played_from_it(tmp_path: Path) -> None:
    from playlist_shelf import music_shelf
    from tunes.tui.playlists import Playlists
    from tunes.tui.wanted import wanted

    music = music_shelf(tmp_path)
    playlists = Playlists(music.catalog, music.catalog.matching, tmp_path / "lists", lambda: 0.0)
    two = list(music.catalog.matching("title:two"))
    playlists.save_tracks("Ann", two)
    playlists.save_rule("Rule", "artist:ann")
    for words, titles, source in (
        (["ann"], ["Two"], "playlist:Ann"),
        (["playlist:ann"], ["Two"], "playlist:Ann"),
        ([str(tmp_path / "lists" / "Ann.m3u8")], ["Two"], "playlist:Ann"),
        (["Rule"], ["One", "Three", "Two"], "playlist:Rule"),
        (["one"], ["One"], "search"),
        ([str(tmp_path / "lists" / "Ann.m3u8"), "one"], ["Two", "One"], "files"),
    ):
        (tracks, found), problems = wanted(words, music.catalog, 0.0, None, playlists)
        assert ([track.title for track in tracks], found, problems) == (titles, source, []), words
    (tracks, _), problems = wanted(["playlist:nothing"], music.catalog, 0.0, None, playlists)
    assert (tracks, len(problems)) == ([], 1)
