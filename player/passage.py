"""Owns how one track goes over into the next: what joins on to the present one, and what still fades away beside it."""

from collections.abc import Callable

from tunes.player.buffer import frames_in
from tunes.player.crossfade import overlap_s
from tunes.player.events import Left
from tunes.player.following import Following
from tunes.player.heard import Heard
from tunes.player.meter import Fact, Sounded
from tunes.player.presence import Presence
from tunes.player.wire import Word

NEAR_S = 8.0
"""Before the end the next track is opened: a sleeping disk wakes within this, and a decoder runs at most 6 s ahead."""


class Passage:
    """Called from the stage's thread. Films join on to nothing, and nothing to them."""

    def __init__(self, heard: Heard, say: Callable[[Word], None]) -> None:
        self._heard = heard
        self._say = say
        self.following = Following(heard.mixer, heard.drop, say)
        self.fading: Presence | None = None
        """What sounds beside the present track until it has faded away; its deck is the other one."""

    def crossed(self, present: Presence | None, stay: int) -> Presence | None:
        """The following track, where that is `stay`, which sounds already: the present one fades into it. None where it isn't."""
        following = self.following.presence
        if present is None or following is None or following.stay != stay:
            return None
        self.fading = present
        self._heard.turn()
        return self.following.taken()

    def took_in(self, fact: Fact, *, is_paused: bool) -> bool:
        """Whether this happened to what fades away."""
        fading = self.fading
        if fading is None or fact.stay != fading.stay:
            return False
        if isinstance(fact, Sounded):
            fading.took_in(fact)
            if not is_paused and fading.is_report_due():
                self._say(fading.report(is_playing=True))
        else:
            self.end_fade()
        return True

    def end_fade(self) -> None:
        """What was fading away is over; it had come to its end by itself, also where the listener cuts that short."""
        fading, self.fading = self.fading, None
        if fading is not None:
            self._heard.mixer.forget(fading.stay)
            self._say(fading.ended(Left.FINISHED))
            self._heard.other_deck.close()

    def tend(self, present: Presence, length: float | None) -> None:
        """Opens what follows in time, and tells the mixer when to go over. A deck on which something fades away is not free yet."""
        following = self.following.presence
        if following is None or self.fading is not None:
            return
        sound = self._heard.sound
        overlap = self._overlap_s(present, following, length)
        is_near = self.is_near_end(present, length, overlap)
        self.following.tend(self._heard.other_deck, sound, is_near=is_near)
        ends_at = None if length is None else frames_in(present.item.start + length)
        self._heard.mixer.plan(present.stay, ends_at, frames_in(overlap / sound.rate))

    def is_near_end(self, present: Presence, length: float | None, overlap: float = 0.0) -> bool:
        """Whether it is time for the next track to be opened."""
        is_near = length is not None and length - present.position < NEAR_S * self._heard.sound.rate + overlap
        return self._heard.buffer.has_ended or (is_near and present.has_started)

    def _overlap_s(self, present: Presence, following: Presence, length: float | None) -> float:
        if not following.item.may_fade or present.between is not None:
            return 0.0
        return overlap_s(self._heard.sound.crossfade_s, length, following.item.length)
