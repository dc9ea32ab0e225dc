"""`tunes scan`: looks through the folders and says what was found, what changed and what could not be read."""

import argparse
import gc
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.tui import following
from tunes.tui.edges import Edges, Sorry
from tunes.tui.health import health_lines, health_shape
from tunes.tui.places import music_folder
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json

if TYPE_CHECKING:  # the scan brings mutagen along, and `--help` needs none
    from tunes.library.scan import ScanReport

GARBAGE = 50_000
"""Objects made before garbage is looked for: a scan makes many and throws nearly none away."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes scan`."""
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="become the library's folders")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document")
    parser.add_argument(
        "--problems", action="store_true", help="name each file that could not be read, and why"
    )
    parser.add_argument(
        "--report",
        action="store_true",
        help="what could be better: held twice, untagged, broken, without a cover",
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Scans, reports, and exits with 0 even where single files could not be read."""
    choose_roots(options.folders, edges)
    report = scan_through(edges)
    problems = edges.catalog().problems() if options.problems else []
    health = edges.catalog().health() if options.report else None
    if options.json:
        shape = report_shape(report)
        if options.problems:
            shape["problems"] = [{"path": os.fspath(one.path), "reason": one.reason} for one in problems]
        if health is not None:
            shape["health"] = health_shape(health)
        print(as_json(shape))
        return 0
    print(report_sentence(report))
    for one in problems:
        print(f"  {clean(os.fspath(one.path))}: {clean(one.reason)}")
    if health is not None:
        print("\n".join(health_lines(health)))
    return 0


def choose_roots(words: Sequence[str | Path], edges: Edges) -> list[Path]:
    """The folders to look through: the named ones, which are remembered, else the remembered ones, else ~/Music."""
    named = [existing_folder(word) for word in words]
    if named:
        edges.catalog().set_roots(named)
    elif not edges.catalog().roots():
        usual = music_folder()
        if usual is None:
            raise Sorry("No folder is known yet. Name one: tunes FOLDER")
        edges.catalog().set_roots([usual])
    return edges.catalog().roots()


def existing_folder(word: str | Path) -> Path:
    """The folder that a word names."""
    folder = Path(os.path.abspath(word))  # noqa: PTH100  # resolve() would follow links, and the listener named the link
    named = clean(os.fspath(word))
    if folder.is_dir():
        return folder
    if folder.exists():
        raise Sorry(f"{named} is a file. To play it: tunes play FILE")
    raise Sorry(f"There is no such folder: {named}")


def scan_through(edges: Edges) -> "ScanReport":
    """Scans to the end."""
    gc.set_threshold(GARBAGE)
    for progress in following.scan(edges, Event()):
        if progress.report is not None:
            return progress.report
    raise Sorry("The scan ended early.")


def report_shape(report: "ScanReport") -> dict[str, object]:
    """The report as scripts read it (docs/formats.md)."""
    names = ("files", "added", "changed", "moved", "removed", "unreadable", "offline", "seconds")
    known = asdict(report)
    return {name: known[name] for name in names}


def report_sentence(report: "ScanReport") -> str:
    """The report as a person reads it."""
    parts = [counted(report.tracks)]
    for count, word in (
        (report.added, "new"),
        (report.changed, "changed"),
        (report.moved, "moved"),
        (report.removed, "gone"),
        (report.offline, "offline"),
        (report.unreadable, "unreadable (tunes scan --problems names them)"),
    ):
        if count:
            parts.append(f"{count:,} {word}")
    return f"{', '.join(parts)}; {report.seconds:.1f} s"
