"""What every test starts from."""

import signal

from hypothesis import HealthCheck, settings

# That a computer is busy is no failure, and what our fixtures hold is only looked at.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")


def pytest_configure() -> None:
    """Ctrl-C is heeded also by programs that are started from tests that run in the background, where it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
