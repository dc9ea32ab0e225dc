"""Owns which picture is the cover of a track: the first, of all places where one may be, that can be shown; made small once, and noticed when it changes."""

from itertools import islice
from pathlib import Path
from threading import Event

from tunes.library.cover_cache import CoverCache
from tunes.library.cover_places import Candidate, candidates
from tunes.library.errors import UnreadableError
from tunes.library.pixels import Pixels, from_ppm
from tunes.library.track import Track
from tunes.library.unpacking import Unpacking

MOST_TRIED = 6
"""Pictures that are tried until one can be shown: a damaged one does not hide the others."""


class Covers:
    """The covers of tracks. May be used from any thread, but not from one that must not wait."""

    def __init__(self, cache: CoverCache, unpacking: Unpacking) -> None:
        self._cache = cache
        self._unpacking = unpacking

    def pixels(self, track: Track, cancelled: Event | None = None) -> Pixels | None:
        """The cover, small; None where there is none that can be shown."""
        for candidate in islice(candidates(track), MOST_TRIED):
            if cancelled is not None and cancelled.is_set():
                return None
            if (found := self._pixels(candidate, cancelled)) is not None:
                return found
        return None

    def cover_file(self, track: Track) -> Path | None:
        """A picture that other programs can open: the one beside the track, or a copy of the one inside it."""
        for candidate in islice(candidates(track), MOST_TRIED):
            if self._pixels(candidate, None) is None:
                continue
            if not candidate.is_inside:
                return candidate.path
            if (kept := self._copy(candidate.path)) is not None:
                return kept
        return None

    def _pixels(self, candidate: Candidate, cancelled: Event | None) -> Pixels | None:
        kept = self._cache.get(candidate.path, "ppm")
        if kept is not None and (found := from_ppm(kept)) is not None:
            return found
        try:
            made = self._unpacking.pixels(candidate.path, is_inside=candidate.is_inside, cancelled=cancelled)
        except UnreadableError:  # it is passed over, as a file without one is
            return None
        found = from_ppm(made)
        if found is not None:
            self._cache.put(candidate.path, "ppm", made)
        return found

    def _copy(self, path: Path) -> Path | None:
        if self._cache.get(path, "jpg"):
            return self._cache.path(path, "jpg")
        try:
            made = self._unpacking.jpeg(path)
        except UnreadableError:
            return None
        return self._cache.put(path, "jpg", made)
