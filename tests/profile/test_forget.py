"""What is forgotten is nowhere any more, and nothing else is touched."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_listens import listen, track
from tunes.library.track import Track
from tunes.profile.atomic import replace_file
from tunes.profile.exposures import Shown, shown_document
from tunes.profile.forget import count, every_id, forget
from tunes.profile.listens import listen_document
from tunes.profile.marks import Mark, mark_document
from tunes.profile.open_listen import OpenListens
from tunes.profile.recorder import Recorder
from tunes.profile.repair import repair
from tunes.profile.store import Store
from tunes.profile.wish import Wish

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


@pytest.fixture
def cluttered(store: Store) -> Store:
    """With all that programs that died, disks and synchronisers leave behind."""
    here = store.folder / "here"
    sound = (here / "2026-11.json").read_bytes()
    names = ["2026-11.sync-conflict-20261125-120000-ABCDEF7.json", "2026-11 (conflicted copy).json"]
    names += [".writing.tmp", ".writing.tmp.old", ".open.tmp"]
    for name in names:
        (here / name).write_bytes(sound)
    for number, tracks in enumerate(([SECRET, OTHER], [SECRET])):
        run = OpenListens(here)
        run.save([(listen(track, noon(3) + number, share=0.5), track) for track in tracks])
        run.close()
    assert len(traces(store, "Secret")) == 5 + 2 + len(names)
    return store


def test_a_track_is_nowhere_beside_the_shards_either(cluttered: Store) -> None:
    for _ in repair(cluttered):
        pass
    (cluttered.folder / "here" / "Copy of 2026-10.json").write_bytes(
        (cluttered.folder / "here" / "2026-10.json").read_bytes()
    )
    forget(cluttered.folder, "here", Wish(every_id(cluttered.history(), {SECRET.id}), artist="Secret Singer"))
    assert traces(cluttered, "Secret") == traces(cluttered, SECRET.id) == []
    assert len(traces(cluttered, "Other Song")) > 6
    assert Recorder(cluttered, print).recover() == 1
    assert len(Store(cluttered.folder, "here").history()) == 6 + 1 + 1


def test_of_everything_nothing_is_left(cluttered: Store) -> None:
    here = cluttered.folder / "here"
    (here / "2026-09.json").write_bytes(b"{half Secret")
    (here / "2026-09.json.bak").unlink()
    (here / "2026-08.json.damaged").write_bytes(b"{Secret")
    (here / "notes.txt").write_text("mine")
    forget(cluttered.folder, "here", Wish())
    assert {path.name for path in here.iterdir() if not path.name.endswith("lock")} == {"notes.txt"}
    assert [path.name for path in (cluttered.folder / "there").iterdir()] == [".lock"]


def test_what_can_not_be_read_is_named_only_if_it_may_hold_some(store: Store) -> None:
    aside = store.folder / "here" / "2026-08.json.damaged"
    aside.write_bytes(f'{{"listens": {{"1": {{"track": "{OTHER.id}"'.encode())
    assert count(store.folder, "here", Wish(frozenset({SECRET.id}))).damaged == 0
    assert count(store.folder, "here", Wish(frozenset({OTHER.id}))).damaged == 1
    assert count(store.folder, "here", Wish(since=0.0)).damaged == 1


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
