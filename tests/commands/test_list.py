"""`tunes list` and `tunes search`."""

import os

from odd_shelf import ODD_NAME
from shell import Shell


class TestList:
    def test_is_every_track_once_in_library_order_as_bytes_that_exist(self, shelf: Shell) -> None:
        lines = shelf.tunes("list").raw.splitlines()
        assert len(lines) == 13
        assert all(os.path.isfile(line) for line in lines)  # noqa: PTH113  # bytes
        assert sum(line.endswith(ODD_NAME) for line in lines) == 1
        named = [line for line in lines if b"Track" in line]
        assert named == sorted(named)

    def test_ends_paths_with_nul_when_asked(self, shelf: Shell) -> None:
        assert shelf.tunes("list", "-0").raw.split(b"\0")[:-1] == shelf.tunes("list").raw.splitlines()

    def test_of_a_query_in_library_order(self, shelf: Shell) -> None:
        names = [os.path.basename(line) for line in shelf.tunes("list", "album", "12").raw.splitlines()]  # noqa: PTH119  # bytes
        assert names == [b"01 Track 121.flac", b"02 Track 122.flac", b"03 Track 123.flac"]

    def test_of_nothing_found_is_fine(self, shelf: Shell) -> None:
        done = shelf.tunes("list", "qqqqqqqq")
        assert (done.code, done.raw, done.err) == (0, b"", "")
        assert shelf.tunes("list", "--json", "qqqqqqqq").json == []

    def test_as_json_is_the_same_tracks_and_odd_bytes_come_back(self, shelf: Shell) -> None:
        tracks = shelf.tunes("list", "--json").json
        assert [os.fsencode(track["path"]) for track in tracks] == shelf.tunes("list").raw.splitlines()
        copies = [track for track in tracks if "paths" in track]
        assert [len(track["paths"]) for track in copies] == [2]
        assert copies[0]["path"] in copies[0]["paths"]

    def test_on_a_screen_is_harmless(self, shelf: Shell) -> None:
        terminal, screen = os.openpty()
        process = shelf.start("list", "red", stdout=screen)
        os.close(screen)
        assert shelf.ended(process).code == 0
        shown = os.read(terminal, 10_000)
        os.close(terminal)
        assert b"\x1b" not in shown
        assert b"red.wav" in shown

    def test_of_an_empty_library_says_how_to_fill_it(self, shell: Shell) -> None:
        done = shell.tunes("list", "--json")
        assert (done.code, done.json) == (0, [])
        assert "tunes scan FOLDER" in done.err


class TestSearch:
    def test_finds_with_typing_mistakes_best_first(self, shelf: Shell) -> None:
        assert shelf.tunes("search", "trakc", "122").lines[0] == "Track 122 – Artist 1 – Album 12"

    def test_limit(self, shelf: Shell) -> None:
        assert len(shelf.tunes("search", "track").lines) == 12
        assert len(shelf.tunes("search", "track", "--limit", "3").lines) == 3
        assert shelf.tunes("search", "track", "--limit", "0").lines == []

    def test_text_is_harmless_and_json_exact(self, shelf: Shell) -> None:
        assert b"\x1b" not in shelf.tunes("search", "red").raw
        (found,) = shelf.tunes("search", "red", "--json").json
        assert os.path.basename(os.fsencode(found["path"])) == ODD_NAME  # noqa: PTH119  # bytes

    def test_a_query(self, shelf: Shell) -> None:
        assert len(shelf.tunes("search", 'artist:"artist 1" title:track').lines) == 6
        assert len(shelf.tunes("list", "genre:genre", "year:2001").raw.splitlines()) == 6
        assert len(shelf.tunes("list", "genre:genre", "-album", "11..").raw.splitlines()) == 0
        assert len(shelf.tunes("list", "track", "-11", "-artist:2").raw.splitlines()) == 3
        assert len(shelf.tunes("list", "added:<1d", "length:<2s", "kind:music").raw.splitlines()) == 13
        assert shelf.tunes("search", "plays:1..").lines == ["Track 111 – Artist 1 – Album 11"]
        assert len(shelf.tunes("list", "skips:0").raw.splitlines()) == 12

    def test_a_wrong_query_is_wrong_use_in_one_sentence(self, shelf: Shell) -> None:
        for name in ("search", "list", "play"):
            done = shelf.tunes(name, "artits:abba")
            assert (done.code, done.out) == (2, "")
            assert done.err.startswith(
                "tunes: There is no field “artits:”. Did you mean artist:?\nusage: tunes"
            )
        assert "backwards" in shelf.tunes("list", "year:1999..1990").err
        assert "no second one" in shelf.tunes("search", '"track').err

    def test_any_words_are_a_fair_question(self, shelf: Shell) -> None:
        for words in (["'", '"'], ["*"], ["NEAR("], [""], [b"\xff"], ["a" * 5000], ["AND", "OR"]):
            done = shelf.tunes("search", "--json", *words)
            assert (done.code, done.err) == (0, ""), words
