"""Owns the messages that workers and other threads post to the app: facts, in the past tense."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.message import Message
from tunes.library.catalog import ArtistRow
from tunes.library.scan import ScanProgress, ScanReport
from tunes.library.shelf import Shelf
from tunes.profile.weekly import WeekQueue
from tunes.tui.session import Session


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
class LibraryRead(Message):
    """The catalog was read anew."""

    artists: Sequence[ArtistRow]
    tracks: Shelf


@dataclass
class ScanMoved(Message):
    """The scan got further."""

    progress: ScanProgress

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, ScanMoved)


@dataclass
class ScanOver(Message):
    """The scan is over: with its report, or with a sentence about what went wrong."""

    report: ScanReport | None
    error: str = ""


@dataclass
class WeekChosen(Message):
    """This week's queue is known, and what became of its picks so far."""

    week: WeekQueue
    fates: Mapping[str, str]
    run: int
    """Number of the asking, so that a late answer can be told."""


@dataclass
class WeekFailed(Message):
    """This week's queue could not be made."""

    sentence: str
    run: int
    """Number of the asking."""
