"""Owns the unpacker process, `python -m tunes.library.unpacker`: takes pictures and lyrics out of one file, and ends.

A process of its own, because crafted pictures and tags hang or crash the libraries that read them, or eat all memory.
One line of JSON on standard input says what is wanted; the answer is a line of JSON, and behind it the picture.
"""

import contextlib
import json
import os
import resource
import signal
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from tunes.library.beside import opened
from tunes.library.errors import UnreadableError
from tunes.library.formats import ending

MEMORY_BYTES = 640 << 20
"""Address space: the largest picture that is accepted takes 200 MB, what mutagen holds of a file's own pictures as much again."""
DEADLINE_S = 15
"""Seconds after which it ends itself: its parent waits less, but the parent may have been killed."""
LARGEST_FILE = 64 << 20
"""Bytes of a picture; the largest scans have 40 MB."""


def answer(wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What is known, and the picture; or the "problem"."""
    path = str(wanted["path"])
    try:
        with opened(Path(path)) as file:
            return _answer(file, path, wanted)
    except UnreadableError as error:
        return {"problem": str(error)}, b""
    except MemoryError:
        return {"problem": "reading it takes more memory than any real file needs"}, b""
    except OSError as error:
        return {"problem": (error.strerror or "it is no regular file").lower()}, b""


def _answer(file: BinaryIO, path: str, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if wanted["what"] == "lyrics":
        from tunes.library.embedded import look_inside

        inside = look_inside(file, ending(path))
        return {"timed": inside.timed, "texts": inside.texts}, b""
    if wanted["is_inside"]:
        from tunes.library.embedded import look_inside

        picture = look_inside(file, ending(path)).picture
        if picture is None:
            return {"problem": "it holds no picture"}, b""
        file = BytesIO(picture)
    elif os.fstat(file.fileno()).st_size > LARGEST_FILE:
        raise UnreadableError("the picture is larger than any real one")
    from tunes.library.thumbnails import jpeg_of, pixels_of

    side = int(wanted["side"])
    return {}, jpeg_of(file, side) if wanted["what"] == "jpeg" else pixels_of(file, side).as_ppm()


def main() -> None:
    """Answers what standard input asks."""
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit, but does not take it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(DEADLINE_S)
    # What libraries print must not get into the answer.
    answers = os.dup(1)
    os.dup2(2, 1)
    said, picture = answer(json.loads(sys.stdin.buffer.readline()))
    with contextlib.suppress(BrokenPipeError), os.fdopen(answers, "wb") as output:  # nobody waits any more
        output.write(json.dumps(said).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
