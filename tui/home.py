"""Owns making the rows of the home screen in a process of its own: the screen is to pay neither the memory nor the time of that."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from tunes.library.catalog import Catalog
from tunes.library.log import opened_log
from tunes.tui.choosing import places_of, sent
from tunes.tui.places import Places

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.rows import Home, Row
    from tunes.tui.edges import Edges

READING, CHOOSING, FILLING = (
    "Reading your library and your history…",
    "Looking for this week's Discover…",
    "Filling the rows…",
)
"""What is under way, for the listener."""
Step = Callable[[str], object]
TakeHome = Callable[[Step], "Home"]
"""Makes the page, and says meanwhile what is under way."""


class HomeError(Exception):
    """The rows could not be made; the message says why."""


def home_of(edges: "Edges", step: Step = lambda _: None) -> "Home":
    """The page as it is now; whoever asks first freezes this week's Discover for it."""
    from tunes.profile.rows import home
    from tunes.profile.unwanted import unwanted
    from tunes.profile.weekly import this_week

    step(READING)
    store, now = edges.store(), edges.clock.now()
    tracks = list(edges.catalog().all_tracks())
    step(CHOOSING)
    roots = edges.catalog().roots()
    week = this_week(store, tracks, now, roots=roots, rules=edges.discover_rules())
    step(FILLING)
    history = store.history()
    return home(
        tracks,
        history,
        now,
        offset=edges.clock.offset(now),
        discover=week.picks,
        avoided=unwanted(history, now, roots),
    )


class MakingHome:
    """Has the page made by another process, one at a time. May be used from any thread."""

    def __init__(self, places: Places, catalog: Catalog) -> None:
        self._places = places
        self._catalog = catalog
        self._guard = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def home(self, step: Step) -> "Home":
        """The page as it is now. Raises HomeError."""
        log = self._places.logs / "home.log"
        stderr = opened_log(log)
        try:
            process = self._start(stderr)
        finally:
            os.close(stderr)
        answer = _conversation(process, sent(self._places), step)
        if answer is None:
            raise HomeError(f"the process that makes them ended early; {log} may say why")
        if "error" in answer:
            raise HomeError(answer["error"])
        return _received(answer, self._catalog)

    def _start(self, stderr: int) -> "subprocess.Popen[bytes]":
        with self._guard:
            if self._is_over:
                raise HomeError("tunes is being closed")
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tunes.tui.home"],
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


def _conversation(process: "subprocess.Popen[bytes]", told: bytes, step: Step) -> dict[str, Any] | None:
    """Tells the process what to look at, and passes on what it says till its answer comes; None where none does."""
    answer = None
    with process:
        if process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(told)
            process.stdin.close()
        except BrokenPipeError:  # it has ended already, and its log says why
            return None
        for line in process.stdout:
            said = json.loads(line)
            if "step" in said:
                step(said["step"])
            else:
                answer = said
    return answer


def _answered(page: "Home") -> dict[str, Any]:
    """The page without its tracks, which both sides know by their ids."""
    return {"note": page.note, "rows": [_row(row) for row in page.rows]}


def _row(row: "Row") -> dict[str, Any]:
    picks = [asdict(replace(pick, track=None)) | {"track": pick.track.id} for pick in row.picks]  # type: ignore[arg-type]
    going = {name: asdict(going) for name, going in row.going.items()}
    return {"key": row.key, "title": row.title, "reason": row.reason, "picks": picks, "going": going}


def _received(answer: dict[str, Any], catalog: Catalog) -> "Home":
    from tunes.profile.picks import Pick
    from tunes.profile.rows import Going, Home, Row

    wanted = [pick["track"] for row in answer["rows"] for pick in row["picks"]]
    tracks = {track.id: track for track in catalog.tracks_by_id(wanted)}
    rows = []
    for row in answer["rows"]:
        picks = tuple(
            Pick(**pick | {"track": tracks[pick["track"]], "because": tuple(pick["because"])})
            for pick in row["picks"]
            if pick["track"] in tracks
        )
        going = {name: Going(**told | {"then": tuple(told["then"])}) for name, told in row["going"].items()}
        if picks:
            rows.append(Row(row["key"], row["title"], picks, row["reason"], going))
    return Home(tuple(rows), answer["note"])


def main() -> None:
    """Makes the page for the places named on standard input, and answers in lines of JSON."""
    from tunes.tui.edges import Edges

    def say(document: dict[str, Any]) -> None:
        print(json.dumps(document), flush=True)

    try:
        edges = Edges(places_of(sys.stdin.buffer.read()))
        answer = _answered(home_of(edges, lambda step: say({"step": step})))
    except Exception as error:  # whatever it is, the screen says it in a sentence
        answer = {"error": str(error)}
    say(answer)


if __name__ == "__main__":
    main()
