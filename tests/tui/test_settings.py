"""`config.toml`: what is right counts, what is wrong is told, nothing crashes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.tui.settings import Settings, read_settings


def read(tmp_path: Path, text: str | bytes) -> tuple[Settings, tuple[str, ...]]:
    file = tmp_path / "config.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings(file)


def test_nothing_is_settled_where_there_is_no_file(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.toml") == (Settings(), ())
    assert read_settings(Path("/dev/null/config.toml")) == (Settings(), ())


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ('playlists = "/a/b"', "/a/b"),
        ('\ufeffplaylists = "lists"', "HERE/lists"),
        ('playlists = "../lists"', "HERE/../lists"),
        ('playlists = "~/lists"', "/home/ann/lists"),
    ],
)
def test_a_folder(tmp_path: Path, text: str, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    settings, problems = read(tmp_path, text)
    expected = Path(folder.replace("HERE/..", str(tmp_path.parent)).replace("HERE", str(tmp_path)))
    assert (settings.playlists, problems) == (expected, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('playlist = "x"', "Did you mean “playlists”?"),
        ("colour = 1", "There is: playlists, follow_links,"),
        ("playlists = 1", "has to be the name of a folder"),
        ('playlists = ""', "has to be the name of a folder"),
        ('playlists = ["a"]', "has to be the name of a folder"),
        ('[playlists]\na = "b"', "has to be the name of a folder"),
        ("device = 1", "has to be the name of a sound device"),
        ('device = " "', "has to be the name of a sound device"),
        ("follow_links = 1", "has to be true or false"),
        ("discover_fresh = 4", "has to be a whole number from 5"),
        ("discover_fresh = 10.5", "has to be a whole number from 5"),
        ("discover_fresh = true", "has to be a whole number from 5"),
        ("next_film_after = -1", "has to be seconds from 0 to 60"),
        ("next_film_after = true", "has to be seconds from 0 to 60"),
        ("next_film_after = nan", "has to be seconds from 0 to 60"),
        ('follow_links = "yes"', "has to be true or false"),
        ("playlists = true", "has to be the name of a folder"),
        ("playlists = x", "can't be read"),
        (b"\xff\xfe", "no UTF-8 text"),
        ("a = " + "[" * 100_000, "can't be read"),
        (b"#" * (2 << 20), "too large"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    settings, (problem,) = read(tmp_path, text)
    assert settings == Settings()
    assert said in problem
    assert str(tmp_path / "config.toml") in problem


@pytest.mark.parametrize("is_on", [True, False])
def test_a_switch(tmp_path: Path, is_on: bool) -> None:
    settings, problems = read(tmp_path, f"follow_links = {str(is_on).lower()}\n")
    assert (settings.follow_links, problems) == (is_on, ())


@pytest.mark.parametrize(("said", "seconds"), [("0", 0.0), ("2.5", 2.5), ("60", 60.0)])
def test_seconds(tmp_path: Path, said: str, seconds: float) -> None:
    assert read(tmp_path, f"next_film_after = {said}") == (Settings(next_film_after=seconds), ())


def test_a_device(tmp_path: Path) -> None:
    settings, problems = read(tmp_path, 'device = "Dragonfly DAC"\n')
    assert (settings.device, problems) == ("Dragonfly DAC", ())


def test_what_is_right_counts_beside_what_is_wrong(tmp_path: Path) -> None:
    settings, problems = read(tmp_path, 'playlists = "/a"\nvolume = 11\n')
    assert settings.playlists == Path("/a")
    assert len(problems) == 1
    assert "volume" in problems[0]


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "are no file" in read_settings(tmp_path)[1][0]


@given(content=st.binary(max_size=60))
def test_any_bytes_are_taken(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    read(tmp_path_factory.mktemp("any"), content)


def test_discover_from_familiar_to_daring(tmp_path: Path) -> None:
    assert read(tmp_path, "discover_fresh = 25") == (Settings(discover_fresh=25), ())
