"""Owns the demo's music folder: which files it has, and making those that are missing."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tunes.tui.demo.artists import ARTISTS, Album, Artist
from tunes.tui.demo.compose import song
from tunes.tui.demo.covers import write_cover
from tunes.tui.demo.sound import Tags, write
from tunes.tui.demo.verses import SINGERS, write_verses

RECIPE = 1
"""Raised whenever the same seed makes other music, so that an old demo folder is made anew."""

_STAMP = ".made-by-tunes-demo"

Progress = Callable[[str], None]
"""Is told in a sentence how far it is."""
_EVERY = 40
"""Songs between two sentences: one every second or two."""


@dataclass(frozen=True, slots=True)
class _Song:
    artist: Artist
    path: Path
    tags: Tags
    seed: int


def make_demo(folder: Path, *, seed: int = 1, progress: Progress | None = None) -> None:
    """Makes the demo's music and covers below a folder of its own; what a finished earlier run made is kept.

    An interrupted run is taken up where it stopped. The same seed makes the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp, recipe = folder / _STAMP, f"{RECIPE} {seed}\n"
    if not stamp.exists() or stamp.read_text() != recipe:
        for old in _songs(folder, seed):
            old.path.unlink(missing_ok=True)
        stamp.write_text(recipe)
    songs = list(_songs(folder, seed))
    _make_covers(folder, seed)
    _make_verses(songs)
    missing = [s for s in songs if not s.path.exists()]
    _make_songs(missing, done=len(songs) - len(missing), total=len(songs), progress=progress)


def _songs(folder: Path, seed: int) -> Iterator[_Song]:
    number = 0
    for artist in ARTISTS:
        for album in artist.albums:
            for track_no, title in enumerate(album.songs.split("|"), 1):
                number += 1
                ending = "mp3" if artist.as_mp3 else "flac"
                path = _album_folder(folder, artist, album) / f"{track_no:02} {title}.{ending}"
                tags = Tags(title, artist.name, album.title, artist.genre, album.year, track_no)
                yield _Song(artist, path, tags, seed * 1000 + number)


def _album_folder(folder: Path, artist: Artist, album: Album) -> Path:
    return folder / artist.name / album.title


def _make_covers(folder: Path, seed: int) -> None:
    albums = ((artist, album) for artist in ARTISTS for album in artist.albums)
    for number, (artist, album) in enumerate(albums):
        place = _album_folder(folder, artist, album)
        place.mkdir(parents=True, exist_ok=True)
        if not (place / "cover.png").exists():
            write_cover(place / "cover.png", number, seed)


def _make_verses(songs: list[_Song]) -> None:
    for number, one in enumerate(songs):
        place = one.path.with_suffix(".lrc")
        if one.artist.name in SINGERS and not place.exists():
            write_verses(place, number)


def _make_songs(songs: list[_Song], *, done: int, total: int, progress: Progress | None) -> None:
    # Threads are enough: the encoder and most of numpy let one another run.
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        try:
            for made in as_completed([workers.submit(_make_song, s) for s in songs]):
                made.result()
                done += 1
                if progress is not None and (done % _EVERY == 0 or done == total):
                    progress(f"made {done} of {total} songs for the demo")
        except BaseException:  # Ctrl-C, a full disk: the rest is not waited for
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def _make_song(made: _Song) -> None:
    """Under another name first, so that a killed run leaves no half song in the library."""
    draft = made.path.with_name(f".draft-{made.path.name}")
    write(draft, song(made.artist, made.seed), made.tags)
    draft.replace(made.path)
