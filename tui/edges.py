"""Owns the real things behind the command line: catalog, store, recorder, player and clock, each made when first asked for.

Nothing else in tunes makes them; whatever needs one is handed it.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.tui.clock import WallClock
from tunes.tui.once import Once
from tunes.tui.places import Places, cover_cache, places, private_folder

if TYPE_CHECKING:  # each is imported when it is first asked for, so that short answers come at once
    from tunes.library.catalog import Catalog
    from tunes.library.covers import Covers
    from tunes.library.track import Track
    from tunes.library.unpacking import Unpacking
    from tunes.player.api import Player
    from tunes.player.events import PlayerEvent
    from tunes.profile.marks import Mark
    from tunes.profile.picks import QueueRules
    from tunes.profile.recorder import Recorder
    from tunes.profile.signals import Features
    from tunes.profile.store import Store
    from tunes.profile.weeklies import Weekly
    from tunes.profile.weekly import WeekQueue
    from tunes.tui.about import Lookup
    from tunes.tui.asking import Asking
    from tunes.tui.bookmarks import Bookmarks
    from tunes.tui.kept_sound import KeptSound
    from tunes.tui.playlists import Playlists
    from tunes.tui.queue_keeper import QueueKeeper
    from tunes.tui.remote.desk import Desk
    from tunes.tui.remote.taking import Neighbour
    from tunes.tui.settings import Settings
    from tunes.tui.wanted import Wanted


_ANOTHER = "Name another place: tunes --library FILE"


class Sorry(Exception):  # noqa: N818  # it is said to the listener, and is not an error of ours
    """A command could not do what it was asked; the message is one sentence for the listener."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Edges:
    """What one run of a command works with."""

    places: Places
    clock: WallClock = field(default_factory=WallClock)
    _catalog: "Once[Catalog]" = field(default_factory=Once)
    _store: "Once[Store]" = field(default_factory=Once)
    _recorder: "Once[Recorder]" = field(default_factory=Once)
    _asking: "Once[Asking]" = field(default_factory=Once)
    _settings: "Once[Settings]" = field(default_factory=Once)
    _bookmarks: "Once[Bookmarks]" = field(default_factory=Once)
    _kept_sound: "Once[KeptSound]" = field(default_factory=Once)
    device: str = ""
    """The sound device to play on; "" for the one in the settings."""
    told: list[str] = field(default_factory=list)
    """What was said so far, for a screen that opens and covers it."""
    _telling: Callable[[str], None] | None = None

    @classmethod
    def of(cls, library: Path | None, profile: Path | None, settings: Path | None = None) -> "Edges":
        """Works with the named files, or those in their usual places; says so where nothing lasting can be kept."""
        edges = cls(places(library, profile, settings))
        if edges.places.notice:
            edges.tell(edges.places.notice)
        if settings is not None and not edges.places.settings.exists():
            edges.tell(f"There are no settings in {edges.places.settings}: the usual ones are taken.")
        return edges

    def elsewhere(self, folder: Path, *, profile: bool = True) -> "Edges":
        """The same with the library, and if asked the profile, in a folder of its own."""
        own = places(folder / "library.db", folder / "profile", folder / "config.toml")
        if not profile:
            # Playlists too are kept; but the queue is one of tracks that the other library need not know.
            own = replace(self.places, library=own.library, queue=own.queue, notice="")
        return Edges(own, self.clock, told=self.told, device=self.device)

    def catalog(self) -> "Catalog":
        """The library's catalog."""
        return self._catalog.get(self._open_catalog)

    def _open_catalog(self) -> "Catalog":
        catalog = _catalog(self.places.library)
        if catalog.notice:
            self.tell(catalog.notice)
        return catalog

    def store(self) -> "Store":
        """The profile's shards."""
        return self._store.get(self._open_store)

    def _open_store(self) -> "Store":
        from tunes.profile.device import this_device
        from tunes.profile.store import Store

        device = this_device(self.places.device).word
        return Store(self.places.profile, device, self.places.cache)

    def recorder(self) -> "Recorder":
        """The profile's one writer; first closes what a killed run left open."""
        return self._recorder.get(self._open_recorder)

    def _open_recorder(self) -> "Recorder":
        from tunes.profile.recorder import Recorder

        recorder = Recorder(self.store(), self.tell)
        recorder.recover()
        return recorder

    def asking(self) -> "Asking":
        """What answers queries, out of the library and, where they ask for it, the history."""
        return self._asking.get(self._make_asking)

    def _make_asking(self) -> "Asking":
        from tunes.tui.asking import Asking, Counted

        return Asking(self.catalog(), self.clock.now, Counted(self.store))

    def lookup(self) -> "Lookup":
        """What answers about a track: its files, its past, what lies beside it and inside it."""
        from tunes.library.songbook import Songbook
        from tunes.tui.about import Lookup

        def fresh(track: "Track") -> "Track":
            there = self.catalog().at_path(track.path)
            return next((one for one in there if one.start == track.start), track)

        return Lookup(
            fresh=fresh,
            paths=self.catalog().paths,
            counts=self.asking().counts,
            details=self.catalog().details,
            pixels=self.covers().pixels,
            lyrics=Songbook(self._unpacking()).lyrics,
        )

    def covers(self) -> "Covers":
        """The covers of tracks; what is made small of them is kept in the platform's cache folder."""
        from tunes.library.cover_cache import CoverCache
        from tunes.library.covers import Covers

        return Covers(CoverCache(cover_cache()), self._unpacking())

    def _unpacking(self) -> "Unpacking":
        from tunes.library.unpacking import Unpacking

        return Unpacking(self.places.logs / "unpacker.log")  # it does without, where there are no logs

    def settings(self) -> "Settings":
        """What the listener has settled; what is wrong with it is told once."""
        return self._settings.get(self._read_settings)

    def _read_settings(self) -> "Settings":
        from tunes.tui.settings import read_settings

        settings, problems = read_settings(self.places.settings)
        for problem in problems:
            self.tell(problem)
        return settings

    def kept_sound(self) -> "KeptSound":
        """What the listener chose for the sound."""
        return self._kept_sound.get(self._open_kept_sound)

    def _open_kept_sound(self) -> "KeptSound":
        from tunes.tui.kept_sound import KeptSound

        file = self.places.device.with_name("sound.json")
        return KeptSound(file, self.settings().sound, self.tell)

    def playlists(self) -> "Playlists":
        """The listener's playlists, in the folder that is settled."""
        from tunes.tui.playlists import Playlists, usual_folder

        catalog = self.catalog()
        folder = self.settings().playlists or usual_folder(catalog.roots(), self.places.playlists)
        return Playlists(catalog, self.asking().matching, folder, self.clock.now, self._begun)

    def bookmarks(self) -> "Bookmarks":
        """Where films and spoken tracks are to go on."""
        return self._bookmarks.get(self._make_bookmarks)

    def _make_bookmarks(self) -> "Bookmarks":
        from tunes.profile.unfinished import unfinished
        from tunes.tui.bookmarks import Bookmarks

        return Bookmarks(unfinished(self.store().history()))

    def _begun(self) -> "list[tuple[Track, float]]":
        marks = self.bookmarks()
        return [(track, marks.place(track)) for track in self.catalog().tracks_by_id(marks.newest_first())]

    def desk(self) -> "Desk":
        """Where the program that plays is driven from outside."""
        from tunes.tui.remote.desk import Desk

        return Desk(self.places.profile, self._find, self.tell, self.covers().cover_file)

    def neighbour(self) -> "Neighbour | None":
        """Another program on this profile."""
        from tunes.tui.remote.taking import neighbour

        return neighbour(self.places.profile)

    def _find(self, words: "Sequence[str]") -> "tuple[Wanted, list[str]]":
        """What words and files mean; files are known by their whole path, for those who ask stand elsewhere."""
        from tunes.tui.wanted import wanted

        def exists(word: str) -> bool:
            return os.path.isabs(word) and os.path.exists(word)  # noqa: PTH110, PTH117  # it may be any bytes

        found, problems = wanted(
            words, self.catalog(), self.clock.now(), self.asking(), self.playlists(), exists
        )
        return found, [f"{os.fspath(problem.path)}: {problem.reason}" for problem in problems]

    def queue_keeper(self) -> "QueueKeeper":
        """What keeps the queue for the next start."""
        from tunes.tui.queue_keeper import QueueKeeper

        return QueueKeeper(self.places.queue, self.catalog().known, self._remembered, self.tell)

    def _remembered(self, wanted: "Mapping[str, str | None]") -> "Mapping[str, Track]":
        """The tracks of these ids; files outside the library are read again."""
        from tunes.library.outside import tracks_of_files

        found = self.catalog().remembered(list(wanted))
        outside = {one: Path(path) for one, path in wanted.items() if path is not None and one not in found}
        files = dict.fromkeys(path for path in outside.values() if path.is_file())
        read = tracks_of_files(list(files), self.catalog(), self.clock.now())[0] if files else []
        for one, path in outside.items():
            there = [track for track in read if track.path == path]
            for track in [track for track in there if track.id == one] or there[:1]:
                found[one] = track
        return found

    def said(self) -> "list[Mark]":
        """What the listener said last of music, also where that takes something back; of a track once for every id it had."""
        return self.store().history().last_words_by_every_id()

    def player(self, sink: "Callable[[PlayerEvent], None]") -> "Player":
        """The real player, its engine in a process of its own."""
        from tunes.player.engine_player import EnginePlayer
        from tunes.player.measuring import Measuring

        logs = private_folder(self.places.logs)
        measuring = Measuring(self.places.device.with_name("loudness.db"), logs / "measurer.log")
        return EnginePlayer(sink, logs / "engine.log", measuring, self.device or self.settings().device)

    def read_now(self, tracks: "Sequence[Track]") -> "list[Track]":
        """The same tracks, those that a scan knows by their names only read at once; what can't be read is left out."""
        from tunes.library.outside import read_now

        return read_now(tracks, self.catalog(), self.clock.now())

    def watch(self, stop: Event) -> Iterator[None]:
        """Yields when something has changed below the library's folders."""
        from tunes.library.watch import changes

        return changes(
            self.catalog().roots(), stop, tell=self.tell, follow_links=self.settings().follow_links
        )

    def this_week(self, *, films: bool = False) -> "WeekQueue":
        """This week's Discover, of songs or of films, frozen in the profile by whoever asks first."""
        from tunes.profile.weeklies import FILMS
        from tunes.profile.weekly import this_week

        tracks: list[Track] = list(self.catalog().all_tracks())
        return this_week(
            self.store(),
            tracks,
            self.clock.now(),
            roots=self.catalog().roots(),
            rules=None if films else self.discover_rules(),
            kind=FILMS if films else self.songs(),
        )

    def songs(self) -> "Weekly":
        """The weekly queue of songs, which goes by their sound too, where that is known."""
        from tunes.profile.weeklies import songs_by_sound

        return songs_by_sound(self.features)

    def features(self) -> "Features":
        """What tracks sound like, by id, as far as tunes has listened to them."""
        from tunes.player.sonic.book import features_in
        from tunes.tui.sonic import book_file

        return features_in(book_file(self.places))

    def discover_rules(self) -> "QueueRules":
        """The rules of the weekly queue, as the listener has settled them."""
        from tunes.profile.picks import QueueRules

        return QueueRules(min_fresh=self.settings().discover_fresh)

    def tell_if_empty(self) -> None:
        """Says how to fill the library where nothing is in it yet."""
        if not self.catalog().shelf():
            self.tell("The library is empty. Look through a folder of yours: tunes scan FOLDER")

    def tell(self, sentence: str) -> None:
        """Says a sentence beside the output, from any thread: on standard error, or where `tell_to` leads."""
        telling = self._telling
        if telling is not None:
            telling(sentence)
            return
        self.told.append(sentence)
        print(f"tunes: {clean(sentence)}", file=sys.stderr)

    def tell_to(self, telling: Callable[[str], None] | None) -> None:
        """Leads what is told to a screen, which standard error would spoil; with None, back to standard error."""
        self._telling = telling

    def close(self) -> None:
        """Lets go of everything; what was handed to the recorder is on disk afterwards."""
        for one in (self._recorder.made, self._kept_sound.made, self._catalog.made):
            if one is not None:
                one.close()


def _catalog(file: Path) -> "Catalog":
    from tunes.library.catalog import Catalog

    try:
        private_folder(file.parent)
        return Catalog(file)
    except OSError as error:
        raise Sorry(f"The library can't be kept in {file} ({error.strerror}). {_ANOTHER}") from error
