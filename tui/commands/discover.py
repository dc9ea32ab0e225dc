"""`tunes discover`: this week's queue, made from the shelf for its listener."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.profile.films.series import whose
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json, pick_shape

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.profile.picks import Pick
    from tunes.profile.weekly import WeekQueue


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes discover`."""
    parser.add_argument("--week", metavar="W", help="another week, as in 2026-W48")
    parser.add_argument("--watch", action="store_true", help="films and episodes instead of songs")
    parser.add_argument("--why", action="store_true", help="with the reason for each pick, and its numbers")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--m3u", type=Path, metavar="FILE", help="write the queue as a playlist, with relative paths"
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the queue; the first to ask for this week's freezes it."""
    queue = edges.this_week(films=options.watch) if options.week is None else _other_week(options, edges)
    if not queue.picks:
        edges.tell_if_empty()
    if options.m3u is not None:
        _write(options.m3u, queue.picks)
    if options.json:
        print(as_json(queue_shape(queue)))
        return 0
    print("\n".join(queue_lines(queue, why=options.why)))
    return 0


def queue_shape(queue: "WeekQueue") -> dict[str, object]:
    """The queue as scripts read it (docs/formats.md)."""
    head = {"week": queue.week, "as_of": queue.as_of, "frozen": queue.frozen}
    return head | {"picks": [pick_shape(pick) for pick in queue.picks]}


def queue_lines(queue: "WeekQueue", *, why: bool) -> list[str]:
    """The queue as a person reads it."""
    is_songs = queue.of == "discover"
    name, many = (
        ("Discover", counted(len(queue.picks)))
        if is_songs
        else ("Discover: watch", f"{len(queue.picks)} to watch")
    )
    lines = [f"{name} · week {int(queue.week[-2:])} · {many}"]
    if queue.note:
        lines.append(clean(queue.note))
    for place, pick in enumerate(queue.picks, 1):
        names = " – ".join(clean(text) for text in (pick.track.title, whose(pick.track)) if text)
        lines.append(f"{place:>3}  {names}")
        if why:
            lines.append(f"       {clean(pick.reason)}")
            lines.append(
                f"       {'  '.join(f'{clean(signal)} {part:+.2f}' for signal, part in pick.parts.items())}"
            )
    return lines


def _other_week(options: argparse.Namespace, edges: Edges) -> "WeekQueue":
    from tunes.profile.weeklies import FILMS
    from tunes.profile.weekly import WrongWeek, for_week

    try:
        catalog = edges.catalog()
        tracks = list(catalog.all_tracks())
        return for_week(
            edges.store(),
            tracks,
            options.week,
            edges.clock.now(),
            roots=catalog.roots(),
            rules=None if options.watch else edges.discover_rules(),
            kind=FILMS if options.watch else edges.songs(),
        )
    except WrongWeek as error:
        raise Sorry(str(error), code=2) from error


def _write(target: Path, picks: "Sequence[Pick]") -> None:
    """Replaces the list of another week: whoever names the file wants that."""
    from tunes.library.playlists.item import item_of
    from tunes.library.playlists.keeping import keep
    from tunes.library.playlists.m3u import m3u_bytes

    place = Path(os.path.realpath(target))  # a link stays one, and what it leads to is written
    if place.exists() and not place.is_file():
        raise Sorry(f"The playlist can't be written to {os.fspath(target)}: name a file, as in discover.m3u8")
    keep(place, m3u_bytes([item_of(pick.track) for pick in picks], place.parent), replace=True)
