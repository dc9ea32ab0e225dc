"""Owns waiting for a track's sound that doesn't come: whether the disk or the file is to blame, and when it is given up."""

import time

from tunes.player.unplayable import Look, why_dumb, why_unanswered
from tunes.player.wire import Item

WORD_S = 2.0
"""Without sound, after which the disk is asked, and asked again."""
TARDY_S = 1.0
"""A disk that takes longer to answer is the one to blame."""
DUMB_S = 10.0
"""Without sound while the disk answers, after which a file is given up; the first one waits for libVLC to be read, too."""
PATIENCE_S = 30.0
"""For the first sound of a file; a disk that takes longer doesn't answer at all."""


class Waiting:
    """One stay's. A disk that stalls when some of it has sounded is waited for without end."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self._look: Look | None = None
        self._since: float | None = None
        self._blamed_at = 0.0
        """When its disk was to blame last."""

    def obstacle(self, within_s: float = 0.0) -> str | None:
        """Why it can't be opened, "" when it can; None while its disk hasn't answered, for which so many seconds are waited."""
        if self._look is None:
            self._look = Look(self._item)
        return self._look.answer(within_s)

    def is_over(self) -> None:
        """Sound has come, or isn't wanted."""
        self._since = None

    def goes_on(self, *, is_first: bool) -> tuple[str, str]:
        """Sound is lacking; `is_first`: there has been none yet. A word about the disk, and why it is given up; "" for neither."""
        now = time.monotonic()
        if self._since is None:
            self._since = self._blamed_at = now
        if now - self._since < WORD_S:
            return "", ""
        if self._look is None or (self._look.answer() == "" and now - self._look.asked_at > WORD_S):
            self._look = Look(self._item)
        answer = self._look.answer()
        if answer is None and now - self._look.asked_at > TARDY_S:
            self._blamed_at = now
            is_dead = is_first and now - self._since > PATIENCE_S
            word = f"The disk of {self._item.name} doesn't answer; playing goes on as soon as it does."
            return word, why_unanswered(self._item) if is_dead else ""
        is_dumb = now - self._blamed_at > DUMB_S
        return "", answer or (why_dumb(self._item, is_first=is_first) if is_dumb else "")
