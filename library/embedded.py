"""Owns what lies inside a track besides its tags: pictures and lyrics, by mutagen. Only the unpacker process runs it.

A file is taken for what its first bytes say: those who look into it have already played it.
"""

import base64
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.asf import ASF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3, Frames
from mutagen.mp4 import MP4
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE
from tunes.library.lyrics import LONGEST_LINE, MOST_BYTES, MOST_LINES

FRONT = 3
"""The front cover, as every format numbers kinds of pictures."""
MOST_TEXTS = 8
"""Texts of one file that are looked at: some have one for each language."""
_NO_KIND = 0

_LYRICS = frozenset({"lyrics", "syncedlyrics", "unsyncedlyrics", "unsynced lyrics", "wm/lyrics", "©lyr"})
_MILLISECONDS = 2
"""How a SYLT frame says that its times are that; others count frames of MPEG, and nothing writes them."""
_SUNG = {0, 1, 2}
"""Kinds of timed text that are words: other, lyrics, transcription. Chords and events are none."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found in a file."""

    picture: bytes | None = None
    """Its front cover, or else the first picture."""
    timed: tuple[tuple[float, str], ...] = ()
    """Words with the second at which each begins."""
    texts: tuple[str, ...] = ()
    """Words as text; it may hold times, as in an `.lrc`."""


_Kinded = tuple[int, bytes]


def look_inside(file: BinaryIO, ending: str) -> Inside:
    """The picture and lyrics of an opened file; whatever mutagen can't read is nothing. Raises MemoryError."""
    pictures: list[_Kinded] = []
    timed: list[tuple[float, str]] = []
    texts: list[str] = []
    for found in _opened(file, ending):
        pictures += [(int(picture.type), picture.data) for picture in getattr(found, "pictures", ())]
        tags = found if isinstance(found, ID3 | APEv2) else found.tags
        if isinstance(tags, ID3):
            pictures += [(int(frame.type), frame.data) for frame in tags.getall("APIC")]
            timed = timed or _timed(tags)
            texts += [*(frame.text for frame in tags.getall("USLT")), *_free_texts(tags)]
        elif tags is not None:
            pictures += _pictures(tags)
            texts += _texts(tags)
    front = [data for kind, data in pictures if kind == FRONT] or [data for _, data in pictures]
    return Inside(
        next(iter(front), None),
        tuple(timed),
        tuple(text[:MOST_BYTES] for text in texts[:MOST_TEXTS] if text.strip()),
    )


def _opened(file: BinaryIO, ending: str) -> Iterator[Any]:
    """The file as mutagen sees it, or its tags alone, one kind after another."""
    for kind in _kinds(file, ending):
        file.seek(0)
        try:
            yield kind(file, **(_ID3 if kind in {ID3, AIFF, WAVE} else {}))
        except MemoryError:
            raise
        except Exception:  # noqa: S112  # without such tags or with damaged ones; crafted ones raise anything
            continue


def _kinds(file: BinaryIO, ending: str) -> list[Any]:
    head = file.read(64)
    if head[:4] == b"fLaC" or (ending == "flac" and head[:3] == b"ID3"):
        return [FLAC]
    if head[:4] == b"OggS":
        marks = ((b"OpusHead", OggOpus), (b"Speex", OggSpeex), (b"\x7fFLAC", OggFLAC))
        return [next((kind for mark, kind in marks if mark in head), OggVorbis)]
    if head[4:8] == b"ftyp":
        return [MP4]
    if head[8:12] == b"WAVE":
        return [WAVE]
    if head[8:11] == b"AIF":
        return [AIFF]
    if head[:4] == b"\x30\x26\xb2\x75":
        return [ASF]
    return [ID3, APEv2]  # MPEG, and Monkey's Audio, Musepack and WavPack, which have the latter alone


_ID3 = {"known_frames": {name: Frames[name] for name in ("APIC", "USLT", "SYLT", "TXXX")}}
"""All others are passed over; those of the oldest version are brought to these."""


def _timed(tags: Any) -> list[tuple[float, str]]:
    """The words of the first frame that holds any, in order."""
    for frame in tags.getall("SYLT"):
        if frame.format == _MILLISECONDS and int(frame.type) in _SUNG and frame.text:
            return _joined((at / 1000, text) for text, at in frame.text)
    return []


def _joined(parts: Iterable[tuple[float, str]]) -> list[tuple[float, str]]:
    """Lines of parts: some write each line, some each syllable, and begin a line with its break."""
    lines: list[tuple[float, str]] = []
    is_by_syllable = False
    for at, text in parts:
        is_by_syllable = is_by_syllable or text[:1] == "\n"
        if is_by_syllable and lines and text[:1] != "\n":
            began, line = lines[-1]
            lines[-1] = began, (line + text.rstrip("\n"))[:LONGEST_LINE]
        else:
            lines.append((at, text.strip("\n")[:LONGEST_LINE]))
        if len(lines) > MOST_LINES:
            break
    return lines


def _free_texts(tags: Any) -> list[str]:
    return [
        str(frame.text[0]) for frame in tags.getall("TXXX") if frame.text and frame.desc.lower() in _LYRICS
    ]


def _pictures(tags: Any) -> list[_Kinded]:
    found: list[_Kinded] = []
    for name, value in _pairs(tags):
        match name.lower():
            case "covr":
                found.append((_NO_KIND, bytes(value)))
            case "metadata_block_picture":
                found += _of_block(value)
            case "coverart":
                found += [(_NO_KIND, data) for data in _decoded(value)]
            case "wm/picture" if isinstance(value.value, bytes):
                found += _of_asf(value.value)
            case ape if ape.startswith("cover art (") and isinstance(value.value, bytes):
                kind = FRONT if "front" in ape else _NO_KIND
                found.append((kind, value.value.partition(b"\0")[2]))
    return found


def _texts(tags: Any) -> list[str]:
    return [str(value) for name, value in _pairs(tags) if name.lower() in _LYRICS]


def _pairs(tags: Any) -> Iterator[tuple[str, Any]]:
    """The names and single values of all tags that are no ID3."""
    for name, values in tags.items():
        for value in values if isinstance(values, list) else [values]:
            yield name, value


def _of_block(value: Any) -> list[_Kinded]:
    found = []
    for data in _decoded(value):
        try:
            picture = Picture(data)
        except (MutagenError, struct.error, ValueError):
            continue
        found.append((int(picture.type), picture.data))
    return found


def _of_asf(block: bytes) -> list[_Kinded]:
    """A kind, the length of the picture, two texts that end with two zero bytes, and the picture."""
    if len(block) < 5:
        return []
    kind, length = struct.unpack_from("<BI", block)
    place = 5
    for _ in range(2):
        while block[place : place + 2] not in {b"\0\0", b""}:
            place += 2
        place += 2
    return [(kind, block[place : place + length])]


def _decoded(value: Any) -> list[bytes]:
    try:
        return [base64.b64decode(value)]
    except ValueError:
        return []
