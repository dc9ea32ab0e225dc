"""Owns taking exports apart piece by piece, however large: objects of JSON, in an array or a line each, and rows of CSV."""

import codecs
import csv
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO, Literal

from tunes.profile.exchange.told import BadFileError

CHUNK_BYTES = 1 << 18
LONGEST_OBJECT = 4 << 20
"""Characters of one listen: the longest real ones have a few thousand."""
_BETWEEN = " \t\r\n,[]"
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))
_LISTEN = "one listen in braces"


def encoding_of(head: bytes) -> str:
    """As the mark at its beginning says; else UTF-8."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")


def objects(stream: BinaryIO, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object, and the line it begins in, in words; of any size, since one is held at a time. Raises BadFileError, OSError."""
    decoder = json.JSONDecoder()
    text, line = "", 1
    for chunk in chain(_texts(stream, file), [""]):
        text += chunk
        place = 0
        while True:
            start = _behind(text, place)
            line += text.count("\n", place, start)
            place = start
            try:
                found, end = decoder.raw_decode(text, place)
            except (ValueError, RecursionError):  # it goes on in the next chunk, or is none
                break
            if not isinstance(found, dict):
                raise BadFileError(file, f"line {line:,}", _LISTEN)
            yield f"line {line:,}", found
            line += text.count("\n", place, end)
            place = end
        text = text[place:]
        if len(text) > LONGEST_OBJECT:
            break
    if text:
        raise BadFileError(file, f"line {line:,}", _LISTEN)


def rows(stream: BinaryIO, file: str, delimiter: str = ",") -> Iterator[tuple[str, list[str]]]:
    """Each row that is not empty, and the line it ends in, in words. Raises BadFileError, OSError."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    reader = csv.reader(lines(stream, file), delimiter=delimiter, quoting=quoting)
    try:
        for row in reader:
            if any(row):
                yield f"line {reader.line_num:,}", row
    except csv.Error:
        raise BadFileError(
            file, f"line {reader.line_num + 1:,}", f"fields with “{delimiter}” between them"
        ) from None


def text_in(said: Mapping[str, Any], name: str) -> str:
    """A text of an object; "" where it tells none."""
    value = said.get(name)
    return value.strip() if isinstance(value, str) else ""


def _texts(stream: BinaryIO, file: str) -> Iterator[str]:
    first = stream.read(CHUNK_BYTES)
    decoder = codecs.getincrementaldecoder(encoding_of(first))()
    chunk, line = first, 1
    try:
        while chunk:
            text = decoder.decode(chunk)
            line += text.count("\n")
            yield text
            chunk = stream.read(CHUNK_BYTES)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        line += bytes(error.object[: error.start]).count(b"\n")
        raise BadFileError(file, f"line {line:,}", "text in UTF-8") from None


def lines(stream: BinaryIO, file: str) -> Iterator[str]:
    """Each line with its end. Raises BadFileError, OSError."""
    rest, number = "", 1
    for text in _texts(stream, file):
        *whole, rest = (rest + text).split("\n")
        number += len(whole)
        yield from (line + "\n" for line in whole)
        if len(rest) > LONGEST_OBJECT:
            raise BadFileError(file, f"line {number:,}", "its end")
    if rest:
        yield rest


def _behind(text: str, place: int) -> int:
    """The place of what comes next, behind commas, brackets and space."""
    while place < len(text) and text[place] in _BETWEEN:
        place += 1
    return place
