"""Measures how well the features of tracks tell what sounds alike, on real music, and what they cost.

    python bench/sonic.py FOLDER [--named A,B,…] [--tracks 60] [--longest 600] [--seed 11] [--cache FILE]

FOLDER holds a folder for each collection that belongs together: here Debian's packages of game music, unpacked. Printed: of the five tracks
that sound nearest to each, how many are of its package, for all, and with the encoder held equal (a package's tracks share theirs, so that a
rate or a codec alone would find them); whether a track is found first by a copy of it as MP3 of 64 kbit/s, as Opus of 32 kbit/s, and cut three
seconds later; and the time for a track, loudness included. Nothing is fitted to what is measured.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import av
import numpy as np
import orjson
from numpy.typing import NDArray
from tunes.library.track import Kind, Track
from tunes.player.sonic.analyser import answered
from tunes.profile.columns import columns
from tunes.profile.sound import Sounds

ENDINGS = {".ogg", ".oga", ".opus", ".mp3", ".flac", ".m4a", ".wv"}
SHORTEST_S = 45.0
"""What is shorter is a jingle or a noise."""
AT, FEWEST = 5, 6
RESAMPLES = 2000
LATER_S = 3.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A track, and what was computed of it."""

    path: str
    package: str
    encoder: str
    seconds: float
    numbers: tuple[float, ...]


def pieces(folder: Path, cache: Path | None) -> list[Piece]:
    """All music below a folder, each recording once; what was computed by an earlier run is taken from the cache."""
    known = {}
    if cache is not None and cache.exists():
        known = {one["path"]: one for one in map(orjson.loads, cache.read_bytes().splitlines())}
    found, lengths = [], set()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in ENDINGS or not path.is_file():
            continue
        told = known.get(os.fspath(path)) or computed(path, folder)
        if cache is not None and os.fspath(path) not in known:
            with cache.open("ab") as file:
                file.write(orjson.dumps(told) + b"\n")
        if told["numbers"] and told["seconds"] >= SHORTEST_S and round(told["seconds"], 1) not in lengths:
            lengths.add(round(told["seconds"], 1))
            found.append(Piece(**told | {"numbers": tuple(told["numbers"])}))
    return found


def computed(path: Path, folder: Path) -> dict[str, Any]:
    """What the product computes of a file."""
    encoder, seconds = encoded_as(path)
    told = answered(job(path)) if seconds >= SHORTEST_S else {}
    return {
        "path": os.fspath(path),
        "package": path.relative_to(folder).parts[0],
        "encoder": encoder,
        "seconds": seconds,
        "numbers": told.get("features", []),
    }


def job(path: Path, start: float = 0.0) -> dict[str, Any]:
    """A file as the product's process is asked for it."""
    name = os.fsencode(path).decode("latin-1")
    return {"track": "x", "path": name, "start": start, "end": None, "loudness": True}


def encoded_as(path: Path) -> tuple[str, float]:
    """Codec, rate and channels; and the length in seconds, 0 where it can't be read."""
    try:
        with av.open(os.fspath(path), metadata_errors="replace") as container:
            codec = container.streams.audio[0].codec_context
            seconds = (container.duration or 0) / 1e6
            return f"{codec.name} {codec.sample_rate} {codec.layout.nb_channels}", seconds
    except (av.error.FFmpegError, IndexError, ValueError):
        return "", 0.0


def kept(numbers: Sequence[float]) -> list[float]:
    """The numbers as the book keeps them."""
    return [float(number) for number in np.array(numbers, np.float16)]


def near(found: Sequence[Piece], numbers: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """How near each sounds to each, as Discover sees it."""
    tracks = [Track(f"t1:{n}", Path(f"/{n}"), Kind.MUSIC, str(n), str(n)) for n in range(len(found))]
    heard = Sounds(columns(tracks), {one.id: list(made) for one, made in zip(tracks, numbers, strict=True)})
    return heard.near(np.arange(len(tracks)))


def neighbours(name: str, found: Sequence[Piece]) -> None:
    """Prints how many of the five nearest are of the same package, beside chance, and beside what the encoder alone tells."""
    packages = np.array([one.package for one in found])
    count = Counter(packages.tolist())
    asked = np.flatnonzero([count[one] >= FEWEST for one in packages.tolist()])
    nearness = near(found, [kept(one.numbers) for one in found])
    np.fill_diagonal(nearness, -9)
    best = np.argsort(-nearness, axis=0, kind="stable")[:AT]
    hits = (packages[best[:, asked]] == packages[asked]).mean(axis=0)
    chance = np.mean([(count[one] - 1) / (len(found) - 1) for one in packages[asked].tolist()])
    encoders = np.array([one.encoder for one in found])
    same = [
        (packages[(encoders == encoders[n]) & (np.arange(len(found)) != n)] == packages[n]).mean()
        for n in asked.tolist()
        if np.sum(encoders == encoders[n]) > 1
    ]
    rng = np.random.default_rng(0)
    means = [rng.choice(hits, hits.size).mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, (0.025, 0.975))
    print(
        f"{name:<46}{len(found):>4} tracks, {len(asked)} asked, {len(set(packages[asked].tolist()))} packages: "
        f"{hits.mean():.3f} [{low:.3f}, {high:.3f}]  chance {chance:.3f}, same encoder {np.mean(same):.3f}",
        flush=True,
    )


def copies(path: Path, folder: Path) -> Iterator[tuple[str, Path, float]]:
    """Copies of a track as they are found elsewhere: name, file, and where to begin."""
    for name, ending, codec, rate, bits in (
        ("MP3 64 kbit/s", "mp3", "libmp3lame", 44_100, 64_000),
        ("Opus 32 kbit/s", "opus", "libopus", 48_000, 32_000),
    ):
        target = folder / f"copy.{ending}"
        transcoded(path, target, codec, rate, bits)
        yield name, target, 0.0
    yield "3 s later", path, LATER_S


def transcoded(source: Path, target: Path, codec: str, rate: int, bits: int) -> None:
    """Writes a copy in another format, on two channels."""
    with (
        av.open(os.fspath(source), metadata_errors="replace") as read,
        av.open(os.fspath(target), "w") as written,
    ):
        stream: Any = written.add_stream(codec, rate=rate, layout="stereo")
        stream.bit_rate = bits
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout="stereo", rate=rate, frame_size=0
        )
        fifo = av.AudioFifo()
        size = 960 if codec == "libopus" else 1152
        for frame in read.decode(audio=0):
            frame.pts = None
            for made in resampler.resample(frame):
                made.pts = None
                fifo.write(made)
            while (piece := fifo.read(size)) is not None:
                written.mux(stream.encode(piece))
        rest = fifo.read()
        written.mux(stream.encode(rest) if rest is not None else [])
        written.mux(stream.encode(None))


def found_again(found: Sequence[Piece], many: int, longest_s: float, seed: int) -> None:
    """Prints of how many copies the nearest of all tracks is the one that was copied."""
    rng = np.random.default_rng(seed)
    among = np.flatnonzero([one.seconds <= longest_s for one in found])
    chosen = rng.choice(among, min(many, among.size), replace=False)
    first: Counter[str] = Counter()
    done = 0
    numbers = [kept(one.numbers) for one in found]
    with tempfile.TemporaryDirectory() as name:
        for place in chosen.tolist():
            for how, path, start in copies(Path(found[place].path), Path(name)):
                told = answered(job(path, start) | {"loudness": False})
                nearness = near([*found, found[place]], [*numbers, kept(told["features"])])
                nearest = int(np.argmax(nearness[: len(found), -1]))
                first[how] += nearest == place
                if nearest != place:
                    print(f"  {how}: {found[place].path} taken for {found[nearest].path}", flush=True)
            done += 1
            if sys.stderr.isatty():
                print(f"\r{done} of {len(chosen)} tracks", end="", file=sys.stderr, flush=True)
    for how, count in first.items():
        print(f"found first, {how:<34}{count:>4} of {len(chosen)} ({100 * count / len(chosen):.1f} %)")


def cost(found: Sequence[Piece], many: int, seed: int) -> None:
    """Prints what a track costs, loudness included."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(found), min(many, len(found)), replace=False).tolist()
    began = time.process_time()
    for place in chosen:
        answered(job(Path(found[place].path)))
    minute = 60 * (time.process_time() - began) / sum(found[place].seconds for place in chosen)
    print(
        f"{minute:.2f} CPU-s a minute of sound, loudness included ({len(chosen)} tracks); "
        f"10,000 tracks of 4 minutes: {4 * minute * 10_000 / 3600:.1f} h of one core"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--named", default="", help="packages that are also looked at alone, with commas between"
    )
    parser.add_argument("--tracks", type=int, default=60, help="how many are copied and looked for")
    parser.add_argument(
        "--longest", type=float, default=600.0, metavar="SECONDS", help="of those that are copied"
    )
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    found = pieces(options.folder, options.cache)
    common = Counter(one.encoder for one in found).most_common(1)[0][0]
    held = [one for one in found if one.encoder == common]
    named = set(options.named.split(","))
    for name, these in (("all", found), (f"encoder held equal ({common})", held)):
        neighbours(name, these)
        if options.named:
            neighbours(f"named, {name}", [one for one in these if one.package in named])
    found_again(found, options.tracks, options.longest, options.seed)
    cost(found, options.tracks // 3, options.seed)


if __name__ == "__main__":
    main()
