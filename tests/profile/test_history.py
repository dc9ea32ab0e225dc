"""The columns of a history."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.profile.exposures import Shown
from tunes.profile.history import History
from tunes.profile.listens import ENDS, Listen
from tunes.profile.marks import Mark

FIRST = Listen(
    "t1:b", 1000.0, 60, 120.5, 200.0, 3.0, 180.0, ((5.0, 60.0),), 1, "next", "album:x", 1120.0, 70, "kitchen"
)


def song(name: str, **known: object) -> Track:
    return replace(Track(name, Path("/m") / name, Kind.MUSIC, name.upper(), artist="Ann"), **known)  # type: ignore[arg-type]  # each is a field of Track


def test_every_field_of_a_listen_has_its_column() -> None:
    history = History.of([FIRST])
    assert len(history) == 1
    assert history.tracks[history.track[0]] == "t1:b"
    assert history.sources[history.source[0]] == "album:x"
    assert history.devices[history.device[0]] == "kitchen"
    assert ENDS[history.end[0]] == "next"
    numbers = ("at", "offset", "heard", "duration", "began", "left", "restarts", "last_key", "volume")
    for name in numbers:
        assert getattr(history, name).tolist() == [getattr(FIRST, name)], name


def test_what_is_not_known_is_not_a_number() -> None:
    history = History.of([replace(FIRST, duration=None, last_key=None)])
    assert np.isnan(history.duration[0])
    assert np.isnan(history.last_key[0])


def test_a_length_that_a_listen_does_not_tell_is_that_of_its_track() -> None:
    listens = [replace(FIRST, duration=None), replace(FIRST, at=2000.0, duration=190.0)]
    assert History.of(listens, tracks=[song("t1:b", duration=201.0)]).duration.tolist() == [201.0, 190.0]


def test_rows_are_sorted_by_time_then_device_then_track() -> None:
    rows = [(at, device, track) for at in (1.0, 2.0) for device in ("a", "b") for track in ("x", "y")]
    listens = [replace(FIRST, at=at, device=device, track=track) for at, device, track in rows]
    random.Random(3).shuffle(listens)
    history = History.of(listens)
    names = [
        (history.devices[d], history.tracks[t]) for d, t in zip(history.device, history.track, strict=True)
    ]
    assert [(at, *name) for at, name in zip(history.at.tolist(), names, strict=True)] == rows


def test_an_empty_history_has_all_columns() -> None:
    history = History.of()
    assert len(history) == 0
    assert history.before(1e12).at.tolist() == []
    assert history.liked == frozenset()


def test_nobody_can_change_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        History.of([FIRST]).heard[0] = 0.0


def test_before_a_moment_only_what_happened_before_it() -> None:
    history = History.of(
        [FIRST, replace(FIRST, at=2000.0)],
        marks=[Mark(1500.0, "like", {"track": "t1:b"}), Mark(2500.0, "ban", {"track": "t1:b"})],
        shown=[Shown(1000.0, "home", ("t1:b", "t1:c")), Shown(2000.0, "home", ("t1:b",))],
    )
    before = history.before(2000.0)
    assert before.at.tolist() == [1000.0]
    assert before.shown.at.tolist() == [1000.0, 1000.0]
    assert before.liked == {"t1:b"}
    assert before.banned == frozenset()
    assert history.banned == {"t1:b"}
    assert len(history.before(2000.1)) == 2


def test_exposures_are_rows_in_the_order_shown() -> None:
    history = History.of(shown=[Shown(5.0, "later", ("c", "a")), Shown(1.0, "first", ("b",))])
    names = [history.tracks[track] for track in history.shown.track]
    places = [history.shown.places[place] for place in history.shown.place]
    assert list(zip(names, places, strict=True)) == [("b", "first"), ("c", "later"), ("a", "later")]


class TestMarks:
    def test_the_newest_word_holds(self) -> None:
        marks = [Mark(3.0, "like", {"track": "a"}, False), Mark(1.0, "like", {"track": "a"})]
        marks += [Mark(2.0, "like", {"track": "b"}, False), Mark(4.0, "like", {"track": "b"})]
        history = History.of(marks=marks)
        assert history.liked == {"b"}
        assert history.before(3.0).liked == {"a"}

    def test_a_rating_has_a_value_and_none_takes_it_back(self) -> None:
        marks = [Mark(1.0, "rate", {"track": "a"}, 4), Mark(2.0, "rate", {"track": "b"}, 0)]
        assert History.of(marks=marks).marked("rate") == {"a": 4, "b": 0}
        undone = Mark(3.0, "rate", {"track": "a"}, None)
        assert History.of(marks=[*marks, undone]).marked("rate") == {"b": 0}

    def test_an_artist_and_an_album_of_one_name_are_two_things(self) -> None:
        marks = [Mark(1.0, "ban", {"artist": "Air"}), Mark(2.0, "ban", {"album": "Air"}, False)]
        history = History.of(marks=marks)
        assert history.marked("ban", "artist") == {"Air": True}
        assert history.marked("ban", "album") == {}
        assert history.banned == frozenset()


class TestOneTrackOfManyIds:
    def test_the_past_of_an_old_id_is_that_of_the_new_one(self) -> None:
        listens = [replace(FIRST, track=name, at=float(n)) for n, name in enumerate(("old", "mid", "new"))]
        history = History.of(listens, aliases=[("mid", "old"), ("new", "mid")])
        assert history.tracks == ("new",)
        assert history.track.tolist() == [0, 0, 0]
        assert history.index == {"old": 0, "mid": 0, "new": 0}

    def test_both_ids_are_liked_and_either_takes_it_back(self) -> None:
        like, undo = Mark(1.0, "like", {"track": "old"}), Mark(2.0, "like", {"track": "new"}, False)
        assert History.of(marks=[like], aliases=[("new", "old")]).liked == {"old", "new"}
        assert History.of(marks=[like, undo], aliases=[("new", "old")]).liked == frozenset()

    def test_a_file_that_got_its_first_tags_back_is_itself_again(self) -> None:
        aliases = [("b", "a"), ("a", "b")]
        assert History.of([replace(FIRST, track="b")], aliases=aliases).tracks == ("a",)

    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=12))
    def test_links_never_go_in_circles_and_the_newest_is_no_old_one(
        self, links: list[tuple[str, str]]
    ) -> None:
        history = History.of([replace(FIRST, track=name) for name in "abcd"], aliases=links)
        assert set(history.index) == set("abcd")
        last = next((link for link in reversed(links) if link[0] != link[1]), None)
        if last is not None:
            assert history.index[last[0]] == history.index[last[1]]
            assert history.tracks[history.index[last[0]]] == last[0]

    def test_what_the_listener_sets_apart_is_a_track_of_its_own_until_it_is_linked_again(self) -> None:
        apart = Mark(0.5, "apart", {"track": "old"})
        links = [("new", "old"), ("other", "old")]  # at 0.0 and at 1.0
        listens = [replace(FIRST, track="old")]
        before = History.of(listens, aliases=links[:1])
        assert before.newest_id("old") == "new"
        undone = History.of(listens, marks=[apart], aliases=links[:1])
        assert undone.newest_id("old") == "old"
        assert undone.apart == {"old"}
        again = History.of(listens, marks=[apart], aliases=links)
        assert (again.newest_id("old"), again.newest_id("new")) == ("other", "new")
        assert again.newest_id("unknown") == "unknown"

    def test_what_is_set_apart_keeps_what_it_had_itself_taken_over(self) -> None:
        history = History.of(
            marks=[Mark(2.5, "apart", {"track": "mid"})], aliases=[("mid", "old"), ("new", "mid")]
        )
        assert history.newest_id("old") == "mid"

    def test_a_note_is_found_by_every_id(self) -> None:
        history = History.of([FIRST], tracks=[song("t1:b", album="Blue")], aliases=[("new", "t1:b")])
        assert history.known["new"].album == history.known["t1:b"].album == "Blue"


def test_what_is_remembered_of_a_track() -> None:
    track = song("t1:b", album="Blue", duration=200.0, mbid="m", kind=Kind.SPOKEN, genres=("Folk",))
    note = History.of([FIRST], tracks=[track]).known["t1:b"]
    assert (note.artist, note.title, note.album, note.duration, note.mbid) == (
        "Ann",
        "T1:B",
        "Blue",
        200.0,
        "m",
    )
    assert (note.kind, note.genres) == (Kind.SPOKEN, ("Folk",))


def test_what_was_heard_since() -> None:
    history = History.of(
        [FIRST, replace(FIRST, at=2000.0, track="c"), replace(FIRST, at=3000.0, track="d", heard=0.0)]
    )
    assert history.heard_since(2000.0) == {"c"}
