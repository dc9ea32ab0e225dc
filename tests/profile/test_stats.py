"""Your listening in numbers, against numbers counted by hand."""

from datetime import UTC, datetime

import numpy as np
import pytest
from made_listens import DAY, MONDAY, listen, plays, skip, track
from tunes.profile.excluded import excluded
from tunes.profile.history import History
from tunes.profile.marks import Mark
from tunes.profile.stats import Stats, stats

A = track("Airbag", "Radiohead", album="OK Computer", genres=["Rock", "Alternative"])
A2 = track("Airbag", "Radiohead", album="Best Of", genres=["Rock"])
B = track("Karma Police", "radiohead", album="OK Computer", genres=["rock"], duration=300.0)
C = track("Jóga", "Björk", album="Homogenic", genres=["Electronic"])
SHELF = [A, A2, B, C]
NOON = MONDAY + 12 * 3600
"""Monday noon in Berlin."""


def numbers(*events: object, **wanted: object) -> Stats:
    listens = [one for one in events if not isinstance(one, Mark)]
    marks = [one for one in events if isinstance(one, Mark)]
    return stats(History.of(listens, SHELF, marks), SHELF, **wanted)  # type: ignore[arg-type]


def test_totals() -> None:
    told = numbers(
        listen(A, NOON),
        listen(A, NOON + 210),
        skip(B, NOON + 500),
        listen(C, NOON + 600),
        listen(A2, NOON + DAY),
    )
    assert (told.listens, told.plays, told.skips, told.replays) == (5, 4, 1, 1)
    assert told.seconds == pytest.approx(200 * 4 + 15)
    # One recording on two albums is one track.
    assert (told.tracks, told.artists, told.days) == (2, 2, 2)
    assert [(top.name, top.plays) for top in told.top_tracks] == [("Airbag", 3), ("Jóga", 1)]
    assert [(top.name, top.plays) for top in told.top_artists] == [("Radiohead", 3), ("Björk", 1)]
    assert [(top.name, top.artist, top.plays) for top in told.top_albums] == [
        ("OK Computer", "Radiohead", 2), ("Best Of", "Radiohead", 1), ("Homogenic", "Björk", 1),
    ]  # fmt: skip
    assert [(top.name, top.plays) for top in told.top_genres] == [
        ("Rock", 3), ("Alternative", 2), ("Electronic", 1),
    ]  # fmt: skip


def test_a_span_and_what_is_new_in_it() -> None:
    events = [*plays(A, 40, 3, until=NOON), *plays(C, 2, 1, until=NOON)]
    told = numbers(*events, since=NOON - 10 * DAY, until=NOON - 1.5 * DAY)
    assert (told.plays, told.tracks, told.new_tracks, told.new_artists) == (2, 2, 1, 1)
    assert told.top_tracks[0].first == NOON - 40 * DAY
    assert [(top.name, top.first) for top in told.first_tracks] == [("Jóga", NOON - 2 * DAY)]
    assert [(top.name, top.plays) for top in told.first_artists] == [("Björk", 1)]
    assert (told.albums, told.genres) == (2, 3)
    everything = numbers(*events)
    assert everything.first_artists == everything.top_artists


def test_hours_days_and_months_are_those_of_the_listeners_clock() -> None:
    late = datetime(
        2026, 11, 1, 22, 30, tzinfo=UTC
    ).timestamp()  # Monday the 2nd, half past four, in Kathmandu
    told = numbers(listen(A, late, offset=345), listen(C, late, offset=0))
    assert (told.by_hour[4], told.by_hour[22]) == (200.0, 200.0)
    assert (told.by_weekday[0], told.by_weekday[6]) == (200.0, 200.0)
    assert told.by_month == {"2026-11": 400.0}
    assert sum(told.by_hour) == sum(told.by_weekday) == told.seconds


@pytest.mark.parametrize(
    ("days_ago", "longest", "last"),
    [([], 0, 0), ([5], 1, 1), ([9, 8, 7, 3, 2], 3, 2), ([4, 4.1, 3, 2, 1], 4, 4)],
)
def test_streaks(days_ago: list[float], longest: int, last: int) -> None:
    told = numbers(*(listen(A, NOON - days * DAY) for days in days_ago))
    assert (told.longest_streak, told.last_streak) == (longest, last)


def test_part_of_the_shelf() -> None:
    told = numbers(listen(A, NOON), listen(C, NOON + 300), among={C.id})
    assert (told.plays, told.artists, told.seconds) == (1, 1, 200.0)


def test_part_of_the_shelf_by_an_id_of_before() -> None:
    history = History.of([listen(A, NOON), listen(C, NOON + 300)], SHELF, aliases=[("t1:newer", C.id)])
    assert stats(history, SHELF, among={C.id}).plays == 1


def test_what_is_not_here_counts_too() -> None:
    gone = track("Elsewhere", "Bob", album="Far", genres=["Folk"])
    history = History.of([listen(gone, NOON), listen(A, NOON + 300)], [gone, A])
    told = stats(history, SHELF)
    assert {top.name for top in told.top_artists} == {"Bob", "Radiohead"}
    assert told.tracks == 2


def test_what_was_excluded_does_not() -> None:
    week = Mark(NOON + DAY, "exclude", {"from": NOON - 60, "to": NOON + 60})
    told = numbers(listen(A, NOON), listen(C, NOON + 300), week)
    assert [top.name for top in told.top_tracks] == ["Jóga"]
    undone = Mark(NOON + 2 * DAY, "exclude", week.what, value=None)
    assert numbers(listen(A, NOON), listen(C, NOON + 300), week, undone).plays == 2


def test_what_is_excluded_by_span_and_by_source() -> None:
    listens = [listen(A, NOON + n) for n in range(3)]
    listens = [
        type(one)(**{name: getattr(one, name) for name in one.__slots__} | {"source": source})
        for one, source in zip(listens, ("album:X", "import:lastfm", "queue"), strict=True)
    ]
    marked: list[tuple[dict[str, str | float], list[bool]]] = [
        ({"from": NOON + 1.0}, [False, True, True]),
        ({"source": "import"}, [False, True, False]),
        ({"source": "import:lastfm", "to": NOON}, [False, False, False]),
        ({}, [False, False, False]),
        ({"artist": "X"}, [False, False, False]),
        ({"from": "yesterday"}, [False, False, False]),
    ]
    for what, rows in marked:
        history = History.of(listens, SHELF, [Mark(NOON, "exclude", what)])
        assert np.array_equal(excluded(history), rows), what


def test_nothing_at_all() -> None:
    told = numbers()
    assert (told.listens, told.seconds, told.days, told.top_tracks, told.by_month) == (0, 0.0, 0, (), {})
    assert stats(History.of(), []).plays == 0
