"""Owns which ids are one track: a file that was retagged or re-encoded has a new id, and keeps its past. Pure."""

from collections.abc import Iterable


def canonical_ids(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For every old id the newest of the same track. `links` are pairs of new and old id, oldest first.

    A later link wins, so that a file which got its first tags back is itself again and nothing goes in circles. A pair of
    one id with itself takes back what it was linked to.
    """
    successor: dict[str, str] = {}
    for new, old in links:
        successor.pop(new, None)
        if new != old:
            successor[old] = new
    return {old: _last(old, successor) for old in successor}


def _last(name: str, successor: dict[str, str]) -> str:
    while name in successor:
        name = successor[name]
    return name
