"""Owns the reader process, `python -m tunes.library.reader`: reads files named on its standard input, one JSON line each.

A process of its own, because crafted files hang or crash the libraries that read them, or eat all memory.
"""

import json
import os
import resource
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from tunes.library.errors import UnreadableError
from tunes.library.formats import MEDIAINFO, ending
from tunes.library.identity import payload_digest, track_id
from tunes.library.tagged import Tagged

MEMORY_BYTES = 1 << 30
"""Address space of one reader: ten times what an honest file needs."""


def read(path: Path) -> dict[str, Any]:
    """What is known of one file, or why it is unread; as it goes over the pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            return _read_opened(file, path)
    except UnreadableError as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": "reading it takes more memory than any real file needs"}
    except OSError as error:
        return {"problem": (error.strerror or "it can't be opened").lower()}


def _read_opened(file: BinaryIO, path: Path) -> dict[str, Any]:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("it is no regular file")
    if not status.st_size:
        raise UnreadableError("it is empty")
    tagged = _tagged(file, path, status.st_size)
    payload = payload_digest(file, status.st_size, ending(path))
    known = {name: value for name, value in asdict(tagged).items() if value}
    number = track_id(payload, tagged.artist, tagged.title, tagged.album)
    return known | {"id": number, "payload": payload.hex()}


def _tagged(file: BinaryIO, path: Path, size: int) -> Tagged:
    if ending(path) in MEDIAINFO:
        from tunes.library.video import read_video

        return read_video(path, size)
    from tunes.library.tags import read_tags

    return read_tags(file, size, ending(path))


def serve(lines: Iterator[str], answers: BinaryIO) -> None:
    """Answers each line, an array of paths, with as many lines, in their order."""
    for line in lines:
        for path in json.loads(line):
            answers.write(json.dumps(read(Path(path)), separators=(",", ":")).encode() + b"\n")
            answers.flush()


def main() -> None:
    """Serves until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # What libraries print must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(iter(sys.stdin.readline, ""), answers)


if __name__ == "__main__":
    main()
