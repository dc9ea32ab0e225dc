"""Owns how opinions are asked for on the screen: the panel of a track and what it belongs to, its stars, the list of all."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.marks import MOST_STARS
from tunes.profile.said import Said
from tunes.profile.things import What, key_of, sort_of, things_of, track_thing
from tunes.tui import keys
from tunes.tui.format import fit
from tunes.tui.marking import Marking, starred
from tunes.tui.messages import Told
from tunes.tui.past import Find
from tunes.tui.said import all_said
from tunes.tui.screens.discover import AllHistory
from tunes.tui.screens.said import SaidList
from tunes.tui.widgets.track_list import LIKED, NEVER, RESTING
from tunes.tui.widgets.virtual_list import Cell, VirtualList

SORT = 8
"""Cells for what sort of thing a row is."""
_KINDS = ((NEVER, "ban"), (RESTING, "not now"), (LIKED, "like"))
WORDS = "* like · ! never · D not now, for 30 days\n1–5 stars, 0 none · U undo · Esc closes"
ONLY_TRACKS = "Stars are for tracks."


class Opinions:
    """What keys ask for becomes words of the listener, and what these change is shown."""

    def __init__(
        self, owner: DOMNode, history: AllHistory, find: Find, choose_anew: Callable[[], None]
    ) -> None:
        """`choose_anew` is called when something else may be suggested; `find` gives the tracks of ids."""
        self._owner = owner
        self._history = history
        self._find = find
        self._choose_anew = choose_anew
        self._said: Said | None = None
        self._open: OpinionPanel | SaidList | None = None

    def show_said(self, said: Said) -> None:
        """How it stands now; called at every change of anything."""
        before, self._said = self._said, said
        if said is before:
            return
        if before is not None and (said.banned, said.resting) != (before.banned, before.resting):
            self._choose_anew()
        if self._open is not None:
            self._open.look_again()

    def say(self, marking: Marking, kind: str, what: What | None, track: Track) -> None:
        """Says something of a thing, or of the track; without a kind all that can be said is offered."""
        if not kind:
            self._show(OpinionPanel(marking, track, what))
        elif kind != "rate":
            marking.toggle(kind, what or track_thing(track), None if what else track)
        elif what is not None:
            self._owner.post_message(Told(ONLY_TRACKS))
        else:
            panel = StarsPanel(track, marking.stars(track_thing(track)))
            self._owner.app.push_screen(panel, partial(_rated, marking, track))

    def open_list(self, marking: Marking) -> None:
        """All marks, looked up beside the screen."""
        panel = SaidList(marking)
        self._show(panel)

        def look() -> None:
            worker = get_current_worker()
            try:
                rows = all_said(self._history(), marking.news, self._find, marking.now())
            except Exception as error:
                self._owner.post_message(Told(f"What you marked can't be read: {error}"))
                return
            if not worker.is_cancelled:
                self._owner.app.call_from_thread(panel.show, rows)

        self._owner.app.run_worker(look, thread=True, exclusive=True, exit_on_error=False, group="said")

    def _show(self, panel: "OpinionPanel | SaidList") -> None:
        def closed(_: None) -> None:
            self._open = None

        self._open = panel
        self._owner.app.push_screen(panel, closed)


def _rated(marking: Marking, track: Track, stars: int | None) -> None:
    if stars is not None:
        marking.rate(track, stars)


class ThingList(VirtualList[What]):
    """A track and what it belongs to, and what was said of each."""

    marking: Marking
    track: Track

    def cells(self, row: What, index: int, width: int) -> list[Cell]:
        """Mark, sort, name, signs."""
        sort = sort_of(row)
        name = self.track.title if sort == "track" else str(row[sort])
        signs = self._signs(row)
        return [
            self.lead(index),
            (fit(sort, SORT), "quiet"),
            (fit(name, width - 3 - SORT - 16), "strong"),
            (fit(signs, 15, right=True) + " ", "accent" if signs else "quiet"),
        ]

    def _signs(self, row: What) -> str:
        stars = self.marking.stars(row)
        signs = [sign for sign, kind in _KINDS if self.marking.holds(kind, row)]
        return " ".join([*signs, *([starred(stars)] if stars else [])])


class OpinionPanel(ModalScreen[None]):
    """Open until it is closed; what is said here holds at once."""

    DEFAULT_CSS = """
    OpinionPanel { align: center middle; background: transparent; }
    OpinionPanel > Vertical {
        width: 64; max-width: 100%; height: 16; max-height: 100%; padding: 0 1;
        background: ansi_default; border: solid ansi_bright_black;
    }
    OpinionPanel .head { height: 1; padding: 0 1 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    OpinionPanel ThingList { margin: 1 0; }
    OpinionPanel .foot { height: 2; padding: 0 2; text-style: dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.OPINIONS))

    def __init__(self, marking: Marking, track: Track, what: What | None) -> None:
        super().__init__()
        self._marking = marking
        self._track = track
        self._first = what
        self._foot = Static(Content(WORDS), classes="foot")
        self.list = ThingList(id="things")
        self.list.marking, self.list.track = marking, track

    def compose(self) -> ComposeResult:
        """The rows, and what can be said of them."""
        with Vertical():
            yield Static(Content(f"What you think of {clean(self._track.title)}"), classes="head")
            yield self.list
            yield self._foot

    def on_mount(self) -> None:
        """From now on keys are meant for the rows."""
        things = things_of(self._track, self._marking.roots)
        wanted = key_of(self._first) if self._first is not None else None
        at = next((row for row, thing in enumerate(things) if key_of(thing) == wanted), 0)
        self.list.show_rows(things, at)
        self.list.focus()

    def look_again(self) -> None:
        """Something was said."""
        self.list.refresh()

    def action_like(self) -> None:
        """Likes the selected row, or no longer."""
        self._toggle("like")

    def action_ban(self) -> None:
        """Never suggests it, or does again."""
        self._toggle("ban")

    def action_rest(self) -> None:
        """Not now, or now after all."""
        self._toggle("not now")

    def action_stars(self, stars: int) -> None:
        """Gives the track stars."""
        self.list.go(0)
        self._marking.rate(self._track, stars)

    def action_unmark(self) -> None:
        """As if the latest had not been said."""
        self._marking.undo()

    def action_close(self) -> None:
        """Closes the panel."""
        self.dismiss()

    def _toggle(self, kind: str) -> None:
        thing = self.list.selected
        if thing is not None:
            self._marking.toggle(kind, thing, self._track if sort_of(thing) == "track" else None)


class StarsPanel(ModalScreen[int | None]):
    """Asks how many stars; None where it is given up."""

    DEFAULT_CSS = """
    StarsPanel { align: center middle; background: transparent; }
    StarsPanel > Vertical {
        width: 44; max-width: 100%; height: 6; max-height: 100%; padding: 0 2;
        background: ansi_default; border: solid ansi_bright_black;
    }
    StarsPanel Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.STARS))

    def __init__(self, track: Track, stars: int) -> None:
        super().__init__()
        self._track = track
        self._stars = stars

    def compose(self) -> ComposeResult:
        """The track, how it stands, and the keys."""
        with Vertical():
            yield Static(Content(clean(self._track.title)))
            yield Static(Content(starred(self._stars) if self._stars else "☆" * MOST_STARS))
            yield Static(Content(""))
            yield Static(Content.styled("1–5 stars · 0 none · Esc gives up", "dim"))

    def action_stars(self, stars: int) -> None:
        """That many."""
        self.dismiss(stars)

    def action_cancel(self) -> None:
        """Changes nothing."""
        self.dismiss(None)
