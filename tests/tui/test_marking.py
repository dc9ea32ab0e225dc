"""What the listener says while tunes runs: each word, its undoing, and what is on disk in the end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sitting import HandClock, Sitting, tracks
from tunes.library.track import Track
from tunes.profile.marks import REST_S, Mark, mark_document
from tunes.profile.said import Said
from tunes.profile.things import What, key_of, things_of
from tunes.tui.marking import GUEST, JUST_AFTER_S, NOTHING, Marking

ROOTS = [Path("/m")]
SONG = replace(
    tracks(1)[0], path=Path("/m/Kids/a.flac"), artist="Björk", album="Post", genres=("Trip Hop", "Pop")
)
OTHER = replace(tracks(2)[1], artist="BJORK", album="Debut", genres=("Pop",))


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    one = Sitting(tmp_path / "profile", roots=ROOTS)
    yield one
    one.session.close()
    assert one.complaints == []


def said_on_disk(sitting: Sitting) -> Said:
    sitting.recorder.flush()
    return Said.of(sitting.store.history().standing, sitting.clock.now(), ROOTS)


def notice(sitting: Sitting) -> str:
    return sitting.session.now.notice


def thing(sort: str) -> What:
    return next(what for what in things_of(SONG, ROOTS) if sort in what)


@pytest.mark.parametrize(
    ("sort", "called"),
    [
        ("artist", "all by Björk"),
        ("album", "the album Post"),
        ("genre", "the genre Trip Hop"),
        ("folder", "the folder Kids"),
    ],
)
def test_what_is_more_than_a_track_is_named_and_taken_back(sitting: Sitting, sort: str, called: str) -> None:
    marking = sitting.session.marking
    marking.toggle("ban", thing(sort))
    assert notice(sitting) == f"Never suggested again: {called}"
    assert marking.said.is_unwanted(SONG)
    assert said_on_disk(sitting).is_unwanted(SONG)
    marking.toggle("ban", thing(sort))
    assert notice(sitting) == f"May be suggested again: {called}"
    assert not marking.said.is_unwanted(SONG)
    assert not said_on_disk(sitting).is_unwanted(SONG)


def test_not_now_says_until_when_and_ends_by_itself(sitting: Sitting) -> None:
    marking = sitting.session.marking
    marking.toggle("not now", thing("artist"))
    assert notice(sitting).startswith("Not suggested until ")
    assert marking.said.is_unwanted(OTHER)
    sitting.clock.time += REST_S
    assert not marking.holds("not now", thing("artist"))
    assert not marking.said.is_unwanted(OTHER)
    marking.toggle("not now", thing("artist"))
    assert marking.holds("not now", thing("artist"))
    marking.undo()
    assert not marking.holds("not now", thing("artist"))


def test_stars_are_given_changed_and_taken_away(sitting: Sitting) -> None:
    marking = sitting.session.marking
    for stars in (2, 5, 9, 0):
        marking.rate(SONG, stars)
    sitting.recorder.flush()
    assert [mark["value"] for mark in sitting.store.documents("marks")] == [2, 5, 5, None]
    assert notice(sitting) == "No stars: A"
    marking.undo()
    assert notice(sitting) == "Undone · ★★★★★ A"
    assert marking.stars(thing("track")) == 5


def test_undo_goes_back_step_by_step_and_then_says_so(sitting: Sitting) -> None:
    marking = sitting.session.marking
    marking.like(SONG)
    marking.ban(OTHER)
    marking.like(SONG)
    for sentence in ("Liked: A", "May be suggested again: B", "No longer liked: A"):
        marking.undo()
        assert notice(sitting) == f"Undone · {sentence}"
    marking.undo()
    assert notice(sitting) == NOTHING
    assert said_on_disk(sitting) == Said()


def test_nothing_is_marked_for_a_guest(sitting: Sitting) -> None:
    marking = sitting.session.marking
    marking.like(SONG)
    sitting.session.set_incognito(True)
    marking.ban(SONG)
    assert notice(sitting) == GUEST
    marking.undo()
    assert notice(sitting) == GUEST
    sitting.recorder.flush()
    assert [mark["kind"] for mark in sitting.store.documents("marks")] == ["like", "incognito"]
    sitting.session.set_incognito(False)
    marking.undo()
    assert said_on_disk(sitting) == Said()


def test_a_word_of_a_computer_whose_clock_runs_ahead_can_be_taken_back(tmp_path: Path) -> None:
    ahead = Mark(HandClock().time + 1e7, "ban", {"artist": "Björk"}, device="there")
    sitting = Sitting(tmp_path / "profile", said=lambda: [ahead])
    sitting.session.marking.toggle("ban", thing("artist"))
    sitting.session.close()
    (undone,) = sitting.store.documents("marks")
    assert undone["at"] == ahead.at + JUST_AFTER_S
    assert not undone["value"]


def test_what_was_taken_back_of_a_clock_that_runs_ahead_can_be_said_again_after_a_start(
    tmp_path: Path,
) -> None:
    sitting = Sitting(tmp_path / "profile", roots=ROOTS)
    ahead = Mark(sitting.clock.now() + 1e7, "ban", {"artist": "Björk"}, device="there")
    sitting.store.append("marks", mark_document(ahead))
    again(sitting).toggle("ban", thing("artist"))
    assert not said_on_disk(sitting).banned.artists
    again(sitting).toggle("ban", thing("artist"))
    assert said_on_disk(sitting).banned.artists
    sitting.session.close()


def test_what_holds_is_the_same_object_until_something_is_said(sitting: Sitting) -> None:
    marking = sitting.session.marking
    before = marking.said
    assert marking.said is before
    marking.like(SONG)
    assert marking.said is not before


DOINGS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["like", "ban", "not now"]), st.integers(0, 9)),
        st.tuples(st.just("rate"), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("wait"), st.sampled_from([1, 20 * 86_400])),
        st.tuples(st.just("again"), st.just(0)),
    ),
    max_size=14,
)


class Model:
    """The same, as plainly as can be: a table of what holds, and what each word replaced."""

    def __init__(self) -> None:
        self.table: dict[tuple[str, object], object] = {}
        self.steps: list[tuple[tuple[str, object], object]] = []

    def holding(self, now: float) -> dict[tuple[str, object], object]:
        return {
            about: value
            for about, value in self.table.items()
            if value and not (about[0] == "not now" and isinstance(value, float) and value <= now)
        }

    def put(self, about: tuple[str, object], value: object, now: float) -> None:
        self.steps.append((about, self.holding(now).get(about)))
        self.table[about] = value

    def undo(self) -> None:
        if self.steps:
            about, before = self.steps.pop()
            self.table[about] = before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOINGS)
def test_any_words_and_undoings_equal_a_plain_model(
    tmp_path_factory: pytest.TempPathFactory, doings: list[tuple[str, int]]
) -> None:
    sitting = Sitting(tmp_path_factory.mktemp("model"), roots=ROOTS)
    model, things = Model(), [*things_of(SONG, ROOTS), *things_of(OTHER, ROOTS)]
    marking = sitting.session.marking
    for what, number in doings:
        now = sitting.clock.now()
        if what == "rate":
            marking.rate(SONG, number)
            model.put(("rate", key_of({"track": SONG.id})), number or None, now)
        elif what == "undo":
            marking.undo()
            model.undo()
        elif what == "wait":
            sitting.clock.time += number
        elif what == "again":  # the next start reads what is on disk
            marking = again(sitting)
            model.steps.clear()
        else:
            thing = things[number % len(things)]
            about = what, key_of(thing)
            value = (now + REST_S) if what == "not now" else True
            model.put(about, None if about in model.holding(now) else value, now)
            marking.toggle(what, thing)
        now = sitting.clock.now()
        held = {(m.kind, key_of(m.what)) for m in marking._held.values() if marking.holds(m.kind, m.what)}
        assert held == set(model.holding(now))
    expected = model.holding(sitting.clock.now())
    assert meaning(said_on_disk(sitting)) == meaning(marking.said)
    assert {kind for kind, _ in expected} == kinds(said_on_disk(sitting))
    sitting.session.close()


def again(sitting: Sitting) -> Marking:
    sitting.recorder.flush()
    held = sitting.store.history().last_words_by_every_id()
    return Marking(sitting.recorder, sitting.clock, sitting.session._showing, lambda: held, ROOTS)


def meaning(said: Said) -> list[object]:
    """Which of the tracks each means."""
    shelf: list[Track] = [SONG, OTHER]
    return [
        [things.covers(track) for track in shelf] for things in (said.liked, said.banned, said.resting)
    ] + [dict(said.stars)]


def kinds(said: Said) -> set[str]:
    held = {"like": said.liked, "ban": said.banned, "not now": said.resting}
    found = {kind for kind, things in held.items() if things.tracks or things.has_names}
    return found | ({"rate"} if said.stars else set())
