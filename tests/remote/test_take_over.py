"""A take-over through a real door: all that is passed on, and that whoever fails on the way, one of the two plays on."""

import math
import os
import socket
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from remote_rig import Driven, aside, tracks, until
from sitting import Sitting
from tunes.library.track import Kind, Track
from tunes.player.queue import Entry, Queue, Repeat, Shuffle
from tunes.player.sound import Sound
from tunes.tui.remote import handing
from tunes.tui.remote.doors import doors
from tunes.tui.remote.lines import GarbledError, decoded, encoded
from tunes.tui.remote.passing import Handed, place_of, queue_of
from tunes.tui.remote.taking import Neighbour, NotTakenError, TakingOver, take_up
from tunes.tui.remote.whole_track import track_document, track_of

PATIENCE_S = 20.0


@pytest.fixture(autouse=True)
def _runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("r")))


@pytest.fixture
def there(tmp_path: Path) -> Driven:
    return Driven(tmp_path / "there")


@pytest.fixture
def here(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "there" / "profile")


def met(there: Driven) -> Neighbour:
    (path,) = doors(there.profile)
    return Neighbour(path, "A", is_playing=True, count=3)


async def asked(there: Driven) -> Handed:
    """What is passed on, without a word that it was taken."""
    with await aside(TakingOver, met(there), PATIENCE_S) as taking:
        return await aside(taking.ask)


async def taken_over(there: Driven, here: Sitting) -> None:
    with await aside(TakingOver, met(there), PATIENCE_S) as taking:
        take_up(here.session, await aside(taking.ask))
        await aside(taking.told)


def ends(sitting: Sitting) -> list[tuple[str, str, float, float, float]]:
    return [(one["track"], one["end"], one["began"], one["left"], one["heard"]) for one in sitting.listens()]


class TestPassedOn:
    async def test_queue_place_and_loudness(self, there: Driven, here: Sitting) -> None:
        async with there.open():
            there.session.play(tracks(5), 1, "album:x")
            there.wait(30)
            there.session.set_volume(40)
            there.session.toggle_mute()
            there.session.set_sound(Sound(rate=1.5))
            await taken_over(there, here)
            assert (there.left, there.session.now.track) == (1, None)
            assert there.told == ["Another tunes has taken over, and goes on with what was played here."]
            here.clock.time = there.clock.time
            here.wait(10)
            now = here.session.now
            assert (now.track, now.source, now.position, now.is_playing) == (
                tracks(5)[1],
                "album:x",
                45,
                True,
            )
            assert (now.volume, now.is_muted, here.player.volume) == (40, True, 0)
            assert now.sound.rate == 1.5
            here.session.close()
            assert ends(there) == [("b", "handed-over", 0, 30, 30), ("b", "quit", 30, 45, 15)]

    async def test_a_paused_one_stays_paused(self, there: Driven, here: Sitting) -> None:
        async with there.open():
            there.session.play(tracks(2))
            there.wait(30)
            there.session.toggle()
            there.wait(5)
            await taken_over(there, here)
            here.clock.time = there.clock.time
            here.wait(60)
            assert (here.session.now.is_playing, here.session.now.position) == (False, 30)
            here.session.toggle()
            here.wait(10)
            here.session.close()
            there_one, here_one = there.listens()
            assert (there_one["heard"], here_one["heard"], here_one["began"]) == (30, 10, 30)
            assert here_one["at"] == pytest.approx(here.clock.time - 10, abs=0.6), "it begins when it sounds"

    async def test_a_queue_of_several_parts_in_its_modes(
        self, there: Driven, here: Sitting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handing, "PART", 7)
        queue = Queue.of([Entry(track, "x") for track in tracks(26)], 3, seed=5).shuffled(Shuffle.TRACKS)
        for _ in range(4):
            queue = queue.following() or queue
        queue = queue.inserted_next([Entry(tracks(1)[0], "queue")]).repeating(Repeat.ALL)
        queue = queue.stopping_after(is_on=True)
        async with there.open():
            there.session.take_up(queue, queue.current, 0.0, is_paused=False)
            there.wait(5)
            there.session.remove(queue.index)
            await taken_over(there, here)
            got, wanted = here.session.queue, there.session.queue
            assert replace(got, seed=0, straight=wanted.straight) == replace(wanted, seed=0)
            straight, wanted_straight = got.shuffled(Shuffle.OFF), wanted.shuffled(Shuffle.OFF)
            assert straight.entries[:] == wanted_straight.entries[:]
            assert (straight.index, straight.lost) == (wanted_straight.index, wanted_straight.lost)
            here.session.close()

    async def test_a_guest_stays_a_guest(self, there: Driven, here: Sitting) -> None:
        async with there.open():
            there.session.set_incognito(True)
            there.session.play(tracks(2))
            there.wait(30)
            await taken_over(there, here)
            here.wait(30)
            assert here.session.now.is_incognito
            here.session.close()
            assert ends(there) == []

    async def test_the_queue_from_before_a_guest_returns_when_the_guest_goes(
        self, there: Driven, here: Sitting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handing, "PART", 7)
        async with there.open():
            there.session.play(tracks(26), 3)
            there.session.set_shuffle(Shuffle.TRACKS)
            own = there.session.queue
            there.wait(10)
            there.session.set_incognito(True)
            there.session.play(tracks(2))
            there.session.remove(0)
            there.wait(30)
            await taken_over(there, here)
            assert [entry.track.id for entry in here.session.queue.entries] == ["b"]
            here.wait(30)
            here.session.set_incognito(False)
            assert here.session.queue.entries[:] == own.entries[:]
            assert here.session.now.track == tracks(1)[0]
            here.wait(60)
            assert here.session.now.track == tracks(4)[3]
            here.session.set_shuffle(Shuffle.OFF)
            assert [entry.track for entry in here.session.queue.entries] == tracks(26)
            here.session.close()

    async def test_what_the_listener_played_is_no_guest_of_another(
        self, there: Driven, here: Sitting
    ) -> None:
        async with there.open():
            there.session.play(tracks(3))
            there.wait(10)
            here.session.set_incognito(True)
            await taken_over(there, here)
            here.session.play(tracks(5)[3:])
            here.session.set_incognito(False)
            assert [entry.track for entry in here.session.queue.entries] == tracks(3)
            here.session.close()

    async def test_only_a_queue_where_nothing_plays(self, there: Driven, here: Sitting) -> None:
        async with there.open():
            there.session.enqueue(tracks(3))
            await taken_over(there, here)
            assert (len(here.session.queue), here.session.now.track) == (3, None)
            here.session.toggle()
            here.wait(1)
            assert here.session.now.track == tracks(1)[0]
            here.session.close()

    async def test_only_its_end_where_another_queue_is_wanted(self, there: Driven, here: Sitting) -> None:
        async with there.open():
            there.session.play(tracks(3))
            there.session.set_volume(10)
            there.wait(5)
            take_up(here.session, await asked(there), with_queue=False)
            assert (here.session.now.volume, len(here.session.queue)) == (10, 0)
            here.session.close()


class TestFailures:
    async def test_where_nobody_says_that_it_is_taken_it_goes_on(
        self, there: Driven, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handing, "TAKEN_WITHIN_S", 0.2)
        async with there.open():
            there.session.play(tracks(2))
            there.wait(10)
            handed = await asked(there)
            assert (handed.position, handed.is_paused, there.session.now.is_playing) == (10, False, False)
            await until(lambda: there.session.now.is_playing)
            there.wait(10)
            assert there.session.now.position == 20
            assert (await asked(there)).position == 20, "and can be asked again"

    async def test_of_two_who_ask_one_gets_it(self, there: Driven, here: Sitting) -> None:
        async with there.open():
            there.session.play(tracks(2))
            there.wait(10)
            await asked(there)
            with pytest.raises(NotTakenError, match="Another tunes is taking over already"):
                await taken_over(there, here)
            here.session.close()

    async def test_a_queue_that_changes_meanwhile_is_asked_for_again(self, there: Driven) -> None:
        async with there.open():
            there.session.play(tracks(3))
            there.wait(10)
            offer = await there.ask(do="hand-over")
            there.session.enqueue(tracks(2))
            answer = await there.ask(do="let-go", number=offer["number"])
            assert answer == {"ok": True, "changed": True}
            assert there.session.now.is_playing
            assert len((await asked(there)).queue) == 5

    async def test_nothing_is_taken_that_was_not_let_go(self, there: Driven) -> None:
        async with there.open():
            there.session.play(tracks(2))
            there.wait(10)
            for order in ({"do": "taken"}, {"do": "let-go", "number": 7}, {"do": "entries", "number": 9}):
                assert (await there.ask(**order))["ok"] is False
            assert there.session.now.is_playing

    async def test_one_that_is_deaf_gone_or_of_another_version(self, there: Driven, tmp_path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.bind(os.fspath(tmp_path / "deaf"))
            deaf.listen()
            other = Neighbour(tmp_path / "deaf", "A", is_playing=True, count=1)
            with TakingOver(other, 0.05) as taking, pytest.raises(NotTakenError, match="does not answer"):
                taking.ask()
        with pytest.raises(NotTakenError, match="has ended meanwhile"):
            TakingOver(other)
        async with there.open():
            there.desk._reception._answer = _knows_nothing  # type: ignore[union-attr]
            with pytest.raises(NotTakenError, match="of another version"):
                await asked(there)


async def _knows_nothing(_order: Any) -> Any:
    from tunes.tui.remote.reception import Answer, refusal

    return Answer(refusal("This tunes does not know that order.", 2))


class TestDocuments:
    def test_a_track_keeps_everything(self) -> None:
        whole = Track(
            "t1:1",
            Path("/m/\udcff.flac"),
            Kind.SPOKEN,
            "T\x1b",
            **{one.name: _other(one) for one in fields(Track) if one.name not in _NEEDED},
        )
        assert all(getattr(whole, one.name) != one.default for one in fields(Track))
        assert track_of(decoded(encoded(track_document(whole)))) == whole

    @given(
        st.dictionaries(
            st.sampled_from([one.name for one in fields(Track)]),
            st.one_of(st.none(), st.booleans(), st.floats(), st.text(), st.lists(st.text() | st.integers())),
        )
    )
    def test_nothing_is_believed(self, odd: dict[str, Any]) -> None:
        try:
            track = track_of({"id": "a", "path": "/a", "kind": "music", "title": "A"} | odd)
        except GarbledError:
            return
        assert isinstance(track.path, Path)
        assert isinstance(track.title, str)
        assert all(isinstance(genre, str) for genre in track.genres)
        assert track.duration is None or math.isfinite(track.duration)

    @pytest.mark.parametrize(
        ("entries", "document"),
        [
            ([], {}),
            ([{}], {"index": 0, "trail": [], "rounds": 0}),
            ([], {"index": 0, "trail": ["x"], "rounds": 0}),
            (
                [{"id": "a", "path": "/a", "kind": "music", "title": "A", "number": 1}] * 2,
                {"index": 0, "trail": []},
            ),
        ],
    )
    def test_no_garbled_queue_is_taken(self, entries: list[Any], document: dict[str, Any]) -> None:
        with pytest.raises(GarbledError):
            queue_of([place_of(entry) for entry in entries], document)


_NEEDED = {"id", "path", "kind", "title"}


def _other(one: Field[Any]) -> Any:
    """Another value than the usual one."""
    if isinstance(one.default, tuple):
        return ("g", "h")
    kinds = get_type_hints(Track)[one.name]
    return "x\udcfe" if str in (get_args(kinds) or (kinds,)) else 4
