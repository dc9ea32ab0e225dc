"""`tunes scan`, and what `tunes` says without a terminal."""

import shutil

from media import make_sound
from odd_shelf import fill
from shell import Shell


class TestScan:
    def test_counts_what_is_there_and_what_changes(self, shell: Shell) -> None:
        fill(shell)
        music = shell.home / "Music"
        assert shell.tunes("scan", "Music", "--json").json | {"seconds": 0} == {
            "files": 14,
            "added": 13,
            "changed": 0,
            "moved": 0,
            "removed": 0,
            "unreadable": 1,
            "offline": 0,
            "seconds": 0,
        }
        (music / "Artist 1" / "Album 11").rename(music / "Elsewhere")
        (music / "Artist 2" / "Album 22" / "01 Track 221.flac").unlink()
        again = shell.tunes("scan", "--json").json
        assert (again["files"], again["added"], again["removed"]) == (13, 0, 1)
        assert shell.tunes("profile", "verify").code == 0
        shutil.rmtree(music)
        assert shell.tunes("scan", "--json").json["offline"] >= 12

    def test_names_the_problems_when_asked(self, shelf: Shell) -> None:
        assert "1 unreadable" in shelf.tunes("scan").out
        text = shelf.tunes("scan", "--problems")
        assert text.code == 0
        assert len(text.lines) == 2
        assert "broken.flac: " in text.lines[1]
        (problem,) = shelf.tunes("scan", "--problems", "--json").json["problems"]
        assert problem["path"].endswith("broken.flac")
        assert problem["reason"]

    def test_reports_what_could_be_better(self, shelf: Shell) -> None:
        done = shelf.tunes("scan", "--report")
        assert (done.code, done.err) == (0, "")
        for line in ("The same recording more than once: 1", "  the same sound:", "Music without tags: 1"):
            assert line in done.lines
        assert "Broken files: 1" in done.lines
        assert "Albums without a cover: 4" in done.lines

    def test_takes_the_music_folder_where_none_is_named_and_remembers_those_that_are(
        self, shell: Shell
    ) -> None:
        fill(shell)
        assert shell.tunes("scan", "--json").json["files"] == 14
        assert shell.tunes("scan", "Music/Artist 1", "--json").json["files"] == 6
        assert shell.tunes("scan", "--json").json["files"] == 6

    def test_with_no_folder_at_all_says_so(self, shell: Shell) -> None:
        for words in (["scan"], []):
            done = shell.tunes(*words)
            assert (done.code, done.out) == (1, "")
            assert done.err == "tunes: No folder is known yet. Name one: tunes FOLDER\n"

    def test_a_folder_that_is_not_there_changes_nothing(self, shelf: Shell) -> None:
        assert shelf.tunes("scan", "nowhere").code == 1
        assert len(shelf.tunes("list").raw.splitlines()) == 13


class TestTunesWithoutTerminal:
    def test_prints_the_scan_and_this_weeks_discover(self, shell: Shell) -> None:
        fill(shell)
        done = shell.tunes("Music")
        assert (done.code, done.err) == (0, "")
        assert done.lines[0].startswith("14 tracks, 13 new, 1 unreadable")
        assert done.lines[1].startswith("Discover · week ")
        assert "  1  " in done.out
        assert shell.tunes().lines[1:] == done.lines[1:]

    def test_once_forgets_the_folders_and_keeps_the_computers_name(self, shell: Shell) -> None:
        fill(shell)
        once = shell.tunes("--once", "Music/Artist 2")
        assert once.code == 0
        assert once.lines[0].startswith("6 tracks")
        assert shell.tunes("list").raw == b""
        assert shell.tunes("scan", "--json").json["files"] == 14
        assert shell.tunes("--once", "Music/Artist 1").lines[0].startswith("6 tracks")
        assert shell.tunes("scan", "--json").json["files"] == 14
        assert len([path for path in (shell.data / "profile").iterdir() if path.is_dir()]) == 1

    def test_or_demo_prefers_any_music(self, shell: Shell) -> None:
        fill(shell)
        assert shell.tunes("--or-demo").lines[0].startswith("14 tracks")


def test_links_to_folders_are_followed_where_the_settings_say_so(shell: Shell) -> None:
    make_sound(shell.home / "Music" / "a.flac", 0.2, title="Here")
    make_sound(shell.home / "elsewhere" / "b.flac", 0.2, title="There")
    (shell.home / "Music" / "link").symlink_to(shell.home / "elsewhere")
    assert shell.tunes("scan", "Music", "--json").json["files"] == 1
    settings = shell.home / "settings.toml"
    settings.write_text("follow_links = true\n")
    followed = shell.tunes("--settings", settings, "scan", "--json").json
    assert (followed["files"], followed["added"]) == (2, 1)
    assert [line.rpartition("/Music/")[2] for line in shell.tunes("list").lines] == ["a.flac", "link/b.flac"]


def test_an_album_in_one_file(shell: Shell) -> None:
    make_sound(shell.home / "Music" / "Live.flac", 4.0)
    (shell.home / "Music" / "Live.cue").write_text(
        'PERFORMER "The Band"\nTITLE "Live"\nFILE "Live.flac" WAVE\n'
        'TRACK 01 AUDIO\nTITLE "First"\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nTITLE "Second"\nINDEX 01 00:02:00\n'
    )
    assert shell.tunes("scan", "Music").lines[0].startswith("2 tracks, 2 new;")
    found = shell.tunes("search", "second", "--json").json
    assert [(track["title"], track["artist"], track["album"], track["duration"]) for track in found] == [
        ("Second", "The Band", "Live", 2.0)
    ]
    assert len(shell.tunes("list").lines) == 2
