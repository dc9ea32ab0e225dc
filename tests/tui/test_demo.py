import itertools
import struct
import zlib
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import mutagen
import numpy as np
import pytest
import soundfile
from tunes.library.catalog import Catalog
from tunes.library.lyrics import lyrics_of
from tunes.library.scan import scan
from tunes.library.track import Kind, Track
from tunes.profile.discover import weekly_queue
from tunes.profile.store import Store
from tunes.tui.demo import made_history, made_listens, make_demo
from tunes.tui.demo.artists import ARTISTS
from tunes.tui.demo.compose import song
from tunes.tui.demo.covers import SIZE, cover
from tunes.tui.demo.verses import SINGERS
from tunes.tui.demo.voices import RATE, VOICES

NOW = 1_795_500_000.0
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    told: list[str] = []
    make_demo(folder, seed=3, progress=told.append)
    assert told == [f"made {done} of 120 songs for the demo" for done in (40, 80, 120)]
    return folder


def sounds(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in {".flac", ".mp3"})


def shelf() -> list[Track]:
    return [
        Track(
            id=f"t1:{artist.name}/{title}",
            path=Path("/music") / title,
            kind=Kind.MUSIC,
            title=title,
            artist=artist.name,
            album=album.title,
            track_no=number,
            duration=40.0,
        )
        for artist in ARTISTS
        for album in artist.albums
        for number, title in enumerate(album.songs.split("|"), 1)
    ]


class TestMusic:
    def test_has_120_songs_of_more_than_20_artists(self, music: Path) -> None:
        assert len(sounds(music)) == 120
        assert len({p.parent.parent.name for p in sounds(music)}) >= 20

    def test_tags_are_read_back_by_mutagen(self, music: Path) -> None:
        for artist in ARTISTS:
            for album in artist.albums:
                for number, title in enumerate(album.songs.split("|"), 1):
                    ending = "mp3" if artist.as_mp3 else "flac"
                    file = mutagen.File(
                        music / artist.name / album.title / f"{number:02} {title}.{ending}", easy=True
                    )
                    assert file is not None
                    read = {key: file[key][0] for key in ("title", "artist", "album", "date", "genre")}
                    assert read == {
                        "title": title,
                        "artist": artist.name,
                        "album": album.title,
                        "date": str(album.year),
                        "genre": artist.genre,
                    }
                    assert file["tracknumber"] == [str(number)]
                    assert 25 <= file.info.length <= 75

    def test_is_small(self, music: Path) -> None:
        assert max(p.stat().st_size for p in sounds(music)) < 1_500_000
        assert sum(p.stat().st_size for p in sounds(music)) < 100_000_000

    def test_fades_and_never_clips(self, music: Path) -> None:
        for path in sounds(music)[::7]:
            heard, rate = soundfile.read(path)
            assert np.abs(heard).max() < 0.99, path
            assert np.sqrt(np.mean(heard**2)) > 0.05, path
            assert np.abs(heard[: rate // 500]).max() < 0.2, path
            assert np.abs(heard[-rate // 100 :]).max() < 0.02, path

    def test_every_album_has_its_own_cover(self, music: Path) -> None:
        albums = {p.parent for p in sounds(music)}
        covers = {(album / "cover.png").read_bytes() for album in albums}
        assert len(covers) == len(albums)

    def test_singers_have_words_that_end_before_the_song(self, music: Path) -> None:
        sung = sorted(music.rglob("*.lrc"))
        assert {path.parent.parent.name for path in sung} == SINGERS
        for path in sung:
            words = lyrics_of(path.read_text(encoding="utf-8"), path.name)
            (song,) = (one for one in sounds(path.parent) if one.stem == path.stem)
            assert words is not None
            assert len(words.lines) == 8
            assert (words.lines[-1].at or 0) < soundfile.info(song).duration

    def test_second_start_keeps_what_is_there(self, music: Path) -> None:
        before = {p: p.stat().st_mtime_ns for p in music.rglob("*")}
        told: list[str] = []
        make_demo(music, seed=3, progress=told.append)
        assert told == []
        assert {p: p.stat().st_mtime_ns for p in music.rglob("*")} == before

    def test_makes_the_same_bytes_again(self, music: Path) -> None:
        gone = [*sounds(music)[::17], *music.rglob("*.mp3")]
        before = {p: p.read_bytes() for p in gone}
        for path in gone:
            path.unlink()
        make_demo(music, seed=3)
        assert {p: p.read_bytes() for p in gone} == before


def colour(sound: np.ndarray) -> np.ndarray:
    """Loudness in bands, and how it moves: rough, but enough to tell a drone from a march."""
    frames = sound[: len(sound) // 1024 * 1024].reshape(-1, 1024)
    bands = np.abs(np.fft.rfft(frames * np.hanning(1024), axis=1))[:, 1:].reshape(len(frames), 32, 16).mean(2)
    level = np.log(bands + 1e-3)
    return np.concatenate([level.mean(0), level.std(0), np.abs(np.diff(level, axis=0)).mean(0)])


def test_artists_sound_clearly_different() -> None:
    seen = [(a.name, colour(song(a, seed))) for seed in (11, 12) for a in ARTISTS]
    values = np.array([c for _, c in seen])
    values = (values - values.mean(0)) / (values.std(0) + 1e-9)
    apart = np.linalg.norm(values[:, None] - values[None], axis=2) + np.diag([np.inf] * len(seen))
    own = sum(seen[int(nearest)][0] == seen[i][0] for i, nearest in enumerate(apart.argmin(1)))
    assert own >= 0.75 * len(seen)


@pytest.mark.parametrize("name", sorted(set(VOICES) - {"musicbox", "bell", "fuzz"}))
def test_voices_are_in_tune(name: str) -> None:
    for hz in (110.0, 261.63, 622.25):
        note = VOICES[name](hz, 2.0)
        assert np.abs(note).max() <= 2
        spectrum = np.abs(np.fft.rfft(note * np.hanning(len(note)), 1 << 18))
        near = np.fft.rfftfreq(1 << 18, 1 / RATE)
        window = (near > hz * 0.94) & (near < hz * 1.06)
        found = near[window][spectrum[window].argmax()]
        cents = 1200 * abs(np.log2(found / hz))
        assert cents < 12, (name, hz, found)


def test_other_seed_replaces_the_songs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunes.tui.demo.music.ARTISTS", ARTISTS[:2])
    make_demo(tmp_path, seed=1)
    before = {p: p.read_bytes() for p in sounds(tmp_path)}
    make_demo(tmp_path, seed=2)
    assert before.keys() == set(sounds(tmp_path))
    assert all(p.read_bytes() != old for p, old in before.items())


def test_cover_is_a_picture() -> None:
    png = cover(5, seed=1)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    length, kind, width, height = struct.unpack(">I4sII", png[8:24])
    assert (length, kind, width, height) == (13, b"IHDR", SIZE, SIZE)
    data_length = struct.unpack(">I", png[33:37])[0]
    rows = np.frombuffer(zlib.decompress(png[41 : 41 + data_length]), np.uint8).reshape(SIZE, 1 + 3 * SIZE)
    assert not rows[:, 0].any()
    assert rows[:, 1:].std() > 10


def test_a_scan_finds_it_and_the_history_is_about_what_it_finds(music: Path, tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "library.db")
    try:
        report = [p.report for p in scan(catalog, [music], cancelled=Event(), now=lambda: NOW)][-1]
        assert report is not None
        assert (report.files, report.unreadable) == (120, 0)
        tracks = {track.id: track for track in catalog.all_tracks()}
        assert {(t.artist, t.title) for t in tracks.values()} == {(t.artist, t.title) for t in shelf()}
        assert len(tracks) == 120
        store = Store(tmp_path / "profile", "demo")
        made_history(catalog, store, NOW, 1)
        history = store.history()
        assert set(history.tracks) <= set(tracks)
        assert len(history) == len(made_listens(list(tracks.values()), NOW, 1))
        assert store.verify() == []
        assert len(weekly_queue(list(tracks.values()), history, NOW)) == 30
    finally:
        catalog.close()


class TestHistory:
    def test_is_ten_plausible_weeks(self) -> None:
        listens = made_listens(shelf(), NOW, 1, tz=BERLIN)
        assert 600 <= len(listens) <= 1100
        assert NOW - 71 * 86400 < listens[0].at < NOW - 66 * 86400
        ends = Counter(listen.end for listen in listens)
        assert set(ends) == {"finished", "next", "quit", "stopped"}
        assert 0.05 < ends["next"] / len(listens) < 0.3

    def test_ends_before_now_and_does_not_overlap(self) -> None:
        listens = made_listens(shelf(), NOW, 1, tz=BERLIN)
        assert listens[-1].at + listens[-1].heard < NOW
        for one, after in itertools.pairwise(listens):
            assert one.at + one.heard <= after.at

    def test_is_the_same_for_the_same_seed_in_any_order(self) -> None:
        one = made_listens(shelf(), NOW, 1, tz=BERLIN)
        assert one == made_listens(shelf()[::-1], NOW, 1, tz=BERLIN)
        assert one != made_listens(shelf(), NOW, 2, tz=BERLIN)

    @pytest.mark.parametrize("seed", range(1, 6))
    def test_has_favourites_and_leaves_much_to_discover(self, seed: int) -> None:
        plays: Counter[str] = Counter()
        for listen in made_listens(shelf(), NOW, seed, tz=BERLIN):
            plays[listen.track] += listen.end == "finished"
        unheard = sum(plays[t.id] == 0 for t in shelf())
        assert 25 <= unheard <= 60
        assert max(plays.values()) >= 15
        under: defaultdict[str, int] = defaultdict(int)
        for track in shelf():
            under[track.artist] += plays[track.id] <= 2
        assert sum(min(2, n) for n in under.values()) >= 30

    def test_hears_some_songs_twice_in_a_row(self) -> None:
        listens = made_listens(shelf(), NOW, 1, tz=BERLIN)
        twice = [
            after
            for one, after in itertools.pairwise(listens)
            if one.track == after.track and one.end == "finished" and after.at - one.at - one.heard < 600
        ]
        assert len(twice) >= 5

    def test_listens_in_the_evening_where_the_listener_is(self) -> None:
        for listen in made_listens(shelf(), NOW, 1, tz=BERLIN):
            local = datetime.fromtimestamp(listen.at, BERLIN)
            assert 18 <= local.hour <= 23
            offset = local.utcoffset()
            assert offset is not None
            assert listen.offset == offset.total_seconds() / 60
