"""Owns how loud each stay is made while it lasts, so that all are alike: at its start, when the wish changes, and when it was measured."""

import time
from collections.abc import Callable

from tunes.player.leveling import factor, gain_db, loudness_of
from tunes.player.mixer import Mixer
from tunes.player.presence import Presence
from tunes.player.sound import Leveling, Sound
from tunes.player.wire import Item

LEAN_DB_S = 3.0
"""Of a track that is found too loud while it sounds: nobody notices the steps."""
LONGEST_S = 0.25
"""Between two looks; after a longer time (the computer slept) no larger step is made."""


class Alike:
    """Called from the stage's thread."""

    def __init__(self, mixer: Mixer, change: Callable[[Callable[[], None]], None]) -> None:
        """`change` does something to the mixer that is to be heard at once."""
        self._mixer = mixer
        self._change = change
        self._sound = Sound()
        self._leaned_at = 0.0

    def gain_db(self, item: Item, before: Presence | None = None) -> float:
        """What is put on top of a track. What an album joins to the one before, and nobody measured whole, goes on as loud as that."""
        if before is not None and self._is_as_before(item):
            return before.gain_db
        return gain_db(self._sound, item.loudness)

    def set_sound(
        self, sound: Sound, fading: Presence | None, present: Presence | None, following: Presence | None
    ) -> None:
        """From now on this is wished; to be called while the mixer is being changed."""
        is_same, self._sound = loudness_of(sound) == loudness_of(self._sound), sound
        if is_same:
            return
        for presence, before in ((fading, None), (present, None), (following, present)):
            if presence is not None:
                presence.gain_db, presence.goal_db = self.gain_db(presence.item, before), None
                self._mixer.level(presence.stay, factor(presence.gain_db))

    def measured(self, stay: int, gain: float, present: Presence | None, following: Presence | None) -> None:
        """How loud a track is that didn't tell; one that sounds gets there slowly, or it would jump."""
        for presence, before in ((present, None), (following, present)):
            if presence is not None and presence.stay == stay:
                presence.item = presence.item.measured(gain)
                self._found(presence, self.gain_db(presence.item, before))

    def lean(self, present: Presence, following: Presence | None) -> None:
        """The present track comes a little nearer to its loudness, and what its album joins to it likewise."""
        now = time.monotonic()
        passed, self._leaned_at = min(now - self._leaned_at, LONGEST_S), now
        if present.goal_db is None:
            return
        step = LEAN_DB_S * passed
        present.gain_db += max(-step, min(step, present.goal_db - present.gain_db))
        if present.gain_db == present.goal_db:
            present.goal_db = None
        self._mixer.lean(present.stay, factor(present.gain_db))
        if following is not None and self._is_as_before(following.item):
            following.gain_db = present.gain_db
            self._mixer.lean(following.stay, factor(following.gain_db))

    def _found(self, presence: Presence, gain: float) -> None:
        if not presence.has_started:
            presence.gain_db = gain
            self._change(lambda: self._mixer.level(presence.stay, factor(gain)))
        elif not self._is_as_before(presence.item):
            presence.goal_db = gain

    def _is_as_before(self, item: Item) -> bool:
        is_by_album = self._sound.leveling in {Leveling.ALBUM, Leveling.AUTO}
        return is_by_album and item.is_joined and item.loudness.album_db is None
