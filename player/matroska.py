"""Owns the subtitles inside a Matroska file: libVLC shows them within the picture, too small for a terminal. It reads a little ahead of the film."""

import zlib
from dataclasses import dataclass

from tunes.player.captions import Caption, lines_of, substation_lines
from tunes.player.ebml import Ebml, Element, vint

BEFORE_S, AHEAD_S = 15.0, 20.0
"""How far round the present second is read: what is said may have begun some time ago."""
MOST_TEXT = 1 << 16
"""Bytes of one caption."""
_SEGMENT, _INFO, _TRACKS, _CLUSTER, _CUES, _SEEK_HEAD = (
    *(0x18538067, 0x1549A966, 0x1654AE6B),
    *(0x1F43B675, 0x1C53BB6B, 0x114D9B74),
)
_TIME_SCALE, _ENTRY, _NUMBER, _TYPE, _CODEC = 0x2AD7B1, 0xAE, 0xD7, 0x83, 0x86
_ENCODINGS, _ENCODING, _COMPRESSION, _METHOD, _STRIPPED = 0x6D80, 0x6240, 0x5034, 0x4254, 0x4255
_SEEK, _SEEK_ID, _SEEK_AT = 0x4DBB, 0x53AB, 0x53AC
_POINT, _POINT_TIME, _POSITIONS, _CLUSTER_AT = 0xBB, 0xB3, 0xB7, 0xF1
_CLUSTER_TIME, _GROUP, _BLOCK, _DURATION = 0xE7, 0xA0, 0xA1, 0x9B
_SUBTITLE = 0x11
_ZLIB, _HEADER = 0, 3


class NoTextError(Exception):
    """There are no such subtitles, or they are pictures."""


@dataclass(frozen=True, slots=True)
class _Stream:
    number: int
    codec: bytes
    method: int | None
    """How each caption is compressed."""
    stripped: bytes
    """What each caption begins with."""

    @property
    def is_text(self) -> bool:
        return self.codec.startswith((b"S_TEXT/UTF8", b"S_TEXT/ASS", b"S_TEXT/SSA", b"S_ASS", b"S_SSA"))

    def lines(self, raw: bytes) -> tuple[str, ...]:
        """What a caption says."""
        if self.method == _ZLIB:
            try:
                raw = zlib.decompressobj().decompress(raw, MOST_TEXT)
            except zlib.error:
                return ()
        text = (self.stripped + raw).rstrip(b"\0").decode(errors="replace").replace("\r\n", "\n")
        return lines_of(text) if b"UTF8" in self.codec else substation_lines(text.split(",", 8)[-1])


class MatroskaCaptions:
    """The captions of one stream, near a second of the film. Every call may raise `OSError`."""

    def __init__(self, path: bytes, ordinal: int) -> None:
        """`ordinal`: which of the subtitles in the file, from 0. Raises `NoTextError`."""
        self._file = Ebml(path)
        self._scale_s = 1e-3
        self._first = 0
        self._points: list[tuple[float, int]] = []
        """Where clusters begin: seconds, place in the file."""
        try:
            self._stream = self._described(ordinal)
        except BaseException:
            self._file.close()
            raise
        self._at = self._first
        self._from_s = self._to_s = 0.0
        self._found: list[Caption] = []

    def near(self, at_s: float) -> list[Caption]:
        """What is said round that second; reads on, or elsewhere, as needed."""
        since_s = max(0.0, at_s - BEFORE_S)
        if not self._from_s <= since_s <= self._to_s:
            self._go_to(since_s)
        self._read_to(at_s + AHEAD_S)
        self._from_s, self._found = since_s, [one for one in self._found if one.end > since_s]
        return self._found

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def _go_to(self, at_s: float) -> None:
        before = [point for point in self._points if point[0] <= at_s]
        self._found = []
        self._to_s, self._at = before[-1] if before else (0.0, self._first)

    def _read_to(self, until_s: float) -> None:
        """Goes from box to box, into those that hold what is looked for."""
        while self._to_s < until_s and self._at < self._file.size:
            element = self._file.element(self._at)
            if element is None:
                self._at = self._file.size
                return
            is_entered = element.id == _CLUSTER or element.end is None
            self._at = element.start if is_entered else element.end or element.start
            if element.id == _CLUSTER_TIME:
                self._to_s = self._file.number(element) * self._scale_s
            elif element.id == _GROUP:
                self._take(element)

    def _take(self, group: Element) -> None:
        """A block with a duration is a caption, where it is of our stream."""
        parts = {part.id: part for part in self._file.within(group)}
        if _BLOCK not in parts or _DURATION not in parts:
            return
        raw = self._file.content(parts[_BLOCK], MOST_TEXT)
        number, width = vint(raw, keeps_mark=False)
        if number != self._stream.number or len(raw) < width + 3:
            return
        start_s = self._to_s + int.from_bytes(raw[width : width + 2], "big", signed=True) * self._scale_s
        end_s = start_s + self._file.number(parts[_DURATION]) * self._scale_s
        self._found.append(Caption(start_s, end_s, self._stream.lines(raw[width + 3 :])))

    # What describes the file

    def _described(self, ordinal: int) -> _Stream:
        file = self._file
        segment = next((one for one in file.elements(0, file.size) if one.id == _SEGMENT), None)
        if segment is None:
            raise NoTextError
        subtitles: list[_Stream] = []
        cues_at = 0
        for part in file.within(segment):
            if part.id == _CLUSTER:
                self._first = part.head
                break
            if part.id == _INFO:
                self._scale_s = self._first_number(part, _TIME_SCALE, 1_000_000) / 1e9
            elif part.id == _TRACKS:
                subtitles = [
                    self._stream_of(entry) for entry in file.within(part) if self._is_subtitle(entry)
                ]
            elif part.id == _SEEK_HEAD:
                cues_at = self._cues_at(part)
        if ordinal >= len(subtitles) or not subtitles[ordinal].is_text or not self._first:
            raise NoTextError
        self._points = self._clusters(segment, segment.start + cues_at) if cues_at else []
        return subtitles[ordinal]

    def _is_subtitle(self, entry: Element) -> bool:
        return entry.id == _ENTRY and self._first_number(entry, _TYPE, 0) == _SUBTITLE

    def _stream_of(self, entry: Element) -> _Stream:
        codec, method, stripped = b"", None, b""
        for part in self._file.within(entry):
            if part.id == _CODEC:
                codec = self._file.content(part, 64)
            elif part.id == _ENCODINGS:
                method, stripped = self._compression(part)
        return _Stream(self._first_number(entry, _NUMBER, 0), codec, method, stripped)

    def _compression(self, encodings: Element) -> tuple[int | None, bytes]:
        for encoding in self._file.within(encodings):
            for part in self._file.within(encoding) if encoding.id == _ENCODING else ():
                if part.id == _COMPRESSION:
                    method = self._first_number(part, _METHOD, _ZLIB)
                    said = [one for one in self._file.within(part) if one.id == _STRIPPED]
                    stripped = self._file.content(said[0], 64) if said and method == _HEADER else b""
                    return method, stripped
        return None, b""

    def _cues_at(self, seek_head: Element) -> int:
        for seek in self._file.within(seek_head):
            if seek.id == _SEEK and self._first_number(seek, _SEEK_ID, 0) == _CUES:
                return self._first_number(seek, _SEEK_AT, 0)
        return 0

    def _clusters(self, segment: Element, at: int) -> list[tuple[float, int]]:
        cues = self._file.element(at)
        if cues is None or cues.id != _CUES:
            return []
        found = set()
        for point in self._file.within(cues):
            for part in self._file.within(point) if point.id == _POINT else ():
                if part.id == _POSITIONS:
                    place = segment.start + self._first_number(part, _CLUSTER_AT, 0)
                    found.add((self._first_number(point, _POINT_TIME, 0) * self._scale_s, place))
        return sorted(found)

    def _first_number(self, element: Element, kind: int, usual: int) -> int:
        return next((self._file.number(one) for one in self._file.within(element) if one.id == kind), usual)
