"""Owns taking over from another tunes on the same profile: whether one plays, and getting its queue and place. Blocks: for a worker."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from tunes.library.text import clean
from tunes.tui.remote.caller import PATIENCE_S, Caller, UnansweredError, call
from tunes.tui.remote.lines import Document, GarbledError
from tunes.tui.remote.orders import WRONG_USE
from tunes.tui.remote.passing import Handed, Place, handed, place_of, queue_of, whole
from tunes.tui.session import Session

LOOK_S = 1.0
"""How long another program may take to say how it stands."""
MOST_TRIES = 5
"""A queue that changes while it is asked for is asked for again."""
SILENT = "Another tunes runs, but does not answer: it may be stopped."
NOT_UNDERSTOOD = "The other tunes is of another version, and can't hand over."


class NotTakenError(Exception):
    """Nothing could be taken over; the message is a sentence for the listener."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another program of this profile, as it stood when it was looked at."""

    path: Path
    """Its door."""
    title: str
    """What plays there, or is paused; "" where nothing does. Harmless for a screen."""
    is_playing: bool
    count: int
    """Tracks in its queue."""
    stands_by: bool = False
    """What is paused there was not begun yet: nobody misses it here."""


def neighbour(profile: Path) -> Neighbour | None:
    """The program that plays, or is paused, or at least runs; None where there is none. Raises `NotTakenError` where one is deaf."""
    caller = call(profile)
    return None if caller is None else seen(caller)


def seen(caller: Caller) -> Neighbour:
    """How the program stands that is called; it is hung up on. Raises `NotTakenError` where it is deaf."""
    with caller:
        status = _asked(caller, {"do": "status"}, LOOK_S)
    track = status.get("track") or {}
    queue = status.get("queue") or {}
    names = " – ".join(str(track[name]) for name in ("title", "artist") if track.get(name))
    return Neighbour(
        caller.path,
        clean(names),
        is_playing=status.get("state") == "playing",
        count=int(queue.get("count") or 0),
        stands_by=status.get("stands_by") is True,
    )


class TakingOver:
    """One take-over: what is passed on is asked for, and then, when it plays here, the other is told."""

    def __init__(self, other: Neighbour, patience: float = PATIENCE_S) -> None:
        """Each answer may take `patience` seconds. Raises `NotTakenError` where the other has ended."""
        try:
            self._caller = Caller(other.path, patience)
        except OSError as error:
            raise NotTakenError("The other tunes has ended meanwhile.") from error

    def ask(self) -> Handed:
        """Gets everything. The other has fallen silent then, and goes on by itself if it is not `told` soon."""
        try:
            for _ in range(MOST_TRIES):
                offer = self._order({"do": "hand-over"})
                entries, own = self._entries(offer, "count"), self._entries(offer, "own")
                answer = self._order({"do": "let-go", "number": offer.get("number")})
                if answer.get("changed") is False:
                    stands = answer.get("own")
                    listeners = queue_of(own, stands) if isinstance(stands, dict) else None
                    return handed(queue_of(entries, answer), answer, listeners)
        except GarbledError as error:
            raise NotTakenError(NOT_UNDERSTOOD) from error
        raise NotTakenError("Nothing was taken over: its queue changes all the time.")

    def told(self) -> None:
        """It plays here: the other ends, and is spoken to no more. One that does not hear it now has fallen silent, and hears it later."""
        with self, suppress(NotTakenError):
            self._order({"do": "taken"})

    def close(self) -> None:
        """Hangs up."""
        self._caller.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _entries(self, offer: Document, which: str) -> list[Place]:
        """All of one queue, a part at a time: the other plays on meanwhile, and its screen stays alive."""
        count, entries = whole(offer, which) if which in offer else 0, list[Place]()
        while len(entries) < count:
            order = {"do": "entries", "number": offer.get("number"), "from": len(entries)}
            part = self._order(order | {"own": which == "own"})
            documents = part.get("entries")
            if not isinstance(documents, list) or not documents:
                raise GarbledError("That is no part of a queue.")
            entries += map(place_of, documents)
        return entries

    def _order(self, order: Document) -> dict[str, Any]:
        return _asked(self._caller, order)


def _asked(caller: Caller, order: Document, patience: float | None = None) -> dict[str, Any]:
    try:
        answer = caller.ask(order, patience)
    except UnansweredError as error:
        raise NotTakenError(SILENT) from error
    if answer.get("ok") is not True:
        is_strange = answer.get("code") == WRONG_USE
        raise NotTakenError(NOT_UNDERSTOOD if is_strange else clean(str(answer.get("error"))))
    return answer


def take_up(session: Session, handed: Handed, *, with_queue: bool = True) -> None:
    """Goes on here as it was there; without the queue only as loud, as fast and as private."""
    if handed.is_guest and not session.now.is_incognito:
        session.set_incognito(True)
    session.set_volume(handed.volume)
    if handed.is_muted:
        session.toggle_mute()
    session.set_sound(replace(session.now.sound, rate=handed.rate))
    if with_queue:
        session.take_up(
            handed.queue, handed.entry, handed.position, is_paused=handed.is_paused, own=handed.own
        )
