"""Owns what the listener says of music while tunes runs: likes, bans, "not now", stars, and taking each back. Knows no screen."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.marks import (
    MOST_STARS,
    REST_S,
    Mark,
    Subject,
    Value,
    rests,
    rests_until,
    says_something,
    standing,
    subject_of,
)
from tunes.profile.said import Said, stars_of
from tunes.profile.things import What, sort_of, track_thing
from tunes.tui.clock import Clock
from tunes.tui.now import Showing

if TYPE_CHECKING:  # what writes needs numpy and TinyDB, and the screen is to be there before them
    from tunes.profile.recorder import Recorder

ReadSaid = Callable[[], Iterable[Mark]]
"""What was said last of each thing when tunes starts, also what takes something back; of a track once for every id it had."""

MOST_UNDONE = 100
JUST_AFTER_S = 0.001
"""A word that replaces one of another computer is dated behind it, even if that one's clock runs ahead."""
GUEST = "A guest plays (I): nothing is marked."
NOTHING = "Nothing was marked since tunes began; V lists all."


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was said, and what held before."""

    before: Mark
    name: str
    track: Track | None


class Marking:
    """What holds, and how it came about since the start."""

    def __init__(
        self,
        recorder: "Recorder",
        clock: Clock,
        showing: Showing,
        said: ReadSaid = tuple,
        roots: Sequence[Path] = (),
    ) -> None:
        """`said` reads the marks that hold, when they are first needed; the library lies below `roots`."""
        self._recorder = recorder
        self._clock = clock
        self._showing = showing
        self.roots = tuple(roots)
        self._read = said
        self._known: dict[Subject, Mark] | None = None
        self._said: Said | None = None
        self._changes_at = math.inf
        """Unix time at which the next "not now" ends."""
        self._steps: deque[Step] = deque(maxlen=MOST_UNDONE)
        self.news: tuple[Mark, ...] = ()
        """All that was said since the start, oldest first."""

    @property
    def said(self) -> Said:
        """What holds; always the same object until something else is said, or has rested long enough."""
        now = self._clock.now()
        if self._said is None or now >= self._changes_at:
            held = standing(self._held.values())
            ends = [rests_until(mark) for mark in held if mark.kind == "not now" and rests(mark, now)]
            self._changes_at = min(ends, default=math.inf)
            self._said = Said.of(held, now, self.roots)
        return self._said

    @property
    def unwanted(self) -> tuple[What, ...]:
        """What is banned or rests just now."""
        kinds = {"ban", "not now"}
        return tuple(
            mark.what for mark in self._held.values() if mark.kind in kinds and self._means_something(mark)
        )

    @property
    def _held(self) -> dict[Subject, Mark]:
        """The newest of each; also of those that undo, as what follows must be dated behind them."""
        if self._known is None:
            self._known = {subject_of(mark): mark for mark in self._read()}
        return self._known

    def holds(self, kind: str, what: What) -> bool:
        """Whether something is said of a thing just now."""
        return self._means_something(self._mark_of(kind, what))

    def stars(self, what: What) -> int:
        """1 to 5, or 0 where there are none."""
        return self.said.stars.get(str(what.get("track", "")), 0)

    def like(self, track: Track) -> None:
        """Likes a track, or takes the like back."""
        self.toggle("like", track_thing(track), track)

    def ban(self, track: Track) -> None:
        """Never suggests a track again, or allows it again."""
        self.toggle("ban", track_thing(track), track)

    def toggle(self, kind: str, what: What, track: Track | None = None) -> None:
        """Says "like", "ban" or "not now" of a thing, or takes that back; `track` is the track itself where it is one."""
        if self.holds(kind, what):
            self._say(kind, what, False, track)
        else:
            self._say(kind, what, self._clock.now() + REST_S if kind == "not now" else True, track)

    def rate(self, track: Track, stars: int) -> None:
        """Gives a track 1 to 5 stars; 0 takes them away."""
        self._say("rate", track_thing(track), min(stars, MOST_STARS) if stars > 0 else None, track)

    def set(self, mark: Mark, value: Value, name: str) -> None:
        """Says something else of what an earlier mark is about; `name` is what that is called."""
        self._say(mark.kind, mark.what, value, None, name)

    def learn(self, mark: Mark) -> None:
        """Another run or computer has said this."""
        known = self._held.get(subject_of(mark))
        if known is None or known.at < mark.at:
            self._held[subject_of(mark)] = mark
            self._said = None

    def now(self) -> float:
        """Unix seconds."""
        return self._clock.now()

    def undo(self) -> None:
        """What was said last is as if it had not been."""
        if self._may_mark() and not self._steps:
            self._showing.show(notice=NOTHING)
        elif self._may_mark():
            step = self._steps.pop()
            self._keep(step.before.kind, step.before.what, step.before.value, step.track)
            self._tell("Undone", step.before.kind, step.before.value, step.name)

    def _may_mark(self) -> bool:
        if self._showing.now.is_incognito:
            self._showing.show(notice=GUEST)
        return not self._showing.now.is_incognito

    def _say(self, kind: str, what: What, value: Value, track: Track | None, name: str = "") -> None:
        if not self._may_mark():
            return
        name = name or name_of(what, track)
        self._steps.append(Step(self._mark_of(kind, what), name, track))
        self._keep(kind, what, value, track)
        self._tell("", kind, value, name)

    def _mark_of(self, kind: str, what: What) -> Mark:
        """What was said last; nothing where that is over."""
        silence = Mark(0.0, kind, what, None)
        held = self._held.get(subject_of(silence), silence)
        return held if self._means_something(held) else Mark(held.at, kind, what, None)

    def _means_something(self, mark: Mark) -> bool:
        return says_something(mark.value) and (mark.kind != "not now" or rests(mark, self._clock.now()))

    def _keep(self, kind: str, what: What, value: Value, track: Track | None) -> None:
        about = Mark(0.0, kind, what)
        at = max(self._clock.now(), self._mark_of(kind, what).at + JUST_AFTER_S)
        mark = Mark(at, kind, what, value)
        self._held[subject_of(about)] = mark
        self.news = (*self.news, mark)
        self._recorder.say(mark, track)
        self._said = None

    def _tell(self, undone: str, kind: str, value: Value, name: str) -> None:
        sentence = sentence_of(kind, value, clean(name))
        self._showing.show(notice=f"{undone} · {sentence}" if undone else sentence)


def name_of(what: What, track: Track | None = None) -> str:
    """What a thing is called in a sentence."""
    if track is not None:
        return track.title
    sort = sort_of(what)
    name = str(what.get(sort, ""))
    return {"artist": f"all by {name}"}.get(sort, f"the {sort} {name}")


def sentence_of(kind: str, value: Value, name: str) -> str:
    """What was said, for the listener."""
    if kind == "rate":
        stars = stars_of(Mark(0.0, kind, value=value))
        return f"{starred(stars)} {name}" if says_something(value) else f"No stars: {name}"
    if kind == "like":
        return f"{'Liked' if says_something(value) else 'No longer liked'}: {name}"
    if kind == "exclude":
        return f"{'Left out' if says_something(value) else 'In again'}: {name}"
    if not says_something(value):
        return f"May be suggested again: {name}"
    if kind == "ban":
        return f"Never suggested again: {name}"
    until = datetime.fromtimestamp(rests_until(Mark(0.0, kind, value=value))).astimezone()
    return f"Not suggested until {until.day} {until:%B}: {name}"


def starred(stars: int) -> str:
    """As many full ones, and the rest empty."""
    return "★" * stars + "☆" * (MOST_STARS - stars)
