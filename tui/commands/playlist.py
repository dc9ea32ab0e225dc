"""`tunes playlist`: the listener's playlists, what is in one, and making them."""

import argparse
import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.tui.asking import or_wrong_use
from tunes.tui.cli import WRONG_USE
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json, entry_shape, playlist_shape

if TYPE_CHECKING:  # what the catalog needs is slow to import, and `--help` needs none
    from tunes.library.playlists.entry import Entry
    from tunes.library.playlists.folder import Listed
    from tunes.library.track import Track
    from tunes.tui.playlists import Opened, Playlists


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes playlist`."""
    parser.add_argument(
        "words", nargs="*", metavar="NAME or FILE", help="one of your playlists, or any playlist's file"
    )
    parser.set_defaults(has_query=True)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    making = parser.add_mutually_exclusive_group()
    making.add_argument(
        "--save",
        nargs="+",
        metavar="QUERY",
        help="make it a playlist that fills itself anew each time it is opened: docs/search.md",
    )
    making.add_argument(
        "--from", nargs="+", dest="of", metavar="QUERY", help="make it a fixed list of what a query finds now"
    )
    making.add_argument("--add", nargs="+", metavar="QUERY", help="add what a query finds to its end")
    making.add_argument(
        "--out", type=Path, metavar="FILE", help="also write it to FILE, which ends in .m3u8 or .xspf"
    )
    parser.add_argument("--replace", action="store_true", help="write over a file that is there already")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Lists the playlists, shows one or makes one."""
    playlists = edges.playlists()
    name = " ".join(options.words)
    if options.save or options.of or options.add:
        _make(name, options, playlists, edges)
    elif not name:
        if options.out is not None:
            raise Sorry("Name the playlist that is to be written: tunes playlist NAME --out FILE", WRONG_USE)
        _list(playlists, as_document=options.json)
    else:
        _show(name, options, playlists)
    return 0


def _make(name: str, options: argparse.Namespace, playlists: "Playlists", edges: Edges) -> None:
    if not name:
        raise Sorry("Name the playlist first: tunes playlist NAME --save QUERY", WRONG_USE)
    query = " ".join(options.save or options.of or options.add)
    with or_wrong_use():
        tracks = playlists.matching(query)
    if not tracks:
        edges.tell_if_empty()
    path = _written(name, query, tracks, options, playlists)
    if options.json:
        print(as_json(_shape(playlists.open(playlists.at(path)), playlists)))
    else:
        print(f"{clean(os.fspath(path))} · {counted(len(tracks))}{' added' if options.add else ''}")


def _written(
    name: str, query: str, tracks: "Sequence[Track]", options: argparse.Namespace, playlists: "Playlists"
) -> Path:
    """Writes what is asked for, and says where."""
    if options.add:
        one = named(name, playlists)
        playlists.add(one, tracks)
        return one.path
    if options.save:
        return playlists.save_rule(name, query, replace=options.replace)
    if os.sep not in name:
        return playlists.save_tracks(name, tracks, replace=options.replace)
    from tunes.library.playlists.keeping import write_tracks

    path = Path(os.path.abspath(name))  # noqa: PTH100  # links stay
    write_tracks(path, tracks, replace=options.replace)
    return path


def _list(playlists: "Playlists", *, as_document: bool) -> None:
    rows = playlists.rows()
    if as_document:
        print(as_json([playlist_shape(row) for row in rows]))
        return
    for row in rows:
        what = "can't be read" if row.tracks is None else counted(row.tracks)
        said = " · ".join(clean(text) for text in (row.listed.name, what, row.query, row.problem) if text)
        print(said)
    if not rows:
        print(f"No playlists are in {clean(os.fspath(playlists.folder))} yet.")


def _show(name: str, options: argparse.Namespace, playlists: "Playlists") -> None:
    opened = playlists.open(named(name, playlists))
    if options.out is not None:
        playlists.write(opened, options.out, replace=options.replace)
    if options.json:
        print(as_json(_shape(opened, playlists)))
        return
    lost = len(opened.entries) - len(opened.tracks)
    parts = [opened.listed.name, counted(len(opened.entries)), f"{lost} can't be played" if lost else ""]
    print(" · ".join(clean(part) for part in (*parts, opened.query, opened.problem) if part))
    for place, entry in enumerate(opened.entries, 1):
        print(f"{place:>4}  {_line(entry)}")


def named(name: str, playlists: "Playlists") -> "Listed":
    """The playlist that is meant: a file that exists, else one in the folder."""
    path = Path(name)
    if os.sep in name or path.is_file():
        return playlists.at(path)
    found = playlists.called(name)
    if found is None:
        known = [row.listed.name for row in playlists.rows()]
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"Did you mean “{near[0]}”?" if near else "Those there are: tunes playlist"
        raise Sorry(f"There is no playlist “{name}” in {os.fspath(playlists.folder)}. {hint}")
    return found


def _line(entry: "Entry") -> str:
    """One line for a person; why it can't be played stands behind it."""
    track = entry.track
    names = (track.title, track.artist) if track else (entry.title,)
    said = " – ".join(clean(text) for text in names if text)
    return said if track else f"{said} · {entry.state}: {clean(entry.why or entry.place)}"


def _shape(opened: "Opened", playlists: "Playlists") -> dict[str, object]:
    from tunes.tui.playlists import Row

    head = playlist_shape(Row(opened.listed, len(opened.entries), opened.query, opened.problem))
    return head | {"entries": [entry_shape(entry, playlists.catalog) for entry in opened.entries]}
