"""A scanned folder with a few real files whose names have accents, for tests of playlists."""

from dataclasses import dataclass
from pathlib import Path
from threading import Event

from media import make_sound
from tunes.library.catalog import Catalog
from tunes.library.scan import scan

NAMES = (("Björk", "Jóga"), ("Ann", "One"), ("Ann", "Two"), ("Ann", "Three"))


@dataclass(frozen=True, slots=True)
class Music:
    """A folder and its catalog."""

    root: Path
    catalog: Catalog


def music_shelf(folder: Path) -> Music:
    """Four tracks by two artists: `Ann/One.flac`."""
    root = folder / "music"
    for number, (artist, title) in enumerate(NAMES):
        make_sound(
            root / artist / f"{title}.flac",
            0.2,
            200.0 + 50 * number,
            title=title,
            artist=artist,
            album="Album",
        )
    catalog = Catalog(folder / "library.db")
    catalog.set_roots([root])
    list(scan(catalog, [root], cancelled=Event(), now=lambda: 1_795_000_000.0))
    return Music(root, catalog)
