"""Any sequence of keys and waits, against a plain model of one ear: every listen is there once, with what was really heard."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sitting import Sitting, tracks
from tunes.library.track import Track
from tunes.player.queue import Entry, Queue, Repeat, Shuffle
from tunes.player.sound import Sound

SECONDS = 20.0
SHELF = tracks(8, SECONDS)


@dataclass
class Ear:
    """What somebody with a stopwatch would write down. The queue is the real one: it has a model of its own."""

    queue: Queue = field(default_factory=Queue)
    track: Track | None = None
    source: str = ""
    undone: list[Queue] = field(default_factory=list)
    """What the queue was before each change."""
    is_paused: bool = False
    rate: float = 1.0
    position: float = 0.0
    heard: float = 0.0
    jumps: int = 0
    restarts: int = 0
    has_begun: bool = False
    notes: list[tuple[str, str, str, float, int, int]] = field(default_factory=list)

    def leave(self, end: str) -> None:
        passed_by = end in {"next", "previous", "jumped"} and self.heard < 2
        if self.track is not None and self.heard > 0 and not passed_by:
            self.notes.append(
                (self.track.id, self.source, end, round(self.heard, 2), self.jumps, self.restarts)
            )
        self.track = None

    def begin(self, arriving: Entry | None = None) -> None:
        entry = arriving or self.queue.current
        if entry is not None:
            self.track, self.source, self.is_paused, self.has_begun = entry.track, entry.source, False, False
            self.position = self.heard = 0.0
            self.jumps = self.restarts = 0

    def go(self, queue: Queue, end: str) -> None:
        self.queue = queue
        if queue.current is not None:
            self.leave(end)
            self.begin()

    def change(self, queue: Queue) -> None:
        if queue is not self.queue and len(self.queue):
            self.undone.append(self.queue)
        self.queue = queue

    def seek(self, target: float) -> None:
        if self.track is None:
            return
        target = max(0.0, min(target, SECONDS))
        if self.has_begun:
            self.jumps += 1
            self.restarts += self.position >= SECONDS / 2 and target < 3
        self.position = target

    def wait(self, seconds: float) -> None:
        while self.track is not None and seconds > 0:
            self.has_begun = True
            if self.is_paused:
                return
            step = min(seconds * self.rate, SECONDS - self.position)
            self.position += step
            self.heard += step
            seconds -= step / self.rate
            if self.position >= SECONDS:
                self.leave("finished")
                following = self.queue.continued()
                if following is not None:
                    entry, self.queue = self.queue.arriving_at(following), following
                    self.begin(entry)
                    self.has_begun = True  # joined on
                elif self.queue.stops_after:
                    waiting = self.queue.stopping_after(is_on=False)
                    self.queue = waiting.continued() or waiting


WAITS = st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 9.5, 10.0, 19.5, 20.0, 25.0, 45.0])
KEYS = st.one_of(
    st.tuples(st.just("wait"), WAITS),
    st.tuples(st.just("play"), st.integers(0, 7)),
    st.tuples(st.sampled_from(["next", "previous", "toggle", "stop"]), st.none()),
    st.tuples(st.just("seek"), st.sampled_from([-30.0, -5.0, 5.0, 30.0])),
    st.tuples(st.sampled_from(["enqueue", "enqueue_next"]), st.integers(0, 7)),
    st.tuples(st.sampled_from(["jump", "remove", "up", "down"]), st.integers(0, 9)),
    st.tuples(st.just("speed"), st.sampled_from([0.5, 1.0, 2.0])),
    st.tuples(st.just("repeat"), st.sampled_from(Repeat)),
    st.tuples(st.just("shuffle"), st.sampled_from(Shuffle)),
    st.tuples(st.sampled_from(["stop_after", "undo", "clear"]), st.none()),
)


def press(sitting: Sitting, ear: Ear, key: str, value: Any) -> None:  # one branch a key
    session = sitting.session
    if key == "wait":
        sitting.wait(value)
        ear.wait(value)
    elif key == "play":
        session.play(SHELF, value, "x")
        ear.undone += [ear.queue] if len(ear.queue) else []
        ear.go(ear.queue.replaced([Entry(track, "x") for track in SHELF], value), "jumped")
    elif key == "next":
        session.next()
        following = ear.queue.following()
        if following is not None:
            ear.go(following, "next")
        else:
            ear.leave("next")
    elif key == "previous":
        session.previous()
        before = ear.queue.preceding()
        position = ear.position if ear.track is not None else 0.0
        if position > 3 or before is None:
            ear.seek(0.0)
        else:
            ear.go(before, "previous")
    elif key == "toggle":
        session.toggle()
        if ear.track is None:
            ear.go(ear.queue if ear.queue.current else ear.queue.following() or ear.queue, "jumped")
        else:
            ear.is_paused = not ear.is_paused
    elif key == "stop":
        session.stop()
        ear.leave("stopped")
    elif key == "seek":
        if (
            ear.has_begun or ear.position + value < SECONDS
        ):  # over before it began: nobody could say what follows when
            session.seek_by(value)
            ear.seek(ear.position + value)
    elif key == "speed":
        session.set_sound(Sound(rate=value))
        ear.rate = value
    elif key == "jump":
        session.jump(value)
        if value < len(ear.queue):
            ear.go(ear.queue.jumped(value), "jumped")
    else:
        rearrange(sitting, ear, key, value)


def rearrange(sitting: Sitting, ear: Ear, key: str, value: Any) -> None:
    session = sitting.session
    if key in {"enqueue", "enqueue_next"}:
        entry = Entry(SHELF[value % 8], "queue")
        (session.enqueue if key == "enqueue" else session.enqueue_next)([entry.track])
        ear.change((ear.queue.appended if key == "enqueue" else ear.queue.inserted_next)([entry]))
    elif key == "remove":
        session.remove(value)
        ear.change(ear.queue.removed(value))
    elif key == "clear":
        session.clear()
        ear.change(ear.queue.cleared())
    elif key == "undo":
        session.undo()
        ear.queue = ear.queue.restored(ear.undone.pop()) if ear.undone else ear.queue
    elif key == "shuffle":
        session.set_shuffle(value)
        ear.change(ear.queue.shuffled(value))
    elif key == "repeat":
        session.set_repeat(value)
        ear.queue = ear.queue.repeating(value)
    elif key == "stop_after":
        is_on = not session.queue.stops_after
        session.set_stop_after(is_on=is_on)
        ear.queue = ear.queue.stopping_after(is_on=is_on)
    else:
        by = -1 if key == "up" else 1
        session.move(value, by)
        ear.change(ear.queue.moved(value, value + by))


@settings(max_examples=300)
@given(st.lists(KEYS, min_size=1, max_size=25))
def test_any_keys_give_the_listens_that_a_stopwatch_gives(keys: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sitting, ear = Sitting(Path(folder)), Ear()
        for key, value in keys:
            press(sitting, ear, key, value)
            sitting.session.pump()
            playing = sitting.session.now.track
            assert (playing and playing.id) == (ear.track and ear.track.id), key
        now = sitting.session.now
        assert (now.track, [e.track for e in sitting.session.queue.entries]) == (
            ear.track,
            [e.track for e in ear.queue.entries],
        )
        sitting.session.close()
        ear.leave("quit")
        kept = [
            (one["track"], one["source"], one["end"], one["heard"], len(one["seeks"]), one["restarts"])
            for one in sitting.store.documents("listens")
        ]
        assert kept == ear.notes
        assert not list(Path(folder).glob("*/open*.json"))
        assert sitting.complaints == []
