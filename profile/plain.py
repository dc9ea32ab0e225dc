"""Owns what a value must be like to be stored: text that every reader of JSON takes, numbers that JSON knows. Pure."""

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

_LONE = re.compile(r"[\ud800-\udfff]")


def plain_text(text: str) -> str:
    """Text without lone surrogates, which names of files bring along and JSON can't hold; each becomes the sign for "unreadable"."""
    return text if text.isascii() else _LONE.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(value: Any) -> Any:
    """A value that can be stored: plain text throughout, no NaN, no number of numpy's, lists for tuples."""
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, str):
        return plain_text(str(value))
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {plain_text(str(name)): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value
