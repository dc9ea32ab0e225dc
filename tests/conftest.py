"""What every test starts from."""

import signal


def pytest_configure() -> None:
    """Ctrl-C is heeded also by programs that are started from tests that run in the background, where it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
