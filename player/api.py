"""Owns the seam between whoever wants sound and what makes it: two players implement it, the real one and its silent twin."""

from pathlib import Path
from typing import Protocol

from tunes.library.track import Track
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSource
from tunes.player.sound import Sound
from tunes.player.surface import Surface


class Player(Protocol):
    """One place where one track sounds at a time. Wishes return at once; what came of them arrives as events in one sink.

    A *stay* is one continuous presence of one track; its id is a rising number. Calls come from one thread;
    the sink is called from another one and must only pass the event on.
    """

    frames: FrameSource
    """The pictures of films that are shown in a terminal."""

    def load(self, track: Track, *, at: float = 0.0, paused: bool = False, is_of_album: bool = False) -> int:
        """Leaves what sounds and starts this track `at` seconds into it. Returns the id of the new stay.

        `is_of_album`: it is heard as part of its album, which says how loud it is to be (`Sound.leveling`).
        """
        ...

    def preload(self, track: Track | None, *, is_of_album: bool = False) -> int | None:
        """Names what follows without a gap when the present track has finished (None: nothing). Returns its stay.

        The present stay then ends as finished and the new one starts by itself. A later preload replaces an
        earlier one that has not started; a replaced one has no events. Where one fades into the other
        (`Sound.crossfade_s`), both sound for a while: the new one starts first and is the present one from then on,
        and then the old one ends, as finished also where the listener cuts the fade short.
        """
        ...

    def play(self) -> None:
        """Goes on after a pause."""
        ...

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        ...

    def seek(self, position: float) -> None:
        """Goes to `position` seconds into the track; kept within it."""
        ...

    def loop(self, between: tuple[float, float] | None) -> None:
        """Plays the present stay from one place to another (seconds into the track) again and again; None: it goes on.

        Each way back is told as `Seeked`. It is over with the stay.
        """
        ...

    def stop(self) -> None:
        """Leaves what sounds; an `Ended` follows."""
        ...

    def set_volume(self, percent: int) -> None:
        """0 to 100, of what the ear takes for loudness."""
        ...

    def set_sound(self, sound: Sound) -> None:
        """What is done to the sound from now on."""
        ...

    def show_films(self, surface: Surface) -> None:
        """Shows films there from now on, also the one that plays; `frames` has those for a terminal."""
        ...

    def adjust_film(self, wish: FilmWish, by: float) -> None:
        """Changes something about the film that plays; an `Adjusted` says what came of it."""
        ...

    def shoot(self, file: Path) -> None:
        """Keeps the picture of the film that plays just now in a new PNG file; an `Adjusted` says what came of it."""
        ...

    def close(self, timeout: float = 2.0) -> None:
        """Stops, hands the last events to the sink, and lets go of device and processes within `timeout` seconds."""
        ...
