"""Owns choosing this week's queue in a process of its own."""

import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from tunes.library.catalog import Catalog
from tunes.profile.picks import stored
from tunes.tui.aside import Answer, Aside, answer_with, picks_of
from tunes.tui.places import Places

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.weekly import WeekQueue

_FILMS = "films"
"""The word that asks the process for those."""


class Choosing:
    """Has the queue of songs, or that of films, chosen by another process, one at a time. May be used from any thread."""

    def __init__(self, places: Places, catalog: Catalog, *, films: bool = False) -> None:
        self._aside = Aside("choosing", places, *([_FILMS] if films else []))
        self._catalog = catalog

    def this_week(self) -> "WeekQueue":
        """This week's queue, frozen in the profile if it was not yet. Raises AsideError."""
        return _received(self._aside.answer(), self._catalog)

    def stop(self) -> None:
        """The program ends: what is under way is not waited for."""
        self._aside.stop()


def _answered(queue: "WeekQueue") -> Answer:
    """The queue without its tracks, which both sides know by their ids."""
    return asdict(replace(queue, picks=())) | {"picks": [stored(pick) for pick in queue.picks]}


def _received(answer: Answer, catalog: Catalog) -> "WeekQueue":
    from tunes.profile.weekly import WeekQueue

    picks = tuple(picks_of(answer["picks"], catalog))
    then = {name: tuple(ids) for name, ids in answer["then"].items()}
    return WeekQueue(**answer | {"picks": picks, "then": then})


if __name__ == "__main__":
    answer_with(lambda edges, _: _answered(edges.this_week(films=_FILMS in sys.argv)))
