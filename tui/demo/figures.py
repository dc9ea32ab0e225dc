"""Owns what is played in the demo: each figure turns chords and a scale into notes. It knows no sound."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a figure."""

    at: float
    """Beats from the start."""
    beats: float
    """Length."""
    degree: int
    """Steps of the scale above the root."""
    loud: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """What all layers of one piece share."""

    bars: int
    beats: int
    """Beats a bar."""
    chords: tuple[int, ...]
    """Degree of the chord of each bar, repeated to the end."""
    size: int
    """Notes in the scale."""
    seed: int

    def chord(self, bar: int) -> tuple[int, int, int]:
        """The three notes of a bar's chord, as degrees."""
        root = self.chords[bar % len(self.chords)]
        skip = 2 if self.size >= 7 else 1
        return root, root + skip, root + 2 * skip


Figure = Callable[[Score, np.random.Generator], list[Note]]


def melody(score: Score, rng: np.random.Generator) -> list[Note]:
    """Two short phrases in the order A A B A, so that one can hum along."""
    phrases = [_phrase(score.beats * 2, rng) for _ in range(2)]
    notes = []
    for turn in range(score.bars // 2):
        chosen = phrases[1] if turn % 4 == 2 else phrases[0]
        root = score.chord(turn * 2)[0]
        notes += [Note(turn * 2 * score.beats + n.at, n.beats, n.degree + root, n.loud) for n in chosen]
    return notes


def _phrase(beats: int, rng: np.random.Generator) -> list[Note]:
    at, degree, notes = 0.0, int(rng.choice([0, 2, 4])), []
    while at < beats - 0.5:
        length = min(float(rng.choice([0.5, 0.5, 1, 1, 1.5, 2])), beats - at)
        if rng.random() > 0.15:
            notes.append(Note(at, length, degree, float(rng.uniform(0.7, 1))))
        degree = int(np.clip(degree + rng.choice([-2, -1, -1, 1, 1, 2]), -2, 8))
        at += length
    return notes


def _stepping(step: float, length: float, order: tuple[int, ...]) -> Figure:
    """A figure that walks through the chord's notes in a fixed order."""

    def figure(score: Score, rng: np.random.Generator) -> list[Note]:
        per_bar = round(score.beats / step)
        turn = int(rng.integers(len(order)))
        notes = []
        for bar in range(score.bars):
            chord = score.chord(bar)
            for i in range(per_bar):
                place = order[(i + turn) % len(order)]
                degree = chord[place % 3] + score.size * (place // 3)
                notes.append(Note(bar * score.beats + i * step, length, degree, 1.0 if i == 0 else 0.75))
        return notes

    return figure


def chords(score: Score, _rng: np.random.Generator) -> list[Note]:
    """One chord a bar, held."""
    return [
        Note(bar * score.beats, score.beats * 1.05, degree, 0.6)
        for bar in range(score.bars)
        for degree in score.chord(bar)
    ]


def stabs(score: Score, _rng: np.random.Generator) -> list[Note]:
    """Short chords between the beats."""
    return [
        Note(bar * score.beats + beat + 0.5, 0.35, degree, 0.6)
        for bar in range(score.bars)
        for beat in range(score.beats)
        for degree in score.chord(bar)
    ]


def walk(score: Score, rng: np.random.Generator) -> list[Note]:
    """A bass that walks a note a beat towards the next chord."""
    notes = []
    for bar in range(score.bars):
        here, there = score.chord(bar)[0], score.chord(bar + 1)[0]
        for beat in range(score.beats):
            way = round(here + (there - here) * beat / score.beats)
            jitter = int(rng.integers(-1, 2)) if beat else 0
            notes.append(Note(bar * score.beats + beat, 0.9, way + jitter))
    return notes


def drone(score: Score, _rng: np.random.Generator) -> list[Note]:
    """Root and fifth, four bars each, running into one another."""
    fifth = 4 if score.size >= 7 else 3
    return [
        Note(bar * score.beats, score.beats * 5, degree, 0.7)
        for bar in range(0, score.bars, 4)
        for degree in (score.chord(bar)[0], score.chord(bar)[0] + fifth)
    ]


def chorale(score: Score, rng: np.random.Generator) -> list[Note]:
    """Four parts in half notes, the top one moving by step."""
    notes, top = [], score.size
    for half in range(score.bars * 2):
        chord, at = score.chord(half // 2), half * score.beats / 2
        top = int(np.clip(top + rng.choice([-1, 0, 1]), score.size - 2, score.size + 5))
        notes += [
            Note(at, score.beats / 2, degree, 0.5) for degree in (chord[0] - score.size, *chord[1:], top)
        ]
    return notes


def phase(score: Score, rng: np.random.Generator) -> list[Note]:
    """One pattern twice, the second slowly running ahead of the first."""
    pattern = [int(d) for d in rng.choice([0, 1, 2, 4, 5, 7], 6)]
    total = score.bars * score.beats
    first = [Note(i * 0.5, 0.5, pattern[i % 6], 0.9) for i in range(total * 2)]
    second = [Note(i * 0.4921875, 0.5, pattern[i % 6], 0.7) for i in range(total * 2)]
    return first + second


def harp(score: Score, rng: np.random.Generator) -> list[Note]:
    """Runs up and down over two octaves."""
    notes = []
    for bar in range(score.bars):
        span = score.size * 2
        rising = list(range(span)) if rng.random() < 0.6 else list(range(span, 0, -1))
        step = score.beats / len(rising)
        root = score.chord(bar)[0]
        notes += [Note(bar * score.beats + i * step, 2.0, root + d, 0.55) for i, d in enumerate(rising)]
    return notes


def calls(score: Score, rng: np.random.Generator) -> list[Note]:
    """Single far notes with much room between them."""
    total = score.bars * score.beats
    starts = np.arange(1, total - 4, 3) + rng.uniform(-0.8, 0.8, len(np.arange(1, total - 4, 3)))
    return [
        Note(float(at), float(rng.uniform(2, 4)), int(rng.integers(0, score.size + 3)), 0.8) for at in starts
    ]


FIGURES: dict[str, Figure] = {
    "melody": melody,
    "arpeggio": _stepping(0.5, 0.6, (0, 1, 2, 3, 2, 1)),
    "fast arpeggio": _stepping(0.25, 0.25, (0, 1, 2, 3)),
    "picking": _stepping(0.5, 2.0, (0, 2, 1, 3, 2, 1, 4, 2)),
    "pulse": _stepping(0.5, 0.45, (0, 0, 0, 0)),
    "offbeat pulse": _stepping(0.25, 0.2, (0, 0, 3, 0, 1, 0, 3, 2)),
    "roots": _stepping(2.0, 1.8, (0, 2)),
    "power": _stepping(1.0, 1.0, (0, 0, 0, 1)),
    "chords": chords,
    "stabs": stabs,
    "walk": walk,
    "drone": drone,
    "chorale": chorale,
    "phase": phase,
    "harp": harp,
    "calls": calls,
}
