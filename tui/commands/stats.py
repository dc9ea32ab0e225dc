"""`tunes stats`: your listening in numbers."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.tui.asking import or_wrong_use
from tunes.tui.days import span_of
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.profile.stats import Stats, Top

SHOWN = 10
"""Entries of each top, where no other number is asked for."""
MOST_SHOWN = 1_000
_BARS = " ▁▂▃▄▅▆▇█"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes stats`."""
    parser.set_defaults(has_query=True)
    parser.add_argument("words", nargs="*", metavar="WORD", help="only of the tracks that these words find")
    parser.add_argument("--year", metavar="Y", help="of this year alone, as in 2026")
    parser.add_argument("--from", dest="since", metavar="DAY", help="from this day on, as in 2026-11-01")
    parser.add_argument("--to", dest="until", metavar="DAY", help="up to this day, which counts")
    parser.add_argument(
        "--limit", type=int, default=SHOWN, metavar="N", help=f"entries of each top, {SHOWN} by default"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the numbers of a span, or of all that was ever heard."""
    from tunes.profile.stats import stats

    since, until, name = span_of(options.since, options.until, options.year)
    if not 1 <= options.limit <= MOST_SHOWN:
        raise Sorry(f"--limit takes 1 to {MOST_SHOWN:,}.", code=2)
    among = None
    if options.words:
        with or_wrong_use():
            among = {track.id for track in edges.asking().matching(" ".join(options.words))}
    store = edges.store()
    told = stats(
        store.history(),
        list(edges.catalog().all_tracks()),
        since=since,
        until=until,
        among=among,
        size=options.limit,
    )
    for notice in store.take_notices():
        edges.tell(notice)
    print(as_json(stats_shape(told, since, until)) if options.json else "\n".join(stats_lines(told, name)))
    return 0


def stats_shape(told: "Stats", since: float | None, until: float | None) -> dict[str, Any]:
    """The numbers as scripts read them (docs/formats.md)."""
    shape = asdict(told) | {"from": since, "to": until}
    for tops in [name for name in shape if name.startswith(("top_", "first_"))]:
        shape[tops] = [{name: value for name, value in top.items() if value != ""} for top in shape[tops]]
    return shape


def stats_lines(told: "Stats", name: str) -> list[str]:
    """The numbers as a person reads them."""
    if not told.listens:
        return [f"{name}: nothing was heard."]
    skips, replays = counted(told.skips, "skip"), counted(told.replays, "replay")
    new = f"{counted(told.new_tracks, 'track')} and {counted(told.new_artists, 'artist')}"
    lines = [
        f"{name}: {counted(told.plays, 'play')} in {_hours(told.seconds)}, {skips}, {replays}",
        f"{counted(told.tracks)} by {counted(told.artists, 'artist')}; for the first time: {new}",
        f"{counted(told.days, 'day')} with something on, {told.longest_streak:,} of them in a row",
    ]
    for title, tops in (
        ("Artists", told.top_artists),
        ("Tracks", told.top_tracks),
        ("Albums", told.top_albums),
        ("Genres", told.top_genres),
    ):
        if tops:
            lines += ["", title, *(_top_line(place, top) for place, top in enumerate(tops, 1))]
    if told.new_artists < told.artists:  # else the firsts are the tops
        for title, tops in (("New artists", told.first_artists), ("New tracks", told.first_tracks)):
            if tops:
                lines += ["", title, *(_top_line(place, top) for place, top in enumerate(tops, 1))]
    lines += ["", f"Hours   0 {_bars(told.by_hour)} 23"]
    lines += [f"Days  {_DAYS[0]} {_bars(told.by_weekday)} {_DAYS[-1]}"]
    return lines


def _top_line(place: int, top: "Top") -> str:
    name = clean(" – ".join(filter(None, (top.name, top.artist))))
    return f"{place:>4}  {counted(top.plays, 'play'):>12}  {_hours(top.seconds):>8}  {name}"


def _bars(values: Sequence[float]) -> str:
    most = max(values) or 1.0
    return "".join(_BARS[round(value / most * (len(_BARS) - 1))] for value in values)


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:,.0f} h" if seconds >= 36_000 else f"{seconds / 60:,.0f} min"
