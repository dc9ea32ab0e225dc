"""`tunes home`."""

from shell import Shell


class TestHome:
    def test_no_track_stands_twice_and_each_has_its_reason(self, shelf: Shell) -> None:
        page = shelf.tunes("home", "--json").json
        shown = [pick["id"] for row in page["rows"] for pick in row["picks"]]
        assert shown
        assert len(shown) == len(set(shown))
        assert all(pick["reason"] for row in page["rows"] for pick in row["picks"])
        assert page["note"].startswith("2 plays so far: ")

    def test_its_discover_is_this_weeks(self, shelf: Shell) -> None:
        queue = shelf.tunes("discover", "--json").json
        (row,) = (row for row in shelf.tunes("home", "--json").json["rows"] if "discover" in row["key"])
        assert row["key"] == f"discover:{queue['week']}"
        assert {pick["id"] for pick in row["picks"]} <= {pick["id"] for pick in queue["picks"]}

    def test_as_text_with_reasons(self, shelf: Shell) -> None:
        rows = shelf.tunes("home", "--json").json["rows"]
        why = shelf.tunes("home", "--why")
        assert all(pick["reason"] in why.out for row in rows for pick in row["picks"])
        assert b"\x1b" not in why.raw
        assert rows[0]["picks"][0]["reason"] not in shelf.tunes("home").out

    def test_of_an_empty_library(self, shell: Shell) -> None:
        done = shell.tunes("home", "--json")
        assert (done.code, done.json["rows"]) == (0, [])
        assert "tunes scan FOLDER" in done.err
