"""A made listener in front of the real player: real engine, real sound server, real profile, and an ear beside it that counts afresh."""

import math
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ear import Ear, Run, make_coded, stays
from pulse import PulseAudio
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Ended, PlayerEvent, Started
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.recorder import Recorder
from tunes.profile.rules import derive
from tunes.profile.store import Store
from tunes.tui.clock import WallClock
from tunes.tui.session import Session

LENGTHS_S = (3.0, 5.0, 8.0, 13.0, 21.0, 31.0, 38.0)
FORMATS = ("flac", "mp3", "ogg", "wav")
HEARD_S = 0.35
"""How far the two counts may differ: a device that is left in mid-sound still plays the 200 ms that it was given."""
EDGE_S = 0.5
"""How near to a threshold of a rule the two counts may fall on different sides of it."""


@dataclass(slots=True)
class Findings:
    """What came of the comparison."""

    listens: int = 0
    sounded: int = 0
    passed_by: int = 0
    errors: int = 0
    differences: list[float] = field(default_factory=list)
    """Seconds that the player counted more than the ear, a number for each listen."""
    ends: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Evening:
    """One listener, one player. `close` ends it; `compare` can be asked afterwards."""

    def __init__(self, seed: int, *, broken: int = 2) -> None:
        self.rng = random.Random(seed)
        self._folder = tempfile.TemporaryDirectory(prefix="tunes-evening-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.tracks = self._shelf(broken)
        self.sound = PulseAudio()
        self.ear = Ear(self.sound)
        self.keys: list[tuple[float, str]] = []
        """When which end was asked for."""
        self.events: list[PlayerEvent] = []
        self.complaints: list[str] = []
        self._news = threading.Condition()
        self._has_news = False
        self.store = Store(self.folder / "profile", "evening")
        self.session = Session(
            self._make_player, Recorder(self.store, self.complaints.append), WallClock(), self._wake
        )

    # Time

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Lets real time pass, taking in what the player reports."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not until():
            with self._news:
                self._news.wait_for(lambda: self._has_news, min(left, 0.5))
                self._has_news = False
            self.session.pump()

    def close(self) -> None:
        """Ends the listen in progress as quit, and lets the ear hear the last of it."""
        self.note("quit")
        self.session.close()
        time.sleep(1.0)  # what is on its way to the ear
        self.ear.close()
        self.sound.close()

    # Keys

    def note(self, end: str) -> None:
        """A key is pressed that leaves what sounds."""
        self.keys.append((time.time(), end))

    def press(self) -> str:
        """One key, as it comes; says which."""
        key = self.rng.choice(
            [
                "next",
                "next",
                "previous",
                "pause",
                "seek",
                "seek",
                "seek",
                "volume",
                "jump",
                "enqueue",
                "stop",
                "far",
            ]
        )
        getattr(self, f"_{key}")()
        return key

    def play_afresh(self) -> None:
        """All tracks in another order."""
        order = self.tracks[:]
        self.rng.shuffle(order)
        while not self._is_playable(order[0]) or order[0] == self._heard_last():
            self.rng.shuffle(order)
        self.note("jumped")
        self.session.play(order, 0, "album:made")

    def _next(self) -> None:
        if self._is_heard():
            self.note("next")
            self.session.next()

    def _previous(self) -> None:
        if self._is_heard() and not self._comes_back(self.session.queue.index - 1):
            self.note("previous")
            self.session.previous()

    def _pause(self) -> None:
        self.session.toggle()
        self.wait(self.rng.uniform(0.1, 4.0))
        self.session.toggle()

    def _seek(self) -> None:
        for _ in range(self.rng.choice([1, 1, 2, 5])):
            self.session.seek_by(self.rng.choice([-10.0, -5.0, -1.0, 5.0, 10.0]))

    def _far(self) -> None:
        self.session.seek_to((self.session.now.duration or 20.0) - self.rng.choice([0.0, 0.1, 0.3, 1.5]))

    def _volume(self) -> None:
        self.session.set_volume(self.rng.randint(50, 100))

    def _jump(self) -> None:
        entries = self.session.queue.entries
        index = self.rng.randrange(len(entries))
        if self._is_heard() and not self._comes_back(index):
            self.note("jumped")
            self.session.jump(index)

    def _enqueue(self) -> None:
        last = next(one.track for one in reversed(self.session.queue.entries) if self._is_playable(one.track))
        self.session.enqueue([self.rng.choice([track for track in self.tracks if track != last])])

    def _stop(self) -> None:
        self.note("stopped")
        self.session.stop()
        self.wait(1.0)
        self.play_afresh()

    # To the ear, two stays of one track in a row are one: no track comes right after itself

    def _comes_back(self, index: int) -> bool:
        """Whether what sounds there is what sounds now: itself, or the first that is not broken behind it."""
        there = [one.track for one in self.session.queue.entries[max(0, index) :]]
        return next(filter(self._is_playable, there), None) in {None, self.session.now.track}

    def _is_playable(self, track: Track) -> bool:
        return not track.id.startswith("t1:x")

    def _heard_last(self) -> Track | None:
        """What the ear heard last, also when it is silent by now."""
        heard = [run.number for run in stays(self.ear.runs[-9:]) if 0 <= run.number < len(self.tracks)]
        return self.tracks[heard[-1]] if heard else None

    def _is_heard(self) -> bool:
        """A key that leads elsewhere waits for the sound of what it leaves, so that there is something between."""
        self.wait(2.0, lambda: self.session.now.track in {None, self._heard_last()})
        return self.session.now.track is not None

    # What came of it

    def compare(self) -> Findings:
        """Every listen that was kept against what the ear heard."""
        found = Findings()
        stored = sorted(self.store.documents("listens"), key=lambda one: one["at"])
        self._look_at_errors(stored, found)
        self._look_at_brackets(found)
        sounding = [one for one in stored if one["heard"] > 0]
        found.listens = len(sounding)
        runs = stays(self.ear.runs)
        found.sounded = len(runs)
        rest, pairs = list(sounding), []
        for run, after in zip(runs, [*[run.since for run in runs[1:]], math.inf], strict=True):
            ends = {end for at, end in self.keys if run.until - 1.0 < at < after + 0.2}
            kept = next((one for one in rest if self._is_of(one, run)), None)
            if kept is not None:
                rest.remove(kept)
                pairs.append((kept, run))
                self._look_at(*pairs[-1], ends, found)
            elif run.heard < 2 + HEARD_S and ends & {"next", "previous", "jumped"}:
                found.passed_by += 1
            else:
                found.wrong.append(f"sounded and was not kept: {run}")
        found.wrong += [f"kept and did not sound: {one}" for one in rest if one["heard"] > 0.1]
        found.wrong += [f"told: {complaint}" for complaint in self.complaints]
        self._look_at_counts(pairs, found)
        return found

    def _is_of(self, listen: dict[str, Any], run: Run) -> bool:
        return bool(listen["track"] == f"t1:{run.number}" and abs(listen["at"] - run.since) < 2.0)

    def _look_at(self, listen: dict[str, Any], run: Run, allowed: set[str], found: Findings) -> None:
        found.differences.append(listen["heard"] - run.heard)
        found.ends[listen["end"]] = found.ends.get(listen["end"], 0) + 1
        track = self.tracks[run.number]
        length = track.duration or 0.0
        if max(run.last, listen["left"]) > length - HEARD_S:
            allowed = allowed | {"finished"}
        told = f"{listen} but the ear: {run}"
        if abs(listen["heard"] - run.heard) > HEARD_S:
            found.wrong.append(f"heard differs by {listen['heard'] - run.heard:.2f} s: {told}")
        if listen["end"] not in allowed:
            found.wrong.append(f"end {listen['end']} is none of {allowed}: {told}")
        if listen["end"] != "finished" and not listen["seeks"] and abs(listen["left"] - run.last) > HEARD_S:
            found.wrong.append(f"left elsewhere: {told}")

    def _look_at_errors(self, stored: Sequence[dict[str, Any]], found: Findings) -> None:
        errors = [one for one in stored if one["end"] == "error"]
        found.errors = len(errors)
        found.wrong += [
            f"no error: {one}"
            for one in stored
            if (one["end"] == "error") != one["track"].startswith("t1:x")
            or (one["heard"] == 0) != (one["end"] == "error")
        ]

    def _look_at_brackets(self, found: Findings) -> None:
        started = [event.stay for event in self.events if isinstance(event, Started)]
        ended = [event.stay for event in self.events if isinstance(event, Ended)]
        if len(set(started)) != len(started) or len(set(ended)) != len(ended) or set(started) - set(ended):
            found.wrong.append(f"not one end for each start: {sorted(set(started) ^ set(ended))}")

    def _look_at_counts(self, pairs: Sequence[tuple[dict[str, Any], Run]], found: Findings) -> None:
        """Plays and skips as tunes derives them, against the written words applied to what the ear heard."""
        fields = set(Listen.__slots__) - {"seeks"}
        counts = derive(History.of([Listen(**{key: one[key] for key in fields}) for one, _ in pairs]))
        for (one, run), is_play, is_skip in zip(pairs, counts.play, counts.skip, strict=True):
            half, end = one["duration"] / 2, one["end"]
            if min(abs(run.heard - half), abs(run.heard - 2)) < EDGE_S:
                continue
            own = end == "finished" if half < 15 else run.heard >= half
            if bool(is_play) != own or bool(is_skip) != (end in {"next", "jumped"} and not own):
                found.wrong.append(f"counted as play {is_play}, skip {is_skip}: {one} but the ear: {run}")

    # Making

    def _make_player(self, sink: Callable[[PlayerEvent], None]) -> EnginePlayer:
        os.environ |= self.sound.environment

        def passing(event: PlayerEvent) -> None:
            self.events.append(event)
            sink(event)

        self.player = EnginePlayer(passing, self.folder / "engine.log")
        return self.player

    def _wake(self) -> None:
        with self._news:
            self._has_news = True
            self._news.notify()

    def _shelf(self, broken: int) -> list[Track]:
        made = []
        for number in range(len(LENGTHS_S) * len(FORMATS)):
            ending = FORMATS[number % len(FORMATS)]
            seconds = LENGTHS_S[number % len(LENGTHS_S)]
            path = make_coded(self.folder / f"{number}.{ending}", number, seconds)
            made.append(Track(f"t1:{number}", path, Kind.MUSIC, str(number), duration=seconds))
        for number in range(broken):
            path = self.folder / f"x{number}.flac"
            path.write_bytes(b"no sound at all " * 1000)
            made.append(Track(f"t1:x{number}", path, Kind.MUSIC, "broken", duration=20.0))
        return made
