"""Owns which tracks belong together when one follows the other: what an album joins is neither faded nor made louder. Pure."""

from tunes.library.track import Kind, Track

SAME_PLACE_S = 0.5
"""Cue sheets write places in 75ths of a second, and some round."""


def joins(first: Track | None, second: Track | None) -> bool:
    """Whether `second` comes right after `first` on their album, or in the file that holds both."""
    if first is None or second is None:
        return False
    if first.path == second.path and first.end is not None and second.start is not None:
        return abs(second.start - first.end) < SAME_PLACE_S
    return _share_album(first, second) and _is_next_number(first, second)


def is_album_played(before: Track | None, track: Track, after: Track | None) -> bool:
    """Whether a track is heard as part of its album: one beside it in the order of play is its neighbour there."""
    return joins(before, track) or joins(track, after)


def may_fade(first: Track, second: Track) -> bool:
    """Whether one may fade into the other: music only, and never what an album joins."""
    return first.kind is second.kind is Kind.MUSIC and not joins(first, second)


def _share_album(first: Track, second: Track) -> bool:
    if not first.album or first.album.casefold() != second.album.casefold():
        return False
    by_whom = first.album_artist.casefold(), second.album_artist.casefold()
    return by_whom[0] == by_whom[1] if any(by_whom) else first.path.parent == second.path.parent


def _is_next_number(first: Track, second: Track) -> bool:
    if first.track_no is None or second.track_no is None:
        return False
    if (first.disc_no or 1) == (second.disc_no or 1):
        return second.track_no == first.track_no + 1
    return (second.disc_no or 1) == (first.disc_no or 1) + 1 and second.track_no == 1
