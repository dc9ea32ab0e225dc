"""Measures how long `Catalog.search` takes and how often it is right, on a made library with made questions.

    python bench/search.py [--seed 1] [--tracks 100000] [--questions 500] [--show]

Another seed makes other names and other questions. Of the questions, a third have one typing mistake, the others leave out
accents, ask by field, are still being typed or are exact. Printed are milliseconds of each sort and of all (median, 95th and
99th percentile), and for how many the right answer was among the first five. `--show` names those that went wrong.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from made_rows import put_away
from tunes.library.catalog import Catalog
from tunes.library.text import fold
from tunes.library.track import Kind, Track

NOW = 1_795_000_000.0
DAY_S = 86_400.0
ONSETS = "b c d f g h j k l m n p r s t v w z br ch cl cr dr fl gr kr pl pr sh sk sl st str th tr".split()  # noqa: SIM905
VOWELS = "a e i o u a e i o ai ea ou ee".split()  # noqa: SIM905
ENDS = ["", "", "", "n", "r", "s", "l", "t", "m", "nd", "st", "ck", "ng"]
ACCENTS = {"a": "áàäå", "e": "éèë", "i": "íï", "o": "óöø", "u": "úü", "c": "ç", "n": "ñ", "s": "š", "z": "ž"}
SMALL = "the of a in to you my on and for love night me i no day".split()  # noqa: SIM905
GENRES = (
    "Rock",
    "Jazz",
    "Folk",
    "Ambient",
    "Electronic",
    "Hip-Hop",
    "Classical",
    "Soul",
    "Metal",
    "Drum & Bass",
)
IDEOGRAPHS = "春夏秋冬山川海空花月星雨雪風心夢光愛東京大阪無罪青赤白黒"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST = 5


class Namer:
    """Names as people give them: few words again and again, many words seldom."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = [self._word() for _ in range(20_000)]
        self.often = [1 / (place + 20) for place in range(len(self.words))]

    def _word(self) -> str:
        rng = self.rng
        parts = rng.choices((1, 2, 3), (2, 5, 2))[0]
        word = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(parts)) + rng.choice(ENDS)
        if rng.random() < 0.12:
            places = [place for place, letter in enumerate(word) if letter in ACCENTS]
            place = rng.choice(places) if places else 0
            word = word[:place] + rng.choice(ACCENTS.get(word[place], word[place])) + word[place + 1 :]
        return word.title()

    def name(self, least: int, most: int) -> str:
        """A name of so many words, now and then one more or in another script."""
        rng = self.rng
        if rng.random() < 0.03:
            return "".join(rng.choices(IDEOGRAPHS, k=rng.randint(2, 6)))
        words = rng.choices(self.words, self.often, k=rng.randint(least, most))
        if len(words) > 1 or rng.random() < 0.15:
            words.insert(rng.randrange(len(words)), rng.choice(SMALL).title()) if rng.random() < 0.4 else None
        return " ".join(words)


def make_tracks(count: int, rng: random.Random) -> list[Track]:
    """Artists with albums of eleven, some with guests."""
    namer = Namer(rng)
    tracks: list[Track] = []
    while len(tracks) < count:
        artist, genre, composer = namer.name(1, 2), rng.choice(GENRES), namer.name(2, 2)
        for album_no in range(rng.randint(1, 6)):
            album, year = namer.name(1, 3), rng.randint(1955, 2026)
            added = NOW - rng.random() * 2000 * DAY_S
            for place in range(1, 12):
                number = len(tracks)
                title = namer.name(1, 4)
                tracks.append(
                    Track(
                        id=f"t1:{number:032x}",
                        path=Path(f"/music/{number // 66}/{album_no} {album}/{place:02} {title}.flac"),
                        kind=Kind.VIDEO if rng.random() < 0.01 else Kind.MUSIC,
                        title=title,
                        artist=artist,
                        album=album,
                        composer=composer if genre == "Classical" else "",
                        genres=(genre,),
                        year=year,
                        track_no=place,
                        duration=rng.uniform(60, 900),
                        added=added,
                    )
                )
    return tracks[:count]


def mistyped(line: str, rng: random.Random) -> str:
    """One letter left out, doubled up, wrong, or two in the wrong order; in a word of four letters or more, where there is one."""
    words = line.split()
    places = [place for place, word in enumerate(words) if len(word) >= 4] or list(range(len(words)))
    chosen = rng.choice(places)
    word = words[chosen]
    at = rng.randrange(len(word))
    wrong = {
        "out": word[:at] + word[at + 1 :],
        "more": word[:at] + rng.choice(LETTERS) + word[at:],
        "other": word[:at] + rng.choice(LETTERS) + word[at + 1 :],
        "turned": word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    }[rng.choice(["out", "more", "other", "turned"])]
    words[chosen] = wrong or word
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and which tracks are a right answer."""

    sort: str
    line: str
    is_right: Callable[[Track], bool]


def is_latin(track: Track) -> bool:
    return (track.artist + track.title).isascii() or fold(track.artist + track.title).isascii()


def some_words(track: Track, rng: random.Random) -> tuple[str, Callable[[Track], bool]]:
    """What somebody who looks for a track types of it."""
    artist, title, album = track.artist, track.title, track.album
    form = rng.choice(["title", "artist", "artist title", "title artist", "album", "parts"])
    if form == "title":
        return title, lambda one: fold(one.title) == fold(title)
    if form == "artist":
        return artist, lambda one: fold(one.artist) == fold(artist)
    if form == "album":
        return album, lambda one: fold(one.album) == fold(album)
    if form == "parts":
        line = (
            f"{rng.choice(artist.split())} {' '.join(rng.sample(title.split(), min(2, len(title.split()))))}"
        )
        return line, lambda one: (fold(one.artist), fold(one.title)) == (fold(artist), fold(title))
    line = f"{artist} {title}" if form == "artist title" else f"{title} {artist}"
    return line, lambda one: (fold(one.artist), fold(one.title)) == (fold(artist), fold(title))


def by_field(track: Track, rng: random.Random) -> Question:
    year = track.year or 0
    age_d = (NOW - track.added) / DAY_S
    length_m = int((track.duration or 0) // 60)
    word = rng.choice(track.artist.split())
    first = rng.choice(
        [
            f'artist:"{track.artist}"',
            f"artist:{fold(word)}",
            f"album:{track.album.split()[0]}",
            f"genre:{track.genres[0].split()[0]}",
        ]
    )
    line = rng.choice(
        [
            f"{first} year:{year}",
            f"{first} year:{year - 3}..{year + 3} -kind:spoken",
            f"{first} length:{length_m}m..{length_m + 1}m",
            f"{first} {track.title}",
            f"year:{year} length:>{length_m}m",
            f"added:<{int(age_d) + 1}d {first}",
            f"title:{track.title.split()[-1]} {first} -zzzz",
            f"plays:<3 {first} -live",
            f"kind:{track.kind} year:>{year - 1} skips:0",
        ]
    )
    words = [one for one in fold(track.artist).split() if one == fold(word)]
    return Question(
        "fields", line, lambda one: one == track or bool(words) or "genre" in line or "artist" not in line
    )


def questions(tracks: Sequence[Track], count: int, rng: random.Random) -> list[Question]:
    latin = [track for track in rng.sample(tracks, min(len(tracks), 20 * count)) if is_latin(track)]
    made = []
    for number in range(count):
        track = latin[number % len(latin)]
        sort = ("mistyped", "mistyped", "exact", "no accents", "fields", "half typed")[number % 6]
        if sort == "fields":
            made.append(by_field(track, rng))
            continue
        line, is_right = some_words(track, rng)
        if sort == "mistyped":
            line = mistyped(fold(line), rng)
        elif sort == "no accents":
            line = fold(line)
        elif sort == "half typed":
            line = fold(line)[: rng.randint(1, len(line))]
        made.append(Question(sort, line, is_right))
    return made


def fill(catalog: Catalog, tracks: Sequence[Track]) -> None:
    for start in range(0, len(tracks), 5_000):
        put_away(catalog, tracks[start : start + 5_000])


def spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return "  ".join(
        f"{ordered[min(len(ordered) - 1, int(share * len(ordered)))]:7.2f}" for share in (0.5, 0.95, 0.99)
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--show", action="store_true", help="name the questions that went wrong or took long")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    tracks = make_tracks(options.tracks, rng)
    counts = {
        track.id: (rng.randrange(9), rng.randrange(4)) for track in rng.sample(tracks, len(tracks) // 10)
    }
    took: dict[str, list[float]] = defaultdict(list)
    right: dict[str, list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="tunes-search-") as name:
        catalog = Catalog(Path(name) / "library.db")
        fill(catalog, tracks)
        began = time.perf_counter()
        catalog.search("zzzzzz", 20)
        print(
            f"{len(tracks):,} tracks, seed {options.seed}; the first search, which reads the vocabulary: {1000 * (time.perf_counter() - began):.0f} ms"
        )
        for asked in questions(tracks, options.questions, rng):
            began = time.perf_counter()
            found = catalog.search(asked.line, 20, now=NOW, counts=lambda: counts)
            milliseconds = 1000 * (time.perf_counter() - began)
            is_right = any(asked.is_right(track) for track in found[:FIRST])
            took[asked.sort].append(milliseconds)
            right[asked.sort].append(is_right)
            if options.show and (milliseconds > 16 or (not is_right and asked.sort == "mistyped")):
                print(
                    f"{milliseconds:6.1f} ms  {'right' if is_right else 'WRONG'}  {asked.sort}: {asked.line}"
                )
        catalog.close()
    print(f"{'ms':<12} {'p50':>7}  {'p95':>7}  {'p99':>7}  right")
    for sort, values in took.items():
        print(f"{sort:<12} {spread(values)}  {100 * sum(right[sort]) / len(values):.1f} of 100")
    print(f"{'all':<12} {spread([one for values in took.values() for one in values])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
