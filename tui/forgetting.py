"""Owns what the listener wants done to the history: forgetting (which tracks and times are meant, asking once more), leaving out, mending."""

import argparse
import sys
from pathlib import Path

from tunes.library.text import clean, fold
from tunes.profile.errors import ProfileError
from tunes.profile.excluded import exclusions
from tunes.profile.forget import Forgotten, count, every_id, forget
from tunes.profile.history import History
from tunes.profile.marks import Mark, mark_document
from tunes.profile.repair import repair
from tunes.profile.wish import Wish
from tunes.tui.days import span_of
from tunes.tui.edges import Edges, Sorry
from tunes.tui.marking import JUST_AFTER_S
from tunes.tui.printed import counted, is_at_terminal
from tunes.tui.said import span_line


def forget_what(options: argparse.Namespace, edges: Edges) -> int:
    """Says what would go, asks, and removes it."""
    wish = _wish(options, edges)
    store = edges.store()
    try:
        would = count(store.folder, store.device, wish)
        _say(would)
        if not would.listens and not (wish.is_timeless and (wish.tracks or wish.is_all)):
            return 0
        if not (options.yes or _is_meant()):
            return 1
        forget(store.folder, store.device, wish)
        cache = edges.places.cache
        for columns in (cache, *cache.parent.glob(f".{cache.name}.*.tmp")):  # they hold what is gone
            columns.unlink(missing_ok=True)
    except ProfileError as error:
        raise Sorry(str(error)) from error
    print("Forgotten.")
    return 0


def repair_it(edges: Edges) -> None:
    """Mends the profile, and says what was done."""
    try:
        for sentence in repair(edges.store()):
            print(clean(sentence))
    except ProfileError as error:
        raise Sorry(str(error)) from error
    except OSError as error:
        raise Sorry(f"The history can't be written: {error.strerror}.") from error


def exclude_what(options: argparse.Namespace, edges: Edges) -> int:
    """Leaves a span or a source out of taste and numbers, or takes it in again; without either, lists what is left out."""
    if options.since is options.until is options.source is None:
        marks = exclusions(edges.store().history())
        print("\n".join(map(_line, marks)) or "Nothing is left out.")
        return 0
    since, until, _ = span_of(options.since, options.until)
    parts = {"from": since, "to": until, "source": options.source}
    what: dict[str, str | float] = {name: value for name, value in parts.items() if value is not None}
    held = [mark for mark in exclusions(edges.store().history()) if mark.what == what]
    if bool(held) != options.undo:
        raise Sorry("That is left out already." if held else "That is not left out.")
    at = max([edges.clock.now(), *(mark.at + JUST_AFTER_S for mark in held)])
    mark = Mark(at, "exclude", what, value=None if options.undo else True)
    edges.store().append("marks", mark_document(mark))
    print(("In again: " if options.undo else "Left out: ") + _line(mark))
    return 0


def _wish(options: argparse.Namespace, edges: Edges) -> Wish:
    since, until, _ = span_of(options.since, options.until)
    named = [word for word in (options.artist, options.track) if word is not None]
    if options.everything and (named or since is not None or until is not None):
        raise Sorry("--all is all: no other words beside it.", code=2)
    if not (options.everything or named or since is not None or until is not None) or len(named) > 1:
        raise Sorry("Say what: --track FILE or ID, --artist NAME, --from DAY --to DAY, or --all", code=2)
    history = edges.store().history()
    if not named:
        return Wish(since=since, until=until)
    ids = (
        _by_artist(options.artist, edges, history)
        if options.artist
        else of_track(options.track, edges, history)
    )
    return Wish(every_id(history, ids), options.artist, since, until)


def _by_artist(name: str, edges: Edges, history: History) -> set[str]:
    folded = fold(name)
    ids = {id_ for id_, note in history.known.items() if fold(note.artist) == folded}
    here = edges.catalog().all_tracks()
    ids |= {track.id for track in here if folded in {fold(track.artist), fold(track.album_artist)}}
    if not ids:
        raise Sorry(f"Nobody of the name {clean(name)} was ever heard.")
    return ids


def of_track(word: str, edges: Edges, history: History) -> set[str]:
    """The ids that are meant by a file, or by an id. Raises Sorry where there is no such thing."""
    here = {track.id for track in edges.catalog().at_path(Path(word).absolute())}
    known = {name for name in history.index if name == word}
    if not here | known:
        raise Sorry(f"{clean(word)} is neither a file of your library nor the id of a track that was heard.")
    return here | known


def _say(would: Forgotten) -> None:
    print(
        f"{counted(would.listens, 'listen')} to be forgotten for good; no backup of tunes' own will have them."
    )
    if would.left:
        print(
            f"{counted(would.left, 'listen')} of other computers stay for now: they are in files that only those write. "
            "Forget them there too."
        )
    if would.damaged:
        print(
            f"Damaged files that were set aside ({would.damaged}) may hold some of it; tunes profile verify names them."
        )


def _is_meant() -> bool:
    if not is_at_terminal():
        raise Sorry("Nobody is there to be asked: add --yes")
    print("Forget it? y or n: ", end="", flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _line(mark: Mark) -> str:
    return clean(span_line(mark))
