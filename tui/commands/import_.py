"""`tunes import`: a listening history from elsewhere becomes part of yours."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.tui.edges import Edges
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json

if TYPE_CHECKING:  # numpy and rapidfuzz are slow to import, and `--help` needs none
    from tunes.profile.exchange.bringing import Tally
    from tunes.profile.exchange.formats import Export
    from tunes.profile.exchange.matching import Names

BATCH = 5_000
"""Listens handed to the profile at once."""
TOLD_EVERY = 10_000
"""Listens between two words of how far it is."""
MOST_NAMED = 10
"""Tracks that are not in the library, named: those listened to most."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes import`."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="what Spotify, ListenBrainz, Last.fm or another player exported, zipped or not",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be imported")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Reads every file to its end before anything is kept."""
    from tunes.tui.bringing import Bringing

    bringing = Bringing([Path(file) for file in options.files], edges)
    tally = bringing.look_through()
    if not options.dry_run:
        bringing.keep()
    exports = bringing.exports
    shape = report_shape(exports, tally)
    print(as_json(shape) if options.json else "\n".join(report_lines(shape, tally, is_dry=options.dry_run)))
    return 0


def report_shape(exports: "Sequence[Export]", tally: "Tally") -> dict[str, Any]:
    """What an import came to, as scripts read it (docs/formats.md)."""
    return {
        "files": [{"name": clean(export.name), "format": export.format.name} for export in exports],
        "listens": tally.listens,
        "double": tally.double,
        "others": tally.others,
        "passed": dict(sorted(tally.passed.items())),
        "first": tally.first,
        "last": tally.last,
        "found": {str(sureness): count for sureness, count in sorted(tally.sure().items()) if count},
        "absent": [
            {
                "artist": names.artist or None,
                "title": names.title,
                "album": names.album or None,
                "listens": count,
            }
            for names, count in _most_missed(tally)
        ],
    }


def report_lines(shape: dict[str, Any], tally: "Tally", *, is_dry: bool) -> list[str]:
    """The report as a person reads it."""
    lines = [f"{one['name']}: {one['format']}" for one in shape["files"]]
    span = (
        f", from {_day(tally.first)} to {_day(tally.last)}" if tally.first is not None and tally.last else ""
    )
    lines.append(
        f"{counted(tally.listens, 'listen')} {'would be' if is_dry else ''} new{span}".replace("  ", " ")
    )
    if tally.others:
        lines.append(f"{tally.others:,} likes, queues and the like")
    if tally.double:
        lines.append(f"{counted(tally.double, 'listen')} you have already")
    lines += [f"{counted(count, 'listen')} passed over: {why}" for why, count in sorted(tally.passed.items())]
    lines += [
        f"{counted(count, 'listen')} of tracks in your library, found {how}"
        for how, count in shape["found"].items()
    ]
    absent = shape["absent"]
    if absent:
        total = sum(one["listens"] for one in absent)
        lines.append(
            f"{counted(total, 'listen')} of {counted(len(absent))} that you don't have here. They speak for their artists, "
            "and find their tracks when these arrive:"
        )
        lines += [f"  {one['listens']:>6,}  {_name(one)}" for one in absent[:MOST_NAMED]]
    return lines


def _most_missed(tally: "Tally") -> "list[tuple[Names, int]]":
    counted_ = [
        (names, tally.listens_of[name]) for name, names in tally.absent.items() if tally.listens_of[name]
    ]
    return sorted(counted_, key=lambda one: (-one[1], one[0].artist, one[0].title))


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"


def _name(one: dict[str, Any]) -> str:
    return " – ".join(clean(text) for text in (one["artist"], one["title"]) if text)
