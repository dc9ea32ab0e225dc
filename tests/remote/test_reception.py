"""The door of a running program: orders do what they say, and no caller disturbs anything."""

import asyncio
import json
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from remote_rig import Driven, aside, tracks, until
from tunes.profile.autoplay import Autoplay
from tunes.tui.autoplay import Coming, GoingOn
from tunes.tui.remote import reception
from tunes.tui.remote.caller import Caller, UnansweredError
from tunes.tui.remote.doors import doors
from tunes.tui.remote.lines import GarbledError, decoded, encoded
from tunes.tui.remote.shown import OFF


@pytest.fixture(autouse=True)
def _runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("r")))


@pytest.fixture
def driven(tmp_path: Path) -> Driven:
    return Driven(tmp_path)


def raw(driven: Driven) -> socket.socket:
    """A caller who does as they like."""
    caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    caller.settimeout(20)
    caller.connect(os.fspath(doors(driven.profile)[0]))
    return caller


class TestOrders:
    async def test_nothing_plays(self, driven: Driven) -> None:
        async with driven.open():
            for do in ("pause", "next", "previous", "stop", "like", "ban", "seek"):
                answer = await driven.ask(do=do, by=1)
                assert (answer["ok"], answer["error"], answer["code"]) == (False, "Nothing plays.", 1)
            for do in ("play", "toggle"):
                assert "queue is empty" in (await driven.ask(do=do))["error"]
            assert (await driven.ask(do="jump", place=1))["error"] == "The queue is empty."
            status = await driven.ask(do="status")
            assert status["state"] == "stopped"
            assert set(status) - {"ok"} == set(OFF)

    async def test_playing_is_driven(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(3))
            driven.wait(10)
            await driven.ask(do="pause")
            await driven.ask(do="pause")
            driven.wait(5)
            status = await driven.ask(do="status")
            assert (status["state"], status["track"]["title"], status["position"]) == ("paused", "A", 10)
            assert status["queue"] == {"place": 1, "count": 3}
            await driven.ask(do="play")
            await driven.ask(do="play")
            driven.wait(1)
            assert (await driven.ask(do="status"))["state"] == "playing"
            await driven.ask(do="toggle")
            driven.wait(1)
            assert (await driven.ask(do="status"))["state"] == "paused"
            await driven.ask(do="next")
            driven.wait(5)
            assert driven.session.now.track == tracks(3)[1]
            await driven.ask(do="previous")
            driven.wait(0.5)
            assert driven.session.now.position < 1
            await driven.ask(do="stop")
            driven.wait(1)
            assert (await driven.ask(do="status"))["state"] == "stopped"
            assert (await driven.ask(do="play"))["ok"]
            driven.wait(1)
            assert driven.session.now.is_playing
        assert driven.listens()[0]["last_key"] == 1_795_000_000.0 + 17  # its `next`

    async def test_seeking(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(1))
            driven.wait(10)
            assert (await driven.ask(do="seek", by=-300))["position"] == 0
            assert (await driven.ask(do="seek", percent=50))["position"] == 50
            driven.wait(1)
            assert (await driven.ask(do="seek", to=20))["position"] == 20
            driven.wait(2)
            assert 22 <= (await driven.ask(do="status"))["position"] < 23
            assert (await driven.ask(do="seek", by=10**400))["position"] == 100

    async def test_loudness(self, driven: Driven) -> None:
        async with driven.open():
            assert (await driven.ask(do="volume"))["volume"] == 100
            assert (await driven.ask(do="volume", to=50))["volume"] == 50
            assert (await driven.ask(do="volume", by=-5))["volume"] == 45
            assert (await driven.ask(do="volume", by=90))["volume"] == 100
            assert (await driven.ask(do="mute"))["muted"] is True
            assert (await driven.ask(do="mute", on=True))["muted"] is True
            assert (await driven.ask(do="mute", on=False))["muted"] is False

    async def test_speed(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(1))
            assert (await driven.ask(do="speed"))["speed"] == 1
            assert (await driven.ask(do="speed", to=9))["speed"] == 2
            driven.wait(10)
            status = await driven.ask(do="status")
            assert (status["speed"], 19 <= status["position"] < 22) == (2, True)
            assert (await driven.ask(do="speed", by=-0.7))["speed"] == 1.3
            assert (await driven.ask(do="speed", by=-9))["speed"] == 0.5
            assert "number" in (await driven.ask(do="speed", to="fast"))["error"]
            assert driven.player.sound.rate == 0.5

    async def test_marks(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(1))
            driven.wait(1)
            assert (await driven.ask(do="like"))["said"] == ["Liked: A"]
            assert (await driven.ask(do="status"))["liked"] is True
            assert (await driven.ask(do="ban"))["said"] == ["Never suggested again: A"]
            assert driven.session.marking.said.banned.tracks == {"a"}
            assert (await driven.ask(do="rate", stars=4))["said"] == ["★★★★☆ A"]
            assert (await driven.ask(do="not-now"))["said"][0].startswith("Not suggested until ")
            status = await driven.ask(do="status")
            assert [status[name] for name in ("never", "not_now", "stars")] == [True, True, 4]
            assert (await driven.ask(do="unmark"))["said"] == ["Undone · May be suggested again: A"]
            assert (await driven.ask(do="unmark"))["said"] == ["Undone · No stars: A"]
            assert "no such thing" in (await driven.ask(do="like", of="artist"))["error"]
            assert "no such thing" in (await driven.ask(do="ban", of=[1]))["error"]
            assert "number" in (await driven.ask(do="rate", stars="four"))["error"]

    async def test_marks_of_what_it_belongs_to(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play([replace(tracks(1)[0], artist="Ann", genres=("Dub",))])
            driven.wait(1)
            assert (await driven.ask(do="ban", of="genre"))["said"] == [
                "Never suggested again: the genre Dub"
            ]
            assert (await driven.ask(do="like", of="artist"))["said"] == ["Liked: all by Ann"]
            status = await driven.ask(do="status")
            assert [status[name] for name in ("liked", "never")] == [False, True]

    async def test_the_queue(self, driven: Driven) -> None:
        a, b, c, d = tracks(4)
        driven.found = {"two": [b], "three": [c, d], "/m": [a, b]}
        async with driven.open():
            assert (await driven.ask(do="play", words=["/m"]))["said"] == ["Playing: 2 tracks"]
            driven.wait(1)
            assert (await driven.ask(do="add", words=["three"]))["said"] == ["Queued: 2 tracks"]
            assert (await driven.ask(do="add", words=["two"], next=True))["said"] == ["Next: B"]
            queue = await driven.ask(do="queue")
            assert [track["id"] for track in queue["tracks"]] == ["a", "b", "b", "c", "d"]
            assert (queue["place"], queue["tracks"][0]["source"]) == (1, "search")
            await driven.ask(do="jump", place=4)
            assert driven.session.now.track == c
            await driven.ask(do="remove", place=1)
            assert "no place 5" in (await driven.ask(do="remove", place=5))["error"]
            assert (await driven.ask(do="add", words=["nothing"]))[
                "error"
            ] == "Nothing was found for: nothing"
            await driven.ask(do="clear")
            assert (await driven.ask(do="queue"))["tracks"] == []
            driven.wait(1)
            assert driven.session.now.track == c
        assert driven.asked == [["/m"], ["three"], ["two"], ["nothing"]]

    async def test_what_follows_the_queue(self, driven: Driven) -> None:
        async with driven.open():
            assert "does not go on" in (await driven.ask(do="autoplay"))["error"]
            going_on = GoingOn(driven.session, lambda _: Coming((), ()), driven.clock, Autoplay.SIMILAR)
            driven.session.going_on = going_on
            assert (await driven.ask(do="autoplay"))["autoplay"] == "similar"
            assert (await driven.ask(do="autoplay", to="daring"))["autoplay"] == "daring"
            assert (await driven.ask(do="status"))["autoplay"] == "daring"
            assert (await driven.ask(do="autoplay", to="loud"))["code"] == 2

    async def test_in_which_order_the_queue_goes_on(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(4), 1)
            assert (await driven.ask(do="shuffle"))["shuffle"] == "off"
            assert (await driven.ask(do="shuffle", to="albums"))["shuffle"] == "albums"
            assert (await driven.ask(do="shuffle", to="off"))["shuffle"] == "off"
            assert (await driven.ask(do="repeat", to="one"))["repeat"] == "one"
            assert (await driven.ask(do="stop-after"))["stop_after"] is True
            status = await driven.ask(do="status")
            assert (status["shuffle"], status["repeat"], status["stop_after"]) == ("off", "one", True)
            assert (await driven.ask(do="stop-after", on=False))["stop_after"] is False
            await driven.ask(do="move", place=1, to=3)
            assert [entry.track.id for entry in driven.session.queue.entries] == ["b", "c", "a", "d"]
            assert (await driven.ask(do="undo"))["said"] == ["Undone: moved"]
            assert [entry.track.id for entry in driven.session.queue.entries] == ["a", "b", "c", "d"]
            for order in ({"do": "shuffle", "to": "x"}, {"do": "repeat", "to": None}):
                assert (await driven.ask(**order))["code"] == 2

    async def test_a_long_queue_is_mixed_beside_the_program(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(3) * 1_000)
            assert (await driven.ask(do="shuffle", to="tracks"))["shuffle"] == "tracks"
            await until(lambda: driven.session.queue.shuffle == "tracks")
            assert len(driven.session.queue) == 3_000

    async def test_quit(self, driven: Driven) -> None:
        async with driven.open():
            assert (await driven.ask(do="quit"))["ok"]
            await until(lambda: driven.left == 1)

    async def test_who_looks_is_not_there(self, driven: Driven) -> None:
        async with driven.open():
            driven.session.play(tracks(1))
            began = driven.clock.now()
            driven.wait(20)
            await driven.ask(do="status")
            await driven.ask(do="queue")
            driven.session.stop = lambda: None  # type: ignore[method-assign]  # closing is no key either
        assert driven.listens()[0]["last_key"] == began


class TestStrangers:
    @pytest.mark.parametrize(
        "line",
        [
            b"{}",
            b"[]",
            b"null",
            b'{"do": 5}',
            b'{"do": ["x"]}',
            b'{"do": "fly"}',
            b'{"do": "seek", "to": "x"}',
            b'{"do": "seek", "to": true}',
            b'{"do": "seek", "to": 1e999}',
            b'{"do": "seek", "to": NaN}',
            b'{"do": "volume", "to": null}',
            b'{"do": "jump"}',
            b'{"do": "add"}',
            b'{"do": "add", "words": "abc"}',
            b'{"do": "add", "words": ["a\\u0000b"]}',
            b'{"do": "add", "words": [1]}',
            b'{"do": "play", "words": {"a": 1}}',
            b"\xff\xfe\x00",
            b"",
            b"[" * 100_000,
            b"GET / HTTP/1.1",
        ],
        ids=lambda line: line[:30].decode("latin-1"),
    )
    async def test_what_makes_no_sense_is_refused(self, driven: Driven, line: bytes) -> None:
        async with driven.open():
            driven.session.play(tracks(1))
            driven.wait(1)

            def speak() -> bytes:
                with raw(driven) as caller:
                    caller.sendall(line + b"\n")
                    return caller.makefile("rb").readline()

            answer = json.loads(await aside(speak))
            if b"1e999" not in line:  # as far as it goes
                assert answer["ok"] is False
                assert answer["error"]
            assert (await driven.ask(do="status"))["state"] == "playing"

    async def test_endless_lines_are_cut_off(self, driven: Driven) -> None:
        def pour() -> int:
            sent = 0
            with raw(driven) as caller, suppress(OSError):
                for _ in range(100):
                    caller.sendall(b"x" * (1 << 20))
                    sent += 1
            return sent

        async with driven.open():
            assert await aside(pour) < 20
            assert (await driven.ask(do="status"))["ok"]

    async def test_floods_leave_others_their_turn(self, driven: Driven) -> None:
        async with driven.open():
            with raw(driven) as one, raw(driven) as two:
                for caller in (one, two):
                    caller.setblocking(False)
                    with suppress(BlockingIOError):
                        while True:
                            caller.send(b'{"do":"status"}\n' * 1000)
                assert (await driven.ask(do="status"))["ok"]
            assert (await driven.ask(do="status"))["ok"]

    async def test_who_hangs_or_vanishes_disturbs_nobody(self, driven: Driven) -> None:
        async with driven.open():
            hanging = raw(driven)
            hanging.send(b'{"do":')
            for line in (b"", b'{"do":"status"}\n', b'{"do":"follow"}\n', b'{"do":"st'):
                with raw(driven) as gone:
                    gone.send(line)
            assert (await driven.ask(do="status"))["ok"]
            hanging.close()

    async def test_a_crowd_is_turned_away(self, driven: Driven) -> None:
        async with driven.open():
            crowd = [raw(driven) for _ in range(reception.MOST_CALLERS)]
            await until(lambda: len(_callers(driven)) == reception.MOST_CALLERS)
            with pytest.raises(UnansweredError):
                await driven.ask(do="status")
            for caller in crowd:
                caller.close()
            await until(lambda: not _callers(driven))
            assert (await driven.ask(do="status"))["ok"]

    async def test_who_says_nothing_is_sent_away(
        self, driven: Driven, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reception, "IDLE_S", 0.05)
        async with driven.open():
            with raw(driven) as idle:
                assert await aside(idle.recv, 1) == b""

    async def test_after_the_end_nobody_is_there(self, driven: Driven) -> None:
        async with driven.open():
            caller = await aside(driven.call)
            assert (await aside(caller.ask, {"do": "status"}))["ok"]
            driven.desk.close()
            driven.desk.close()
            with pytest.raises(UnansweredError):
                await aside(caller.ask, {"do": "status"})
            assert doors(driven.profile) == []
            caller.close()


def _callers(driven: Driven) -> set[Any]:
    desk = driven.desk._reception
    assert desk is not None
    return desk._callers


class TestFollowing:
    def lines(self, caller: Caller) -> Iterator[dict[str, Any]]:
        return caller.answers(lambda: None)

    async def test_each_change_is_told(self, driven: Driven) -> None:
        async with driven.open():
            caller = await aside(driven.call)
            caller.say({"do": "follow"})
            lines = self.lines(caller)
            assert (await aside(next, lines))["state"] == "stopped"
            driven.session.play(tracks(2))
            while (line := await aside(next, lines))["track"] is None:
                pass
            assert line["track"]["title"] == "A"
            driven.session.next()
            while line["track"]["title"] != "B":
                line = await aside(next, lines)
            driven.session.set_volume(7)
            while line["volume"] != 7:
                line = await aside(next, lines)
            caller.close()
            await until(lambda: not _callers(driven))

    async def test_time_is_told_to_those_who_show_it(self, driven: Driven) -> None:
        async with driven.open():
            caller = await aside(driven.call)
            caller.say({"do": "follow", "ticks": True})
            lines = self.lines(caller)
            for _ in range(3):
                assert (await aside(next, lines))["state"] == "stopped"
            caller.close()

    async def test_it_ends_with_the_program(self, driven: Driven) -> None:
        async with driven.open():
            caller = await aside(driven.call)
            caller.say({"do": "follow"})
            lines = self.lines(caller)
            await aside(next, lines)
            driven.desk.close()
            assert await aside(next, lines, None) is None
            caller.close()

    async def test_of_a_slow_one_nothing_piles_up(
        self, driven: Driven, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reception, "FOLLOW_PAUSE_S", 0)
        monkeypatch.setattr(reception, "PATIENCE_S", 0.2)
        driven.session.queue  # noqa: B018
        async with driven.open():
            with raw(driven) as slow:
                slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                slow.send(b'{"do":"follow"}\n')
                await until(lambda: bool(_callers(driven)))
                for volume in range(100_000):
                    driven.session.set_volume(volume % 100)
                    await asyncio.sleep(0)
                    if not _callers(driven):
                        break
                await until(lambda: not _callers(driven))
            assert (await driven.ask(do="status"))["ok"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_garbled(line: bytes) -> None:
    try:
        document = decoded(line)
    except GarbledError:
        return
    assert decoded(encoded(document)) == document


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["of", "stars", "by", "to", "percent", "on", "words", "place", "next", "number", "from"]
)
ORDERS = st.sampled_from(
    [
        "play",
        "pause",
        "toggle",
        "next",
        "seek",
        "volume",
        "mute",
        "speed",
        "like",
        "ban",
        "not-now",
        "rate",
        "unmark",
        "queue",
        "add",
        "jump",
        "remove",
        "clear",
        "move",
        "undo",
        "shuffle",
        "repeat",
        "stop-after",
        "autoplay",
        "hand-over",
        "entries",
        "let-go",
        "taken",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(ORDERS, st.dictionaries(KEYS, JSON, max_size=3)), max_size=8))
def test_no_order_breaks_the_session(tmp_path_factory: pytest.TempPathFactory, wishes: list[Any]) -> None:
    from tunes.tui.remote.controls import SessionControls
    from tunes.tui.remote.orders import Orders

    async def run() -> None:
        driven = Driven(tmp_path_factory.mktemp("any"))
        driven.session.play(tracks(3))
        driven.wait(1)
        orders = Orders(SessionControls(driven.session, driven.find, driven.leave), driven.told.append)
        for do, more in wishes:
            answer = await orders.follow(more | {"do": do})
            line = answer.document if isinstance(answer.document, bytes) else encoded(answer.document)
            assert decoded(line)["ok"] in {True, False}
            driven.wait(0.5)
        driven.session.close()

    asyncio.run(run())
