"""Owns the file in which is kept what the listener chose about the sound on the screen, from one start to the next.

Beside each choice stands what the settings said then: where they say something else now, the settings count, since
they were changed later.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import orjson
from tunes.player.sound import Sound, sound_of


class KeptSound:
    """Never holds anybody up: the file is written on a thread of its own."""

    def __init__(self, file: Path, settled: Sound, tell: Callable[[str], None]) -> None:
        """`settled` is what the settings say; `tell` gets a sentence where the file is of no use."""
        self._file = file
        self._settled = settled
        self._tell = tell
        self._changed = threading.Condition()
        self._newest: Sound | None = None
        self._is_writing = False
        self._is_told = False

    def read(self) -> Sound:
        """What is to be heard: what was chosen last, and where nothing was, what is settled."""
        try:
            kept = orjson.loads(self._file.read_bytes())
            chosen, settled = sound_of(kept["chosen"]), sound_of(kept["settled"])
        except FileNotFoundError:
            return self._settled
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self._tell(f"What was chosen for the sound can't be read from {self._file}: the settings count.")
            return self._settled
        both = {
            field.name: getattr(
                chosen if _is_same(field.name, settled, self._settled) else self._settled, field.name
            )
            for field in fields(Sound)
        }
        return Sound(**both)

    def keep(self, sound: Sound) -> None:
        """From now on this is chosen."""
        with self._changed:
            self._newest = sound
            if not self._is_writing:
                self._is_writing = True
                threading.Thread(target=self._work, name="chosen sound", daemon=True).start()

    def close(self, timeout: float = 2.0) -> None:
        """Returns when all is written, after at most `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_writing, timeout)

    def _work(self) -> None:
        while True:
            with self._changed:
                sound, self._newest = self._newest, None
                if sound is None:
                    self._is_writing = False
                    self._changed.notify_all()
                    return
            try:
                self._write({"chosen": asdict(sound), "settled": asdict(self._settled)})
            except OSError as error:
                self._complain(
                    f"What you chose for the sound can't be kept in {self._file}: {error.strerror}."
                )

    def _write(self, document: dict[str, Any]) -> None:
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}.new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(orjson.dumps(document))
            fresh.replace(self._file)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise

    def _complain(self, sentence: str) -> None:
        if not self._is_told:
            self._is_told = True
            self._tell(sentence)


def _is_same(name: str, one: Sound, other: Sound) -> bool:
    return bool(getattr(one, name) == getattr(other, name))
