"""What all commands have in common: finding the command, options anywhere, wrong use, and an output that is not taken."""

import os
from pathlib import Path

import pytest
from shell import TUNES, Shell
from tunes.tui.cli import COMMANDS, TAKE_A_VALUE, parser_of


class TestWhichCommand:
    def test_help_names_every_command_and_each_has_its_own(self, shell: Shell) -> None:
        told = shell.tunes("--help")
        assert told.code == 0
        for name in COMMANDS:
            assert f"  {name} " in told.out
            own = shell.tunes(name, "--help")
            assert (own.code, own.err) == (0, "")
            assert own.out.startswith(f"usage: tunes {name} ")
        assert not shell.data.exists()

    def test_version(self, shell: Shell) -> None:
        assert shell.tunes("--version").out == shell.tunes("list", "--version").out
        assert shell.tunes("--version").out.startswith("tunes 0.")

    @pytest.mark.parametrize(
        ("word", "meant"), [("lst", "list"), ("serch", "search"), ("Discover", "discover")]
    )
    def test_an_unknown_word_is_wrong_use_and_the_nearest_command_is_named(
        self, shell: Shell, word: str, meant: str
    ) -> None:
        done = shell.tunes(word, "more")
        assert (done.code, done.out) == (2, "")
        assert f"Did you mean: tunes {meant}?" in done.err

    def test_a_word_near_no_command_leads_to_the_help(self, shell: Shell) -> None:
        assert "tunes --help" in shell.tunes("xyzzy").err

    def test_a_folder_named_like_a_command_needs_a_path(self, shell: Shell) -> None:
        (shell.home / "list").mkdir()
        assert "library is empty" in shell.tunes("list").err
        done = shell.tunes("./list")
        assert done.code == 0
        assert done.lines[0].startswith("0 tracks")
        assert shell.tunes("--", "list").code == 0

    def test_a_path_that_is_not_there_is_no_command_but_a_failure(self, shell: Shell) -> None:
        done = shell.tunes("./nowhere")
        assert (done.code, done.err) == (1, "tunes: There is no such folder: ./nowhere\n")

    def test_a_file_is_told_how_to_be_played(self, shell: Shell) -> None:
        (shell.home / "song.mp3").touch()
        done = shell.tunes("song.mp3")
        assert done.code == 1
        assert "tunes play" in done.err


class TestOptions:
    def test_stand_before_after_and_between_the_words(self, shelf: Shell) -> None:
        plain = shelf.tunes("search", "--limit", "2", "--json", "artist", "2").json
        assert len(plain) == 2
        assert shelf.tunes("--limit", "2", "--json", "search", "artist", "2").json == plain
        assert shelf.tunes("search", "artist", "--limit", "2", "2", "--json").json == plain

    def test_other_files_are_named_by_option_or_environment_anywhere(
        self, shelf: Shell, tmp_path: Path
    ) -> None:
        library, profile = tmp_path / "l" / "my.db", tmp_path / "p"
        assert shelf.tunes("--library", library, "list").raw == b""
        assert shelf.tunes("list", TUNES_LIBRARY=str(library)).raw == b""
        assert shelf.tunes("list", "--library", library, TUNES_LIBRARY="/nowhere/at/all").code == 0
        assert library.exists()
        assert shelf.tunes(f"--profile={profile}", "profile", "path").out == f"{profile}\n"
        assert shelf.tunes("profile", TUNES_PROFILE=str(profile)).out == f"{profile}\n"
        assert shelf.tunes("listens", "--json", "--profile", profile).json == []
        assert len(shelf.tunes("listens", "--json").json) == 3

    def test_those_that_take_a_value_are_known_to_whoever_looks_for_the_command(self) -> None:
        takers = {
            option
            for name in ("open", *COMMANDS)
            for action in parser_of(name)._actions
            for option in action.option_strings
            if action.nargs != 0
        }
        assert takers == TAKE_A_VALUE

    @pytest.mark.parametrize(
        "words",
        [
            ["list", "--nope"],
            ["search"],
            ["search", "--limit", "x", "a"],
            ["search", "--limit", "-1", "a"],
            ["--lib", "x"],
        ],
        ids=" ".join,
    )
    def test_wrong_ones_are_wrong_use(self, shell: Shell, words: list[str]) -> None:
        done = shell.tunes(*words)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("tunes: ")
        assert "usage: tunes" in done.err

    def test_a_wrong_one_that_is_the_name_of_a_file_does_no_harm(self, shell: Shell) -> None:
        assert shell.tunes("scan", b"--\x1b[2J\xff").code == 2

    def test_after_two_dashes_nothing_is_an_option(self, shelf: Shell) -> None:
        assert shelf.tunes("list", "--", "--json").raw == b""
        assert shelf.tunes("list", "--json", "--", "Track", "111").json


class TestOutput:
    def test_a_pipe_that_closes_is_no_failure(self, shelf: Shell) -> None:
        for words in (["list"], ["list", "--json"], ["discover"], ["--help"]):
            read, write = os.pipe()
            os.close(read)
            process = shelf.start(*words, stdout=write)
            os.close(write)
            done = shelf.ended(process)
            assert (done.code, done.err) == (0, ""), words

    def test_list_into_head(self, shelf: Shell) -> None:
        done = shelf.line(f"bash -o pipefail -c '{TUNES} list | head -1'")
        assert (done.code, done.raw.count(b"\n"), done.err) == (0, 1, "")

    def test_a_full_disk_is_a_failure_in_one_sentence(self, shelf: Shell) -> None:
        for words in (["list"], ["list", "--json"], ["discover"]):
            with Path("/dev/full").open("wb") as full:
                done = shelf.ended(shelf.start(*words, stdout=full.fileno()))
            assert (done.code, done.err.count("\n")) == (1, 1), words
            assert "no room left" in done.err

    def test_no_output_at_all(self, shelf: Shell) -> None:
        done = shelf.line(f"{TUNES} list >&- && {TUNES} discover >&-")
        assert (done.code, done.err) == (0, "")

    def test_an_encoding_that_lacks_the_letters_writes_escapes(self, shelf: Shell) -> None:
        done = shelf.tunes("search", "Track", "111", PYTHONIOENCODING="ascii")
        assert done.out == "Track 111 \\u2013 Artist 1 \\u2013 Album 11\n"
        assert shelf.tunes("discover", "--why", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0").code == 0
