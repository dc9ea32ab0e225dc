"""Measures opening `tunes` in a terminal: on a known library of many tracks, on an empty one, and on a folder seen for the first time.

    python bench/open.py [--tracks 100000] [--runs 5] [--seed 1] [--new FOLDER]

Each run alternates: the screen with nothing to show (the same frame, the same program), and the screen on a library whose files
are all there and were read before. Told are the seconds until the frame is painted and until rows are, as ratios to the empty
one's first paint, and what the program takes of memory after a while, its sound engine apart. With `--new`, how long after the
first paint the first rows of that folder are there, in a library of its own.
"""

import argparse
import os
import pty
import random
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests")]
from made_rows import put_away
from search import make_tracks
from tunes.library.catalog import Catalog
from tunes.library.text import clean
from tunes.library.track import Track

LINKS = 30_000
"""Names that one file may have, on every file system."""
FRAME = "Discover"
"""A word of the top line, which is painted first."""
SETTLE_S = 6.0
"""Until the folders have been looked through and Discover is made."""
LONGEST_S = 60.0
SHOWN_LETTERS = 8
"""Of a name, that the narrowest column shows."""


def make_files(folder: Path, tracks: Sequence[Track]) -> list[Track]:
    """A file for each track: names of a few small ones, since their sound is never read."""
    made = []
    for number, track in enumerate(tracks):
        base = folder / f"base {number // LINKS}"
        if number % LINKS == 0:
            base.write_bytes(b"no sound")
        place = folder / "music" / f"{number // 12:05}"
        if number % 12 == 0:
            place.mkdir(parents=True)
        path = place / f"{number:06}.flac"
        path.hardlink_to(base)
        status = path.stat()
        made.append(replace(track, path=path, size=status.st_size, mtime=status.st_mtime))
    return made


def fill(library: Path, folder: Path, tracks: Sequence[Track]) -> None:
    """A library that has read all of them."""
    catalog = Catalog(library)
    catalog.set_roots([folder])
    put_away(catalog, tracks)
    with catalog.ledger.change() as db:
        catalog.ledger.put_links(db, [])
    catalog.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """What one start took."""

    frame_s: float
    rows_s: float
    program_mb: float
    engine_mb: float


def opened(
    environment: Mapping[str, str], rows: Sequence[str], arguments: Sequence[str] = (), settle_s: float = 0.0
) -> Opened:
    """Starts the program on a terminal, waits for what is wanted, and ends it. Without `rows` the frame is all there is."""
    leader, follower = pty.openpty()
    os.set_blocking(leader, False)
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "tunes.tui", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**environment, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"},
        start_new_session=True,
    )
    os.close(follower)
    try:
        seen = b""
        times: dict[str, float] = {}
        wanted = {"frame": [FRAME], "rows": list(rows) or [FRAME]}
        while len(times) < len(wanted):
            if time.monotonic() - began > LONGEST_S:
                raise SystemExit(f"waited {LONGEST_S:g} s for {wanted}; the screen: {seen[-2000:]!r}")
            seen += read(leader, 0.02)
            text = seen.decode(errors="replace")
            for name, words in wanted.items():
                if name not in times and any(word in text for word in words):
                    times[name] = time.monotonic() - began
        until = time.monotonic() + settle_s
        while time.monotonic() < until:
            read(leader, 0.05)
        program, engine = memory_mb(process.pid)
        return Opened(times["frame"], times["rows"], program, engine)
    finally:
        process.terminate()
        until = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < until:
            read(leader, 0.05)
        process.kill()
        process.wait()
        os.close(leader)


def read(leader: int, seconds: float) -> bytes:
    if not select.select([leader], [], [], seconds)[0]:
        return b""
    try:
        return os.read(leader, 1 << 16)
    except OSError:  # the other end is closed
        return b""


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident memory of the program, and of its children."""
    children = [
        one for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()
    ]
    return resident_mb(pid), sum(resident_mb(int(one)) for one in children)


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def spread(values: Sequence[float], unit: str = "s") -> str:
    return f"{statistics.median(values):8.3f} ({min(values):.3f}–{max(values):.3f}) {unit}"


def environment_in(folder: Path, library: Path) -> dict[str, str]:
    own = {
        "HOME": folder,
        "XDG_CONFIG_HOME": folder / "c",
        "XDG_CACHE_HOME": folder / "k",
        "XDG_DATA_HOME": folder / "d",
    }
    files = {"TUNES_LIBRARY": library, "TUNES_PROFILE": folder / "profile"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "TUNES_"))}
    return inherited | {name: str(value) for name, value in (own | files).items()}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--new", type=Path, help="a folder to open in a new library")
    options = parser.parse_args()
    took: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="tunes-open-") as name:
        folder = Path(name)
        (folder / "nothing").mkdir()
        tracks = make_files(folder, make_tracks(options.tracks, random.Random(options.seed)))
        fill(folder / "full.db", folder / "music", tracks)
        catalog = Catalog(folder / "full.db")
        first = [clean(row.name)[:SHOWN_LETTERS] for row in catalog.artists()[:3]]
        catalog.close()
        full, empty = (environment_in(folder, folder / f"{one}.db") for one in ("full", "empty"))
        for number in range(options.runs):
            print(f"run {number + 1} of {options.runs}", file=sys.stderr)
            bare = opened(empty, (), [str(folder / "nothing")])
            known = opened(full, first)
            took["empty: frame"].append(bare.frame_s)
            took["known: frame"].append(known.frame_s)
            took["known: rows"].append(known.rows_s)
            took["known: frame / empty: frame"].append(known.frame_s / bare.frame_s)
            took["known: rows / empty: frame"].append(known.rows_s / bare.frame_s)
            if options.new is not None:
                new = environment_in(folder, folder / f"new {number}.db")
                names = [one.name[:SHOWN_LETTERS] for one in sorted(options.new.iterdir())[:3]]
                seen = opened(new, names, [str(options.new)])
                took["new folder: rows after frame"].append(seen.rows_s - seen.frame_s)
        settled = opened(full, first, settle_s=SETTLE_S)
    for what, values in took.items():
        print(f"{what:<30} {spread(values, '' if '/' in what else 's')}")
    print(
        f"memory with {options.tracks:,} tracks: {settled.program_mb:.0f} MB, and {settled.engine_mb:.0f} MB of the sound engine"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
