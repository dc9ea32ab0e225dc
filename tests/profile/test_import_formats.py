"""What other programs export, as they document it and as it really looks, becomes listens; what can't be read is named."""

import json
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tunes.library.track import Kind
from tunes.profile.errors import ProfileError
from tunes.profile.exchange import documents, libraries
from tunes.profile.exchange.formats import exports_in, formats
from tunes.profile.exchange.netflix import TRAILER
from tunes.profile.exchange.told import (
    NAMELESS,
    NEVER,
    PASSED_BY,
    PRIVATE,
    UNHEARD,
    Event,
    Opinion,
    Passed,
    Told,
    Total,
)

NOON = 1_672_660_800.0
"""2023-01-02 12:00 UTC."""
AHEAD_S = 3600.0
"""By so much the clock of the player was ahead of UTC."""


def told(file: Path) -> list[Told | Total | Passed | Event]:
    known = formats(lambda shown: shown - AHEAD_S)
    return [
        one for export in exports_in(file, known) for one in export.told() if not isinstance(one, Opinion)
    ]


def written(folder: Path, text: str | bytes, name: str = "export") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def stream(**changed: Any) -> dict[str, Any]:
    """A line of the extended history, as Spotify documents it."""
    return {
        "ts": "2023-01-02T12:03:20Z",
        "username": "somebody",
        "platform": "linux",
        "ms_played": 200_000,
        "conn_country": "DE",
        "master_metadata_track_name": "Svefn-g-englar",
        "master_metadata_album_artist_name": "Sigur Rós",
        "master_metadata_album_album_name": "Ágætis byrjun",
        "spotify_track_uri": "spotify:track:x",
        "episode_name": None,
        "episode_show_name": None,
        "reason_start": "trackdone",
        "reason_end": "trackdone",
        "shuffle": False,
        "skipped": None,
        "offline": False,
        "offline_timestamp": 0,
        "incognito_mode": False,
    } | changed


def test_the_extended_history_of_spotify(tmp_path: Path) -> None:
    lines = [
        stream(),
        stream(ms_played=9_000, reason_end="fwdbtn", ts="2023-01-02T12:00:09Z"),
        stream(ms_played=1_900, reason_end="fwdbtn"),
        stream(ms_played=0, reason_end="endplay"),
        stream(incognito_mode=True),
        stream(master_metadata_track_name=None, master_metadata_album_artist_name=None),
        stream(
            master_metadata_track_name=None,
            episode_name="Episode 1",
            episode_show_name="A Show",
            reason_end="logout",
        ),
    ]
    first, skipped, passed, unheard, private, local, episode = told(written(tmp_path, json.dumps(lines)))
    assert first == Told(NOON, "Svefn-g-englar", "Sigur Rós", "Ágætis byrjun", 200.0, "finished")
    assert isinstance(skipped, Told)
    assert (skipped.at, skipped.heard, skipped.end) == (NOON, 9.0, "next")
    assert (passed, unheard, private, local) == (PASSED_BY, UNHEARD, PRIVATE, NAMELESS)
    assert isinstance(episode, Told)
    assert (episode.kind, episode.artist, episode.end) == (Kind.SPOKEN, "A Show", "stopped")


def test_the_last_year_of_spotify(tmp_path: Path) -> None:
    said = [
        {
            "endTime": "2023-01-02 12:03",
            "artistName": "Sigur Rós",
            "trackName": "Hoppípolla",
            "msPlayed": 180_000,
        },
        {
            "endTime": "2023-01-02 12:30",
            "podcastName": "A Show",
            "episodeName": "Episode 1",
            "msPlayed": 60_000,
        },
    ]
    song, episode = told(written(tmp_path, json.dumps(said, indent=2)))
    assert song == Told(NOON, "Hoppípolla", "Sigur Rós", heard=180.0, end="stopped", rounded=60.0)
    assert isinstance(episode, Told)
    assert episode.kind is Kind.SPOKEN


def test_listenbrainz_by_lines_and_as_an_array(tmp_path: Path) -> None:
    said = [
        {
            "listened_at": 1_672_660_800,
            "track_metadata": {
                "artist_name": "Björk",
                "track_name": "Jóga",
                "release_name": "Homogenic",
                "additional_info": {"duration_ms": 305_000, "recording_mbid": "m"},
            },
        },
        {
            "listened_at": 1_672_660_900,
            "track_metadata": {
                "artist_name": "",
                "track_name": "Untitled",
                "additional_info": {"duration": "12"},
            },
        },
        {"listened_at": 1_672_660_901, "track_metadata": {"artist_name": "Björk", "track_name": " "}},
    ]
    as_lines = told(written(tmp_path, "\n".join(map(json.dumps, said)) + "\n", "1.jsonl"))
    assert as_lines == told(written(tmp_path, json.dumps(said), "all.json"))
    assert as_lines == [
        Told(NOON, "Jóga", "Björk", "Homogenic", duration=305.0, mbid="m"),
        Told(NOON + 100, "Untitled", duration=12.0),
        NAMELESS,
    ]


WITH_SECONDS = '''uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid
"1672660800","02 Jan 2023, 12:00","AC/DC","","Back in Black","","Hells ""Bells""",""
'''
LASTFMSTATS = '''\ufeffArtist;Album;AlbumId;Track;Date#somebody
AC/DC;Back in Black;;"Hells ""Bells""";"1672660800000"
'''
WITHOUT_HEAD = '''AC/DC,Back in Black,"Hells ""Bells""",02 Jan 2023 12:00
'''


@pytest.mark.parametrize(("text", "rounded"), [(WITH_SECONDS, 0.0), (LASTFMSTATS, 0.0), (WITHOUT_HEAD, 60.0)])
def test_last_fm(tmp_path: Path, text: str, rounded: float) -> None:
    assert told(written(tmp_path, text)) == [
        Told(NOON, 'Hells "Bells"', "AC/DC", "Back in Black", rounded=rounded)
    ]


@pytest.mark.parametrize(("zone", "at"), [("UTC", NOON), ("UNKNOWN", NOON - AHEAD_S)])
def test_a_scrobbler_log_keeps_skips(tmp_path: Path, zone: str, at: float) -> None:
    text = (
        f"#AUDIOSCROBBLER/1.1\n#TZ/{zone}\n#CLIENT/Rockbox h3xx 1.1\n"
        f'Faust\tIV\t"Krautrock" (Live)\t1\t707\tL\t{NOON:.0f}\tm\n'
        f"Faust\tIV\tThe Sad Skinhead\t2\t163\tS\t{NOON + 710:.0f}\n"
    )
    played, skipped = told(written(tmp_path, text))
    assert played == Told(at, '"Krautrock" (Live)', "Faust", "IV", duration=707.0, mbid="m")
    assert isinstance(skipped, Told)
    assert (skipped.at, skipped.end, skipped.heard) == (at + 710, "next", 10.0)


def test_netflix_with_times(tmp_path: Path) -> None:
    text = """Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Latest Bookmark,Country
Me,2023-01-02 12:00:00,00:42:10,,"Dark: Season 1: Secrets, Part 1",,TV,00:42:10,00:42:10,DE
Me,2023-01-02 13:00:00,01:30:00,,Solaris,,TV,01:30:00,01:30:00,DE
Me,2023-01-02 14:00:00,00:00:40,,Solaris (Trailer),TRAILER,TV,,,DE
"""
    episode, film, trailer = told(written(tmp_path, text))
    assert episode == Told(NOON, "Secrets, Part 1", "Dark", heard=2530.0, end="stopped", kind=Kind.VIDEO)
    assert film == Told(NOON + 3600, "Solaris", heard=5400.0, end="stopped", kind=Kind.VIDEO)
    assert trailer == TRAILER


@pytest.mark.parametrize(
    ("days", "at"),
    [
        (["1/2/23", "12/31/22"], [NOON, NOON - 2 * 86_400]),
        (["02/01/2023", "31/12/2022"], [NOON, NOON - 2 * 86_400]),
        (["02.01.23", "31.12.22"], [NOON, NOON - 2 * 86_400]),
        (["2023-01-02"], [NOON]),
    ],
)
def test_netflix_with_days_in_any_order(tmp_path: Path, days: list[str], at: list[float]) -> None:
    text = "Title,Date\n" + "".join(f'"The Crown: Staffel 2: Beryl","{day}"\n' for day in days)
    found = told(written(tmp_path, text))
    assert [one.at for one in found if isinstance(one, Told)] == at
    assert isinstance(found[0], Told)
    assert (found[0].artist, found[0].title, found[0].rounded) == ("The Crown", "Beryl", 43_200.0)


ITUNES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Major Version</key><integer>1</integer>
<key>Tracks</key><dict>
<key>64</key><dict><key>Name</key><string>Jóga &amp; Co</string><key>Artist</key><string>Björk</string>
<key>Album</key><string>Homogenic</string><key>Total Time</key><integer>305000</integer><key>Play Count</key><integer>3</integer>
<key>Date Added</key><date>2023-01-01T12:00:00Z</date><key>Play Date UTC</key><date>2023-01-02T12:00:00Z</date></dict>
<key>65</key><dict><key>Name</key><string>Never</string><key>Artist</key><string>Björk</string></dict>
<key>66</key><dict><key>Name</key><string>A talk</string><key>Podcast</key><true/></dict>
</dict>
<key>Playlists</key><array><dict><key>Name</key><string>Library</string></dict></array>
</dict></plist>
"""
RHYTHMBOX = """<?xml version="1.0"?><rhythmdb version="2.0">
<entry type="song"><title>Jóga &amp; Co</title><artist>Björk</artist><album>Homogenic</album><duration>305</duration>
<first-seen>1672574400</first-seen><play-count>3</play-count><last-played>1672660800</last-played></entry>
<entry type="song"><title>Never</title><artist>Björk</artist></entry>
<entry type="iradio"><title>Radio</title><play-count>7</play-count></entry></rhythmdb>
"""


@pytest.mark.parametrize("text", [ITUNES, RHYTHMBOX], ids=["iTunes", "Rhythmbox"])
def test_libraries_of_players(tmp_path: Path, text: str) -> None:
    assert told(written(tmp_path, text, "library.xml")) == [
        Total("Jóga & Co", "Björk", "Homogenic", 3, NOON - 86_400, NOON, 305.0),
        NEVER,
    ]


def opinions(file: Path) -> list[Opinion]:
    every = [one for export in exports_in(file, formats(float)) for one in export.told()]
    return [one for one in every if isinstance(one, Opinion)]


def test_stars_and_hearts_of_libraries(tmp_path: Path) -> None:
    names = ("Jóga & Co", "Björk", "Homogenic")
    count = "<key>Play Count</key>"
    rated = f"<key>Rating</key><integer>60</integer><key>Loved</key><true/>{count}"
    itunes = written(tmp_path, ITUNES.replace(count, rated), "itunes.xml")
    assert opinions(itunes) == [Opinion("rate", 3, NOON, *names), Opinion("like", True, NOON, *names)]
    guessed = f"<key>Rating</key><integer>60</integer><key>Rating Computed</key><true/>{count}"
    assert opinions(written(tmp_path, ITUNES.replace(count, guessed), "guessed.xml")) == []
    stars = RHYTHMBOX.replace("<play-count>3", "<rating>5</rating><play-count>3")
    assert opinions(written(tmp_path, stars, "rhythmdb.xml")) == [Opinion("rate", 5, NOON, *names)]
    strawberry = tmp_path / "strawberry.db"
    with closing(sqlite3.connect(strawberry)) as db:
        db.execute(
            "CREATE TABLE songs (title TEXT, artist TEXT, album TEXT, playcount INTEGER, ctime INTEGER, "
            "lastplayed INTEGER, length INTEGER, rating REAL DEFAULT -1)"
        )
        db.execute("INSERT INTO songs VALUES ('A', 'B', 'C', 0, ?, -1, 1, 0.7)", (NOON,))
        db.execute("INSERT INTO songs VALUES ('A', 'B', 'D', 2, ?, -1, 1, -1)", (NOON,))
        db.commit()
    assert opinions(strawberry) == [Opinion("rate", 4, NOON, "A", "B", "C")]


def test_the_database_of_strawberry(tmp_path: Path) -> None:
    file = tmp_path / "strawberry.db"
    with closing(sqlite3.connect(file)) as db:
        columns = "title TEXT, artist TEXT, album TEXT, playcount INTEGER, ctime INTEGER, lastplayed INTEGER, length INTEGER"
        db.execute(f"CREATE TABLE songs ({columns})")
        db.execute(
            "INSERT INTO songs VALUES ('Jóga', 'Björk', NULL, 2, ?, ?, 305000000000)", (NOON - 86_400, NOON)
        )
        db.execute("INSERT INTO songs VALUES ('Never', 'Björk', '', 0, 0, -1, 1)")
        db.commit()
    before = file.read_bytes()
    assert told(file) == [Total("Jóga", "Björk", "", 2, NOON - 86_400, NOON, 305.0)]
    assert file.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [file]


def test_what_a_zip_holds(tmp_path: Path) -> None:
    """As downloaded: in folders, with a page to read and playlists beside."""
    file = tmp_path / "my_spotify_data.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Extended/Streaming_History_Audio_2023_1.json", json.dumps([stream()] * 3))
        archive.writestr("Extended/Streaming_History_Audio_2022_0.json", json.dumps([stream()] * 2))
        archive.writestr("Extended/ReadMeFirst.pdf", b"%PDF-1.4")
        archive.writestr("Playlist1.json", '{"playlists": []}')
    assert [export.name for export in exports_in(file, formats(float))] == [
        "Streaming_History_Audio_2022_0.json in my_spotify_data.zip",
        "Streaming_History_Audio_2023_1.json in my_spotify_data.zip",
    ]
    assert len(told(file)) == 5


def test_larger_than_what_is_held_at_a_time(tmp_path: Path) -> None:
    count = 2_000
    file = written(tmp_path, json.dumps([stream(note="x" * 500)] * count, indent=1))
    assert len(told(file)) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps([stream(), stream(ms_played="long")], indent=0), ["line 22", "ms_played"]),
        (json.dumps([stream(ms_played=-1)]), ["ms_played"]),
        (json.dumps([stream(ts="yesterday")]), ["line 1", "2026-01-31T13:05"]),
        (json.dumps([stream()] * 2)[:-40], ["line 1", "in braces"]),
        (b"[" + json.dumps(stream()).encode() + b', {"x": "\xff\xfe"}]', ["UTF-8"]),
        (json.dumps([stream()])[:-1] + "," + "[" * 5000 + "1", ["in braces"]),
        (json.dumps([stream()])[:-1] + ", 7]", ["in braces"]),
        ('{"listened_at": "now", "track_metadata": {}}', ["listened_at"]),
        ('{"listened_at": 1672660800, "track_metadata": 1}', ["track_metadata"]),
        ("AC/DC,Back in Black,Hells Bells,02 Jan 2023 12:00\nAC/DC,Hells Bells\n", ["line 2", "12:34"]),
        ('uts,artist,track\n1672660800,"AC/DC",T\nlater,AC/DC,T\n', ["line 3", "number"]),
        ("#AUDIOSCROBBLER/1.1\nFaust\tIV\tKrautrock\t1\t707\tX\t1672660800\n", ["line 2", "L or S"]),
        (ITUNES.replace("<plist", "<plist a=x "), ["line 3", "XML"]),
        (
            RHYTHMBOX.replace("<rhythmdb", '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rhythmdb'),
            ["XML that is whole and plain"],
        ),
        (ITUNES[:600], ["XML"]),
        (RHYTHMBOX.replace(">3<", ">many<"), ["a number"]),
        (b"SQLite format 3\0 CREATE TABLE songs (playcount", ["tables"]),
        ("Title,Date\nDark,soon\n", ["line 2", "31/12/2026"]),
        ("Title,Date\nDark,31/12/22\nDark,12/31/22\n", ["line 3", "fits the others"]),
        ("no history at all", ["none of the histories"]),
        (b"", ["none of the histories"]),
        (b"PK\x03\x04 and then nothing", ["damaged zip"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str | bytes, words: Sequence[str]) -> None:
    with pytest.raises(ProfileError) as raised:
        told(written(tmp_path, text, "export.json"))
    assert "export.json" in str(raised.value)
    for word in words:
        assert word in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps([stream(), stream(note="x" * 900_000)], indent=0), "line 22: expected one listen"),
        ('uts,artist,track\n1672660800,A,"' + "x" * 900_000, "line 2: expected its end"),
        (RHYTHMBOX.replace("Radio", "x" * 900_000), "line 5: expected XML"),
        (ITUNES.replace("A talk", "x\n" * 300_000), "line .*: expected XML"),
    ],
)
def test_one_value_that_goes_on_and_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    """Half a gigabyte of it must not be held at once: by the real bound, which is only lower here."""
    monkeypatch.setattr(documents, "LONGEST_OBJECT", 300_000)
    monkeypatch.setattr(libraries, "LONGEST_TEXT", 300_000)
    file = written(tmp_path, text)
    tracemalloc.start()
    with pytest.raises(ProfileError, match=f"export, {words}"):
        told(file)
    assert tracemalloc.get_traced_memory()[1] < 4e6
    tracemalloc.stop()


def test_a_zip_that_is_damaged_within(tmp_path: Path) -> None:
    file = tmp_path / "data.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("1.json", json.dumps([stream()] * 1000))
    bytes_ = bytearray(file.read_bytes())
    bytes_[200_000] ^= 0x55
    file.write_bytes(bytes_)
    with pytest.raises(ProfileError, match=r"data\.zip"):
        told(file)
