from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.relink import Sound, links


def sound(
    name: str,
    payload: str | None = None,
    mbid: str | None = None,
    described: str = "",
    duration: float | None = 200.0,
) -> Sound:
    return Sound(name, (payload or name).encode(), mbid, described, duration)


@pytest.mark.parametrize(
    ("fresh", "gone", "found"),
    [
        pytest.param([sound("n", "p")], [sound("o", "p")], [("n", "o")], id="same sound"),
        pytest.param([sound("n", mbid="m")], [sound("o", mbid="m")], [("n", "o")], id="same recording"),
        pytest.param(
            [sound("n", described="a\nt\nl")], [sound("o", described="a\nt\nl", duration=200.9)], [("n", "o")], id="re-encoded"
        ),
        pytest.param(
            [sound("n", described="a\nt\nl", duration=200.4)],
            [sound("o", described="a\nt\nl", duration=200.6)],
            [("n", "o")],
            id="within a second across a whole one",
        ),
        pytest.param([sound("n", described="a\nt\nl")], [sound("o", described="a\nt\nl", duration=201.1)], [], id="longer"),
        pytest.param([sound("n", described="a\nt\nl", duration=None)], [sound("o", described="a\nt\nl", duration=None)], [], id="no length"),
        pytest.param([sound("n")], [sound("o")], [], id="nothing in common"),
        pytest.param([sound("n", "p")], [sound("o1", "p"), sound("o2", "p")], [], id="two old ones"),
        pytest.param([sound("n1", "p"), sound("n2", "p")], [sound("o", "p")], [], id="two new ones"),
        pytest.param(
            [sound("n", "p", mbid="m")],
            [sound("o1", "p", mbid="m"), sound("o2", "p")],
            [("n", "o1")],
            id="doubt about the sound, none about the recording",
        ),
        pytest.param(
            [sound("n1", "p"), sound("n2", mbid="m")],
            [sound("o", "p", mbid="m")],
            [("n1", "o")],
            id="the sound decides before the recording",
        ),
        pytest.param([], [sound("o")], [], id="nothing new"),
    ],
)  # fmt: skip
def test_links(fresh: list[Sound], gone: list[Sound], found: Any) -> None:
    assert links(fresh, gone) == found


SONG = "a\nt\nl"


@pytest.mark.parametrize(
    ("fresh", "gone", "back", "others", "found"),
    [
        pytest.param([], [sound("o", "p")], [sound("b", "p")], [], [("b", "o")], id="the sound of one that is back"),
        pytest.param([], [sound("o", described=SONG)], [sound("b", described=SONG)], [], [], id="names of one that is back"),
        pytest.param([sound("n", described=SONG)], [sound("o", described=SONG)], [], [sound("x", described=SONG)], [], id="another of these names is there"),
        pytest.param([sound("n", described=SONG)], [sound("o", described=SONG)], [], [sound("x", described=SONG, duration=9.0)], [("n", "o")], id="another of these names, but longer"),
        pytest.param([sound("n", "p", described=SONG)], [sound("o", described=SONG)], [], [sound("x", "p")], [], id="a copy with the names of one that is gone"),
        pytest.param([sound("n", "p", mbid="m")], [sound("o", mbid="m")], [], [sound("x", "p")], [], id="a copy with its MusicBrainz id"),
        pytest.param(
            [sound("n1", "p"), sound("n2", described=SONG)],
            [sound("o1", "p", described=SONG), sound("o2", described=SONG)],
            [], [], [("n1", "o1")], id="two gone ones of these names, one of them linked",
        ),
    ],
)  # fmt: skip
def test_what_else_is_like_them_is_asked_for(
    fresh: list[Sound], gone: list[Sound], back: list[Sound], others: list[Sound], found: Any
) -> None:
    assert links(fresh, gone, back=back, others=others) == found


def test_a_crowd_of_the_same_name_is_doubt_and_takes_no_time() -> None:
    fresh = [sound(f"n{n}", described="unknown\ntrack\n") for n in range(3000)]
    gone = [sound(f"o{n}", described="unknown\ntrack\n") for n in range(3000)]
    assert links(fresh, gone) == []


_sounds = st.builds(
    Sound,
    st.uuids().map(str),
    st.sampled_from([b"a", b"b", b"c"]),
    st.sampled_from([None, "m", "n"]),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from([None, 1.0, 1.5, 9.0]),
)


@given(st.lists(_sounds, max_size=6), st.lists(_sounds, max_size=6))
def test_each_is_linked_once_and_the_order_does_not_matter(fresh: list[Sound], gone: list[Sound]) -> None:
    found = links(fresh, gone)
    assert len({new for new, _ in found}) == len({old for _, old in found}) == len(found)
    assert sorted(found) == sorted(links(fresh[::-1], gone[::-1]))
