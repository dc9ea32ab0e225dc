"""Owns the JSON shapes that scripts rely on: what a track and a pick look like on standard output (docs/formats.md)."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.track import Track
from tunes.profile.picks import Pick

if TYPE_CHECKING:  # what the catalog needs is slow to import
    from tunes.library.catalog import Catalog
    from tunes.library.playlists.entry import Entry
    from tunes.profile.rows import Home, Row
    from tunes.tui.playlists import Row as PlaylistRow


def track_shape(track: Track, paths: Sequence[Path] = ()) -> dict[str, Any]:
    """A track as `list --json` prints it: null where unknown; `paths` only where there are copies."""
    shape: dict[str, Any] = {
        "id": track.id,
        "path": os.fspath(track.path),
        "kind": str(track.kind),
        "title": track.title,
        "artist": track.artist or None,
        "album": track.album or None,
        "album_artist": track.album_artist or None,
        "genres": list(track.genres),
        "year": track.year,
        "duration": track.duration,
        "added": track.added,
    }
    return shape | ({"paths": [os.fspath(path) for path in paths]} if len(paths) > 1 else {})


def track_shapes(tracks: Sequence[Track], catalog: "Catalog") -> list[dict[str, Any]]:
    """Tracks as `list --json` prints them."""
    return [track_shape(track, catalog.paths(track.id)) for track in tracks]


def pick_shape(pick: Pick) -> dict[str, Any]:
    """A pick of Discover: a track and why it was chosen."""
    why = {"rank": pick.rank, "score": pick.score, "reason": pick.reason}
    track = pick.track
    episode = {"show": track.show, "season": track.season, "episode": track.episode} if track.show else {}
    return track_shape(track) | episode | why | {"because": list(pick.because), "parts": dict(pick.parts)}


def home_shape(home: "Home") -> dict[str, Any]:
    """The home screen's page: its rows, and a note where little is known."""
    return {"rows": [row_shape(row) for row in home.rows], "note": home.note or None}


def row_shape(row: "Row") -> dict[str, Any]:
    """A row, whose picks tell how they go on where they were begun."""
    return {
        "key": row.key,
        "title": row.title,
        "reason": row.reason,
        "picks": [pick_shape(pick) | _going_shape(row, pick) for pick in row.picks],
    }


def _going_shape(row: "Row", pick: Pick) -> dict[str, Any]:
    going = row.going.get(pick.track.id)
    return (
        {} if going is None else {"goes_on": {"at": going.at, "then": list(going.then), "note": going.note}}
    )


def playlist_shape(row: "PlaylistRow") -> dict[str, Any]:
    """A playlist as `playlist --json` lists it."""
    return {
        "name": row.listed.name,
        "path": os.fspath(row.listed.path),
        "kind": "rule" if row.listed.is_rule else "fixed",
        "query": row.query or None,
        "count": row.tracks,
        "problem": row.problem or None,
    }


def entry_shape(entry: "Entry", catalog: "Catalog") -> dict[str, Any]:
    """One line of a playlist, and what it means now."""
    track = entry.track
    return {
        "state": str(entry.state),
        "title": entry.title,
        "place": entry.place,
        "why": entry.why or None,
        "track": track_shape(track, catalog.paths(track.id)) if track else None,
    }


def as_json(document: object) -> str:
    r"""One JSON document in plain ASCII; undecodable bytes of a file's name appear as \udcXX."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":"))
