"""Owns keeping a way out for sound open while something is to sound: finds a device, notices when it has gone, finds it again."""

import threading
from collections.abc import Callable

from tunes.player.mixer import Samples
from tunes.player.output import Clock, Device, NoDeviceError

RETRY_S = 3.0
"""Between two looks for a device: a sound server that restarts is back within this."""
IDLE_S = 60.0
"""A device is given back after so much silence: other programs may want it, and it costs a little power."""

GONE = "The sound device has gone; playing goes on as soon as it is back."
NONE = "No sound device was found: tracks run on in silence. What is missing: tunes doctor"


class Speaker:
    """One device, or a clock where there has been none yet. All calls come from one thread."""

    def __init__(self, pull: Callable[[int], Samples], trouble: Callable[[str], None]) -> None:
        """`pull` is asked for frames; `trouble` is told a sentence, "" when it is over."""
        self._pull = pull
        self._trouble = trouble
        self._output: Device | Clock | None = None
        self._has_sounded = False
        self._is_in_trouble = False
        self._tried_at = float("-inf")
        self._wanted_at = float("-inf")

    @property
    def delay(self) -> int:
        """Frames handed over that have not sounded yet."""
        return self._output.delay if self._output is not None else 0

    def tend(self, now: float, *, is_wanted: bool) -> None:
        """Opens, checks or gives back the device; to be called a few times a second with the monotonic time."""
        if is_wanted:
            self._wanted_at = now
        if self._output is not None and self._output.is_stalled:
            self._abandon()
        is_standing_in = not isinstance(self._output, Device)
        if is_wanted and is_standing_in and now - self._tried_at >= RETRY_S:
            self._tried_at = now
            self._find()
        elif self._output is not None and now - self._wanted_at > IDLE_S:
            self.close()

    def close(self) -> None:
        """Gives the device back."""
        output, self._output = self._output, None
        self._tried_at = float("-inf")
        if output is not None:
            output.close()

    def _find(self) -> None:
        try:
            device = Device(self._pull)
        except NoDeviceError:
            self._do_without()
            return
        if self._output is not None:
            self._output.close()
        self._output, self._has_sounded = device, True
        self._say("")

    def _do_without(self) -> None:
        """A device that was there is waited for, so that nothing passes unheard; without any, a clock stands in."""
        self._say(GONE if self._has_sounded else NONE)
        if self._output is None and not self._has_sounded:
            self._output = Clock(self._pull)

    def _abandon(self) -> None:
        """Closing a device that has vanished may hang, so nobody waits for it."""
        output, self._output = self._output, None
        if output is not None:
            threading.Thread(target=output.close, name="abandoned device", daemon=True).start()

    def _say(self, sentence: str) -> None:
        if sentence or self._is_in_trouble:
            self._trouble(sentence)
        self._is_in_trouble = bool(sentence)
