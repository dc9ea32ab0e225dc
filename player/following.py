"""Owns the track that is to join on: named, then opened on the free deck shortly before it is needed, or given up with a word."""

from collections.abc import Callable

from tunes.player.decks import Deck
from tunes.player.events import Failed, Left
from tunes.player.leveling import factor
from tunes.player.mixer import Mixer
from tunes.player.presence import Presence
from tunes.player.sound import Sound
from tunes.player.unplayable import why_undecodable
from tunes.player.voice import Source
from tunes.player.wire import Opening, Word


def opened(
    deck: Deck, presence: Presence, position: float, sound: Sound, say: Callable[[Word], None]
) -> Source:
    """A deck that decodes this from `position` seconds on; says so first, since a file may crash the engine."""
    item, skips = presence.item, sound.skips_silence
    say(Opening(presence.stay))
    end = item.start + item.length if item.is_cut and item.length is not None else None
    buffer = deck.open(item.path, item.start + position, end, sound.rate)
    return Source(presence.stay, buffer, factor(presence.gain_db), skips and position == 0, skips)


class Following:
    """Nothing, a track, or a track that is ready. Its deck is the one that does not play, whichever that is."""

    def __init__(self, mixer: Mixer, drop: Callable[[int], None], say: Callable[[Word], None]) -> None:
        """`drop` takes back what sounds of a stay."""
        self._mixer = mixer
        self._drop = drop
        self._say = say
        self._deck: Deck | None = None
        self.presence: Presence | None = None

    @property
    def is_open(self) -> bool:
        """Whether it joins on by itself."""
        return self._deck is not None

    def name(self, presence: Presence | None) -> None:
        """This follows instead of what was named before."""
        self.close()
        self.presence = presence

    def tend(self, deck: Deck, sound: Sound, *, is_near: bool) -> None:
        """Opens it on `deck` when it is near; one that brings no sound is given up in time for another to be named."""
        if self.presence is None:
            return
        if not self.is_open and is_near:
            self._look(self.presence, deck, sound)
        elif self.is_open and not deck.buffer.total:
            self._wait(self.presence, deck)

    def close(self) -> None:
        """It is not ready any more; frames of it that went out already don't count."""
        if self._deck is not None and self.presence is not None:
            self._drop(self.presence.stay)
            self._deck.close()
        self._deck = None

    def taken(self) -> Presence | None:
        """It is what plays from now on, and nothing follows it yet."""
        presence, self.presence, self._deck = self.presence, None, None
        return presence

    def _look(self, presence: Presence, deck: Deck, sound: Sound) -> None:
        why = presence.waiting.obstacle()
        if why:
            self._give_up(presence, why)
        elif why is not None:
            self._deck = deck
            self._mixer.follow(opened(deck, presence, 0.0, sound, self._say))

    def _wait(self, presence: Presence, deck: Deck) -> None:
        _, why = presence.waiting.goes_on(is_first=True)
        if deck.buffer.has_ended:
            why = why_undecodable(presence.item, is_seen=False)
        if why:
            self._give_up(presence, why)

    def _give_up(self, presence: Presence, message: str) -> None:
        self.name(None)
        self._say(Failed(presence.stay, message))
        self._say(presence.ended(Left.FAILED))
