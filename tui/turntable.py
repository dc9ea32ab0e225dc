"""Owns what lies on the player and what comes after it: keeps the player in step with the queue, and takes in what it reports."""

import math
from dataclasses import replace

from tunes.library.text import clean
from tunes.library.track import Kind, Track
from tunes.player.api import Player
from tunes.player.events import (
    Adjusted,
    Captioned,
    Ended,
    Failed,
    Left,
    PlayerEvent,
    Progress,
    Seeked,
    Started,
    Trouble,
)
from tunes.player.neighbours import is_album_played
from tunes.player.queue import Entry, Queue
from tunes.profile.listens import End
from tunes.tui.clock import Clock
from tunes.tui.diary import Diary
from tunes.tui.duration import duration
from tunes.tui.now import Showing
from tunes.tui.stay import Stay

SAME_PLACE_S = 0.05
ANSWERED_S = 1.0
"""Seconds within which a player answers a seek, if it will: before the first sound there is no answer."""
LONG_FILM_S = 600.0
"""From this length on a film is not just followed by the next one; episodes of a show never are."""
MOST_FAILURES = 5
"""After so many unplayable tracks in a row something larger is wrong (a disk gone): stop instead of racing through."""


class Turntable:
    """The present stay and the one that is to follow. Every way from one track to another leads through here."""

    def __init__(
        self, player: Player, diary: Diary, clock: Clock, showing: Showing, *, between_films_s: float = 0.0
    ) -> None:
        """`between_films_s`: seconds before the next long film begins by itself."""
        self._player = player
        self._diary = diary
        self._clock = clock
        self._showing = showing
        self._stays: dict[int, Stay] = {}
        self._current: int | None = None
        self._preloaded: int | None = None
        self._failures = 0
        self._unplayable: list[Entry] = []
        """What was to follow and has proved unplayable; it is passed over."""
        self.is_paused = False
        """As the listener wishes it; the player's word comes later, before anything sounds not at all."""
        self._seeks = 0
        """Those that the player has yet to answer: what it says of the place meanwhile is of before them."""
        self._sought_at = 0.0
        """Unix time of the last; one before the first sound is not answered."""
        self.waits_at: float | None = None
        """Seconds into the queue's present entry where it is to go on, while nothing is loaded: shown as a pause."""
        self.queue = Queue()
        self.has_run_out = False
        """Whether it fell silent because the queue was at its end."""
        self._between_films_s = between_films_s
        self._begins_at: float | None = None
        """Unix time at which what stands by begins by itself."""

    # What is asked of it

    @property
    def stay(self) -> Stay | None:
        """The present stay, also before it sounds."""
        return None if self._current is None else self._stays.get(self._current)

    def move_to(self, queue: Queue, end: End, *, at: float | None = None) -> None:
        """Leaves the present stay for `end` and starts the queue's present entry, where it was left if nothing else is said."""
        self._diary.touch()
        self.queue = queue
        if queue.current is not None:
            self.leave(end)
            self._failures = 0  # what failed before this wish is past
            place = self._diary.bookmarks.place(queue.current.track) if at is None else at
            self._load(queue.current, place)
            if at is None and place:
                self._showing.show(notice=f"Goes on at {duration(place)}; < begins anew.")

    def seek(self, target: float) -> None:
        """Goes to a place in the present track. It is shown at once, so that keys pressed in a row add up."""
        self._player.seek(target)
        self._seeks += 1
        self._sought_at = self._clock.now()
        self._showing.show(position=target, jumps=self._showing.now.jumps + 1)

    def take_up(self, queue: Queue, entry: Entry, at: float, *, is_paused: bool) -> None:
        """Starts `entry` at a place in it, silent if wanted so; the queue may hold it no more."""
        self.leave("jumped")
        self.queue = queue
        self._load(entry, at, is_paused=is_paused)

    def stand_by(self, queue: Queue, at: float) -> None:
        """Shows the queue's present entry as paused. It is loaded when it is to sound: its file may be far away."""
        self.queue = queue
        entry = queue.current
        if entry is None:
            self.waits_at = None
            self._showing.silence("")
            return
        length = entry.track.duration
        self.has_run_out = False
        self.waits_at = max(0.0, at if length is None else min(at, length))
        self._begins_at = None
        self._showing.show(
            track=entry.track,
            source=entry.source,
            position=self.waits_at,
            words=(),
            starts_in=None,
            duration=length,
            is_playing=False,
            notice="",
        )

    def begin_anew(self) -> None:
        """Ends the listen in progress, and goes on at the same place with another one."""
        stay = self.stay
        if stay is not None:
            self.leave("stopped")
            self._load(Entry(stay.track, stay.source), stay.position)

    def _load(self, entry: Entry, at: float, *, is_paused: bool = False) -> None:
        if self._preloaded is not None:
            del self._stays[self._preloaded]
            self._preloaded = None
        self._unplayable = []
        self.waits_at = self._begins_at = None
        self.has_run_out = False
        self.is_paused = is_paused
        is_of_album = _is_album_played(self.queue, entry.track)
        self._current = self._player.load(entry.track, at=at, paused=is_paused, is_of_album=is_of_album)
        self._stays[self._current] = self._new_stay(self._current, entry)
        self._showing.show(
            track=entry.track,
            source=entry.source,
            position=at,
            words=(),
            starts_in=None,
            duration=entry.track.duration,
            is_playing=not is_paused,
            loop=None,
            notice="",
        )

    def begin(self, queue: Queue) -> None:
        """Starts the queue's present entry, which nobody asked for."""
        self.queue = queue
        if queue.current is not None:
            self._load(queue.current, 0.0)

    def rearrange(self, queue: Queue, *, is_wish: bool = True) -> None:
        """The queue is another; what sounds goes on. `is_wish`: the listener's, which is a sign of them."""
        if is_wish:
            self._diary.touch()
        before, self.queue = self.queue, queue
        if self.waits_at is not None and (queue.current is None or queue.number != before.number):
            self.stand_by(queue if queue.current else queue.following() or queue, 0.0)
        self._preload()
        self._showing.tell()

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        self.is_paused = True
        self._player.pause()
        self._showing.show(is_playing=False)

    def go_on(self) -> None:
        """Goes on after a pause."""
        self.is_paused = False
        self._player.play()
        self._showing.show(is_playing=True)

    def leave(self, end: End) -> None:
        """Notes why the present stay will end."""
        stay = self.stay
        if stay is not None and stay.asked is None:
            self._stays[stay.id] = replace(stay, asked=end)

    def fall_silent(self, end: End) -> None:
        """Leaves the present stay, and nothing follows. What never sounded has no end to wait for."""
        self.has_run_out = False
        stay = self.stay
        if stay is None and self.waits_at is not None:
            self.waits_at = self._begins_at = None
            self._showing.silence("")
        if stay is None:
            return
        self.leave(end)
        self._player.stop()
        if stay.at is None and stay.id == self._current:
            self._current = None
            self._showing.silence("")

    def count_down(self) -> None:
        """Says how long it is until what stands by begins; begins it in time. To be called about every second while there is anything to say."""
        entry = self.queue.current
        if self._begins_at is None or entry is None:
            return
        left = math.ceil(self._begins_at - self._clock.now())
        if left <= 0:
            self._load(entry, 0.0)
        elif left != self._showing.now.starts_in:
            self._showing.show(starts_in=left, notice=f"Begins in {left} s; any key stops that.")

    def stay_put(self) -> None:
        """What stands by is not to begin by itself."""
        if self._begins_at is not None:
            self._begins_at = None
            self._showing.show(starts_in=None, notice="Not begun: Space plays it.")

    def _pauses(self, before: Track | None, after: Track) -> bool:
        """Whether there is a pause between two films: in a row of short ones there is none."""
        if not self._between_films_s or before is None or before == after or before.kind is not Kind.VIDEO:
            return False
        return after.kind is Kind.VIDEO and (bool(before.show) or (before.duration or 0.0) >= LONG_FILM_S)

    def make_private(self) -> None:
        """A guest listens: nothing is kept of what is on the player now."""
        self._stays = {key: replace(stay, is_private=True) for key, stay in self._stays.items()}

    # What the player reports

    def take_in(self, event: PlayerEvent) -> None:
        """A word of the player."""
        if isinstance(event, Trouble):
            self._showing.show(trouble=event.message)
            return
        stay = self._stays.get(event.stay)
        if stay is None:
            return
        if isinstance(event, Started):
            self._started(stay, event)
        elif isinstance(event, Progress):
            self._progressed(stay, event)
        elif isinstance(event, Seeked):
            self._stays[stay.id] = stay.seeked(event)
            self._seeks = max(0, self._seeks - 1)
        elif isinstance(event, Failed):
            self._showing.show(notice=event.message)
        elif isinstance(event, Adjusted):
            self._showing.show(notice=clean(event.message))
        elif isinstance(event, Captioned):
            self._showing.show(words=tuple(map(clean, event.lines)) if stay.id == self._current else ())
        else:
            self._ended(stay, event)

    def _started(self, stay: Stay, event: Started) -> None:
        sought = self._showing.now.position if self._seeks and stay.id == self._current else event.began
        if (
            abs(sought - event.began) < SAME_PLACE_S
        ):  # else it began before it heard of the seek, and answers that yet
            self._seeks = 0
        if stay.id == self._preloaded:
            self._preloaded = None
            self._current = stay.id
            self.queue = self._following() or self.queue
            self._showing.show(loop=None)
        self._failures = 0
        self._unplayable = []
        # What was left before it ever sounded has no end to wait for.
        self._stays = {key: old for key, old in self._stays.items() if key >= stay.id or old.at is not None}
        now = self._clock.now()
        stay = replace(stay, offset=self._clock.offset(now), is_private=self._showing.now.is_incognito)
        stay = self._stays[stay.id] = stay.started(event, now)
        if stay.id == self._current:
            self._showing.show(
                track=stay.track,
                source=stay.source,
                position=sought,
                words=(),
                duration=stay.duration,
                is_playing=not self.is_paused,
            )
            self._diary.began()
            self._preload()

    def _progressed(self, stay: Stay, event: Progress) -> None:
        stay = self._stays[stay.id] = stay.progressed(event, self._clock.now())
        if stay.id != self._current:
            return
        self._diary.progressed(stay, self._showing.now.loudness, is_playing=event.is_playing)
        if self._clock.now() - self._sought_at > ANSWERED_S:
            self._seeks = 0
        position = self._showing.now.position if self._seeks else event.position
        self._showing.show(position=position, is_playing=event.is_playing and not self.is_paused)

    def _ended(self, stay: Stay, event: Ended) -> None:
        del self._stays[stay.id]
        self._diary.ended(stay, event, self._showing.now.loudness)
        if event.reason is Left.FAILED:
            self._failures += 1
        if stay.id == self._preloaded:
            self._pass_over()
        elif stay.id == self._current:
            self._current = None
            if event.reason is Left.ASKED or stay.asked is not None:
                self._showing.silence(self._showing.now.notice)
            elif self._preloaded is None:
                self._advance(stay.track)

    def _pass_over(self) -> None:
        """What was to follow can't be played: what comes behind it follows instead."""
        failed, self._preloaded = self._following(), None
        if failed is not None and failed.current is not None:
            self._unplayable.append(failed.current)
        if self._current is None:
            self._advance()
        else:
            self._preload()

    def _following(self) -> Queue | None:
        """The queue at what follows; None at its end."""
        following = self.queue.continued()
        for _ in self._unplayable:
            if following is None or following.current not in self._unplayable:
                break
            following = following.following()
        return following

    def _advance(self, after: Track | None = None) -> None:
        """Starts what follows when a track has ended by itself and no preloaded one takes its place."""
        following = self._following()
        if self._failures and following is self.queue:
            following = self.queue.following()  # what can't be played is not repeated
        entry = self.queue.arriving_at(following) if following is not None else None
        if self._failures >= MOST_FAILURES:
            self._showing.silence(
                f"Stopped: {MOST_FAILURES} tracks in a row could not be played. Is their disk there?"
            )
        elif following is not None and entry is not None and self._pauses(after, entry.track):
            self.queue = following
            self.stand_by(following, 0.0)
            self._begins_at = self._clock.now() + self._between_films_s
            self.count_down()
        elif following is not None and entry is not None:
            self.queue = following
            self._load(entry, 0.0)
        elif self.queue.stops_after:
            going_on = self.queue.stopping_after(is_on=False)
            self.queue = going_on.continued() or going_on
            self._showing.silence("Stopped after that track. Space goes on.")
        else:
            self.has_run_out = True
            self._showing.silence(self._showing.now.notice)

    def _preload(self) -> None:
        """Keeps the player's idea of what follows in step with the queue."""
        if self._current is None:
            return
        following = None if self._failures >= MOST_FAILURES else self._following()
        upcoming = self.queue.arriving_at(following) if following else None
        planned = self._stays.get(self._preloaded) if self._preloaded is not None else None
        if planned is not None and upcoming is not None and planned.track == upcoming.track:
            self._stays[planned.id] = replace(planned, source=upcoming.source)
            return
        if planned is not None:
            del self._stays[planned.id]
        if upcoming is not None and self._pauses(self.stay.track if self.stay else None, upcoming.track):
            upcoming = None
        is_of_album = bool(following and upcoming and _is_album_played(following, upcoming.track))
        track = upcoming.track if upcoming else None
        self._preloaded = self._player.preload(track, is_of_album=is_of_album)
        if self._preloaded is not None and upcoming is not None:
            self._stays[self._preloaded] = self._new_stay(self._preloaded, upcoming)

    def _new_stay(self, number: int, entry: Entry) -> Stay:
        offset = self._clock.offset(self._clock.now())
        is_private = self._showing.now.is_incognito
        return Stay(number, entry.track, entry.source, offset, is_private=is_private)


def _is_album_played(queue: Queue, track: Track) -> bool:
    """Whether a track is heard as part of its album, where it is the present one of this queue."""
    before, after = queue.preceding(), queue.following()
    return is_album_played(_track(before), track, _track(after))


def _track(queue: Queue | None) -> Track | None:
    entry = queue.current if queue is not None else None
    return entry.track if entry is not None else None
