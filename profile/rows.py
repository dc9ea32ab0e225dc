"""Owns the home screen's rows: which there are, in which order, and that no track stands in two of them. Pure.

Nothing here reads a clock or a disk; the same input gives the same page. docs/rows.md says what each row is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from tunes.library.track import Track
from tunes.profile.becauses import PLAYED_ROWS, because_played, because_watched
from tunes.profile.films.series import whose
from tunes.profile.going_on import going_on
from tunes.profile.history import History
from tunes.profile.nearness import Nearness
from tunes.profile.overview import Overview, overview
from tunes.profile.picks import Pick
from tunes.profile.right_now import right_now
from tunes.profile.row import Draft, Going, Row
from tunes.profile.row_kinds import THIN_PLAYS, deep_cuts, forgotten, genres, new_here, on_repeat, top_picks
from tunes.profile.signals import Features
from tunes.profile.things import Things

if TYPE_CHECKING:
    from tunes.profile.weekly import WeekQueue

__all__ = ["SIZE", "Going", "Home", "Row", "home", "page"]

SIZE = 12
"""Most picks of a row: more than fit a wide screen, fewer than make one scroll without an end."""
FEWEST, SHARE = 4, 15
"""A small shelf is shared out among the rows: this part of it each, but at least so many."""
BRING = "What you heard elsewhere counts too: tunes import FILE."
NEAR, NEAR_WATCHED = "rarely played, near what you love", "near what you watched"
"""What Discover is made of, and that of films."""
_ORDER = (
    *("continue", "discover", "top", "films", "right-now", "because", "on-repeat", "because"),
    *("forgotten", "new", "because", "deep-cuts", "watched", "genre"),
)
"""From the top down; of several of a kind each takes the next place of that kind, and the last place takes the rest."""


@dataclass(frozen=True, slots=True)
class Home:
    """The home screen's page."""

    rows: tuple[Row, ...]
    note: str
    """How little is known, for the listener; "" where it is enough."""


def home(
    tracks: Sequence[Track],
    history: History,
    as_of: float,
    *,
    offset: int = 0,
    discover: Sequence[Pick] = (),
    films: "WeekQueue | None" = None,
    features: Features | None = None,
    avoided: Things | None = None,
) -> Home:
    """The page at `as_of` (unix seconds), `offset` minutes ahead of UTC.

    `discover` are this week's picks, in play order, and `films` is this week's queue of films. `avoided` is what is not to be suggested, left out what was banned or put off before `as_of`.
    """
    past = history.before(as_of)
    seen = overview(tracks, past, as_of, offset=offset, features=features, avoided=avoided)
    return Home(tuple(page(seen, past, Nearness(seen), discover, films)), _note(int(seen.heard.play.sum())))


def _note(plays: int) -> str:
    if not plays:
        return f"Nothing was played yet: what you play, skip and play again makes these rows yours. {BRING}"
    if plays < THIN_PLAYS:
        many = "play" if plays == 1 else "plays"
        return f"{plays} {many} so far: with more of them these rows know you better. {BRING}"
    return ""


def page(
    seen: Overview,
    history: History,
    near: Nearness,
    discover: Sequence[Pick] = (),
    films: "WeekQueue | None" = None,
) -> list[Row]:
    """The rows of an overview that was made before; `history` ends where it does."""
    filling = _Page(seen)
    rows: dict[str, list[Row]] = {kind: [] for kind in _ORDER}
    week, today = f"{_then(seen):%G-W%V}", f"{_then(seen):%Y-%m-%d}"
    rows["continue"] = filling.take(going_on(seen, history))
    rows["discover"] = filling.take_queue(discover, f"discover:{week}", "Discover", NEAR)
    if films is not None:
        rows["films"] = filling.take_queue(
            films.picks, films.place, "Discover: watch", NEAR_WATCHED, _going(films)
        )
    for kind, draft in (
        ("on-repeat", on_repeat(seen)),
        ("forgotten", forgotten(seen, week)),
        ("new", new_here(seen)),
        ("top", top_picks(seen, today)),
        ("right-now", right_now(seen)),
    ):
        rows[kind] = filling.take(draft)
    rows["because"] = filling.first(because_played(seen, near, today), PLAYED_ROWS)
    rows["watched"] = filling.first(because_watched(seen, history), 1)
    rows["deep-cuts"] = filling.take(deep_cuts(seen, week))
    rows["genre"] = [row for draft in genres(seen, week) for row in filling.take(draft)]
    return list(_in_order(rows))


def _in_order(rows: dict[str, list[Row]]) -> Iterator[Row]:
    left = Counter(_ORDER)
    for kind in _ORDER:
        left[kind] -= 1
        yield from rows[kind][:1] if left[kind] else rows[kind]
        rows[kind] = rows[kind][1:]


def _then(seen: Overview) -> datetime:
    """The moment by the listener's clock."""
    return datetime.fromtimestamp(seen.as_of, UTC) + timedelta(minutes=seen.offset)


def _going(films: "WeekQueue") -> dict[str, Going]:
    """How the episodes of a queue go on."""
    episodes = [pick.track for pick in films.picks if pick.track.show]
    return {track.id: Going(then=films.then[track.id], name=whose(track)) for track in episodes}


class _Page:
    """What is taken already."""

    def __init__(self, seen: Overview) -> None:
        self._seen = seen
        self._taken = np.zeros(seen.recordings, dtype=np.bool_)
        self._size = max(FEWEST, min(SIZE, int(np.count_nonzero(seen.music)) // SHARE))

    def first(self, drafts: Iterator[Draft], most: int) -> list[Row]:
        """The first so many drafts that make a row."""
        return list(islice((row for draft in drafts for row in self.take(draft)), most))

    def take(self, draft: Draft) -> list[Row]:
        """Makes a row of a draft, with what no other row has; an empty list where that is too little."""
        chosen = list(islice(self._free(draft), self._size))
        if len(chosen) < max(draft.least, 1):
            return []
        self._taken[chosen] = True
        picks = [self._pick(draft, recording, rank) for rank, recording in enumerate(chosen, 1)]
        going = {
            pick.track.id: draft.going[recording]
            for pick, recording in zip(picks, chosen, strict=True)
            if recording in draft.going
        }
        return [Row(draft.key, draft.title(chosen), tuple(picks), draft.reason, going)]

    def _free(self, draft: Draft) -> Iterator[int]:
        seen = self._seen
        artists: Counter[int] = Counter()
        albums: Counter[int] = Counter()
        for recording in map(int, draft.ranked):
            artist, album = int(seen.artist[recording]), int(seen.album[recording])
            if self._taken[recording]:
                continue
            if draft.cap_artist is not None and artists[artist] >= draft.cap_artist:
                continue
            if draft.cap_album is not None and album >= 0 and albums[album] >= draft.cap_album:
                continue
            artists[artist] += 1
            albums[album] += 1
            yield recording

    def _pick(self, draft: Draft, recording: int, rank: int) -> Pick:
        why = draft.why(recording)
        track = self._seen.columns.rows[draft.rows.get(recording, int(self._seen.row[recording]))]
        score = round(sum(why.parts.values()), 6)
        return Pick(track, rank, score, why.text, why.because, why.parts)

    def take_queue(
        self,
        queue: Sequence[Pick],
        place: str,
        title: str,
        near: str,
        going: Mapping[str, Going] = MappingProxyType({}),
    ) -> list[Row]:
        """One of this week's queues as it is, without what was begun; `near` says what it is made of."""
        table = self._seen.columns
        kept: list[Pick] = []
        for pick in queue:
            recording = table.recording[table.row_of[pick.track.id]]
            if len(kept) < self._size and not self._taken[recording] and self._seen.row[recording] >= 0:
                self._taken[recording] = True
                kept.append(pick)
        if not kept:
            return []
        aim = near if any(pick.because for pick in queue) else "a spread of your shelf"
        first = "the first " if tuple(kept) == tuple(queue[: len(kept)]) else ""
        reason = f"{first}{len(kept)} of this week's {len(queue)}: {aim}"
        return [Row(place, f"{title} · week {int(place[-2:])}", tuple(kept), reason, going)]
