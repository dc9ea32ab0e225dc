"""Owns what plays now: turns commands into what is heard or shown, and facts into events.

Everything here runs on the engine's own thread; it lives in the engine process.
"""

from collections.abc import Callable

from tunes.player.events import Adjusted, Failed, Left, Seeked
from tunes.player.film import Film
from tunes.player.film_choice import FilmChoice
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSink
from tunes.player.heard import Heard
from tunes.player.libvlc import LibVlc
from tunes.player.meter import Finished, Sounded
from tunes.player.passage import Passage
from tunes.player.presence import Presence
from tunes.player.shown import Shown
from tunes.player.sound import Sound
from tunes.player.surface import Surface
from tunes.player.troubles import Troubles
from tunes.player.unplayable import Look, why_unanswered, why_undecodable
from tunes.player.wire import Item, Word

PROMPT_S = 0.05
"""A disk answers sooner, mostly; one that doesn't is asked beside."""
PARTING_S = 0.5
"""For a disk to say why a track ended before its time."""
GUESSED = (b".mp3", b".aac")
"""Of these libVLC guesses the length from the rate of the first frames, sometimes a seventh beside it; the library has it from the head."""


class Stage:
    """One track plays, one may be ready to join on."""

    def __init__(
        self, libvlc: LibVlc | None, say: Callable[[Word], None], frames: FrameSink | None = None
    ) -> None:
        """Without libVLC every track fails with a word; `say` gets what happens, in order."""
        self._say = say
        self._is_able = libvlc is not None
        self._troubles = Troubles(say)
        self._heard = Heard(libvlc, say, lambda sentence: self._troubles.tell("device", sentence))
        self._shown = Shown(libvlc, frames, say)
        self._passage = Passage(self._heard, say)
        self._following = self._passage.following
        self._present: Presence | None = None
        self._over: int | None = None
        self._is_paused = False
        self._is_coming = False
        """The present track waits for its disk before it is opened."""

    @property
    def is_sounding(self) -> bool:
        """Whether something plays and is not paused."""
        return self._present is not None and not self._is_paused

    @property
    def is_busy(self) -> bool:
        """Whether something is about to happen: it sounds, or is to be ready to."""
        return self._present is not None and not (self._is_paused and self._present.has_started)

    @property
    def is_steady(self) -> bool:
        """Whether nothing is about to happen soon: music is in the midst of a track."""
        present = self._present
        if present is None or not present.has_started or self.is_film:
            return False
        if present.between is not None or present.goal_db is not None:
            return False
        return not self._passage.is_near_end(present, self._length())

    @property
    def is_film(self) -> bool:
        """Whether what plays is shown."""
        return self._film is not None

    @property
    def _film(self) -> Film | None:
        """The present track, where it is one that is shown."""
        return self._shown.film_of(self._present.item) if self._present is not None else None

    # Commands

    def load(self, item: Item, at: float, *, is_paused: bool, is_resumed: bool = False) -> None:
        """Leaves what sounds and starts this; `is_resumed`: it began to sound in an engine that died."""
        self.stop()
        self._is_paused = is_paused
        at = 0.0 if item.length is not None and at >= item.length else max(0.0, at)
        gain_db = self._heard.alike.gain_db(item)
        self._begin(Presence(item, began=at, position=at, has_started=is_resumed, gain_db=gain_db))

    def preload(self, item: Item | None, after: int) -> None:
        """Names what joins on to the stay `after`."""
        self._following.name(None)
        if self._is_past(after):  # it ended while this was on its way: nobody wants what follows it so far
            self.stop()
        if item is None:
            return
        presence = Presence(item, began=0.0, gain_db=self._heard.alike.gain_db(item, self._present))
        if self._present is not None and self._present.stay == after:
            self._following.name(presence)
        elif self._is_past(after):
            self._begin(presence)

    def play(self) -> None:
        """Goes on after a pause."""
        self._pause(is_paused=False)

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        self._pause(is_paused=True)

    def seek(self, position: float) -> None:
        """Goes elsewhere within the track."""
        self._take_in()
        present = self._present
        if present is None:
            return
        target = present.within(position, self._length())
        source, present.position = present.position, target
        if not present.has_started:
            present.starts_at(target)
        self._passage.end_fade()
        if not self._is_coming:
            self._go_to(present, target)
        if present.has_started:
            self._say(Seeked(present.stay, source, target))
            self._say(present.report(is_playing=not self._is_paused))

    def loop(self, stay: int, between: tuple[float, float] | None) -> None:
        """Plays a part of that stay again and again, from now on or no longer."""
        if self._present is not None and self._present.stay == stay:
            self._present.between = between

    def stop(self) -> None:
        """Leaves what sounds."""
        self._take_in()
        self._following.name(None)
        self._passage.end_fade()
        present, film = self._present, self._film
        self._present, self._is_coming = None, False
        self._heard.silence()
        if present is None:
            return
        self._heard.mixer.forget(present.stay)
        self._hush(film)
        if present.has_started:
            self._say(present.ended(Left.ASKED))

    def use_device(self, name: str) -> None:
        """Sounds on this device only, "" for whichever is the usual one."""
        self._take_in()
        self._heard.use_device(name)
        if self._shown.film is not None:
            self._shown.film.use_device(name)

    def set_volume(self, percent: int) -> None:
        """0 to 100."""
        self._heard.set_volume(percent)
        if self._shown.film is not None:
            self._shown.film.set_volume(percent)

    def set_sound(self, sound: Sound) -> None:
        """What is done to the sound; heard at once, but for silence that is passed over in what is opened from now on."""
        self._take_in()
        is_as_fast = sound.rate == self._heard.sound.rate
        self._heard.set_sound(sound, self._passage.fading, self._present, self._following.presence)
        if is_as_fast:
            return
        if self._shown.film is not None:
            self._shown.film.set_rate(sound.rate)
        if self._present is not None and not self._is_coming and not self.is_film:
            self._passage.end_fade()
            self._following.close()
            self._heard.reopen(self._present, is_paused=self._is_paused)

    def measured(self, stay: int, gain_db: float) -> None:
        """How loud a track is that didn't tell."""
        self._heard.alike.measured(stay, gain_db, self._present, self._following.presence)

    def show_films(self, surface: Surface) -> None:
        """Shows films there from now on; the one that plays goes on, seen or only heard."""
        if self._shown.film is None:
            return
        self._take_in()
        self._following.close()
        present, was_shown = self._present, self.is_film
        self._shown.move(surface, is_paused=self._is_paused)
        if present is not None and not self._is_coming and self.is_film != was_shown:
            self._heard.leave()
            self._go_to(present, present.position)

    def choose(self, stay: int, choice: FilmChoice) -> None:
        """How the film of this stay is to be shown, which is about to be loaded."""
        self._shown.choose(stay, choice)

    def adjust_film(self, wish: FilmWish, by: float) -> None:
        """Changes something about the film that plays, and says what came of it."""
        self._take_in()
        present = self._present
        if present is None or not present.has_started:
            return
        outcome = self._shown.adjust(present, wish, by)
        if outcome.at_s is not None:
            self.seek(outcome.at_s - present.item.start)
        if outcome.sentence:
            self._say(Adjusted(present.stay, outcome.sentence))

    def shoot(self, file: bytes) -> None:
        """Keeps a picture of the film that plays."""
        if self._present is not None:
            self._shown.shoot(self._present, file)

    # Time passing

    def tick(self) -> None:
        """Takes in what has sounded, and prepares what comes; to be called some 50 times a second while sounding, 4 times while that is steady."""
        self._take_in()
        self._turn_back()
        if self._present is not None and not self._is_paused:
            self._heard.alike.lean(self._present, self._following.presence)
        self._arrive()
        self._look_at_start()
        self._wait()
        if self._present is not None:
            self._shown.caption(self._present)
        self._tend_following()
        self._heard.tend(is_wanted=self.is_sounding and not self.is_film)

    def close(self) -> None:
        """Says the last words and lets go of everything."""
        self.stop()
        self._heard.close()
        self._shown.close()

    def _take_in(self) -> None:
        for fact in [*self._heard.facts(), *self._shown.facts()]:
            if self._passage.took_in(fact, is_paused=self._is_paused):
                continue
            came = self._passage.crossed(self._present, fact.stay)
            if came is not None and self._present is not None:
                self._over, self._present = self._present.stay, came
            present = self._present
            if present is None or fact.stay != present.stay:
                continue
            if isinstance(fact, Sounded):
                self._sounded(present, fact)
            elif isinstance(fact, Finished):
                self._finished(present)

    def _turn_back(self) -> None:
        present = self._present
        if present is not None and present.between is not None and present.is_to_turn_back:
            self.seek(present.between[0])

    def _sounded(self, present: Presence, fact: Sounded) -> None:
        if not present.has_started:
            self._say(present.started(self._length()))
        present.took_in(fact)
        if not self._is_paused and present.is_report_due():
            self._say(present.report(is_playing=True))

    def _tend_following(self) -> None:
        present, following = self._present, self._following.presence
        if present is None or following is None or self.is_film or self._shown.film_of(following.item):
            return
        self._passage.tend(present, self._length())

    # The end

    def _finished(self, present: Presence) -> None:
        """Its last frame has sounded, or there never was one."""
        length, film = self._length(), self._film
        is_broken = film.has_failed if film is not None else self._heard.buffer.is_broken
        gone = _why_early(present) if present.ended_early(length) else ""
        if not (present.has_started or is_broken or gone) and present.began_at_its_end(length):
            self._say(present.started(length))
        if is_broken or gone or not present.has_started:
            self._fail(present, gone or why_undecodable(present.item, is_seen=film is not None))
        else:
            present.position = present.end(length)
            self._over_with(present, Left.FINISHED)

    def _fail(self, present: Presence, message: str) -> None:
        self._say(Failed(present.stay, message))
        self._over_with(present, Left.FAILED)

    def _over_with(self, present: Presence, reason: Left) -> None:
        """Hands over to what follows."""
        self._say(present.ended(reason))
        self._hush(self._film)
        self._over, self._present, self._is_coming = present.stay, None, False
        is_ready, following = self._following.is_open, self._following.taken()
        if following is not None and is_ready:
            self._heard.turn()
            self._present = following
        elif following is not None:
            self._begin(following)

    # The beginning

    def _begin(self, presence: Presence) -> None:
        """Makes this what plays."""
        self._present = presence
        if not self._is_able:
            self._fail(presence, f"Can't play {presence.item.name}: there is no libVLC 3 to play it with.")
            return
        self._is_coming = True
        self._arrive(PROMPT_S)

    def _arrive(self, within_s: float = 0.0) -> None:
        """Opens the present track as soon as its disk has said that nothing speaks against it."""
        present = self._present
        why = present.waiting.obstacle(within_s) if present is not None and self._is_coming else None
        if present is None or why is None:
            return
        self._is_coming = False
        if why:
            self._fail(present, why)
        else:
            self._go_to(present, present.began)

    def _look_at_start(self) -> None:
        """A track loaded as paused has started when it could sound."""
        present, film = self._present, self._film
        if present is None or self._is_coming or present.has_started or not self._is_paused:
            return
        if film.is_still if film is not None else self._heard.buffer.held:
            self._say(present.started(self._length()))
            self._say(present.report(is_playing=False))
        elif film is None and self._heard.buffer.is_exhausted:
            self._fail(present, why_undecodable(present.item, is_seen=False))

    def _wait(self) -> None:
        """Sound that is lacking is waited for with a word, or given up."""
        present, word = self._present, ""
        if present is None:
            pass
        elif self._is_lacking(present):
            word, why = present.waiting.goes_on(is_first=not present.has_started)
            if why and not (self.is_film and present.has_started):  # whose time stands still may yet be seen
                self._fail(present, why)
        else:
            present.waiting.is_over()
        self._troubles.tell("disk", word)

    def _is_lacking(self, present: Presence) -> bool:
        film = self._film
        if self._is_coming or (film is not None and not present.has_started):
            return True
        if film is not None:
            return film.is_stuck
        return not (self._is_paused and present.has_started) and self._heard.is_dry(present)

    # Small steps

    def _go_to(self, present: Presence, position: float) -> None:
        """Goes on from this place."""
        film = self._film
        if film is not None:
            self._shown.go_to(film, present, position, is_paused=self._is_paused)
        else:
            self._following.close()
            self._heard.open(present, position, is_paused=self._is_paused)

    def _pause(self, *, is_paused: bool) -> None:
        self._take_in()
        if is_paused == self._is_paused or self._present is None:
            return
        self._is_paused = is_paused
        if self._film is not None:
            self._film.pause(is_paused=is_paused)
        self._heard.pause(is_paused=is_paused)
        if self._present.has_started:
            self._say(self._present.report(is_playing=not is_paused))

    def _hush(self, film: Film | None) -> None:
        """What was the present track is no longer decoded, nor shown."""
        (self._heard.deck if film is None else film).close()

    def _is_past(self, stay: int) -> bool:
        """Whether this stay is over or fades away, and none but what was to follow has come since."""
        return self._over == stay and (self._present is None or self._present.stay != stay)

    def _length(self) -> float | None:
        """Seconds of the present track, as its decoder knows it, else as the library does."""
        item = self._present.item if self._present else None
        if item is None or item.is_cut:
            return item.length if item else None
        if item.length is not None and item.path.lower().endswith(GUESSED):
            return item.length
        known = (self._film or self._heard.deck).length_s
        return item.length if known is None else max(0.0, known - item.start)


def _why_early(present: Presence) -> str:
    why = Look(present.item).answer(PARTING_S)
    return why_unanswered(present.item) if why is None else why
