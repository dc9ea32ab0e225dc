"""Owns what plays now and what follows: turns commands into sound through decks, mixer and speaker, and facts into events.

Everything here runs on the engine's own thread; it lives in the engine process.
"""

import time
from collections.abc import Callable

from tunes.player.ahead import Ahead
from tunes.player.alike import Alike
from tunes.player.blend import READY
from tunes.player.buffer import frames_in
from tunes.player.crossfade import overlap_s
from tunes.player.decks import Deck, Decoder
from tunes.player.events import Adjusted, Captioned, Failed, Left, Seeked
from tunes.player.film import Film
from tunes.player.film_wish import FilmWish
from tunes.player.following import Following, opened
from tunes.player.frames import FrameSink
from tunes.player.libvlc import LibVlc
from tunes.player.meter import Fact, Finished, Sounded
from tunes.player.mixer import Mixer
from tunes.player.presence import Presence
from tunes.player.sound import Sound
from tunes.player.spares import Spares
from tunes.player.speaker import Speaker
from tunes.player.surface import Surface
from tunes.player.troubles import Troubles
from tunes.player.unplayable import Look, why_unanswered, why_undecodable
from tunes.player.wire import Item, Opening, Word

NEAR_S = 8.0
"""Before the end the next track is opened: a sleeping disk wakes within this, and a decoder runs at most 6 s ahead."""
PROMPT_S = 0.05
"""A disk answers sooner, mostly; one that doesn't is asked beside."""
PARTING_S = 0.5
"""For a disk to say why a track ended before its time."""
UNSEEN = "Only the sound of this film plays."
SOON_S = 0.03
"""Within this most files have been opened at another place: what sounded goes on until then, and no hole is heard between."""
PASSED = frames_in(0.2)
"""Frames of the new speed that may lie between the ear and what can still be changed, and READY ones more."""
LANDS_S = 0.25
"""How far beside the place asked for a decoder may land."""
GUESSED = (b".mp3", b".aac")
"""Of these libVLC guesses the length from the rate of the first frames, sometimes a seventh beside it; the library has it from the head."""
LAST_S = 0.5
"""Seconds at the end of a file in which, for a decoder that is sent there, there may be nothing left."""


class Stage:
    """One track sounds, one may be ready to join on."""

    def __init__(
        self, libvlc: LibVlc | None, say: Callable[[Word], None], frames: FrameSink | None = None
    ) -> None:
        """Without libVLC every track fails with a word; `say` gets what happens, in order."""
        self._say = say
        self._libvlc = libvlc
        self._mixer = Mixer()
        self._ahead = Ahead(self._mixer)
        self._ahead.shut()
        self._troubles = Troubles(say)
        self._speaker = Speaker(self._ahead, lambda sentence: self._troubles.tell("device", sentence))
        self._decks = _decks(libvlc) if libvlc else []
        self._film = Film(libvlc, frames) if libvlc else None
        self._sound = Sound()
        self._alike = Alike(self._mixer, self._change)
        self._present: Presence | None = None
        self._fading: Presence | None = None
        """What sounds beside the present one until it has faded away; its deck is the other one."""
        self._following = Following(self._mixer, self._drop, say)
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
        if present is None or not present.has_started or present.between is not None or self.is_film:
            return False
        return not self._is_near_end(present, 0.0)

    @property
    def is_film(self) -> bool:
        """Whether what plays is shown."""
        return self._present is not None and self._wants_film(self._present.item)

    # Commands

    def load(self, item: Item, at: float, *, is_paused: bool, is_resumed: bool = False) -> None:
        """Leaves what sounds and starts this; `is_resumed`: it began to sound in an engine that died."""
        self.stop()
        self._is_paused = is_paused
        at = 0.0 if item.length is not None and at >= item.length else max(0.0, at)
        gain_db = self._alike.gain_db(item)
        self._begin(Presence(item, began=at, position=at, has_started=is_resumed, gain_db=gain_db))

    def preload(self, item: Item | None, after: int) -> None:
        """Names what joins on to the stay `after`."""
        self._following.name(None)
        if self._is_past(after):  # it ended while this was on its way: nobody wants what follows it so far
            self.stop()
        if item is None:
            return
        presence = Presence(item, began=0.0, gain_db=self._alike.gain_db(item, self._present))
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
        self._end_fade()
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
        self._end_fade()
        present, self._present, self._is_coming = self._present, None, False
        self._silence()
        if present is None:
            return
        self._mixer.forget(present.stay)
        self._hush(present)
        if present.has_started:
            self._say(present.ended(Left.ASKED))

    def use_device(self, name: str) -> None:
        """Sounds on this device only, "" for whichever is the usual one."""
        self._take_in()
        self._speaker.choose(name)
        if self._film is not None:
            self._film.use_device(name)

    def set_volume(self, percent: int) -> None:
        """0 to 100."""
        with self._speaker.at_once():
            self._ahead.set_volume(percent)
        if self._film is not None:
            self._film.set_volume(percent)

    def set_sound(self, sound: Sound) -> None:
        """What is done to the sound; heard at once, but for silence that is passed over in what is opened from now on."""
        self._take_in()
        before, self._sound = self._sound, sound
        self._change(self._tune)
        if sound.rate != before.rate:
            self._change_rate()

    def measured(self, stay: int, gain_db: float) -> None:
        """How loud a track is that didn't tell."""
        self._alike.measured(stay, gain_db, self._present, self._following.presence)

    def _tune(self) -> None:
        self._mixer.set_sound(self._sound)
        self._alike.set_sound(self._sound, self._fading, self._present, self._following.presence)

    def _change(self, change: Callable[[], None]) -> None:
        """Does something to the mixer that is to be heard at once."""
        with self._speaker.at_once():
            self._ahead.change(change)

    def _change_rate(self) -> None:
        """What plays is opened anew where the ear is, and goes on from there as soon as it is decoded."""
        present = self._present
        if self._film is not None:
            self._film.set_rate(self._sound.rate)
        if present is None or self._is_coming or self.is_film:
            return
        self._end_fade()
        self._following.close()
        source = opened(self._decks[0], present, present.position, self._sound, self._say)
        if present.has_started and not self._is_paused:
            source.buffer.wait_for(PASSED, SOON_S)
        self._change(lambda: self._mixer.swap(source))

    def show_films(self, surface: Surface) -> None:
        """Shows films there from now on; the one that plays goes on, seen or only heard."""
        if self._film is None:
            return
        self._take_in()
        self._following.close()
        present, was_shown = self._present, self.is_film
        self._film.show_on(surface, time.monotonic(), is_paused=self._is_paused)
        if present is not None and not self._is_coming and self.is_film != was_shown:
            self._mixer.start(None)
            self._mixer.jumped()
            self._decks[0].close()
            self._go_to(present, present.position)

    def adjust_film(self, wish: FilmWish, by: float) -> None:
        """Changes something about the film that plays, and says what came of it."""
        self._take_in()
        present, film = self._present, self._film
        if present is None or film is None or not present.has_started:
            return
        if not self.is_film:
            self._say(Adjusted(present.stay, UNSEEN))
            return
        outcome = film.adjust(wish, by)
        if outcome.at_s is not None:
            self.seek(outcome.at_s - present.item.start)
        elif wish is FilmWish.STEP:
            present.position = film.at_s - present.item.start
            self._say(present.report(is_playing=False))
        if outcome.sentence:
            self._say(Adjusted(present.stay, outcome.sentence))

    def shoot(self, file: bytes) -> None:
        """Keeps a picture of the film that plays."""
        present = self._present
        if present is not None and self._film is not None:
            self._say(Adjusted(present.stay, self._film.shot(file) if self.is_film else UNSEEN))

    # Time passing

    def tick(self) -> None:
        """Takes in what has sounded, and prepares what comes; to be called some 50 times a second while sounding, 20 times while that is steady."""
        self._take_in()
        self._turn_back()
        if self._present is not None and not self._is_paused:
            self._alike.lean(self._present, self._following.presence)
        self._arrive()
        self._look_at_start()
        self._wait()
        self._caption()
        self._tend_following()
        for deck in self._decks:
            deck.keep_pace()
        self._speaker.tend(time.monotonic(), is_wanted=self.is_sounding and not self.is_film)

    def close(self) -> None:
        """Says the last words and lets go of everything."""
        self.stop()
        self._speaker.close()
        if self._film is not None:
            self._film.release()

    def _take_in(self) -> None:
        facts: list[Fact] = self._ahead.sounded(self._speaker.ear)
        if self._film is not None:
            facts += self._film.facts(time.monotonic())
        for fact in facts:
            if self._fading is not None and fact.stay == self._fading.stay:
                self._fades(self._fading, fact)
                continue
            self._cross(fact.stay)
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

    def _cross(self, stay: int) -> None:
        """Where the following track sounds already, the present one is fading into it."""
        following = self._following.presence
        if self._present is None or following is None or following.stay != stay:
            return
        self._over = self._present.stay
        self._fading, self._present = self._present, self._following.taken()
        self._decks.reverse()

    def _fades(self, fading: Presence, fact: Fact) -> None:
        if isinstance(fact, Sounded):
            fading.took_in(fact)
            if not self._is_paused and fading.is_report_due():
                self._say(fading.report(is_playing=True))
        else:
            self._end_fade()

    def _end_fade(self) -> None:
        """What was fading away is over; it had come to its end by itself, also where the listener cuts that short."""
        fading, self._fading = self._fading, None
        if fading is not None:
            self._mixer.forget(fading.stay)
            self._say(fading.ended(Left.FINISHED))
            self._decks[1].close()

    def _sounded(self, present: Presence, fact: Sounded) -> None:
        if not present.has_started:
            self._say(present.started(self._length()))
        present.took_in(fact)
        if not self._is_paused and present.is_report_due():
            self._say(present.report(is_playing=True))

    def _finished(self, present: Presence) -> None:
        """Its last frame has sounded, or there never was one."""
        if self._film is not None and self.is_film:
            broken = self._film.has_failed
        else:
            broken = self._decks[0].buffer.is_broken
        gone = self._why_early(present) if self._ended_early(present) else ""
        if not (present.has_started or broken or gone) and self._began_at_its_end(present):
            self._say(present.started(self._length()))
        if broken or gone or not present.has_started:
            self._fail(present, gone or why_undecodable(present.item, is_seen=self.is_film))
        else:
            present.position = self._end_of(present)
            self._over_with(present, Left.FINISHED)

    def _fail(self, present: Presence, message: str) -> None:
        self._say(Failed(present.stay, message))
        self._over_with(present, Left.FAILED)

    def _over_with(self, present: Presence, reason: Left) -> None:
        """Hands over to what follows."""
        self._say(present.ended(reason))
        self._hush(present)
        self._over, self._present, self._is_coming = present.stay, None, False
        is_ready, following = self._following.is_open, self._following.taken()
        if following is not None and is_ready:
            self._decks.reverse()
            self._present = following
        elif following is not None:
            self._begin(following)

    def _look_at_start(self) -> None:
        """A track loaded as paused has started when it could sound."""
        present = self._present
        if present is None or self._is_coming or present.has_started:
            return
        if self._film is not None and self.is_film:
            is_ready, buffer = self._film.is_still, None
        else:
            buffer = self._decks[0].buffer
            is_ready = bool(buffer.held)
        if self._is_paused and is_ready:
            self._say(present.started(self._length()))
            self._say(present.report(is_playing=False))
        elif self._is_paused and buffer is not None and buffer.is_exhausted:
            self._fail(present, why_undecodable(present.item, is_seen=False))

    def _caption(self) -> None:
        """Says which words are to be seen from now on."""
        present, film = self._present, self._film
        if present is None or film is None or not present.has_started:
            return
        words = film.words()
        is_told = present.words is not None or not self.is_film
        if (
            words != (present.words or ()) or not is_told
        ):  # what an engine showed that died is no longer to be seen
            present.words = words
            self._say(Captioned(present.stay, words))

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
        if self._is_coming or (self.is_film and not present.has_started):
            return True
        if self.is_film and self._film is not None:
            return self._film.is_stuck
        if self._is_paused and present.has_started:
            return False
        buffer = self._decks[0].buffer
        if self._sound.skips_silence and buffer.total and not present.has_started:
            return False  # silence has come, and is passed over
        return not buffer.has_ended and buffer.held < READY

    # Opening

    def _begin(self, presence: Presence) -> None:
        """Makes this what sounds."""
        self._present = presence
        if self._libvlc is None:
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

    def _go_to(self, present: Presence, position: float) -> None:
        """Opens the present file anew at a place: quicker and surer than to ask a decoder to jump."""
        item = present.item
        if self.is_film and self._film is not None:
            at = item.start + position
            if self._film.is_open and present.has_started:
                self._film.seek(at)
                return
            self._say(Opening(present.stay))
            self._film.open(present.stay, item.path, at, time.monotonic(), is_paused=self._is_paused)
            return
        self._following.close()
        source = opened(self._decks[0], present, position, self._sound, self._say)
        if present.has_started and not self._is_paused:
            source.buffer.wait_for(READY, SOON_S)
        with self._speaker.at_once():
            self._mixer.jumped()
            (self._ahead.shut if self._is_paused else self._ahead.open)()
            self._ahead.start(source, is_soft=position > 0)

    def _silence(self) -> None:
        if self._mixer.is_playing or self._ahead.is_ending:
            with self._speaker.at_once():
                self._ahead.start(None)

    def _drop(self, stay: int) -> None:
        with self._speaker.at_once():
            self._ahead.drop(stay)

    def _tend_following(self) -> None:
        """Films join on to nothing, and nothing to them. A deck on which something fades away is not free yet."""
        present, following = self._present, self._following.presence
        if present is None or following is None or self.is_film or self._wants_film(following.item):
            return
        if self._fading is None:
            overlap = self._overlap_s(following)
            self._following.tend(self._decks[1], self._sound, is_near=self._is_near_end(present, overlap))
            self._plan(present, overlap)

    def _plan(self, present: Presence, overlap: float) -> None:
        """Tells the mixer when the present track ends, and that it is to fade until then."""
        length = self._length()
        ends_at = None if length is None else frames_in(present.item.start + length)
        self._mixer.plan(present.stay, ends_at, frames_in(overlap / self._sound.rate))

    def _overlap_s(self, following: Presence) -> float:
        if not following.item.may_fade or (self._present is not None and self._present.between is not None):
            return 0.0
        return overlap_s(self._sound.crossfade_s, self._length(), following.item.length)

    # Small answers

    def _is_past(self, stay: int) -> bool:
        """Whether this stay is over or fades away, and none but what was to follow has come since."""
        return self._over == stay and (self._present is None or self._present.stay != stay)

    def _pause(self, *, is_paused: bool) -> None:
        self._take_in()
        if is_paused == self._is_paused or self._present is None:
            return
        self._is_paused = is_paused
        if self.is_film and self._film is not None:
            self._film.pause(is_paused=is_paused)
        with self._speaker.at_once():
            (self._ahead.shut if is_paused else self._ahead.open)()
        if self._present.has_started:
            self._say(self._present.report(is_playing=not is_paused))

    def _hush(self, present: Presence) -> None:
        if self._wants_film(present.item) and self._film is not None:
            self._film.close()
        elif self._decks:
            self._decks[0].close()

    def _is_near_end(self, present: Presence, overlap: float) -> bool:
        length = self._length()
        near = length is not None and length - present.position < NEAR_S * self._sound.rate + overlap
        return self._decks[0].buffer.has_ended or (near and present.has_started)

    def _why_early(self, present: Presence) -> str:
        why = Look(present.item).answer(PARTING_S)
        return why_unanswered(present.item) if why is None else why

    def _ended_early(self, present: Presence) -> bool:
        """Long before its length was reached: its disk may have gone."""
        length = self._length()
        return length is not None and present.position < 0.9 * length

    def _began_at_its_end(self, present: Presence) -> bool:
        """Whether the listener went so near to its end that there may be nothing left to hear."""
        length = self._length()
        return length is not None and present.began > 0 and length - present.began < LAST_S

    def _end_of(self, present: Presence) -> float:
        """Where it ended: a decoder that was sent elsewhere lands some hundredths of a second beside the place asked for."""
        length = self._length()
        return length if length is not None and abs(length - present.position) < LANDS_S else present.position

    def _length(self) -> float | None:
        """Seconds of the present track, as its decoder knows it, else as the library does."""
        item = self._present.item if self._present else None
        if item is None or item.is_cut or not self._decks:
            return item.length if item else None
        if item.length is not None and item.path.lower().endswith(GUESSED):
            return item.length
        known = self._film.length_s if self.is_film and self._film else self._decks[0].length_s
        return item.length if known is None else max(0.0, known - item.start)

    def _wants_film(self, item: Item) -> bool:
        return item.is_video and self._film is not None and self._film.is_shown


def _decks(libvlc: LibVlc) -> list[Deck]:
    decoders = Spares(lambda: Decoder(libvlc))
    return [Deck(decoders), Deck(decoders)]
