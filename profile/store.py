"""Owns the profile on disk: a folder of shards, each a TinyDB file that one device alone writes.

Events are only ever added, and to the newest shard of this device; whatever other devices brought is read along.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from tinydb import TinyDB
from tunes.library.track import Track
from tunes.profile.atomic import private_folder
from tunes.profile.cache import ColumnCache
from tunes.profile.errors import Damaged, NotSaved
from tunes.profile.events import Events, events_of
from tunes.profile.history import History, join
from tunes.profile.listens import VERSION
from tunes.profile.lock import locked
from tunes.profile.notes import TrackNote, note_document
from tunes.profile.plain import plain
from tunes.profile.shards import LOCK, Shard, all_shards, is_device, month_of, newest_of, shards_of
from tunes.profile.storage import TABLES, ShardStorage, Signature, Tables, load, signature_of
from tunes.profile.verify import findings

Table = Literal["listens", "marks", "shown", "queues", "aliases"]

MOST_DOCUMENTS = 500
"""Events, or tracks named, in one shard: few enough to be written anew for each listen in a millisecond or two."""


class Store:
    """The profile in `folder`, written as `device`. Nothing is made on disk before something is to be kept.

    Any number of processes and threads may read and append at once. `cache` is a file outside the profile that makes
    `history` fast and may be deleted.
    """

    def __init__(self, folder: Path, device: str, cache: Path | None = None) -> None:
        if not is_device(device):
            raise ValueError(f"“{device}” can't name a device's folder")
        self.folder = folder
        self.device = device
        self._threads = Lock()
        self._cache = ColumnCache(cache) if cache else None
        self._newest: ShardStorage | None = None
        self._notices: dict[str, None] = {}
        self._read: dict[Path, tuple[Signature, Events]] = {}

    def append(
        self, table: Table, document: Mapping[str, Any], tracks: Iterable[Track | TrackNote] = ()
    ) -> None:
        """Keeps an event, with a note of each of `tracks` that it names; when this returns, both are safely on disk.

        The document tells when it happened as `at`, or `built_at`. Raises `NotSaved` when the disk does not take it.
        """
        self.extend(table, [(document, tracks)])

    def extend(
        self, table: Table, events: Iterable[tuple[Mapping[str, Any], Iterable[Track | TrackNote]]]
    ) -> None:
        """Keeps many events, oldest first, as `append` would, but with one write for all that fit into one shard."""
        waiting = deque((self._kept(document), tracks) for document, tracks in events)
        folder = self.folder / self.device
        try:
            while waiting:
                with self._threads:
                    private_folder(folder)
                    with locked(folder / LOCK):
                        self._take(table, waiting)
        except OSError as error:
            raise NotSaved(
                f"Your history in {folder} can't be written: {error.strerror or error}."
            ) from error

    def documents(
        self, table: Table | Literal["tracks"], since: float | None = None
    ) -> Iterator[dict[str, Any]]:
        """Every document of a table, of all devices, oldest first; notes of tracks as often as they were written.

        With `since` (unix seconds), those that happened before then may be left out.
        """
        found = (
            document
            for _, tables in self.shards(None if since is None else month_of(since))
            for document in tables.get(table, {}).values()
        )
        return found if table == "tracks" else iter(sorted(found, key=_place_in_time))

    def shards(self, since_month: str | None = None) -> Iterator[tuple[Shard, Tables]]:
        """The tables of every shard that can be read, oldest shard first. What can't be read is told by `take_notices`."""
        for shard in all_shards(self.folder):
            tables = None if since_month is not None and shard.month < since_month else self._load(shard)
            if tables is not None:
                yield shard, tables

    def history(self) -> History:
        """Everything that is on disk now, as columns."""
        shards = all_shards(self.folder)
        newest = {shard.device: shard for shard in shards}
        closed = [shard for shard in shards if newest[shard.device] != shard]
        first: list[Events] = []
        if self._cache is not None and closed:
            events, loose = self._cache.events(closed, self._parsed)
            first, shards = [events], sorted([*loose, *newest.values()])
        return join([*first, *filter(None, map(self._events, shards))])[0]

    def holds(self, track: str, at: float) -> bool:
        """Whether a listen to this track that began at unix time `at` is already kept by this device."""
        since = month_of(at)
        own = [shard for shard in shards_of(self.folder, self.device) if shard.month >= since]
        return any(
            document.get("at") == at and document.get("track") == track
            for shard in reversed(own)
            for document in (self._load(shard) or {}).get("listens", {}).values()
        )

    def verify(self) -> list[str]:
        """What is wrong with the profile, a sentence each; nothing is changed."""
        return list(findings(self.folder))

    def take_notices(self) -> list[str]:
        """What was found damaged or unreadable since the last time, a sentence each, for the listener."""
        with self._threads:
            if self._newest is not None:
                self._notices.update(dict.fromkeys(self._newest.notices))
                self._newest.notices.clear()
            told, self._notices = list(self._notices), {}
        return told

    def _kept(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document as it is stored."""
        kept: dict[str, Any] = plain({**document, "device": document.get("device") or self.device})
        kept.setdefault("v", VERSION)
        return kept

    def _take(self, table: Table, waiting: deque[tuple[dict[str, Any], Iterable[Track | TrackNote]]]) -> None:
        """Takes from the waiting events what belongs into one shard, as one write."""
        first = _when(waiting[0][0])
        storage = self._storage(first)
        with storage.gathered():
            tables = storage.read() or {}
            events, noted = _events_in(tables), {note.get("id") for note in tables.get("tracks", {}).values()}
            documents: list[dict[str, Any]] = []
            notes: dict[str, Track | TrackNote] = {}
            for document, tracks in waiting:
                is_full = max(events + len(documents), len(noted) + len(notes)) >= MOST_DOCUMENTS
                if documents and (is_full or month_of(_when(document)) > month_of(first)):
                    break
                documents.append(document)
                notes |= {track.id: track for track in tracks if track.id not in noted}
            database = TinyDB(storage=lambda: storage)
            database.table(table).insert_multiple(documents)
            if notes:
                database.table("tracks").insert_multiple(
                    plain(note_document(note)) for note in notes.values()
                )
        for _ in documents:
            waiting.popleft()

    def _storage(self, when: float) -> ShardStorage:
        """The file that takes an event of unix time `when`: the newest, unless it is full or of an earlier month."""
        own = newest_of(self.folder, self.device)
        month = month_of(when)
        if own is None or own.month < month:
            return self._opened(Shard(month, 1, self.device, self.folder / self.device))
        newest = self._opened(own)
        if not _is_full(newest.read() or {}):
            return newest
        return self._opened(Shard(own.month, own.number + 1, self.device, own.folder))

    def _opened(self, shard: Shard) -> ShardStorage:
        if self._newest is None or self._newest.path != shard.path:
            if self._newest is not None:
                self._notices.update(dict.fromkeys(self._newest.notices))
            self._newest = ShardStorage(shard.path)
        return self._newest

    def _load(self, shard: Shard) -> Tables | None:
        try:
            tables, damage = load(shard.path)
        except Damaged as hopeless:
            self._notices[f"{hopeless} There is no good copy of it; the rest of your history is read."] = None
            return None
        except OSError as error:
            self._notices[f"{shard.path} can't be read ({error.strerror}); the rest of your history is."] = (
                None
            )
            return None
        if damage is not None:
            self._notices[f"{damage} Its last good copy is read."] = None
        return tables

    def _parsed(self, shard: Shard) -> Events | None:
        tables = self._load(shard)
        return None if tables is None else events_in(tables, shard.place)

    def _events(self, shard: Shard) -> Events | None:
        """The shard as columns, read again only when its file has changed."""
        signature = signature_of(shard.path)
        kept = self._read.get(shard.path)
        if kept is not None and signature is not None and kept[0] == signature:
            return kept[1]
        events = self._parsed(shard)
        if events is not None and signature is not None:
            self._read[shard.path] = signature, events
        return events


def events_in(tables: Tables, place: str = "") -> Events:
    """The events of the tables of one shard, which has this place in time."""
    names = ("listens", "tracks", "marks", "shown", "aliases")
    return events_of(**{name: list(tables.get(name, {}).values()) for name in names}, place=place)


def _is_full(tables: Tables) -> bool:
    return max(len(tables.get("tracks", {})), _events_in(tables)) >= MOST_DOCUMENTS


def _events_in(tables: Tables) -> int:
    return sum(len(tables.get(name, {})) for name in TABLES if name != "tracks")


def _when(document: Mapping[str, Any]) -> float:
    return float(document["at"] if "at" in document else document["built_at"])


def _place_in_time(document: Mapping[str, Any]) -> tuple[float, str, str]:
    when = document.get("at", document.get("built_at"))
    place = float(when) if isinstance(when, (int, float)) else 0.0
    return place, str(document.get("device")), str(document.get("track"))
