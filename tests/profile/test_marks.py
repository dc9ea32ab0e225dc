"""What the listener says outright."""

import pytest
from tunes.profile.marks import MARK_KINDS, Mark, Value, is_mark, mark_document, mark_from, standing


@pytest.mark.parametrize("kind", MARK_KINDS)
@pytest.mark.parametrize("what", [{}, {"track": "t1:a"}, {"artist": "Air"}, {"from": 1.0, "to": 2.0}])
def test_each_mark_comes_back_as_it_was_stored(kind: str, what: dict[str, str | float]) -> None:
    mark = Mark(5.0, kind, what, 4, "kitchen")
    assert is_mark(mark_document(mark))
    assert mark_from(mark_document(mark)) == mark


@pytest.mark.parametrize("kind", MARK_KINDS)
@pytest.mark.parametrize("undoing", [False, None])
def test_each_mark_can_be_undone_and_said_again(kind: str, undoing: Value) -> None:
    about = {"track": "t1:a"}
    said, undone, again = Mark(1.0, kind, about), Mark(2.0, kind, about, undoing), Mark(3.0, kind, about)
    assert standing([undone, said]) == []
    assert standing([again, undone, said]) == [again]


def test_a_word_about_another_thing_or_of_another_kind_changes_nothing() -> None:
    marks = [
        Mark(1.0, "like", {"track": "a"}),
        Mark(2.0, "like", {"track": "b"}, False),
        Mark(3.0, "ban", {"track": "a"}),
    ]
    assert standing(marks) == [marks[0], marks[2]]


def test_a_rating_of_nothing_is_a_rating() -> None:
    assert standing([Mark(1.0, "rate", {"track": "a"}, 0)]) != []


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"at": "x", "kind": "like"},
        {"at": 1.0},
        {"at": 1.0, "kind": "like", "what": {"track": ["a"]}},
        {"at": 1.0, "kind": 3},
    ],
)
def test_what_is_no_mark_is_known_as_none(document: dict[str, object]) -> None:
    assert not is_mark(document)
