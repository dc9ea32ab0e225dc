"""Owns what the ear got: which frames of which stay were handed to the output, and which of them have sounded. Pure."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sounded:
    """Frames of one stay reached the ear."""

    stay: int
    count: int
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
    is_end: bool = False

    def goes_on_with(self, stay: int, since: int, place: int) -> bool:
        """Whether frames of this stay, from `place` on, handed over as `since` and on, follow on this run."""
        follows = self.since + self.count == since and self.stay == stay and not self.is_end
        return follows and self.place is not None and self.place + self.count == place


class Meter:
    """A ledger of what was handed over, read off as far as it has sounded."""

    def __init__(self) -> None:
        self._pieces: deque[_Piece] = deque()

    def handed(self, stay: int, since: int, count: int, place: int) -> None:
        """`count` frames of this stay, from `place` in its file on, went out as frames `since` and on."""
        last = self._pieces[-1] if self._pieces else None
        if last is not None and last.goes_on_with(stay, since, place):
            last.count += count
            return
        self._pieces.append(_Piece(stay, since, count, place))

    def ended(self, stay: int, since: int) -> None:
        """Nothing more of this stay comes after frame `since`."""
        self._pieces.append(_Piece(stay, since, 0, None, is_end=True))

    def jumped(self) -> None:
        """What has not sounded yet still will, but no longer says where the ear is, nor that a stay is over."""
        self._pieces = deque(piece for piece in self._pieces if not piece.is_end)
        for piece in self._pieces:
            piece.place = None

    def forget(self, stay: int) -> int | None:
        """Nothing of this stay counts any more. Its first frame that had not sounded, None where it had none."""
        first = next((piece.since for piece in self._pieces if piece.stay == stay), None)
        self._pieces = deque(piece for piece in self._pieces if piece.stay != stay)
        return first

    def cut(self, frame: int) -> None:
        """Frames from this one on will never sound."""
        for piece in self._pieces:
            piece.count = min(piece.count, frame - piece.since)
        self._pieces = deque(
            piece for piece in self._pieces if piece.count > 0 or (piece.since <= frame and piece.is_end)
        )

    def until(self, frame: int) -> list[Fact]:
        """What has happened to the ear, in order, up to `frame` (counted from the first ever handed over)."""
        facts: list[Fact] = []
        while self._pieces:
            piece = self._pieces[0]
            if piece.is_end:
                if piece.since > frame:
                    break
                facts.append(Finished(piece.stay))
            else:
                count = min(piece.count, frame - piece.since)
                if count <= 0:
                    break
                place = None if piece.place is None else piece.place + count
                facts.append(Sounded(piece.stay, count, place))
                if count < piece.count:
                    piece.since, piece.count, piece.place = piece.since + count, piece.count - count, place
                    break
            self._pieces.popleft()
        return facts
