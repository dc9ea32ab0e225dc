"""Owns the order of what belongs together: the episodes of a show, the parts of a film in several. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable

from tunes.library.text import fold
from tunes.library.track import Track

LONGEST = 200
"""Characters of a title that are looked at: a crafted one may be of any length."""
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_PART = re.compile(
    r"^(?P<name>.*?[^\s:,-])[\s:,-]+(?:(?:part|chapter|volume|vol\.?|teil)\s+)?(?P<number>[1-9]|i{1,3}|iv|v|vi{0,3}|ix)(?:\s*[:-].*)?$"
)
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el)\s+")


def in_order(track: Track) -> tuple[bool, int, int, str]:
    """What sorts the episodes of a show; specials come last, nobody begins with them."""
    return track.season == 0, track.season or 0, track.episode or 0, track.title


def shows(tracks: Iterable[Track]) -> dict[str, list[Track]]:
    """The episodes of each show, in their order."""
    found: defaultdict[str, list[Track]] = defaultdict(list)
    for track in tracks:
        if track.show:
            found[track.show].append(track)
    return {show: sorted(episodes, key=in_order) for show, episodes in found.items()}


def following(tracks: Iterable[Track], episodes: Iterable[Track]) -> dict[str, tuple[str, ...]]:
    """By id of each of these episodes, the ids of the rest of its show; `tracks` is the library."""
    wanted = [episode for episode in episodes if episode.show]
    names = {episode.show for episode in wanted}
    of_show = shows(track for track in tracks if track.show in names) if names else {}
    return {
        episode.id: tuple(one.id for one in of_show[episode.show or ""] if in_order(one) > in_order(episode))
        for episode in wanted
    }


def number_of(episode: Track) -> str:
    """Where it stands in its show: "2×04"; "" where that is not known."""
    known = episode.season is not None and episode.episode is not None
    return f"{episode.season}×{episode.episode:02}" if known else ""


def whose(track: Track) -> str:
    """By whom it is; of an episode, of which show and where it stands there."""
    return f"{track.show} {number_of(track)}".rstrip() if track.show else track.artist


def part_of(title: str) -> tuple[str, int]:
    """The name that the parts of a film in several share, and which part it is: 1 where it has no number."""
    name = _ARTICLE.sub("", " ".join(fold(title[:LONGEST]).replace("–", "-").split()))
    found = _PART.match(name)
    if found is None:
        return name, 1
    number = found["number"]
    return found["name"], _NUMBERS.get(number) or int(number)
