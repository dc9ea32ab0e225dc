"""Measures `tunes scan --json` on a folder of small tagged files in six formats, beside MPD's scan of the same folder in the same run.

    python bench/scan.py [--files 20000] [--runs 5] [--seed 1] [--folder FOLDER]

Each run alternates: a first scan by `tunes`, one with nothing changed (and how long `tunes --version` takes, which is the start of
the program), one with a hundred files changed, MPD's first scan, its rescan (it reads all again) and its update with nothing changed. Printed are medians over the runs with the lowest and the highest, and their ratios. Files are in
the page cache for both. Wall-clock time wants a quiet computer, as `tunes` reads on all cores and MPD on one; processor time is
printed beside it. MPD has no sound, no network and a configuration of its own; without it, `tunes` is measured alone.
"""

import argparse
import json
import os
import random
import resource
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from media import make_sound, tag

ENDINGS = ("mp3", "flac", "ogg", "opus", "wav", "m4a")
SYLLABLES = "ka lo mi ra ven tor sha bel dun ny os quo zir ta el mor fin ga hul ja".split()  # noqa: SIM905
GENRES = ("Rock", "Jazz", "Folk", "Ambient", "Electronic")
CHANGED = 100
"""Files that are written anew between two scans."""
LOOK_S = 0.02
"""Seconds between looks at what the measured program has got to."""


def make_folder(folder: Path, files: int, seed: int) -> None:
    """Artists with albums of twelve: copies of one second of sound in each format, each tagged for itself."""
    rng = random.Random(seed)

    def name(words: int) -> str:
        return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).title() for _ in range(words))

    bases = {one: make_sound(folder / f"base.{one}", 1.0, 300.0 + 50 * n) for n, one in enumerate(ENDINGS)}
    artist = album = year = genre = ""
    for number in range(files):
        if number % 48 == 0:
            artist, genre = f"{name(2)} {number // 48}", rng.choice(GENRES)
        if number % 12 == 0:
            album, year = name(2), str(rng.randint(1960, 2026))
        title, place = f"{name(2)} {number}", str(number % 12 + 1)
        ending = ENDINGS[number % len(ENDINGS)]
        path = folder / artist / f"{year} {album}" / f"{place:0>2} {title}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bases[ending], path)
        tag(path, title=title, artist=artist, album=album, tracknumber=place, date=year, genre=genre)
    for base in bases.values():
        base.unlink()


@dataclass(frozen=True, slots=True)
class TunesScan:
    """What one `tunes scan --json` took, as a process with its readers."""

    seconds: float
    first_seen: float
    """Seconds until another process sees tracks."""
    processor: float
    """Seconds of processor time."""
    peak_mb: float


def measure_tunes(library: Path, folder: Path) -> TunesScan:
    before = processor_of_children()
    began = time.monotonic()
    command = [
        sys.executable,
        "-P",
        "-m",
        "tunes.tui",
        "--library",
        str(library),
        "scan",
        "--json",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    seen = peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_mb(process.pid))
        if not seen and has_tracks(library):
            seen = time.monotonic() - began
        time.sleep(LOOK_S)
    seconds = time.monotonic() - began
    report = json.loads(process.communicate()[0])
    if not report["files"] or report["unreadable"]:
        raise SystemExit(f"not all was read: {report}")
    return TunesScan(seconds, seen, processor_of_children() - before, peak)


def version_s() -> float:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-P", "-m", "tunes.tui", "--version"], stdout=subprocess.DEVNULL, check=True
    )
    return time.monotonic() - began


def processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def has_tracks(library: Path) -> bool:
    try:
        with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as db:
            return bool(db.execute("SELECT 1 FROM tracks WHERE listed = 1").fetchone())
    except sqlite3.Error:  # not made yet
        return False


def memory_mb(pid: int) -> float:
    """The peak resident memory of a process and of its children."""
    total = 0.0
    for one in [pid, *map(int, _read(Path(f"/proc/{pid}/task/{pid}/children")).split())]:
        told = dict(line.split(":", 1) for line in _read(Path(f"/proc/{one}/status")).splitlines())
        total += int(told.get("VmHWM", "0 kB").split()[0]) / 1024
    return total


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended
        return ""


class Mpd:
    """A Music Player Daemon of our own, without sound and without network."""

    def __init__(self, home: Path, music: Path) -> None:
        self._socket = home / "socket"
        config = home / "mpd.conf"
        config.write_text(
            f"""music_directory "{music}"
            db_file "{home}/db"
            state_file "{home}/state"
            log_file "{home}/log"
            bind_to_address "{self._socket}"
            auto_update "no"
            zeroconf_enabled "no"
            audio_output {{
                type "null"
                name "none"
            }}
            """
        )
        self._process = subprocess.Popen(["mpd", "--no-daemon", str(config)], stderr=subprocess.DEVNULL)
        while not self._socket.exists():
            time.sleep(LOOK_S)

    def ask(self, command: str) -> dict[str, str]:
        """One command in MPD's protocol."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self._socket))
            with connection.makefile("rw", encoding="utf-8") as talk:
                talk.readline()
                talk.write(f"{command}\n")
                talk.flush()
                lines = list(iter(lambda: talk.readline().rstrip("\n"), "OK"))
        return dict(line.split(": ", 1) for line in lines)

    def measure(self, command: str) -> float:
        """Seconds of `update` or `rescan`."""
        began = time.monotonic()
        self.ask(command)
        while "updating_db" in self.ask("status"):
            time.sleep(LOOK_S)
        return time.monotonic() - began

    def songs(self) -> int:
        """How many it lists."""
        return int(self.ask("stats").get("songs", "0"))

    def peak_mb(self) -> float:
        """Its peak resident memory."""
        return memory_mb(self._process.pid)

    def processor(self) -> float:
        """Seconds of processor time it has taken."""
        fields = _read(Path(f"/proc/{self._process.pid}/stat")).rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def mpd(music: Path) -> Iterator[Mpd]:
    with tempfile.TemporaryDirectory() as home:
        daemon = Mpd(Path(home), music)
        try:
            yield daemon
        finally:
            daemon.close()


def run_once(folder: Path, figures: dict[str, list[float]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        library = Path(place, "library.db")
        first = measure_tunes(library, folder)
        figures["tunes first scan s"].append(first.seconds)
        figures["tunes first scan, processor s"].append(first.processor)
        figures["tunes first tracks seen s"].append(first.first_seen)
        figures["tunes peak with readers MB"].append(first.peak_mb)
        unchanged = measure_tunes(library, folder).seconds
        figures["tunes nothing changed s"].append(unchanged)
        figures["the same less --version s"].append(unchanged - version_s())
        for path, _ in zip(folder.rglob("*.flac"), range(CHANGED), strict=False):
            path.touch()
        figures[f"tunes {CHANGED} changed s"].append(measure_tunes(library, folder).seconds)
    if shutil.which("mpd"):
        with mpd(folder) as daemon:
            figures["mpd first scan s"].append(daemon.measure("update"))
            before = daemon.processor()
            figures["mpd rescan s"].append(daemon.measure("rescan"))
            figures["mpd rescan, processor s"].append(daemon.processor() - before)
            figures["mpd nothing changed s"].append(daemon.measure("update"))
            figures["mpd peak MB"].append(daemon.peak_mb())
            figures["mpd songs"].append(daemon.songs())


def report(figures: dict[str, list[float]]) -> None:
    for name, values in figures.items():
        print(f"{name:30} {statistics.median(values):9.2f}   ({min(values):.2f} – {max(values):.2f})")
    for ours, theirs in (
        ("tunes first scan s", "mpd rescan s"),
        ("tunes first scan s", "mpd first scan s"),
        ("tunes first scan, processor s", "mpd rescan, processor s"),
        ("tunes nothing changed s", "mpd nothing changed s"),
        ("the same less --version s", "mpd nothing changed s"),
    ):
        if theirs in figures:
            ratios = [one / other for one, other in zip(figures[ours], figures[theirs], strict=True)]
            spread = f"({min(ratios):.3f} – {max(ratios):.3f})"
            print(f"{ours[:-2]} / {theirs[:-2]}: {statistics.median(ratios):.3f} {spread}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="made where it is missing, and kept")
    options = parser.parse_args()
    figures: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary, "music")
        if not folder.exists():
            print(f"making {options.files:,} files …")
            make_folder(folder, options.files, options.seed)
        for number in range(options.runs):
            print(f"run {number + 1} of {options.runs}", file=sys.stderr)
            run_once(folder, figures)
    report(figures)


if __name__ == "__main__":
    main()
