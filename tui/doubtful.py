"""Owns the doubtful cases of `tunes relink`: tracks with a past whose files are gone, joined with what they may have become."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tunes.library.doubts import Clue, Fit, doubts
from tunes.library.track import Track
from tunes.profile.lost import Lost, lost_tracks

if TYPE_CHECKING:
    from tunes.library.catalog import Catalog
    from tunes.profile.history import History


@dataclass(frozen=True, slots=True)
class Case:
    """A gone track, and the tracks that it may have become, the likeliest first."""

    lost: Lost
    clue: Clue
    """What it is known by."""
    track: Track | None
    """As the library remembers it, where it does."""
    candidates: tuple[tuple[Track, Fit], ...]


def doubtful_cases(catalog: "Catalog", history: "History") -> list[Case]:
    """The cases that the listener may decide, the most listened to first."""
    lost = lost_tracks(history, catalog.ledger.ids_not_gone())
    gone = catalog.clues.gone({name for one in lost for name in one.ids})
    clues = {_clue(one, gone).id: one for one in lost}
    found = doubts([_clue(one, gone) for one in lost], catalog.clues.here())
    cases = []
    for doubt in found:
        by_id = {track.id: track for track in catalog.tracks_by_id([one.id for one in doubt.candidates])}
        chosen = tuple((by_id[one.id], one.fit) for one in doubt.candidates if one.id in by_id)
        cases.append(Case(clues[doubt.lost.id], doubt.lost, catalog.track(doubt.lost.id), chosen))
    return cases


def _clue(lost: Lost, gone: dict[str, Clue]) -> Clue:
    """What the library remembers of it, else what the profile noted."""
    known = next((gone[name] for name in (lost.id, *lost.ids) if name in gone), None)
    if known is not None:
        return known
    if lost.note is None:
        return Clue(lost.id)
    note = lost.note
    clue = Clue(lost.id, note.artist, note.title, note.album, note.duration)
    return replace(clue, mbid=note.mbid)
