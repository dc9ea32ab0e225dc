"""Owns the query language: what a line of words asks for. Pure: `library.search` answers it, docs/search.md tells it to listeners.

    query  = { term }                                 spaces between them; all must hold
    term   = [ "-" ] ( word | phrase | field ":" value )    with "-": must not hold
    phrase = '"' words '"'                            a quote inside a word (12") is no phrase
    value  = word | phrase                            after artist, album, title, genre, composer, show
           | range                                    after year, length, added, plays, skips
           | kind { "|" kind }                        after kind: music, video, spoken
    range  = amount | ( "<" | ">" | "<=" | ">=" ) amount | amount ".." [ amount ] | ".." amount

A term with a colon that makes no sense is words all the same where the library has it as text: `re:stacks`.
"""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from tunes.library.amounts import AMOUNTS, Range, range_of
from tunes.library.errors import QueryError
from tunes.library.track import Kind

TEXT_FIELDS = ("artist", "album", "title", "genre", "composer", "show")
FIELDS = (*TEXT_FIELDS, *AMOUNTS, "kind")

MOST_TERMS = 200
"""Of one query: SQLite takes no more than some hundred."""

_TERM = re.compile(r'(?P<no>-(?!-)|)(?:(?P<field>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S*))\s*')
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Text:
    """Words that a track must have: anywhere, or in one field."""

    words: str
    field: str = ""
    """One of TEXT_FIELDS; "" is anywhere."""
    is_phrase: bool = False
    """Exactly these words in this order; else each may be the beginning of a word, or mistyped."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What sorts of thing a track may be."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must hold or, where it is not wanted, must not."""

    what: Text | Range | Kinds
    is_wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: all terms must hold."""

    terms: tuple[Term, ...]

    @property
    def is_plain(self) -> bool:
        """Only words and phrases, which may be a name; no fields, nothing left out."""
        return all(
            isinstance(term.what, Text) and not term.what.field and term.is_wanted for term in self.terms
        )


def parse(line: str, knows: Callable[[str], bool] = lambda _: False) -> Query:
    """What a line asks for. `knows` says whether the library has a text as it stands.

    Raises `QueryError`, a sentence, where the line makes no sense.
    """
    terms = tuple(islice(_terms(line.strip(), knows), MOST_TERMS + 1))
    if len(terms) > MOST_TERMS:
        raise QueryError(f"A query asks for at most {MOST_TERMS} things at once.")
    return Query(terms)


def _terms(line: str, knows: Callable[[str], bool]) -> Iterator[Term]:
    place = 0
    while place < len(line) and (found := _TERM.match(line, place)):
        place = max(found.end(), place + 1)
        what = _what(found, _next_word(line[place:]), knows)
        if what is not None:
            yield Term(what, is_wanted=not found["no"])


def _what(
    found: "re.Match[str]", following: str, knows: Callable[[str], bool]
) -> Text | Range | Kinds | None:
    field, phrase, word = found["field"], found["phrase"], found["word"] or ""
    if field is None:
        return _text(phrase, word)
    try:
        return _of_field(field.lower(), phrase, word)
    except QueryError:
        value = phrase or word
        if field.lower() not in FIELDS and not _LETTER.search(value):  # `Mission: Impossible`
            return Text(field)
        words = f"{field} {value if _LETTER.search(value) else following}"
        if not knows(words):
            raise
        return Text(words)


def _text(phrase: str | None, word: str, field: str = "") -> Text | None:
    if phrase is not None:
        return Text(phrase, field, is_phrase=True) if phrase.strip() else None
    if word.startswith('"') and _LETTER.search(word):
        raise QueryError(
            f"The quotation mark before “{word[1:]}” has no second one: a phrase stands between two."
        )
    return Text(word, field) if word else None


def _of_field(field: str, phrase: str | None, word: str) -> Text | Range | Kinds:
    if field not in FIELDS:
        near = difflib.get_close_matches(field, FIELDS, n=1)
        hint = f"Did you mean {near[0]}:?" if near else f"There are {', '.join(FIELDS)}; words need no colon."
        raise QueryError(f"There is no field “{field}:”. {hint}")
    value = word if phrase is None else phrase.strip()
    if field in AMOUNTS:
        return range_of(field, value)
    if field == "kind":
        return _kinds(value)
    text = _text(phrase, word, field)
    if text is None:
        raise QueryError(f'“{field}:” needs a word right after the colon, or a "phrase".')
    return text


def _kinds(value: str) -> Kinds:
    names = value.lower().split("|")
    if not set(names) <= set(Kind):
        raise QueryError(f"“kind:{value}” is none of kind:music, kind:video, kind:spoken.")
    return Kinds(tuple(Kind(name) for name in dict.fromkeys(names)))


def _next_word(rest: str) -> str:
    words = rest.split(maxsplit=1)
    return words[0] if words else ""
