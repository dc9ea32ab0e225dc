"""Owns what the ear got: which frames of which stay were handed to the output, and which of them have sounded. Pure."""

from collections import deque
from dataclasses import dataclass

ROUNDING = 2
"""Frames by which places may differ at other speeds than that of the recording."""


@dataclass(frozen=True, slots=True)
class Sounded:
    """Frames of one stay reached the ear."""

    stay: int
    count: int
    """Frames of the recording: at speed 1.5 half as many again as the device got."""
    place: int | None
    """Place in the file after the last of them; None where the listener has jumped elsewhere meanwhile."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The last frame of a stay has sounded."""

    stay: int


Fact = Sounded | Finished


@dataclass(slots=True)
class _Piece:
    """A run of frames handed over: `count` of them from `since` on, counted from the first ever."""

    stay: int
    since: int
    count: int
    place: int | None
    rate: float = 1.0
    """Frames of the recording that each stands for."""
    is_end: bool = False

    def goes_on_with(self, stay: int, since: int, place: int) -> bool:
        """Whether frames of this stay, from `place` on, handed over as `since` and on, follow on this run."""
        follows = self.since + self.count == since and self.stay == stay and not self.is_end
        return follows and self.place is not None and abs(self.place_after(self.count) - place) <= ROUNDING

    def place_after(self, count: int) -> int:
        """Where in the file the frame after the first `count` lies."""
        return (self.place or 0) + self.of_recording(count)

    def of_recording(self, count: int) -> int:
        """Frames of the recording that so many handed over stand for."""
        return round(count * self.rate)

    def told(self, until: int) -> Fact | None:
        """What of it has happened before frame `until`, which is told once."""
        if self.is_end:
            return Finished(self.stay) if self.since <= until else None
        count = min(self.count, until - self.since)
        if count <= 0:
            return None
        place = None if self.place is None else self.place_after(count)
        told = Sounded(self.stay, self.of_recording(count), place)
        self.since, self.count, self.place = self.since + count, self.count - count, place
        return told


class Meter:
    """A ledger of what was handed over, read off as far as it has sounded. Two stays may sound at once."""

    def __init__(self) -> None:
        self._pieces: deque[_Piece] = deque()

    def handed(self, stay: int, since: int, count: int, place: int, rate: float = 1.0) -> None:
        """`count` frames of this stay, from `place` in its file on, went out as frames `since` and on."""
        for last in list(self._pieces)[-2:]:
            if last.goes_on_with(stay, since, place):
                last.count += count
                return
        self._pieces.append(_Piece(stay, since, count, place, rate))

    def ended(self, stay: int, since: int) -> None:
        """Nothing more of this stay comes after frame `since`; may be told again where that was made anew."""
        if not any(piece.is_end and piece.stay == stay for piece in self._pieces):
            self._pieces.append(_Piece(stay, since, 0, None, is_end=True))

    def jumped(self) -> None:
        """What has not sounded yet still will, but no longer says where the ear is, nor that a stay is over."""
        self._pieces = deque(piece for piece in self._pieces if not piece.is_end)
        for piece in self._pieces:
            piece.place = None

    def forget(self, stay: int) -> None:
        """Nothing of this stay counts any more."""
        self._pieces = deque(piece for piece in self._pieces if piece.stay != stay)

    def cut(self, frame: int) -> None:
        """Frames from this one on will never sound."""
        for piece in self._pieces:
            piece.count = min(piece.count, frame - piece.since)
        self._pieces = deque(
            piece for piece in self._pieces if piece.count > 0 or (piece.since <= frame and piece.is_end)
        )

    def until(self, frame: int) -> list[Fact]:
        """What has happened to the ear, in order, up to `frame` (counted from the first ever handed over)."""
        facts = []
        for piece in list(self._pieces):
            fact = piece.told(frame)
            if fact is not None:
                facts.append(fact)
                if piece.is_end or not piece.count:
                    self._pieces.remove(piece)
        return facts
