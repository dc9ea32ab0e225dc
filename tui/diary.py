"""Owns what is kept of a sitting: each listen while it lasts and at its end, guests, and when the listener last gave a sign."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tunes.library.track import Track
from tunes.player.events import Ended
from tunes.tui.bookmarks import Bookmarks
from tunes.tui.clock import Clock
from tunes.tui.stay import Stay

if TYPE_CHECKING:  # what writes needs numpy and TinyDB, and the screen is to be there before them
    from tunes.profile.recorder import Recorder

SAVE_EVERY_S = 10.0
"""A kill costs at most this much of the listen in progress."""
SAVE_FIRST_S = 1.0
"""The first saving comes sooner: a kill soon after the start should not take all of it."""


class Diary:
    """What the recorder is told, and when."""

    def __init__(
        self,
        recorder: "Recorder",
        clock: Clock,
        bookmarks: Bookmarks,
    ) -> None:
        self._recorder = recorder
        self.bookmarks = bookmarks
        self._clock = clock
        self._saved_at = 0.0
        self.last_key: float | None = None
        """Unix time of the listener's last sign."""

    def touch(self) -> None:
        """The listener is there."""
        self.last_key = self._clock.now()

    def began(self) -> None:
        """A stay sounds; from now on it is kept while it lasts."""
        self._saved_at = self._clock.now() + SAVE_FIRST_S - SAVE_EVERY_S

    def progressed(self, stay: Stay, loudness: int, *, is_playing: bool) -> None:
        """It goes on, or a pause began."""
        if not is_playing or self._clock.now() - self._saved_at >= SAVE_EVERY_S:
            self._keep_open(stay, loudness)

    def ended(self, stay: Stay, event: Ended, loudness: int) -> None:
        """It is over."""
        listen = stay.ended(event, self._clock.now(), self.last_key, loudness)
        if listen is not None:
            self._recorder.listen(listen, stay.track)
            self.bookmarks.take_in(listen, stay.track)
        elif stay.at is not None:
            self._recorder.clear_open(stay.at)

    def set_incognito(self, *, is_on: bool) -> None:
        """A guest plays: what is in progress is not kept either."""
        self._recorder.mark("incognito", value=is_on)
        if is_on:
            self._recorder.clear_open()

    def shown(self, tracks: Sequence[Track], place: str) -> None:
        """Tracks were put in front of the listener."""
        self._recorder.shown(tracks, place)

    def close(self) -> None:
        """Returns when all is safely kept (at most a few seconds)."""
        self._recorder.close()

    def _keep_open(self, stay: Stay, loudness: int) -> None:
        listen = stay.so_far(self.last_key, loudness)
        if listen is not None and listen.heard > 0 and not stay.is_private:
            self._saved_at = self._clock.now()
            self._recorder.keep_open(listen, stay.track)
