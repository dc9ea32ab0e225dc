"""Owns the process that measures loudness, `python -m tunes.player.measurer`: a file a line on standard input, its loudness on standard output."""

import os
import sys
from typing import Any

from tunes.player.helping import Job, help_out, step_back


def main() -> None:
    """Measures whatever is asked for, in order."""
    step_back()
    from tunes.player.libvlc import LibVlc, LibVlcMissingError

    try:
        libvlc = LibVlc()
    except LibVlcMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        os._exit(1)
    help_out(lambda job: {"track": job["track"], "lufs": _measured(libvlc, job)})


def _measured(libvlc: Any, job: Job) -> float | None:
    from tunes.player.decoding import UndecodableError, decoded
    from tunes.player.loudness import LoudnessMeter

    meter = LoudnessMeter()
    try:
        for frames in decoded(libvlc, job["path"].encode("latin-1"), job["start"], job["end"]):
            meter.add(frames)
    except UndecodableError:
        return None
    return meter.lufs


if __name__ == "__main__":
    main()
