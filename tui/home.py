"""Owns making the rows of the home screen in a process of its own."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from tunes.library.catalog import Catalog
from tunes.profile.picks import stored
from tunes.tui.aside import Answer, Aside, Step, answer_with, picks_of
from tunes.tui.places import Places

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.rows import Home, Row
    from tunes.tui.edges import Edges

READING, CHOOSING, FILLING = (
    "Reading your library and your history…",
    "Looking for this week's Discover…",
    "Filling the rows…",
)
"""What is under way, for the listener."""
TakeHome = Callable[[Step], "Home"]
"""Makes the page, and says meanwhile what is under way."""


def home_of(edges: "Edges", step: Step = lambda _: None) -> "Home":
    """The page as it is now; whoever asks first freezes this week's Discover for it."""
    from tunes.profile.rows import home
    from tunes.profile.sorts import is_film
    from tunes.profile.unwanted import unwanted
    from tunes.profile.weeklies import FILMS
    from tunes.profile.weekly import this_week

    step(READING)
    store, now = edges.store(), edges.clock.now()
    tracks = list(edges.catalog().all_tracks())
    step(CHOOSING)
    roots = edges.catalog().roots()
    week = this_week(store, tracks, now, roots=roots, rules=edges.discover_rules(), kind=edges.songs())
    has_films = any(map(is_film, tracks))
    films = this_week(store, tracks, now, roots=roots, kind=FILMS) if has_films else None
    step(FILLING)
    history = store.history()
    return home(
        tracks,
        history,
        now,
        offset=edges.clock.offset(now),
        discover=week.picks,
        films=films,
        features=edges.features(),
        avoided=unwanted(history, now, roots),
    )


class MakingHome:
    """Has the page made by another process, one at a time. May be used from any thread."""

    def __init__(self, places: Places, catalog: Catalog) -> None:
        self._aside = Aside("home", places)
        self._catalog = catalog

    def home(self, step: Step) -> "Home":
        """The page as it is now. Raises AsideError."""
        return _received(self._aside.answer(step), self._catalog)

    def stop(self) -> None:
        """The program ends: what is under way is not waited for."""
        self._aside.stop()


def _answered(page: "Home") -> Answer:
    """The page without its tracks, which both sides know by their ids."""
    return {"note": page.note, "rows": [_row(row) for row in page.rows]}


def _row(row: "Row") -> Answer:
    picks = [stored(pick) for pick in row.picks]
    going = {name: asdict(going) for name, going in row.going.items()}
    return {"key": row.key, "title": row.title, "reason": row.reason, "picks": picks, "going": going}


def _received(answer: Answer, catalog: Catalog) -> "Home":
    from tunes.profile.rows import Going, Home, Row

    rows = []
    for row in answer["rows"]:
        picks = tuple(picks_of(row["picks"], catalog))
        going = {name: Going(**told | {"then": tuple(told["then"])}) for name, told in row["going"].items()}
        if picks:
            rows.append(Row(row["key"], row["title"], picks, row["reason"], going))
    return Home(tuple(rows), answer["note"])


if __name__ == "__main__":
    answer_with(lambda edges, step: _answered(home_of(edges, step)))
