"""Owns mutagen: reads the tags and the length of sound files, each by its ending. Nothing else of tunes knows mutagen."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.aac import AAC
from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.id3 import ID3, Frames
from mutagen.monkeysaudio import MonkeysAudio
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.musepack import Musepack
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE
from mutagen.wavpack import WavPack
from tunes.library.errors import UnreadableError
from tunes.library.tagged import Tagged, believable, decibel, number, several, text, year

Lookup = Callable[[str], Iterable[object]]
"""The values of one of our own names for a tag."""

_FRAMES = [
    "TIT2",
    "TPE1",
    "TPE2",
    "TALB",
    "TCOM",
    "TCON",
    "TDRC",
    "TDOR",
    "TYER",
    "TORY",
    "TRCK",
    "TPOS",
    "TXXX",
    "UFID",
]
_KNOWN_FRAMES = {name: Frames[name] for name in _FRAMES if name in Frames}
"""All others, pictures before all, are passed over: ID3 is the slow format."""

_OURS = [
    "title",
    "artist",
    "album",
    "album_artist",
    "composer",
    "genre",
    "date",
    "track",
    "disc",
    "mbid",
    "gain_track",
    "gain_album",
]
_ID3 = dict(
    zip(_OURS, ["TIT2", "TPE1", "TALB", "TPE2", "TCOM", "TCON", "TDRC", "TRCK", "TPOS"], strict=False)
)
_MP4 = dict(
    zip(_OURS, ["©nam", "©ART", "©alb", "aART", "©wrt", "©gen", "©day", "trkn", "disk"], strict=False)
)
_VORBIS = dict(
    zip(
        _OURS,
        [
            "title",
            "artist",
            "album",
            "albumartist",
            "composer",
            "genre",
            "date",
            "tracknumber",
            "discnumber",
            "musicbrainz_trackid",
            "replaygain_track_gain",
            "replaygain_album_gain",
        ],
        strict=True,
    )
)
_APE = _VORBIS | {"album_artist": "album artist", "track": "track", "disc": "disc", "date": "year"}
_ASF = {
    "title": "Title",
    "artist": "Author",
    "album": "WM/AlbumTitle",
    "album_artist": "WM/AlbumArtist",
    "composer": "WM/Composer",
    "genre": "WM/Genre",
    "date": "WM/Year",
    "track": "WM/TrackNumber",
    "disc": "WM/PartOfSet",
    "mbid": "MusicBrainz/Track Id",
    "gain_track": "replaygain_track_gain",
    "gain_album": "replaygain_album_gain",
}
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
_FREE_MP4 = "----:com.apple.iTunes:"


def read_tags(file: BinaryIO, size: int, ending: str) -> Tagged:
    """The tags and length of an opened sound file. Raises UnreadableError, with a reason for the listener."""
    try:
        opened = _opened_or_as_it_begins(file, ending)
    except MemoryError as error:
        raise UnreadableError("its tags are larger than any real ones") from error
    except (MutagenError, OSError, EOFError) as error:
        raise UnreadableError(_plain(error, ending)) from error
    except (
        Exception
    ) as error:  # crafted files make mutagen raise RecursionError, ZeroDivisionError and others
        raise UnreadableError(f"it is damaged, or no {ending} file ({type(error).__name__})") from error
    lookup = _lookup(opened.tags)
    return Tagged(
        title=text(lookup("title")),
        artist=text(lookup("artist")),
        album=text(lookup("album")),
        album_artist=text(lookup("album_artist")),
        composer=text(lookup("composer")),
        genres=several(part for value in lookup("genre") for part in str(value).split(";")),
        year=year(text(lookup("date"))),
        track_no=number(text(lookup("track"))),
        disc_no=number(text(lookup("disc"))),
        duration=believable(getattr(opened.info, "length", None), size),
        mbid=text(lookup("mbid"))[:36] or None,
        gain_track=decibel(text(lookup("gain_track"))),
        gain_album=decibel(text(lookup("gain_album"))),
    )


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
        return MP3(file, known_frames=_KNOWN_FRAMES)
    if ending == "aac":
        return _aac(file)
    return _BY_ENDING[ending](file)


def _ogg_kind(file: BinaryIO) -> Any:
    head = file.read(64)
    file.seek(0)
    for mark, kind in ((b"OpusHead", OggOpus), (b"Speex", OggSpeex), (b"\x7fFLAC", OggFLAC)):
        if mark in head:
            return kind
    return OggVorbis


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


def _lookup(tags: Any) -> Lookup:
    if tags is None:
        return lambda _name: ()
    if isinstance(tags, ID3):
        return lambda name: _id3_values(tags, name)
    module = type(tags).__module__
    if module == "mutagen.mp4":
        return lambda name: _mp4_values(tags, name)
    if module == "mutagen.asf":
        return lambda name: _mapped(tags, _ASF[name])
    if isinstance(tags, APEv2):
        return lambda name: _mapped(tags, _APE[name]) or _mapped(tags, _VORBIS[name])
    return lambda name: _mapped(tags, _VORBIS[name])


def _mapped(tags: Mapping[str, Any], key: str) -> list[object]:
    found = tags.get(key)
    if found is None:
        return []
    return (
        list(found)
        if isinstance(found, list | tuple) or (hasattr(found, "__iter__") and not isinstance(found, str))
        else [found]
    )


def _id3_values(tags: Any, name: str) -> list[object]:
    if name == "mbid":
        return [owner.data.decode("ascii", "replace") for owner in tags.getall("UFID:http://musicbrainz.org")]
    if name.startswith("gain_"):
        wanted = f"replaygain_{name[5:]}_gain"
        return [
            value for frame in tags.getall("TXXX") if frame.desc.lower() == wanted for value in frame.text
        ]
    frames = tags.getall(_ID3[name])
    if name == "genre":
        return [genre for frame in frames for genre in frame.genres]
    return [value for frame in frames for value in frame.text]


def _mp4_values(tags: Any, name: str) -> list[object]:
    free = {
        "mbid": "MusicBrainz Track Id",
        "gain_track": "replaygain_track_gain",
        "gain_album": "replaygain_album_gain",
    }.get(name)
    if free:
        return [bytes(value).decode("utf-8", "replace") for value in tags.get(_FREE_MP4 + free, [])]
    values = list(tags.get(_MP4[name], []))
    return [pair[0] for pair in values] if name in {"track", "disc"} else values


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
    "wav": WAVE,
    "aiff": AIFF,
    "aif": AIFF,
    "wv": WavPack,
    "ape": MonkeysAudio,
    "mpc": Musepack,
    "wma": ASF,
}
