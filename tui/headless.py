"""Owns playing without a terminal: a list to its end, driven by signals and the player's own reports. Knows no Textual."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue

from tunes.library.track import Track
from tunes.player.api import Player
from tunes.player.events import Ended, PlayerEvent
from tunes.profile.recorder import Recorder
from tunes.tui.clock import Clock
from tunes.tui.session import Session

MakePlayer = Callable[[Callable[[PlayerEvent], None]], Player]


def play_to_the_end(
    tracks: Sequence[Track],
    source: str,
    make_player: MakePlayer,
    recorder: Recorder,
    clock: Clock,
    tell: Callable[[str], None],
) -> bool:
    """Plays the tracks one after another until the last has ended, or SIGINT, SIGTERM or SIGHUP; False if nothing ever sounded.

    Must be called on the main thread, where signals arrive.
    """
    happened: SimpleQueue[str] = SimpleQueue()  # unlike an Event, it may be put into while it is waited for
    sounded: list[PlayerEvent] = []

    def heard(sink: Callable[[PlayerEvent], None]) -> Player:
        def passing(event: PlayerEvent) -> None:
            if isinstance(event, Ended) and event.heard > 0:
                sounded.append(event)
            sink(event)

        return make_player(passing)

    with _signals(lambda: happened.put("asked to end")):
        session = Session(heard, recorder, clock, lambda: happened.put("reported"))
        session.subscribe(_Teller(session, tell).look)
        is_asked = False
        try:
            session.play(tracks, 0, source)
            while session.now.track is not None and not is_asked:
                is_asked = happened.get() == "asked to end"
                session.pump()
        finally:
            session.close()
    return bool(sounded) or is_asked


@contextmanager
def _signals(end: Callable[[], None]) -> Iterator[None]:
    """Calls `end` when the program is asked to end."""
    asking = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: end()) for number in asking}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
