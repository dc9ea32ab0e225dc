"""Follows the made library of `moving` with the real catalog and profile, and compares where each listen went with the truth."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from moving import Moving, Recording
from tunes.profile.listens import Listen
from tunes.tui import following
from tunes.tui.doubtful import doubtful_cases
from tunes.tui.edges import Edges

BEGAN = 1_790_000_000.0
"""Unix seconds of the first listen."""


@dataclass
class Outcome:
    """What has become of the listens."""

    listens: int = 0
    right: int = 0
    """Found at a file of the recording that sounded."""
    gone: int = 0
    """No file that they were heard from is there any more in any shape."""
    waiting: int = 0
    """For the listener, in `tunes relink`, which names the right file."""
    unknown: int = 0
    """Nothing tells any more what the file was: its sound, its tags and its name are all new."""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Followed:
    """A library as `tunes` sees it."""

    moving: Moving
    edges: Edges
    heard: list[tuple[float, str, Recording, frozenset[int]]] = field(default_factory=list)
    """When, by which id, what sounded, and which files might have been it."""

    def scan(self) -> None:
        """A real scan, as `tunes scan` does it."""
        for _ in following.scan(self.edges, Event()):
            pass
        self.edges.recorder().flush()

    def listen(self, times: int) -> None:
        """Listens to tracks of the catalog; what sounds is what their file is."""
        catalog = self.edges.catalog()
        tracks = list(catalog.shelf())
        for track in self.moving.rng.choices(tracks, k=times):
            at = BEGAN + 60.0 * len(self.heard)
            listen = Listen(track.id, at, 0, track.duration or 1.0, track.duration, 0.0, 1.0, end="finished")
            self.edges.recorder().listen(listen, track)
            files = [self.moving.files[path] for path in catalog.paths(track.id)]
            lines = frozenset(file.line for file in files)
            self.heard.append((at, track.id, files[0].recording, lines))
        self.edges.recorder().flush()

    def outcome(self) -> Outcome:
        """Whose each listen is at the end."""
        history, catalog = self.edges.store().history(), self.edges.catalog()
        at_path = {path: track.id for path in self.moving.files for track in catalog.at_path(path)}
        holds: dict[int, set[int]] = {}
        """Of each track of the history, the recordings of its files."""
        for path, name in at_path.items():
            if name in history.index:
                holds.setdefault(history.index[name], set()).add(self.moving.files[path].recording.number)
        offered = {
            name: {
                self.moving.files[path].recording.number
                for track, _ in case.candidates
                for path in catalog.paths(track.id)
            }
            for case in doubtful_cases(catalog, history)
            for name in case.lost.ids
        }
        lines = {file.line for file in self.moving.files.values()}
        result = Outcome(listens=len(self.heard))
        if len(history) != len(self.heard) or len(at_path) != len(self.moving.files):
            result.wrong.append(f"{len(history)} listens kept, {len(at_path)} files listed")
        rows = {float(at): int(place) for at, place in zip(history.at, history.track, strict=True)}
        for at, name, recording, line in self.heard:
            found = holds.get(rows[at], set())
            if found == {recording.number}:
                result.right += 1
            elif found:
                result.wrong.append(f"{name}: {recording.number} became {found}")
            elif not line & lines:
                result.gone += 1
            elif recording.number in offered.get(name, ()):
                result.waiting += 1
            else:
                result.unknown += 1
        return result


def run(folder: Path, seed: int, tracks: int, steps: int, batch: int = 10) -> tuple[Outcome, Counter[str]]:
    """All of it: the first scan, then steps in batches with a scan and listens between; what came of it, and the steps taken."""
    moving = Moving(folder, seed, tracks)
    followed = Followed(moving, Edges.of(folder / "data" / "library.db", folder / "profile"))
    try:
        followed.edges.catalog().set_roots([moving.music])
        followed.scan()
        followed.listen(2 * tracks)
        done = 0
        while done < steps:
            count = min(steps - done, moving.rng.randint(1, batch))
            for _ in range(count):
                moving.step()
            done += count
            followed.scan()
            followed.listen(max(1, tracks // 50))
        return followed.outcome(), moving.steps
    finally:
        followed.edges.close()
