"""`tunes import`: a listening history from elsewhere becomes part of yours."""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json

if TYPE_CHECKING:  # numpy and rapidfuzz are slow to import, and `--help` needs none
    from tunes.profile.history import History
    from tunes.profile.imports.bringing import Tally
    from tunes.profile.imports.formats import Export
    from tunes.profile.imports.matching import Matcher, Names
    from tunes.profile.imports.told import Passed, Told

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
    from tunes.profile.imports.matching import Matcher

    exports = _exports([Path(file) for file in options.files])
    history = edges.store().history()
    matcher = Matcher(edges.catalog().all_tracks())
    tally = _counted_through(exports, matcher, history)
    if not options.dry_run:
        _keep(exports, matcher, history, edges)
    shape = report_shape(exports, tally)
    print(as_json(shape) if options.json else "\n".join(report_lines(shape, tally, is_dry=options.dry_run)))
    return 0


def report_shape(exports: "Sequence[Export]", tally: "Tally") -> dict[str, Any]:
    """What an import came to, as scripts read it (docs/formats.md)."""
    return {
        "files": [{"name": clean(export.name), "format": export.format.name} for export in exports],
        "listens": tally.listens,
        "double": tally.double,
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
    lines.append(f"{_listens(tally.listens)} {'would be' if is_dry else ''} new{span}".replace("  ", " "))
    if tally.double:
        lines.append(f"{_listens(tally.double)} you have already")
    lines += [f"{_listens(count)} passed over: {why}" for why, count in sorted(tally.passed.items())]
    lines += [
        f"{_listens(count)} of tracks in your library, found {how}" for how, count in shape["found"].items()
    ]
    absent = shape["absent"]
    if absent:
        total = sum(one["listens"] for one in absent)
        lines.append(
            f"{_listens(total)} of {counted(len(absent))} that you don't have here. They speak for their artists, "
            "and find their tracks when these arrive:"
        )
        lines += [f"  {one['listens']:>6,}  {_name(one)}" for one in absent[:MOST_NAMED]]
    return lines


def _exports(files: Iterable[Path]) -> "list[Export]":
    from tunes.profile.errors import ProfileError
    from tunes.profile.imports.formats import exports_in, formats

    found: list[Export] = []
    for file in files:
        try:
            found += exports_in(file, formats(_utc_of))
        except ProfileError as error:
            raise Sorry(str(error)) from error
        except OSError as error:
            raise Sorry(f"{clean(str(file))} can't be opened: {error.strerror}.") from error
    return found


def _counted_through(exports: "Sequence[Export]", matcher: "Matcher", history: "History") -> "Tally":
    """Goes through everything once: whatever is wrong with a file is found before anything is kept."""
    from tunes.profile.errors import ProfileError
    from tunes.profile.imports.bringing import Tally, brought

    tally = Tally()
    try:
        for number, _ in enumerate(brought(_told(exports), matcher, history, tally, _offset), 1):
            if number % TOLD_EVERY == 0:
                _progress(f"{number:,} listens read")
    except ProfileError as error:
        raise Sorry(str(error)) from error
    except OSError as error:
        raise Sorry(f"A file can't be read to its end: {error.strerror}. Nothing was imported.") from error
    finally:
        _progress("")
    return tally


def _keep(exports: "Sequence[Export]", matcher: "Matcher", history: "History", edges: Edges) -> None:
    from tunes.profile.errors import NotSaved
    from tunes.profile.imports.bringing import Tally, brought, links
    from tunes.profile.listens import VERSION, listen_document
    from tunes.profile.marks import Mark, mark_document

    tally, store = Tally(), edges.store()
    listens = brought(_told(exports), matcher, history, tally, _offset)
    try:
        while some := list(islice(listens, BATCH)):
            store.extend("listens", [(listen_document(listen), [note]) for listen, note in some])
            _progress(f"{tally.listens:,} listens kept")
        now = edges.clock.now()
        store.extend(
            "aliases",
            [
                ({"at": now, "new": track.id, "old": name, "v": VERSION}, [track])
                for track, name in links(tally, history)
            ],
        )
        if tally.listens:
            span = {"from": tally.first or 0.0, "to": tally.last or 0.0}
            mark = Mark(now, "imported", span, tally.listens, v=VERSION)
            store.append("marks", mark_document(mark))
    except NotSaved as error:
        raise Sorry(
            f"{error} {_listens(tally.listens)} may have been kept; to go on, import the same files again."
        ) from error
    finally:
        _progress("")


def _told(exports: "Sequence[Export]") -> "Iterator[tuple[str, Told | Passed]]":
    for export in exports:
        for one in export.told():
            yield export.format.source, one


def _most_missed(tally: "Tally") -> "list[tuple[Names, int]]":
    counted_ = [
        (names, tally.listens_of[name]) for name, names in tally.absent.items() if tally.listens_of[name]
    ]
    return sorted(counted_, key=lambda one: (-one[1], one[0].artist, one[0].title))


def _offset(at: float) -> int:
    """Minutes by which the clocks here were ahead of UTC at a unix time: exports seldom tell."""
    return (time.localtime(at).tm_gmtoff or 0) // 60


def _utc_of(shown: float) -> float:
    """Unix seconds of what a clock here showed, which a player wrote down as if it were UTC."""
    return (datetime(1970, 1, 1) + timedelta(seconds=shown)).timestamp()  # noqa: DTZ001  # that is the point


def _progress(sentence: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[K{sentence}", end="", file=sys.stderr, flush=True)


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"


def _listens(count: int) -> str:
    return f"{count:,} listen" if count == 1 else f"{count:,} listens"


def _name(one: dict[str, Any]) -> str:
    return " – ".join(clean(text) for text in (one["artist"], one["title"]) if text)
