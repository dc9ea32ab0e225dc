"""`tunes stats`: the numbers that a person reads and that a script gets."""

from shell import Shell


def test_a_person_reads_them(shelf: Shell) -> None:
    lines = shelf.tunes("stats").lines
    assert lines[0] == "All time: 2 plays in 7 min, 1 skip, 0 replays"
    assert lines[1] == "1 track by 1 artist; for the first time: 1 track and 1 artist"
    assert any(
        line.split() == ["1", "2", "plays", "7", "min", "Track", "111", "–", "Artist", "1"] for line in lines
    )


def test_a_span_and_some_tracks(shelf: Shell) -> None:
    def plays(*words: str) -> int:
        found: int = shelf.tunes("stats", "--json", *words).json["plays"]
        return found

    assert plays("--year", "2026") == plays("--from", "2026-11-18", "--to", "2026-11-18") == 2
    assert plays("--year", "2025") == plays("--to", "2026-11-17") == plays("--from", "2026-11-19") == 0
    assert (plays("artist:artist 1"), plays("-track")) == (2, 0)
    assert shelf.tunes("stats", "--year", "2025").lines == ["2025: nothing was heard."]


def test_wrong_use(shelf: Shell) -> None:
    for words in (
        ["--year", "soon"],
        ["--year", "9999"],
        ["--from", "2026-02-30"],
        ["--limit", "0"],
        ["year:x"],
    ):
        assert shelf.tunes("stats", *words).code == 2, words
    assert shelf.tunes("stats", "--year", "2026", "--to", "2026-01-01").code == 2
