"""Owns what the listener says of music at the command line: `tunes profile like`, `ban`, `not-now`, `rate` and `marks`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.errors import ProfileError
from tunes.profile.marks import MOST_STARS, REST_S, Mark, Value, mark_document, rests_until, subject_of
from tunes.profile.things import Things, What, album_thing, artist_thing, folder_thing, genre_thing
from tunes.tui.edges import Edges, Sorry
from tunes.tui.forgetting import of_track
from tunes.tui.marking import JUST_AFTER_S, name_of, sentence_of, starred
from tunes.tui.printed import counted
from tunes.tui.said import SaidRow, all_said, day_of
from tunes.tui.shapes import as_json

if TYPE_CHECKING:
    from tunes.profile.history import History

KINDS = {"like": "like", "ban": "ban", "not-now": "not now", "rate": "rate"}
WRONG_USE = 2
DAY_S = 86_400.0
MOST_DAYS = 3_650
_WORDS = {"like": "♥ like", "ban": "⊘ never", "not now": "☾ not now", "exclude": "left out"}


def say(options: argparse.Namespace, edges: Edges) -> int:
    """Likes, bans, puts off or rates what is named, or takes that back, and says what came of it."""
    kind = KINDS[options.what]
    value = _value(kind, options, edges.clock.now())
    history = edges.store().history()
    whats = _named(kind, options, edges, history)
    tracks = [*edges.catalog().all_tracks()]
    for what in whats:
        meant = Things.of([what], edges.catalog().roots())
        there = [track for track in tracks if meant.covers(track)]
        _keep(kind, what, value, edges, history, there)
        print(clean(_told(kind, what, value, there, history)))
    return 0


def list_all(options: argparse.Namespace, edges: Edges) -> int:
    """Prints all that holds, the newest first."""
    rows = all_said(edges.store().history(), (), edges.catalog().remembered, edges.clock.now())
    if options.json:
        print(as_json([_shape(row) for row in rows]))
    else:
        print("\n".join(clean(_line(row)) for row in rows) or "Nothing is marked.")
    return 0


def _value(kind: str, options: argparse.Namespace, now: float) -> Value:
    """What is to be said; None takes back."""
    if (options.stars is None) == (kind == "rate") and not options.undo:
        raise Sorry("How many stars? As in: tunes profile rate --track FILE --stars 4", WRONG_USE)
    if options.days is not None and (kind != "not now" or not 1 <= options.days <= MOST_DAYS):
        raise Sorry(f"--days is for not-now, from 1 to {MOST_DAYS:,}.", WRONG_USE)
    if options.undo:
        return None
    if kind == "rate":
        if not 0 <= options.stars <= MOST_STARS:
            raise Sorry(f"Stars are 1 to {MOST_STARS}; 0 takes them away.", WRONG_USE)
        return options.stars or None
    return now + (options.days * DAY_S if options.days else REST_S) if kind == "not now" else True


def _named(kind: str, options: argparse.Namespace, edges: Edges, history: "History") -> list[What]:
    named = [options.track, options.album, options.genre, options.folder]
    given = [word for word in named if word is not None]
    if len(given) > 1 or (not given and not options.artist):
        raise Sorry("Say what: --track, --artist, --album, --genre or --folder", WRONG_USE)
    if "" in {options.artist, *given}:
        raise Sorry("What has no name can't be named here.", WRONG_USE)
    if kind == "rate" and not options.track:
        raise Sorry("Stars are for tracks: --track FILE or ID", WRONG_USE)
    if options.artist and given and not options.album:
        raise Sorry("--artist stands alone, or says whose the --album is.", WRONG_USE)
    if options.track:
        return [{"track": one} for one in sorted(of_track(options.track, edges, history))]
    if options.album:
        return [album_thing(options.album, options.artist or "")]
    if options.genre:
        return [genre_thing(options.genre)]
    if options.folder:
        return [folder_thing(_below_root(options.folder, edges.catalog().roots()))]
    return [artist_thing(options.artist)]


def _below_root(word: str, roots: Sequence[Path]) -> str:
    folder = Path(os.path.abspath(word))  # noqa: PTH100  # links stay
    above = [root for root in roots if root in folder.parents]
    if folder in roots and not above:
        raise Sorry(f"{clean(word)} is a whole folder of your library; name one below it.", WRONG_USE)
    if not above:
        raise Sorry(f"{clean(word)} does not lie in your library: tunes scan FOLDER takes it in.", WRONG_USE)
    return os.fspath(folder.relative_to(max(above, key=lambda root: len(root.parts))))


def _keep(
    kind: str, what: What, value: Value, edges: Edges, history: "History", there: Sequence[Track]
) -> None:
    mark = Mark(edges.clock.now(), kind, what, value)
    before = max((one.at for one in history.marks if subject_of(one) == subject_of(mark)), default=0.0)
    mark = Mark(max(mark.at, before + JUST_AFTER_S), kind, what, value)
    try:
        edges.store().append("marks", mark_document(mark), there if "track" in what else ())
    except ProfileError as error:
        raise Sorry(str(error)) from error


def _told(kind: str, what: What, value: Value, there: Sequence[Track], history: "History") -> str:
    if "track" in what:
        known = history.known.get(str(what["track"]))
        title = there[0].title if there else known.title if known is not None else str(what["track"])
        return sentence_of(kind, value, title)
    return f"{sentence_of(kind, value, name_of(what))} ({counted(len(there))} here)"


def _line(row: SaidRow) -> str:
    sign = starred(row.stars) if row.stars else _WORDS[row.mark.kind]
    since = f"until {row.until}" if row.until else f"since {day_of(row.mark.at)}"
    return f"{sign:<9}  {row.sort:<7}  {row.label}  ({since})"


def _shape(row: SaidRow) -> dict[str, Any]:
    mark = row.mark
    return {
        "kind": mark.kind,
        "about": row.sort,
        "what": dict(mark.what),
        "name": row.name,
        "artist": row.of or None,
        "stars": row.stars or None,
        "at": mark.at,
        "until": rests_until(mark) if mark.kind == "not now" else None,
        "device": mark.device,
    }
