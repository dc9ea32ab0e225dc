"""Owns the sitting at the player: joins queue, player and profile. Knows no Textual; screens, `tunes play` and remotes all drive this one object.

Everything here runs on one thread, the caller's. The player reports from another one: its events wait in an inbox
until the caller, told by `wake`, calls `pump`.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.player.api import Player
from tunes.player.events import Ended, Failed, Left, PlayerEvent, Progress, Seeked, Started, Trouble
from tunes.player.queue import Entry, Queue
from tunes.profile.listens import End
from tunes.tui.stay import RESTART_S, Stay

if TYPE_CHECKING:  # what writes needs numpy and TinyDB, and the screen is to be there before them
    from tunes.profile.recorder import Recorder

SAVE_EVERY_S = 10.0
"""A kill costs at most this much of the listen in progress."""
SAVE_FIRST_S = 1.0
"""The first saving comes sooner: a kill soon after the start should not take all of it."""
MOST_FAILURES = 5
"""After so many unplayable tracks in a row something larger is wrong (a disk gone): stop instead of racing through."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> float:
        """Unix seconds."""
        ...

    def offset(self, at: float) -> int:
        """Minutes that local time is ahead of UTC at unix time `at`."""
        ...


@dataclass(frozen=True, slots=True)
class Now:
    """What a screen shows of the present moment."""

    track: Track | None = None
    source: str = ""
    position: float = 0.0
    """Seconds into the track."""
    duration: float | None = None
    is_playing: bool = False
    volume: int = 100
    is_muted: bool = False
    is_incognito: bool = False
    trouble: str = ""
    """What is wrong with the player just now, "" if nothing."""
    notice: str = ""
    """The last thing worth a word: what was skipped as unplayable, what was liked."""


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
        liked: Collection[str] = (),
        banned: Collection[str] = (),
    ) -> None:
        self._inbox: deque[PlayerEvent] = deque()
        self._wake = wake
        self._player = make_player(self._report)
        self._recorder = recorder
        self._clock = clock
        self._stays: dict[int, Stay] = {}
        self._current: int | None = None
        self._preloaded: int | None = None
        self._saved_at = 0.0
        self._last_key: float | None = None
        self._failures = 0
        self._is_paused = False
        """As the listener wishes it; the player's word comes later, before anything sounds not at all."""
        self._has_following_failed = False
        self._listeners: list[Callable[[], None]] = []
        self.queue = Queue()
        self.now = Now(volume=volume)
        self.liked = set(liked)
        self.banned = set(banned)
        self._player.set_volume(volume)

    # What the listener wishes

    def play(self, tracks: Sequence[Track], at: int = 0, source: str = "library") -> None:
        """Makes these tracks the queue and starts with the one at index `at`."""
        if tracks:
            self._move_to(Queue.of([Entry(track, source) for track in tracks], at), "jumped")

    def enqueue(self, tracks: Sequence[Track], source: str = "queue") -> None:
        """Adds tracks at the end of the queue."""
        self._rearrange(self.queue.appended([Entry(track, source) for track in tracks]))

    def enqueue_next(self, tracks: Sequence[Track], source: str = "queue") -> None:
        """Puts tracks right after the present one."""
        self._rearrange(self.queue.inserted_next([Entry(track, source) for track in tracks]))

    def remove(self, index: int) -> None:
        """Takes an entry out of the queue; the one that sounds goes on sounding till its end."""
        self._rearrange(self.queue.removed(index))

    def move(self, index: int, by: int) -> None:
        """Moves an entry of the queue up (negative) or down."""
        self._rearrange(self.queue.moved(index, index + by))

    def jump(self, index: int) -> None:
        """Plays the queue's entry at `index`."""
        self._move_to(self.queue.jumped(index), "jumped")

    def next(self) -> None:
        """Leaves this track for the following one; at the end of the queue, falls silent."""
        self.touch()
        following = self.queue.following()
        if following is not None:
            self._move_to(following, "next")
        else:
            self._fall_silent("next")

    def previous(self) -> None:
        """Restarts this track, or within its first seconds goes back to the one before."""
        self.touch()
        before = self.queue.preceding()
        if self.now.position > RESTART_S or before is None:
            self.seek_to(0.0)
        else:
            self._move_to(before, "previous")

    def toggle(self) -> None:
        """Pauses, goes on, or starts the queue's present track when nothing is loaded."""
        self.touch()
        stay = self._stay()
        if stay is None:
            self._move_to(self.queue, "jumped")
        elif not self._is_paused:
            self._is_paused = True
            self._player.pause()
            self._show(is_playing=False)
        elif stay.outlasted_sitting(self._clock.now()):
            self._move_to(self.queue, "stopped", at=stay.position)
        else:
            self._is_paused = False
            self._player.play()
            self._show(is_playing=True)

    def stop(self) -> None:
        """Falls silent and leaves the track; the queue stays where it is."""
        self.touch()
        self._fall_silent("stopped")

    def seek_by(self, seconds: float) -> None:
        """Goes forward or back within the track."""
        self.seek_to(self.now.position + seconds)

    def seek_to(self, position: float) -> None:
        """Goes to `position` seconds into the track."""
        self.touch()
        if self._stay() is None:
            return
        target = max(0.0, min(position, self.now.duration or position))
        self._player.seek(target)
        # Shown at once, so that keys pressed in a row add up; the player's own word follows.
        self._show(position=target)

    def set_volume(self, percent: int) -> None:
        """Sets the loudness, 0 to 100; any change ends a mute."""
        self.touch()
        volume = max(0, min(100, percent))
        self._player.set_volume(volume)
        self._show(volume=volume, is_muted=False)

    def toggle_mute(self) -> None:
        """Silences the sound without pausing, or brings it back."""
        self.touch()
        is_muted = not self.now.is_muted
        self._player.set_volume(0 if is_muted else self.now.volume)
        self._show(is_muted=is_muted)

    def set_incognito(self, is_on: bool) -> None:
        """A guest plays: nothing of a stay that sounded while this was on is kept, and nothing is learned from it."""
        self.touch()
        self._recorder.mark("incognito", value=is_on)
        if is_on:
            self._stays = {key: replace(stay, is_private=True) for key, stay in self._stays.items()}
            self._recorder.clear_open()
        self._show(is_incognito=is_on, notice="")

    def like(self, track: Track) -> None:
        """Likes a track, or takes the like back."""
        self._mark("like", track, self.liked)

    def ban(self, track: Track) -> None:
        """Never suggests a track again, or allows it again."""
        self._mark("ban", track, self.banned)

    def shown(self, tracks: Sequence[Track], place: str) -> None:
        """Notes that tracks were put in front of the listener in `place` ("discover:2026-W48")."""
        if not self.now.is_incognito:
            self._recorder.shown(tracks, place)

    def touch(self) -> None:
        """Notes that the listener is there: a key, a remote command."""
        self._last_key = self._clock.now()

    # How it stands

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after every change of `now` or `queue`."""
        self._listeners.append(listener)

    def pump(self) -> None:
        """Takes in what the player has reported since the last time."""
        while self._inbox:
            self._handle(self._inbox.popleft())

    def close(self) -> None:
        """Ends the listen in progress as "quit" and returns when it is safely kept (at most a few seconds)."""
        self._leave("quit")
        self._player.close()
        self.pump()
        self._recorder.close()

    # What the player reports

    def _report(self, event: PlayerEvent) -> None:
        self._inbox.append(event)
        self._wake()

    def _handle(self, event: PlayerEvent) -> None:
        if isinstance(event, Trouble):
            self._show(trouble=event.message)
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
        elif isinstance(event, Failed):
            self._show(notice=event.message)
        else:
            self._ended(stay, event)

    def _started(self, stay: Stay, event: Started) -> None:
        if stay.id == self._preloaded:
            self._preloaded = None
            self._current = stay.id
            self.queue = self.queue.following() or self.queue
        self._failures = 0
        self._has_following_failed = False
        # What was left before it ever sounded has no end to wait for.
        self._stays = {key: old for key, old in self._stays.items() if key >= stay.id or old.at is not None}
        stay = self._stays[stay.id] = stay.started(event, self._clock.now())
        if stay.id == self._current:
            self._show(
                track=stay.track,
                source=stay.source,
                position=event.began,
                duration=stay.duration,
                is_playing=not self._is_paused,
            )
            self._keep_open(stay)
            self._saved_at -= SAVE_EVERY_S - SAVE_FIRST_S
            self._preload()

    def _progressed(self, stay: Stay, event: Progress) -> None:
        now = self._clock.now()
        stay = self._stays[stay.id] = stay.progressed(event, now)
        if stay.id != self._current:
            return
        if not event.is_playing or now - self._saved_at >= SAVE_EVERY_S:
            self._keep_open(stay)
        self._show(position=event.position, is_playing=event.is_playing and not self._is_paused)

    def _ended(self, stay: Stay, event: Ended) -> None:
        del self._stays[stay.id]
        listen = stay.ended(event, self._clock.now(), self._last_key, self._loudness())
        if listen is not None:
            self._recorder.listen(listen, stay.track)
        elif stay.at is not None:
            self._recorder.clear_open(stay.at)
        if event.reason is Left.FAILED:
            self._failures += 1
        if stay.id == self._preloaded:
            self._preloaded = None
            self._has_following_failed = True
            if self._current is None:
                self._go_on()
        elif stay.id == self._current:
            self._current = None
            if event.reason is Left.ASKED or stay.asked is not None:
                self._silence(self.now.notice)
            elif self._preloaded is None:
                self._go_on()

    def _go_on(self) -> None:
        """Starts what follows when a track has ended by itself and no preloaded one takes its place."""
        reached = self.queue.following() if self._has_following_failed else self.queue
        following = reached.following() if reached else None
        if self._failures >= MOST_FAILURES:
            self._silence(
                f"Stopped: {MOST_FAILURES} tracks in a row could not be played. Is their disk there?"
            )
        elif following is not None:
            self._move_to(following, None)
        else:
            self._silence(self.now.notice)

    # Small steps

    def _stay(self) -> Stay | None:
        return None if self._current is None else self._stays.get(self._current)

    def _move_to(self, queue: Queue, end: End | None, *, at: float = 0.0) -> None:
        """Leaves the present stay for `end` and starts the queue's present entry."""
        if end is not None:
            self.touch()
            self._leave(end)
        self.queue = queue
        entry = queue.current
        if entry is None:
            return
        if self._preloaded is not None:
            del self._stays[self._preloaded]
            self._preloaded = None
        self._has_following_failed = self._is_paused = False
        self._current = self._player.load(entry.track, at=at)
        self._stays[self._current] = self._new_stay(self._current, entry)
        self._show(
            track=entry.track,
            source=entry.source,
            position=at,
            duration=entry.track.duration,
            is_playing=True,
            notice="",
        )

    def _rearrange(self, queue: Queue) -> None:
        self.touch()
        self.queue = queue
        self._preload()
        self._tell()

    def _preload(self) -> None:
        """Keeps the player's idea of what follows in step with the queue."""
        if self._current is None:
            return
        upcoming = None if self._has_following_failed else self.queue.upcoming
        planned = self._stays.get(self._preloaded) if self._preloaded is not None else None
        if planned is not None and upcoming is not None and planned.track == upcoming.track:
            return
        if planned is not None:
            del self._stays[planned.id]
        self._preloaded = self._player.preload(upcoming.track if upcoming else None)
        if self._preloaded is not None and upcoming is not None:
            self._stays[self._preloaded] = self._new_stay(self._preloaded, upcoming)

    def _new_stay(self, number: int, entry: Entry) -> Stay:
        offset = self._clock.offset(self._clock.now())
        return Stay(number, entry.track, entry.source, offset, is_private=self.now.is_incognito)

    def _loudness(self) -> int:
        return 0 if self.now.is_muted else self.now.volume

    def _leave(self, end: End) -> None:
        stay = self._stay()
        if stay is not None and stay.asked is None:
            self._stays[stay.id] = replace(stay, asked=end)

    def _fall_silent(self, end: End) -> None:
        """Leaves the present stay, and nothing follows. What never sounded has no end to wait for."""
        stay = self._stay()
        if stay is None:
            return
        self._leave(end)
        self._player.stop()
        if stay.at is None and stay.id == self._current:
            self._current = None
            self._silence("")

    def _keep_open(self, stay: Stay) -> None:
        listen = stay.so_far(self._last_key, self._loudness())
        if listen is not None and not stay.is_private:
            self._saved_at = self._clock.now()
            self._recorder.keep_open(listen, stay.track)

    def _mark(self, kind: str, track: Track, marked: set[str]) -> None:
        self.touch()
        is_on = track.id not in marked
        (marked.add if is_on else marked.discard)(track.id)
        self._recorder.mark(kind, track=track, value=is_on)
        words = {("like", True): "Liked", ("like", False): "No longer liked"}
        words |= {("ban", True): "Never suggested again", ("ban", False): "May be suggested again"}
        self._show(notice=f"{words[kind, is_on]}: {clean(track.title)}")

    def _silence(self, notice: str) -> None:
        self._show(track=None, source="", position=0.0, duration=None, is_playing=False, notice=notice)

    def _show(self, **changes: object) -> None:
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]  # checked by Now itself at run time
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
