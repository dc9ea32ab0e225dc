"""Owns what plays after the queue has ended: tracks that fit this sitting, and another direction after three skips. Pure.

`NextUp` is made once (it takes seconds where there are a million listens); each answer then takes milliseconds.
"""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from tunes.library.text import clean
from tunes.profile.autoplay import Autoplay, Stayed
from tunes.profile.columns import Flags, Floats, Ints
from tunes.profile.history import History
from tunes.profile.nearness import Nearness
from tunes.profile.overview import Overview
from tunes.profile.picks import Pick
from tunes.profile.right_now import hours
from tunes.profile.row_words import by, plays, quoted
from tunes.profile.taste import DAY

REST_S = DAY
"""What sounded in this time does not come again."""
TURN = 3
"""Skips in a row after which it goes another way."""
ANCHORS, REJECTED = 8, 6
"""Tracks of this sitting that count, the last ones."""
FADES = 0.8
"""Of what a track of the sitting counts, for each one after it."""
AWAY = 0.8
"""Points off for each point of nearness to what was skipped; after a turn twice that."""
FITS, WANTED, LOVED, HOUR, CHANCE = 1.5, 0.2, 0.3, 0.3, 0.15
"""What nearness to the sitting, the models of Discover, affinity, this hour and chance add, in points."""
TURNED = 0.3
"""Of what the sitting says, so much still counts after a turn."""
FAMILIAR, DARING, DARING_ARTIST = 0.5, 0.8, 0.4
"""What a mode adds: for a track played before; for one never played; for an artist hardly played."""
SPREAD = 2
"""Tracks after which an artist may come again, where there are others."""
MANY = 400
"""Of the best, so many are put in order: enough to keep artists apart."""


class NextUp:
    """Chooses what comes next, from an overview that was made before."""

    def __init__(self, seen: Overview, history: History) -> None:
        """`history` ends where the overview does."""
        self._seen = seen
        self._near = Nearness(seen)
        self._sounded_at = _last_sounded(seen, history)
        self._hour = _this_hour(seen)
        liking = seen.liking
        affinity = np.log1p(np.maximum(liking.affinity, 0.0))
        self._loved = affinity / (1.0 + affinity)
        self._played = liking.plays > 0
        heard = np.bincount(seen.artist, weights=liking.plays, minlength=int(seen.artist.max(initial=-1)) + 1)
        self._hardly = heard[seen.artist] <= 2
        self._disliked = (liking.skips > 0) & (liking.skips >= liking.plays)

    def choose(
        self,
        sitting: Sequence[Stayed],
        now: float,
        *,
        mode: Autoplay = Autoplay.SIMILAR,
        without: Collection[str] = (),
        size: int = 5,
    ) -> list[Pick]:
        """The next tracks, in the order they are to play; `sitting` is what was on so far, the latest last.

        `now` is the present (unix seconds), `without` are ids that are not to come: what the queue holds already.
        """
        if mode is Autoplay.OFF:
            return []
        kept, skipped = self._sides(sitting)
        is_turn = _skips_in_a_row(sitting) >= TURN
        value, parts = self._value(
            kept, skipped, mode, is_turn=is_turn, word=f"{len(sitting)} {int(now // REST_S)}"
        )
        among = self._allowed(sitting, without, now)
        if mode is Autoplay.FAMILIAR and np.count_nonzero(among & self._played) >= size:
            among &= self._played
        if is_turn:
            among = self._turned(among, skipped, size)
        ranked = self._ranked(value, among)
        last = self._seen.columns.row_of.get(sitting[-1].track) if sitting else None
        before = [] if last is None else [self._artist(last)]
        chosen = spread_out(ranked.tolist(), self._seen.artist, before, size)
        return [self._pick(one, rank, kept, parts, is_turn=is_turn) for rank, one in enumerate(chosen, 1)]

    def _artist(self, row: int) -> int:
        return int(self._seen.columns.artist[row])

    def _recording(self, name: str) -> int | None:
        row = self._seen.columns.row_of.get(name)
        return None if row is None else int(self._seen.columns.recording[row])

    def _sides(self, sitting: Sequence[Stayed]) -> tuple[list[int], list[int]]:
        """What was kept, and what was skipped and not kept too, the latest first; the listener's own words count most."""
        kept: list[int] = []
        skipped: list[int] = []
        for stayed in reversed(sitting):
            recording = self._recording(stayed.track)
            if recording is None or recording in kept or recording in skipped:
                continue
            (skipped if stayed.is_skip else kept).append(recording)
        return kept[:ANCHORS], skipped[:REJECTED]

    def _value(
        self, kept: list[int], skipped: list[int], mode: Autoplay, *, is_turn: bool, word: str
    ) -> tuple[Floats, dict[str, Floats]]:
        seen = self._seen
        parts: dict[str, Floats] = {
            "fits this sitting": FITS * (TURNED if is_turn else 1.0) * self._fit(kept),
            "like what you skipped": -AWAY * (2.0 if is_turn else 1.0) * self._fit(skipped),
            "wanted next": WANTED * seen.wanted,
            "affinity": LOVED * (2.0 if is_turn else 1.0) * self._loved,
            "this hour": HOUR * self._hour,
            "chance": CHANCE * seen.luck(word),
        }
        if mode is Autoplay.FAMILIAR:
            parts["familiar"] = FAMILIAR * self._played.astype(float)
        elif mode is Autoplay.DARING:
            parts["daring"] = DARING * (~self._played).astype(float) + DARING_ARTIST * self._hardly
        return sum(parts.values(), np.zeros(seen.recordings)), parts

    def _fit(self, recordings: list[int]) -> Floats:
        """Nearness to all of these, the first counting most."""
        if not recordings:
            return np.zeros(self._seen.recordings)
        weights = FADES ** np.arange(len(recordings))
        return self._near.to(recordings, (weights / weights.sum()).tolist()).total

    def _allowed(self, sitting: Sequence[Stayed], without: Collection[str], now: float) -> Flags:
        """Songs that are no longer in the ear, and that nobody dislikes."""
        among = self._seen.music & (self._sounded_at < now - REST_S) & ~self._disliked
        for name in (*(stayed.track for stayed in sitting), *without):
            recording = self._recording(name)
            if recording is not None:
                among[recording] = False
        return among

    def _turned(self, among: Flags, skipped: list[int], size: int) -> Flags:
        """Without the artists that were skipped, and where there is enough else, without their genres."""
        seen = self._seen
        lately = skipped[:TURN]
        others = among & ~np.isin(seen.artist, seen.artist[lately])
        among = others if np.count_nonzero(others) >= size else among
        unlike = among & (self._near.to(lately).genre <= 0)
        return unlike if np.count_nonzero(unlike) >= size else among

    def _ranked(self, value: Floats, among: Flags) -> Ints:
        """The best of those meant, some more than are needed, so that artists can be kept apart."""
        rows = np.flatnonzero(among)
        if rows.size > MANY:
            rows = rows[np.argpartition(-value[rows], MANY)[:MANY]]
        luck = self._seen.luck("next")[rows]
        return rows[np.lexsort((luck, -np.round(value[rows], 6)))]

    def _pick(
        self, recording: int, rank: int, kept: list[int], parts: dict[str, Floats], *, is_turn: bool
    ) -> Pick:
        added = {name: round(float(values[recording]), 6) for name, values in parts.items()}
        added = {name: value for name, value in added.items() if value}
        text, because = self._reason(recording, kept, "another direction" if is_turn else "a step aside")
        track = self._seen.track(recording)
        return Pick(track, rank, round(sum(added.values()), 6), text, because, added)

    def _reason(self, recording: int, kept: list[int], otherwise: str) -> tuple[str, tuple[str, ...]]:
        """The tie to what was kept in this sitting, if there is one."""
        seen, past = self._seen, plays(self._seen, recording)
        for one in (one for one in kept if seen.row[one] >= 0):
            track = seen.track(one)
            together = self._near.together(one, recording)
            if together:
                often = f"in {together} sittings" if together > 1 else "in one sitting"
                return f"played {often} with {quoted(track)}; {past}", (track.id,)
        for one in (one for one in kept if seen.row[one] >= 0):
            track, own = seen.track(one), seen.track(recording)
            if seen.artist[one] == seen.artist[recording]:
                return f"{by(own)} like {quoted(track)}; {past}", (track.id,)
            if one == kept[0] and self._near.sounds_like(one, recording):
                return f"sounds like {quoted(track)}; {past}", (track.id,)
            mine = {genre.casefold() for genre in track.genres}
            shared = next((genre for genre in own.genres if genre.casefold() in mine), "")
            if shared:
                return f"{clean(shared)} like {quoted(track)}; {past}", (track.id,)
        return f"{otherwise}; {past}", ()


def spread_out(ranked: Sequence[int], artist: Ints, before: Sequence[int], size: int) -> list[int]:
    """The first so many, one artist's kept apart where there are others; `before` are the artists just heard."""
    waiting = list(ranked)
    lately = list(before)
    chosen: list[int] = []
    counts: Counter[int] = Counter()
    while waiting and len(chosen) < size:
        near = set(lately[-SPREAD:])
        best = next(
            (one for one in waiting if int(artist[one]) not in near and counts[int(artist[one])] < 2), None
        )
        best = (
            best
            if best is not None
            else next((one for one in waiting if int(artist[one]) not in near), waiting[0])
        )
        waiting.remove(best)
        lately.append(int(artist[best]))
        counts[int(artist[best])] += 1
        chosen.append(best)
    return chosen


def _skips_in_a_row(sitting: Sequence[Stayed]) -> int:
    count = 0
    for stayed in reversed(sitting):
        if not stayed.is_skip:
            break
        count += 1
    return count


def _last_sounded(seen: Overview, history: History) -> Floats:
    """Unix time at which something of each recording sounded last, however little; -inf where never or long ago."""
    start = int(np.searchsorted(history.at, seen.as_of - 2 * REST_S, side="left"))
    last = np.full(seen.recordings, -np.inf)
    for row in range(start, len(history)):
        place = seen.columns.row_of.get(history.tracks[history.track[row]])
        if place is not None and history.heard[row] > 0:
            recording = seen.columns.recording[place]
            last[recording] = max(last[recording], history.at[row] + history.heard[row])
    return last


def _this_hour(seen: Overview) -> Floats:
    """How much of what is heard of each recording is heard at this hour, 0 to 1."""
    weight, _, _ = hours(seen)
    now = np.bincount(seen.columns.recording[seen.heard.row], weights=weight, minlength=seen.recordings)
    return np.asarray(now / (now + 2.0))
