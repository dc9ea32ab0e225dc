"""Owns the real player: hands the listener's wishes to an engine process, passes its words on, and replaces it when it dies."""

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from tunes.library.track import Track
from tunes.player.engine_process import EngineProcess
from tunes.player.events import Ended, Failed, Left, PlayerEvent, Started, Trouble
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSource
from tunes.player.measuring import Measuring
from tunes.player.sound import Leveling, Sound
from tunes.player.standing import Standing
from tunes.player.surface import Surface, usual_surface
from tunes.player.wire import (
    AdjustFilm,
    Alive,
    Choose,
    Item,
    Load,
    Loop,
    Measured,
    Pause,
    Play,
    Preload,
    Seek,
    SetSound,
    Shoot,
    ShowFilms,
    Stop,
    UseDevice,
    Volume,
    Word,
)

MOST_DEATHS = 2
"""Engines that one file may bring down before it is left alone."""
MOST_STILLBORN = 3
"""Engines in a row that die without a word; then nothing will play until tunes is started again."""


class EnginePlayer:
    """A `Player` whose sound is made in another process. Events reach `sink` from the thread that reads its words."""

    def __init__(
        self,
        sink: Callable[[PlayerEvent], None],
        log: Path,
        measuring: Measuring | None = None,
        device: str = "",
    ) -> None:
        """`log` takes what libVLC and the sound libraries print; `measuring` tells how loud tracks are that don't.

        `device` is the sound device to play on, "" for whichever is the usual one.
        """
        self._sink = sink
        self._measuring = measuring
        self._log = log
        self._lock = threading.RLock()
        self._stays = 0
        self._volume = 100
        self._sound = Sound()
        self._device = device
        self._present: Standing | None = None
        self._following: Standing | None = None
        self._left: dict[int, Standing] = {}
        """Left by a wish; their last word is still on its way."""
        self._is_paused = False
        self._is_closing = False
        self._is_in_trouble = False
        """What the engine said last is wrong."""
        self._stillborn = 0
        self._deaths: dict[bytes, int] = {}
        self._surface = usual_surface()
        self.frames = FrameSource()
        self._engine = EngineProcess(log, self.frames.handles)
        self._engine.say(UseDevice(device))
        self._reader = threading.Thread(target=self._read, name="engine words", daemon=True)
        self._reader.start()

    # Wishes

    def load(self, track: Track, *, at: float = 0.0, paused: bool = False, is_of_album: bool = False) -> int:
        """Leaves what sounds and starts this track `at` seconds into it."""
        with self._lock:
            self._leave()
            self._is_paused = paused
            self._present = self._new(track, at, is_of_album=is_of_album)
            self._say_load(self._present)
            return self._present.stay

    def preload(self, track: Track | None, *, is_of_album: bool = False) -> int | None:
        """Names what follows when the present track has finished."""
        with self._lock:
            if self._present is None and self._following is not None:
                # It finished this moment and the one named before begins: that one is not wanted any more.
                if track is not None:
                    return self.load(track, is_of_album=is_of_album)
                self.stop()
            if self._present is None:
                return None
            before = self._present.track
            self._following = (
                self._new(track, 0.0, before=before, is_of_album=is_of_album) if track is not None else None
            )
            item = self._following.item if self._following else None
            self._engine.say(Preload(item, self._present.stay))
            return self._following.stay if self._following else None

    def play(self) -> None:
        """Goes on after a pause."""
        with self._lock:
            self._is_paused = False
            self._engine.say(Play())

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        with self._lock:
            self._is_paused = True
            self._engine.say(Pause())

    def seek(self, position: float) -> None:
        """Goes to `position` seconds into the track."""
        with self._lock:
            if self._present is not None and not self._present.has_started:
                self._present.position = max(0.0, position)
            self._engine.say(Seek(position))

    def loop(self, between: tuple[float, float] | None) -> None:
        """Plays a part of the present stay again and again; None: it goes on."""
        with self._lock:
            if self._present is not None:
                self._present.between = between
                self._say_loop(self._present)

    def stop(self) -> None:
        """Leaves what sounds."""
        with self._lock:
            self._leave()
            self._engine.say(Stop())

    def set_volume(self, percent: int) -> None:
        """0 to 100."""
        with self._lock:
            self._volume = max(0, min(100, percent))
            self._engine.say(Volume(self._volume))

    def set_sound(self, sound: Sound) -> None:
        """What is done to the sound."""
        with self._lock:
            before, self._sound = self._sound, sound
            if sound.leveling is not before.leveling:
                for standing in filter(None, (self._following, self._present)):
                    self._measure(standing)
                    if standing.item.loudness.track_db is not None:
                        self._engine.say(Measured(standing.stay, standing.item.loudness.track_db))
            self._engine.say(SetSound(sound))

    def show_films(self, surface: Surface) -> None:
        """Shows films there from now on."""
        with self._lock:
            self._surface = surface
            self._engine.say(_show(surface))

    def adjust_film(self, wish: FilmWish, by: float) -> None:
        """Changes something about the film that plays."""
        with self._lock:
            self._engine.say(AdjustFilm(wish, by))

    def shoot(self, file: Path) -> None:
        """Keeps a picture of the film that plays."""
        with self._lock:
            self._engine.say(Shoot(os.fsencode(file)))

    def close(self, timeout: float = 2.0) -> None:
        """Stops; an engine that doesn't answer in time is killed, and what is known of its last stay is told for it."""
        with self._lock:
            if self._is_closing:
                return
            self._is_closing = True
            self._engine.ask_to_close()
        self._reader.join(timeout)
        self._engine.kill()
        self._reader.join(timeout)  # of an engine that can't be killed it hears no end
        with self._lock:
            self._leave()
            told = self._last_words()
        self._tell(told)
        self.frames.close()
        if self._measuring is not None:
            self._measuring.close()

    # Words

    def _read(self) -> None:
        while True:
            word = self._engine.next_word()
            if word is not None:
                self._stillborn = 0
                self._take(word)
            elif self._is_closing or not self._replace():
                return

    def _take(self, word: Word) -> None:
        """Passes an event on, as if there had only ever been one engine."""
        if isinstance(word, Alive):
            return
        if isinstance(word, Trouble):
            self._is_in_trouble = bool(word.message)
            self._sink(word)
            return
        with self._lock:
            if isinstance(word, Started):
                self._advance(word.stay)
            standing = self._standing(word.stay)
            told = standing.told(word) if standing is not None else []
            if isinstance(word, Ended):
                self._forget(word.stay)
            elif standing is not None and not standing.is_suspect and standing.is_opened:
                self._deaths.pop(standing.item.path, None)
        self._tell(told)

    def _advance(self, stay: int) -> None:
        """What was to follow has begun; what was left before it sounded has no last word."""
        if self._following is not None and self._following.stay == stay:
            if self._present is not None:  # it fades away, and is finished when it has
                self._left[self._present.stay] = self._present
                self._present.is_fading = True
            self._present, self._following = self._following, None
        self._left = {
            number: left for number, left in self._left.items() if number >= stay or left.has_started
        }

    def _standing(self, stay: int) -> Standing | None:
        known = (self._present, self._following, *self._left.values())
        return next((standing for standing in known if standing is not None and standing.stay == stay), None)

    def _forget(self, stay: int) -> None:
        """It is over. What was named to follow stays named: the engine goes on with it by itself."""
        self._left.pop(stay, None)
        if self._present is not None and self._present.stay == stay:
            self._present = None
        elif self._following is not None and self._following.stay == stay:
            self._following = None

    # When an engine dies

    def _replace(self) -> bool:
        """Starts another engine, which goes on at the same second; False when that is of no use."""
        self._stillborn += 1
        with self._lock:
            self._blame()
            told: list[PlayerEvent] = list(self._last_words())
            if (
                self._is_in_trouble
            ):  # the next one says so again where it holds, and knows nothing of it where not
                told.append(Trouble(""))
                self._is_in_trouble = False
            is_of_use = self._stillborn <= MOST_STILLBORN
            if is_of_use and not self._is_closing:
                self._engine.start()
                device, volume, sound = UseDevice(self._device), Volume(self._volume), SetSound(self._sound)
                for command in (device, volume, sound, _show(self._surface)):
                    self._engine.say(command)
                self._resume()
            elif not is_of_use:
                told += self._give_up()
        self._tell(told)
        return is_of_use

    def _blame(self) -> None:
        """Counts the death against the file that was opened last and had not sounded for long."""
        for standing in (self._following, self._present):
            if standing is not None and standing.is_suspect:
                self._deaths[standing.item.path] = self._deaths.get(standing.item.path, 0) + 1
                return

    def _resume(self) -> None:
        if self._present is None:  # what was to follow was about to begin
            self._present, self._following = self._following, None
        if self._present is not None:
            self._say_load(self._present)
        if self._present is not None and self._following is not None:
            self._following.resumed()
            self._following.item = self._judged(self._following.item)
            self._engine.say(Preload(self._following.item, self._present.stay))

    def _give_up(self) -> list[PlayerEvent]:
        present, self._present = self._present, None
        told: list[PlayerEvent] = [
            Trouble(
                f"The sound engine doesn't start, so nothing can be played. What it said is in {self._log}."
            )
        ]
        if present is not None:
            sentence = f"Can't play {present.item.name}: the sound engine doesn't start."
            told += [Failed(present.stay, sentence), present.ended(Left.FAILED)]
        return told

    def _last_words(self) -> list[Ended]:
        """The ends of stays that no engine will tell any more."""
        left, self._left = self._left, {}
        return [
            standing.ended(Left.FINISHED if standing.is_fading else Left.ASKED)
            for standing in left.values()
            if standing.has_started
        ]

    # Small steps

    def _leave(self) -> None:
        for standing in filter(None, (self._present, self._following)):
            self._left[standing.stay] = standing
        self._present = self._following = None

    def _new(
        self, track: Track, at: float, *, before: Track | None = None, is_of_album: bool = False
    ) -> Standing:
        self._stays += 1
        item = Item.of(self._stays, track, before=before, is_of_album=is_of_album)
        standing = Standing(self._judged(item), max(0.0, at), track)
        self._measure(standing)
        return standing

    def _measure(self, standing: Standing) -> None:
        """Takes what was measured before; else has it measured, for as long as it has not begun and for another time."""
        known = standing.item.loudness
        is_wanted = self._sound.leveling is not Leveling.OFF
        if self._measuring is None or not is_wanted or (known.track_db, known.album_db) != (None, None):
            return
        gain = self._measuring.known(standing.track)
        if gain is None:
            self._measuring.ask(standing.track, self._measured)
        else:
            standing.item = standing.item.measured(gain)

    def _measured(self, track_id: str, gain_db: float) -> None:
        """Comes from another thread."""
        with self._lock:
            for standing in filter(None, (self._following, self._present)):
                if standing.track.id == track_id:
                    standing.item = standing.item.measured(gain_db)
                    self._engine.say(Measured(standing.stay, gain_db))

    def _judged(self, item: Item) -> Item:
        return item.suspected(self._deaths.get(item.path, 0) >= MOST_DEATHS)

    def _say_load(self, standing: Standing) -> None:
        standing.resumed()
        standing.item = self._judged(standing.item)
        if standing.choice is not None:
            self._engine.say(Choose(standing.stay, standing.choice))
        self._engine.say(Load(standing.item, standing.position, self._is_paused, standing.has_started))
        if standing.between is not None:
            self._say_loop(standing)

    def _say_loop(self, standing: Standing) -> None:
        start, end = standing.between or (0.0, None)
        self._engine.say(Loop(standing.stay, start, end))

    def _tell(self, events: Sequence[PlayerEvent]) -> None:
        for event in events:
            self._sink(event)


def _show(surface: Surface) -> ShowFilms:
    return ShowFilms(surface.where, surface.width, surface.height)
