"""Owns the process that listens to whole files, `python -m tunes.player.sonic.analyser`: decodes each once, for its features and its loudness.

It takes only the time that nobody else wants, one core, and no more memory and time for a file than a sound one needs.
"""

import resource
import signal
from contextlib import suppress
from typing import Any

from tunes.player.helping import Job, help_out, step_back

MOST_BYTES = 1 << 30
"""Of address space; usually it takes 0.3 GiB, of which 75 MB are used."""
MOST_CPU_S = 900.0
"""For one file: three hours take two minutes on a slow laptop's core."""


def main() -> None:
    """Analyses whatever is asked for, in order."""
    step_back()
    _limit(resource.RLIMIT_AS, MOST_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    help_out(answered)


def _limit(what: int, most: int) -> None:
    """Sets a limit, unless a lower one holds already."""
    _, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY or most < hard:
        with suppress(ValueError, OSError):  # macOS knows some of them by name only
            resource.setrlimit(what, (most, most))


def answered(job: Job) -> Job:
    """What there is to say of one file: `features` and, where asked for and to be told, `lufs`; or `reason`, why nothing is."""
    from tunes.player.sonic.decoder import UndecodableError, UnreachableError

    signal.setitimer(signal.ITIMER_PROF, job.get("cpu_s", MOST_CPU_S))  # SIGPROF ends the process
    try:
        told: dict[str, Any] = _analysed(job)
    except UnreachableError as error:
        told = {"reason": str(error), "is_passing": True}
    except UndecodableError as error:
        told = {"reason": str(error)}
    except MemoryError:
        told = {"reason": "decoding it takes too much memory"}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return {"track": job["track"]} | told


def _analysed(job: Job) -> dict[str, Any]:
    from tunes.player.loudness import LoudnessMeter
    from tunes.player.sonic.decoder import MOST_S, decoded
    from tunes.player.sonic.features import Features
    from tunes.player.sonic.spectrum import RATE

    features, meter, frames = Features(), LoudnessMeter(), 0
    path, with_both = job["path"].encode("latin-1"), job["loudness"]
    for chunk in decoded(path, job["start"], job["end"], with_both=with_both):
        features.add(chunk.one)
        frames += len(chunk.one)
        if chunk.both is not None:
            meter.add(chunk.both)
    numbers = features.numbers
    told: dict[str, Any] = (
        {"features": numbers.tolist()} if numbers is not None else {"reason": "it is silent"}
    )
    if with_both and frames < MOST_S * RATE:
        told["lufs"] = meter.lufs
    return told


if __name__ == "__main__":
    main()
