"""`tunes evaluate`: replays your own past, and says how good Discover would have been against plain rules."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tunes.tui.cli import FINE, INTERRUPTED, WRONG_USE
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.profile.looking_back import Past, Week
    from tunes.profile.verdict import Mean, Month, Verdict

WEEKS, MOST_WEEKS = 26, 520
FEW_WEEKS = 8
"""With fewer chance says more than Discover."""
MONTHS = 6
"""The last ones, as text."""
FEW_LIKED = 3
_WEEK_S = 7 * 86_400.0


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes evaluate`."""
    parser.add_argument(
        "--weeks",
        type=int,
        default=WEEKS,
        metavar="N",
        help=f"how many weeks are replayed, the last ones; {WEEKS} by default",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Replays the weeks, and prints what they come to; Ctrl-C prints what those so far come to."""
    from tunes.profile.looking_back import past_of

    if not 1 <= options.weeks <= MOST_WEEKS:
        raise Sorry(f"--weeks takes 1 to {MOST_WEEKS}.", code=WRONG_USE)
    store, now = edges.store(), edges.clock.now()
    history, tracks = store.history(), list(edges.catalog().all_tracks())
    if not tracks:
        edges.tell_if_empty()
    past = past_of(tracks, history, now)
    mondays = _mondays(past, now, options.weeks)
    weeks, code = _replayed(past, mondays, edges)
    told = _verdict(past, weeks, edges.clock.offset(now)) if weeks else None
    note = _note(past, weeks, len(mondays))
    print(as_json(_shape(told, note)) if options.json else "\n".join(_lines(told, note)))
    return code


def _mondays(past: "Past", now: float, most: int) -> list[float]:
    """The last Mondays after which four weeks have passed, and before which enough was played."""
    from tunes.profile.discover import ENOUGH_PLAYS
    from tunes.profile.looking_back import AFTER_S
    from tunes.profile.weekly import monday_of, week_at

    played = past.at[past.play]
    if len(played) < ENOUGH_PLAYS:
        return []
    found: list[float] = []
    at = now - AFTER_S
    while len(found) < most:
        monday = monday_of(week_at(at))
        if monday <= played[ENOUGH_PLAYS - 1]:
            break
        found.append(monday)
        at = monday - _WEEK_S / 2
    return found[::-1]


def _replayed(past: "Past", mondays: Sequence[float], edges: Edges) -> "tuple[list[Week], int]":
    from tunes.profile.looking_back import replayed

    weeks: list[Week] = []
    with _progress(len(mondays)) as told:
        try:
            for week in replayed(past, mondays):
                weeks.append(week)
                told(len(weeks))
        except KeyboardInterrupt:
            edges.tell(f"Stopped after {len(weeks)} of {counted(len(mondays), 'week')}.")
            return weeks, INTERRUPTED
    return weeks, FINE


@contextmanager
def _progress(count: int) -> Iterator[Any]:
    """Says at a terminal how far it is, in one line that goes away at the end."""
    is_seen = sys.stderr is not None and sys.stderr.isatty()

    def tell(done: int) -> None:
        if is_seen:
            print(f"\r{done} of {counted(count, 'week')} replayed", end="", file=sys.stderr, flush=True)

    try:
        tell(0)
        yield tell
    finally:
        if is_seen:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _verdict(past: "Past", weeks: "Sequence[Week]", offset: int) -> "Verdict":
    from tunes.profile.verdict import verdict

    return verdict(past, weeks, offset)


def _note(past: "Past", weeks: "Sequence[Week]", planned: int) -> str:
    """What has to be known to read the numbers."""
    from tunes.profile.discover import ENOUGH_PLAYS

    plays = int(past.play.sum())
    if not planned:
        return (
            f"Too little history: a week can be judged when {ENOUGH_PLAYS} plays of what is in your library lie before it,"
            f" and four weeks after it. So far there are {counted(plays, 'play')}."
        )
    said = []
    if 0 < len(weeks) < FEW_WEEKS:
        said.append(f"Only {counted(len(weeks), 'week')}: chance still says much.")
    if past.is_assumed:
        said.append(
            "Most was heard before it came into this library: all files are taken to have been there."
        )
    return " ".join(said)


def _shape(told: "Verdict | None", note: str) -> dict[str, Any]:
    """As scripts read it (docs/formats.md)."""
    if told is None:
        return {"weeks": 0, "results": {}, "months": [], "note": note or None}
    shape = asdict(told)
    return {
        "weeks": shape["weeks"],
        "results": shape["results"],
        "months": shape["months"],
        "note": note or None,
    }


def _lines(told: "Verdict | None", note: str) -> list[str]:
    if told is None:
        return [note]
    lines = [
        f"Your past, replayed week by week ({counted(told.weeks, 'week')}): 30 tracks that you hardly knew,",
        "picked with what lay before each Monday. How many did you play in the four weeks after?",
        "",
        f"{'':<20}{'played of 30':>22}{'kept of tried':>16}{'nDCG':>22}",
    ]
    for name, result in told.results.items():
        keep = "" if result.keep_rate is None else f"{100 * result.keep_rate:.0f} %"
        lines.append(f"{name:<20}{_mean(result.hits, 1):>22}{keep:>16}{_mean(result.ndcg, 3):>22}")
    lines += ["", _sentence(told)]
    lines += [_month(month) for month in [m for m in told.months if m.liked >= FEW_LIKED][-MONTHS:]]
    return [*lines, *(["", note] if note else [])]


def _mean(mean: "Mean", digits: int) -> str:
    return f"{mean.value:.{digits}f} [{mean.low:.{digits}f}, {mean.high:.{digits}f}]"


def _sentence(told: "Verdict") -> str:
    """Discover against the best of the plain rules."""
    plain = {name: result for name, result in told.results.items() if result.behind is not None}
    name, best = max(plain.items(), key=lambda item: item[1].hits.value)
    lead = best.behind
    if lead is None:
        return ""
    word = "more" if lead.value >= 0 else "fewer"
    is_sure = told.weeks >= FEW_WEEKS and (lead.low > 0 or lead.high < 0)
    sure = "and that is no chance" if is_sure else "which may be chance"
    return f"Discover: {abs(lead.value):.1f} {word} a week than the best plain rule ({name}), {sure} [{lead.low:+.1f}, {lead.high:+.1f}]."


def _month(month: "Month") -> str:
    name = datetime.strptime(month.name, "%Y-%m").replace(tzinfo=UTC)
    return f"Discover would have found {month.found} of the {month.liked} tracks you came to like in {name:%B %Y}."
