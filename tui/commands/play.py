"""`tunes play`: plays words or files at once; with no terminal, to the end of the list. Or goes on with what another tunes plays."""

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.profile.autoplay import Autoplay
from tunes.tui.asking import or_wrong_use
from tunes.tui.cli import WRONG_USE
from tunes.tui.device import add_device, use_device
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import is_at_terminal

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.tui.remote.taking import Neighbour
    from tunes.tui.session import Session
    from tunes.tui.wanted import Wanted


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes play`."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORDS or FILES",
        help="an artist, an album or a song, or a query: docs/search.md; the name of a playlist; what exists is a file or folder",
    )
    parser.add_argument(
        "--take-over",
        action="store_true",
        help="end the tunes that plays, and go on as loud; without words, with its queue and at its place",
    )
    parser.add_argument("--shuffle", action="store_true", help="in random order")
    parser.add_argument("--shuffle-albums", action="store_true", help="whole albums in random order")
    parser.add_argument("--repeat", action="store_true", help="begin anew when all has been played")
    parser.add_argument(
        "--autoplay",
        metavar="MODE",
        type=_autoplay,
        help="what follows the end: off, similar, familiar or daring; without a terminal nothing does by default",
    )
    add_device(parser)
    parser.set_defaults(has_query=True)


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Opens the player on what was found, or without a terminal plays it to its end."""
    if not options.words and not options.take_over:
        raise Sorry("Play what? As in: tunes play kid a, tunes play FILE, tunes play --take-over", WRONG_USE)
    use_device(options.device, edges)
    play = _found(options.words, edges) if options.words else None
    if is_at_terminal():
        from tunes.tui.commands.open import open_screen

        return open_screen(
            edges,
            play=play,
            takes_over=options.take_over,
            order=_order_of(options),
            autoplay=options.autoplay,
        )
    from tunes.tui.adviser import Adviser
    from tunes.tui.autoplay import GoingOn
    from tunes.tui.headless import play_to_the_end

    start, desk = _start(play, edges, _order_of(options), takes_over=options.take_over), edges.desk()
    sound = edges.kept_sound().read()
    adviser = Adviser(edges.places, edges.catalog())

    def goes_on(session: "Session") -> GoingOn:
        return GoingOn(session, adviser.choose, edges.clock, options.autoplay or Autoplay.OFF)

    try:
        is_fine = play_to_the_end(
            start, edges.player, edges.recorder(), edges.clock, edges.tell, desk, sound, edges.said, goes_on
        )
    finally:
        adviser.stop()
    if not is_fine:
        raise Sorry("Nothing could be played. What is missing: tunes doctor")
    return 0


def _autoplay(word: str) -> Autoplay:
    try:
        return Autoplay(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is {', '.join(Autoplay)}") from None


def _found(words: list[str], edges: Edges) -> "Wanted":
    from tunes.tui.wanted import wanted

    with or_wrong_use():
        (tracks, source), problems = wanted(
            words, edges.catalog(), edges.clock.now(), edges.asking(), edges.playlists()
        )
    for problem in problems:
        edges.tell(f"{os.fspath(problem.path)}: {problem.reason}")
    if not tracks:
        raise Sorry(f"Nothing was found for: {clean(' '.join(words))}")
    return tracks, source


def _order_of(options: argparse.Namespace) -> "Callable[[Session], object]":
    """In which order it is to be played, and whether again and again."""
    from tunes.player.queue import Repeat, Shuffle

    def order(session: "Session") -> None:
        if options.shuffle or options.shuffle_albums:
            session.set_shuffle(Shuffle.ALBUMS if options.shuffle_albums else Shuffle.TRACKS)
        if options.repeat:
            session.set_repeat(Repeat.ALL)

    return order


def _start(
    play: "Wanted | None", edges: Edges, order: "Callable[[Session], object]", *, takes_over: bool
) -> "Callable[[Session], object]":
    """What is to be played without a terminal, and what becomes of another tunes that plays."""
    from tunes.tui.remote.taking import NotTakenError

    def start(session: "Session") -> None:
        if play is not None:
            order(session)
            session.play(play[0], None, play[1])

    try:
        other = edges.neighbour()
        if takes_over and other is not None:
            return _taken_over(other, start, with_queue=play is None)
    except NotTakenError as error:
        if takes_over:
            raise Sorry(str(error)) from error
        edges.tell(str(error))
        other = None
    if play is None:
        raise Sorry("No other tunes runs that could be taken over.")
    if other is not None and other.is_playing:
        edges.tell(f"Another tunes plays {other.title} at the same time.")
    return start


def _taken_over(
    other: "Neighbour", then: "Callable[[Session], object]", *, with_queue: bool
) -> "Callable[[Session], object]":
    from tunes.player.aside import aside
    from tunes.tui.remote.taking import TakingOver, take_up

    taking = TakingOver(other)
    handed = taking.ask()

    def start(session: "Session") -> None:
        take_up(session, handed, with_queue=with_queue)
        then(session)
        aside(taking.told)

    return start
