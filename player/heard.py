"""Owns what is heard: two decks, the one stream that is made of them, and its way out. Knows no film, and not what is to play."""

import time
from collections.abc import Callable

from tunes.player.ahead import Ahead
from tunes.player.alike import Alike
from tunes.player.blend import READY
from tunes.player.buffer import Buffer, frames_in
from tunes.player.decks import Deck, Decoder
from tunes.player.following import opened
from tunes.player.libvlc import LibVlc, LibVlcMissingError
from tunes.player.meter import Fact
from tunes.player.mixer import Mixer
from tunes.player.presence import Presence
from tunes.player.sound import Sound
from tunes.player.spares import Spares
from tunes.player.speaker import Speaker
from tunes.player.voice import Source
from tunes.player.wire import Word

SOON_S = 0.03
"""Within this most files have been opened at another place: what sounded goes on until then, and no hole is heard between."""
PASSED = frames_in(0.2)
"""Frames of the new speed that may lie between the ear and what can still be changed, and READY ones more."""


class Heard:
    """Called from the stage's thread."""

    def __init__(
        self, libvlc: LibVlc | None, say: Callable[[Word], None], trouble: Callable[[str], None]
    ) -> None:
        """Without libVLC nothing may be opened. `trouble` is told what is wrong with the device, "" when it is over."""
        self._say = say
        self.mixer = Mixer()
        self._ahead = Ahead(self.mixer)
        self._ahead.shut()
        self._speaker = Speaker(self._ahead, trouble)
        decoders = Spares(lambda: _decoder(libvlc))
        self._decks = [Deck(decoders), Deck(decoders)]
        self.alike = Alike(self.mixer, self.change)
        self.sound = Sound()

    @property
    def deck(self) -> Deck:
        """That of the present track."""
        return self._decks[0]

    @property
    def other_deck(self) -> Deck:
        """Where the next one is opened, or one fades away."""
        return self._decks[1]

    @property
    def buffer(self) -> Buffer:
        """What of the present track has been decoded."""
        return self.deck.buffer

    def turn(self) -> None:
        """The next track is the present one."""
        self._decks.reverse()

    def facts(self) -> list[Fact]:
        """What has sounded since the last time."""
        return self._ahead.sounded(self._speaker.ear)

    def tend(self, *, is_wanted: bool) -> None:
        """Keeps decks and device going; to be called many times a second."""
        for deck in self._decks:
            deck.keep_pace()
        self._speaker.tend(time.monotonic(), is_wanted=is_wanted)

    def close(self) -> None:
        """Gives the device back."""
        self._speaker.close()

    # What sounds

    def open(self, present: Presence, position: float, *, is_paused: bool) -> None:
        """Goes on with this file from there, opened anew: quicker and surer than to ask a decoder to jump."""
        source = self._opened(present, position, READY, is_paused=is_paused)
        with self._speaker.at_once():
            self.mixer.jumped()
            (self._ahead.shut if is_paused else self._ahead.open)()
            self._ahead.start(source, is_soft=position > 0)

    def reopen(self, present: Presence, *, is_paused: bool) -> None:
        """Opens the file anew where the ear is; it goes on from there as soon as it is decoded."""
        source = self._opened(present, present.position, PASSED, is_paused=is_paused)
        self.change(lambda: self.mixer.swap(source))

    def pause(self, *, is_paused: bool) -> None:
        """Falls silent and keeps the place, or goes on."""
        with self._speaker.at_once():
            (self._ahead.shut if is_paused else self._ahead.open)()

    def silence(self) -> None:
        """Nothing sounds any more."""
        if self.mixer.is_playing or self._ahead.is_ending:
            with self._speaker.at_once():
                self._ahead.start(None)

    def leave(self) -> None:
        """The present track goes on elsewhere."""
        self.mixer.start(None)
        self.mixer.jumped()
        self.deck.close()

    def drop(self, stay: int) -> None:
        """This does not follow after all; what went out of it is taken back."""
        with self._speaker.at_once():
            self._ahead.drop(stay)

    def is_dry(self, present: Presence) -> bool:
        """Whether sound of it is lacking."""
        if self.sound.skips_silence and self.buffer.total and not present.has_started:
            return False  # silence has come, and is passed over
        return not self.buffer.has_ended and self.buffer.held < READY

    # How it sounds

    def change(self, change: Callable[[], None]) -> None:
        """Does something to the mixer that is to be heard at once."""
        with self._speaker.at_once():
            self._ahead.change(change)

    def set_sound(
        self, sound: Sound, fading: Presence | None, present: Presence | None, following: Presence | None
    ) -> None:
        """What is done to the sound."""
        self.sound = sound

        def tune() -> None:
            self.mixer.set_sound(sound)
            self.alike.set_sound(sound, fading, present, following)

        self.change(tune)

    def set_volume(self, percent: int) -> None:
        """0 to 100."""
        with self._speaker.at_once():
            self._ahead.set_volume(percent)

    def use_device(self, name: str) -> None:
        """Sounds on this device only, "" for whichever is the usual one."""
        self._speaker.choose(name)

    def _opened(self, present: Presence, position: float, enough: int, *, is_paused: bool) -> Source:
        self.deck.put_aside()
        source = opened(self.deck, present, position, self.sound, self._say)
        if present.has_started and not is_paused:
            source.buffer.wait_for(enough, SOON_S)
        return source


def _decoder(libvlc: LibVlc | None) -> Decoder:
    if libvlc is None:
        raise LibVlcMissingError("there is no libVLC 3 to play it with")
    return Decoder(libvlc)
