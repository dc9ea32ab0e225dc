"""`tunes [FOLDER…]`: opens the player on the listener's folders; without a terminal, says what there is."""

import argparse
import difflib
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.autoplay import Autoplay
from tunes.tui import following
from tunes.tui.adviser import Adviser
from tunes.tui.aside import Step
from tunes.tui.autoplay import GoingOn
from tunes.tui.choosing import Choosing
from tunes.tui.cli import COMMANDS, WRONG_USE
from tunes.tui.commands.discover import queue_lines
from tunes.tui.commands.scan import choose_roots, existing_folder, report_sentence, scan_through
from tunes.tui.device import add_device, use_device
from tunes.tui.edges import Edges, Sorry
from tunes.tui.first_look import begun
from tunes.tui.home import MakingHome
from tunes.tui.listening import Listening
from tunes.tui.places import music_folder, pictures_folder, private_folder
from tunes.tui.printed import is_at_terminal
from tunes.tui.sonic import is_listening_possible

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.rows import Home
    from tunes.profile.weekly import WeekQueue
    from tunes.tui.session import Session

SETTLED_S = 2.0
"""How long Discover waits for what was just said to be on disk."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes` itself."""
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="folders to play from; remembered for the next time"
    )
    parser.add_argument("--once", action="store_true", help="only this time: don't remember the folders")
    add_device(parser)
    parser.add_argument(
        "--or-demo", action="store_true", help="open the demo where there is no music in any known folder"
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Opens the screen, or prints the scan and this week's Discover where there is none."""
    for word in options.folders:
        _is_no_command(word)
    use_device(options.device, edges)
    if options.or_demo and not options.folders and not _is_music_around(edges):
        from tunes.tui.commands.demo import open_demo

        edges.tell("No music was found: opening the demo.")
        return open_demo(edges)
    if options.once:
        return _open_once(options.folders or edges.catalog().roots(), edges)
    return open_folders(options.folders, edges)


def open_folders(words: Sequence[str | Path], edges: Edges) -> int:
    """Opens the player on these folders, or on those already known."""
    if is_at_terminal():
        if words or music_folder() is not None:
            choose_roots(words, edges)
        return open_screen(edges)
    choose_roots(words, edges)
    print(report_sentence(scan_through(edges)))
    print("\n".join(queue_lines(edges.this_week(), why=False)))
    return 0


def open_screen(
    edges: Edges,
    play: tuple[Sequence[Track], str] | None = None,
    *,
    takes_over: bool = False,
    autoplay: Autoplay | None = None,
    order: "Callable[[Session], object]" = lambda _: None,
) -> int:
    """Runs the player's screen until the listener leaves it; `takes_over` from another tunes without asking; `order` settles how it plays on, `autoplay` what follows the end, else the settings do."""
    first_look = begun(edges.catalog())
    from tunes.tui.app import TunesApp
    from tunes.tui.session import Session

    choosing = Choosing(edges.places, edges.catalog())
    choosing_films = Choosing(edges.places, edges.catalog(), films=True)
    making_home = MakingHome(edges.places, edges.catalog())
    adviser = Adviser(edges.places, edges.catalog())
    keeper = (
        edges.queue_keeper() if play is None else None
    )  # what was asked for this once leaves the queue alone

    def make_session(wake: Callable[[], None]) -> Session:
        said, kept = edges.said(), edges.kept_sound()
        session = Session(
            edges.player,
            edges.recorder(),
            edges.clock,
            wake,
            said=lambda: said,
            roots=edges.catalog().roots(),
            seed=secrets.randbits(63),
            bookmarks=edges.bookmarks(),
            between_films_s=edges.settings().next_film_after,
            sound=kept.read(),
            keep_sound=kept.keep,
        )
        mode = edges.settings().autoplay if autoplay is None else autoplay
        session.going_on = GoingOn(session, adviser.choose, edges.clock, mode)
        return session

    def this_week() -> "WeekQueue":
        edges.recorder().flush(SETTLED_S)  # what was just said must count
        return choosing.this_week()

    def films() -> "WeekQueue":
        edges.recorder().flush(SETTLED_S)
        return choosing_films.this_week()

    def home(step: Step) -> "Home":
        edges.recorder().flush(SETTLED_S)
        return making_home.home(step)

    settings = edges.settings()  # what is wrong with them is told when the screen opens
    app = TunesApp(
        catalog=edges.catalog(),
        make_session=make_session,
        scan=lambda cancelled: following.scan(edges, cancelled, wanted=lambda: app.shown_unread),
        first_look=first_look,
        read=edges.read_now,
        watch=edges.watch,
        desk=edges.desk(),
        look_round=edges.neighbour,
        this_week=this_week,
        history=lambda: edges.store().history(),
        search=edges.asking().search,
        lookup=edges.lookup(),
        playlists=edges.playlists,
        play=play,
        order=order,
        keeper=keeper,
        takes_over=takes_over,
        notices=list(edges.told),
        films_in_terminal=settings.films_in_terminal,
        pictures=settings.pictures or pictures_folder(),
        home=home,
        films=films,
        listening=Listening(edges.places) if is_listening_possible(edges.places) else None,
        listens=settings.sonic.background,
    )
    private_folder(edges.places.logs)
    told: dict[str, None] = {}

    def tell(sentence: str) -> None:
        told[sentence] = None
        app.tell(sentence)

    edges.tell_to(tell)
    try:
        app.run()
    finally:
        choosing.stop()
        choosing_films.stop()
        making_home.stop()
        adviser.stop()
        app.close()
        if keeper is not None:
            keeper.close()
        edges.tell_to(None)
        for sentence in told:  # the last ones came while the screen was closing
            edges.tell(sentence)
    return app.return_code or 0


def _open_once(folders: Sequence[str | Path], edges: Edges) -> int:
    """With a library that is forgotten afterwards; what is heard is kept all the same."""
    with tempfile.TemporaryDirectory(prefix="tunes-once-") as name:
        once = edges.elsewhere(Path(name), profile=False)
        try:
            return open_folders(folders, once)
        finally:
            once.close()


def _is_no_command(word: str) -> None:
    """A word that is neither a folder nor like a path was probably meant as a command."""
    if os.path.exists(word) or os.sep in word:  # noqa: PTH110  # the word may be any bytes
        existing_folder(word)
        return
    near = difflib.get_close_matches(word, COMMANDS, n=1, cutoff=0.5)
    hint = f"Did you mean: tunes {near[0]}?" if near else "The commands are named by: tunes --help"
    raise Sorry(f"There is no command or folder “{clean(word)}”. {hint}", code=WRONG_USE)


def _is_music_around(edges: Edges) -> bool:
    """Whether a known folder, or else the user's music folder, holds anything to play; one that is offline may."""
    usual = music_folder()
    folders = edges.catalog().roots() or ([usual] if usual else [])
    return any(not folder.is_dir() or _has_music(folder) for folder in folders)


def _has_music(folder: Path) -> bool:
    from tunes.library.formats import LISTED

    names = (name for _, _, files in os.walk(folder) for name in files)
    return any(Path(name).suffix[1:].lower() in LISTED for name in names)
