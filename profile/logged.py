"""Owns the history as it was logged: the stored documents, each with what it counts as."""

from collections.abc import Mapping
from typing import Any

from tunes.library.track import Kind
from tunes.profile.events import readable
from tunes.profile.history import join
from tunes.profile.rules import RULES, Derived, Rules, derive
from tunes.profile.store import Store, events_in


def logged(
    store: Store, kinds: Mapping[str, Kind] | None = None, rules: Rules = RULES
) -> tuple[list[dict[str, Any]], Derived]:
    """The stored listens, oldest first, and what they count as, in the same order.

    `kinds` says of track ids what they are, where the library knows better than the profile's own notes.
    """
    shards = [tables for _, tables in store.shards()]
    documents = [each for tables in shards for each in readable(list(tables.get("listens", {}).values()))]
    history, order = join([events_in(tables) for tables in shards])
    return [documents[row] for row in order.tolist()], derive(history, rules, kinds)


def logged_listens(store: Store, kinds: Mapping[str, Kind] | None = None) -> list[dict[str, Any]]:
    """The stored listens, oldest first, each with `play`, `skip` and `replay`."""
    documents, derived = logged(store, kinds)
    columns = zip(derived.play.tolist(), derived.skip.tolist(), derived.replay.tolist(), strict=True)
    return [
        {**document, "play": play, "skip": skip, "replay": replay}
        for document, (play, skip, replay) in zip(documents, columns, strict=True)
    ]
