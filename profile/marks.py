"""Owns what the listener says outright about music: likes, bans, ratings and the like, each an event that can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from tunes.profile.listens import VERSION
from tunes.profile.things import key_of

MarkKind = Literal["like", "ban", "not now", "rate", "incognito", "exclude", "apart", "imported"]
MARK_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)

Value = bool | int | float | str | None

REST_S = 30 * 86_400.0
"""How long "not now" lasts: about as long as it takes to miss a song."""
MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One word of the listener; a later one of the same kind about the same thing replaces it, one without a value undoes it."""

    at: float
    """Unix seconds, UTC."""
    kind: str
    """One of `MARK_KINDS`, or of a newer version."""
    what: Mapping[str, str | float] = field(default_factory=dict)
    """What it is about: see `things`; {"from": …, "to": …, "source": …}, {} for all."""
    value: Value = True
    """True, a rating, the unix time until which it holds; False or None undoes."""
    device: str = ""
    v: int = VERSION


def mark_document(mark: Mark) -> dict[str, Any]:
    """The mark as it is stored."""
    return {
        "at": mark.at,
        "kind": mark.kind,
        "what": dict(mark.what),
        "value": mark.value,
        "device": mark.device,
        "v": mark.v,
    }


def mark_from(document: Mapping[str, Any]) -> Mark:
    """The mark as it was stored."""
    return Mark(
        at=float(document["at"]),
        kind=document["kind"],
        what=document.get("what") or {},
        value=document.get("value"),
        device=document.get("device") or "",
        v=document.get("v") or VERSION,
    )


def is_mark(document: Mapping[str, Any]) -> bool:
    """Whether a stored document can be read as a mark."""
    what = document.get("what") or {}
    return (
        isinstance(document.get("at"), (int, float))
        and isinstance(document.get("kind"), str)
        and isinstance(what, dict)
        and all(isinstance(value, (str, int, float)) for value in what.values())
    )


def standing(marks: Iterable[Mark]) -> list[Mark]:
    """The marks that hold: of each kind about each thing the newest, unless that one undoes. Oldest first."""
    return [mark for mark in last_words(marks) if says_something(mark.value)]


def last_words(marks: Iterable[Mark]) -> list[Mark]:
    """Of each kind about each thing the newest mark, also one that undoes: what is said next must be dated behind it. Oldest first."""
    newest: dict[Subject, Mark] = {}
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.device)):
        about = subject_of(mark)
        newest.pop(about, None)  # so that the order is that of the newest words
        newest[about] = mark
    return list(newest.values())


Subject = tuple[str, frozenset[tuple[str, str | float]]]


def subject_of(mark: Mark) -> Subject:
    """What is equal for two of which the later one replaces the other."""
    return mark.kind, key_of(mark.what)


def says_something(value: Value) -> bool:
    """Whether a mark of this value holds; else it undoes."""
    return value is not None and value is not False


def rests(mark: Mark, at: float) -> bool:
    """Whether what a "not now" is about still rests at unix time `at`."""
    return at < rests_until(mark)


def rests_until(mark: Mark) -> float:
    """Unix time at which what a "not now" is about may be suggested again."""
    value = mark.value
    is_time = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_time else mark.at + REST_S  # type: ignore[arg-type]  # a number, as was just asked
