"""An evening with guests, broken files, films, speeds, long pauses and a computer that sleeps is counted as somebody with a stopwatch does."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from stopwatch import SHELF, Table
from tunes.player.queue import Repeat

KEYS = st.one_of(
    st.tuples(st.just("wait"), st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 8.0, 12.0, 20.0, 45.0, 60.0])),
    st.tuples(st.just("wait"), st.sampled_from([0.5, 2.0, 10.0, 55.0, 300.0])),
    st.tuples(st.just("play"), st.integers(0, len(SHELF) - 1)),
    st.tuples(st.sampled_from(["next", "previous", "toggle", "toggle", "stop", "guest", "quit"]), st.none()),
    st.tuples(st.just("seek"), st.sampled_from([-30.0, -5.0, 5.0, 30.0])),
    st.tuples(st.just("seek_to"), st.sampled_from([0.0, 0.2, 0.5, 0.99, 1.0])),
    st.tuples(st.just("before_end"), st.sampled_from([0.0, 0.4, 0.5, 1.0, 7.5, 8.0])),
    st.tuples(st.sampled_from(["jump", "remove"]), st.integers(0, len(SHELF) - 1)),
    st.tuples(st.just("asleep"), st.sampled_from([60.25, 700.25, 1795.25, 1800.25, 1830.25])),
    st.tuples(st.just("rate"), st.sampled_from([0.5, 1.0, 2.0])),
    st.tuples(st.just("repeat"), st.sampled_from(Repeat)),
)


@settings(max_examples=120)
@given(st.integers(0, len(SHELF) - 1), st.lists(KEYS, max_size=25))
def test_an_evening_is_counted_as_the_stopwatch_counts_it(first: int, keys: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        table = Table(Path(folder))
        for key, value in [("play", first), *keys]:
            table.press(key, value)
        table.compare()
