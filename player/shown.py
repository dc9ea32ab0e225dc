"""Owns what is shown: whether a track is a film and has a place to be seen, and what is asked of the one that plays."""

import time
from collections.abc import Callable

from tunes.player.events import Adjusted, Captioned
from tunes.player.film import Film
from tunes.player.film_choice import FilmChoice
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSink
from tunes.player.libvlc import LibVlc
from tunes.player.meter import Fact
from tunes.player.presence import Presence
from tunes.player.projection import Outcome
from tunes.player.surface import Surface
from tunes.player.wire import Chosen, Item, Opening, Word

UNSEEN = "Only the sound of this film plays."


class Shown:
    """Called from the stage's thread."""

    def __init__(self, libvlc: LibVlc | None, frames: FrameSink | None, say: Callable[[Word], None]) -> None:
        """Without libVLC nothing is ever shown."""
        self.film = Film(libvlc, frames) if libvlc is not None else None
        self._say = say

    def film_of(self, item: Item | None) -> Film | None:
        """The film, where this is one and has a place to be seen."""
        return self.film if item is not None and item.is_video and self.film and self.film.is_shown else None

    def facts(self) -> list[Fact]:
        """What was seen since the last time."""
        return self.film.facts(time.monotonic()) if self.film is not None else []

    def go_to(self, film: Film, present: Presence, position: float, *, is_paused: bool) -> None:
        """Shows the present track from there on."""
        at = present.item.start + position
        if film.is_open and present.has_started:
            film.seek(at)
            return
        self._say(Opening(present.stay))
        film.open(present.stay, present.item.path, at, time.monotonic(), is_paused=is_paused)

    def choose(self, stay: int, choice: FilmChoice) -> None:
        """The film of this stay is about to be opened, and was shown before."""
        if self.film is not None:
            self.film.choose(stay, choice)

    def move(self, surface: Surface, *, is_paused: bool) -> None:
        """Films are shown there from now on."""
        if self.film is not None:
            self.film.show_on(surface, time.monotonic(), is_paused=is_paused)

    def adjust(self, present: Presence, wish: FilmWish, by: float) -> Outcome:
        """Changes something about the present track; a picture further on it is at another place."""
        film = self.film_of(present.item)
        if film is None:
            return Outcome(UNSEEN)
        before = film.choice
        outcome = film.adjust(wish, by)
        if film.choice != before:
            self._say(Chosen(present.stay, film.choice))
        if wish is FilmWish.STEP:
            present.position = film.at_s - present.item.start
            self._say(present.report(is_playing=False))
        return outcome

    def shoot(self, present: Presence, file: bytes) -> None:
        """Keeps a picture of it."""
        film = self.film_of(present.item)
        self._say(Adjusted(present.stay, UNSEEN if film is None else film.shot(file)))

    def caption(self, present: Presence) -> None:
        """Says which words are to be seen from now on."""
        if self.film is None or not present.has_started:
            return
        words = self.film.words()
        is_told = present.words is not None or self.film_of(present.item) is None
        # What an engine showed that died is no longer to be seen.
        if words != (present.words or ()) or not is_told:
            present.words = words
            self._say(Captioned(present.stay, words))

    def close(self) -> None:
        """Lets go of the players."""
        if self.film is not None:
            self.film.release()
