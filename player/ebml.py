"""Owns reading EBML, the boxes within boxes that Matroska files are made of: a few bytes at a time, from wherever they lie."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

MOST_WIDTH = 8
"""Bytes of a number."""


@dataclass(frozen=True, slots=True)
class Element:
    """One box."""

    id: int
    head: int
    """Where it begins in the file."""
    start: int
    """Where its content begins."""
    size: int | None
    """Bytes of content; None where the file doesn't say."""

    @property
    def end(self) -> int | None:
        """Where the next one begins."""
        return None if self.size is None else self.start + self.size


class Ebml:
    """One file. Every call may raise `OSError`; what is broken in the file just ends what is read of it."""

    def __init__(self, path: bytes) -> None:
        self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.size = os.fstat(self._handle).st_size

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._handle)

    def element(self, at: int) -> Element | None:
        """The one that begins there; None at the end, and where there is none."""
        head = os.pread(self._handle, 12, at)
        number, width = vint(head, keeps_mark=True)
        size, more = vint(head[width:], keeps_mark=False)
        if not width or not more:
            return None
        is_unknown = size == (1 << 7 * more) - 1
        return Element(number, at, at + width + more, None if is_unknown else size)

    def elements(self, at: int, until: int) -> Iterator[Element]:
        """One after another; the last one read is the last whose size is known."""
        while at < until:
            element = self.element(at)
            if element is None:
                return
            yield element
            if element.end is None:
                return
            at = element.end

    def within(self, element: Element) -> Iterator[Element]:
        """What lies in a box."""
        return self.elements(element.start, self.size if element.end is None else element.end)

    def number(self, element: Element) -> int:
        """The content, as a whole number without a sign."""
        return int.from_bytes(self.content(element, MOST_WIDTH), "big")

    def content(self, element: Element, most: int) -> bytes:
        """The content; of a longer one only its beginning."""
        return os.pread(
            self._handle, min(most, most if element.size is None else element.size), element.start
        )


def vint(raw: bytes, *, keeps_mark: bool) -> tuple[int, int]:
    """A number whose first bits say how wide it is, and its width in bytes; width 0 where there is none."""
    if not raw or not raw[0]:
        return 0, 0
    width = 9 - raw[0].bit_length()
    if len(raw) < width:
        return 0, 0
    number = int.from_bytes(raw[:width], "big")
    return (number if keeps_mark else number & ((1 << 7 * width) - 1)), width
