"""Owns listening through the library while the screen is open: in a process of its own, so that the screen pays neither memory nor time for it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from threading import Event
from typing import Any, BinaryIO

from tunes.player.sonic.standing import ListeningError, Standing
from tunes.tui.aside import Aside, AsideError, edges_asked, stdin_of, stdout_of
from tunes.tui.places import Places

ON_BATTERY = "on battery"


class Listening:
    """Has the library listened through by another process. `rest` and `close` may be called on any thread."""

    def __init__(self, places: Places) -> None:
        self._aside = Aside("listening", places)
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> Iterator[Standing]:
        """Yields how far it is till all is done or somebody stops it. Raises ListeningError."""
        with suppress(
            AsideError, BrokenPipeError
        ):  # tunes is being closed; or it has ended already, and its log says why
            process = self._process = self._aside.start()
            try:
                stdin_of(process).flush()
                for line in stdout_of(process):
                    said = json.loads(line)
                    if "error" in said:
                        raise ListeningError(said["error"])
                    yield Standing(**said)
            finally:
                self.rest()
                process.wait()
                for pipe in (stdin_of(process), stdout_of(process)):
                    pipe.close()

    def rest(self) -> None:
        """Ends what runs; it can be run again. The file that it was at is begun anew then."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """The program ends."""
        self._aside.stop()


def main() -> None:
    """Listens for the places named on standard input, and says how far it is in lines of JSON; ends with its standard input."""
    from tunes.player.helping import step_back
    from tunes.tui.power import is_on_battery
    from tunes.tui.sonic import BusyError, by_use, listen_through

    def say(document: dict[str, Any]) -> None:
        print(json.dumps(document), flush=True)

    cancelled = Event()
    edges = edges_asked()
    threading.Thread(target=_until_the_end, args=(sys.stdin.buffer, cancelled), daemon=True).start()
    step_back()
    may_empty_battery = edges.settings().sonic.on_battery

    def rests() -> str:
        return ON_BATTERY if not may_empty_battery and is_on_battery() else ""

    try:
        catalog = edges.catalog()
        tracks = by_use(list(catalog.all_tracks()), edges.store().history())
        for now in listen_through(edges.places, tracks, catalog.links(), cancelled, rests):
            say(asdict(now))
    except BusyError:  # another tunes does it
        return
    except Exception as error:  # whatever it is, the screen says it in a sentence
        say({"error": str(error)})


def _until_the_end(words: BinaryIO, cancelled: Event) -> None:
    words.read()
    cancelled.set()


if __name__ == "__main__":
    main()
