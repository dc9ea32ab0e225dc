"""Owns going on when the queue has ended: when it is time to ask what comes, what is asked, and how the answer joins the queue.

Knows no Textual; everything but the asking runs on the session's own thread. What the listener puts into the queue comes
first, always; what came by itself is chosen anew after each skip, and after three in a row from another direction.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from tunes.library.track import Kind, Track
from tunes.player.queue import Entry, Queue, Repeat
from tunes.profile.autoplay import SOURCE, Autoplay, Stayed
from tunes.profile.said import Said
from tunes.profile.things import What
from tunes.tui.clock import Clock

if TYPE_CHECKING:
    from tunes.tui.session import Session

AHEAD = 5
"""Tracks that are lined up: enough to see where it goes, few enough to change their mind."""
LEAST = 2
"""With fewer to come, more are asked for."""
TURN = 3
"""Skips in a row after which it goes another way."""
REMEMBERED = 30
"""Tracks of the sitting that are told when asking."""
NEAR = 200
"""Entries of the queue before the present one that do not come again."""
ALONE_S = 3 * 3600.0
"""Without a sign of the listener for so long, nothing more comes: music for an empty room would be learned from."""
ENOUGH_S = 240.0
"""So much of any track, or half of it, is no skip."""
SAID = {
    Autoplay.OFF: "After the queue: silence",
    Autoplay.SIMILAR: "After the queue: what fits this sitting",
    Autoplay.FAMILIAR: "After the queue: what fits, and you know",
    Autoplay.DARING: "After the queue: what fits, and you hardly know",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is to come next is asked for."""

    sitting: tuple[Stayed, ...]
    """With the present track, as if it was kept, the last."""
    now: float
    """Unix seconds."""
    mode: Autoplay
    without: tuple[str, ...]
    """Ids that are not to come."""
    unwanted: tuple[What, ...] = ()
    """What is banned or rests: also what was said since the answerer read the history."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The answer."""

    tracks: tuple[Track, ...]
    instead: tuple[Track, ...]
    """What is to come where the present track is skipped too, and that leads another way; else empty."""


Choose = Callable[[Question], Coming]
"""May take seconds the first time; called on a thread of its own."""


class GoingOn:
    """Lets music go on behind the queue of a session."""

    def __init__(self, session: "Session", choose: Choose, clock: Clock, mode: Autoplay) -> None:
        self.mode = mode
        self._session = session
        self._choose = choose
        self._clock = clock
        self._sitting: deque[Stayed] = deque(maxlen=REMEMBERED)
        self._sounded: dict[str, None] = {}
        """Ids of what was on since the program began."""
        self._present: Track | None = None
        self._left: Track | None = None
        """What the listener has just left, and is shown till its end has come."""
        self._is_guest = False
        self._heard = 0.0
        """Seconds, of the present track."""
        self._said: Said | None = None
        self._run = 0
        self.is_choosing = False
        self._is_due = False
        """What is lined up was chosen before the last skip."""
        self._instead: tuple[Track, ...] = ()
        self._failed_for = ""
        """Id of the track behind which nothing could be found, so that it is not asked for again and again."""
        session.subscribe(self._look)

    def set_mode(self, mode: Autoplay) -> None:
        """What follows the end of the queue from now on; what was lined up in another mode goes."""
        self._session.touch()
        self.mode = mode
        self._run += 1
        self.is_choosing = False
        self._failed_for = ""
        self._instead = ()
        if _lined_up(self._session.queue):
            self._session.go_on_with(followed(self._session.queue, (), anew=True))
        self._session.say(SAID[mode])

    def leaving(self) -> None:
        """The listener leaves the present track for what follows; a third skip in a row changes what that is."""
        self._left = self._present
        if self._note(is_asked=True) is not True:
            return
        self._is_due = True
        self._failed_for = ""
        if _skips(self._sitting) >= TURN and self._instead and self._is_ours():
            self._session.go_on_with(followed(self._session.queue, self._instead, anew=True))
            self._instead = ()

    # What is on

    def _look(self) -> None:
        """Something about the session is different."""
        track = self._session.now.track
        if self._session.now.is_incognito is not self._is_guest:
            self._is_guest = not self._is_guest
            self._sitting.clear()  # neither hears what the other liked
        if track is not self._left:
            self._left = None
        if track is not self._present and track is not self._left:
            if self._present is not None:
                self._note(is_asked=False)
            self._present, self._heard = track, 0.0
            if track is not None:
                self._sounded[track.id] = None
        elif track is not None and track is self._present:
            self._heard = max(self._heard, self._session.heard)
        if self._session.queue.repeat is not Repeat.OFF and _lined_up(self._session.queue):
            self._session.go_on_with(
                followed(self._session.queue, (), anew=True)
            )  # it was not to be repeated
        self._drop_unwanted()
        self._ask_in_time()

    def _drop_unwanted(self) -> None:
        """What was banned while it was lined up does not come."""
        ours = [entry.track for entry in _lined_up(self._session.queue)]
        if not ours or self._session.marking.said is self._said:
            return
        said = self._said = self._session.marking.said
        good = [track for track in ours if not said.is_unwanted(track)]
        if len(good) < len(ours):
            self._session.go_on_with(followed(self._session.queue, good, anew=True))

    def _note(self, *, is_asked: bool) -> bool | None:
        """Keeps what became of the present track; whether it was a skip, None where it says nothing."""
        track, self._present = self._present, None
        if track is None:
            return None
        heard = max(self._heard, self._session.heard) if is_asked else self._heard
        length = track.duration or 2 * ENOUGH_S
        is_skip = heard < min(length / 2, ENOUGH_S)
        if is_skip and not is_asked:
            return None  # the listener chose something else, went back, or stopped
        self._sitting.append(Stayed(track.id, is_skip))
        return is_skip

    # Asking

    def _ask_in_time(self) -> None:
        is_leaving = self._left is not None and not self._session.has_run_out
        if self.is_choosing or is_leaving or not self._is_wanted():
            return
        ours = len(_lined_up(self._session.queue))
        if ours < LEAST or self._is_due:
            self._ask(anew=self._is_due or not ours)

    def _is_wanted(self) -> bool:
        """Whether the queue is about to end, or has just ended, and something is to follow."""
        session, queue = self._session, self._session.queue
        if (
            self.mode is Autoplay.OFF
            or queue.repeat is not Repeat.OFF
            or queue.stops_after
            or session.is_over
        ):
            return False
        if session.has_run_out:
            last = queue.entries[len(queue) - 1].track if queue else None
        elif session.now.track is None or session.stands_by:
            return False
        else:
            last = session.now.track
            if queue.current is not None and queue.current.track != last:
                return False  # one track joins on to the other at this moment
        if last is None or last.kind is not Kind.MUSIC or last.id == self._failed_for:
            return False
        return self._is_ours() and self._clock.now() - session.last_key < ALONE_S

    def _is_ours(self) -> bool:
        """Whether nothing else of the listener's is to come."""
        queue = self._session.queue
        coming = len(queue) - _coming_from(queue)
        return coming <= AHEAD and coming == len(_lined_up(queue))

    def _ask(self, *, anew: bool) -> None:
        self._run += 1
        self.is_choosing, self._is_due = True, False
        run, queue, present = self._run, self._session.queue, self._session.now.track
        if present is self._left:
            present = None  # it stands in the sitting already
        here = _coming_from(queue)
        near = [entry.track.id for entry in queue.entries[max(0, here - NEAR) : here]]
        ahead = [] if anew else [entry.track.id for entry in _lined_up(queue)]
        sitting = [*self._sitting, *([Stayed(present.id, is_skip=False)] if present is not None else [])]
        without = tuple(dict.fromkeys([*near, *ahead, *self._sounded]))
        unwanted = self._session.marking.unwanted
        question = Question(tuple(sitting), self._clock.now(), self.mode, without, unwanted)

        def ask() -> None:
            try:
                answer: Coming | Exception = self._choose(question)
            except Exception as error:
                answer = error
            self._session.hand_in(lambda: self._take(answer, run, anew=anew))

        Thread(target=ask, name="autoplay", daemon=True).start()

    def _take(self, answer: Coming | Exception, run: int, *, anew: bool) -> None:
        """The answer is there; it may be too late for it."""
        if run != self._run:
            return
        self.is_choosing = False
        if isinstance(answer, Exception):
            self._give_up(f"What comes next can't be chosen: {answer}")
            return
        if not self._is_wanted():
            return
        said = self._session.marking.said
        good, self._instead = (
            tuple(t for t in tracks if t.id not in self._sounded and not said.is_unwanted(t))
            for tracks in (answer.tracks, answer.instead)
        )
        if not good and not _lined_up(self._session.queue):
            self._give_up(
                "Nothing follows: all that would fit was heard within a day."
                if self._session.has_run_out
                else ""
            )
            return
        room = AHEAD - (0 if anew else len(_lined_up(self._session.queue)))
        self._session.go_on_with(followed(self._session.queue, good[:room], anew=anew))
        if self._is_due:
            self._ask_in_time()

    def _give_up(self, sentence: str) -> None:
        present = self._session.now.track
        entries = self._session.queue.entries
        self._failed_for = (
            present.id if present is not None else entries[len(entries) - 1].track.id if entries else ""
        )
        if sentence:
            self._session.say(sentence)


def followed(queue: Queue, tracks: Sequence[Track], *, anew: bool) -> Queue:
    """The queue with these behind it; `anew`: instead of what else was to come by itself. Pure."""
    if anew:
        for index in range(len(queue) - 1, _coming_from(queue) - 1, -1):
            if queue.entries[index].source == SOURCE:
                queue = queue.removed(index)
    return queue.appended([Entry(track, SOURCE) for track in tracks])


def _coming_from(queue: Queue) -> int:
    """The place of what is to follow the present entry."""
    return queue.index + (queue.current is not None)


def _lined_up(queue: Queue) -> list[Entry]:
    """What is to come by itself, as far as it stands at the end."""
    found: list[Entry] = []
    for index in range(len(queue) - 1, max(_coming_from(queue), len(queue) - AHEAD) - 1, -1):
        if queue.entries[index].source != SOURCE:
            break
        found.append(queue.entries[index])
    return found[::-1]


def _skips(sitting: Sequence[Stayed]) -> int:
    """Skips in a row at the end."""
    count = 0
    for stayed in reversed(sitting):
        if not stayed.is_skip:
            break
        count += 1
    return count


def next_mode(mode: Autoplay) -> Autoplay:
    """As a key goes through them."""
    modes = list(Autoplay)
    return modes[(modes.index(mode) + 1) % len(modes)]
