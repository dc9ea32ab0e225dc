"""Measures how surely `tunes import` finds tracks whose names are written differently elsewhere.

    python bench/matching.py [--seed 1] [--questions 2000] [--names FILE.csv …]

Of the names (columns `artist`, `album`, `track`; without a file, made ones) seven in ten are the library. Questions are asked
about all of them, with names distorted as exports do it: guests, remaster notes, brackets, "The", accents, "&" for "and", one
of several artists, a slip of the fingers. Right is the track itself, or one whose artist and title are the same but for guests
and remaster notes; for what the library lacks, and for another version of what it has (live, a remix, part 2), right is nothing. Printed are precision (right
among those found) and recall (found among those there), and the wrong ones.
"""

import argparse
import csv
import random
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from tunes.library.text import fold
from tunes.library.track import Kind, Track
from tunes.profile.exchange.matching import Matcher, Names
from tunes.profile.exchange.naming import title_of

Name = tuple[str, str, str]
"""Artist, album, title."""
Distort = Callable[[Name, random.Random], Name]
SYLLABLES = "ka lo mi ra ven tor sha bel dun ny os quo zir ta el mor fin ga hul ja é ö ñ".split()  # noqa: SIM905
GUESTS = ("Somebody", "The Others", "Jane Doe", "DJ Nobody")


def guest(name: Name, rng: random.Random) -> Name:
    """Somebody who sings along, in the title or behind the artist."""
    artist, album, title = name
    who = rng.choice(GUESTS)
    if rng.random() < 0.3:
        return f"{artist} {rng.choice(('feat.', 'ft.', 'featuring'))} {who}", album, title
    return (
        artist,
        album,
        title + rng.choice((f" (feat. {who})", f" [ft. {who}]", f" feat. {who}", f" (with {who})")),
    )


def remaster(name: Name, rng: random.Random) -> Name:
    """A note on the edition, behind the title or the album."""
    artist, album, title = name
    notes = (
        " - 2011 Remaster",
        " (Remastered 2009)",
        " - Remastered",
        " (Album Version)",
        " - Mono",
        " (Deluxe Edition)",
    )
    return artist, album + rng.choice(("", " (Deluxe Edition)", " [Remastered]")), title + rng.choice(notes)


def the(name: Name, rng: random.Random) -> Name:
    """The article before or behind the artist, or none."""
    artist, album, title = name
    if artist.lower().startswith("the "):
        return rng.choice((artist[4:], f"{artist[4:]}, The")), album, title
    return f"The {artist}", album, title


def plain(name: Name, rng: random.Random) -> Name:
    """Without accents, in another case."""

    def bare(text: str) -> str:
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        return rng.choice((str, str.lower, str.upper))(text)

    artist, album, title = name
    return bare(artist), bare(album), bare(title)


def marks(name: Name, rng: random.Random) -> Name:
    """Other marks between the words."""
    artist, album, title = name
    swaps = (
        ("&", "and"),
        (" and ", " & "),
        ("'", "’"),
        (":", " -"),
        (",", ""),
        ("...", "…"),
        ("!", ""),
        ("?", ""),
    )
    old, new = rng.choice(swaps)
    return artist.replace(old, new), album, title.replace(old, new)


def slip(name: Name, rng: random.Random) -> Name:
    """Two letters swapped, one doubled, lost or another."""
    artist, album, title = name

    def slipped(text: str) -> str:
        if len(text) < 6:
            return text
        at = rng.randrange(1, len(text) - 2)
        kind = rng.randrange(4)
        if text[at].isdigit() or text[at + 1].isdigit():
            return text
        return (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + rng.choice("aeiounrst") + text[at + 1 :],
        )[kind]

    return (slipped(artist), album, title) if rng.random() < 0.4 else (artist, album, slipped(title))


def one_of_several(name: Name, rng: random.Random) -> Name:
    """Only the first of those who play, or one more of them."""
    artist, album, title = name
    first = artist.split(", ")[0].split(" & ")[0]
    return (first if first != artist else f"{artist}, {rng.choice(GUESTS)}"), album, title


def other_album(name: Name, rng: random.Random) -> Name:
    """On a compilation."""
    artist, _, title = name
    return artist, rng.choice(("Greatest Hits", "", "Now 42")), title


def another_version(name: Name, rng: random.Random) -> Name:
    """What is not the same recording."""
    artist, album, title = name
    notes = (
        " (Live)",
        " - Live at the Hall",
        " (Acoustic)",
        " (Nobody Remix)",
        " - Demo",
        " Part 2",
        " (Instrumental)",
        " II",
    )
    own = title_of(title).versions
    return (
        artist,
        album,
        title + rng.choice([note for note in notes if not title_of("x" + note).versions & own]),
    )


SAME: tuple[Distort, ...] = (guest, remaster, the, plain, marks, slip, one_of_several, other_album)


def made_names(rng: random.Random, count: int) -> list[Name]:
    """Names that nobody has."""

    def words(most: int) -> str:
        return " ".join(
            "".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(rng.randint(1, most))
        ).title()

    artists = [words(3) for _ in range(max(1, count // 12))]
    return [(artists[n // 12 % len(artists)], words(2), words(4)) for n in range(count)]


def names_in(files: Sequence[Path]) -> list[Name]:
    """The different names in files of listens."""
    found: dict[Name, None] = {}
    for file in files:
        with file.open(newline="", encoding="utf-8") as text:
            for row in csv.DictReader(text):
                found[row["artist"], row["album"], row["track"]] = None
    return list(found)


def _same(artist: str, title: str) -> tuple[str, str, str]:
    """What two recordings that are one have in common."""
    taken = title_of(title)
    return fold(artist).removeprefix("the "), taken.base, " ".join(sorted(taken.versions | taken.whose))


def main() -> None:
    """Asks, and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--names", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=20, help="so many of the wrong and the missed")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    names = names_in(options.names) or made_names(rng, 20_000)
    rng.shuffle(names)
    here, elsewhere = names[: len(names) * 7 // 10], names[len(names) * 7 // 10 :]
    tracks = [
        Track(id=str(n), path=Path("/"), kind=Kind.MUSIC, title=title, artist=artist, album=album)
        for n, (artist, album, title) in enumerate(here)
    ]
    there = {_same(artist, title) for artist, _, title in here}
    began = time.perf_counter()
    matcher = Matcher(tracks)
    built = time.perf_counter() - began
    right = wrong = missed = nothing = 0
    shown: list[str] = []
    began = time.perf_counter()
    for _ in range(options.questions):
        kind = rng.random()
        original = rng.choice(here if kind < 0.8 else elsewhere)
        is_there = _same(original[0], original[2]) in there
        if kind >= 0.9:
            original = rng.choice(here)
            asked, is_there = another_version(original, rng), False
        else:
            asked = rng.choice(SAME)(original, rng)
            if rng.random() < 0.3:
                asked = rng.choice(SAME)(asked, rng)
        if not is_there and _same(asked[0], asked[2]) in there:
            continue  # by chance it is the name of another that is here
        found = matcher.find(Names(asked[2], asked[0], asked[1]))
        got = _same(found.track.artist, found.track.title) if found else None
        if got is None:
            missed += is_there
            nothing += not is_there
            if is_there:
                shown.append(f"missed  {asked}  for  {original}")
        elif is_there and got == _same(original[0], original[2]):
            right += 1
        else:
            wrong += 1
            shown.append(f"wrong   {asked}  found  {got} ({found.sureness if found else ''})")
    each = (time.perf_counter() - began) / options.questions
    print(
        f"{len(tracks):,} tracks, built in {built:.2f} s; {options.questions:,} questions, {each * 1e3:.2f} ms each"
    )
    print(f"precision {right / max(1, right + wrong):.4f}  ({right} right, {wrong} wrong)")
    print(f"recall    {right / max(1, right + missed):.4f}  ({missed} missed; rightly nothing: {nothing})")
    for line in shown[: options.show]:
        print("  " + line)


if __name__ == "__main__":
    main()
