"""Somebody with a stopwatch beside a sitting: what sounds, for how long, how it ends and what that counts as, reckoned anew.

The queue is the real one, which has a model of its own.
"""

import math
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

import pytest
from sitting import HandClock, Sitting
from tunes.library.track import Kind, Track
from tunes.player.events import Ended, Left, PlayerEvent, Started
from tunes.player.queue import Entry, Queue, Repeat
from tunes.player.silent import NEAR_S, UNKNOWN_LENGTH_S, SilentPlayer
from tunes.player.sound import Sound
from tunes.profile.rules import derive

STEP_S = 0.5
"""Time passes in such steps; what the player reports is taken in after each."""
LENGTHS: dict[str, float | None] = {
    "song": 100.0,
    "short": 20.0,
    "jingle": 3.0,
    "nothing": 0.0,
    "broken": 50.0,
    "unknown": None,
    "worse": 50.0,
    "film": 60.0,
    "mix": 1300.0,
    "talk": 40.0,
}
KINDS = {"film": Kind.VIDEO, "talk": Kind.SPOKEN}
BROKEN = {"broken", "worse"}
SHELF = [
    Track(name, Path(f"/m/{name}.flac"), KINDS.get(name, Kind.MUSIC), name, duration=seconds)
    for name, seconds in LENGTHS.items()
]


def sounds_for(track: Track) -> float:
    return UNKNOWN_LENGTH_S if track.duration is None else track.duration


class TickingClock(HandClock):
    """No two looks at it tell the same time."""

    def now(self) -> float:
        self.time += 1e-6
        return self.time


class Evening(Sitting):
    """A sitting whose broken tracks fail, and that remembers what its player told."""

    def __init__(self, folder: Path, clock: HandClock, events: list[PlayerEvent]) -> None:
        self._events = events
        super().__init__(folder, clock)

    def _make_player(self, sink: Any) -> SilentPlayer:
        def passing(event: PlayerEvent) -> None:
            self._events.append(event)
            sink(event)

        player = super()._make_player(passing)
        for name in BROKEN:
            player.break_track(name)
        return player


@dataclass
class Note:
    """What is written down of one going."""

    track: str
    source: str
    end: str
    heard: float
    began: float
    left: float
    seeks: int
    restarts: int
    at: float


@dataclass
class Stopwatch:
    """Somebody who hears what sounds, sees the queue and the clock, and knows the words of docs/words.md."""

    clock: HandClock
    queue: Queue = field(default_factory=Queue)
    entry: Entry | None = None
    rate: float = 1.0
    is_guest: bool = False
    is_paused: bool = False
    has_begun: bool = False
    is_private: bool = False
    at: float = 0.0
    began: float = 0.0
    position: float = 0.0
    heard: float = 0.0
    seeks: int = 0
    restarts: int = 0
    silent_since: float | None = None
    passed_over: list[Entry] = field(default_factory=list)
    has_failed: bool = False
    is_lined_up: bool = False
    """Whether what follows has been opened; it is at the end of the step in which a track begins, or when the queue changes."""
    notes: list[Note] = field(default_factory=list)
    failures: int = 0

    @property
    def left(self) -> float:
        return 0.0 if self.entry is None else sounds_for(self.entry.track) - self.position

    def begin(self, entry: Entry, at: float = 0.0) -> None:
        self.entry, self.has_begun, self.is_paused, self.is_lined_up = entry, False, False, False
        self.began = self.position = min(at, sounds_for(entry.track))
        self.heard, self.seeks, self.restarts, self.silent_since = 0.0, 0, 0, None
        self.is_private = self.is_guest
        self.passed_over = []

    def leave(self, end: str) -> None:
        entry, self.entry = self.entry, None
        if entry is None or not self.has_begun or self.heard <= 0 or self.is_private:
            return
        is_long = self.silent_since is not None and self.clock.time - self.silent_since > 1800
        end = "stopped" if is_long and end != "finished" else end
        if end in {"next", "previous", "jumped"} and self.heard < 2:
            return
        told = (self.heard, self.began, self.position)
        heard, began, left = (round(number, 2) for number in told)
        self.notes.append(
            Note(entry.track.id, entry.source, end, heard, began, left, self.seeks, self.restarts, self.at)
        )

    def go(self, queue: Queue, end: str) -> None:
        if queue.current is not None:
            self.leave(end)
            self.begin(queue.current)
        self.queue = queue

    def seek(self, target: float) -> None:
        if self.entry is None:
            return
        length = sounds_for(self.entry.track)
        target = max(0.0, min(target, length))
        if self.has_begun:
            half = self.entry.track.duration is not None and self.position >= length / 2
            self.seeks += 1
            self.restarts += half and target < 3
        else:
            self.began = target
        self.position = target

    def toggle(self) -> None:
        if self.entry is None:
            self.go(self.queue if self.queue.current else self.queue.following() or self.queue, "jumped")
        elif not self.is_paused:
            self.is_paused = True
            self.silent_since = self.clock.time if self.has_begun else None
        elif self.silent_since is not None and self.clock.time - self.silent_since > 1800:
            entry, place = self.entry, self.position
            self.leave("stopped")
            self.begin(entry, place)
        else:
            self.is_paused = False
            if self.heard <= 0:
                self.at = self.clock.time
            self.silent_since = None

    # A step of time; the clock has been moved on already

    def step(self) -> None:
        if self.entry is None:
            return
        follower = self._follower() if self.is_lined_up else None
        if not self.has_begun and self.entry.track.id in BROKEN:
            self._fail(follower)
        else:
            if not self.has_begun:
                self._start()
            self._sound(STEP_S * self.rate, follower)
        self.is_lined_up = self.entry is not None and self.has_begun

    def _start(self) -> None:
        self.has_begun, self.has_failed, self.at = True, False, self.clock.time
        self.is_private = self.is_guest
        self.passed_over = []
        if self.is_paused:
            self.silent_since = self.clock.time

    def _sound(self, seconds: float, follower: Entry | None) -> None:
        assert self.entry is not None
        sounding = 0.0 if self.is_paused else min(seconds, self.left)
        self.position += sounding
        self.heard += sounding
        is_over = not self.is_paused and self.left <= 0
        if follower is not None and follower.track.id in BROKEN and (self.left < NEAR_S or is_over):
            self._pass_over()
            follower = None
        if is_over:
            self.leave("finished")
            if follower is not None:
                self._join(follower, seconds - sounding)
            else:
                self._advance()

    def _join(self, follower: Entry, seconds: float, *, is_paused: bool = False) -> None:
        """It was opened beforehand, and sounds within the same step."""
        self.queue = self._coming() or self.queue
        self.begin(follower)
        self.is_paused = is_paused
        self._start()
        if seconds > 0:
            self._sound(seconds, None)

    def _advance(self) -> None:
        coming = self._coming()
        if self.has_failed and coming is self.queue:
            coming = self.queue.following()
        if coming is not None:
            entry, self.queue = self.queue.arriving_at(coming), coming
            assert entry is not None
            self.begin(entry)

    def _fail(self, follower: Entry | None) -> None:
        is_paused = self.is_paused
        self.entry, self.has_failed = None, True
        self.failures += 1
        if follower is None:
            self._advance()
        elif follower.track.id in BROKEN:
            self._pass_over()
            self._advance()
        else:
            self._join(follower, STEP_S * self.rate, is_paused=is_paused)

    def _pass_over(self) -> None:
        coming = self._coming()
        self.failures += 1
        self.has_failed = True
        if coming is not None and coming.current is not None:
            self.passed_over.append(coming.current)

    def _coming(self) -> Queue | None:
        coming = self.queue.continued()
        while coming is not None and coming.current in self.passed_over:
            coming = coming.following()
        return coming

    def _follower(self) -> Entry | None:
        coming = self._coming()
        return self.queue.arriving_at(coming) if coming is not None else None


def counted(notes: list[Note], lengths: dict[str, float | None]) -> list[tuple[bool, bool]]:
    """Play and skip of each, by the words of docs/words.md."""
    watched: dict[str, float] = {}
    counts = []
    for note in notes:
        length = lengths[note.track]
        if note.track in KINDS:
            assert length is not None
            watched[note.track] = watched.get(note.track, 0.0) + note.heard
            is_play = watched[note.track] >= 0.8 * length
            watched[note.track] = 0.0 if is_play else watched[note.track]
        elif length is None:
            is_play = note.heard >= 240 or note.end == "finished"
        elif length < 30:
            is_play = note.end == "finished"
        else:
            is_play = note.heard >= (length / 2 if length > 1200 else min(length / 2, 240))
        counts.append((is_play, note.end in {"next", "jumped"} and not is_play))
    return counts


def replays(stored: list[dict[str, Any]]) -> list[bool]:
    ended: dict[str, float] = {}
    looped: set[tuple[str, int]] = set()
    found, latest_end, sitting = [], -math.inf, 0
    for one in stored:
        if one["at"] - latest_end >= 1800:
            sitting += 1
        end = max(one["at"] + one["heard"], one["last_key"] or -math.inf)
        latest_end = max(latest_end, end)
        again = one["at"] - ended.get(one["track"], -math.inf) <= 600 and one["began"] < 3
        if again and one["source"] == "repeat":
            again = (one["track"], sitting) not in looped
            looped.add((one["track"], sitting))
        ended[one["track"]] = end
        found.append(again or one["restarts"] > 0)
    return found


@dataclass
class Table:
    """The two who are compared."""

    folder: Path
    clock: HandClock = field(default_factory=TickingClock)
    events: list[PlayerEvent] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = Stopwatch(self.clock)
        self.open()

    def open(self) -> None:
        self.sitting = Evening(self.folder, self.clock, self.events)

    def press(self, key: str, value: Any) -> None:
        getattr(self, f"_{key}")(value)
        self.sitting.session.pump()
        is_another = self.watch.queue.cells is not self.sitting.session.queue.cells
        if key in {"repeat", "remove"} or (key == "guest" and is_another):
            self.watch.is_lined_up = self.watch.entry is not None
        if key != "wait":
            self.watch.queue = self.sitting.session.queue
        now = self.sitting.session.now
        entry = self.watch.entry
        assert (now.track and now.track.id) == (entry and entry.track.id), key
        assert self.watch.queue.number == self.sitting.session.queue.number, key

    def _wait(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.clock.time += STEP_S
            self.sitting.player.advance(STEP_S)
            self.sitting.session.pump()
            self.watch.step()

    def _play(self, at: int) -> None:
        self.sitting.session.play(SHELF, at, "x")
        self.watch.go(self.sitting.session.queue, "jumped")

    def _next(self, _: None) -> None:
        following = self.sitting.session.queue.following()
        self.sitting.session.next()
        if following is not None:
            self.watch.go(following, "next")
        else:
            self.watch.leave("next")

    def _previous(self, _: None) -> None:
        before = self.sitting.session.queue.preceding()
        self.sitting.session.previous()
        if before is None or (self.watch.entry is not None and self.watch.position > 3):
            self.watch.seek(0.0)
        else:
            self.watch.go(before, "previous")

    def _toggle(self, _: None) -> None:
        self.sitting.session.toggle()
        self.watch.toggle()

    def _stop(self, _: None) -> None:
        self.sitting.session.stop()
        self.watch.leave("stopped")

    def _guest(self, _: None) -> None:
        watch = self.watch
        watch.is_guest = not watch.is_guest
        watch.is_private = watch.is_private or watch.is_guest
        self.sitting.session.set_incognito(watch.is_guest)

    def _quit(self, _: None) -> None:
        self.sitting.recorder.flush()  # here hours pass in a second, which no disk is made for
        self.sitting.session.close()
        self.complaints += self.sitting.complaints
        self.watch.leave("quit")
        self.watch.rate, self.watch.is_guest = 1.0, False
        self.open()

    def _seek(self, by: float) -> None:
        self._to(self.watch.position + by)

    def _seek_to(self, share: float) -> None:
        if self.watch.entry is not None:
            self._to(share * sounds_for(self.watch.entry.track))

    def _before_end(self, seconds: float) -> None:
        if self.watch.entry is not None:
            self._to(sounds_for(self.watch.entry.track) - seconds)

    def _to(self, place: float) -> None:
        entry = self.watch.entry
        if entry is not None and (self.watch.has_begun or place < sounds_for(entry.track)):
            self.sitting.session.seek_to(place)
            self.watch.seek(place)

    def _jump(self, index: int) -> None:
        self.sitting.session.jump(index)
        if index < len(self.watch.queue):
            self.watch.go(self.sitting.session.queue, "jumped")

    def _remove(self, index: int) -> None:
        self.sitting.session.remove(index)

    def _asleep(self, seconds: float) -> None:
        """The computer: the clock goes on, and nothing else does."""
        self.clock.time += seconds

    def _rate(self, rate: float) -> None:
        self.sitting.player.set_sound(Sound(rate=rate))
        self.watch.rate = rate

    def _repeat(self, repeat: Repeat) -> None:
        self.sitting.session.set_repeat(repeat)

    def compare(self) -> None:
        self._quit(None)
        self.sitting.session.close()
        stored = list(self.sitting.store.documents("listens"))
        kept = sorted((one for one in stored if one["end"] != "error"), key=itemgetter("track", "at"))
        notes = sorted(self.watch.notes, key=attrgetter("track", "at"))
        assert [
            (one["track"], one["source"], one["end"], one["heard"], one["began"], one["left"]) for one in kept
        ] == [(note.track, note.source, note.end, note.heard, note.began, note.left) for note in notes]
        assert [(min(50, note.seeks), note.restarts) for note in notes] == [
            (len(one["seeks"]), one["restarts"]) for one in kept
        ]
        assert [one["at"] for one in kept] == pytest.approx([note.at for note in notes], abs=STEP_S)
        errors = [one for one in stored if one["end"] == "error"]
        assert all(one["track"] in BROKEN and one["heard"] == 0 for one in errors)
        assert len(errors) <= self.watch.failures
        self._compare_counts(kept, notes)
        self._compare_brackets()
        assert self.complaints == []
        assert not list(self.folder.glob("*/open*.json"))

    def _compare_counts(self, kept: list[dict[str, Any]], notes: list[Note]) -> None:
        history = self.sitting.store.history()
        derived = derive(history)
        rows = {
            (history.tracks[history.track[row]], float(history.at[row])): row
            for row in range(len(history))
            if history.heard[row] > 0
        }
        order = [rows[one["track"], one["at"]] for one in kept]
        found = [(bool(derived.play[row]), bool(derived.skip[row])) for row in order]
        assert found == counted(notes, LENGTHS)
        found_again = {id(one): bool(derived.replay[row]) for one, row in zip(kept, order, strict=True)}
        in_time = sorted(kept, key=itemgetter("at"))
        assert [found_again[id(one)] for one in in_time] == replays(in_time)

    def _compare_brackets(self) -> None:
        assert sum(isinstance(one, Started) for one in self.events) == sum(
            isinstance(one, Ended) and one.reason is not Left.FAILED for one in self.events
        )
