"""A made library that is moved, retagged, re-encoded, copied, replaced, deleted and brought back at random, and what is true of it:
which recording each file is.
"""

import random
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import mutagen
import numpy as np
import soundfile

RATE = 8_000
ENDINGS = ("flac", "ogg", "mp3")
WORDS = "ashes bloom cinder dune ember fjord grove harbor island juniper kelp lagoon meadow north".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Tags:
    """What is written into a file."""

    artist: str = ""
    title: str = ""
    album: str = ""
    mbid: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """What sounds, whatever file holds it."""

    number: int
    hz: float
    seconds: float


@dataclass(frozen=True, slots=True)
class File:
    """What a file is in truth."""

    recording: Recording
    tags: Tags
    line: int
    """A file keeps it through moves, retags and encodings; a copy begins its own."""


class Moving:
    """The folder, and the model of it."""

    def __init__(self, folder: Path, seed: int, tracks: int) -> None:
        self.rng = random.Random(seed)
        self.music, self.attic = folder / "music", folder / "attic"
        self.files: dict[Path, File] = {}
        self.stored: dict[Path, tuple[Path, File]] = {}
        """What was deleted and may come back: where it lies now, where it lay, what it is."""
        self.steps: Counter[str] = Counter()
        self._count = 0
        self.attic.mkdir(parents=True)
        for _ in range(tracks):
            self._begin()

    def _begin(self) -> None:
        """A file of the first day: some untagged, many with equal names, some copies of others."""
        kind = self.rng.random()
        if kind < 0.04 and self.files:
            self.copy()
            return
        tags = Tags() if kind < 0.15 else self._tags()
        if 0.15 <= kind < 0.3 and self.files:
            tags = replace(self._any()[1].tags, mbid="")
        path = self._free(self._folder() / f"{self._number():05} {tags.title}".strip())
        self._write(path, File(self._recording(), tags, self._number()))

    def _recording(self) -> Recording:
        number = self._number()
        return Recording(number, 150.0 + number % 3500 + number / 1e5, round(self.rng.uniform(0.4, 4.0), 2))

    def _tags(self) -> Tags:
        number = self._number()
        album = f"{self.rng.choice(WORDS)} {self.rng.randrange(40)}"
        mbid = f"00000000-0000-4000-8000-{number:012}" if self.rng.random() < 0.2 else ""
        return Tags(f"Artist {self.rng.randrange(60)}", f"{self.rng.choice(WORDS)} {number}", album, mbid)

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _folder(self) -> Path:
        return self.music / f"shelf {self.rng.randrange(30)}" / f"box {self.rng.randrange(4)}"

    def _free(self, stem: Path, ending: str | None = None) -> Path:
        """A path like this at which nothing lies."""
        ending = ending or self.rng.choice(ENDINGS)
        stem.parent.mkdir(parents=True, exist_ok=True)
        path = stem.with_name(f"{stem.name}.{ending}")
        while path in self.files:
            path = stem.with_name(f"{stem.name} {self._number()}.{ending}")
        return path

    def _any(self) -> tuple[Path, File]:
        path = self.rng.choice(list(self.files))
        return path, self.files[path]

    def _write(self, path: Path, file: File, level: float | None = None) -> None:
        """Encodes a file anew."""
        time = np.arange(round(file.recording.seconds * RATE)) / RATE
        wave = 0.3 * np.sin(2 * np.pi * file.recording.hz * time)
        form = {"flac": "FLAC", "ogg": "OGG", "mp3": "MP3"}[path.suffix[1:]]
        soundfile.write(path, wave, RATE, format=form, compression_level=level or self.rng.choice((0.1, 0.9)))
        self._tag(path, file)

    def _tag(self, path: Path, file: File) -> None:
        """Writes the tags into a file, and nothing else."""
        opened = mutagen.File(path, easy=True)
        opened.delete()
        if file.tags != Tags():
            opened = mutagen.File(path, easy=True)
            if opened.tags is None:
                opened.add_tags()
            names = {"artist": file.tags.artist, "title": file.tags.title, "album": file.tags.album}
            for name, value in {**names, "musicbrainz_trackid": file.tags.mbid}.items():
                if value:
                    opened[name] = value
            opened.save()
        self.files[path] = file

    # Steps

    def step(self) -> None:
        """One of all that happens to files."""
        name = self.rng.choice(STEPS)
        self.steps[name] += 1
        getattr(self, name)()

    def move(self) -> None:
        path, _ = self._any()
        self._moved(path, self._free(self._folder() / path.stem, path.suffix[1:]))

    def rename(self) -> None:
        path, _ = self._any()
        self._moved(path, self._free(path.with_name(f"renamed {self._number()}"), path.suffix[1:]))

    def swap(self) -> None:
        """Two files take each other's name."""
        one, other = (self._any()[0] for _ in range(2))
        if one != other and one.suffix == other.suffix:
            aside = self._free(self.music / "aside", one.suffix[1:])
            self._moved(one, aside)
            self._moved(other, one)
            self._moved(aside, other)

    def rename_folder(self) -> None:
        path, _ = self._any()
        folder = path.parent
        target = folder.with_name(f"{folder.name} {self._number()}")
        folder.rename(target)
        for each in [path for path in self.files if path.parent == folder]:
            self.files[target / each.name] = self.files.pop(each)

    def retag(self) -> None:
        path, file = self._any()
        tags = self.rng.choice(
            (
                replace(file.tags, title=f"{self.rng.choice(WORDS)} {self._number()}"),
                replace(file.tags, album=self.rng.choice(WORDS)),
                replace(self._any()[1].tags, mbid=file.tags.mbid),
                Tags(),
                self._tags(),
            )
        )
        self._tag(path, replace(file, tags=tags))

    def re_encode(self) -> None:
        """In another format or at another level; the old file goes."""
        path, file = self._any()
        path.unlink()
        del self.files[path]
        self._write(self._free(path.with_suffix("")), file)

    def re_encode_beside(self) -> None:
        """Both stay."""
        path, file = self._any()
        self._write(self._free(path.with_suffix("")), replace(file, line=self._number()))

    def copy(self) -> None:
        path, file = self._any()
        target = self._free(self._folder() / path.stem, path.suffix[1:])
        shutil.copyfile(path, target)
        self.files[target] = replace(file, line=self._number())

    def copy_and_retag(self) -> None:
        path, file = self._any()
        target = self._free(self._folder() / path.stem, path.suffix[1:])
        shutil.copyfile(path, target)
        tags = replace(self._any()[1].tags, mbid="")
        self._tag(target, replace(file, line=self._number(), tags=tags))

    def put_another(self) -> None:
        """Something else lies under the same name; it has the same tags and another length, or other tags."""
        path, file = self._any()
        new = self._recording()
        tags = self._tags()
        if self.rng.random() < 0.5:
            new = replace(new, seconds=self._other_length(file))
            tags = replace(file.tags, mbid="")
        path.unlink()
        self._write(path, File(new, tags, self._number()))

    def delete(self) -> None:
        path, file = self._any()
        aside = self.attic / f"{self._number()}{path.suffix}"
        path.rename(aside)
        del self.files[path]
        self.stored[aside] = path, file

    def bring_back(self) -> None:
        if self.stored:
            aside = self.rng.choice(list(self.stored))
            path, file = self.stored.pop(aside)
            target = self._free(path.with_suffix(""), path.suffix[1:])
            aside.rename(target)
            self.files[target] = file

    def _moved(self, path: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        self.files[target] = self.files.pop(path)

    def _other_length(self, file: File) -> float:
        """Unlike that of anything with these names: what is alike in names and length nobody can tell apart."""
        known = [*self.files.values(), *(file for _, file in self.stored.values())]
        names = (file.tags.artist, file.tags.title, file.tags.album)
        lengths = [
            one.recording.seconds
            for one in known
            if (one.tags.artist, one.tags.title, one.tags.album) == names
        ]
        return max(lengths) + self.rng.uniform(2.5, 4.0)


STEPS = (
    *["move"] * 4,
    *["rename"] * 4,
    *["retag"] * 5,
    *["re_encode"] * 3,
    *["delete"] * 2,
    *["bring_back"] * 2,
    "swap",
    "rename_folder",
    "re_encode_beside",
    "copy",
    "copy_and_retag",
    "put_another",
)
