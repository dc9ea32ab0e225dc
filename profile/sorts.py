"""Owns what stands among songs and what among films, by the track alone. Pure."""

from tunes.library.text import fold
from tunes.library.track import Kind, Track

LONGEST_CLIP_S = 20 * 60.0
"""A music video may stand among songs, a film may not."""


def is_film(track: Track) -> bool:
    """Whether it is something to watch: a video that is no music video."""
    return track.kind is Kind.VIDEO and not _is_clip(track)


def is_song(track: Track) -> bool:
    """Whether it is something to listen to: music, or a music video."""
    return track.kind is Kind.MUSIC or (track.kind is Kind.VIDEO and _is_clip(track))


def _is_clip(track: Track) -> bool:
    length = track.duration
    return not track.show and bool(track.artist) and length is not None and length <= LONGEST_CLIP_S


def maker(track: Track) -> str:
    """Whose film it is, folded; "" where its artist is only the folder that it lies in, as names of files suggest."""
    artist = fold(track.artist)
    return "" if artist in {fold(part) for part in track.path.parts[:-1]} else artist
