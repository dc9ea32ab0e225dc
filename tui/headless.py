"""Owns playing without a terminal: a list to its end, driven by signals and the player's own reports. Knows no Textual."""

import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from tunes.library.track import Track
from tunes.player.api import Player
from tunes.player.events import PlayerEvent
from tunes.profile.recorder import Recorder
from tunes.tui.session import Clock, Session


def play_to_the_end(
    tracks: Sequence[Track],
    source: str,
    make_player: Callable[[Callable[[PlayerEvent], None]], Player],
    recorder: Recorder,
    clock: Clock,
    tell: Callable[[str], None],
) -> bool:
    """Plays the tracks one after another until the last has ended, or SIGINT or SIGTERM; says whether anything sounded.

    Must be called on the main thread, where signals arrive.
    """
    happened = threading.Event()
    asked_to_end = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        asked_to_end.set()
        happened.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    session = Session(make_player, recorder, clock, happened.set)
    teller = _Teller(session, tell)
    session.subscribe(teller.look)
    try:
        session.play(tracks, 0, source)
        while session.now.track is not None and not asked_to_end.is_set():
            happened.wait()
            happened.clear()
            session.pump()
    finally:
        session.close()
        for number, handler in before.items():
            signal.signal(number, handler)
    return teller.has_sounded


class _Teller:
    """Says each new notice and trouble once, and remembers whether anything sounded."""

    def __init__(self, session: Session, tell: Callable[[str], None]) -> None:
        self._session = session
        self._tell = tell
        self._said = {"notice": "", "trouble": ""}
        self.has_sounded = False

    def look(self) -> None:
        now = self._session.now
        self.has_sounded = self.has_sounded or (now.is_playing and now.position > 0)
        for kind, word in (("notice", now.notice), ("trouble", now.trouble)):
            if word and word != self._said[kind]:
                self._tell(word)
            self._said[kind] = word
