"""`tunes ctl`: drives the tunes that runs, from another shell."""

import argparse
import select
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from tunes.library.text import clean
from tunes.tui.edges import Edges, Sorry
from tunes.tui.remote import shown
from tunes.tui.remote.caller import Caller, UnansweredError, call
from tunes.tui.remote.lines import MOST_BYTES, Document, encoded
from tunes.tui.remote.pattern import PatternError
from tunes.tui.remote.wording import WordingError, order_of

WRONG_USE = 2
SLOW_S = 60.0
"""How long words may be looked for, and files on a slow disk read."""
LOOK_AGAIN_S = 1.0
"""How often a follower looks for a tunes, where none runs."""

HELP = """\
orders:
  play                  go on, or start the queue
  play WORDS or FILES   play these there, as `tunes play` would here
  pause, toggle         fall silent and keep the place; one or the other
  next, previous, stop
  seek +10 | -1:30 | 1:23 | 50%
                        by, or to, seconds or minutes; or to a part of the track
  volume [50 | +5 | -5] set it, or say what it is
  speed [1.5 | +0.1 | -0.1]
                        0.5 to 2, the pitch kept; or say what it is
  mute [on | off]
  shuffle [on | off | albums], repeat [on | off | one]
                        set it, or say how it is
  stop-after [on | off] stop after this track, or go on after all
  autoplay [off | similar | familiar | daring]
                        what follows the end of the queue
  like, ban, not-now [track | artist | album | genre | folder]
                        as the keys * ! and D do, of what plays, or what it belongs to
  rate 0 to 5           stars for what plays; 0 takes them away
  unmark                undo the latest of these
  queue                 what is in it; with --json for scripts
  queue add WORDS or FILES
  queue next WORDS or FILES
                        to the end of the queue; right after what plays
  queue jump N, queue remove N, queue move N TO, queue clear, queue undo
  status                what plays, and where it is
  quit                  end that tunes, with everything kept

in --format may stand:
  {title} {artist} {album} {album_artist} {genre} {year} {path} {id}
  {position} {duration} {left} {percent} {state} {icon} {volume} {liked} {stars}
  {speed} {place} {count} {shuffle} {repeat}; {title:20} has at most 20 characters

examples:
  tunes ctl toggle
  tunes ctl queue add kid a
  tunes ctl status --format '{icon} {title:30} – {artist} {position}/{duration}'
  tunes ctl status --follow --format '{title}'      one line at each change

Exit code 1: no tunes runs, or nothing plays there. docs/remote.md tells about
bars and key bindings; media keys and playerctl work without any of this."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes ctl`."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = HELP
    parser.add_argument("order", metavar="ORDER", help="what is to be done, one of those below")
    parser.add_argument("words", nargs="*", metavar="…", help="and what with")
    parser.add_argument("--json", action="store_true", help="status and queue as JSON: docs/formats.md")
    parser.add_argument("--format", metavar="LINE", help="status as a line with {names} in it")
    parser.add_argument("--follow", action="store_true", help="status again at each change, until Ctrl-C")
    parser.set_defaults(has_query=True)


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Gives the order to the running tunes and prints what came of it."""
    try:
        order = order_of(options.order, options.words)
        show, has_ticks = _shown(options, order["do"])
    except (WordingError, PatternError) as error:
        raise Sorry(str(error), WRONG_USE) from error
    if options.follow:
        _follow(edges, show, has_ticks=has_ticks)
    for line in show(_answer(edges, order)):
        print(line)
    return 0


def _shown(options: argparse.Namespace, order: str) -> tuple[shown.Show, bool]:
    """How the answer is printed, and whether time is part of it."""
    if options.json and order in {"status", "queue"} and options.format is None:
        return shown.as_document, False
    if order == "status" and options.format is not None and not options.json:
        return shown.as_pattern(options.format)
    if options.json or options.format is not None or (options.follow and order != "status"):
        raise WordingError("--json is for status and queue, --format for status alone, --follow for status.")
    if order == "status" and options.follow:
        return shown.one_line, False
    modes = dict.fromkeys(("shuffle", "repeat", "stop-after", "autoplay"), shown.mode)
    plain = {
        "status": shown.status,
        "queue": shown.queue,
        "volume": shown.volume,
        "speed": shown.speed,
        **modes,
    }
    is_silent = order in {"volume", "speed", *modes} and len(options.words) > 0
    return (shown.said if is_silent else plain.get(order, shown.said)), False


def _answer(edges: Edges, order: Document) -> Document:
    """What the running tunes says to an order; where it is no, that is told."""
    if len(encoded(order)) > MOST_BYTES:
        raise Sorry("These are too many files at once. Name their folder instead.")
    caller = call(edges.places.profile)
    if caller is None:
        raise Sorry("Nothing plays: no tunes runs here.")
    with caller:
        answer = _asked(caller, order)
    if answer.get("ok") is not True:
        raise Sorry(clean(str(answer.get("error"))), WRONG_USE if answer.get("code") == WRONG_USE else 1)
    for problem in answer.get("problems") or ():
        edges.tell(str(problem))
    return answer


def _asked(caller: Caller, order: Document) -> Document:
    try:
        return caller.ask(order, SLOW_S if "words" in order else None)
    except UnansweredError as error:
        raise Sorry("The tunes that runs does not answer.") from error


# Following


def _follow(edges: Edges, show: shown.Show, *, has_ticks: bool) -> None:
    """Prints a line whenever it is another one, until nobody reads it any more."""
    last = None
    while True:
        for answer in _changes(edges, has_ticks=has_ticks):
            lines = list(show(answer))
            if lines != last:
                print(*lines, sep="\n", flush=True)
            last = lines
        time.sleep(LOOK_AGAIN_S)
        _leave_with_reader()


def _changes(edges: Edges, *, has_ticks: bool) -> Iterator[Document]:
    """How it stands from change to change while a tunes runs, and at last that none does."""
    caller = call(edges.places.profile)
    if caller is not None:
        with caller, suppress(UnansweredError):
            caller.say({"do": "follow", "ticks": has_ticks})
            yield from caller.answers(_leave_with_reader)
    yield shown.OFF


def _leave_with_reader() -> None:
    """Raises BrokenPipeError when nobody reads what is printed any more: the bar was closed."""
    if sys.stdout is not None:
        readers = select.poll()
        readers.register(sys.stdout.fileno(), 0)
        if any(happened & select.POLLERR for _, happened in readers.poll(0)):
            raise BrokenPipeError
