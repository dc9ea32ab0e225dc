"""Owns when two names mean the same recording: what may be left out of a name, and what makes it another version. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tunes.library.text import fold

_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_BEHIND_A_DASH = re.compile(r"\s+[-–—]\s+(?=\S)")
_GUEST = re.compile(r"^(?:(?:feat|ft|featuring)\b|(?:with|from)\s).*$")
_GUEST_OUTSIDE = re.compile(r"\s(?:feat|ft|featuring)\b\.?\s.*$")
_NO_LETTER = re.compile(r"[^\w]+")
_APOSTROPHE = re.compile("['’`´]")
_VERSIONS = {
    "live": "live",
    "unplugged": "live",
    "concert": "live",
    "remix": "remix",
    "rmx": "remix",
    "mix": "remix",
    "acoustic": "acoustic",
    "demo": "demo",
    "instrumental": "instrumental",
    "karaoke": "karaoke",
    "cover": "cover",
    "reprise": "reprise",
    "edit": "edit",
    "extended": "extended",
    "session": "session",
    "sessions": "session",
    "take": "take",
    "outtake": "take",
    "alternate": "take",
    "alternative": "take",
    "dub": "dub",
    "orchestral": "orchestral",
    "rehearsal": "demo",
    "rework": "remix",
    "bootleg": "remix",
}
"""Words of a bracket that make it another recording, and by which it is told from the plain one."""
_SAME = re.compile(
    r"\b(?:(?:\d{4}\s+)?(?:digital(?:ly)?\s+)?re-?master(?:ed)?(?:\s+(?:version|\d{4}))*"
    r"|(?:album|single|original|stereo|mono|explicit|clean|lp|ep)(?:\s+(?:version|mix|edit))?|original\s+mix"
    r"|deluxe(?:\s+(?:edition|version))?|bonus(?:\s+track)?|(?:\d+\w*\s+)?anniversary(?:\s+edition)?|expanded(?:\s+edition)?"
    r"|(?:\d{4}\s+)?version|remastered\s+\d{4}|\d{4}|soundtrack|ost|explicit|edition|re-?issue)\b"
)
"""What a bracket says of the same recording."""
_AND = re.compile(r"\s*[&+]\s*|\s+(?:and|und|et|y)\s+")
_AND_OTHERS = re.compile(r"\s*[,;/]\s+|\s*;\s*|\s+(?:(?:feat|ft|vs)\b\.?|(?:featuring|with|x)\b)\s*")
_SAYING_NOTHING = frozenset({"at", "in", "from", "the", "a", "on", "of", "version", "radio"})
_NUMBER = re.compile(r"\d+|\b[ivx]+\b")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Title:
    """What a title comes down to."""

    base: str
    """Folded, without guests, remaster notes and punctuation."""
    versions: frozenset[str]
    """What makes it another recording than the plain one: "live", "remix" …"""
    whose: frozenset[str]
    """The other words that tell the version: where it was played, whose remix it is."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those in it, Roman ones too: a fifth symphony is no sixth, however alike their names."""
        return tuple(_value(found) for found in _NUMBER.findall(self.base))

    def is_version_of(self, other: "Title") -> bool:
        """Whether both are the same version of whatever they name. One that is just "live" may be any live one."""
        if self.versions != other.versions:
            return False
        return self.whose == other.whose or (self.versions == {"live"} and not (self.whose and other.whose))


@lru_cache(maxsize=100_000)
def title_of(text: str) -> Title:
    """Takes a title apart."""
    folded = _GUEST_OUTSIDE.sub("", fold(text))
    versions, whose = set[str](), set[str]()

    def without(note: str) -> str:
        found = _version(note)
        if found is None:
            return note
        versions.update(found[0])
        whose.update(found[1])
        return ""

    outside = _BRACKETS.sub(lambda bracket: f" {without(bracket[1])} ", folded)
    first, *behind = _BEHIND_A_DASH.split(outside)
    base = " ".join([first, *map(without, behind)])
    return Title(bare(base) or bare(folded) or folded, frozenset(versions), frozenset(whose))


@lru_cache(maxsize=100_000)
def artists_of(text: str) -> tuple[str, ...]:
    """What an artist may be called elsewhere, folded, without "The" and punctuation: all of them, and the first of several."""
    folded = fold(text)
    return tuple(
        dict.fromkeys(_plain_artist(name) for name in (folded, _AND_OTHERS.split(folded, maxsplit=1)[0]))
    )


@lru_cache(maxsize=100_000)
def half_of(text: str) -> str:
    """The first of two who play together, "" where there is one: it may also be the name of somebody else."""
    halves = _AND.split(fold(text), maxsplit=1)
    return _plain_artist(halves[0]) if len(halves) > 1 else ""


@lru_cache(maxsize=100_000)
def album_of(text: str) -> str:
    """What the name of an album comes down to: its edition is left out."""
    return title_of(text).base


def bare(text: str) -> str:
    """Letters and digits of any script, words a space apart."""
    return " ".join(_NO_LETTER.sub(" ", _APOSTROPHE.sub("", text)).replace("_", " ").split())


def _plain_artist(folded: str) -> str:
    plain = bare(_AND.sub(" and ", folded))
    return plain.removeprefix("the ").removesuffix(" the") or plain or folded


def _version(note: str) -> tuple[set[str], set[str]] | None:
    """What a bracket tells of the version, nothing where it is the same recording; None where it is part of the title."""
    note = _GUEST.sub("", note.strip())
    words = bare(_SAME.sub(" ", note)).split()
    kinds = {_VERSIONS[word] for word in words if word in _VERSIONS}
    if words and not kinds:
        return None
    return kinds, {word for word in words if word not in _VERSIONS} - _SAYING_NOTHING


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text[:9])
    values = [_ROMAN[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
