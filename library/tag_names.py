"""Owns the names that tags go by in each format: what a file's tags say, under our own names. Pure; knows no mutagen, only its shapes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

Values = dict[str, list[object]]
"""The values of each of our names that a file tells: title, artist, album, album_artist, composer, genre, date, track, disc,
original_date, mbid, gain_track, gain_album, r128_track, r128_album, compilation, show, season, episode, artists, work, group,
movement, cuesheet."""

COMMENTS = {
    "title": "title",
    "artist": "artist",
    "album": "album",
    "albumartist": "album_artist",
    "album artist": "album_artist",
    "composer": "composer",
    "genre": "genre",
    "date": "date",
    "year": "date",
    "originaldate": "original_date",
    "originalyear": "original_date",
    "original year": "original_date",
    "compilation": "compilation",
    "tracknumber": "track",
    "track": "track",
    "discnumber": "disc",
    "disc": "disc",
    "musicbrainz_trackid": "mbid",
    "replaygain_track_gain": "gain_track",
    "replaygain_album_gain": "gain_album",
    "r128_track_gain": "r128_track",
    "r128_album_gain": "r128_album",
    "artists": "artists",
    "work": "work",
    "movementname": "movement",
    "cuesheet": "cuesheet",
}
"""Vorbis comments and APEv2 items, which taggers fill under each other's names."""
_ASF = {
    "title": "title",
    "author": "artist",
    "wm/albumtitle": "album",
    "wm/albumartist": "album_artist",
    "wm/composer": "composer",
    "wm/genre": "genre",
    "wm/year": "date",
    "wm/originalreleasetime": "original_date",
    "wm/originalreleaseyear": "original_date",
    "wm/iscompilation": "compilation",
    "wm/tracknumber": "track",
    "wm/partofset": "disc",
    "musicbrainz/track id": "mbid",
    "replaygain_track_gain": "gain_track",
    "replaygain_album_gain": "gain_album",
    "wm/artists": "artists",
    "wm/work": "work",
    "cuesheet": "cuesheet",
}
ID3_TEXTS = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "TPE2": "album_artist",
    "TCOM": "composer",
    "TDRC": "date",
    "TYER": "date",
    "TDOR": "original_date",
    "TORY": "original_date",
    "TCMP": "compilation",
    "TRCK": "track",
    "TPOS": "disc",
    "TIT1": "group",
    "MVNM": "movement",
}
ID3_NAMED = {"gain_track", "gain_album", "original_date", "artists", "work", "cuesheet"}
"""What ID3 has no frame for, and taggers write under the name that Vorbis comments have for it."""
MP4_ATOMS = {
    "©nam": "title",
    "©ART": "artist",
    "©alb": "album",
    "aART": "album_artist",
    "©wrt": "composer",
    "©gen": "genre",
    "©day": "date",
    "trkn": "track",
    "disk": "disc",
    "tvsh": "show",
    "tvsn": "season",
    "tves": "episode",
    "cpil": "compilation",
    "©wrk": "work",
    "©mvn": "movement",
    "----:com.apple.itunes:originaldate": "original_date",
    "----:com.apple.itunes:originalyear": "original_date",
    "----:com.apple.itunes:musicbrainz track id": "mbid",
    "----:com.apple.itunes:replaygain_track_gain": "gain_track",
    "----:com.apple.itunes:replaygain_album_gain": "gain_album",
    "----:com.apple.itunes:artists": "artists",
    "----:com.apple.itunes:cuesheet": "cuesheet",
}


def from_comments(pairs: Iterable[tuple[str, object]]) -> Values:
    """What Vorbis comments say."""
    return _gathered((COMMENTS.get(key.lower()), value) for key, value in pairs)


def from_ape(items: Iterable[tuple[str, Any]]) -> Values:
    """What APEv2 items say; those that hold no text are passed over."""
    return _gathered(
        (COMMENTS.get(key.lower()), text) for key, value in items if value.kind == 0 for text in value
    )


def from_asf(pairs: Iterable[tuple[str, object]]) -> Values:
    """What the attributes of a WMA say."""
    return _gathered((_ASF.get(key.lower()), value) for key, value in pairs)


def from_id3(frames: Iterable[Any]) -> Values:
    """What ID3 frames say."""
    return _gathered(pair for frame in frames for pair in _id3_pairs(frame))


def from_mp4(items: Iterable[tuple[str, Any]]) -> Values:
    """What the atoms of an MP4 say."""
    return _gathered(pair for key, values in items for pair in _mp4_pairs(key, values))


def _id3_pairs(frame: Any) -> Iterator[tuple[str | None, object]]:
    kind = frame.FrameID
    if kind in ID3_TEXTS:
        for text in frame.text:
            yield ID3_TEXTS[kind], text
    elif kind == "TCON":
        for genre in frame.genres:
            yield "genre", genre
    elif kind == "TXXX":
        name = COMMENTS.get(frame.desc.lower())
        if name == "artists":
            for text in frame.text:
                yield name, text
        elif name in ID3_NAMED:
            yield name, frame.text[0] if frame.text else ""
    elif kind == "UFID" and frame.owner == "http://musicbrainz.org":
        yield "mbid", frame.data.decode("ascii", "replace")


def _mp4_pairs(key: str, values: Any) -> Iterator[tuple[str | None, object]]:
    is_free = key.startswith("----")
    name = MP4_ATOMS.get(key.lower() if is_free else key)
    for value in (values if isinstance(values, list) else [values]) if name else ():
        if is_free:
            yield name, bytes(value).decode("utf-8", "replace")
        else:
            yield name, value[0] if name in {"track", "disc"} else value


def _gathered(pairs: Iterable[tuple[str | None, object]]) -> Values:
    found: Values = defaultdict(list)
    for name, value in pairs:
        if name is not None:
            found[name].append(value)
    return found
