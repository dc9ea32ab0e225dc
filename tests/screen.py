"""The player's screen for tests: a real catalog and a real store, the silent player, a clock turned by hand; nothing sleeps."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

from made_rows import put_away
from textual.pilot import Pilot
from textual.worker import WorkerCancelled
from tunes.library.catalog import Catalog
from tunes.library.scan import ScanProgress, scan
from tunes.library.track import Kind, Track
from tunes.player.silent import SilentPlayer
from tunes.profile.recorder import Recorder
from tunes.profile.store import Store
from tunes.profile.weeklies import FILMS
from tunes.profile.weekly import WeekQueue, this_week
from tunes.tui.app import TunesApp
from tunes.tui.asking import Asking, Counted
from tunes.tui.bookmarks import Bookmarks
from tunes.tui.playlists import Playlists
from tunes.tui.session import Session


class HandClock:
    """Turned by hand; two hours ahead of UTC."""

    def __init__(self) -> None:
        self.time = 1_795_000_000.0

    def now(self) -> float:
        return self.time

    def offset(self, _at: float) -> int:
        return 120


def made_track(number: int, **fields: Any) -> Track:
    """A track of one of many artists; 10 to an album, 2 albums to an artist."""
    artist, album = number // 20, number // 10
    made: dict[str, Any] = {
        "id": f"t1:{number:06}",
        "path": Path(f"/music/{artist}/{album}/{number}.flac"),
        "kind": Kind.MUSIC,
        "title": f"Song {number:06}",
        "artist": f"Artist {artist:05}",
        "album": f"Album {album:05}",
        "year": 1990 + album % 30,
        "track_no": number % 10 + 1,
        "genres": (f"genre {artist % 3}",),
        "duration": 100.0,
        "size": 1,
    }
    return Track(**(made | fields))


def put(catalog: Catalog, tracks: Sequence[Track]) -> None:
    """Puts made tracks into a catalog, as a scan would."""
    catalog.set_roots([Path("/music")])
    put_away(catalog, tracks)


def no_scan(_cancelled: Event) -> Iterator[ScanProgress]:
    """Nothing to look through."""
    return iter(())


class Stage:
    """A screen and all behind it."""

    def __init__(self, folder: Path, tracks: Sequence[Track] = (), **options: Any) -> None:
        self.clock = HandClock()
        self.catalog = Catalog(folder / "library.db")
        put(self.catalog, tracks)
        self.store = Store(folder / "profile", "testing")
        self.recorder = Recorder(self.store, self.hear, now=self.clock.now)
        self.player: SilentPlayer | None = None
        self.bookmarks = Bookmarks()
        self.lists = folder / "lists"
        asking = Asking(self.catalog, self.clock.now, Counted(lambda: self.store))
        self.app = TunesApp(
            catalog=self.catalog,
            make_session=self.make_session,
            scan=options.pop("scan", no_scan),
            this_week=options.pop("this_week", self.this_week),
            history=self.store.history,
            search=asking.search,
            playlists=lambda: Playlists(
                self.catalog,
                asking.matching,
                self.lists,
                self.clock.now,
                self.begun,
            ),
            films=options.pop("films", self.films),
            **options,
        )
        self.pilot: Pilot[None]

    def begun(self) -> list[tuple[Track, float]]:
        tracks = self.catalog.tracks_by_id(self.bookmarks.newest_first())
        return [(track, self.bookmarks.place(track)) for track in tracks]

    def hear(self, sentence: str) -> None:
        self.app.tell(sentence)

    def make_session(self, wake: Callable[[], None]) -> Session:
        def make_player(sink: Any) -> SilentPlayer:
            self.player = SilentPlayer(sink)
            return self.player

        return Session(
            make_player,
            self.recorder,
            self.clock,
            wake,
            said=lambda: self.store.history().last_words_by_every_id(),
            roots=self.catalog.roots(),
            bookmarks=self.bookmarks,
            between_films_s=10.0,
        )

    def this_week(self) -> WeekQueue:
        self.recorder.flush(5)
        tracks = list(self.catalog.all_tracks())
        return this_week(self.store, tracks, self.clock.now(), roots=self.catalog.roots())

    def films(self) -> WeekQueue:
        self.recorder.flush(5)
        return this_week(self.store, list(self.catalog.all_tracks()), self.clock.now(), kind=FILMS)

    def scan_roots(self, cancelled: Event) -> Iterator[ScanProgress]:
        return scan(self.catalog, self.catalog.roots(), cancelled=cancelled, now=self.clock.now)

    @property
    def session(self) -> Session:
        session = self.app._session
        assert session is not None
        return session

    @asynccontextmanager
    async def open(self, size: tuple[int, int] = (100, 30)) -> Any:
        """Opens the screen and settles it; everything is closed afterwards."""
        async with self.app.run_test(size=size) as self.pilot:
            await self.settle()
            yield self
            self.app.close()
        self.recorder.close()
        self.catalog.close()

    async def settle(self) -> None:
        """Waits until the workers are done and their answers are on the screen."""
        rests = 0
        while rests < 2:
            while self.app.frame.places.find.is_asking:
                await self.pilot.pause()
            rests = 0 if await self._let_work() else rests + 1

    async def press(self, *keys: str) -> None:
        """Presses keys, each when what came of the one before is there."""
        for key in keys:
            await self.pilot.press(key)
            await self._let_work()
        await self.settle()

    async def _let_work(self) -> bool:
        """Waits for the workers that are at it; whether there were any."""
        # The one that watches the folders is never done.
        busy = [one for one in self.app.workers if one.group != "watch" and not one.is_finished]
        for one in busy:
            with suppress(WorkerCancelled):  # another has taken its place
                await one.wait()
        await self.pilot.pause()
        return bool(busy)

    async def wait(self, seconds: float) -> None:
        """Lets time pass for ear and clock."""
        assert self.player is not None
        for _ in range(round(seconds * 2)):
            self.clock.time += 0.5
            self.player.advance(0.5)
            self.session.pump()
        await self.settle()

    def lines(self) -> list[str]:
        """What is on the screen, a string a row."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        return ["".join(s.text for s in strip).ljust(width) for strip in strips[:height]]

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines())

    def said(self) -> str:
        """What is on the screen as running text: a long path may break a sentence anywhere."""
        return " ".join(self.text().split())

    def listens(self) -> list[dict[str, Any]]:
        self.recorder.flush(5)
        return list(self.store.documents("listens"))

    def documents(self, table: Any) -> list[dict[str, Any]]:
        self.recorder.flush(5)
        return list(self.store.documents(table))


async def settle(stage: Stage) -> None:
    await stage.settle()
