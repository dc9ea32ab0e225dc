"""Owns what speaks for a film or a show: what each signal adds to its score, in points set by hand. Pure.

No history of films was at hand to fit anything: each is small, and the plainest reading of what was watched and given up.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tunes.profile.films.series import part_of
from tunes.profile.films.works import Work, loved, telling_folders
from tunes.profile.luck import draw
from tunes.profile.taste import DAY

GENRE, KEPT, MAKER, FOLDER, FOLLOWED, PART, NEW, CHANCE = 2.0, 0.7, 0.8, 0.5, 1.5, 1.0, 0.4, 0.15
"""Points: for a genre that is all one watches; a natural logarithm of how much likelier its genres are watched to the end;
a logarithm of what was watched by the same people; a folder of which all was watched; the next episode of a show that was on
today; the next part after one that was watched; what came into the library today; the spread of the week's chance."""
TASTE_DAYS, FOLLOWED_DAYS, NEW_DAYS = 180.0, 30.0, 30.0
"""Days in which each is worth half."""
FEW = 4.0
"""Works of the listener's own mean that a genre begins with, so that one film given up says little."""


@dataclass(frozen=True, slots=True, eq=False)
class Liked:
    """What was watched and given up, counted."""

    as_of: float
    """Unix seconds."""
    weight: float
    """Works watched: a show counts for the logarithm of its episodes, each less with age."""
    genres: dict[str, float]
    makers: dict[str, float]
    watched_of: Counter[str]
    """Works by genre that were watched and not given up, and with the name "" all of them."""
    left_of: Counter[str]
    """Works by genre that were given up, likewise."""
    folders: dict[Path, tuple[int, int]]
    """By folder, how many works it holds, and how many of these were watched."""
    telling: frozenset[Path]
    """Folders that say something of what lies in them."""
    parts: frozenset[tuple[str, int]]
    """Of films in several parts, those that were watched."""


def liked(all_works: Sequence[Work], as_of: float) -> Liked:
    """Counts what was watched of these."""
    genres: defaultdict[str, float] = defaultdict(float)
    makers: defaultdict[str, float] = defaultdict(float)
    folders: dict[Path, tuple[int, int]] = {}
    watched_of: Counter[str] = Counter()
    left_of: Counter[str] = Counter()
    weight = 0.0
    for work in all_works:
        folder = work.tracks[0].path.parent
        many, seen = folders.get(folder, (0, 0))
        folders[folder] = many + 1, seen + loved(work)
        if work.is_given_up:
            left_of.update([*work.genres, ""])
        if loved(work):
            watched_of.update([*work.genres, ""])
            mine = float(np.log2(1 + work.watched) * _left(as_of - work.watched_at, TASTE_DAYS))
            weight += mine
            makers[work.maker] += mine
            for genre in work.genres:
                genres[genre] += mine
    parts = frozenset(part_of(work.tracks[0].title) for work in all_works if not work.show and loved(work))
    return Liked(
        as_of, weight, genres, makers, watched_of, left_of, folders, telling_folders(all_works), parts
    )


def _left(seconds: float, half_life: float) -> float:
    return float(np.exp2(-max(seconds, 0.0) / DAY / half_life))


def parts_of(work: Work, place: int, taste: Liked, week: str) -> dict[str, float]:
    """What each signal adds for this film, or for this episode of a show; rounded to 1e-6, without those that add nothing."""
    track = work.tracks[place]
    name, number = part_of(track.title)
    folder, watched = taste.folders.get(track.path.parent, (1, 0))
    points = {
        "genre": GENRE
        * max((taste.genres.get(one, 0.0) for one in work.genres), default=0.0)
        / max(taste.weight, 1e-9),
        "watched to the end": KEPT * _kept(work, taste),
        "by the same": MAKER * float(np.log1p(taste.makers.get(work.maker, 0.0))) if work.maker else 0.0,
        "folder": FOLDER * watched / folder if not work.show and track.path.parent in taste.telling else 0.0,
        "followed": FOLLOWED * _left(taste.as_of - work.watched_at, FOLLOWED_DAYS)
        if work.show and work.watched
        else 0.0,
        "next part": PART * (not work.show and (name, number - 1) in taste.parts),
        "new here": NEW * _left(taste.as_of - track.added, NEW_DAYS),
        "this week's chance": CHANCE * draw(week, work.show or track.title),
    }
    return {signal: round(value, 6) for signal, value in points.items() if round(value, 6)}


def _kept(work: Work, taste: Liked) -> float:
    """How much likelier its genres are watched to the end than others, as a logarithm; the mean of them."""
    watched, left = taste.watched_of, taste.left_of
    usual = (watched[""] + 0.5) / (watched[""] + left[""] + 1)
    odds = [
        np.log((watched[genre] + FEW * usual) / (left[genre] + FEW * (1 - usual)))
        - np.log(usual / (1 - usual))
        for genre in sorted(work.genres)
        if watched[genre] + left[genre]
    ]
    return float(np.mean(odds)) if odds else 0.0
