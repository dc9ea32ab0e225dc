"""Owns how programs speak through a door: one JSON document a line, in plain ASCII."""

import json
from collections.abc import Mapping
from typing import Any

MOST_BYTES = 1 << 20
"""Of one order: some ten thousand names of files."""

Document = Mapping[str, Any]


class GarbledError(ValueError):
    """What came is no document."""


def encoded(document: Document) -> bytes:
    r"""A document as one line; undecodable bytes of a name travel as \udcXX."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def decoded(line: bytes) -> dict[str, Any]:
    """The document of a line, from wherever it comes."""
    try:
        document = json.loads(line.decode("ascii"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise GarbledError("That is no JSON document in ASCII.") from error
    if not isinstance(document, dict):
        raise GarbledError("That is no JSON object.")
    return document


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no number")
