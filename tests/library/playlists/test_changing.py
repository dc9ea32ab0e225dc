"""Adding to a playlist, taking out and moving: all else in the file stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.playlists.changing import add, move, remove
from tunes.library.playlists.folder import called, listed, path_for
from tunes.library.playlists.item import Item
from tunes.library.playlists.reading import PlaylistError, read_playlist
from tunes.library.playlists.xspf import xspf_bytes

MINE = (
    b"\xef\xbb\xbf#EXTM3U\r\n# my words\r\n#EXTINF:1,A\r\na.mp3\r\n#EXTGRP:x\r\nb.mp3\r\nhttp://c/\r\nd.mp3"
)


def names(path: Path) -> list[bytes]:
    return [item.where for item in read_playlist(path).items]


@pytest.fixture(params=["m3u8", "xspf"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / f"a.{request.param}"
    items = [Item(name) for name in (b"a.mp3", b"b.mp3", b"http://c/", b"d.mp3")]
    made.write_bytes(MINE if request.param == "m3u8" else xspf_bytes(items, tmp_path))
    return made


def test_added_at_the_end(path: Path) -> None:
    before = path.read_bytes()
    add(path, [Item(bytes(path.parent / "new.mp3"), "New & old", 12.0)])
    assert names(path) == [b"a.mp3", b"b.mp3", b"http://c/", b"d.mp3", b"new.mp3"]
    assert read_playlist(path).items[-1].title == "New & old"
    assert path.read_bytes().startswith(before[:80])


@pytest.mark.parametrize("number", range(4))
def test_taken_out(path: Path, number: int) -> None:
    left = names(path)
    remove(path, number, read_playlist(path).items[number])
    del left[number]
    assert names(path) == left


def test_moved_and_back_again(path: Path) -> None:
    before = path.read_bytes()
    move(path, 0, read_playlist(path).items[0], 1)
    assert names(path) == [b"b.mp3", b"a.mp3", b"http://c/", b"d.mp3"]
    move(path, 1, read_playlist(path).items[1], -1)
    assert path.read_bytes() == before
    move(path, 3, read_playlist(path).items[3], -1)
    assert names(path) == [b"a.mp3", b"b.mp3", b"d.mp3", b"http://c/"]
    move(path, 0, read_playlist(path).items[0], -1)
    assert names(path)[0] == b"a.mp3"


def test_words_of_the_listener_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.m3u8"
    path.write_bytes(MINE)
    remove(path, 1, read_playlist(path).items[1])
    assert path.read_bytes() == MINE.replace(b"#EXTGRP:x\r\nb.mp3\r\n", b"")


def test_one_that_was_written_meanwhile_is_left_alone(path: Path) -> None:
    item = read_playlist(path).items[1]
    add(path, [Item(b"/x.mp3")])
    remove(path, 0, read_playlist(path).items[0])
    before = path.read_bytes()
    with pytest.raises(PlaylistError, match="not as it was"):
        remove(path, 1, item)
    assert path.read_bytes() == before


def test_what_tunes_does_not_write_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pls").write_bytes(b"File1=a.mp3\n")
    (tmp_path / "b.m3u").write_bytes("\ufeffa.mp3\n".encode("utf-16-le"))
    (tmp_path / "c.xspf").write_bytes(b"<playlist><trackList>")
    for name in ("a.pls", "b.m3u", "c.xspf", "nowhere.m3u8"):
        with pytest.raises(PlaylistError):
            add(tmp_path / name, [Item(b"/a.mp3")])


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["add", "remove", "up", "down"]), st.integers(0, 5)), max_size=12
    )
)
def test_any_changes_do_what_they_would_to_a_list(
    changes: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.m3u8"
    path.write_bytes(MINE)
    expected = names(path)
    for number, (what, at) in enumerate(changes):
        if what == "add":
            add(path, [Item(bytes(path.parent / f"{number}.mp3"))])
            expected.append(f"{number}.mp3".encode())
        elif at < len(expected):
            item = read_playlist(path).items[at]
            if what == "remove":
                remove(path, at, item)
                del expected[at]
            else:
                by = -1 if what == "up" else 1
                move(path, at, item, by)
                if 0 <= at + by < len(expected):
                    expected[at], expected[at + by] = expected[at + by], expected[at]
        assert names(path) == expected
    assert b"#EXTM3U\r\n" in path.read_bytes()


class TestFolder:
    def test_names(self, tmp_path: Path) -> None:
        for name in ("b.m3u8", "B.xspf", "a.query", "é.pls", ".hidden.m3u8", "x.txt", "c.cue"):
            (tmp_path / name).touch()
        (tmp_path / "folder.m3u8").mkdir()
        (tmp_path / "loop.m3u8").symlink_to("loop.m3u8")
        assert [one.name for one in listed(tmp_path)] == ["a", "b", "B.xspf", "c", "é"]
        assert [one.is_rule for one in listed(tmp_path)] == [True, False, False, False, False]
        assert [one.can_grow for one in listed(tmp_path)] == [False, True, True, False, False]

    def test_one_by_its_name(self, tmp_path: Path) -> None:
        for name in ("b.m3u8", "b.query", "Björk.m3u8"):
            (tmp_path / name).touch()
        found = {
            name: one.path.name
            for name in ("b", "B", "b.query", "bjork", "Björk.m3u8")
            if (one := called(name, tmp_path))
        }
        assert found == {
            "b": "b.m3u8",
            "B": "b.m3u8",
            "b.query": "b.query",
            "bjork": "Björk.m3u8",
            "Björk.m3u8": "Björk.m3u8",
        }
        assert called("nothing", tmp_path) is None
        assert listed(tmp_path / "nowhere") == []

    @pytest.mark.parametrize("name", ["", " ", "a/b", "..", ".x", "é" * 101, "\x1b"])
    def test_what_can_not_be_a_name(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(PlaylistError, match="can't be called"):
            path_for(name, "m3u8", tmp_path)

    def test_a_new_one(self, tmp_path: Path) -> None:
        assert path_for(" Late night ", "m3u8", tmp_path) == tmp_path / "Late night.m3u8"
        assert path_for("a.m3u8", "m3u8", tmp_path) == tmp_path / "a.m3u8"
        assert path_for("Vol. 2", "m3u8", tmp_path) == tmp_path / "Vol. 2.m3u8"
