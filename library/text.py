"""Owns what text from files may look like: `clean` for whatever a person sees, `fold` for comparing and finding."""

import unicodedata
from functools import lru_cache

LONGEST = 500
"""Characters shown of one text; nobody reads more, and some tags hold a book."""

_SPACES = {ord(char): " " for char in "\t\n\v\f\r\x85\u2028\u2029\u00a0\u3000"}
_HARMFUL = [*range(0x20), *range(0x7F, 0xA0), 0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010)]
_HARMFUL += range(0x202A, 0x202F)
_HARMFUL += [
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),
    *range(0xE0000, 0xE0080),
]
_TABLE: dict[int, str | None] = (
    dict.fromkeys(_HARMFUL) | _SPACES | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_TABLE.pop(0x200D)  # the joiner inside an emoji family

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
"""Letters that carry their accent inside."""


def clean(text: str) -> str:
    """The text as it may be shown: no control or escape characters, no turning of its direction, no lone surrogates."""
    if not text.isprintable():
        text = text.translate(_TABLE)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@lru_cache(maxsize=4096)  # artists, albums and genres come again and again
def fold(text: str) -> str:
    """The text for comparing: without case, accents and doubled spaces. `Björk` and `bjork` fold alike.

    Ids of tracks are computed from folded text, so what this gives for a text may never change.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    # Decomposed on both sides of the case: "™" holds capitals, and the small "ǰ" comes with its accent.
    plain = unicodedata.normalize("NFKD", text.translate(_TABLE)).casefold().translate(_LETTERS)
    bare = "".join(char for char in unicodedata.normalize("NFKD", plain) if not _is_accent(char))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def _is_accent(char: str) -> bool:
    """A mark that may be left out. Without those of classes 7 to 9 (nukta, kana voicing, virama) it is another letter."""
    return unicodedata.combining(char) not in {0, 7, 8, 9}
