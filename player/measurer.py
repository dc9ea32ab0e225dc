"""Owns the process that measures loudness, `python -m tunes.player.measurer`: a file a line on standard input, its loudness on standard output.

It takes only the time that nobody else wants, and ends with its standard input.
"""

import os
import queue
import sys
import threading
from typing import Any, BinaryIO

import orjson


def main() -> None:
    """Measures whatever is asked for, in order."""
    _step_back()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the answers
    asked: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    from tunes.player.libvlc import LibVlc, LibVlcMissingError

    try:
        libvlc = LibVlc()
    except LibVlcMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        os._exit(1)
    while True:
        job = asked.get()
        answers.write(orjson.dumps({"track": job["track"], "lufs": _measured(libvlc, job)}) + b"\n")
        answers.flush()


def _measured(libvlc: Any, job: dict[str, Any]) -> float | None:
    from tunes.player.decoding import UndecodableError, decoded
    from tunes.player.loudness import LoudnessMeter

    meter = LoudnessMeter()
    try:
        for frames in decoded(libvlc, job["path"].encode("latin-1"), job["start"], job["end"]):
            meter.add(frames)
    except UndecodableError:
        return None
    return meter.lufs


def _step_back() -> None:
    os.nice(19)
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _listen(lines: BinaryIO, asked: "queue.SimpleQueue[dict[str, Any]]") -> None:
    for line in lines:
        asked.put(orjson.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()
