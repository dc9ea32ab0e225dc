"""Owns the first moment of the engine process, `python -m tunes.player.engine_start`: it dies with tunes from here on, before all that takes time to import."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Runs one engine on this process's own standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is the program's business
    _die_with_parent()
    from tunes.player import engine

    engine.main()


def _die_with_parent() -> None:
    """Linux kills this process with its parent, even one that is stopped; elsewhere the end of the pipe must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
