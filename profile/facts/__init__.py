"""Owns what the listens say of artists and recordings, as plain numbers that the fitted tables of Discover turn into points."""

from dataclasses import dataclass

from tunes.profile.columns import Floats
from tunes.profile.facts.artists import artist_facts
from tunes.profile.facts.company import company_facts
from tunes.profile.facts.songs import song_facts
from tunes.profile.past import Past

__all__ = ["Facts", "facts"]


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Numbers by name, as the tables know them."""

    of_song: dict[str, Floats]
    """By code of the recording."""
    of_artist: dict[str, Floats]
    """By code of the artist."""


def facts(past: Past) -> Facts:
    """All that the tables may ask for."""
    near_songs, near_artists = company_facts(past)
    return Facts(of_song=song_facts(past) | near_songs, of_artist=artist_facts(past) | near_artists)
