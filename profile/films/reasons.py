"""Owns the one sentence of each film or episode: true, with numbers that the listens bear out. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tunes.library.text import clean, fold
from tunes.library.track import Track
from tunes.profile.films.series import number_of, part_of
from tunes.profile.films.works import Work, loved, telling_folders
from tunes.profile.reasons import Reason, times

NOTHING_WATCHED = "nothing watched yet: a spread of your shelf"


class FilmReasons:
    """Tells the reasons of one queue; of several that would do, they name what was named least, and of these the latest."""

    def __init__(self, all_works: Sequence[Work]) -> None:
        watched = [work for work in all_works if loved(work)]
        self._loved = sorted(watched, key=lambda work: (-work.watched_at, work.tracks[0].id))
        self._named: Counter[str] = Counter()
        self._folders = telling_folders(all_works)

    def of(self, work: Work) -> Reason:
        """Why this film, or an episode of this show, is in the queue."""
        if work.show and work.watched:
            return self._followed(work)
        lead = _lead(work)
        if not self._loved:
            return Reason(f"{NOTHING_WATCHED}; {lead}" if work.show else NOTHING_WATCHED)
        return self._linked(work, lead) or Reason(f"a step aside from what you watched; {lead}")

    def _followed(self, work: Work) -> Reason:
        last = work.tracks[work.last_watched]
        share = f"you watched {work.watched} of the {work.episodes} episodes of “{clean(work.show)}” here"
        return Reason(f"{share}, {_named(last)} last, on {_day(work)}", (last.id,))

    def _linked(self, work: Work, lead: str) -> Reason | None:
        """What ties it to something that was watched, the strongest tie first."""
        for before, near in self._ties(work):
            if near:
                least = min(near, key=lambda one: self._named[one.tracks[0].id])
                return self._praising(before, least, lead)
        return None

    def _ties(self, work: Work) -> Iterator[tuple[str, list[Work]]]:
        """What may be said before the name of what was watched, and of what it is true."""
        track, others = work.tracks[0], [one for one in self._loved if one is not work]
        films = [] if work.show else [one for one in others if not one.show]
        name, number = part_of(track.title)
        yield "the part after", [one for one in films if part_of(one.tracks[0].title) == (name, number - 1)]
        if work.maker:
            yield f"by {clean(track.artist)} like", [one for one in others if one.maker == work.maker]
        for genre in _genres(work):
            yield f"{clean(genre)} like", [one for one in others if fold(genre) in one.genres]
        if track.path.parent in self._folders:
            yield "beside", [one for one in films if one.tracks[0].path.parent == track.path.parent]

    def _praising(self, before: str, near: Work, lead: str) -> Reason:
        self._named[near.tracks[0].id] += 1
        track = near.tracks[near.last_watched]
        where = f" in the folder “{clean(track.path.parent.name)}”" if before == "beside" else ""
        if near.show:
            many = f"{near.watched} {'episode' if near.watched == 1 else 'episodes'}"
            praise = f"“{clean(near.show)}”, of which you watched {many}, the last on {_day(near)}"
        else:
            praise = f"“{clean(track.title)}”{where}, which you watched on {_day(near)}"
        return Reason(f"{before} {praise}; {lead}", (track.id,))


def _genres(work: Work) -> list[str]:
    """As they are written, each once."""
    written = {fold(genre): genre for track in reversed(work.tracks) for genre in reversed(track.genres)}
    return [genre for folded, genre in reversed(written.items()) if folded]


def _lead(work: Work) -> str:
    """What is to be said of itself."""
    if not work.show:
        many = sum(viewing.times for viewing in work.viewings)
        return f"this one watched {times(many)}, last on {_day(work)}" if many else "this one never watched"
    if work.is_begun:
        return "none of its episodes watched to the end"
    return (
        f"this is the first of the {work.episodes} episodes here"
        if work.episodes > 1
        else "this is its only episode here"
    )


def _named(episode: Track) -> str:
    number = number_of(episode)
    return f"“{clean(episode.title)}”" + (f" ({number})" if number else "")


def _day(work: Work) -> str:
    """The day on which something of it was watched last, by the clock of then: "3 November 2026"."""
    viewing = work.viewings[work.last_watched]
    then = datetime.fromtimestamp(viewing.watched, UTC) + timedelta(minutes=viewing.offset)
    return f"{then.day} {then:%B %Y}"
