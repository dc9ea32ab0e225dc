"""Owns how a song of the demo comes to be: chords and figures for an artist, their notes mixed to one finished sound."""

from dataclasses import dataclass

import numpy as np
from tunes.tui.demo.artists import Artist, Layer
from tunes.tui.demo.drums import drum, wind
from tunes.tui.demo.figures import FIGURES, Note, Score
from tunes.tui.demo.voices import RATE, VOICES, Sound

_MIDDLE_C = 261.63
_SHORTEST, _LONGEST = 26.0, 56.0
"""Seconds a song may take: some under the 30 s below which only the end makes a play."""
_PEAK = 0.8
"""Of full scale: room for what a lossy decoder makes of it."""
_PROGRESSIONS = (
    (0, 3, 4, 0),
    (0, 5, 3, 4),
    (0, 4, 5, 3),
    (0, 0, 3, 3),
    (5, 3, 0, 4),
    (0, 2, 3, 4),
    (1, 4, 0, 0),
)
"""Degrees of the chords of four bars."""


@dataclass(frozen=True, slots=True)
class _Piece:
    score: Score
    beat: float
    """Seconds a beat."""
    root: float
    """Hz of degree 0 in the middle octave."""
    scale: tuple[int, ...]

    @property
    def length(self) -> float:
        return self.score.bars * self.score.beats * self.beat

    def hz(self, degree: int, octave: int) -> float:
        octaves, step = divmod(degree, len(self.scale))
        return float(self.root * 2 ** (octave + octaves + self.scale[step] / 12))


def song(artist: Artist, seed: int) -> Sound:
    """A whole song of one artist, faded in and out, never clipping; the same for the same seed."""
    rng = np.random.default_rng(seed)
    piece = _piece(artist, rng, seed)
    mix = np.zeros(int((piece.length + 1.5) * RATE), dtype=np.float32)
    for layer in artist.layers:
        _add_layer(mix, piece, layer, rng)
    _add_drums(mix, piece, artist.drums)
    if artist.wind:
        blown = wind(mix.size / RATE, seed)
        mix[: blown.size] += np.float32(artist.wind) * blown
    return _finish(_echo(mix, piece.beat, artist.echo))


def _piece(artist: Artist, rng: np.random.Generator, seed: int) -> _Piece:
    beat = 60 / float(rng.uniform(*artist.bpm))
    wanted = float(rng.uniform(_SHORTEST, _LONGEST))
    bars = max(4, round(wanted / (beat * artist.beats) / 2) * 2)
    bars = min(bars, int((_LONGEST + 1) / (beat * artist.beats)))
    size = len(artist.scale)
    progression = _PROGRESSIONS[int(rng.integers(len(_PROGRESSIONS)))]
    score = Score(bars, artist.beats, tuple(c % size for c in progression), size, seed)
    return _Piece(score, beat, _MIDDLE_C * 2 ** (int(rng.integers(-4, 5)) / 12), artist.scale)


def _add_layer(mix: Sound, piece: _Piece, layer: Layer, rng: np.random.Generator) -> None:
    voice, figure, octave, level = layer
    made: dict[tuple[float, float], Sound] = {}
    for note in FIGURES[figure](piece.score, rng):
        key = (round(piece.hz(note.degree, octave), 2), round(note.beats * piece.beat, 2))
        if key not in made:
            made[key] = VOICES[voice](*key)
        _put(mix, made[key], _start(note, piece), level * note.loud)


def _start(note: Note, piece: _Piece) -> int:
    return int(note.at * piece.beat * RATE)


def _put(mix: Sound, sound: Sound, start: int, level: float) -> None:
    part = sound[: max(0, mix.size - start)]
    mix[start : start + part.size] += np.float32(level) * part


def _add_drums(mix: Sound, piece: _Piece, drums: tuple[tuple[str, str], ...]) -> None:
    step = piece.beat / 4
    for key, pattern in drums:
        hits = [i for i, mark in enumerate(pattern) if mark == "x"]
        for bar in range(piece.score.bars):
            for i in hits:
                at = int((bar * len(pattern) + i) * step * RATE)
                _put(mix, drum(key), at, 0.7 if key == "k" else 0.45)


def _echo(mix: Sound, beat: float, level: float) -> Sound:
    """Three repeats, each softer than the last."""
    if not level:
        return mix
    out, delay = mix.copy(), int(0.75 * beat * RATE)
    for turn in range(1, 4):
        if turn * delay < mix.size:
            out[turn * delay :] += np.float32(level**turn) * mix[: -turn * delay]
    return out


def _finish(mix: Sound) -> Sound:
    """Evens out the loudest moments, sets the peak, and fades both ends to silence."""
    usual = float(np.sqrt(np.mean(mix**2))) or 1.0
    shaped = np.tanh(mix / (4 * usual))
    shaped *= np.float32(_PEAK / float(np.abs(shaped).max()))
    into, out = int(0.02 * RATE), int(2.0 * RATE)
    shaped[:into] *= np.linspace(0, 1, into, dtype=np.float32)
    shaped[-out:] *= np.linspace(1, 0, out, dtype=np.float32) ** 2
    return np.asarray(shaped, dtype=np.float32)
