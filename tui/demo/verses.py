"""Owns the words of the demo's singers: a few verses, and when each line is sung. Made up, like the singers."""

from pathlib import Path

SINGERS = frozenset({"Fenwick Hollow", "Marrow & Thistle"})
"""Whose songs have words; the others play alone."""
_VERSES = (
    ("The gate is off its hinges", "the path is full of rain", "I counted every fence post", "and counted them again"),
    ("A lamp behind the curtain", "a kettle on the hob", "somebody hums a ferry tune", "and drums it on the job"),
    ("O carry me to morning", "O carry me to noon", "the river has the whole sky in it", "and half of it is moon"),
    ("We mended what was broken", "we salted what would keep", "we told the clock a story", "until it fell asleep"),
    ("There's thistle in the barley", "there's barley in the bread", "there's not a word between us", "that hasn't been well said"),
)  # fmt: skip
_FIRST_S, _LINE_S = 2.0, 3.2


def write_verses(path: Path, number: int) -> None:
    """Writes the words of a song beside it, as an `.lrc`; the same number gives the same words."""
    verses = [_VERSES[(number + turn) % len(_VERSES)] for turn in range(2)]
    lines = [line for verse in verses for line in verse]
    stamped = (f"[00:{_FIRST_S + place * _LINE_S:05.2f}]{line}" for place, line in enumerate(lines))
    path.write_text("\n".join([*stamped, ""]), encoding="utf-8")
