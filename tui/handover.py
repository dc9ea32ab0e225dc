"""Owns the handing over of the session from the thread that makes it to the one that ends it: it is closed once, whenever that is asked."""

from collections.abc import Callable
from threading import Lock

from tunes.tui.session import Session

MakeSession = Callable[[Callable[[], None]], Session]


class Handover:
    """A session that is being made, is there, or is over."""

    def __init__(self, make_session: MakeSession) -> None:
        self._make_session = make_session
        self._guard = Lock()
        self._is_over = False
        self._session: Session | None = None

    def make(self, wake: Callable[[], None]) -> Session | None:
        """Makes it; None when it is no longer wanted. May be called on any thread."""
        session = self._make_session(wake)
        with self._guard:
            if not self._is_over:
                self._session = session
                return session
        session.close()
        return None

    def close(self) -> None:
        """Ends it with nothing lost; blocks for at most a few seconds."""
        with self._guard:
            session, self._session, self._is_over = self._session, None, True
        if session is not None:
            session.close()
