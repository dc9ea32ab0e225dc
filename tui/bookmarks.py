"""Owns where films and spoken tracks are to go on. Told by the history at the start, and by each listen from then on; usable from any thread."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen

if TYPE_CHECKING:  # numpy: the screen is to be there before it
    from tunes.profile.unfinished import Begun

BACK_S = 3.0
"""So much of it is seen once more, to find the thread."""


class Bookmarks:
    """By the ids of tracks."""

    def __init__(self, begun: "Mapping[str, Begun] | None" = None) -> None:
        self._begun = dict(begun or {})

    def place(self, track: Track) -> float:
        """Seconds into the track where it goes on; 0 where it was not begun, or was finished."""
        begun = self._begun.get(track.id)
        if begun is None or track.kind is Kind.MUSIC:
            return 0.0
        return max(0.0, begun.left - BACK_S)

    def take_in(self, listen: Listen, track: Track) -> None:
        """This is the last listen of its track."""
        from tunes.profile.unfinished import Begun, is_unfinished

        if is_unfinished(track.kind, listen.left, listen.duration):
            self._begun[track.id] = Begun(listen.left, listen.at)
        elif listen.heard > 0:
            self._begun.pop(track.id, None)

    def newest_first(self) -> list[str]:
        """The ids of all that was begun, of some tracks several; the last one first."""
        begun = dict(self._begun)
        return sorted(begun, key=lambda name: -begun[name].at)
