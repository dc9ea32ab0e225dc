"""Measures how loud it is while one track fades into the next, at the sink of a private sound server: equal noise is to stay as loud.

    python bench/crossfade.py [--seconds 4] [--formats flac mp3 ogg]

Told are, for each format, the quietest and the loudest tenth of a second of the fade, in dB to the noise before and after it; by how many frames
the second file began before the first had ended; and the same where nothing fades (0: not one frame lost or added). Needs pulseaudio and ffmpeg.
"""

import argparse
import os
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path += [str(Path(__file__).parents[1] / "tests")]
from hearing import RATE, encode, monitored
from pulse import PulseAudio
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Ended, PlayerEvent
from tunes.player.sound import Sound

TENTH = RATE // 10
LOUD = 0.1
"""Of the noise, its deviation: two of them together never reach full scale."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--formats", nargs="+", default=["flac", "mp3", "ogg"])
    options = parser.parse_args()
    sound = PulseAudio()
    os.environ |= sound.environment
    try:
        with tempfile.TemporaryDirectory() as folder:
            for ending in options.formats:
                report(Path(folder), ending, options.seconds, sound)
    finally:
        sound.close()


def report(folder: Path, ending: str, seconds: float, sound: PulseAudio) -> None:
    noises = [noise(seed, 3 * seconds + 2) for seed in (1, 2)]
    files = [encode(folder / f"{number}.{ending}", one) for number, one in enumerate(noises)]
    heard = played(files, Sound(crossfade_s=seconds), folder, sound)
    powers = levels(heard)
    middle = len(powers) // 2
    fade = round(seconds * 10)
    during = powers[middle - fade // 2 : middle + fade // 2]
    beside = np.concatenate([powers[5 : middle - fade], powers[middle + fade : -5]])
    usual = 10 * np.log10((10 ** (beside / 10)).mean())
    joined = played(files, Sound(), folder, sound)
    print(
        f"{ending:5} fade of {overlap(heard, noises) / RATE:.3f} s: {during.min() - usual:+.2f} to {during.max() - usual:+.2f} dB"
        f" (the noise by itself {beside.min() - usual:+.2f} to {beside.max() - usual:+.2f});"
        f" without a fade {overlap(joined, noises):+d} frames"
    )


def noise(seed: int, seconds: float) -> NDArray[np.float64]:
    """Two channels."""
    return np.random.default_rng(seed).normal(0, LOUD, (round(seconds * RATE), 2)).clip(-0.45, 0.45)


def overlap(heard: NDArray[np.float64], noises: Sequence[NDArray[np.float64]]) -> int:
    """By how many frames the second noise began before the first had ended, told by a second in the middle of each."""
    begins = [place(heard, one, len(one) // 2) - len(one) // 2 for one in noises]
    return begins[0] + len(noises[0]) - begins[1]


def place(heard: NDArray[np.float64], one: NDArray[np.float64], at: int) -> int:
    """Where the second of a noise that begins at frame `at` was heard."""
    size = 1 << (len(heard) + RATE).bit_length()
    spectrum = np.fft.rfft(heard[:, 0], size) * np.conj(np.fft.rfft(one[at : at + RATE, 0], size))
    return int(np.fft.irfft(spectrum, size)[: len(heard)].argmax())


def played(files: list[Path], sound: Sound, folder: Path, server: PulseAudio) -> NDArray[np.float64]:
    """What the sink got of two files, from the first frame that is not silence to the last."""
    ended: list[Ended] = []
    news = threading.Condition()

    def take(event: PlayerEvent) -> None:
        if isinstance(event, Ended):
            with news:
                ended.append(event)
                news.notify_all()

    first, second = (Track(f"t1:{file.name}", file, Kind.MUSIC, file.name) for file in files)
    with monitored(server) as hearing:
        player = EnginePlayer(take, folder / "engine.log")
        player.set_sound(sound)
        player.load(first)
        player.preload(second)
        with news:
            assert news.wait_for(lambda: len(ended) == 2, 120), "it did not end"
        player.close()
        heard = hearing.all()
    there = np.flatnonzero(np.abs(heard).max(axis=1) > 1e-3)
    return heard[there[0] : there[-1] + 1]


def levels(heard: NDArray[np.float64]) -> NDArray[np.float64]:
    """In dB, of each tenth of a second."""
    tenths = heard[: len(heard) // TENTH * TENTH].reshape(-1, TENTH * 2)
    return np.asarray(10 * np.log10(np.square(tenths).mean(axis=1)))


if __name__ == "__main__":
    main()
