"""Owns the covers of the demo: one picture per album, drawn from its seed, and the small PNG writer it needs."""

import colorsys
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIZE = 240
"""Pixels a side."""

Shape = NDArray[np.float64]
"""Values from 0 to 1: where between two colours each pixel lies."""
Motif = Callable[[Shape, Shape, np.random.Generator], Shape]


def _rings(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    far = np.hypot(x - rng.uniform(-0.5, 0.5), y - rng.uniform(-0.5, 0.5))
    return (np.sin(far * rng.uniform(14, 30)) > 0).astype(float)


def _stripes(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    turn = rng.uniform(0, np.pi)
    return np.asarray(np.sin((x * np.cos(turn) + y * np.sin(turn)) * rng.uniform(9, 22)) > 0.2, dtype=float)


def _sun(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    disc = np.hypot(x, y + 0.15) < rng.uniform(0.4, 0.6)
    sea = (y > 0.3) & (np.sin(y * 60) > 0)
    return np.where(disc & ~sea, 1.0, np.where(sea, 0.55, (y + 1) / 5))


def _waves(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    rolled = y * 7 + np.sin(x * rng.uniform(3, 7) + rng.uniform(0, 6))
    return (rolled % 1.0).astype(float)


def _dots(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    count = int(rng.integers(3, 7))
    cell_x, cell_y = ((x + 1) * count / 2) % 1 - 0.5, ((y + 1) * count / 2) % 1 - 0.5
    return (np.hypot(cell_x, cell_y) < 0.12 + 0.16 * (x + 1)).astype(float)


def _hills(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    shade = np.zeros_like(x)
    for layer in range(1, 5):
        edge = 0.7 - layer * 0.35 + 0.18 * np.sin(x * rng.uniform(2, 6) + rng.uniform(0, 6))
        shade = np.where(-y < edge, layer / 4, shade)
    return shade


def _tiles(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    row, column = ((y + 1) * 2).astype(int).clip(0, 3), ((x + 1) * 2).astype(int).clip(0, 3)
    corner = rng.integers(0, 2, (2, 4, 4))[:, row, column]
    inside = np.hypot(((x + 1) * 2) % 1 - corner[0], ((y + 1) * 2) % 1 - corner[1]) < 1
    return np.where(inside, rng.uniform(0.3, 1, (4, 4))[row, column], 0.0)


def _noise(x: Shape, y: Shape, rng: np.random.Generator) -> Shape:
    coarse = rng.uniform(0, 1, (24, 24))
    row, column = ((y + 1) * 12).astype(int).clip(0, 23), ((x + 1) * 12).astype(int).clip(0, 23)
    return np.asarray(coarse[row, column] ** 2)


_MOTIFS: tuple[Motif, ...] = (_rings, _stripes, _sun, _waves, _dots, _hills, _tiles, _noise)


def cover(number: int, seed: int) -> bytes:
    """The picture of the album with this number as PNG; neighbours differ in motif and in colour."""
    rng = np.random.default_rng((seed, number))
    span = np.linspace(-1, 1, SIZE)
    x, y = np.meshgrid(span, span)
    share = _MOTIFS[number % len(_MOTIFS)](x, y, rng)[..., None]
    hue = (
        number * 0.381966 + number // len(_MOTIFS) * 0.17
    ) % 1.0  # far from neighbours and from the same motif
    dark = np.array(colorsys.hsv_to_rgb(hue, rng.uniform(0.5, 0.9), rng.uniform(0.15, 0.4)))
    light = np.array(colorsys.hsv_to_rgb((hue + rng.uniform(0.08, 0.5)) % 1, rng.uniform(0.2, 0.8), 0.95))
    return _png(np.round((dark + (light - dark) * share) * 255).astype(np.uint8))


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """An RGB picture of height × width × 3 as PNG."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, width * 3)], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_cover(path: Path, number: int, seed: int) -> None:
    """Writes the picture of an album."""
    path.write_bytes(cover(number, seed))
