"""Screen saver and idle suspend are told to wait while a film plays, over a real D-Bus; a stand-in for the desktop writes down what it is asked."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bus import PrivateBus
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus
from remote_rig import Driven, tracks, until
from tunes.library.track import Kind
from tunes.player.awake import system_bus

SONG, OTHER = tracks(2)
FILM = replace(OTHER, kind=Kind.VIDEO)


class House:
    """What desktops and systemd have on their buses: those who ask are written down, and when they are done."""

    def __init__(self) -> None:
        self.asked: list[list[object]] = []
        self.held: set[int] = set()
        self.pipes: list[int] = []

    async def open(self, address: str) -> None:
        self.bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
        for name in ("org.freedesktop.ScreenSaver", "org.freedesktop.login1"):
            await self.bus.request_name(name)
        self.bus.add_message_handler(self._answer)

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if message.member == "UnInhibit":
            self.held.remove(message.body[0])
            return Message.new_method_return(message)
        if message.member == "Inhibit" and message.interface == "org.freedesktop.ScreenSaver":
            self.asked.append(message.body)
            self.held.add(len(self.asked))
            return Message.new_method_return(message, "u", [len(self.asked)])
        if message.member == "Inhibit":
            self.asked.append(message.body)
            read, write = os.pipe()
            os.set_blocking(read, False)
            self.pipes.append(read)
            reply = Message.new_method_return(message, "h", [0], [write])
            self.bus.send(reply).add_done_callback(lambda _sent: os.close(write))
            return None
        return None

    def is_awake(self) -> bool:
        """Whether both are held: the pipe of systemd has an end somewhere."""
        return bool(self.held) and bool(self.pipes) and not is_closed(self.pipes[-1])

    def is_asleep(self) -> bool:
        return not self.held and all(map(is_closed, self.pipes))


def is_closed(pipe: int) -> bool:
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


@pytest.fixture
async def house(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("b")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    bus = PrivateBus(folder)
    for name in ("SESSION", "SYSTEM"):
        monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", bus.address)
    house = House()
    await house.open(bus.address)
    yield house
    house.bus.disconnect()
    bus.close()


async def test_only_a_film_that_plays_keeps_it_awake(house: House, tmp_path: Path) -> None:
    driven = Driven(tmp_path)
    async with driven.open():
        driven.session.play([SONG])
        driven.wait(2)
        driven.session.play([FILM])
        driven.wait(2)
        await until(house.is_awake)
        driven.session.toggle()
        driven.wait(1)
        await until(house.is_asleep)
        driven.session.toggle()
        driven.wait(1)
        await until(house.is_awake)
        driven.session.play([SONG])
        driven.wait(2)
        await until(house.is_asleep)
    assert (
        house.asked == [["tunes", "A film is playing"], ["idle", "tunes", "A film is playing", "block"]] * 2
    )


async def test_the_end_lets_go(house: House, tmp_path: Path) -> None:
    driven = Driven(tmp_path)
    async with driven.open():
        driven.session.play([FILM])
        driven.wait(2)
        await until(house.is_awake)
    await until(house.is_asleep)


async def test_a_bus_that_goes_takes_nothing_along(house: House, tmp_path: Path) -> None:
    driven = Driven(tmp_path)
    async with driven.open():
        driven.session.play([FILM])
        driven.wait(2)
        await until(house.is_awake)
        house.bus.disconnect()
        driven.session.play([SONG])
        driven.wait(2)
        driven.session.play([FILM])
        driven.wait(2)
        assert driven.session.now.is_playing


@pytest.mark.parametrize(
    ("address", "spoken_to"),
    [
        ("unix:path=/x", "unix:path=/x"),
        ("tcp:host=example.org,port=1", None),
        ("tcp:a;unix:abstract=b", "unix:abstract=b"),
    ],
)
def test_only_a_local_bus_is_spoken_to(
    monkeypatch: pytest.MonkeyPatch, address: str, spoken_to: str | None
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    assert system_bus() == spoken_to
