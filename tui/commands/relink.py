"""`tunes relink`: which file is a track that is gone, where no rule can tell; the listener decides, and its history follows."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.tui import following
from tunes.tui.duration import duration
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import is_at_terminal
from tunes.tui.shapes import as_json, track_shape

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.tui.doubtful import Case

SHORT = 11
"""Characters of an id shown: `t1:` and 8 more tell any two tracks of a shelf apart."""
_QUIT = None


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes relink`."""
    parser.add_argument(
        "ids",
        nargs="*",
        metavar="OLD NEW",
        help="link at once: the id of the track that is gone, and the id or the file of what it has become",
    )
    parser.add_argument("--undo", metavar="OLD", help="take back what this track was linked to")
    parser.add_argument("--json", action="store_true", help="the doubtful cases as one JSON document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Links what is named, or goes through the doubtful cases."""
    if options.undo is not None:
        if options.ids:
            raise Sorry("Either link or undo: tunes relink --undo OLD", code=2)
        return _undo(options.undo, edges)
    if len(options.ids) == 2:
        old, new = options.ids
        return _link(old, new, edges)
    if options.ids:
        raise Sorry("Name two tracks: tunes relink OLD NEW", code=2)
    from tunes.tui.doubtful import doubtful_cases

    cases = doubtful_cases(edges.catalog(), edges.store().history())
    if options.json:
        print(as_json([case_shape(case) for case in cases]))
    elif is_at_terminal():
        _ask(cases, edges)
    else:
        _show(cases)
    return 0


def case_shape(case: "Case") -> dict[str, Any]:
    """A doubtful case as scripts read it (docs/formats.md)."""
    clue = case.clue
    return {
        "id": clue.id,
        "title": clue.title or None,
        "artist": clue.artist or None,
        "album": clue.album or None,
        "duration": clue.duration,
        "path": os.fspath(case.track.path) if case.track else None,
        "listens": case.lost.listens,
        "candidates": [track_shape(track) | {"why": str(fit)} for track, fit in case.candidates],
    }


def _show(cases: "list[Case]") -> None:
    for number, case in enumerate(cases, 1):
        print("\n".join(_lines(number, len(cases), case)))
    if cases:
        print("To link one: tunes relink OLD NEW, with the ids above.")
    else:
        print("Nothing is in doubt.")


def _ask(cases: "list[Case]", edges: Edges) -> None:
    """Goes through the cases until the listener has enough."""
    linked = 0
    for number, case in enumerate(cases, 1):
        print("\n".join(_lines(number, len(cases), case)))
        answer = _answer(len(case.candidates))
        if answer is _QUIT:
            break
        if answer:
            following.link(edges, case.candidates[answer - 1][0].id, case.lost.id)
            linked += 1
    print(f"{linked} linked." if cases else "Nothing is in doubt.")


def _answer(candidates: int) -> int | None:
    """The number of the chosen candidate, 0 to skip; None to quit."""
    choice = "1" if candidates == 1 else f"1–{candidates}"
    while True:
        print(f"Which one is it? {choice}, s to skip, q to quit: ", end="", flush=True)
        line = sys.stdin.readline()
        word = line.strip().casefold()
        if not line or word == "q":
            return _QUIT
        if word in {"s", ""}:
            return 0
        if word.isdecimal() and 1 <= int(word) <= candidates:
            return int(word)


def _lines(number: int, of: int, case: "Case") -> list[str]:
    listens = f"{case.lost.listens:,} {'listen' if case.lost.listens == 1 else 'listens'}"
    clue = case.clue
    lines = [
        f"{number} of {of}: {_named(clue.title, clue.artist, clue.album, clue.duration)}",
        f"     {listens}; its file is gone{f': {clean(os.fspath(case.track.path))}' if case.track else ''}",
        f"     {clue.id[:SHORT]}",
    ]
    for place, (track, fit) in enumerate(case.candidates, 1):
        lines.append(f"  {place}  {_named(track.title, track.artist, track.album, track.duration)}")
        lines.append(f"     {fit}; {clean(os.fspath(track.path))}")
        lines.append(f"     {track.id[:SHORT]}")
    return lines


def _named(title: str, artist: str, album: str, seconds: float | None) -> str:
    names = " – ".join(clean(text) for text in (title, artist, album) if text)
    return f"{names or 'a track without a name'}{f' ({duration(seconds)})' if seconds is not None else ''}"


# Linking outright


def _link(old_word: str, new_word: str, edges: Edges) -> int:
    catalog = edges.catalog()
    old, new = _old(old_word, edges), _new(new_word, edges)
    if old in catalog.ledger.ids_not_gone():
        raise Sorry(f"{old[:SHORT]} is still there; only a track whose file is gone can have become another.")
    following.link(edges, new.id, old)
    print(f"{old[:SHORT]} is now {_named(new.title, new.artist, new.album, new.duration)}")
    return 0


def _undo(word: str, edges: Edges) -> int:
    old = _old(word, edges)
    history = edges.store().history()
    if history.newest_id(old) == old:
        raise Sorry(f"{old[:SHORT]} is linked to nothing.")
    following.unlink(edges, old)
    print(f"{old[:SHORT]} is a track of its own again.")
    return 0


def _old(word: str, edges: Edges) -> str:
    """The track that a word means, of all that have a past or lie in the library."""
    return _one(word, {*edges.store().history().index, *edges.catalog().clues.beginning(_id(word))})


def _new(word: str, edges: Edges) -> Track:
    """The track in the library that a file or an id means."""
    catalog = edges.catalog()
    path = Path(os.path.abspath(word))  # noqa: PTH100  # resolve() would follow links, and the library lists the link
    tracks = catalog.at_path(path)
    if not tracks and path.is_file():
        raise Sorry(f"{clean(word)} is not in your library. Look through its folder first: tunes scan FOLDER")
    if len(tracks) > 1:
        raise Sorry(f"{clean(word)} holds {len(tracks)} tracks. Name the one by its id: tunes list --json")
    track = tracks[0] if tracks else None
    if track is None:
        track = catalog.track(_one(word, catalog.clues.beginning(_id(word))))
    if track is None or not catalog.paths(track.id):
        raise Sorry(f"{clean(word)} is no track whose file is there.")
    return track


def _one(word: str, names: Iterable[str]) -> str:
    """The one id that begins so."""
    found = sorted(name for name in names if name.startswith(_id(word)))
    if len(found) == 1 or (found and found[0] == _id(word)):
        return found[0]
    if found:
        raise Sorry(f"{len(found)} tracks have an id that begins with {clean(word)}. Write more of it.")
    raise Sorry(f"No track is known by {clean(word)}.")


def _id(word: str) -> str:
    """An id, or the beginning of one, with or without its `t1:`; what an import brought begins with `x1:`."""
    return word if ":" in word else f"t1:{word}"
