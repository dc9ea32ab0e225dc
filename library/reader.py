"""Owns the reader process, `python -m tunes.library.reader`: reads files named on its standard input, and answers each with a line of JSON.

A process of its own, because crafted files hang or crash the libraries that read them, or eat all memory.
"""

import contextlib
import gc
import os
import resource
import signal
import stat
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from tunes.library.beside import OPENING, read_beside
from tunes.library.cutting import cut
from tunes.library.errors import UnreadableError
from tunes.library.formats import MEDIAINFO, OGG, STREAMED, VIDEO, ending
from tunes.library.identity import EDGE, payload_digest, track_id
from tunes.library.plainly import read_plainly
from tunes.library.requests import END, READY
from tunes.library.tagged import Tagged, tagged_from
from tunes.library.text import fold

MEMORY_BYTES = 384 << 20
"""Address space of one reader: itself takes 60 MB, a large cover as much again, and a crafted file all there is."""
DEADLINE_S = 60
"""Seconds after which a reader ends itself on one file: its parent waits less, but the parent may have been killed."""

SMALL_BYTES = 2 * EDGE
"""Files up to this are read in one go: the digest needs all of it anyway."""
BEGINNING_BYTES, THEORA = 512, b"\x80theora"
"""Of an Ogg file: there each stream in it tells what it is, pictures before sound."""
GARBAGE = 50_000
"""Objects after which a reader looks for garbage: a few hundred files, a few MB."""


def read(path: str, cues: Sequence[str] = ()) -> dict[str, Any]:
    """What is known of one file, or the "problem" with it; "passing" where the file itself may be good.

    `cues` are the names of cue sheets beside it. A file that one of them cuts is answered with the "parts".
    """
    try:
        file_ending = ending(path)
        descriptor = os.open(path, OPENING)
        try:
            answer = _read_opened(descriptor, file_ending)
        finally:
            os.close(descriptor)
        if cues or "cuesheet" in answer:
            return cut(answer, path, cues)
        return answer | _beside(path) if file_ending in VIDEO else answer
    except UnreadableError as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": "reading it takes more memory than any real file needs"}
    except OSError as error:
        return {"problem": (error.strerror or "it can't be opened").lower(), "passing": True}
    except Exception as error:  # a file that is written to while it is read can make any reader stumble
        return {"problem": f"it can't be read ({type(error).__name__})", "passing": True}


def _read_opened(descriptor: int, file_ending: str) -> dict[str, Any]:
    status = os.fstat(descriptor)
    size = status.st_size
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("it is no regular file")
    if not size:
        raise UnreadableError("it is empty")
    file: BinaryIO
    if size <= SMALL_BYTES:
        file = BytesIO(_whole(descriptor, size))
    else:
        file = os.fdopen(descriptor, "rb", closefd=False)
    tagged = _tagged(file, size, file_ending)
    payload = payload_digest(file, size)
    answer = tagged.known()
    answer["id"] = track_id(payload, tagged.artist, tagged.title, tagged.album)
    answer["payload"] = payload.hex()
    if tagged.artist and tagged.title:
        answer["described"] = "\n".join(map(fold, (tagged.artist, tagged.title, tagged.album)))
    return answer


def _whole(descriptor: int, size: int) -> bytes:
    """All of a small file; a file object would cost as much as reading it."""
    data = os.read(descriptor, size)
    while len(data) < size and (more := os.read(descriptor, size - len(data))):
        data += more
    return data


def _beside(path: str) -> dict[str, Any]:
    """What the `.nfo` beside a film says; it goes before the film's own tags, but not into its id."""
    from tunes.library.nfo import MOST_BYTES, read_nfo

    try:
        return read_nfo(read_beside(Path(path).with_suffix(".nfo"), MOST_BYTES + 1))
    except OSError:  # there is none, or none that can be read
        return {}


def _tagged(file: BinaryIO, size: int, file_ending: str) -> Tagged:
    if file_ending in MEDIAINFO:
        from tunes.library.video import read_video  # its library takes 30 MB, and most have no films

        return read_video(file, size)
    if said := read_plainly(file, size, file_ending):
        return tagged_from(*said, size)
    begins = _beginning(file)
    if file_ending in OGG and THEORA in begins:
        from tunes.library.video import read_video

        return read_video(file, size)
    from tunes.library.tags import read_tags  # mutagen is slow to import, and most files are plain

    try:
        return read_tags(file, size, file_ending)
    except UnreadableError as error:
        if file_ending not in STREAMED and not begins.startswith(b"ID3"):
            raise
        return _second_opinion(file, size, error)


def _beginning(file: BinaryIO) -> bytes:
    file.seek(0)
    begins = file.read(BEGINNING_BYTES)
    file.seek(0)
    return begins


def _second_opinion(file: BinaryIO, size: int, first: UnreadableError) -> Tagged:
    """What MediaInfo finds in a file that mutagen can't read.

    A lying picture, one frame alone, or ID3 before what has tags of its own keep nobody from playing it. MediaInfo takes much
    for sound that is none, so it must have found tags or a length.
    """
    from tunes.library.video import read_video

    file.seek(0)
    try:
        tagged = read_video(file, size)
    except UnreadableError:
        raise first from None
    if not (tagged.title or tagged.duration):
        raise first
    return tagged


def serve(names: Iterable[bytes], answers: int) -> None:
    """Answers each name of a file with a line.

    It is written at once and whole: when this process dies, the file it was at is the first that has no answer.
    """
    _write(answers, READY)
    cues = list[str]()
    for name in names:
        if b"/" not in name:
            cues.append(os.fsdecode(name))
            continue
        signal.alarm(DEADLINE_S)
        answer = read(os.fsdecode(name), cues)
        cues.clear()
        signal.alarm(0)  # it may be long until somebody takes the answer, or asks for more
        _write(answers, orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))


def _names(descriptor: int) -> Iterator[bytes]:
    rest = b""
    while chunk := os.read(descriptor, 1 << 16):
        *names, rest = (rest + chunk).split(END)
        yield from names


def _write(descriptor: int, answer: bytes) -> None:
    while answer:
        answer = answer[os.write(descriptor, answer) :]


def main() -> None:
    """Serves until standard input ends."""
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit, but does not take it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    gc.freeze()
    gc.set_threshold(GARBAGE)  # a tenth of the time went into looking for what is used all along
    # What libraries print must not get between the answers.
    answers = os.dup(1)
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError):  # the scan ended
        serve(_names(0), answers)


if __name__ == "__main__":
    main()
