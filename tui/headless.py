"""Owns playing without a terminal: a list to its end, driven by signals, remotes and the player's own reports. Knows no Textual."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress

from tunes.player.api import Player
from tunes.player.events import Ended, Left, PlayerEvent
from tunes.player.sound import Sound
from tunes.profile.recorder import Recorder
from tunes.tui.autoplay import GoingOn
from tunes.tui.clock import Clock
from tunes.tui.endings import heed
from tunes.tui.marking import ReadSaid
from tunes.tui.remote.desk import Desk
from tunes.tui.session import Session

MakePlayer = Callable[[Callable[[PlayerEvent], None]], Player]


def play_to_the_end(
    start: Callable[[Session], object],
    make_player: MakePlayer,
    recorder: Recorder,
    clock: Clock,
    tell: Callable[[str], None],
    desk: Desk | None = None,
    sound: Sound | None = None,
    said: ReadSaid = tuple,
    goes_on: Callable[[Session], GoingOn | None] = lambda _: None,
) -> bool:
    """Plays what `start` starts, one track after another until the last has ended, or SIGINT, SIGTERM or SIGHUP; False if nothing of it could be heard.

    Must be called on the main thread, where signals arrive. At the desk the session is driven meanwhile. `goes_on` lets more follow the end.
    """
    ended: list[Ended] = []

    def watched(sink: Callable[[PlayerEvent], None]) -> Player:
        def passing(event: PlayerEvent) -> None:
            if isinstance(event, Ended):
                ended.append(event)
            sink(event)

        return make_player(passing)

    async def run() -> bool:
        loop = asyncio.get_running_loop()
        happened: asyncio.Queue[str] = asyncio.Queue()

        def report() -> None:
            with suppress(RuntimeError):  # the last word of a player that took too long to close
                loop.call_soon_threadsafe(happened.put_nowait, "reported")

        def end() -> None:
            happened.put_nowait("asked to end")

        heed(end)
        seed = secrets.randbits(63)
        session = Session(watched, recorder, clock, report, seed=seed, sound=sound, said=said)
        session.subscribe(_Teller(session, tell).look)
        session.subscribe(report)  # a remote may end it between two words of the player
        session.going_on = goes_on(session)
        is_asked = False
        try:
            start(session)
            if desk is not None:
                await desk.open(session, end)
            while _goes_on(session) and not is_asked:
                is_asked = await happened.get() == "asked to end"
                session.pump()
        finally:
            if desk is not None:
                desk.close()
            session.close()
            heed(None)
        return is_asked

    is_asked = asyncio.run(run())
    return is_asked or not ended or any(one.heard > 0 or one.reason is Left.ASKED for one in ended)


def _goes_on(session: Session) -> bool:
    """Whether something plays, or is about to."""
    return session.now.track is not None or (session.going_on is not None and session.going_on.is_choosing)


class _Teller:
    """Says each new notice and trouble once."""

    def __init__(self, session: Session, tell: Callable[[str], None]) -> None:
        self._session = session
        self._tell = tell
        self._said = {"notice": "", "trouble": ""}

    def look(self) -> None:
        now = self._session.now
        for kind, word in (("notice", now.notice), ("trouble", now.trouble)):
            if word and word != self._said[kind]:
                self._tell(word)
            self._said[kind] = word
