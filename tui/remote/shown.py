"""Owns what `tunes ctl` prints of an answer. Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tunes.library.text import clean
from tunes.tui.duration import duration
from tunes.tui.remote.pattern import Pattern, texts
from tunes.tui.shapes import as_json

Answer = Mapping[str, Any]
Show = Callable[[Answer], Iterable[str]]
"""The lines that tell what was answered."""

OFF: dict[str, Any] = {
    "state": "off",
    "stands_by": None,
    "track": None,
    "position": None,
    "duration": None,
    "source": None,
    "volume": None,
    "muted": None,
    "speed": None,
    "guest": None,
    "liked": None,
    "never": None,
    "not_now": None,
    "stars": None,
    "shuffle": None,
    "repeat": None,
    "stop_after": None,
    "autoplay": None,
    "queue": None,
    "trouble": None,
}
"""How it stands where no tunes runs."""


def as_document(answer: Answer) -> list[str]:
    """For a program."""
    return [as_json({name: value for name, value in answer.items() if name != "ok"})]


def as_pattern(pattern: str) -> tuple[Show, bool]:
    """As the listener wants it, and whether time is part of that."""
    line = Pattern.of(pattern)
    return lambda answer: [line.filled(answer) if answer.get("state") != "off" else ""], line.shows_time


def status(answer: Answer) -> list[str]:
    """For a person: what plays, and where it is."""
    known = texts(answer)
    if not known["title"]:
        return ["Nothing plays."]
    how = "".join(f" · {word}" for word in _modes(answer))
    muted = ", muted" if answer.get("muted") else ""
    length = f" / {known['duration']}" if known["duration"] else ""
    of = f" · {known['place']} of {known['count']}" if known["place"] else ""
    return [
        one_line(answer)[0],
        f"  {known['position']}{length} · volume {answer.get('volume')}{muted}{of}{how}",
    ]


def one_line(answer: Answer) -> list[str]:
    """For a person who follows."""
    known = texts(answer)
    names = " – ".join(known[name] for name in ("title", "artist", "album") if known[name])
    return [f"{known['icon']} {names}" if names else ""]


def _modes(answer: Answer) -> list[str]:
    """How the queue goes on, where that is not as usual."""
    words = {("shuffle", "tracks"): "shuffle", ("shuffle", "albums"): "shuffle albums"} | {
        ("repeat", "all"): "repeat",
        ("repeat", "one"): "repeat one",
        ("stop_after", True): "stops after",
    }
    fast = [] if answer.get("speed") in {None, 1.0} else [f"{answer['speed']:g}×"]
    return fast + [word for (name, value), word in words.items() if answer.get(name) == value]


def mode(answer: Answer) -> list[str]:
    """How the one thing that was asked about is set."""
    names = ("shuffle", "repeat", "stop_after", "autoplay")
    return [
        {True: "on", False: "off"}.get(answer[name], str(answer[name])) for name in names if name in answer
    ]


def speed(answer: Answer) -> list[str]:
    """How fast it plays."""
    return [f"{answer.get('speed'):g}"]


def volume(answer: Answer) -> list[str]:
    """How loud it is."""
    return [f"{answer.get('volume')}{' (muted)' if answer.get('muted') else ''}"]


def queue(answer: Answer) -> list[str]:
    """A line for each entry, the present one marked."""
    return [
        f"{'▶' if number == answer.get('place') else ' '} {number:>4}  {_entry(track)}"
        for number, track in enumerate(answer.get("tracks") or (), 1)
    ]


def said(answer: Answer) -> list[str]:
    """What the running tunes has to say."""
    return [clean(str(line)) for line in answer.get("said") or ()]


def _entry(track: Mapping[str, Any]) -> str:
    names = " – ".join(clean(str(track[name])) for name in ("title", "artist") if track.get(name))
    return f"{names}  {duration(track['duration'])}" if track.get("duration") else names
