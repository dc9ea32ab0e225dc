"""Owns mutagen: reads the tags and the length of sound files, each by its ending. Nothing else of tunes knows mutagen.

Plain files of the common formats are read without it (`plainly/`), which is faster.
"""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.aac import AAC
from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.asf import ASF, ASFTags
from mutagen.flac import FLAC
from mutagen.id3 import ID3, Frames, ID3NoHeaderError
from mutagen.monkeysaudio import MonkeysAudio
from mutagen.mp3 import MP3, HeaderNotFoundError
from mutagen.mp4 import MP4, MP4Tags
from mutagen.musepack import Musepack
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE
from mutagen.wavpack import WavPack
from tunes.library.errors import UnreadableError
from tunes.library.tag_names import (
    ID3_TEXTS,
    Values,
    from_ape,
    from_asf,
    from_comments,
    from_id3,
    from_mp4,
)
from tunes.library.tagged import Tagged, tagged_from

_ID3 = {
    "known_frames": {name: Frames[name] for name in (*ID3_TEXTS, "TCON", "TXXX", "UFID")},
    "translate": False,
}
"""All others, pictures before all, are passed over, and none are brought to the newest version: ID3 is the slow format."""

_MARKS = (
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xfa", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf1", "aac"),
    (0, b"OggS", "ogg"),
    (4, b"ftyp", "m4a"),
    (8, b"WAVE", "wav"),
    (8, b"AIF", "aiff"),
    (0, b"wvpk", "wv"),
    (0, b"MAC ", "ape"),
    (0, b"MPCK", "mpc"),
    (0, b"MP+", "mpc"),
    (0, b"\x30\x26\xb2\x75", "wma"),
)


def read_tags(file: BinaryIO, size: int, ending: str) -> Tagged:
    """The tags and length of an opened sound file. Raises UnreadableError, with a reason for the listener."""
    try:
        said, seconds = _read_by_mutagen(file, ending)
    except MemoryError as error:
        raise UnreadableError("its tags are larger than any real ones") from error
    except (MutagenError, OSError, EOFError) as error:
        raise UnreadableError(_plain(error, ending)) from error
    except (
        Exception
    ) as error:  # crafted files make mutagen raise RecursionError, ZeroDivisionError and others
        raise UnreadableError(f"it is damaged, or no {ending} file ({type(error).__name__})") from error
    return tagged_from(said, seconds, size)


def _read_by_mutagen(file: BinaryIO, ending: str) -> tuple[Values, object]:
    opened = _opened_or_as_it_begins(file, ending)
    return _said(opened.tags), getattr(opened.info, "length", None)


def _opened_or_as_it_begins(file: BinaryIO, ending: str) -> Any:
    """By its ending; where that fails, by its first bytes, since files are named wrongly."""
    try:
        return _opened(file, ending)
    except MutagenError:
        file.seek(0)
        head = file.read(16)
        file.seek(0)
        real = next((real for place, mark, real in _MARKS if head[place:].startswith(mark)), ending)
        if real == ending:
            raise
        return _opened(file, real)


def _opened(file: BinaryIO, ending: str) -> Any:
    if ending in {"ogg", "oga"}:
        return _ogg_kind(file)(file)
    if ending == "mp3":
        return _mp3(file)
    if ending == "aac":
        return _aac(file)
    if ending in {"wav", "aiff", "aif"}:
        return (WAVE if ending == "wav" else AIFF)(file, **_ID3)
    if ending == "wv":
        return _wavpack(file)
    return _BY_ENDING[ending](file)


def _wavpack(file: BinaryIO) -> Any:
    """Mutagen looks up the sample rate in a table that ends before “another one”: then tags are told, and no length."""
    try:
        return WavPack(file)
    except IndexError:
        file.seek(0)
        return SimpleNamespace(tags=_ape_tags(file), info=None)


def _ape_tags(file: BinaryIO) -> APEv2 | None:
    with suppress(MutagenError):
        return APEv2(file)
    return None


def _ogg_kind(file: BinaryIO) -> Any:
    head = file.read(64)
    file.seek(0)
    for mark, kind in ((b"OpusHead", OggOpus), (b"Speex", OggSpeex), (b"\x7fFLAC", OggFLAC)):
        if mark in head:
            return kind
    return OggVorbis


def _mp3(file: BinaryIO) -> Any:
    """ID3 first; some have APEv2 tags alone. One whose tags are damaged, or crafted to eat all memory, still sounds."""
    try:
        opened = MP3(file, **_ID3)
    except HeaderNotFoundError:  # there is no sound in it
        raise
    except Exception:  # MemoryError and ValueError among them
        file.seek(0)
        return MP3(file, ID3=_Untagged)
    if not opened.tags:
        with suppress(Exception):
            file.seek(0)
            opened.tags = APEv2(file)
    return opened


class _Untagged(ID3):  # type: ignore[misc]  # mutagen is untyped
    """Tags that are not looked at."""

    def load(self, *_: object, **__: object) -> None:
        """Says that there are none."""
        raise ID3NoHeaderError


def _aac(file: BinaryIO) -> Any:
    """AAC may carry ID3 or APE tags, which mutagen's own class does not look for."""
    opened = AAC(file)
    for kind in (ID3, APEv2):
        file.seek(0)
        try:
            opened.tags = kind(file)
        except MutagenError:
            continue
        break
    return opened


def _said(tags: Any) -> Values:
    if tags is None:
        return {}
    if isinstance(tags, ID3):
        return from_id3(tags.values())
    if isinstance(tags, MP4Tags):
        return from_mp4(tags.items())
    if isinstance(tags, APEv2):
        return from_ape(tags.items())
    pairs = list.__iter__(tags)  # as it lies there: one pass, where each look-up would be one
    return from_asf(pairs) if isinstance(tags, ASFTags) else from_comments(pairs)


def _plain(error: Exception, ending: str) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return f"it is damaged, or no {ending} file"


_BY_ENDING: dict[str, Any] = {
    "flac": FLAC,
    "opus": OggOpus,
    "spx": OggSpeex,
    "m4a": MP4,
    "m4b": MP4,
    "ape": MonkeysAudio,
    "mpc": Musepack,
    "wma": ASF,
}
