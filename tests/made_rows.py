"""Owns how tracks without files get into a library: as a scan would put them there."""

import os
from collections.abc import Iterable
from dataclasses import asdict

from tunes.library.catalog import Catalog
from tunes.library.listing import Found
from tunes.library.made import Read, read_from
from tunes.library.track import Kind, Track


def read_as(track: Track) -> Read:
    """What a scan makes of a file that holds this track, which is what it says it is, whatever its ending."""
    found = Found(os.fspath(track.path), "/", track.size, track.mtime)
    said = {name: value for name, value in asdict(track).items() if value not in (None, "", ())}
    answer = {**said, "payload": track.id.encode().hex(), "has_picture": track.kind is Kind.VIDEO}
    (read,) = read_from(found, answer, track.added)
    row = read.row._replace(
        kind=track.kind.value, show=track.show, season=track.season, episode=track.episode
    )
    return read._replace(row=row)


def put_away(catalog: Catalog, tracks: Iterable[Track]) -> None:
    """Puts them into the library, in one change."""
    with catalog.ledger.change() as db:
        catalog.ledger.put(db, [read_as(track) for track in tracks])
