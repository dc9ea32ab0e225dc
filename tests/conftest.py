"""What every test starts from."""

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

# As in the engine: a second thread of numpy's is waited for where the cores are busy, and libVLC throws away what comes late.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# That a computer is busy is no failure, and what our fixtures hold is only looked at.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits most comes first, while there is much beside it that works."""
    kinds = ("journey", "sound")
    items.sort(key=lambda item: [item.get_closest_marker(kind) is None for kind in kinds])


def pytest_configure() -> None:
    """Programs that are started from tests heed Ctrl-C, also where tests run in the background, and their own terminal's size."""
    for name in ("COLUMNS", "LINES"):  # set by pytest-xdist
        os.environ.pop(name, None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
