"""Owns what the recommender is asked for and what it answers: the rules of a queue and its picks, as frozen values and as stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tunes.library.track import Track

Order = Literal["rank", "spread"]


@dataclass(frozen=True, slots=True)
class QueueRules:
    """What a queue must keep to besides the score; the defaults are those of the weekly queue."""

    cap_artist: int | None = 2
    """Most tracks of one artist: two show that an artist is meant, a third is a loop. None: no cap."""
    cap_album: int | None = 3
    """Most tracks of one album; bites on compilations, where the artist cap does not. None: no cap."""
    cap_evening: int | None = 3
    """Most tracks of artists that are known from one and the same sitting: an odd evening turns no queue. None: no cap."""
    min_fresh: int = 10
    """Tracks never played before: without a quota the half-known, which are the surer hits, would take all places."""
    rest_weeks: int = 8
    """Weeks a track rests after it stood in a queue, so that Mondays differ."""
    sample: float = 0.05
    """Spread of the week's chance that each artist is given (standard deviation, in points of score); 0: none."""
    care: float = 0.8
    """Points off for each log-odds of a skip beyond the usual: a queue is heard through, so what is skipped costs more in it."""
    repeat: float = 1.0
    """Points off for what stood in the queue of last week and was kept: it may come again, but a Monday is for what is new."""
    order: Order = "spread"
    """Play order: by rank, or by rank with one artist's tracks kept apart."""


SHIPPED_RULES = QueueRules()
"""Those of the weekly queue, where the listener has settled nothing else."""
JUDGED = QueueRules(
    cap_artist=2,
    cap_album=None,
    cap_evening=None,
    min_fresh=0,
    rest_weeks=0,
    sample=0.0,
    care=0.0,
    repeat=0.0,
    order="rank",
)
"""Only the artist cap: the bare ranking, for comparing models."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One place in a queue: the track and, openly, why it is there."""

    track: Track
    rank: int
    """1 is what the model puts first; the list's own order is the play order."""
    score: float
    """The sum of `parts`, rounded to 1e-6."""
    reason: str
    """One true sentence for the listener, with numbers that the listens bear out."""
    because: tuple[str, ...] = ()
    """Ids of the favourites that the reason rests on, the weightiest first."""
    parts: dict[str, float] = field(default_factory=dict)
    """What each signal added to the score."""


def stored(pick: Pick) -> dict[str, Any]:
    """A pick as plain values, its track by its id."""
    return {
        "id": pick.track.id,
        "rank": pick.rank,
        "score": pick.score,
        "reason": pick.reason,
        "because": list(pick.because),
        "parts": pick.parts,
    }


def pick_of(stored: Mapping[str, Any], here: Mapping[str, Track]) -> Pick:
    """The pick that was stored; its track is one of `here`, by id."""
    return Pick(
        track=here[stored["id"]],
        rank=stored["rank"],
        score=stored["score"],
        reason=stored["reason"],
        because=tuple(stored["because"]),
        parts=dict(stored["parts"]),
    )
