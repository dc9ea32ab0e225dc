"""Owns the process that knows what comes next: it reads library and history once, and then answers in milliseconds.

It is started when the queue is about to end, so that a screen that plays albums never pays for it, and ends by itself
when nobody has asked for a while.
"""

import json
import select
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from threading import Lock
from typing import TYPE_CHECKING, Any

from tunes.library.catalog import Catalog
from tunes.profile.autoplay import Autoplay, Stayed
from tunes.profile.things import Things
from tunes.tui.aside import Aside, edges_asked, stdin_of, stdout_of
from tunes.tui.autoplay import AHEAD, TURN, Coming, Question
from tunes.tui.places import Places

if TYPE_CHECKING:
    from tunes.profile.next_up import NextUp
    from tunes.tui.edges import Edges

IDLE_S = 1200.0
"""The process ends when nothing was asked for so long."""
FRESH_S = 1800.0
"""What was read longer ago than this is read anew, behind the next answer."""


class Adviser:
    """Asks the process, starting it where there is none. May be used from any thread; one question at a time."""

    def __init__(self, places: Places, catalog: Catalog) -> None:
        self._aside = Aside("adviser", places)
        self._catalog = catalog
        self._guard = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def choose(self, question: Question) -> Coming:
        """What is to come. Raises AsideError."""
        with self._guard:
            told = json.dumps(asdict(question)).encode() + b"\n"
            said = self._said(told) or self._said(told)  # the first may have been to one that has just ended
        answer = self._aside.checked(None if said is None else json.loads(said))
        coming, instead = (tuple(self._catalog.tracks_by_id(answer[name])) for name in ("coming", "instead"))
        return Coming(coming, instead)

    def _said(self, told: bytes) -> bytes | None:
        """What the process says to that; None where it has ended."""
        if self._process is None:
            self._process = self._aside.start()
        process = self._process
        said = b""
        with suppress(OSError):  # it has ended
            stdin_of(process).write(told)
            stdin_of(process).flush()
            said = stdout_of(process).readline()
        if not said:
            self._forget(process)
            return None
        return said

    def _forget(self, process: "subprocess.Popen[bytes]") -> None:
        process.kill()
        process.wait()
        stdout_of(process).close()
        with suppress(BrokenPipeError):  # what it did not take goes with it
            stdin_of(process).close()
        self._process = None

    def stop(self) -> None:
        """The program ends: what is under way is not waited for."""
        self._aside.stop()


def _reader(edges: "Edges") -> "tuple[NextUp, float]":
    """What answers, and when it was read."""
    from tunes.profile.next_up import NextUp
    from tunes.profile.overview import overview

    now = edges.clock.now()
    history = edges.store().history().before(now)
    tracks = list(edges.catalog().all_tracks())
    seen = overview(tracks, history, now, offset=edges.clock.offset(now), features=edges.features())
    return NextUp(seen, history), now


class Unwanted:
    """Which tracks are not to come, worked out once for the same words of the listener."""

    def __init__(self, edges: "Edges") -> None:
        self._edges = edges
        self._whats: list[Any] = []
        self._ids: list[str] = []

    def ids(self, whats: list[Any]) -> list[str]:
        """Of the library's tracks that are meant by these."""
        if whats != self._whats:
            catalog = self._edges.catalog()
            things = Things.of(whats, catalog.roots())
            self._whats, self._ids = whats, [one.id for one in catalog.all_tracks() if things.covers(one)]
        return self._ids


def answered(next_up: "NextUp", question: dict[str, Any], unwanted: list[str]) -> dict[str, list[str]]:
    """The ids of what is to come, and of what is to come instead where the present track is a third skip in a row."""
    sitting = [Stayed(one["track"], bool(one["is_skip"])) for one in question["sitting"]]
    told: dict[str, Any] = {
        "now": question["now"],
        "mode": Autoplay(question["mode"]),
        "without": [*question["without"], *unwanted],
        "size": AHEAD,
    }
    coming = next_up.choose(sitting, **told)
    instead = []
    before = sitting[-TURN:-1]
    if len(before) == TURN - 1 and all(stayed.is_skip for stayed in before):
        instead = next_up.choose([*sitting[:-1], Stayed(sitting[-1].track, is_skip=True)], **told)
    return {"coming": [pick.track.id for pick in coming], "instead": [pick.track.id for pick in instead]}


def main() -> None:
    """Answers the questions on standard input, a line of JSON each; the first line names the places."""
    asked = sys.stdin.buffer
    edges = edges_asked()
    unwanted = Unwanted(edges)
    next_up, read_at = None, 0.0
    while line := asked.readline():
        try:
            if next_up is None:
                next_up, read_at = _reader(edges)
            question = json.loads(line)
            answer: dict[str, Any] = answered(next_up, question, unwanted.ids(question["unwanted"]))
        except Exception as error:  # whatever it is, the screen says it in a sentence
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)
        if next_up is not None and edges.clock.now() - read_at > FRESH_S:
            next_up, read_at = _reader(edges)
        if not select.select([asked], [], [], IDLE_S)[0]:
            return


if __name__ == "__main__":
    main()
