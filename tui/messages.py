"""Owns the messages that workers and other threads post to the app: facts, in the past tense."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from tunes.tui.first_look import Look
from tunes.tui.session import Session

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.scan import ScanProgress, ScanReport
    from tunes.player.saved_queue import Saved
    from tunes.player.sonic.standing import Standing


@dataclass
class Woken(Message):
    """The player has reported something; any number of them are one."""

    def can_replace(self, message: Message) -> bool:
        """One is enough."""
        return isinstance(message, Woken)


@dataclass
class Told(Message):
    """Some part has a sentence for the listener."""

    sentence: str


@dataclass
class SessionMade(Message):
    """Everything to play with is there."""

    session: Session


@dataclass
class QueueBack(Message):
    """The queue of the last time was read; None where there is none."""

    saved: "Saved | None"


@dataclass
class LibraryRead(Message):
    """The catalog was read anew."""

    look: Look


@dataclass
class FoldersChanged(Message):
    """Something below the listener's folders is not as it was."""

    def can_replace(self, message: Message) -> bool:
        """One is enough."""
        return isinstance(message, FoldersChanged)


@dataclass
class ScanMoved(Message):
    """The scan got further."""

    progress: "ScanProgress"

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, ScanMoved)


@dataclass
class SoundsMoved(Message):
    """Listening through the library got further."""

    standing: "Standing"

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, SoundsMoved)


@dataclass
class SoundsOver(Message):
    """Nothing more is listened to for now; with a sentence about what went wrong, or ""."""

    error: str = ""


@dataclass
class ScanOver(Message):
    """The scan is over: with its report, or with a sentence about what went wrong."""

    report: "ScanReport | None"
    error: str = ""
