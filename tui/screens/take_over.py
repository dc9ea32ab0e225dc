"""Owns taking over from another tunes on the screen: asking the listener, and having it done beside the screen."""

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
from tunes.tui.keys import TAKING_OVER, bindings
from tunes.tui.messages import Told
from tunes.tui.printed import counted
from tunes.tui.remote.taking import Neighbour, NotTakenError, TakingOver, take_up
from tunes.tui.session import Session

LookRound = Callable[[], Neighbour | None]
"""The other program on this profile, if there is one; raises `NotTakenError` where it is deaf. Slow."""
Then = Callable[[], object]


NOBODY = "No other tunes runs that could be taken over."


def nobody() -> Neighbour | None:
    """Where no other program is looked for."""
    return None


class TakeOverScreen(ModalScreen[bool]):
    """Asks whether what plays in another tunes is to go on in this one."""

    DEFAULT_CSS = """
    TakeOverScreen { align: center middle; background: transparent; }
    TakeOverScreen Vertical {
        width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
        background: ansi_default; border: solid ansi_bright_black;
    }
    TakeOverScreen Static { height: auto; }
    TakeOverScreen #take-over-why { margin: 1 0; }
    TakeOverScreen #take-over-keys { text-style: dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(TAKING_OVER))

    def __init__(self, other: Neighbour, *, plays_own: bool) -> None:
        super().__init__()
        self._other = other
        self._plays_own = plays_own

    def compose(self) -> ComposeResult:
        """What plays there, what would come of it, and the keys."""
        verb = "plays" if self._other.is_playing else "has paused"
        what = Content.assemble(f"Another tunes {verb} ", (self._other.title, "bold"), ". Take over?")
        comes = f"Its queue of {counted(self._other.count)}, place and volume come along"
        why = (
            f"{comes}, and it ends." if not self._plays_own else "It ends, and what you asked for plays here."
        )
        with Vertical():
            yield Static(what, id="take-over-what")
            yield Static(Content(why), id="take-over-why")
            yield Static(Content("y takes over · n or Esc leaves it alone"), id="take-over-keys")

    def action_take(self) -> None:
        """It goes on here."""
        self.dismiss(True)

    def action_leave_alone(self) -> None:
        """Both are there."""
        self.dismiss(False)


class TakeOver:
    """Offers it when the screen opens, and does it when the listener wants it."""

    def __init__(
        self,
        owner: DOMNode,
        look: LookRound,
        wish: Callable[[Callable[[Session], object]], None],
        *,
        is_wanted: bool = False,
    ) -> None:
        """`is_wanted`: the listener has said so already, and is not asked."""
        self._is_wanted = is_wanted
        self._owner = owner
        self._look = look
        self._wish = wish
        self.is_listener_busy = False
        """Keys were pressed already: a question that comes late would take those meant for something else."""

    def offer(self, then: Then | None) -> None:
        """Asks, where another plays; `then` plays what this one was opened for, and its queue is not wanted."""

        def look() -> None:
            other = self._found(NOBODY if self._is_wanted else "")
            if other is not None and self._is_wanted:
                self._do(other, then)
                return
            is_on = other is not None and other.title and not other.stands_by
            self._on_screen(partial(self._ask, other, then) if other and is_on else then)

        self._work(look)

    def take(self) -> None:
        """Takes over at once, without a question."""

        def look() -> None:
            other = self._found(NOBODY)
            if other is not None and not other.title and not other.count:
                self._say("Nothing plays in the other tunes.")
            elif other is not None:
                self._do(other, None)

        self._work(look)

    def _found(self, otherwise: str) -> Neighbour | None:
        try:
            other = self._look()
        except NotTakenError as error:
            self._say(str(error))
            return None
        if other is None and otherwise:
            self._say(otherwise)
        return other

    def _ask(self, other: Neighbour, then: Then | None) -> None:
        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self._work(partial(self._do, other, then))
            elif then is not None:
                then()

        if self.is_listener_busy:
            self._say(f"Another tunes plays {other.title}. T takes over.")
            answered(is_wanted=False)
        else:
            self._owner.app.push_screen(TakeOverScreen(other, plays_own=then is not None), answered)

    def _do(self, other: Neighbour, then: Then | None) -> None:
        """Runs beside the screen. The other falls silent only when all else is here, and ends only when it plays here."""
        self._say("Taking over…")
        try:
            with TakingOver(other) as taking:
                handed = taking.ask()
                self._on_screen(lambda: self._wish(partial(take_up, handed=handed, with_queue=then is None)))
                self._on_screen(then)
                taking.told()
            self._say(f"Taken over: {counted(len(handed.queue))} in the queue.")
        except NotTakenError as error:
            self._say(str(error))
            self._on_screen(then)

    def _on_screen(self, step: Then | None) -> None:
        if step is not None:
            self._owner.app.call_from_thread(step)

    def _work(self, body: Callable[[], object]) -> None:
        self._owner.app.run_worker(body, thread=True, exit_on_error=False, group="take-over")

    def _say(self, sentence: str) -> None:
        self._owner.post_message(Told(sentence))
