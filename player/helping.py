"""Owns a process that works through files for tunes, seen from inside: a job a line on standard input, its answer on standard output.

It takes only the time that nobody else wants, and ends with its standard input.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

import orjson

Job = dict[str, Any]


def help_out(answer: Callable[[Job], Job]) -> None:
    """Answers whatever is asked for, in order, till the program that asks is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the answers
    asked: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    while True:
        answers.write(orjson.dumps(answer(asked.get())) + b"\n")
        answers.flush()


def step_back() -> None:
    """From now on this process gets only the time that nobody else wants."""
    os.nice(19)
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _listen(lines: BinaryIO, asked: "queue.SimpleQueue[Job]") -> None:
    for line in lines:
        asked.put(orjson.loads(line))
    os._exit(0)
