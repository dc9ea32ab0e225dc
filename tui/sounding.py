"""Owns what sounds like a track: found by words, answered by what tunes has listened to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.tui.edges import Edges, Sorry

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.profile.sound import Features

MOST = 20


def sounding_like(
    words: Sequence[str], tracks: Sequence[Track], edges: Edges
) -> tuple[Track, list[tuple[Track, float]]]:
    """The track that words find, and those that sound most like it, with how near they are: 1 is the same, 0 any two."""
    hits = edges.catalog().search(" ".join(words), 1)
    if not hits:
        raise Sorry(f"No track was found for “{clean(' '.join(words))}”.")
    one = hits[0]
    features = edges.features()
    if one.id not in features:
        raise Sorry(f"“{clean(one.title)}” was not listened to yet: tunes sonic does that.")
    near = _near(one, tracks, features)
    if not near:
        raise Sorry("Too few tracks were listened to yet: tunes sonic does that.")
    return one, near[:MOST]


def _near(one: Track, tracks: Sequence[Track], features: "Features") -> list[tuple[Track, float]]:
    import numpy as np
    from tunes.profile.columns import columns
    from tunes.profile.sound import sounds

    table = columns(tracks)
    heard = sounds(table, features)
    if heard is None:
        return []
    mine = table.row_of[one.id]
    near = heard.near(np.array([mine]))[:, 0]
    order = np.argsort(-near, kind="stable")
    others = table.recording[order] != table.recording[mine]  # a copy says nothing
    return [
        (table.rows[row], round(float(near[row]), 3)) for row in order[others][:MOST].tolist() if near[row]
    ]
