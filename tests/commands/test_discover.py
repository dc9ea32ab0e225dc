"""`tunes discover`."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from made_listens import film
from odd_shelf import fill
from screen import made_track, put
from shell import Shell
from tunes.library.catalog import Catalog
from tunes.tui.places import private_folder


class TestDiscover:
    def test_is_frozen_by_the_first_who_asks(self, shelf: Shell) -> None:
        first = shelf.tunes("discover", "--json").json
        assert first["frozen"] is True
        assert len(first["picks"]) > 5
        assert shelf.tunes("discover", "--json").json == first
        assert shelf.tunes("discover", "--json", "--week", first["week"]).json == first
        assert shelf.tunes("discover").lines[0] == (
            f"Discover · week {int(first['week'][-2:])} · {len(first['picks'])} tracks"
        )

    def test_why_shows_each_reason_and_its_numbers(self, shelf: Shell) -> None:
        queue = shelf.tunes("discover", "--json").json
        why = shelf.tunes("discover", "--why").out
        assert all(pick["reason"] in why for pick in queue["picks"])
        assert why.count(" +") + why.count(" -") > len(queue["picks"])

    def test_text_is_harmless(self, shelf: Shell) -> None:
        assert b"\x1b" not in shelf.tunes("discover", "--why").raw

    def test_a_past_week_is_computed_and_not_kept(self, shelf: Shell) -> None:
        past = shelf.tunes("discover", "--week", "2020-W02", "--json").json
        assert (past["week"], past["frozen"]) == ("2020-W02", False)

    @pytest.mark.parametrize(
        "week", ["2199-W01", "48", "2026-48", "2026-W54", "0001-W01", "0000-W00", "", "\x1b[2J"]
    )
    def test_a_future_week_and_what_is_no_week_are_wrong_use(self, shelf: Shell, week: str) -> None:
        done = shelf.tunes("discover", "--week", week)
        assert (done.code, done.out) == (2, "")
        assert "2026-W" in done.err

    def test_of_an_empty_library(self, shell: Shell) -> None:
        done = shell.tunes("discover", "--json")
        assert (done.code, done.json["picks"], done.json["frozen"]) == (0, [], False)
        assert "tunes scan FOLDER" in done.err


class TestWatch:
    def test_films_and_episodes_have_a_queue_of_their_own(self, shell: Shell) -> None:
        show = [
            replace(
                film(f"E{n}"),
                id=f"t1:{n:032x}",
                path=Path(f"/music/{n}.mkv"),
                show="Show",
                season=1,
                episode=n,
            )
            for n in (1, 2)
        ]
        catalog = Catalog(private_folder(shell.data) / "library.db")
        put(catalog, [*show, made_track(7)])
        catalog.close()
        first = shell.tunes("discover", "--watch", "--json").json
        (pick,) = first["picks"]
        assert (first["frozen"], pick["title"], pick["show"], pick["season"]) == (True, "E1", "Show", 1)
        assert shell.tunes("discover", "--watch", "--json", "--week", first["week"]).json == first
        assert [one["title"] for one in shell.tunes("discover", "--json").json["picks"]] == ["Song 000007"]
        why = shell.tunes("discover", "--watch", "--why").lines
        week = int(first["week"][-2:])
        assert why[:3] == [
            f"Discover: watch · week {week} · 1 to watch",
            "little to choose from: 1 instead of 10",
            "  1  E1 – Show 1×01",
        ]
        assert (
            why[3].strip()
            == "nothing watched yet: a spread of your shelf; this is the first of the 2 episodes here"
        )
        assert "Discover: watch" in shell.tunes("home").out


class TestPlaylist:
    def test_names_the_picks_relative_to_itself_byte_for_byte(self, shell: Shell) -> None:
        fill(shell)
        shell.tunes("scan")
        (shell.home / "lists").mkdir()
        done = shell.tunes("discover", "--json", "--m3u", "lists/my list.m3u8")
        lines = (shell.home / "lists" / "my list.m3u8").read_bytes().split(b"\n")
        assert lines[0] == b"#EXTM3U"
        named = [line for line in lines[1:] if line and not line.startswith(b"#")]
        picks = [os.fsencode(pick["path"]) for pick in done.json["picks"]]
        folder = os.fsencode(shell.home / "lists")
        assert [os.path.normpath(folder + b"/" + line) for line in named] == picks
        assert b"\x1b" not in b"".join(line for line in lines if line.startswith(b"#EXTINF"))
        assert [path.name for path in (shell.home / "lists").iterdir()] == ["my list.m3u8"]

    def test_is_written_to_what_a_link_leads_to(self, shelf: Shell, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "real.m3u8")
        (tmp_path / "real.m3u8").touch()
        assert shelf.tunes("discover", "--m3u", tmp_path / "link").code == 0
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real.m3u8").read_bytes().startswith(b"#EXTM3U")

    def test_replaces_nothing_but_files(self, shelf: Shell, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for place in (tmp_path / "pipe", tmp_path, tmp_path / "missing" / "x.m3u8"):
            done = shelf.tunes("discover", "--m3u", place)
            assert (done.code, done.out) == (1, ""), place
            assert "playlist" in done.err
        assert (tmp_path / "pipe").is_fifo()
