"""Owns what others ask of the library: folders, artists, albums, tracks, what words find. May be used from any thread."""

import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.clues import Clues
from tunes.library.database import Database, Row
from tunes.library.details import Details, details_of
from tunes.library.errors import Problem
from tunes.library.ledger import Ledger
from tunes.library.made import path_of_unread
from tunes.library.schema import (
    BY_NAME,
    FIRST_PART,
    HERE,
    LISTED,
    OFFLINE,
    OUTSIDE,
    READ_SINCE,
    TRACK_COLUMNS,
    UNREADABLE,
    sorting,
    track_of,
)
from tunes.library.shelf import Shelf
from tunes.library.text import fold
from tunes.library.track import UNREAD, Kind, Track
from tunes.library.vocabulary import Vocabulary

if TYPE_CHECKING:  # seldom asked for
    from tunes.library.conditions import Counts
    from tunes.library.health import Health

_VANISHED = Track(UNREAD, Path(), Kind.MUSIC, "…")
"""In place of a file that was known by its name, when somebody else looks through the folders anew."""
_IN_ORDER = "by_artist, by_album, disc_no, track_no, by_title, id"


@dataclass(frozen=True, slots=True)
class ArtistRow:
    """An artist as the shelf shows one."""

    name: str
    """As tagged; "" where none is known."""
    tracks: int


@dataclass(frozen=True, slots=True)
class AlbumRow:
    """An album as the shelf shows one."""

    name: str
    """As tagged; "" for tracks without one."""
    artist: str
    year: int | None
    tracks: int


class Catalog:
    """The library in one file. A damaged file is set aside, with a word in `notice`, and filled anew by the next scan."""

    def __init__(self, file: Path) -> None:
        self._database = Database(file)
        self.notice = self._database.notice
        self.ledger = Ledger(self._database)
        """For the scan alone."""
        self._vocabulary = Vocabulary()
        self.clues = Clues(self._database)
        """For deciding what a gone track has become."""

    # Folders

    def roots(self) -> list[Path]:
        """The folders that the library is made of."""
        found = self._rows("SELECT path FROM roots ORDER BY place")
        return [_path(path) for (path,) in found]

    def set_roots(self, folders: Iterable[Path]) -> None:
        """Makes the library of these folders; what lies elsewhere is no longer listed, but not forgotten."""
        folders = list(dict.fromkeys(folders))
        if folders == self.roots():
            return
        kept = [os.fsencode(folder) for folder in folders]
        with self._database.change() as db:
            db.execute("DELETE FROM roots")
            db.executemany("INSERT INTO roots (path) VALUES (?)", [(path,) for path in kept])
            outside = [path for (path,) in db.execute("SELECT path FROM files") if not _is_below(path, kept)]
            db.executemany(
                f"UPDATE files SET state = {OUTSIDE} WHERE path = ?", [(path,) for path in outside]
            )
            self.ledger.relist(db)

    # Tracks

    def shelf(self, artist: str | None = None, album: str | None = None, *, unread: bool = False) -> Shelf:
        """All tracks in library order, or those of one artist, of one album, or of one album by one artist.

        With `unread` also the files that a scan under way knows by their names only, for a screen to show.
        """
        where, values = self._listed(unread), []
        for column, value in (
            ("by_artist", None if artist is None else sorting(artist)),
            ("by_album", album),
        ):
            if value is not None:
                where += f" AND {column} = ?"
                values.append(value if column == "by_artist" else fold(value))
        query = f"SELECT n FROM tracks WHERE {where} ORDER BY {_IN_ORDER}"
        return self._shelf(self._at_once(f"SELECT json_group_array(n) FROM ({query})", *values))

    def all_tracks(self) -> Iterator[Track]:
        """Every track, in library order."""
        return iter(self.shelf())

    def artists(self, *, unread: bool = False) -> list[ArtistRow]:
        """Those who stand on the shelf: album artists where there are, else artists."""
        name = "CASE WHEN album_artist != '' THEN album_artist WHEN artist != '' THEN artist ELSE coalesce(show, '') END"
        query = f"""SELECT max({name}) AS name, count(*) AS tracks FROM tracks WHERE {self._listed(unread)}
            GROUP BY by_artist ORDER BY by_artist"""
        rows = self._at_once(f"SELECT json_group_array(json_array(name, tracks)) FROM ({query})")
        return [ArtistRow(*row) for row in rows]

    def albums(self, artist: str | None = None, *, unread: bool = False) -> list[AlbumRow]:
        """The albums of one artist, oldest first, or all of them in the order of their artists."""
        where = self._listed(unread) if artist is None else f"{self._listed(unread)} AND by_artist = ?"
        query = f"""
            SELECT max(album), max(CASE WHEN album_artist != '' THEN album_artist ELSE artist END), min(year), count(*)
            FROM tracks WHERE {where} GROUP BY by_artist, by_album
            ORDER BY by_artist, min(year) IS NULL, min(year), by_album"""
        return [AlbumRow(*row) for row in self._rows(query, *([] if artist is None else [sorting(artist)]))]

    def track(self, track_id: str) -> Track | None:
        """The track of an id, also one whose files are gone."""
        found = self.tracks_by_id([track_id])
        return found[0] if found else None

    def tracks_by_id(self, ids: Sequence[str]) -> list[Track]:
        """The tracks of these ids, in their order; unknown ones left out."""
        found: dict[str, Track] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT {TRACK_COLUMNS} FROM tracks WHERE id IN ({marks})"
            found |= {track.id: track for track in map(track_of, self._rows(query, *some))}
        return [found[one] for one in ids if one in found]

    def remembered(self, ids: Sequence[str]) -> dict[str, Track]:
        """The tracks of ids that were written down earlier, each under that id: those that are there, or will be when their disk is.

        One that has become another since is the other.
        """
        became = {old: new for new, old in self.links()}
        now = {one: _end_of(became, one) for one in ids}
        wanted, found = list(dict.fromkeys(now.values())), dict[str, Track]()
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            query = f"""SELECT {TRACK_COLUMNS} FROM tracks WHERE id IN ({",".join("?" * len(some))})
                AND (listed != 0 OR EXISTS (SELECT 1 FROM files WHERE files.id = tracks.id AND state = {OFFLINE}))"""
            found |= {track.id: track for track in map(track_of, self._rows(query, *some))}
        return {one: found[new] for one, new in now.items() if new in found}

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of some hundred ids that the library knows."""
        return {
            one
            for (one,) in self._rows(
                "SELECT id FROM tracks WHERE id IN (SELECT value FROM json_each(?))", json.dumps(ids)
            )
        }

    def at_path(self, path: Path) -> list[Track]:
        """The tracks that a file holds: one, or those into which a cue sheet cuts it; none where the file is not the library's."""
        return self.at_paths([path]).get(path, [])

    def at_paths(self, paths: Iterable[Path]) -> dict[Path, list[Track]]:
        """The tracks that each of these files holds; files that are not the library's are left out."""
        by_raw = {os.fsencode(path): path for path in paths}
        found: list[tuple[bytes, str]] = []
        raw = list(by_raw)
        for start in range(0, len(raw), 500):
            some = raw[start : start + 500]
            marks = ",".join("?" * len(some))
            query = (
                f"SELECT path, id FROM files WHERE path IN ({marks}) AND state = {HERE} ORDER BY path, part"
            )
            found += self._rows(query, *some)
        tracks = {track.id: track for track in self.tracks_by_id([name for _, name in found])}
        held: dict[Path, list[Track]] = {}
        for path, name in found:
            held.setdefault(by_raw[path], []).append(tracks[name])
        return held

    def details(self, track_id: str) -> Details:
        """What is known of a track beyond what every track has."""
        found = self._rows("SELECT details FROM tracks WHERE id = ?", track_id)
        return details_of(found[0][0] if found else "")

    def paths(self, track_id: str) -> list[Path]:
        """Every file that holds this track: more than one where there are copies."""
        query = f"SELECT DISTINCT path FROM files WHERE id = ? AND state = {HERE} ORDER BY path"
        return [_path(path) for (path,) in self._rows(query, track_id)]

    def search(
        self,
        words: str,
        limit: int,
        *,
        now: float | None = None,
        counts: "Callable[[], Counts] | None" = None,
    ) -> Shelf:
        """The tracks that a query finds, best first, typing mistakes and all.

        `now` (unix seconds) answers `added:`; `counts`, called only when asked for, `plays:` and `skips:`. Raises `QueryError`.
        """
        return self._shelf(self._found(words, limit, now, counts))

    def matching(
        self, words: str, *, now: float | None = None, counts: "Callable[[], Counts] | None" = None
    ) -> Shelf:
        """All tracks that a query finds, in library order; otherwise like `search`."""
        numbers = json.dumps(self._found(words, None, now, counts))
        query = f"SELECT n FROM tracks WHERE n IN (SELECT value FROM json_each(?)) ORDER BY {_IN_ORDER}"
        return self._shelf(n for (n,) in self._rows(query, numbers))

    def problems(self) -> list[Problem]:
        """The files that could not be read, and why."""
        query = f"SELECT path, problem FROM files WHERE state = {UNREADABLE} AND {FIRST_PART} ORDER BY path"
        return [Problem(_path(path), reason) for path, reason in self._rows(query)]

    def links(self) -> list[tuple[str, str]]:
        """Pairs of new and old id: which tracks that are gone have become others."""
        return [
            (new, old) for new, old in self._rows("SELECT became, id FROM tracks WHERE became IS NOT NULL")
        ]

    def health(self) -> "Health":
        """What could be better about the files: held twice, untagged, broken, without a cover."""
        from tunes.library.health import health

        return health(self._database)

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    # Within

    def _found(
        self, words: str, limit: int | None, now: float | None, counts: "Callable[[], Counts] | None"
    ) -> list[int]:
        from tunes.library.conditions import Beyond
        from tunes.library.search import find_numbers

        with self._database.reading() as db:
            return find_numbers(db, words, limit, self._vocabulary, Beyond(now, counts))

    def _shelf(self, numbers: Iterable[int]) -> Shelf:
        return Shelf(array("q", numbers), self._fetch, self._number)

    def _fetch(self, numbers: Sequence[int]) -> list[Track]:
        found: dict[int, Track] = {}
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            query = f"SELECT n, {TRACK_COLUMNS} FROM tracks WHERE n IN ({','.join('?' * len(some))})"
            found |= {row[0]: track_of(row[1:]) for row in self._rows(query, *some)}
        return [found.get(number, _VANISHED) for number in numbers]

    def _number(self, track_id: str) -> int | None:
        found = self._rows(f"SELECT n FROM tracks WHERE id = ? AND listed != {READ_SINCE}", track_id)
        if not found and track_id.startswith(UNREAD):  # it has been read since
            query = "SELECT n FROM files JOIN tracks USING (id) WHERE files.path = ? ORDER BY part LIMIT 1"
            found = self._rows(query, path_of_unread(track_id))
        return found[0][0] if found else None

    def _listed(self, unread: bool) -> str:
        """What is true of the tracks to be shown. The simpler one is ordered by an index."""
        is_scanning = unread and self._rows(
            f"SELECT 1 FROM tracks WHERE n < 0 AND listed = {BY_NAME} LIMIT 1"
        )
        return f"listed >= {LISTED}" if is_scanning else f"listed = {LISTED}"

    def _at_once(self, query: str, *values: object) -> list[Any]:
        """Many rows as one: a thread that fetches them one by one waits for the others after each."""
        found: list[Any] = json.loads(self._rows(query, *values)[0][0])
        return found

    def _rows(self, query: str, *values: object) -> list[Row]:
        return self._database.rows(query, *values)


def _end_of(became: Mapping[str, str], track_id: str) -> str:
    """What a track is by now, however often it became another."""
    seen = {track_id}
    while (track_id := became.get(track_id, track_id)) not in seen:
        seen.add(track_id)
    return track_id


def _path(raw: bytes) -> Path:
    return Path(os.fsdecode(raw))


def _is_below(path: bytes, roots: Sequence[bytes]) -> bool:
    return any(path.startswith(os.path.join(root, b"")) for root in roots)  # noqa: PTH118  # bytes
