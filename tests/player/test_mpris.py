"""MPRIS: playerctl and busctl, as they are, drive a session on a D-Bus of its own."""

import asyncio
import gc
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bus import PrivateBus
from hypothesis import given
from hypothesis import strategies as st
from remote_rig import Driven, aside, tracks, until
from tunes.library.track import Kind, Track
from tunes.player import desktop
from tunes.player.desktop import local_bus
from tunes.player.entry import Repeat, Shuffle
from tunes.player.mpris_values import file_url, metadata, path_of, text, track_path
from tunes.tui.remote.desk import Desk


@pytest.fixture
def bus(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    folder = tmp_path_factory.mktemp("b")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    made = PrivateBus(folder)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
    yield made
    made.close()


@pytest.fixture
def driven(tmp_path: Path) -> Driven:
    made = Driven(tmp_path)
    made.desk = Desk(
        made.profile, made.find, made.told.append, lambda track: tmp_path / f"{track.id} cover.jpg"
    )
    return made


async def found(bus: PrivateBus, *names: str) -> None:
    """Waits until the desktop sees exactly these players."""
    while await aside(bus.names) != set(names):
        pass


async def position(bus: PrivateBus) -> float:
    return float((await aside(bus.get, "Position")).split()[1]) / 1e6


class TestButtons:
    async def test_playerctl_presses_them_all(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            assert await aside(bus.playerctl, "status") == "Stopped"
            driven.session.play(tracks(3))
            driven.wait(10)
            assert await aside(bus.playerctl, "status") == "Playing"
            await aside(bus.playerctl, "pause")
            driven.wait(5)
            assert await aside(bus.playerctl, "status") == "Paused"
            assert await position(bus) == 10
            await aside(bus.playerctl, "position", "20")
            driven.wait(5)
            assert (await position(bus), await aside(bus.playerctl, "status")) == (20, "Paused")
            await aside(bus.playerctl, "play-pause")
            driven.wait(1)
            assert await aside(bus.playerctl, "status") == "Playing"
            await aside(bus.playerctl, "next")
            driven.wait(5)
            assert driven.session.now.track == tracks(3)[1]
            await aside(bus.playerctl, "position", "42")
            driven.wait(1)
            assert 43 <= await position(bus) <= 43.5
            await aside(bus.playerctl, "position", "10-")
            driven.wait(1)
            assert 34 <= await position(bus) <= 34.5
            await aside(bus.playerctl, "volume", "0.3")
            assert driven.session.now.volume == 30
            assert await aside(bus.get, "Volume") == "d 0.3"
            await aside(bus.playerctl, "previous")
            await aside(bus.playerctl, "stop")
            driven.wait(1)
            assert await aside(bus.playerctl, "status") == "Stopped"
            await aside(bus.playerctl, "play")
            driven.wait(1)
            assert driven.session.now.is_playing

    async def test_shuffle_and_loop_go_both_ways(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(3))
            driven.wait(1)
            assert await aside(bus.playerctl, "loop") == "None"
            for name, repeat in (("Track", "one"), ("Playlist", "all"), ("None", "off")):
                await aside(bus.playerctl, "loop", name)
                assert driven.session.queue.repeat == repeat
                assert await aside(bus.playerctl, "loop") == name
            await aside(bus.playerctl, "shuffle", "On")
            assert driven.session.queue.shuffle == "tracks"
            driven.session.set_shuffle(Shuffle.ALBUMS)
            await aside(bus.playerctl, "shuffle", "On")
            assert driven.session.queue.shuffle == "albums"
            await aside(bus.playerctl, "shuffle", "Off")
            assert await aside(bus.playerctl, "shuffle") == "Off"
            driven.session.jump(2)
            driven.wait(1)
            assert await aside(bus.get, "CanGoNext") == "b false"
            driven.session.set_repeat(Repeat.ALL)
            assert await aside(bus.get, "CanGoNext") == "b true"

    async def test_speed_goes_both_ways(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(1))
            driven.wait(1)
            assert [await aside(bus.get, name) for name in ("Rate", "MinimumRate", "MaximumRate")] == [
                "d 1",
                "d 0.5",
                "d 2",
            ]
            await aside(bus.settle, "Rate", "d", "1.5")
            assert driven.session.now.sound.rate == 1.5
            assert await aside(bus.get, "Rate") == "d 1.5"
            await aside(bus.settle, "Rate", "d", "7")
            assert await aside(bus.get, "Rate") == "d 2"
            await aside(bus.settle, "Rate", "d", "0")
            assert driven.session.is_paused
            assert driven.session.now.sound.rate == 2.0

    async def test_a_place_in_another_track_is_not_gone_to(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(2))
            driven.wait(10)
            a, b = map(track_path, tracks(2))
            await aside(lambda: bus.call("SetPosition", "ox", b, 50_000_000))
            await aside(lambda: bus.call("SetPosition", "ox", a, 500_000_000))
            assert 10 <= await position(bus) < 11
            await aside(lambda: bus.call("SetPosition", "ox", a, 50_000_000))
            assert 50 <= await position(bus) < 51
            await aside(lambda: bus.call("Seek", "x", 60_000_000))
            driven.wait(1)
            assert driven.session.now.track == tracks(2)[1]

    async def test_files_are_opened_and_nothing_else(self, bus: PrivateBus, driven: Driven) -> None:
        driven.found = {"/m/odd \udcff.ogg": tracks(1)}
        async with driven.open():
            await found(bus, "tunes")
            for url in ("http://example.org/a.ogg", "file://elsewhere/a.ogg", "smb://x/y", "a.ogg", ""):
                await aside(lambda url=url: bus.call("OpenUri", "s", url, check=False))
            assert driven.asked == []
            await aside(lambda: bus.call("OpenUri", "s", "file:///m/odd%20%FF.ogg"))
            await until(lambda: driven.session.now.track == tracks(1)[0])

    async def test_it_can_be_ended(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            assert await aside(bus.get, "CanQuit", "") == "b true"
            assert await aside(bus.get, "Identity", "") == 's "tunes"'
            address = f"--address={bus.address}"
            place = ["org.mpris.MediaPlayer2.tunes", "/org/mpris/MediaPlayer2"]
            await aside(bus.run, "busctl", address, "call", *place, "org.mpris.MediaPlayer2", "Quit")
            await until(lambda: driven.left == 1)
            shown = await aside(bus.run, "busctl", address, "introspect", *place)
            for name in (
                "LoopStatus",
                "Shuffle",
                "Rate",
                "MinimumRate",
                "CanControl",
                "Seeked",
                "OpenUri",
                "Raise",
            ):
                assert f".{name}" in shown


class TestTelling:
    async def test_the_new_position_is_told_and_only_what_changed(
        self, bus: PrivateBus, driven: Driven
    ) -> None:
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(1))
            driven.wait(10)
            watch = bus.start("gdbus", "monitor", "--session", "--dest", "org.mpris.MediaPlayer2.tunes")
            assert watch.stdout is not None
            lines: list[str] = []
            reader = threading.Thread(target=lambda: lines.extend(watch.stdout or ()), daemon=True)
            reader.start()
            try:
                while not any("Seeked" in line for line in lines):  # it listens a moment after it says so
                    driven.session.seek_to(77)
                    await asyncio.sleep(0.05)
                assert all("(int64 770" in line for line in lines if "Seeked" in line), lines
                lines.clear()  # the beginning of the track may have been told just as it began to listen
                driven.wait(3)
                driven.session.set_volume(20)
                await until(lambda: any("Volume" in line for line in lines))
                assert any("'Volume': <0.2" in line for line in lines)
                assert not [line for line in lines if "Metadata" in line or "PlaybackStatus" in line], lines
            finally:
                watch.kill()
                watch.communicate()

    async def test_playerctl_follows(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(2))
            driven.wait(1)
            follower = bus.start("playerctl", "--follow", "metadata", "--format", "{{title}} {{status}}")
            assert follower.stdout is not None
            try:
                assert await aside(follower.stdout.readline) == "A Playing\n"
                driven.session.next()
                while await aside(follower.stdout.readline) != "B Playing\n":
                    pass
                driven.session.toggle()
                assert await aside(follower.stdout.readline) == "B Paused\n"
            finally:
                follower.kill()
                follower.communicate()

    async def test_odd_names(self, bus: PrivateBus, driven: Driven) -> None:
        odd = Track(
            "t1:odd/id", Path("/m/odd \udcff\n.flac"), Kind.MUSIC, "Ti\0tle \udcff\x1b[31m 🎵", artist="Björk",
            genres=("a", "b"), year=1997, track_no=3, duration=100.5,
        )  # fmt: skip
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play([odd])
            driven.wait(1)
            while "mpris:artUrl" not in (shown := await aside(bus.playerctl, "metadata")):
                pass
            assert "Title ?" in shown
            assert "Björk" in shown
            assert "100500000" in shown
            assert await aside(bus.playerctl, "metadata", "xesam:url") == "file:///m/odd%20%FF%0A.flac"
            cover = unquote(await aside(bus.playerctl, "metadata", "mpris:artUrl"))
            assert cover.startswith("file:///")
            assert cover.endswith("t1:odd/id cover.jpg")


class TestTheBus:
    async def test_the_second_one_has_a_name_of_its_own(self, bus: PrivateBus, driven: Driven) -> None:
        async with driven.open():
            await found(bus, "tunes")
            other = Desk(driven.profile, driven.find, driven.told.append, lambda _: None)
            await other.open(driven.session, driven.leave)
            while not any(".instance" in name for name in await aside(bus.names)):
                pass
            other.close()
            await found(bus, "tunes")
        await found(bus)

    async def test_a_bus_that_dies_is_no_matter(
        self, bus: PrivateBus, driven: Driven, capfd: pytest.CaptureFixture[str]
    ) -> None:
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(2))
            bus.close()
            driven.wait(5)
            driven.session.next()
            driven.wait(5)
            assert (await driven.ask(do="status"))["track"]["title"] == "B"
        out, err = capfd.readouterr()
        assert (out, err) == ("", "")

    async def test_a_bus_that_hangs_is_no_matter(
        self,
        bus: PrivateBus,
        driven: Driven,
        capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(desktop, "RETRY_S", 0.1)
        async with driven.open():
            await found(bus, "tunes")
            driven.session.play(tracks(3))
            bus.stop()
            for volume in range(400):
                driven.session.set_volume(volume % 100)
            driven.session.next()
            driven.wait(5)
            assert (await driven.ask(do="status"))["track"]["title"] == "B"
            bus.go_on()
            await found(bus, "tunes")
            assert await aside(bus.playerctl, "status") == "Playing"
        gc.collect()  # what asyncio has to say of futures comes when they go
        assert capfd.readouterr() == ("", "")

    async def test_a_bus_that_never_answers_is_no_matter(
        self, driven: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.bind(os.fspath(tmp_path / "deaf"))
            deaf.listen()
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/deaf")
            async with driven.open():
                deaf.settimeout(20)
                knocking, _ = await aside(deaf.accept)
                driven.session.play(tracks(2))
                driven.wait(5)
                assert (await driven.ask(do="status"))["position"] >= 5
                knocking.close()

    @pytest.mark.parametrize(
        ("address", "spoken_to"),
        [
            ("unix:path=/a,guid=b", "unix:path=/a,guid=b"),
            ("tcp:host=example.org,port=1", None),
            ("tcp:host=h,port=1;unix:abstract=x", "unix:abstract=x"),
            ("unixexec:path=/bin/sh", None),
            ("autolaunch:", None),
            ("nonce-tcp:host=h", None),
        ],
    )
    def test_only_buses_of_this_computer(
        self, address: str, spoken_to: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert local_bus() == spoken_to

    async def test_no_bus_at_all(
        self, driven: Driven, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
        async with driven.open():
            assert (await driven.ask(do="status"))["ok"]


@given(st.text())
def test_any_text_is_carried(value: str) -> None:
    assert "\0" not in text(value)
    assert text(value).encode().decode() == text(value)


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_paths_come_back_from_their_urls(name: bytes) -> None:
    path = Path("/") / name.decode("utf-8", "surrogateescape")
    assert path_of(file_url(path)) == path


@given(st.text())
def test_any_url_is_a_path_or_none(url: str) -> None:
    found: Any = path_of(url)
    assert found is None or found.is_absolute()


@given(st.text(min_size=1))
def test_any_id_is_a_place(track_id: str) -> None:
    track = Track(track_id, Path("/a"), Kind.MUSIC, "a")
    assert metadata(track, None, None)["mpris:trackid"][1].replace("/", "").replace("_", "").isascii()
