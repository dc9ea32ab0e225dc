"""M3U, PLS and XSPF: what others write is understood, what tunes writes is read back, and nothing hostile harms."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.playlists.finding import spellings
from tunes.library.playlists.item import MOST_ITEMS, Item
from tunes.library.playlists.m3u import m3u_bytes, read_m3u
from tunes.library.playlists.pls import read_pls
from tunes.library.playlists.reading import PlaylistError, read_cue_list, read_playlist
from tunes.library.playlists.rule import read_rule, rule_bytes
from tunes.library.playlists.xspf import read_xspf, xspf_bytes
from tunes.library.text import clean


def where(items: tuple[Item, ...]) -> list[bytes]:
    return [item.where for item in items]


class TestM3u:
    def test_titles_lengths_and_the_name_of_the_whole(self) -> None:
        read = read_m3u(
            b"\xef\xbb\xbf#EXTM3U\r\n#PLAYLIST:Late\r\n\r\n#EXTINF:61,Ann - Song, part 2\r\na b.mp3\r\n"
            b'#EXTINF:-1 tvg-id="a,b" x,Radio\r\nhttp://example.org/x\r\n# a word\r\n../c.mp3'
        )
        assert where(read.items) == [b"a b.mp3", b"http://example.org/x", b"../c.mp3"]
        assert [(item.title, item.seconds) for item in read.items] == [
            ("Ann - Song, part 2", 61.0),
            ("Radio", None),
            ("", None),
        ]
        assert (read.title, read.problem) == ("Late", "")
        assert [item.is_elsewhere for item in read.items] == [False, True, False]

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    def test_ends_of_lines(self, end: bytes) -> None:
        assert where(read_m3u(end.join([b"a", b"", b"#x", b" b "])).items) == [b"a", b" b "]

    def test_encodings_of_titles(self) -> None:
        read = read_m3u("#EXTINF:1,Bj\xf6rk\na\n".encode("cp1252") + "#EXTINF:1,Björk\nb\n".encode())
        assert [item.title for item in read.items] == ["Björk", "Björk"]
        told = read_m3u("#EXTENC:KOI8-R\n#EXTINF:1,Кино\nКино.mp3\n".encode("koi8-r"))
        assert (told.items[0].title, told.items[0].text) == ("Кино", "Кино.mp3")
        for strange in (b"rot13", b"utf-16", b"zlib", b"idna", b"\xff", b"a" * 5000):
            assert where(read_m3u(b"#EXTENC:" + strange + b"\na\n").items) == [b"a"]

    def test_a_part_of_a_file(self) -> None:
        read = read_m3u(b"#EXTVLCOPT:start-time=61.5\n#EXTVLCOPT:stop-time=90\na\nb\n")
        assert [(item.start, item.end) for item in read.items] == [(61.5, 90.0), (None, None)]

    def test_each_item_knows_its_bytes(self) -> None:
        content = b"#EXTM3U\n# mine\n#EXTINF:1,A\na\n\nb\n#PLAYLIST:x\nc"
        spans = [item.span for item in read_m3u(content).items]
        assert [content[slice(*span)] for span in spans if span] == [
            b"# mine\n#EXTINF:1,A\na\n",
            b"\nb\n",
            b"c",
        ]

    def test_no_end_of_lines_is_too_many(self) -> None:
        read = read_m3u(b"a\n" * (MOST_ITEMS + 5))
        assert len(read.items) == MOST_ITEMS
        assert "100,000" in read.problem


def test_pls_in_the_order_of_its_numbers() -> None:
    read = read_pls(
        b"[playlist]\nFile2=C:\\b.mp3\r\ntitle2=B\nFILE10=z.mp3\nFile1 = a.mp3\nLength1=12\nLength2=-1\n"
        b"Title3=no file\nNumberOfEntries=99999999\nVersion=2\n"
    )
    assert [(item.where, item.title, item.seconds) for item in read.items] == [
        (b"a.mp3", "", 12.0),
        (b"C:\\b.mp3", "B", None),
        (b"z.mp3", "", None),
    ]


class TestXspf:
    def test_what_others_write(self) -> None:
        read = read_xspf(
            b"""<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><title>Mix</title><trackList>
            <track><location>file:///m/a%20b.mp3</location><location>http://x/y</location><title>Song</title>
            <creator>Ann</creator><duration>61500</duration><extension application="x"><title>no</title></extension></track>
            <track><title>Only a title</title></track></trackList></playlist>"""
        )
        assert read.title == "Mix"
        assert where(read.items) == [b"file:///m/a%20b.mp3", b""]
        assert (read.items[0].title, read.items[0].seconds) == ("Ann - Song", 61.5)
        assert read.problem == ""

    def test_with_a_prefix_and_in_another_encoding(self) -> None:
        text = '<?xml version="1.0" encoding="ISO-8859-1"?><x:playlist xmlns:x="http://xspf.org/ns/0/"><x:trackList><x:track>'
        text += "<x:location>Bj\xf6rk.mp3</x:location></x:track></x:trackList></x:playlist>"
        assert where(read_xspf(text.encode("latin-1")).items) == ["Björk.mp3".encode()]

    def test_of_broken_xml_what_stood_before(self) -> None:
        whole = xspf_bytes([Item(b"/m/a.mp3", "A"), Item(b"/m/b.mp3", "B")], Path("/m"))
        read = read_xspf(whole[: whole.index(b"b.mp3")])
        assert where(read.items) == [b"a.mp3"]
        assert read.problem.startswith("It breaks off in line ")

    @pytest.mark.parametrize(
        "content",
        [
            b'<!DOCTYPE a [<!ENTITY x "y">]><playlist><trackList><track><location>&x;</location></track></trackList></playlist>',
            b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><playlist><title>&b;</title></playlist>',
            b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><playlist/>',
            b"<html><trackList><track/></trackList></html>",
            b'<?xml version="1.0" encoding="klingon"?><playlist/>',
            b"",
            b"no xml",
            b"<playlist>" * 100_000,
        ],
        ids=["entity", "bomb", "outside", "html", "encoding", "empty", "text", "deep"],
    )
    def test_nothing_hostile_is_followed(self, content: bytes) -> None:
        began = time.process_time()
        read = read_xspf(content)
        assert (read.items, bool(read.problem)) == ((), True)
        assert time.process_time() - began < 5

    def test_each_track_knows_its_bytes(self) -> None:
        content = xspf_bytes([Item(b"/m/\xc3\xbc.mp3", "Ü"), Item(b"/m/b.mp3")], Path("/m"))
        spans = [item.span for item in read_xspf(content).items]
        for span in spans:
            assert span is not None
            assert content[slice(*span)].startswith(b"<track>")
            assert content[slice(*span)].endswith(b"</track>")


NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: b"/" not in name and b"\0" not in name)
PATHS = st.lists(NAMES.filter(lambda name: name not in {b".", b".."}), min_size=1, max_size=4).map(
    lambda parts: b"/" + b"/".join(parts)
)
ITEMS = st.lists(
    st.builds(
        Item,
        PATHS,
        st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=20),
        st.none() | st.integers(1, 99_999).map(float),
        st.none() | st.just(7.5),
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("write", "read"), [(m3u_bytes, read_m3u), (xspf_bytes, read_xspf)], ids=["m3u", "xspf"]
)
class TestThereAndBack:
    @given(items=ITEMS)
    def test_is_the_same_list(self, write, read, items: list[Item]) -> None:  # type: ignore[no-untyped-def]
        folder = Path("/m/lists")
        back = read(write(items, folder))
        assert back.problem == ""
        found = [os.path.normpath(os.path.join(b"/m/lists", spellings(item)[0])) for item in back.items]  # noqa: PTH118
        assert found == [os.path.normpath(item.where) for item in items]
        assert [item.seconds for item in back.items] == [item.seconds for item in items]
        assert [item.start for item in back.items] == [item.start for item in items]
        assert [item.title for item in back.items] == [clean(item.title).strip() for item in items]

    @given(content=st.binary(max_size=300))
    def test_any_bytes_are_taken(self, write, read, content: bytes) -> None:  # type: ignore[no-untyped-def]
        read(content)
        read_pls(content)
        read_cue_list(content)
        assert write(read(content).items, Path("/m"))


class TestFiles:
    def test_the_ending_says_what_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "A.M3U").write_bytes(b"a.mp3\n")
        (tmp_path / "b.PLS").write_bytes(b"File1=a.mp3\n")
        (tmp_path / "c.cue").write_bytes(
            b'TITLE "Disc"\nFILE "a.flac" WAVE\nTRACK 01 AUDIO\nTITLE "One"\nINDEX 01 00:00:00\n'
            b'TRACK 02 AUDIO\nTITLE "Two"\nINDEX 01 01:00:00\n'
        )
        assert where(read_playlist(tmp_path / "A.M3U").items) == [b"a.mp3"]
        assert where(read_playlist(tmp_path / "b.PLS").items) == [b"a.mp3"]
        disc = read_playlist(tmp_path / "c.cue")
        assert [(item.where, item.title, item.start) for item in disc.items] == [
            (b"a.flac", "One", 0.0),
            (b"a.flac", "Two", 60.0),
        ]
        assert disc.title == "Disc"

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_what_windows_calls_unicode(self, tmp_path: Path, encoding: str) -> None:
        (tmp_path / "a.m3u").write_bytes("\ufeffBjörk.mp3\r\n".encode(encoding))
        (item,) = read_playlist(tmp_path / "a.m3u").items
        assert (item.where.decode(), item.span) == ("Björk.mp3", None)

    def test_one_damaged_line_spoils_no_other(self, tmp_path: Path) -> None:
        (tmp_path / "a.m3u8").write_bytes(b"one/song.mp3\nothers/so\0ng.mp3\nthree/song.mp3\n")
        assert [item.where for item in read_playlist(tmp_path / "a.m3u8").items] == [
            b"one/song.mp3",
            b"others/so\0ng.mp3",
            b"three/song.mp3",
        ]

    def test_what_is_none_is_told_in_a_sentence(self, tmp_path: Path) -> None:
        with (tmp_path / "huge.m3u8").open("wb") as file:
            file.truncate(100 << 20)
        (tmp_path / "binary.m3u8").write_bytes(b"ID3\x00\x00\xff" * 100)
        (tmp_path / "folder.m3u8").mkdir()
        os.mkfifo(tmp_path / "pipe.m3u8")
        (tmp_path / "loop.m3u8").symlink_to("loop.m3u8")
        (tmp_path / "text.txt").touch()
        began = time.monotonic()
        for name in (
            "huge.m3u8",
            "binary.m3u8",
            "folder.m3u8",
            "pipe.m3u8",
            "loop.m3u8",
            "no.m3u8",
            "text.txt",
        ):
            with pytest.raises(PlaylistError, match=name):
                read_playlist(tmp_path / name)
        with pytest.raises(PlaylistError):
            read_playlist(Path("/dev/zero\0.m3u"))
        assert time.monotonic() - began < 20


class TestRule:
    def test_there_and_back(self, tmp_path: Path) -> None:
        (tmp_path / "a.query").write_bytes(rule_bytes(' genre:jazz\n plays:0  -"radio edit" '))
        assert read_rule(tmp_path / "a.query") == 'genre:jazz plays:0 -"radio edit"'

    def test_lines_are_one_query(self, tmp_path: Path) -> None:
        (tmp_path / "a.query").write_bytes("\ufeff# one\r\n\r\ngenre:jazz\r\n  plays:0\r\n".encode())
        assert read_rule(tmp_path / "a.query") == "genre:jazz plays:0"

    @pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"\xff", b"a" * 70_000, b"-a " * 1000])
    def test_none_is_told_in_a_sentence(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.query").write_bytes(content)
        with pytest.raises(PlaylistError, match=r"a\.query|at most 1,000"):
            read_rule(tmp_path / "a.query")
