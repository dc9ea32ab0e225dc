"""Plays a thousand tracks and seeks ten thousand times, as fast as the player goes along, and says whether anything grows.

    python bench/growth.py [--tracks 1000] [--seeks 10000] [--most-mb 20]

Half of the tracks are asked for, half join on by themselves, in all formats that we can make. A row for each tenth of the
way tells threads, open files and memory of the engine and of this process. Exit code 1 if between the second row, when all
has been loaded, and the last one a process has grown by more than `most-mb`, or by more threads or files than a few players
on their way to be used again, or if the engine was replaced.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from media import make_sound
from pulse import PulseAudio
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Ended, Failed, PlayerEvent, Progress, Seeked, Started

ENDINGS = ("flac", "mp3", "ogg", "opus", "m4a", "wav")
SHORT_S, LONG_S = 0.25, 120.0
ROWS = 10
FEW = 12
"""Threads, or files, of players that are being stopped at the moment of a row."""


@dataclass(frozen=True)
class Size:
    """What a process takes."""

    threads: int
    files: int
    mb: float

    @classmethod
    def of(cls, process: int) -> "Size":
        """Read from the system."""
        folder = Path(f"/proc/{process}")
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        return cls(
            int(status["Threads"]),
            len(list((folder / "fd").iterdir())),
            int(status["VmRSS"].split()[0]) / 1024,
        )

    def __str__(self) -> str:
        return f"{self.threads:4} threads {self.files:4} files {self.mb:7.1f} MB"


class Bench:
    """A player, and what it told last."""

    def __init__(self, folder: Path) -> None:
        self._news = threading.Condition()
        self._last: dict[type[PlayerEvent], PlayerEvent] = {}
        self._seeks = 0
        self.failed = 0
        self.player = EnginePlayer(self._take, folder / "engine.log")
        self.rows: list[tuple[int, Size, Size]] = []

    def play(self, tracks: Iterator[Track], count: int) -> None:
        """So many tracks: one asked for, one that joins on."""
        for done in range(0, count, 2):
            self._row(done, count, "tracks")
            first = self.player.load(next(tracks))
            second = self.player.preload(next(tracks))
            self._wait(lambda first=first: self._is_past(Ended, first))  # type: ignore[misc]
            self._wait(lambda second=second: self._is_past(Started, second or 0))  # type: ignore[misc]

    def seek(self, track: Track, count: int) -> None:
        """So many places of a track; each tenth is heard for a moment."""
        stay = self.player.load(track)
        self._wait(lambda: self._is_past(Started, stay))
        for done in range(count):
            self._row(done, count, "seeks")
            before, place = self._seeks, random.uniform(0.0, LONG_S - 5.0)
            self.player.seek(place)
            self._wait(lambda before=before: self._seeks > before)  # type: ignore[misc]
            if done % 10 == 0:
                self._wait(lambda place=place: self._is_at(place))  # type: ignore[misc]

    def _row(self, done: int, count: int, what: str) -> None:
        if done % max(2, count // ROWS):
            return
        engine = self.player._engine._process.pid  # noqa: SLF001  # nobody else needs to know it
        row = engine, Size.of(engine), Size.of(os.getpid())
        print(f"{done:6} {what:<7} engine {row[1]}   tunes {row[2]}", flush=True)
        self.rows.append(row)

    def _wait(self, happened: Callable[[], bool]) -> None:
        with self._news:
            if not self._news.wait_for(happened, 30):
                sys.exit("nothing happens any more")

    def _is_past(self, kind: type[Started | Ended], stay: int) -> bool:
        event = self._last.get(kind)
        return isinstance(event, Started | Ended) and event.stay >= stay

    def _is_at(self, place: float) -> bool:
        event = self._last.get(Progress)
        return isinstance(event, Progress) and place < event.position < place + 5.0

    def _take(self, event: PlayerEvent) -> None:
        with self._news:
            self._last[type(event)] = event
            self._seeks += isinstance(event, Seeked)
            self.failed += isinstance(event, Failed)
            self._news.notify_all()


@contextmanager
def a_bench() -> Iterator[tuple[Bench, Path]]:
    sound = PulseAudio()
    os.environ |= sound.environment
    with tempfile.TemporaryDirectory(prefix="tunes-growth-") as name:
        bench = Bench(Path(name))
        yield bench, Path(name)
        bench.player.close()
    sound.close()


def grown(rows: list[tuple[int, Size, Size]], most_mb: float) -> list[str]:
    """What is not as it should be."""
    found = ["the engine was replaced"] if len({engine for engine, _, _ in rows}) > 1 else []
    for who, number in (("engine", 1), ("tunes", 2)):
        before, after = rows[1][number], rows[-1][number]
        assert isinstance(before, Size)
        assert isinstance(after, Size)
        found += [f"{who}: {after.threads - before.threads} more threads"] * (
            after.threads > before.threads + FEW
        )
        found += [f"{who}: {after.files - before.files} more files"] * (after.files > before.files + FEW)
        found += [f"{who}: {after.mb - before.mb:.0f} MB more"] * (after.mb > before.mb + most_mb)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, default=1000)
    parser.add_argument("--seeks", type=int, default=10_000)
    parser.add_argument("--most-mb", type=float, default=20.0)
    options = parser.parse_args()
    wrong: list[str] = []
    with a_bench() as (bench, folder):
        made = [make_sound(folder / f"{n}.{ending}", SHORT_S) for n, ending in enumerate(ENDINGS)]
        short = [Track(path.name, path, Kind.MUSIC, path.name, duration=SHORT_S) for path in made]
        path = make_sound(folder / "long.flac", LONG_S)
        began = time.monotonic()
        bench.play(cycle(short), options.tracks)
        wrong += grown(bench.rows, options.most_mb)
        bench.rows.clear()
        bench.seek(Track("long", path, Kind.MUSIC, "long", duration=LONG_S), options.seeks)
        wrong += grown(bench.rows, options.most_mb)
        print(f"{time.monotonic() - began:.0f} s, {bench.failed} failed")
    wrong += [f"{bench.failed} tracks failed"] * (bench.failed > 0)
    for each in wrong:
        print("WRONG", each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
