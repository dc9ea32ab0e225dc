"""What is forgotten is nowhere any more, and nothing else is touched."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_listens import listen, track
from tunes.library.track import Track
from tunes.profile.atomic import replace_file
from tunes.profile.exposures import Shown, shown_document
from tunes.profile.forget import Wish, count, every_id, forget
from tunes.profile.listens import listen_document
from tunes.profile.marks import Mark, mark_document
from tunes.profile.store import Store

SECRET = track("Secret Song", "Secret Singer", album="Hidden")
OTHER = track("Other Song", "Other Singer")
DAY = 86_400.0


def noon(month: int) -> float:
    """Of the 10th of September 2026, or of so many months later."""
    return datetime(2026, 9 + month, 10, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three months with both, everything that can name a track, and another computer's two months."""
    store = Store(tmp_path / "profile", "here")
    for month in range(3):
        for number in range(4):
            add(store, SECRET if number % 2 else OTHER, noon(month) + number * 600)
    store.append("marks", mark_document(Mark(noon(2), "like", {"track": SECRET.id})), [SECRET])
    store.append("marks", mark_document(Mark(noon(2), "ban", {"artist": "Secret Singer"})))
    store.append("shown", shown_document(Shown(noon(2), "row", (SECRET.id, OTHER.id))), [SECRET, OTHER])
    store.append("aliases", {"at": noon(2), "new": SECRET.id, "old": "t1:old", "v": 1})
    picks = [{"id": SECRET.id}, {"id": OTHER.id, "because": [SECRET.id]}, {"id": OTHER.id, "because": []}]
    store.append(
        "queues",
        {"week": "2026-W48", "as_of": 1.0, "built_at": noon(2), "settled": True, "shelf": 2, "picks": picks},
        [SECRET, OTHER],
    )
    there = Store(tmp_path / "profile", "there")
    for month in range(2):
        add(there, SECRET, noon(month) + 5_000)
    return store


def add(store: Store, what: Track, at: float) -> None:
    store.append("listens", listen_document(listen(what, at)), [what])


def traces(store: Store, word: str, device: str = "here") -> list[str]:
    """Files that hold a word."""
    return [
        path.name for path in sorted((store.folder / device).iterdir()) if word.encode() in path.read_bytes()
    ]


def test_a_track(store: Store) -> None:
    wish = Wish(every_id(store.history(), {SECRET.id}), artist="Secret Singer")
    assert "t1:old" in (wish.tracks or ())
    would = count(store.folder, "here", wish)
    came = forget(store.folder, "here", wish)
    # The other computer's newest month is its own to write.
    assert (would.listens, would.left) == (came.listens, came.left) == (7, 1)
    assert traces(store, "Secret") == []
    assert len(traces(store, "Secret", "there")) == 1
    history = Store(store.folder, "here").history()
    assert history.liked == frozenset()
    assert len(history) == 6 + 1
    assert [one["picks"] for one in store.documents("queues")] == [[{"id": OTHER.id, "because": []}]]
    assert [one["tracks"] for one in store.documents("shown")] == [[OTHER.id]]
    assert store.verify() == []


def test_a_span_keeps_what_was_said_of_tracks(store: Store) -> None:
    came = forget(store.folder, "here", Wish(since=noon(1) - DAY, until=noon(1) + DAY))
    assert (came.listens, came.left) == (4, 1)
    assert len(store.history()) == 14 - 4
    assert SECRET.id in store.history().liked
    assert not (store.folder / "here" / "2026-10.json").exists()
    assert store.verify() == []


def test_everything(store: Store) -> None:
    assert forget(store.folder, "here", Wish()).listens == 14
    assert len(store.history()) == 0
    assert traces(store, "Singer") == traces(store, "Singer", "there") == []
    add(store, OTHER, noon(2))
    assert len(store.history()) == 1


def test_a_program_that_runs_meanwhile_goes_on(store: Store) -> None:
    before = store.history()
    forget(store.folder, "here", Wish(every_id(before, {SECRET.id})))
    add(store, OTHER, noon(2) + 9_000)
    assert len(store.history()) == 6 + 1 + 1
    assert traces(store, "Secret Song") == []


def test_killed_in_between_it_is_done_by_doing_it_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def dying(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) == 4:
            raise KeyboardInterrupt
        real(path, data)

    real = replace_file
    monkeypatch.setattr("tunes.profile.forget.replace_file", dying)
    wish = Wish(every_id(store.history(), {SECRET.id}))
    with pytest.raises(KeyboardInterrupt):
        forget(store.folder, "here", wish)
    assert store.verify() == []
    monkeypatch.undo()
    forget(store.folder, "here", wish)
    assert traces(store, "Secret Song") == []
    assert len(store.history()) == 6 + 1
