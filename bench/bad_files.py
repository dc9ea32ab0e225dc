"""Plays every file below a folder for two seconds, whatever it is, and says what became of it and of the player.

    python bench/bad_files.py FOLDER [--seconds 2] [--most-mb 700]

Links to folders are not followed. Every item is played by the real engine into a private sound server, as the kind that
its ending says. Behind it a good file must sound within seconds. Prints a line for each item and a summary; exit code 1
if the player hung, told something twice or not at all, lost the good file, or took more memory than allowed.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from media import make_sound
from pulse import PulseAudio
from tunes.library.formats import VIDEO, ending
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Ended, Failed, PlayerEvent, Progress, Started

ITEM_S = 40.0
"""For one item to sound or to fail: a disk is given 30 s."""


@dataclass
class Bench:
    """The player, all it told, and what the engines took."""

    folder: Path
    events: list[PlayerEvent] = field(default_factory=list)
    engines: set[int] = field(default_factory=set)
    most_kb: int = 0
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.player = EnginePlayer(self._take, self.folder / "engine.log")
        self.good = Track(
            "good", make_sound(self.folder / "good.flac", 60.0), Kind.MUSIC, "Good", duration=60.0
        )

    def until(self, happened: Callable[[], bool], seconds: float) -> bool:
        """Waits until something has happened; whether it has. Looks at the engine's memory meanwhile."""
        deadline = time.monotonic() + seconds
        while not happened() and time.monotonic() < deadline:
            self._weigh()
            with self._news:
                self._news.wait(0.05)
        return happened()

    def play(self, path: bytes, seconds: float) -> str:
        """What became of one item."""
        kind = Kind.VIDEO if ending(os.fsdecode(path)) in VIDEO else Kind.MUSIC
        mark, before = len(self.events), len(self.engines)
        stay = self.player.load(Track("item", Path(os.fsdecode(path)), kind, "Item"))
        is_over = self.until(lambda: self._has_settled(mark, stay, seconds), ITEM_S)
        told = [event for event in self.events[mark:] if getattr(event, "stay", None) == stay]
        failed = [event.message for event in told if isinstance(event, Failed)]
        heard = max((event.heard for event in told if isinstance(event, Progress | Ended)), default=0.0)
        again = f" after {len(self.engines) - before} new engines" if len(self.engines) > before else ""
        if not is_over:
            return "SILENT" + again
        return ("failed: " + failed[0] if failed else f"sounded {heard:.1f} s") + again

    def good_plays(self) -> bool:
        """Whether the player can still play."""
        stay = self.player.load(self.good)
        return self.until(lambda: any(e.heard > 0.2 for e in self._of(stay, Progress)), 15.0)

    def unbracketed(self) -> list[int]:
        """Stays with two starts, two ends, or a start without an end."""
        starts = Counter(event.stay for event in self.events if isinstance(event, Started))
        ends = Counter(event.stay for event in self.events if isinstance(event, Ended))
        return sorted(stay for stay in starts | ends if starts[stay] > 1 or ends[stay] != 1)

    def _has_settled(self, mark: int, stay: int, seconds: float) -> bool:
        told = [event for event in self.events[mark:] if getattr(event, "stay", None) == stay]
        return any(isinstance(e, Ended) or (isinstance(e, Progress) and e.heard >= seconds) for e in told)

    def _of(self, stay: int, kind: type[Progress]) -> list[Progress]:
        return [event for event in self.events if isinstance(event, kind) and event.stay == stay]

    def _weigh(self) -> None:
        engine = self.player._engine._process.pid  # noqa: SLF001  # nobody else needs to know it
        self.engines.add(engine)
        try:
            lines = Path(f"/proc/{engine}/status").read_text().splitlines()
        except FileNotFoundError:
            return
        peak = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
        self.most_kb = max([self.most_kb, *peak])

    def _take(self, event: PlayerEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()


def items(folder: bytes) -> Iterator[bytes]:
    """All that lies below a folder and is no folder."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]  # noqa: PTH114, PTH118  # any bytes
        for name in sorted(files + links):
            yield os.path.join(place, name)  # noqa: PTH118


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--most-mb", type=int, default=700, help="that an engine may take")
    options = parser.parse_args()
    sound = PulseAudio()
    os.environ |= sound.environment
    sorts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tunes-bad-") as name:
        bench = Bench(Path(name))
        for path in items(os.fsencode(options.folder)):
            shown, began = repr(path)[2:-1][-90:], time.monotonic()
            what = bench.play(path, options.seconds)
            took = time.monotonic() - began
            sorts[what.split(maxsplit=1)[0]] += 1
            print(f"{took:6.1f} s {bench.most_kb / 1024:6.0f} MB  {shown}: {what}", flush=True)
            if what.startswith("SILENT"):
                wrong.append(f"{shown}: neither sound nor a word in {ITEM_S:.0f} s")
            if ("failed" in what or "new" in what or took > 10) and not bench.good_plays():
                wrong.append(f"{shown}: nothing plays behind it")
        began = time.monotonic()
        bench.player.close()
        if time.monotonic() - began > 5:
            wrong.append("closing took long")
        wrong += [f"not one end: stay {stay}" for stay in bench.unbracketed()]
    sound.close()
    if bench.most_kb > options.most_mb << 10:
        wrong.append(f"an engine took {bench.most_kb >> 10} MB")
    print(
        f"{sum(sorts.values())} items: {dict(sorts)}; {len(bench.engines)} engines, at most {bench.most_kb >> 10} MB"
    )
    for each in wrong:
        print("WRONG", each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
