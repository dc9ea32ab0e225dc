"""Owns choosing this week's queue in a process of its own: the screen is to pay neither the memory nor the time of that."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tunes.library.catalog import Catalog
from tunes.library.log import opened_log
from tunes.tui.places import Places

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.weekly import WeekQueue


class ChoosingError(Exception):
    """The queue could not be chosen; the message says why."""


class Choosing:
    """Has the queue chosen by another process, one at a time. May be used from any thread."""

    def __init__(self, places: Places, catalog: Catalog) -> None:
        self._places = places
        self._catalog = catalog
        self._guard = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def this_week(self) -> "WeekQueue":
        """This week's queue, frozen in the profile if it was not yet. Raises ChoosingError."""
        log = self._places.logs / "choosing.log"
        stderr = opened_log(log)
        try:
            process = self._start(stderr)
        finally:
            os.close(stderr)
        said, _ = process.communicate(sent(self._places))
        if process.returncode:
            raise ChoosingError(f"the process that chooses it ended early; {log} may say why")
        answer = json.loads(said)
        if "error" in answer:
            raise ChoosingError(answer["error"])
        return _received(answer, self._catalog)

    def _start(self, stderr: int) -> "subprocess.Popen[bytes]":
        with self._guard:
            if self._is_over:
                raise ChoosingError("tunes is being closed")
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tunes.tui.choosing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,  # Ctrl-C in the terminal is the program's business
            )
            return self._process

    def stop(self) -> None:
        """The program ends: what is under way is not waited for."""
        with self._guard:
            self._is_over = True
            if self._process is not None:
                self._process.kill()


def sent(places: Places) -> bytes:
    """The places as they go to the other process; a path may hold any bytes."""
    named = {name: str(value) for name, value in asdict(places).items()}
    return json.dumps(named).encode()


def places_of(told: bytes) -> Places:
    """The places as they came."""
    named: dict[str, Any] = json.loads(told)
    return Places(**named | {name: Path(value) for name, value in named.items() if name != "notice"})


def _answered(queue: "WeekQueue") -> dict[str, Any]:
    """The queue without its tracks, which both sides know by their ids."""
    picks = [asdict(replace(pick, track=None)) | {"track": pick.track.id} for pick in queue.picks]  # type: ignore[arg-type]
    return asdict(replace(queue, picks=())) | {"picks": picks}


def _received(answer: dict[str, Any], catalog: Catalog) -> "WeekQueue":
    from tunes.profile.picks import Pick
    from tunes.profile.weekly import WeekQueue

    tracks = {track.id: track for track in catalog.tracks_by_id([pick["track"] for pick in answer["picks"]])}
    picks = tuple(
        Pick(**pick | {"track": tracks[pick["track"]], "because": tuple(pick["because"])})
        for pick in answer["picks"]
        if pick["track"] in tracks
    )
    return WeekQueue(**answer | {"picks": picks})


def main() -> None:
    """Chooses for the places named on standard input, and answers with a line of JSON."""
    from tunes.tui.edges import Edges

    edges = Edges(places_of(sys.stdin.buffer.read()))
    try:
        answer = _answered(edges.this_week())
    except Exception as error:  # whatever it is, the screen says it in a sentence
        answer = {"error": str(error)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
