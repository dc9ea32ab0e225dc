"""Which tracks with a past have no file any more."""

from made_listens import listen, track
from tunes.profile.history import History
from tunes.profile.lost import lost_tracks
from tunes.profile.marks import Mark

ONE, TWO, LIKED, HERE = (track(name, "Ann") for name in ("one", "two", "liked", "here"))
ALL = [ONE, TWO, LIKED, HERE]


def test_those_with_a_listen_or_a_mark_the_most_listened_first() -> None:
    listens = [listen(each, float(at)) for at, each in enumerate((ONE, TWO, TWO, HERE, HERE, HERE))]
    history = History.of(listens, ALL, marks=[Mark(9.0, "like", {"track": LIKED.id})])
    lost = lost_tracks(history, {HERE.id})
    assert [(one.id, one.listens) for one in lost] == [(TWO.id, 2), (ONE.id, 1), (LIKED.id, 0)]
    assert lost[0].note is not None
    assert lost[0].note.title == "two"


def test_one_that_has_become_another_is_lost_only_with_it() -> None:
    history = History.of([listen(ONE, 1.0)], ALL, aliases=[(TWO.id, ONE.id)])
    assert lost_tracks(history, {TWO.id}) == []
    assert lost_tracks(history, {ONE.id}) == []
    (lost,) = lost_tracks(history, ())
    assert (lost.id, lost.ids, lost.listens) == (TWO.id, (ONE.id, TWO.id), 1)


def test_one_in_which_nothing_sounded_has_no_past() -> None:
    assert lost_tracks(History.of([listen(ONE, 1.0, share=0.0)], ALL), ()) == []
    assert lost_tracks(History.of(), ()) == []
