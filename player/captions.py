"""Owns what subtitles say and when: reading SubRip, WebVTT and SubStation text. Pure; whatever is wrong in it is left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 4
"""Shown at once: more would hide the film."""
MOST_LETTERS = 300
"""Of one line."""
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_SPAN = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_TAG = re.compile(r"<[^>\n]{0,200}>|\{\\[^}\n]{0,500}\}")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&"))
_BEFORE_TEXT = 9
"""Fields before the text of a line of SubStation, in a file of its own."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Something said."""

    start: float
    """Seconds into the film."""
    end: float
    lines: tuple[str, ...]


def captions_of(raw: bytes) -> list[Caption]:
    """What a file of subtitles says, in order of time."""
    text = decoded(raw).replace("\r\n", "\n").replace("\r", "\n")
    found = _substation(text) if "\nDialogue:" in text else _subrip(text)
    return sorted((one for one in found if one.lines and one.end > one.start), key=lambda one: one.start)


def said_at(captions: Iterable[Caption], at_s: float) -> tuple[str, ...]:
    """The lines to be shown at this second."""
    lines = [line for one in captions if one.start <= at_s < one.end for line in one.lines]
    return tuple(lines[:MOST_LINES])


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of one caption, without what is meant for the looks of it."""
    plain = _TAG.sub("", text)
    for entity, letter in _ENTITIES:
        plain = plain.replace(entity, letter)
    return tuple(line.strip()[:MOST_LETTERS] for line in plain.split("\n") if line.strip())


def substation_lines(text: str) -> tuple[str, ...]:
    """The same of a line of SubStation, which has its own sign for the next line."""
    return lines_of(text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " "))


def decoded(raw: bytes) -> str:
    """Text of one of the encodings that subtitles come in."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _subrip(text: str) -> Iterator[Caption]:
    """SubRip and WebVTT: a line with two times, and text up to an empty line."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        for place, line in enumerate(lines[:3]):
            span = _SPAN.match(line)
            if span is not None:
                start, end = _seconds(span.groups()[:4]), _seconds(span.groups()[4:])
                yield Caption(start, end, lines_of("\n".join(lines[place + 1 :])))
                break


def _substation(text: str) -> Iterator[Caption]:
    for line in text.split("\n"):
        fields = line.removeprefix("Dialogue:").split(",", _BEFORE_TEXT)
        if not line.startswith("Dialogue:") or len(fields) <= _BEFORE_TEXT:
            continue
        times = [re.fullmatch(_TIME, field.strip()) for field in fields[1:3]]
        if times[0] is not None and times[1] is not None:
            start, end = (_seconds(time.groups()) for time in times if time is not None)
            yield Caption(start, end, substation_lines(fields[_BEFORE_TEXT]))


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction}")
