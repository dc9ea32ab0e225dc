"""`tunes export`: your history as a file, for yourself or for another program."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.tui.edges import Edges, Sorry

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.profile.notes import TrackNote

KINDS = {
    "everything": (".json", "all that is kept, to take it back elsewhere or some day"),
    "sheet": (".csv", "all listens, a row each, for a spreadsheet"),
    "listenbrainz": (".jsonl", "all plays, as ListenBrainz takes them"),
    "scrobbler-log": (".log", "all plays and skips, as Rockbox writes them"),
}
"""Each kind of file with the ending that means it, and what it holds."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes export`."""
    kinds = "; ".join(f"{name} ({ending}): {what}" for name, (ending, what) in KINDS.items())
    parser.add_argument("file", metavar="FILE", help="where to; - for standard output")
    parser.add_argument(
        "--as", dest="kind", choices=list(KINDS), help=f"{kinds}. By default as the ending says"
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Writes the file beside its name, and puts it there when it is whole."""
    kind = options.kind or _kind_of(options.file)
    written = _written(kind, edges)
    for notice in edges.store().take_notices():
        edges.tell(notice)
    if options.file == "-":
        for part in written:
            sys.stdout.buffer.write(part)
        return 0
    _write(Path(options.file), written)
    print(f"Written to {clean(options.file)}")
    return 0


def _kind_of(file: str) -> str:
    for kind, (ending, _) in KINDS.items():
        if file.endswith(ending):
            return kind
    endings = ", ".join(ending for ending, _ in KINDS.values())
    raise Sorry(
        f"What is {clean(file)} to be? End its name in one of {endings}, or say it: --as everything", code=2
    )


def _written(kind: str, edges: Edges) -> Iterator[bytes]:
    store = edges.store()
    if kind == "everything":
        from tunes.profile.exchange.whole import whole_lines

        return whole_lines(tables for _, tables in store.shards())
    return _sheet(edges) if kind == "sheet" else _others(kind, edges)


def _sheet(edges: Edges) -> Iterator[bytes]:
    from tunes.profile.exchange.sheet import COLUMNS, sheet_line, sheet_row

    yield sheet_line(COLUMNS)
    for listen, note in _listens(edges):
        yield sheet_line(sheet_row(listen, note))


def _others(kind: str, edges: Edges) -> Iterator[bytes]:
    import orjson
    from tunes.profile.exchange.listenbrainz import listenbrainz_line
    from tunes.profile.exchange.scrobbler_log import scrobbler_head, scrobbler_line

    if kind == "scrobbler-log":
        yield scrobbler_head().encode()
    for listen, note in _listens(edges):
        if not note.title:  # neither takes what has no name
            continue
        if kind == "listenbrainz" and listen["play"]:
            yield orjson.dumps(listenbrainz_line(listen, note)) + b"\n"
        elif kind == "scrobbler-log" and (listen["play"] or listen["skip"]):
            yield scrobbler_line(listen, note, is_skip=listen["skip"]).encode()


def _listens(edges: Edges) -> "Iterator[tuple[dict[str, Any], TrackNote]]":
    """Each stored listen with what it counts as, and what is known of its track."""
    from tunes.profile.logged import logged_listens
    from tunes.profile.notes import TrackNote

    store = edges.store()
    known = store.history().known
    for listen in logged_listens(store, {track.id: track.kind for track in edges.catalog().all_tracks()}):
        yield listen, known.get(listen["track"]) or TrackNote(listen["track"])


def _write(file: Path, parts: Iterator[bytes]) -> None:
    beside = file.with_name(f".{file.name}.writing.tmp")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Sorry(f"{clean(os.fspath(file))} can't be written: {error.strerror}.") from error
