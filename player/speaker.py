"""Owns keeping a way out for sound open while something is to sound: finds a device, notices when it has gone, finds it again."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress

from tunes.player.ahead import Ahead
from tunes.player.output import Clock, Device, NoDeviceError, Output
from tunes.player.pulse_output import PulseOutput

RETRY_S = 3.0
"""Between two looks for a device: a sound server that restarts is back within this."""
LOOK_S = 0.25
"""Between two looks whether a device is still there."""
IDLE_S = 60.0
"""A device is given back after so much silence: other programs may want it, and it costs a little power."""

KINDS: tuple[type[PulseOutput | Device], ...] = (PulseOutput, Device)
"""In the order in which they are tried."""

GONE = "The sound device has gone; playing goes on as soon as it is back."
ABSENT = "The sound device “{}” is not there; playing goes on as soon as it is. Which there are: tunes doctor"
NONE = "No sound device was found: tracks run on in silence. What is missing: tunes doctor"


class Speaker:
    """One device, or a clock where there has been none yet. All calls come from one thread."""

    def __init__(self, ahead: Ahead, trouble: Callable[[str], None]) -> None:
        """`ahead` is asked for frames; `trouble` is told a sentence, "" when it is over."""
        self._ahead = ahead
        self._trouble = trouble
        self._output: Output | None = None
        self._known: type[PulseOutput | Device] | None = None
        self._device = ""
        self._is_in_trouble = False
        self._looked_at = self._tried_at = float("-inf")
        self._wanted_at = float("-inf")

    @property
    def ear(self) -> int:
        """How many of the frames that `Ahead` handed over have sounded."""
        return self._output.ear if self._output is not None else self._ahead.handed

    def at_once(self) -> AbstractContextManager[None]:
        """What is changed within is heard as soon as the device can."""
        return self._output.at_once() if self._output is not None else nullcontext()

    def choose(self, device: str) -> None:
        """From now on only the device that is called so is taken, "" for whichever is the usual one."""
        self.close()
        self._device, self._known = device, None

    def tend(self, now: float, *, is_wanted: bool) -> None:
        """Opens, checks or gives back the device; to be called a few times a second with the monotonic time."""
        if is_wanted:
            self._wanted_at = now
        if self._output is not None and now - self._looked_at >= LOOK_S:
            self._looked_at = now
            if self._output.is_stalled:
                self._abandon()
        is_standing_in = self._output is None or isinstance(self._output, Clock)
        if is_wanted and is_standing_in and now - self._tried_at >= RETRY_S:
            self._find()
            # Not `now`: a server that hangs has taken seconds, and wishes are to have their turn between.
            self._tried_at = time.monotonic()
        elif self._output is not None and now - self._wanted_at > IDLE_S:
            self.close()

    def close(self) -> None:
        """Gives the device back."""
        output, self._output = self._output, None
        self._tried_at = float("-inf")
        if output is not None:
            self._ahead.take_back(output.ear)
            output.close()

    def _find(self) -> None:
        """One that was there is waited for: what else there is may be another's, as ALSA's devices are the sound server's."""
        for kind in (self._known,) if self._known else KINDS:
            with suppress(NoDeviceError):
                self._change_to(kind(self._ahead, self._device))
                self._known = kind
                return
        self._do_without()

    def _change_to(self, output: PulseOutput | Device) -> None:
        if self._output is not None:
            self._output.close()
            self._output = None
        output.start()
        self._output = output
        self._say("")

    def _do_without(self) -> None:
        """A device that was there, or was chosen, is waited for, so that nothing passes unheard; without any, a clock stands in."""
        missing = ABSENT.format(self._device) if self._device else NONE
        self._say(GONE if self._known else missing)
        if self._output is None and not self._known and not self._device:
            self._output = Clock(self._ahead)

    def _abandon(self) -> None:
        """Closing a device that has vanished may hang, so nobody waits for it."""
        output, self._output = self._output, None
        if output is not None:
            self._ahead.take_back(output.ear)
            threading.Thread(target=output.close, name="abandoned device", daemon=True).start()

    def _say(self, sentence: str) -> None:
        if sentence or self._is_in_trouble:
            self._trouble(sentence)
        self._is_in_trouble = bool(sentence)
