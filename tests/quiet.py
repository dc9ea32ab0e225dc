"""When a screen under test has come to rest: no message lies in any queue, and nothing waits to be painted.

Textual's own test driver takes a program for idle when its process has used next to no processor time for 20 ms.
That takes long where many keys are pressed, and says little on a busy computer.
"""

import asyncio

import pytest
from textual._context import active_app
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot

BREATH_S = 0.002
"""What other threads get of the time between two looks."""


def bring_quiet(patch: pytest.MonkeyPatch) -> None:
    """Lets the test driver wait for rest."""
    for module in ("textual.app", "textual.pilot"):
        patch.setattr(f"{module}.wait_for_idle", _come_to_rest)


async def _come_to_rest(_least_s: float = 0.0, _most_s: float = 0.0) -> None:
    app, was_at_rest = active_app.get(), False
    while app.is_running and app._exception is None:
        await asyncio.sleep(BREATH_S)
        app.screen._on_timer_update()
        is_at_rest = _is_at_rest(app)
        if is_at_rest and was_at_rest:
            return
        # What is just being taken in lies in no queue: what comes of it does, once this has been waited for.
        was_at_rest = is_at_rest and await Pilot(app)._wait_for_screen()


def _is_at_rest(app: App[object]) -> bool:
    screen = app.screen
    is_painted = not (screen._layout_required or screen._dirty_widgets or screen._callbacks)
    return is_painted and not any(map(_is_busy, [app, *screen.walk_children(with_self=True)]))


def _is_busy(pump: MessagePump) -> bool:
    """Whether it has messages to take in."""
    return bool(pump._next_callbacks or pump.message_queue_size)
