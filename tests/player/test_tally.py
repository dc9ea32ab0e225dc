"""What is counted of a film: never more than its own time, never more than the clock's, and no leap is lost."""

from hypothesis import given
from hypothesis import strategies as st
from tunes.player.tally import MOST_S, Tally


def test_leaps_are_counted_when_the_clock_has_caught_up() -> None:
    tally, seen = Tally(), 0.0
    for tick in range(1, 501):
        tally.clock(0.02)
        seen += tally.film(0.3 if tick % 15 == 1 else 0.0)
    assert abs(seen - 10.0) < 0.31


def test_a_stalled_film_is_not_counted_and_a_leap_is_no_film() -> None:
    tally = Tally()
    for _ in range(1000):
        tally.clock(0.02)
    assert tally.film(0.0) == 0.0
    assert tally.film(100.0) == MOST_S


steps = st.lists(st.tuples(st.floats(0, 3), st.floats(-3, 3)))


@given(steps)
def test_never_more_than_either(taken: list[tuple[float, float]]) -> None:
    tally, clock, film, seen = Tally(), 0.0, 0.0, 0.0
    for passed, went_on in taken:
        tally.clock(passed)
        clock, film = clock + passed, film + max(0.0, went_on)
        seen += tally.film(went_on)
        assert seen <= min(clock, film) + 1e-9
