import io
import struct
from pathlib import Path

import mutagen
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_containers import avi_bytes, m4a_bytes, matroska_bytes, wma_bytes
from media import make_sound, tag
from tunes.library.identity import EDGE, payload_digest, track_id

LONG = bytes(range(256)) * 1024
FLAC = b"fLaC\x80\0\0\x22" + bytes(34)
MPEG = b"\xff\xfb\x90\x64"


def digest(data: bytes) -> str:
    return payload_digest(io.BytesIO(data), len(data)).hex()


def ogg_pages(comment_pages: int, body: bytes, first_number: int = 0) -> bytes:
    """Pages as they lie in a file: heads with granule 0, then sound; a longer comment renumbers the pages of sound."""
    heads = b"".join(page(n, 0, b"comment") for n in range(comment_pages))
    pages = [body[at : at + 4000] for at in range(0, len(body), 4000)]
    sound = b"".join(
        page(first_number + comment_pages + n, 1000 * (n + 1), part) for n, part in enumerate(pages)
    )
    return heads + sound


def page(number: int, granule: int, body: bytes) -> bytes:
    sizes = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, 0, granule, 1, number, number * 7919, len(sizes))
    return head + sizes + body


GOLDEN = {
    "short": (MPEG + b"abc", "0d12da1a68a05ece4f99ac8fc53a80ba"),
    "long": (MPEG + LONG, "45e72ee125cb63cc2636cbb4b4d8eef0"),
    "flac": (FLAC + LONG, "3d32edaebe3a2d4f3daa289afccbbdf6"),
    "wav": (
        b"RIFF\0\0\0\0WAVEdata" + len(LONG).to_bytes(4, "little") + LONG,
        "3d32edaebe3a2d4f3daa289afccbbdf6",
    ),
    "ogg": (ogg_pages(3, LONG), "76617120f83cbdd95feff02c24282f8d"),
    "m4a": (m4a_bytes(2.0, 1), "d4a6d000fffa3f4b77208f4e11057b70"),
    "wma": (wma_bytes(2.0, 1), "be88e17230b439ebe276bb278ecdc7f5"),
    "matroska": (matroska_bytes(2.0, 1, artist="A"), "6196bcdff6590cc1c7f0d15d20a673e9"),
    "avi": (avi_bytes(2.0, 1), "38ccc9e9f67592be2497cd5562a7e05d"),
}


@pytest.mark.parametrize(("data", "expected"), GOLDEN.values(), ids=GOLDEN)
def test_golden_payloads(data: bytes, expected: str) -> None:
    """Ids stand in people's profiles: these digests may never change."""
    assert digest(data) == expected


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        (("", "", ""), None, "t1:915a25ee01ca090a65eeec428aa5885e"),
        (("Sigur Rós", "Sæglópur", "Takk…"), None, "t1:16a9e27103b860edcd30426b7044cdb2"),
        (("Sigur Rós", "Sæglópur", "Takk…"), 61.25, "t1:fae7a9c84e550e98c50241830e4efadf"),
    ],
)
def test_golden_ids(words: tuple[str, str, str], start: float | None, expected: str) -> None:
    """These may never change either."""
    assert track_id(bytes(range(16)), *words, start=start) == expected


def test_writings_of_one_name_are_one_id() -> None:
    assert track_id(b"p", "BJÖRK", "Jóga ", "x") == track_id(b"p", "Bjo\u0308rk", "joga", "X")


@given(st.tuples(st.text(), st.text(), st.text()))
def test_any_tags_give_an_id(words: tuple[str, str, str]) -> None:
    assert track_id(b"p", *words).startswith("t1:")
    assert len(track_id(b"p", *words)) == 35


def test_words_do_not_flow_into_each_other() -> None:
    assert track_id(b"p", "ab", "c", "") != track_id(b"p", "a", "bc", "")


def test_only_edges_and_length_count() -> None:
    changed = bytearray(MPEG + LONG)
    changed[EDGE + 10] ^= 1
    assert digest(bytes(changed)) == digest(MPEG + LONG)
    assert digest(MPEG + LONG[:-1]) != digest(MPEG + LONG)


def test_short_sound_does_not_take_in_the_tag_behind_it() -> None:
    assert digest(MPEG + b"abc" * 100 + b"TAG" + bytes(125)) == digest(MPEG + b"abc" * 100)


@pytest.mark.parametrize("body", [LONG[:1000], LONG[: EDGE + 100], LONG, LONG[: 3 * EDGE - 1111]], ids=len)
@pytest.mark.parametrize("pages", [2, 3, 9])
def test_renumbered_ogg_pages_are_the_same_sound(body: bytes, pages: int) -> None:
    assert digest(ogg_pages(pages, body)) == digest(ogg_pages(1, body))


@given(st.integers(2 * EDGE + 1, 2 * EDGE + 9000))
def test_an_edge_may_cut_an_ogg_page_anywhere(length: int) -> None:
    assert digest(ogg_pages(5, LONG[:length])) == digest(ogg_pages(1, LONG[:length]))


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "opus", "m4a", "wav", "aiff", "wma"])
def test_a_retag_and_a_rename_leave_the_digest_as_it_was(tmp_path: Path, ending: str) -> None:
    path = make_sound(tmp_path / f"a.{ending}", 6.0 if ending in {"ogg", "opus"} else 1.0)
    before = digest(path.read_bytes())
    tag(path, title="T", artist="A", album="L")
    assert digest(path.read_bytes()) == before
    opened = mutagen.File(path, easy=True)
    if ending in {"ogg", "opus", "flac"}:
        opened["comment"] = "x" * 200_000  # over several pages
        opened.save()
        assert digest(path.read_bytes()) == before
    opened.delete()
    assert digest(path.read_bytes()) == before
