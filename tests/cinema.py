"""Films in tests: what a terminal would show of them."""

from collections.abc import Callable

import numpy as np
from player_rigs import RealRig
from tunes.player.frames import Frame
from tunes.player.surface import Surface, Where


class Terminal:
    """What a terminal would show."""

    def __init__(self, rig: RealRig) -> None:
        self.rig = rig
        self.shown: list[Frame] = []
        self.resize(64, 48)

    def resize(self, width: int, height: int) -> None:
        self.rig.player.show_films(Surface(Where.TERMINAL, width, height))

    def until(self, holds: Callable[[Frame], object]) -> Frame:
        """Takes pictures until one is as wanted."""

        def look() -> bool:
            frame = self.rig.player.frames.newest()
            if frame is not None:
                self.shown.append(frame)
            return frame is not None and bool(holds(frame))

        self.rig.until(look, polls=True)
        return self.shown[-1]

    def until_other_than(self, frame: Frame) -> Frame:
        return self.until(lambda one: not np.array_equal(one.points, frame.points))


def anything(_frame: Frame) -> bool:
    return True
