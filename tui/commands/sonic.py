"""`tunes sonic`: listens through the library once, for what each track sounds like; and says how far that is."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.player.sonic.standing import ListeningError, Standing
from tunes.tui.cli import FINE, INTERRUPTED
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted
from tunes.tui.shapes import as_json, track_shape
from tunes.tui.sonic import by_use, is_installed, listen_through, opened_book
from tunes.tui.sounding import sounding_like

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.player.sonic.book import Unheard

MISSING = (
    "What tracks sound like is not listened to: that needs PyAV, which is no part of tunes. "
    f"To get it (100 MB, parts of it GPL): {sys.executable} -m pip install av"
)
SAID_EVERY_S = 0.2
EARLY = 5
"""Tracks after which it can be said how long the rest will take."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes sonic`."""
    parser.add_argument("--status", action="store_true", help="say how far it is, and listen to nothing")
    parser.add_argument(
        "--problems",
        action="store_true",
        help="name each file that tells nothing, and why; listen to nothing",
    )
    parser.add_argument("--again", action="store_true", help="try again the files that told nothing")
    parser.add_argument(
        "--like", nargs="+", metavar="WORD", help="list what sounds most like the track that these words find"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Listens till all is known or Ctrl-C, which loses nothing; the next time it goes on from there."""
    tracks = list(edges.catalog().all_tracks())
    if options.like:
        return _like(options, tracks, edges)
    try:
        if options.status or options.problems:
            return _say(tracks, edges, options, FINE)
        if not is_installed():
            raise Sorry(MISSING)
        if not tracks:
            edges.tell_if_empty()
        code = _listen(tracks, edges, is_again=options.again)
    except ListeningError as error:
        raise Sorry(str(error)) from error
    return _say(tracks, edges, options, code)


def _like(options: argparse.Namespace, tracks: list[Track], edges: Edges) -> int:
    one, near = sounding_like(options.like, tracks, edges)
    if options.json:
        print(as_json([track_shape(track) | {"near": nearness} for track, nearness in near]))
        return FINE
    print(f"Sounds like {_named(one)}; 1 would be the same, 0 any two:")
    for track, nearness in near:
        print(f"  {nearness:.2f}  {_named(track)}")
    return FINE


def _named(track: Track) -> str:
    return " – ".join(clean(text) for text in (track.title, track.artist) if text)


def _listen(tracks: list[Track], edges: Edges, *, is_again: bool) -> int:
    if is_again:
        with opened_book(edges.places) as book:
            book.forget_unheard()
    ordered = by_use(tracks, edges.store().history())
    passes = listen_through(edges.places, ordered, edges.catalog().links(), Event())
    try:
        with closing(passes), _progress() as told:
            for now in passes:
                told(now)
    except KeyboardInterrupt:
        edges.tell("Stopped; tunes sonic goes on from there.")
        return INTERRUPTED
    return FINE


@contextmanager
def _progress() -> Iterator[Any]:
    """Says at a terminal how far it is, in one line that goes away at the end."""
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    began, first, due = time.monotonic(), -1, 0.0

    def tell(now: Standing) -> None:
        nonlocal first, due
        done = now.known + now.silent
        first = done if first < 0 else first
        if is_seen and time.monotonic() >= due:
            due = time.monotonic() + SAID_EVERY_S
            left = _left(now.total - done, done - first, time.monotonic() - began)
            line = " · ".join(filter(None, (f"{done:,} of {counted(now.total)}", left, clean(now.title))))
            print(
                f"\r{line[: os.get_terminal_size(2).columns - 1]}\x1b[K", end="", file=sys.stderr, flush=True
            )

    try:
        yield tell
    finally:
        if is_seen:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _left(tracks: int, done: int, seconds: float) -> str:
    """How long the rest will take, if it goes on like that."""
    if done < EARLY:
        return ""
    minutes = round(tracks * seconds / done / 60)
    if minutes < 1:
        return "less than a minute left"
    return (
        f"{counted(minutes, 'minute')} left"
        if minutes < 90
        else f"{counted(round(minutes / 60), 'hour')} left"
    )


def _say(tracks: list[Track], edges: Edges, options: argparse.Namespace, code: int) -> int:
    from tunes.player.sonic.going_through import standing

    with opened_book(edges.places) as book:
        now, unheard = standing(tracks, book), book.unheard()
    problems = [(track, unheard[track.id]) for track in tracks if track.id in unheard]
    if options.json:
        print(as_json(_shape(now, problems)))
        return code
    print(_sentence(now))
    for track, one in problems if options.problems else ():
        print(f"  {clean(os.fspath(track.path))}: {clean(one.reason)}")
    if not is_installed() and not now.is_over:
        edges.tell(MISSING)
    return code


def _sentence(now: Standing) -> str:
    left = now.total - now.known - now.silent
    parts = [f"{now.known:,} of {counted(now.total)} listened to"]
    if now.silent:
        parts.append(f"{now.silent:,} tell nothing (tunes sonic --problems names them)")
    if left:
        parts.append(f"{left:,} to go")
    return "; ".join(parts)


def _shape(now: Standing, problems: "list[tuple[Track, Unheard]]") -> dict[str, object]:
    """As scripts read it (docs/formats.md)."""
    return {
        "installed": is_installed(),
        "known": now.known,
        "silent": now.silent,
        "total": now.total,
        "problems": [{"path": os.fspath(track.path), "reason": one.reason} for track, one in problems],
    }
