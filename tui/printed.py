"""Owns standard output: what a person reads there is made harmless, what a program reads is exact."""

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from tunes.library.text import clean


def prepare_streams() -> None:
    """Makes sure that no title breaks the output: what its encoding can't write appears as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_at_terminal() -> bool:
    """Whether somebody sits at keyboard and screen."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def counted(count: int, what: str = "track") -> str:
    """`1 track`, `1,204 tracks`, or of something else."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def print_paths(paths: Iterable[Path], end: bytes = b"\n") -> None:
    """Paths as they are on disk, byte for byte, so that a pipe gets names that exist; harmless ones on a screen."""
    if sys.stdout is None:
        return
    if sys.stdout.isatty():
        for path in paths:
            print(clean(os.fspath(path)))
        return
    sys.stdout.flush()
    for path in paths:
        sys.stdout.buffer.write(os.fsencode(path) + end)
    sys.stdout.buffer.flush()


def flush() -> None:
    """Hands everything over. Raises OSError where it is not taken; then nothing more is tried when the program ends."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        fall_silent()
        raise


def fall_silent() -> None:
    """Standard output goes nowhere from now on: the interpreter must not fail once more over what is left in it."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
