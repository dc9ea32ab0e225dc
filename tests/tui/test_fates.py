"""What became of this week's picks, from the listens."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tunes.library.track import Kind, Track
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.marks import Mark
from tunes.profile.picks import Pick
from tunes.profile.weekly import WeekQueue
from tunes.tui.fates import fates

BUILT = 1_000_000.0
TRACK = Track("t1:a", Path("/a"), Kind.MUSIC, "A", duration=100.0)
WEEK = WeekQueue("2026-W48", BUILT, BUILT, frozen=True, picks=(Pick(TRACK, 1, 1.0, "so"),))


def listen(at: float, heard: float, end: str, source: str = "library") -> Listen:
    made: Any = {"track": TRACK.id, "at": at, "offset": 0, "heard": heard, "duration": 100.0}
    return Listen(**made, began=0.0, left=heard, end=end, source=source, volume=100)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("listens", "fate"),
    [
        ([], {}),
        ([listen(BUILT + 5, 80, "finished")], {"t1:a": "kept"}),
        ([listen(BUILT + 5, 20, "next")], {"t1:a": "skipped"}),
        ([listen(BUILT + 5, 20, "quit")], {}),
        ([listen(BUILT + 5, 20, "next"), listen(BUILT + 500, 80, "next")], {"t1:a": "kept"}),
        ([listen(BUILT - 500, 80, "finished")], {}),
        ([listen(BUILT - 500, 80, "finished", "discover:2026-W48")], {"t1:a": "kept"}),
        ([listen(BUILT - 500, 80, "finished", "discover:2026-W47")], {}),
    ],
)
def test_of_a_pick(listens: list[Listen], fate: dict[str, str]) -> None:
    assert fates(WEEK, History.of(listens, [TRACK])) == fate


def test_banned_outweighs_played() -> None:
    history = History.of(
        [listen(BUILT + 5, 80, "finished")], [TRACK], [Mark(BUILT, "ban", {"track": "t1:a"})]
    )
    assert fates(WEEK, history) == {"t1:a": "never"}


def test_a_retagged_pick_keeps_its_fate() -> None:
    new = replace(TRACK, id="t1:b")
    week = replace(WEEK, picks=(Pick(new, 1, 1.0, "so"),))
    history = History.of([listen(BUILT + 5, 80, "finished")], [TRACK], aliases=[("t1:b", "t1:a")])
    assert fates(week, history) == {"t1:b": "kept"}
