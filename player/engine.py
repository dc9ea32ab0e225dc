"""Owns the engine process: commands come in on standard input, words go out on standard output.

A process of its own, so that nothing else of tunes makes the sound stutter, and a file that crashes libVLC costs a
restart instead of the program. What libraries print goes to standard error, which is a file.
"""

import os
import queue
import sys
import threading
import time
from typing import BinaryIO

from tunes.player.events import Trouble
from tunes.player.frames import FrameSink
from tunes.player.libvlc import LibVlc, LibVlcMissingError, remedy
from tunes.player.memory import Memory
from tunes.player.stage import Stage
from tunes.player.surface import Surface
from tunes.player.wire import (
    AdjustFilm,
    Alive,
    Choose,
    Close,
    Command,
    Load,
    Loop,
    Measured,
    Pause,
    Play,
    Preload,
    Seek,
    SetSound,
    Shoot,
    ShowFilms,
    Stop,
    UseDevice,
    Volume,
    Word,
    command_of,
    line_of,
)

SOUNDING_S, STEADY_S, SILENT_S = 0.02, 0.25, 0.25
"""Between two looks at what has happened: while something plays, while that goes on as it is, and while nothing does."""
ALIVE_S = 1.0
"""Silence after which the engine says that it is still there."""
GRACE_S = 2.0
"""For the last words when tunes has ended; an engine that is stuck in libVLC then goes without them."""


class Engine:
    """Reads commands, drives the stage, says what happens."""

    def __init__(self, commands: BinaryIO, words: BinaryIO, frames: FrameSink | None) -> None:
        """`frames` is where pictures for a terminal go."""
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._next: Command | None = None
        """Taken out of them already."""
        self._words = words
        self._memory = Memory()
        self._said_at = time.monotonic()
        threading.Thread(target=self._listen, args=(commands,), name="commands", daemon=True).start()
        self._stage = Stage(self._libvlc(), self.say, frames)

    def run(self) -> None:
        """Until told to close, until nobody listens any more, or until a file eats all memory: its thread can't be stopped otherwise."""
        while True:
            command = self._taken()
            if isinstance(command, Close):
                break
            if command is not None:
                self._obey(command)
            self._stage.tick()
            if self._memory.is_too_much(is_film=self._stage.is_film):
                sys.stderr.write("The engine ends: the file that was opened last takes too much memory.\n")
                return
            if time.monotonic() - self._said_at > ALIVE_S:
                self.say(Alive())
        self._stage.close()

    def _rest_s(self) -> float:
        if not self._stage.is_busy:
            return SILENT_S
        return STEADY_S if self._stage.is_steady else SOUNDING_S

    def say(self, word: Word) -> None:
        """Hands a word up the pipe."""
        self._said_at = time.monotonic()
        self._words.write(line_of(word))
        self._words.flush()

    def _libvlc(self) -> LibVlc | None:
        try:
            return LibVlc()
        except LibVlcMissingError as missing:
            self.say(Trouble(f"{missing} {remedy()}"))
            return None

    def _taken(self) -> Command | None:
        """The next command, None where there is none for a while. Of several changes of the sound in a row only the last counts."""
        command, self._next = self._next, None
        try:
            if command is None:
                command = self._commands.get(timeout=self._rest_s())
            while isinstance(command, SetSound) and self._next is None:
                coming = self._commands.get_nowait()
                if isinstance(coming, SetSound):
                    command = coming
                else:
                    self._next = coming
        except queue.Empty:
            pass
        return command

    def _obey(self, command: Command) -> None:
        stage = self._stage
        match command:
            case Load(item, at, is_paused, is_resumed):
                stage.load(item, at, is_paused=is_paused, is_resumed=is_resumed)
            case Preload(item, after):
                stage.preload(item, after)
            case Play():
                stage.play()
            case Pause():
                stage.pause()
            case Seek(position):
                stage.seek(position)
            case Loop(stay, start, end):
                stage.loop(stay, None if end is None else (start, end))
            case Stop():
                stage.stop()
            case Volume(percent):
                stage.set_volume(percent)
            case ShowFilms(where, width, height):
                stage.show_films(Surface(where, width, height))
            case UseDevice(name):
                stage.use_device(name)
            case SetSound(sound):
                stage.set_sound(sound)
            case Measured(stay, gain_db):
                stage.measured(stay, gain_db)
            case Choose(stay, choice):
                stage.choose(stay, choice)
            case AdjustFilm(wish, by):
                stage.adjust_film(wish, by)
            case Shoot(file):
                stage.shoot(file)

    def _listen(self, commands: BinaryIO) -> None:
        """When the pipe ends, tunes has: no engine outlives it, not even one that hangs."""
        for line in commands:
            self._commands.put(command_of(line))
        self._commands.put(Close())
        time.sleep(GRACE_S)
        os._exit(1)


def main() -> None:
    """Runs one engine on this process's own standard input and output."""
    words = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the words
    try:
        with words:  # closed by hand: a thread that waits for a dead disk may keep the process from ending
            Engine(sys.stdin.buffer, words, _frames(sys.argv[1:])).run()
    except BrokenPipeError:  # tunes was killed; there is nobody to tell
        os._exit(1)
    os._exit(0)  # what would come now waits for threads that wait for the next command


def _frames(handles: list[str]) -> FrameSink | None:
    """Where pictures go, by the two handles that tunes passes on."""
    return FrameSink(int(handles[0]), int(handles[1])) if len(handles) == 2 else None
