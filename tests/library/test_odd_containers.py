"""Files that play and that no single library reads: films in Ogg, ID3 before Monkey's Audio, WavPack of any sample rate."""

import os
import shutil
import struct
from pathlib import Path
from threading import Event

from mutagen.apev2 import APEv2
from mutagen.id3 import ID3, TIT2
from tunes.library.catalog import Catalog
from tunes.library.reader import read
from tunes.library.scan import scan
from tunes.library.track import Kind

FILMS = Path(__file__).parents[1] / "data" / "films"
BLOCKS, RATE = 88_200, 44_100


def ape_bytes() -> bytes:
    """Two seconds of Monkey's Audio, as version 3.99 begins; what sounds in it is left out."""
    descriptor = struct.pack("<4sHHIIIIIII16s", b"MAC ", 3990, 0, 52, 24, 4, 44, 4096, 0, 0, bytes(16))
    header = struct.pack("<HHIIIHHI", 2000, 0, 73_728, BLOCKS - 73_728, 2, 16, 2, RATE)
    return descriptor + header + bytes(4 + 44 + 4096)


def wavpack_bytes(rate_index: int) -> bytes:
    """One block of WavPack, of a sample rate by its place in the format's table; 15 is for any that is not there."""
    flags = 1 | rate_index << 23
    return struct.pack("<4sIHBBIIIII", b"wvpk", 4120, 0x410, 0, 0, BLOCKS, 0, BLOCKS, flags, 0) + bytes(4096)


def test_a_film_in_ogg_is_a_film(music: Path, catalog: Catalog) -> None:
    shutil.copy(FILMS / "film.ogv", music / "old film.ogg")
    list(scan(catalog, [music], cancelled=Event(), now=lambda: 5.0))
    (track,) = catalog.all_tracks()
    assert track.kind is Kind.VIDEO
    assert catalog.details(track.id).width == 64
    assert track.duration is not None


def test_id3_before_monkeys_audio(music: Path) -> None:
    path = music / "a.ape"
    path.write_bytes(ape_bytes())
    assert read(os.fspath(path))["duration"] == 2.0
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["Title"]))
    tags.save(path)
    assert path.read_bytes().startswith(b"ID3")
    said = read(os.fspath(path))
    assert (said["title"], said["duration"]) == ("Title", 2.0)


def test_wavpack_of_a_sample_rate_of_its_own(music: Path) -> None:
    known, other, bare = (music / f"{name}.wv" for name in ("known", "other", "bare"))
    known.write_bytes(wavpack_bytes(9))
    assert read(os.fspath(known))["duration"] == 2.0
    for path in (other, bare):
        path.write_bytes(wavpack_bytes(15))
    tags = APEv2()
    tags["Title"] = "Title"
    tags.save(other)
    said = read(os.fspath(other))
    assert said["title"] == "Title"
    assert "duration" not in said
    assert "problem" not in read(os.fspath(bare))
