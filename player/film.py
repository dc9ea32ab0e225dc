"""Owns a film that libVLC plays whole, picture and sound. Its facts are those of a meter, so that it is counted alike."""

import os
import time
from dataclasses import dataclass
from typing import Any

from tunes.player.buffer import frames_in
from tunes.player.film_choice import FilmChoice
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSink
from tunes.player.libvlc import LibVlc
from tunes.player.meter import Fact, Finished, Sounded
from tunes.player.projection import Outcome, Projection
from tunes.player.projectors import Projectors
from tunes.player.streams import streams_of
from tunes.player.subtitles import Words
from tunes.player.surface import Surface
from tunes.player.tally import Tally

NUDGE_S = 0.3
"""After which a window with a film that was opened as paused is sent to where it is, or it may show nothing at all."""
USUAL_FPS = 25.0
STUCK_S = 1.5
"""Without going on, after which a film lacks what its disk should bring; its time goes on in leaps of a third of that."""
READABLE_FROM = 200
"""Points of a picture's height: letters are a sixteenth of it."""
BLIND_S = 2.0
"""After which a film is taken to have no picture that a terminal could show, and stays where it is."""
LOOK_S = 0.4
"""How long a file may take to say what is in it before it is opened all the same."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is being shown."""

    stay: int
    path: bytes


class Film:
    """One film at a time, on one surface. Called from one thread; libVLC is only asked, but for the pictures it calls back."""

    def __init__(self, libvlc: LibVlc, sink: FrameSink | None) -> None:
        """Without a `sink` nothing can be shown in a terminal."""
        self._libvlc = libvlc
        self._projectors = Projectors(libvlc, sink)
        self._opened: _Opened | None = None
        self._stay: int | None = None
        """What the projection is of: what was opened last, or is about to be."""
        self._projection = Projection(self._show_subtitles)
        self._media: Any = None
        self._words = Words(libvlc.vlc)
        self._own_shape: float | None = None
        self._is_settled = False
        self._volume = 100
        self._rate = 1.0
        self._at_s = 0.0
        self._asked_at = 0.0
        self._passed = 0.0
        """Seconds of the clock, while it played, since its time went on last."""
        self._tally = Tally()
        self._is_over = True
        self._shown_before = 0
        self._is_peeking = False
        """It was loaded as paused: it runs without its sound until a picture of it has come."""
        self._is_mute = False
        """It was opened without its sound."""
        self._nudge_at: float | None = None
        self._is_paused = False
        self.has_failed = False
        """libVLC gave up on it."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a place for pictures."""
        return self._projectors.is_showing

    @property
    def is_open(self) -> bool:
        """Whether a film is on, be it still or over."""
        return self._opened is not None

    @property
    def is_still(self) -> bool:
        """Whether it is there and paused."""
        is_paused = self.is_open and bool(self._player.get_state() == self._libvlc.vlc.State.Paused)
        return is_paused and not self._is_peeking

    @property
    def is_stuck(self) -> bool:
        """Whether it should go on, and doesn't."""
        return (
            self.is_open and not self._is_paused and not self._is_over and self._passed > STUCK_S * self._rate
        )

    @property
    def at_s(self) -> float:
        """Seconds into the file: libVLC's time goes on in leaps, this one steadily."""
        return self._at_s + (0.0 if self._is_paused else self._passed)

    @property
    def length_s(self) -> float | None:
        """Seconds, None while unknown."""
        length_ms = self._player.get_length()
        return length_ms / 1000 if length_ms > 0 else None

    @property
    def choice(self) -> FilmChoice:
        """What the listener has changed about the film that was opened last."""
        return self._projection.choice

    def choose(self, stay: int, choice: FilmChoice) -> None:
        """The film of this stay, when it is opened, is to be shown as it was before."""
        self._stay, self._projection = stay, Projection(self._show_subtitles, choice)

    def open(self, stay: int, path: bytes, at_s: float, now: float, *, is_paused: bool) -> None:
        """Plays from `at_s` on; `now` is the monotonic time."""
        if stay != self._stay:
            self._stay, self._projection = stay, Projection(self._show_subtitles)
        self.close()
        self._opened = _Opened(stay, path)
        self._at_s = at_s
        self._is_paused = is_paused
        # libVLC shows nothing, or only now and then, of what it opens as paused.
        self._is_peeking = self._is_mute = is_paused and self._projectors.is_in_terminal
        self._nudge_at = now + NUDGE_S if is_paused and not self._is_peeking else None
        self._start(path, now, (":no-audio",) if self._is_mute else (":start-paused",) if is_paused else ())

    def _start(self, path: bytes, now: float, options: tuple[str, ...]) -> None:
        """Has libVLC open the file where it is to go on."""
        media = self._libvlc.media(path, (f":start-time={self._at_s:.3f}", *options))
        picture = self._projectors.picture
        if picture is not None:
            self._own_shape = self._shape_of(media)
            picture.shape = self._projection.choice.aspect or self._own_shape
        self._media = media
        self._player.set_media(media)
        self._player.set_rate(self._rate)
        self._projectors.go_to_device()
        self._asked_at, self._passed, self._tally = now, 0.0, Tally()
        self._shown_before = self._projectors.shown
        self._is_settled = False
        self._is_over, self.has_failed = False, self._player.play() != 0

    def show_on(self, surface: Surface, now: float, *, is_paused: bool) -> None:
        """Goes on elsewhere, or in another size."""
        if surface == self._projectors.surface:
            return
        is_elsewhere = surface.where is not self._projectors.surface.where
        opened, at_s = self._opened, self._at_s
        if is_elsewhere:
            self.close()
        self._projectors.go_to(surface)
        picture = self._projectors.picture
        if picture is not None and opened is not None and not is_elsewhere:
            picture.renew(self.at_s)
            if self._projection.choice.subtitles is not None:
                self._show_subtitles(self._projection.choice.subtitles)
        if opened is not None and is_elsewhere and self.is_shown:
            self.open(opened.stay, opened.path, at_s, now, is_paused=is_paused)

    def pause(self, *, is_paused: bool) -> None:
        """Stops the picture where it is, or goes on."""
        opened, self._is_paused = self._opened, is_paused
        if self._is_mute and not is_paused and opened is not None:
            self._is_peeking = self._is_mute = False
            self._projectors.stop()
            self._start(opened.path, time.monotonic(), ())
        else:
            self._player.set_pause(int(is_paused))

    def seek(self, at_s: float) -> None:
        """Goes to another place."""
        self._player.set_time(round(at_s * 1000))
        self._at_s, self._passed, self._tally = at_s, 0.0, Tally()

    def adjust(self, wish: FilmWish, by: float) -> Outcome:
        """Changes something, and says what."""
        outcome = self._projection.adjust(self._player, wish, by, self.at_s)
        if wish is FilmWish.STEP:
            self._step(by)
        picture = self._projectors.picture
        if wish is FilmWish.ASPECT and picture is not None:
            picture.shape = self._projection.choice.aspect or self._own_shape
            picture.renew(self.at_s)
        return outcome

    def words(self) -> tuple[str, ...]:
        """Of the subtitles, what is to be seen now and is not in the picture."""
        return self._words.at(self.at_s - self._projection.choice.subtitle_delay_s)

    def _show_subtitles(self, number: int) -> None:
        """As text in a terminal of so few points that it could not be read in the picture."""
        is_small = self._projectors.is_in_terminal and self._projectors.surface.height < READABLE_FROM
        if self._opened is None or not is_small:
            self._words.drop()
            self._player.video_set_spu(number)
        else:
            is_text = self._words.show(self._opened.path, self._media, number)
            self._player.video_set_spu(-1 if is_text else number)

    def shot(self, file: bytes) -> str:
        """Keeps the picture of now in a new file, as large as the film has it; returns what came of that."""
        name = os.fsdecode(file)
        self._player.video_take_snapshot(0, file, 0, 0)
        return f"Picture kept as {name}" if os.path.exists(file) else f"The picture can't be kept as {name}."  # noqa: PTH110  # a path of any bytes

    def _step(self, by: float) -> None:
        """Shows the next picture, or the one before, and counts nothing."""
        picture_s = 1 / (self._player.get_fps() or USUAL_FPS)
        if by > 0:
            self._player.next_frame()
            self._at_s += picture_s
        else:
            self.seek(max(0.0, self.at_s - picture_s))

    def _settle(self) -> None:
        """What could not be said before libVLC had begun."""
        self._is_settled = True
        self._player.audio_set_volume(self._volume)
        self._projection.apply(self._player)

    def set_volume(self, percent: int) -> None:
        """0 to 100, by libVLC's own curve."""
        self._volume = percent
        if self.is_open:
            self._player.audio_set_volume(percent)

    def use_device(self, name: str) -> None:
        """Sounds on the device that is called so, "" for whichever is the usual one."""
        self._projectors.use_device(name)
        if self.is_open:
            self._projectors.go_to_device()

    def set_rate(self, rate: float) -> None:
        """How fast it plays, with the pitch kept."""
        self._rate = rate
        if self.is_open:
            self._player.set_rate(rate)

    def facts(self, now: float) -> list[Fact]:
        """What was seen since the last time: libVLC's time while it plays, never more than the clock's at this speed."""
        if self._is_over or self._opened is None:
            return []
        states, state = self._libvlc.vlc.State, self._player.get_state()
        self._nudge(now)
        if self._is_peeking and state != states.Error and not self.has_failed:
            self._peek(self._opened.path, now, has_ended=state == states.Ended)
            return []
        if self._is_paused and state == states.Playing:
            self._player.set_pause(1)  # libVLC hears none while it opens a file
        passed, self._asked_at = now - self._asked_at, now
        is_over = state in {states.Ended, states.Error} or self.has_failed
        if state == states.Playing or (is_over and self._at_s > 0):
            self._passed += passed * self._rate
            self._tally.clock(passed * self._rate)
        at_s = (self.length_s or self._at_s) if state == states.Ended else self._player.get_time() / 1000
        if not self._is_settled and at_s > self._at_s:
            self._settle()
        leap = (
            0.0 if state == states.Paused else at_s - self._at_s
        )  # after a jump of a still film its time is any
        if leap > 0:
            self._at_s, self._passed = at_s, 0.0
        seen, stay = self._tally.film(leap), self._opened.stay
        facts: list[Fact] = []
        if seen > 0:
            facts.append(Sounded(stay, frames_in(seen), frames_in(self._at_s)))
        if is_over:
            self._is_over = True
            self.has_failed = self.has_failed or state == states.Error
            facts.append(Finished(stay))
        return facts

    def _peek(self, path: bytes, now: float, *, has_ended: bool) -> None:
        """Stops at the first picture, and goes back to where it came from."""
        if has_ended:  # there was no picture between its place and the end
            self._is_peeking = False
            self._projectors.stop()
            self._start(path, now, (":start-paused",))
        elif self._projectors.shown != self._shown_before or self._is_blind(now):
            self._is_peeking = False
            self._player.set_pause(1)
            self._player.set_time(round(self._at_s * 1000))

    def _is_blind(self, now: float) -> bool:
        has_begun = self._player.get_state() == self._libvlc.vlc.State.Playing
        return has_begun and now - self._asked_at > BLIND_S

    def _nudge(self, now: float) -> None:
        if self._nudge_at is not None and now >= self._nudge_at and self.is_still:
            self._nudge_at = None
            self._player.set_time(round(self._at_s * 1000))

    def close(self) -> None:
        """Takes the film off."""
        if self.is_open:
            self._projectors.stop()
        self._words.drop()
        self._is_over, self._opened = True, None
        self._is_peeking = self._is_mute = False

    def release(self) -> None:
        """Lets go of the players."""
        self._projectors.release()

    @property
    def _player(self) -> Any:
        """The player for the present surface."""
        return self._projectors.player

    def _shape_of(self, media: Any) -> float | None:
        """What the file says of its picture, where it says so soon."""
        vlc = self._libvlc.vlc
        media.parse_with_options(vlc.MediaParseFlag.local, round(LOOK_S * 1000))
        until = time.monotonic() + LOOK_S
        while not media.get_parsed_status().value and time.monotonic() < until:
            time.sleep(0.005)
        return next((stream.shape for stream in streams_of(vlc, media) if stream.shape), None)
