from pathlib import Path

import pytest
from tunes.library.m3u import write_m3u
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
        track(tmp_path / "new\nline.mp3"),
    ]
    write_m3u(target, tracks)
    lines = target.read_bytes().splitlines()
    assert lines[:5] == [
        b"#EXTM3U",
        b"#EXTINF:61,Artist - Title",
        b"../a b.mp3",
        b"#EXTINF:-1,[x] ",
        b"./#1.mp3",
    ]
    assert lines[6].endswith(b"/inv\xff.mp3")
    assert len(lines) == 7  # a playlist can't name a file with a line break
    assert [path.name for path in target.parent.iterdir()] == ["week.m3u8"]


def test_an_old_one_stays_where_a_new_one_fails(tmp_path: Path) -> None:
    target = tmp_path / "week.m3u8"
    target.write_text("old")
    (tmp_path / ".week.m3u8.part").mkdir()
    with pytest.raises(OSError, match=r"week\.m3u8"):
        write_m3u(target, [track("/a.mp3")])
    assert target.read_text() == "old"
