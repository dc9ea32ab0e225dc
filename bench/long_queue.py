"""Times what the listener does to a queue of 100,000 tracks, and keeping it for the next start.

    python bench/long_queue.py [--tracks 100000] [--seed 1]

Each figure is the median of five runs, with the slowest; steps that take less than a millisecond are done a hundred times in each.
The tracks come out of a real catalog; the queue is kept on the disk of the temporary folder, synced.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from screen import made_track, put
from tunes.library.catalog import Catalog
from tunes.library.track import Track
from tunes.player.queue import Entry, Queue, Repeat, Shuffle
from tunes.player.saved_queue import Place, Writing, read_queue, written_place
from tunes.profile.atomic import replace_file
from tunes.tui.plenty import plenty

RUNS = 5


def timed(name: str, step: Callable[[], Any], times: int = 1) -> None:
    """Prints what one step takes."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        for _ in range(times):
            step()
        taken.append((time.perf_counter() - began) / times * 1000)
    print(f"{name:<44}{median(taken):>10.3f} ms   at most {max(taken):.3f}")


def changes(entries: list[Entry], seed: int) -> Queue:
    """What a key does; returns the queue in random order."""
    few = entries[:1]
    queue = Queue.of(entries, len(entries) // 2, seed=seed).repeating(Repeat.ALL)
    tracks, albums = queue.shuffled(Shuffle.TRACKS), queue.shuffled(Shuffle.ALBUMS)
    middle = len(entries) // 2
    timed("build", lambda: Queue.of(entries, middle, seed=seed))
    timed("build, when shuffled", lambda: tracks.replaced(entries, middle))
    timed("shuffle", lambda: queue.shuffled(Shuffle.TRACKS))
    timed("shuffle by album", lambda: queue.shuffled(Shuffle.ALBUMS))
    timed("off again", lambda: tracks.shuffled(Shuffle.OFF))
    timed("next", queue.following, 100)
    timed("previous", queue.preceding, 100)
    timed("remove", lambda: queue.removed(middle + 7), 100)
    timed("move", lambda: queue.moved(7, middle), 100)
    timed("jump, when shuffled", lambda: tracks.jumped(middle), 100)
    timed("play next", lambda: queue.inserted_next(few), 100)
    timed("play last", lambda: queue.appended(few), 100)
    timed("play last, when shuffled", lambda: tracks.appended(few), 10)
    timed("play last, when shuffled by album", lambda: albums.appended(few), 10)
    timed("undo a remove", lambda: queue.removed(7).restored(queue), 100)
    timed("undo another list", lambda: queue.replaced(few).restored(queue))
    return tracks


def keeping(catalog: Catalog, queue: Queue, folder: Path) -> None:
    """Writing it down and bringing it back."""
    place, entries = folder / "place.json", folder / "entries.jsonl"
    writing = Writing(catalog.known)
    changed = [queue.removed(index * 31) for index in range(RUNS)]

    def find(wanted: Mapping[str, str | None]) -> Mapping[str, Track]:
        return catalog.remembered(list(wanted))

    def restore() -> None:
        with plenty():
            read_queue(entries.read_bytes(), place.read_bytes(), find)

    timed("write down all", lambda: Writing(catalog.known).entries(queue))
    writing.entries(queue)
    timed("write down after a remove", lambda: writing.entries(changed.pop()))
    timed("  and sync it", lambda: replace_file(entries, writing.entries(queue)))
    timed("keep the place, synced", lambda: replace_file(place, written_place(queue, Place(1.0, 80))))
    print(f"{'size of the entries':<44}{entries.stat().st_size / 1e6:>10.2f} MB")
    timed("bring it back", restore)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-queue-") as name:
        folder = Path(name)
        catalog = Catalog(folder / "library.db")
        put(catalog, [made_track(number) for number in range(options.tracks)])
        with plenty():
            entries = [Entry(track, "library") for track in catalog.all_tracks()]
        queue = changes(entries, options.seed)
        keeping(catalog, queue, folder)
        catalog.close()


if __name__ == "__main__":
    main()
