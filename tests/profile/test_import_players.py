"""What Quod Libet, cmus, MPD and mpdscribble keep: files as the real programs wrote them, with other names; and damaged ones."""

import os
import pickle
import sqlite3
import struct
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from made_listens import track
from tunes.profile.errors import ProfileError
from tunes.profile.exchange.bringing import Tally, brought, links
from tunes.profile.exchange.formats import exports_in, formats
from tunes.profile.exchange.matching import Matcher, Sureness
from tunes.profile.exchange.told import DAY_S, NEVER, Event, Opinion, Passed, Told, Total
from tunes.profile.history import History

NOON = 1_672_660_800.0
"""2023-01-02 12:00 UTC."""
TITLE, ARTIST, ALBUM = "Jóga", "Björk", "Homogenic"


def told(file: Path) -> list[Told | Total | Passed | Event]:
    return [
        one
        for export in exports_in(file, formats(float))
        for one in export.told()
        if not isinstance(one, Opinion)
    ]


def opinions(file: Path) -> list[tuple[str, bool | int, float]]:
    """Kind, value and time of each."""
    every = [one for export in exports_in(file, formats(float)) for one in export.told()]
    return [(one.kind, one.value, one.at) for one in every if isinstance(one, Opinion)]


def kind(file: Path) -> str:
    (export,) = exports_in(file, formats(float))
    return export.format.name


def written(folder: Path, data: bytes, name: str = "export") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


# Quod Libet 4.5: as its dump_audio_files writes


def song(**changed: Any) -> dict[str, Any]:
    said = {
        "~#length": 305.0,
        "~#bitrate": 123,
        "album": ALBUM,
        "artist": ARTIST,
        "title": TITLE,
        "date": "1997",
        "~filename": b"/music/j\xf3ga.flac",
        "~mountpoint": b"/",
        "~#added": 1_672_574_400,
        "~#mtime": 1_672_574_400.25,
        "~#playcount": 3,
        "~#lastplayed": int(NOON),
        "~#laststarted": int(NOON) - 300,
        "~#skipcount": 1,
        "~#rating": 0.75,
    }
    return said | {name.replace("_", "~#", 1): value for name, value in changed.items()}


class FLACFile(dict[bytes, Any]):
    """Stands for Quod Libet's class of the same name."""


def songs(*said: Mapping[str, Any]) -> bytes:
    """A pickle of the second form, in which bytes are made by a call, as these names are in real ones."""
    made = [FLACFile({name.encode(): value for name, value in one.items()}) for one in said]
    return pickle.dumps(made, 2).replace(f"c{__name__}\n".encode(), b"cquodlibet.formats.xiph\n")


def test_quod_libet(tmp_path: Path) -> None:
    untitled = song(title="", artist="")
    never = song(_playcount=0)
    several = song(artist="Björk\nDavid Arnold", _added=0)
    file = written(tmp_path, songs(song(), untitled, never, several), "songs")
    assert kind(file) == "Quod Libet"
    place = PurePosixPath("/music/j\udcf3ga.flac")
    first = Total(TITLE, ARTIST, ALBUM, 3, NOON - DAY_S, NOON, 305.0, place)
    assert told(file) == [
        first,
        Total("", "", ALBUM, 3, NOON - DAY_S, NOON, 305.0, place),
        NEVER,
        Total(TITLE, "Björk; David Arnold", ALBUM, 3, NOON - 3 * DAY_S, NOON, 305.0, place),
    ]
    assert opinions(file) == [("rate", 4, NOON)] * 4


class Evil:
    """Runs something where it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return os.mkdir, (str(self.folder),)


def test_nothing_in_a_pickle_is_run(tmp_path: Path) -> None:
    data = songs(song() | {"~#rating": Evil(tmp_path / "evil")})
    pickle.loads(data.replace(b"quodlibet.formats.xiph\nFLACFile", b"collections\nOrderedDict"))
    (tmp_path / "evil").rmdir()
    with pytest.raises(ProfileError, match=r"songs, byte .*Quod Libet"):
        told(written(tmp_path, data, "songs"))
    assert not (tmp_path / "evil").exists()


def test_a_damaged_pickle_asks_for_no_more_than_it_has(tmp_path: Path) -> None:
    """Each byte in turn is another one: what can't be read is named, and what can still be is taken."""
    sound = songs(song())
    for place in range(3, len(sound)):
        for value in (0x00, 0xFF, sound[place] ^ 0x01, ord("r"), ord("X")):
            damaged = bytearray(sound)
            damaged[place] = value
            if value == ord("r"):
                damaged[place + 1 : place + 5] = b"\xff\xff\xff\xff"  # make room for four thousand million
            file = written(tmp_path, bytes(damaged), "songs")
            with suppress(ProfileError):
                assert all(isinstance(one, Total | Passed) for one in told(file))


# cmus 2.10


def cmus(
    *said: tuple[str, int, Mapping[str, str]], order: str = "<", version: int = 13, flags: int = 1
) -> bytes:
    whole = b"CTC" + bytes([version, 0, 0, 0, flags])
    for name, plays, tags in said:
        texts = [name, "flac", "", *(text for pair in tags.items() for text in pair)]
        strings = b"".join(text.encode("utf-8", "surrogateescape") + b"\0" for text in texts)
        fixed = struct.pack(f"{order}Iiqii", 80 + len(strings), plays, int(NOON - DAY_S), 305, 128_000)
        entry = fixed + b"\xff" * (80 - len(fixed)) + strings
        whole += b"\0" * (-len(whole) % 8) + entry
    return whole


TAGS = {"artist": ARTIST, "title": TITLE, "album": ALBUM, "tracknumber": "3", "date": "1997"}


@pytest.mark.parametrize(("order", "flags"), [("<", 1), (">", 3)])
def test_cmus(tmp_path: Path, order: str, flags: int) -> None:
    said: list[tuple[str, int, Mapping[str, str]]] = [
        ("/music/1.flac", 2, TAGS),
        ("/music/2.flac", 0, TAGS),
        ("/music/caf\udce9.flac", 1, {}),
        ("http://radio.example/stream", 7, {"title": "Radio"}),
    ]
    file = written(tmp_path, cmus(*said, order=order, flags=flags), "cache")
    os.utime(file, (NOON, NOON))
    assert kind(file) == "cmus"
    found = told(file)
    assert found[:3] == [
        Total(TITLE, ARTIST, ALBUM, 2, NOON - DAY_S, NOON, 305.0, PurePosixPath("/music/1.flac")),
        NEVER,
        Total("", "", "", 1, NOON - DAY_S, NOON, 305.0, PurePosixPath("/music/caf\udce9.flac")),
    ]
    assert isinstance(found[3], Passed)


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (lambda data: data[:-3], "byte 8"),
        (lambda data: data[:50], "byte 8"),
        (lambda data: data[:8] + b"\xff\xff\xff\x7f" + data[12:], "byte 8"),
        (lambda data: data[:3] + b"\x09" + data[4:], "at its beginning"),
        (lambda data: data + b"\0" * 4, "byte "),
    ],
)
def test_a_damaged_cache_of_cmus(tmp_path: Path, spoilt: Callable[[bytes], bytes], words: str) -> None:
    data = spoilt(cmus(("/music/1.flac", 2, TAGS)))
    with pytest.raises(ProfileError, match=f"cache, {words}.*cmus 2.6"):
        told(written(tmp_path, data, "cache"))


def test_a_file_without_an_artist_is_known_by_its_place() -> None:
    place = PurePosixPath("/music/1.flac")
    there = track("1.flac", "Ann")
    totals = [
        Total("", "", "", 1, NOON - 9, NOON, None, place),
        Total("1.flac", "", "", 2, NOON - 9, NOON, None, place),
    ]
    elsewhere = Total("1.flac", "", "", 1, NOON - 9, NOON, None, PurePosixPath("/other/1.flac"))
    tally, nothing = Tally(), History.of()
    told_of = [("import:cmus", one) for one in (*totals, elsewhere)]
    found = list(brought(told_of, Matcher([there]), nothing, tally, lambda _: 0))
    assert len(found) == 3
    assert tally.sure() == {Sureness.PLACE: 2}
    assert [one for one, _ in links(tally, nothing)] == [there]


# MPD 0.23, with stickers as `mpc sticker … set` stores them


def stickers(folder: Path, *said: tuple[str, str, str]) -> Path:
    file = folder / "sticker.sql"
    with closing(sqlite3.connect(file)) as db:
        columns = ",   ".join(f"{name} VARCHAR NOT NULL" for name in ("type", "uri", "name", "value"))
        db.execute(f"CREATE TABLE sticker(  {columns})")
        db.execute("CREATE UNIQUE INDEX sticker_value ON sticker(type, uri, name)")
        db.executemany("INSERT INTO sticker VALUES ('song', ?, ?, ?)", said)
        db.commit()
    return file


def test_the_stickers_of_mpd(tmp_path: Path) -> None:
    """As myMPD, mpdpopm and a plain counter call them."""
    file = stickers(
        tmp_path,
        ("a/1.flac", "playCount", "3"),
        ("a/1.flac", "lastPlayed", str(int(NOON))),
        ("a/1.flac", "rating", "8"),
        ("a/2.flac", "unwoundstack.com:playcount", "1"),
        ("a/2.flac", "unwoundstack.com:lastplayed", str(int(NOON))),
        ("a/3.flac", "play_count", "1"),
        ("a/4.flac", "like", "2"),
    )
    os.utime(file, (NOON + 5, NOON + 5))
    assert kind(file) == "MPD's stickers"
    assert told(file) == [
        Total("", "", "", 3, NOON - 3 * DAY_S, NOON, None, PurePosixPath("a/1.flac")),
        Total("", "", "", 1, NOON - DAY_S, NOON, None, PurePosixPath("a/2.flac")),
        Total("", "", "", 1, NOON + 5 - DAY_S, NOON + 5, None, PurePosixPath("a/3.flac")),
        NEVER,
    ]
    assert opinions(file) == [("rate", 4, NOON), ("like", True, NOON + 5)]


def test_a_sticker_that_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"sticker\.sql, .*a number"):
        told(stickers(tmp_path, ("a", "playCount", "many")))


# mpdscribble 0.24

JOURNAL = f"""a = {ARTIST}
t = {TITLE} = “x”
b = {ALBUM}
n = 3
i = {NOON + 305:.0f}
l = 305
o = P

a = Faust
t = Krautrock
m = an-id
r = L
i = {NOON + 1_000:.0f}
l = 707
o = R

"""


def test_the_journal_of_mpdscribble(tmp_path: Path) -> None:
    """Its times are those at which songs were over."""
    file = written(tmp_path, JOURNAL.encode(), "mpdscribble.cache")
    assert kind(file) == "mpdscribble"
    assert told(file) == [
        Told(NOON, f"{TITLE} = “x”", ARTIST, ALBUM, duration=305.0),
        Told(NOON + 293, "Krautrock", "Faust", duration=707.0, mbid="an-id"),
    ]
    assert opinions(file) == [("like", True, NOON + 1_000)]


def test_the_log_of_mpdscribble(tmp_path: Path) -> None:
    lines = "2023-01-02T13:00:00+0100 Björk - Jóga - Live\n2023-01-02T12:10:00+0000 Faust - IV\n"
    first, second = told(written(tmp_path, lines.encode(), "scrobble.log"))
    assert isinstance(first, Told)
    assert (first.at, first.artist, first.title) == (NOON, "Björk", "Jóga - Live")
    assert isinstance(second, Told)
    assert second.at == NOON + 600


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (JOURNAL + "nothing\n", "line 17"),
        (JOURNAL.replace(f"i = {NOON + 305:.0f}", "i = soon"), "line 7.*unix seconds"),
        (JOURNAL.replace(f"i = {NOON + 305:.0f}\n", ""), "line 6.*unix seconds"),
        (JOURNAL.encode() + "a = café".encode("latin-1"), "line 17.*UTF-8"),
        ("2023-01-02T13:00:00+0100 Björk - Jóga\n" * 2 + "Björk - Jóga\n", "line 3.*Artist - Title"),
        (
            "2023-01-02T13:00:00+0100 Björk - Jóga\n" * 2 + "2023-13-02T13:00:00+0100 A - B\n",
            "line 3.*a time",
        ),
    ],
)
def test_what_mpdscribble_did_not_write(tmp_path: Path, text: str | bytes, words: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ProfileError, match=f"journal, {words}"):
        told(written(tmp_path, data, "journal"))
