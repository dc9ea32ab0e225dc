"""What a gone track may have become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.doubts import MOST_CANDIDATES, Clue, Fit, doubts, fitting

LOST = Clue("lost", "Sigur Rós", "Sæglópur", "Takk…", 240.0, "m", b"sound", "04 Sæglópur")


@pytest.mark.parametrize(
    ("track", "fit"),
    [
        pytest.param(Clue("n", payload=b"sound"), Fit.SOUND, id="same sound"),
        pytest.param(Clue("n", mbid="m"), Fit.RECORDING, id="same recording"),
        pytest.param(Clue("n", "sigur ros", "saeglopur", "takk…", 240.9), Fit.DESCRIBED, id="same names"),
        pytest.param(Clue("n", "Sigur Rós", "Sæglópur", "Live", 240.0), Fit.OTHER_ALBUM, id="other album"),
        pytest.param(Clue("n", "Sigur Rós", "Sæglópur", "Takk…", 300.0), Fit.OTHER_LENGTH, id="longer"),
        pytest.param(Clue("n", "Sigur Rós", "Sæglópur", "Takk…"), Fit.OTHER_LENGTH, id="length unknown"),
        pytest.param(Clue("n", duration=240.5, name="04 saeglopur"), Fit.NAME, id="same file name"),
        pytest.param(Clue("n", duration=300.0, name="04 Sæglópur"), None, id="same file name, longer"),
        pytest.param(Clue("n", name="04 Sæglópur"), None, id="same file name only"),
        pytest.param(Clue("n", "Sigur Rós", "Hoppípolla", "Takk…", 240.0), None, id="other title"),
        pytest.param(Clue("n"), None, id="nothing known"),
    ],
)  # fmt: skip
def test_what_speaks_for_a_candidate(track: Clue, fit: Fit | None) -> None:
    assert fitting(LOST, track) == fit
    assert [one.candidates[0].fit for one in doubts([LOST], [track])] == ([] if fit is None else [fit])


def test_nothing_speaks_for_what_is_known_of_neither() -> None:
    assert doubts([Clue("lost")], [Clue("n")]) == []


def test_the_likeliest_come_first_and_too_many_are_cut() -> None:
    others = [Clue(f"o{n:02}", LOST.artist, LOST.title, "", 250.0 + n) for n in range(20, 0, -1)]
    (doubt,) = doubts([LOST], [*others, Clue("sound", payload=b"sound"), Clue("mbid", mbid="m")])
    assert [one.id for one in doubt.candidates[:3]] == ["sound", "mbid", "o01"]
    assert len(doubt.candidates) == MOST_CANDIDATES


def test_the_order_of_the_lost_is_kept() -> None:
    lost = [Clue(name, payload=name.encode()) for name in "cab"]
    here = [Clue(f"n{name}", payload=name.encode()) for name in "abc"]
    assert [(one.lost.id, one.candidates[0].id) for one in doubts(lost, here)] == [
        ("c", "nc"),
        ("a", "na"),
        ("b", "nb"),
    ]


_clues = st.builds(
    Clue,
    st.uuids().map(str),
    *[st.sampled_from(["", "a", "b"])] * 3,
    st.sampled_from([None, 1.0, 1.5, 9.0]),
    st.sampled_from([None, "m", "n"]),
    st.sampled_from([b"", b"p", b"q"]),
    st.sampled_from(["", "x", "y"]),
)


@given(st.lists(_clues, max_size=5), st.lists(_clues, max_size=5))
def test_all_that_fit_are_found(lost: list[Clue], here: list[Clue]) -> None:
    found = {(doubt.lost.id, one.id) for doubt in doubts(lost, here) for one in doubt.candidates}
    assert found == {(old.id, new.id) for old in lost for new in here if fitting(old, new)}
