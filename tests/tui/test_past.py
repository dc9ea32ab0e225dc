"""What was played lately, from listens."""

from datetime import datetime
from pathlib import Path

import pytest
from tunes.library.track import Kind, Track
from tunes.profile.history import History
from tunes.profile.listens import End, Listen
from tunes.tui.past import Heard, lately, when

NOW = datetime(2026, 11, 25, 12, 0)  # noqa: DTZ001  # the clock on the wall
A, B = (Track(name, Path(f"/m/{name}"), Kind.MUSIC, name.upper(), duration=200.0) for name in "ab")


def listen(track: str, at: float, heard: float, end: End) -> Listen:
    return Listen(track, at, 60, heard, 200.0, 0.0, heard, end=end, source="x", last_key=at)


def test_the_newest_come_first_and_say_how_they_were_left() -> None:
    listens = [
        listen("a", 1_000.0, 200.0, "finished"),
        listen("b", 2_000.0, 30.0, "next"),
        listen("b", 3_000.0, 1.0, "next"),
        listen("a", 4_000.0, 150.0, "jumped"),
        listen("b", 5_000.0, 0.0, "error"),
    ]
    found = lately(History.of(listens, [A, B]), lambda ids: {one.id: one for one in (A, B) if one.id in ids})
    assert [(one.track.id, one.how) for one in found] == [
        ("b", "failed"),
        ("a", "left 2:30"),
        ("b", "skipped 0:30"),
        ("a", ""),
    ]
    assert found[-1].at.hour * 3600 + found[-1].at.minute * 60 + found[-1].at.second == 3600 + 1000
    assert len(lately(History.of(listens, [A, B]), lambda _: {}, most=2)) == 2


def test_what_is_gone_is_told_from_what_was_noted() -> None:
    (found,) = lately(History.of([listen("a", 1_000.0, 200.0, "finished")], [A]), lambda _: {})
    assert (found.track.title, found.is_there) == ("A", False)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 25, 8, 5), "08:05"),  # noqa: DTZ001
        (datetime(2026, 11, 24, 23, 59), "Tue 23:59"),  # noqa: DTZ001
        (datetime(2026, 11, 1, 8, 5), "1 Nov"),  # noqa: DTZ001
        (datetime(2024, 2, 1, 8, 5), "Feb 2024"),  # noqa: DTZ001
        (datetime(2026, 11, 26, 1, 0), "01:00"),  # noqa: DTZ001  # another zone's tomorrow
    ],
)
def test_when(at: datetime, text: str) -> None:
    assert when(Heard(A, at, ""), NOW) == text
