"""Owns the sitting at the player: what the listener can wish for. Knows no Textual; screens, `tunes play` and remotes all drive this one object.

Everything here runs on one thread, the caller's. The player reports from another one: its events wait in an inbox
until the caller, told by `wake`, calls `pump`. What comes of a wish lies in rooms of its own: `turntable.py` keeps player and
queue in step, `diary.py` keeps what was heard, `now.py` is what is shown.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.player.api import Player
from tunes.player.coming_back import made_whole
from tunes.player.events import PlayerEvent
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSource
from tunes.player.queue import Entry, Queue, Repeat, Shuffle
from tunes.player.sound import Sound
from tunes.player.surface import Surface
from tunes.tui import modes
from tunes.tui.bookmarks import Bookmarks
from tunes.tui.clock import Clock
from tunes.tui.diary import Diary
from tunes.tui.marking import Marking, ReadSaid
from tunes.tui.now import Now, Showing
from tunes.tui.part import Part
from tunes.tui.second_thoughts import SecondThoughts
from tunes.tui.stay import RESTART_S
from tunes.tui.turntable import Turntable

if TYPE_CHECKING:  # what writes needs numpy and TinyDB, and the screen is to be there before them
    from tunes.profile.recorder import Recorder
    from tunes.tui.autoplay import GoingOn


class Session:
    """One listener at one player: wishes come in as methods, facts through `pump`, and `now` and `queue` say how it stands."""

    def __init__(
        self,
        make_player: Callable[[Callable[[PlayerEvent], None]], Player],
        recorder: "Recorder",
        clock: Clock,
        wake: Callable[[], None],
        *,
        volume: int = 100,
        said: ReadSaid = tuple,
        roots: Sequence[Path] = (),
        seed: int = 0,
        sound: Sound | None = None,
        keep_sound: Callable[[Sound], None] | None = None,
        bookmarks: Bookmarks | None = None,
        between_films_s: float = 0.0,
    ) -> None:
        """`said` reads the marks that hold, of a library below `roots`; `seed` is what random orders come from; `keep_sound` is told what is chosen for the sound; `bookmarks` say where films go on.

        `between_films_s`: seconds before the next episode begins; `count_down` is to be called about every second then.
        """
        self._inbox: deque[PlayerEvent | Callable[[], object]] = deque()
        self._wake = wake
        self._clock = clock
        self._player = make_player(self._report)
        self._showing = Showing(Now(volume=volume, sound=sound or Sound()))
        self._keep_sound = keep_sound
        self._diary = Diary(recorder, clock, bookmarks or Bookmarks())
        self.marking = Marking(recorder, clock, self._showing, said, roots)
        """What the listener says of music."""
        self._turntable = Turntable(
            self._player, self._diary, clock, self._showing, between_films_s=between_films_s
        )
        self._turntable.queue = Queue(seed=seed)
        self._part = Part(self._player, clock, self._showing)
        self._thoughts = SecondThoughts()
        self._before_guest: Queue | None = None
        self.going_on: GoingOn | None = None
        """What follows the end of the queue; None where that is silence."""
        self.is_over = False
        """Whether it is closed: what comes now is nobody's wish."""
        self._player.set_volume(volume)
        self._player.set_sound(self.now.sound)

    # How it stands

    @property
    def now(self) -> Now:
        """The present moment."""
        return self._showing.now

    @property
    def queue(self) -> Queue:
        """What plays, and what comes next."""
        return self._turntable.queue

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after every change of `now` or `queue`."""
        self._showing.subscribe(listener)

    @property
    def is_paused(self) -> bool:
        """Whether the listener wants silence for a while, in the middle of a track."""
        stands_by = self._turntable.waits_at is not None
        return stands_by or (self._turntable.stay is not None and self._turntable.is_paused)

    # What plays

    def play(
        self,
        tracks: Sequence[Track],
        at: int | None = 0,
        source: str = "library",
        position: float | None = None,
    ) -> None:
        """Makes these tracks the queue and starts with the one at index `at`; with None at the first, or, shuffled, anywhere.

        It begins `position` seconds into that one; with None where it was left, if it is a film, else at its start.
        """
        if tracks:
            self._note("another list")
            fresh = self.queue.replaced([Entry(track, source) for track in tracks], at)
            self._turntable.move_to(fresh, "jumped", at=position)

    def stand_by(self, queue: Queue, position: float) -> bool:
        """Shows a queue of an earlier time, paused `position` seconds into its present entry; nothing is opened before it is to sound.

        Returns False and does nothing where there is a queue by now.
        """
        if self.queue.cells or self._turntable.stay is not None:
            return False
        self._turntable.stand_by(queue, position)
        return True

    def fill_up(self, part: Queue, whole: Queue) -> None:
        """What it stood by with was a part of a long queue, and this is all of it; what was done to the part meanwhile is done to it."""
        self._thoughts.fill_up(part, whole)
        if self.queue.origin == whole.origin:
            self._turntable.rearrange(made_whole(self.queue, part, whole))

    def swap(self, seen: Queue, changed: Queue, what: str = "") -> bool:
        """Takes a queue that was made elsewhere, as that takes long, from the one that was `seen`; `what` was done can be undone.

        Without `what` it is the rest of a long list that comes, and what was done to a part of that can't be undone any more.

        Returns False and does nothing where the queue is another by now.
        """
        if self.queue is seen:
            if what:
                self._note(what)
            else:
                self._thoughts.forget(seen.origin)
            self._turntable.rearrange(changed)
        return self.queue is changed

    def play_now(self, tracks: Sequence[Track], source: str = "queue") -> None:
        """Plays tracks at once, and goes on with the queue behind them."""
        if tracks:
            self._note(counted(tracks))
            added = self.queue.inserted_next([Entry(track, source) for track in tracks])
            is_first = self.queue.number is None
            self._turntable.move_to(added if is_first else added.following() or added, "jumped")

    def enqueue(self, tracks: Sequence[Track], source: str = "queue") -> None:
        """Adds tracks at the end of the queue; where it is shuffled, anywhere in what is to come."""
        self._change(self.queue.appended([Entry(track, source) for track in tracks]), counted(tracks))

    def enqueue_next(self, tracks: Sequence[Track], source: str = "queue") -> None:
        """Puts tracks right after the present one."""
        self._change(self.queue.inserted_next([Entry(track, source) for track in tracks]), counted(tracks))

    def remove(self, index: int) -> None:
        """Takes an entry out of the queue; the one that sounds goes on sounding till its end."""
        self._change(self.queue.removed(index), "taken out")

    def clear(self) -> None:
        """Takes everything out of the queue; what sounds goes on sounding till its end."""
        self._change(self.queue.cleared(), "cleared")

    def move(self, index: int, by: int) -> None:
        """Moves an entry of the queue up (negative) or down."""
        self._change(self.queue.moved(index, index + by), "moved")

    def undo(self) -> None:
        """Takes back the latest change of the queue; what sounds goes on sounding."""
        self._reconsider("Undone", self._thoughts.back(self.queue), "There is nothing to undo in the queue.")

    def redo(self) -> None:
        """Does again what was undone last."""
        self._reconsider("Done again", self._thoughts.again(self.queue), "There is nothing to do again.")

    def _reconsider(self, word: str, found: tuple[Queue, str] | None, otherwise: str) -> None:
        self.touch()
        if found is not None:
            self._turntable.rearrange(found[0])
        self._showing.show(notice=f"{word}: {found[1]}" if found else otherwise)

    def _note(self, what: str) -> None:
        if self.queue.cells:
            self._thoughts.note(self.queue, what)

    def _change(self, queue: Queue, what: str) -> None:
        if queue is not self.queue:
            self._note(what)
        self._turntable.rearrange(queue)

    # In which order

    def set_shuffle(self, by: Shuffle) -> None:
        """What is to be in random order; what was played stays as it was."""
        self._change(self.queue.shuffled(by), "shuffle")
        self._showing.show(notice=modes.SHUFFLE[by])

    def set_repeat(self, repeat: Repeat) -> None:
        """What follows the end of the queue, or of the track."""
        self._turntable.rearrange(self.queue.repeating(repeat))
        self._showing.show(notice=modes.REPEAT[repeat])

    def set_stop_after(self, *, is_on: bool) -> None:
        """Whether nothing follows the present track, this once."""
        self._turntable.rearrange(self.queue.stopping_after(is_on=is_on))
        self._showing.show(notice=modes.stop_after(is_on=is_on))

    # Where in it

    def jump(self, index: int) -> None:
        """Plays the queue's entry at `index`."""
        if 0 <= index < len(self.queue):
            self._turntable.move_to(self.queue.jumped(index), "jumped")

    def next(self) -> None:
        """Leaves this track for the following one; at the end of the queue, falls silent."""
        self.touch()
        if self.going_on is not None:
            self.going_on.leaving()
        following = self.queue.following()
        if following is not None:
            self._turntable.move_to(following, "next")
        else:
            self._turntable.fall_silent("next")
            self._turntable.has_run_out = True
            self._showing.tell()

    def previous(self) -> None:
        """Restarts this track, or within its first seconds goes back to the one before."""
        self.touch()
        before = self.queue.preceding()
        if self.now.position > RESTART_S or before is None:
            self.seek_to(0.0)
        else:
            self._turntable.move_to(before, "previous")

    # What goes on by itself

    def go_on_with(self, queue: Queue) -> None:
        """Takes a queue that goes on as nobody wished: no sign of the listener, nothing to undo. Begins with it where the queue has just run out."""
        self._turntable.rearrange(queue, is_wish=False)
        if self.has_run_out and (following := queue.following()) is not None:
            self._turntable.begin(following)

    @property
    def has_run_out(self) -> bool:
        """Whether the queue has come to its end, and nothing else was wished for since."""
        return self._turntable.has_run_out

    @property
    def stands_by(self) -> bool:
        """Whether something is shown as paused that was not begun yet."""
        return self._turntable.waits_at is not None

    @property
    def heard(self) -> float:
        """Seconds heard of the present track."""
        return self._turntable.stay.heard if self._turntable.stay is not None else 0.0

    @property
    def last_key(self) -> float:
        """Unix time of the listener's last sign; where there was none, of now."""
        return self._clock.now() if self._diary.last_key is None else self._diary.last_key

    # From one tunes to another

    def take_up(
        self,
        queue: Queue,
        entry: Entry | None,
        position: float,
        *,
        is_paused: bool,
        own: Queue | None = None,
    ) -> None:
        """Goes on where another left off: its queue, and `entry`, which may be taken out of it, `position` seconds into it.

        `own` is the listener's queue there, where a guest plays from this one.
        """
        self.touch()
        self._note("another list")
        own = queue if own is None else own
        queue = replace(queue, seed=self.queue.seed, numbered=max(queue.numbered, own.numbered))
        if self.now.is_incognito:
            self._before_guest = own
        if entry is not None:
            self._turntable.take_up(queue, entry, position, is_paused=is_paused)
        else:
            self._turntable.rearrange(queue)

    def hand_over(self) -> None:
        """Another tunes goes on with what lies on the player."""
        self.touch()
        self._turntable.fall_silent("handed-over")

    @property
    def own_queue(self) -> Queue | None:
        """The listener's queue, while a guest plays from another one."""
        own = self._before_guest
        return None if own is None or own.cells is self.queue.cells else own

    @property
    def has_fallen_silent(self) -> bool:
        """Whether a pause that was wished for has come, so that `now` tells the very place; also where nothing plays."""
        stay = self._turntable.stay
        return stay is None or stay.paused_at is not None

    # How it sounds

    def toggle(self) -> None:
        """Pauses, goes on, or starts the queue's present track when nothing is loaded."""
        self.touch()
        stay = self._turntable.stay
        if stay is None:
            queue = self.queue if self.queue.current else self.queue.following() or self.queue
            self._turntable.move_to(queue, "jumped", at=self._turntable.waits_at)
        elif not self._turntable.is_paused:
            self._turntable.pause()
        elif stay.outlasted_sitting(self._clock.now()):
            self._turntable.begin_anew()
        else:
            self._turntable.go_on()

    def count_down(self) -> None:
        """Lets what stands by begin, when it is time."""
        self._turntable.count_down()

    def stay_put(self) -> None:
        """What is about to begin by itself is not to."""
        self.touch()
        self._turntable.stay_put()

    def stop(self) -> None:
        """Falls silent and leaves the track; the queue stays where it is."""
        self.touch()
        self._turntable.fall_silent("stopped")

    def seek_by(self, seconds: float) -> None:
        """Goes forward or back within the track."""
        self.seek_to(self.now.position + seconds)

    def seek_to(self, position: float) -> None:
        """Goes to `position` seconds into the track."""
        self.touch()
        target = max(0.0, min(position, self.now.duration or position))
        if self._turntable.stay is None:
            if self._turntable.waits_at is not None:
                self._turntable.stand_by(self.queue, target)
            return
        self._part.leave(target)
        self._turntable.seek(target)

    def mark_loop(self) -> None:
        """Repeats a part of the track: the first time says from where, the second to where, the third goes on."""
        self.touch()
        if self._turntable.stay is not None:
            self._part.mark()
        else:
            self.say("Nothing plays that could be repeated.")

    def set_volume(self, percent: int) -> None:
        """Sets the loudness, 0 to 100; any change ends a mute."""
        self.touch()
        volume = max(0, min(100, percent))
        self._player.set_volume(volume)
        self._showing.show(volume=volume, is_muted=False)

    def toggle_mute(self) -> None:
        """Silences the sound without pausing, or brings it back."""
        self.touch()
        is_muted = not self.now.is_muted
        self._player.set_volume(0 if is_muted else self.now.volume)
        self._showing.show(is_muted=is_muted)

    def set_sound(self, sound: Sound) -> None:
        """What is done to the sound from now on, also after the next start."""
        self.touch()
        if sound != self.now.sound:
            self._player.set_sound(sound)
            self._showing.show(sound=sound)
            if self._keep_sound is not None:
                self._keep_sound(sound)

    def show_films(self, surface: Surface) -> None:
        """Shows films there from now on."""
        self._player.show_films(surface)

    def adjust_film(self, wish: FilmWish, by: float) -> None:
        """Changes something about the film that plays; a notice says what came of it."""
        self.touch()
        if wish is FilmWish.STEP and self.now.is_playing:
            self._turntable.pause()
        self._player.adjust_film(wish, by)

    def shoot(self, file: Path) -> None:
        """Keeps the picture of the film that plays just now in a new file; a notice says what came of it."""
        self.touch()
        self._player.shoot(file)

    @property
    def frames(self) -> FrameSource:
        """The pictures of films that are shown in a terminal."""
        return self._player.frames

    def say(self, notice: str) -> None:
        """Says a sentence to the listener."""
        self._showing.show(notice=notice)

    # What is noted

    def set_incognito(self, is_on: bool) -> None:
        """A guest plays: nothing of a stay that sounded while this was on is kept, and nothing is learned from it."""
        self.touch()
        if is_on:
            self._turntable.make_private()
            self._before_guest = self.queue
        self._diary.set_incognito(is_on=is_on)
        if not is_on:
            self._part_from_guest()
        self._showing.show(is_incognito=is_on, notice="")

    def _part_from_guest(self) -> None:
        """The listener's own queue again, with what sounds just now going on: it is to be kept, and nothing of the guest's is."""
        own, self._before_guest = self.own_queue, None
        if own is not None:
            self._turntable.rearrange(replace(self.queue.restored(own), repeat=own.repeat))
        self._thoughts = SecondThoughts()

    def shown(self, tracks: Sequence[Track], place: str) -> None:
        """Notes that tracks were put in front of the listener in `place` ("discover:2026-W48")."""
        if not self.now.is_incognito:
            self._diary.shown(tracks, place)

    def touch(self) -> None:
        """Notes that the listener is there: a key, a remote command."""
        self._diary.touch()

    # Events, and the end

    def pump(self) -> None:
        """Takes in what the player has reported since the last time."""
        while self._inbox:
            event = self._inbox.popleft()
            if callable(event):
                event()
            else:
                self._turntable.take_in(event)

    def close(self) -> None:
        """Ends the listen in progress as "quit" and returns when it is safely kept (at most a few seconds)."""
        self.is_over = True
        self._turntable.leave("quit")
        self._player.close()
        self.pump()
        self._diary.close()

    def hand_in(self, step: Callable[[], object]) -> None:
        """Has something done at the next `pump`, on the session's own thread. May be called on any."""
        self._inbox.append(step)
        self._wake()

    def _report(self, event: PlayerEvent) -> None:
        self._inbox.append(event)
        self._wake()


def counted(tracks: Sequence[Track]) -> str:
    """What was done when these were added."""
    return f"added {clean(tracks[0].title) if len(tracks) == 1 else f'{len(tracks):,} tracks'}"
