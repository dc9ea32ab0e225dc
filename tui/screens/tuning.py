"""Owns the panel in which the sound is changed: a row for each thing that can be turned, heard at once."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from tunes.player.sound import Sound
from tunes.tui.format import fit
from tunes.tui.keys import TONE, TONE_TOO, bindings
from tunes.tui.session import Session
from tunes.tui.tuning import KNOBS, Knob, sped
from tunes.tui.widgets.virtual_list import Cell, VirtualList

LABEL, VALUE, BAR = 28, 12, 17
"""Cells of the columns."""

Wish = Callable[[Callable[[Session], object]], None]


class Knobs(VirtualList[Knob]):
    """All that can be turned, and how it stands."""

    sound = Sound()

    def cells(self, row: Knob, index: int, width: int) -> list[Cell]:
        """What it is, how it stands, and a bar where there is a least and a most."""
        weight = "strong" if index == self.cursor else "normal"
        wide = width - 3 - LABEL
        value = row.shown(self.sound)
        cells = [self.lead(index), (fit(row.label, min(LABEL, width - 3 - VALUE)), "normal")]
        if row.share is None or wide < VALUE + BAR + 2:
            return [*cells, (fit(value, max(VALUE, wide)), weight)]
        return [*cells, (fit(value, VALUE), weight), *_bar(row.share(self.sound))]


def _bar(share: float) -> list[Cell]:
    at = round(share * (BAR - 1))
    return [("─" * at, "quiet"), ("●", "accent"), ("─" * (BAR - 1 - at), "quiet")]


class TonePanel(ModalScreen[None]):
    """Open until it is closed; what is turned here is wished from the session at once."""

    DEFAULT_CSS = """
    TonePanel { align: center middle; background: transparent; }
    TonePanel > Vertical {
        width: 72; max-width: 100%; height: 28; max-height: 100%; padding: 0 1;
        background: ansi_default; border: solid ansi_bright_black;
    }
    TonePanel #tone-what { height: 1; padding: 0 1 0 2; }
    TonePanel Knobs { margin: 0; }
    TonePanel #tone-keys { height: 1; padding: 0 2; text-style: dim; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings((*TONE, *TONE_TOO)))

    def __init__(self, sound: Sound, wish: Wish) -> None:
        """`wish` does something with the session."""
        super().__init__()
        self._wish = wish
        self.list = Knobs(id="tone-list")
        self.list.sound = sound

    def compose(self) -> ComposeResult:
        """The rows, and how to turn them."""
        with Vertical():
            yield Static(Content("Sound"), id="tone-what")
            yield self.list
            yield Static(Content("← → turn · Backspace as usual · Space pauses · Esc closes"), id="tone-keys")

    def on_mount(self) -> None:
        """From now on keys are meant for the rows."""
        self.list.show_rows(KNOBS)
        self.list.focus()

    def show_sound(self, sound: Sound) -> None:
        """Somebody else has changed it."""
        if sound != self.list.sound:
            self.list.sound = sound
            self.list.refresh()

    def action_turn(self, steps: int) -> None:
        """Turns the selected row."""
        knob = self.list.selected
        if knob is not None:
            self._set(knob.turned(self.list.sound, steps))

    def action_usual(self) -> None:
        """The selected row is as it is where nothing is chosen."""
        knob = self.list.selected
        if knob is not None:
            self._set(knob.usual(self.list.sound))

    def action_speed(self, steps: int) -> None:
        """Faster or slower."""
        self._set(sped(self.list.sound, steps))

    def action_pause(self) -> None:
        """Pauses or goes on."""
        self._wish(Session.toggle)

    def action_next(self) -> None:
        """Goes to the next track."""
        self._wish(Session.next)

    def action_previous(self) -> None:
        """Goes back."""
        self._wish(Session.previous)

    def action_louder(self, percent: int) -> None:
        """Louder, or quieter."""
        self._wish(lambda session: session.set_volume(session.now.volume + percent))

    def action_mute(self) -> None:
        """Silences the sound, or brings it back."""
        self._wish(Session.toggle_mute)

    def action_close(self) -> None:
        """Closes the panel."""
        self.dismiss()

    def _set(self, sound: Sound) -> None:
        self.show_sound(sound)
        self._wish(lambda session: session.set_sound(sound))
