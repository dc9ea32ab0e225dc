"""Owns how things get into playlists from the screen: which one, what it is called, and what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from textual.dom import DOMNode
from tunes.library.errors import LibraryError
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.tui.messages import Told
from tunes.tui.playlists import Playlists, Row, TakePlaylists
from tunes.tui.printed import counted
from tunes.tui.screens.naming import Naming
from tunes.tui.screens.picking import Picked, Picking


class Shelving:
    """Asks the listener what is needed, and has the files written beside the screen's thread."""

    def __init__(self, owner: DOMNode, playlists: TakePlaylists, changed: Callable[[], None]) -> None:
        self._owner = owner
        self._playlists = playlists
        self._changed = changed
        self._last: Path | None = None
        """The playlist that something was added to last."""

    def add(self, tracks: Sequence[Track]) -> None:
        """Adds tracks to a playlist that the listener picks."""
        what = tracks[0].title if len(tracks) == 1 else counted(len(tracks))

        # At once, and filled when the playlists are known: the next key is meant for it.
        picking = Picking(what, self._last)
        self._owner.app.push_screen(picking, lambda picked: self._picked(picked, tracks, what))

        def look(playlists: Playlists) -> str:
            rows = [row for row in playlists.rows() if row.listed.can_grow and row.tracks is not None]
            self._owner.app.call_from_thread(self._offer, picking, rows)
            return ""

        self._work(look)

    def save_tracks(self, tracks: Sequence[Track]) -> None:
        """Writes tracks as a playlist of a new name."""
        if not tracks:
            self._say("The queue is empty: there is nothing to be saved.")
            return
        self._name(
            f"Save {counted(len(tracks))} as a playlist",
            lambda playlists, name: playlists.save_tracks(name, tracks),
        )

    def save_rule(self, query: str) -> None:
        """Keeps a query as a playlist that fills itself."""
        if not query.strip():
            self._say("Type what the playlist is to be filled with, and save that.")
            return
        what = f"Save as a playlist that fills itself: {query}"
        self._name(what, lambda playlists, name: playlists.save_rule(name, query))

    def _offer(self, picking: Picking, rows: Sequence[Row]) -> None:
        if picking.is_current:
            picking.show(rows)

    def _picked(self, picked: "tuple[Picked] | None", tracks: Sequence[Track], what: str) -> None:
        if picked is None:
            return
        (one,) = picked
        if one is None:
            self._name(
                f"A new playlist with {what}", lambda playlists, name: playlists.save_tracks(name, tracks)
            )
            return

        self._last = one.path

        def write(playlists: Playlists) -> str:
            playlists.add(one, tracks)
            return f"Added to {clean(one.name)}: {clean(what)}"

        self._work(write, changes=True)

    def _name(self, what: str, save: Callable[[Playlists, str], object]) -> None:
        def named(name: str | None) -> None:
            def write(playlists: Playlists) -> str:
                save(playlists, name or "")
                return f"Saved as the playlist {clean(name or '')}; 5 shows it."

            if name:
                self._work(write, changes=True)

        self._owner.app.push_screen(Naming(what), named)

    def _work(self, body: Callable[[Playlists], str], *, changes: bool = False) -> None:
        def run() -> None:
            try:
                said = body(self._playlists())
            except LibraryError as error:
                said = str(error)
            except Exception as error:
                said = f"The playlist can't be written: {error}"
            if said:
                self._say(said)
            if changes:
                self._owner.app.call_from_thread(self._changed)

        self._owner.app.run_worker(run, thread=True, exit_on_error=False, group="shelving")

    def _say(self, sentence: str) -> None:
        self._owner.post_message(Told(sentence))
