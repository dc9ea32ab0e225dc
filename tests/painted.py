"""Pictures of films in tests of the screen: painted by the test, where libVLC would."""

import ctypes

from screen import Stage
from tunes.player.frames import FrameSink, pitch_of


async def show(stage: Stage, value: int) -> None:
    """A picture comes from the engine."""
    assert stage.player is not None
    sink = FrameSink(*stage.player.frames.handles)
    width, height = 64, 36
    ctypes.memset(sink.room(), value, pitch_of(width) * height)
    sink.show(width, height, 0.0)
    await stage.settle()
