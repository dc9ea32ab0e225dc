"""Writing playlists: wholly or not at all, and never over what nobody wanted replaced."""

from pathlib import Path

import pytest
from tunes.library.playlists.item import Item
from tunes.library.playlists.keeping import keep, write_items, write_tracks
from tunes.library.playlists.m3u import read_m3u
from tunes.library.playlists.reading import PlaylistError
from tunes.library.track import Kind, Track


def track(
    path: Path | str, title: str = "Title", artist: str = "Artist", duration: float | None = 61.4
) -> Track:
    return Track("t1:1", Path(path), Kind.MUSIC, title, artist, duration=duration)


def test_a_playlist(tmp_path: Path) -> None:
    target = tmp_path / "lists" / "week.m3u8"
    target.parent.mkdir()
    tracks = [
        track(tmp_path / "a b.mp3"),
        track(tmp_path / "lists" / "#1.mp3", "[x]\n\x1b", "", None),
        track("/inv\udcff.mp3"),
        track(tmp_path / "lists" / "new\nline.mp3"),
    ]
    write_tracks(target, tracks)
    lines = target.read_bytes().splitlines()
    assert lines[:5] == [
        b"#EXTM3U",
        b"#EXTINF:61,Artist - Title",
        b"../a b.mp3",
        b"#EXTINF:-1,[x]",
        b"./#1.mp3",
    ]
    assert lines[6].endswith(b"/inv\xff.mp3")
    assert lines[8].startswith(b"file:///")
    assert lines[8].endswith(b"/new%0Aline.mp3")
    assert [path.name for path in target.parent.iterdir()] == ["week.m3u8"]


def test_an_old_one_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "week.m3u8"
    target.write_text("old")
    with pytest.raises(PlaylistError, match="is there already"):
        write_tracks(target, [track("/a.mp3")])
    assert target.read_text() == "old"
    write_tracks(target, [track("/a.mp3")], replace=True)
    assert len(read_m3u(target.read_bytes()).items) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["week.m3u8"]


def test_an_old_one_stays_where_a_new_one_fails(tmp_path: Path) -> None:
    target = tmp_path / "week.m3u8"
    target.write_text("old")
    (tmp_path / ".week.m3u8.part").mkdir()
    with pytest.raises(PlaylistError, match=r"week\.m3u8"):
        write_tracks(target, [track("/a.mp3")], replace=True)
    assert target.read_text() == "old"


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link.m3u8").symlink_to(tmp_path / "elsewhere" / "real.m3u8")
    write_tracks(tmp_path / "link.m3u8", [track(tmp_path / "a.mp3")])
    assert (tmp_path / "link.m3u8").is_symlink()
    assert b"\n../a.mp3\n" in (tmp_path / "elsewhere" / "real.m3u8").read_bytes()


def test_what_can_not_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    for name in ("a.pls", "a.txt", "a"):
        with pytest.raises(PlaylistError, match="tunes writes"):
            write_items(tmp_path / name, [Item(b"/a")])
    with pytest.raises(PlaylistError, match="nowhere"):
        write_items(tmp_path / "nowhere" / "a.m3u8", [])
    with pytest.raises(PlaylistError):
        keep(tmp_path, b"")
    assert list(tmp_path.iterdir()) == []
