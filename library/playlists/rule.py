"""Owns the file of a rule: a query that fills a playlist anew each time it is opened."""

from pathlib import Path

from tunes.library.playlists.reading import PlaylistError, content_of

ENDING = "query"
LONGEST = 1_000
"""Characters; nobody means more."""
MOST_BYTES = 1 << 16
"""Nobody writes a query of a thousand lines."""
_HEAD = (
    "# A playlist of tunes that fills itself anew each time it is opened. The lines without # are its query,\n"
    "# in the language of the line behind `/`; what it can ask is told in docs/search.md.\n"
)


def read_rule(path: Path) -> str:
    """The query in a rule's file: all lines that are no comments, as one. Raises `PlaylistError` where there is none."""
    content = content_of(path, MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlaylistError(f"{path} can't be read: it is no UTF-8 text.") from error
    lines = (line.strip() for line in text.replace("\0", " ").splitlines())
    query = " ".join(line for line in lines if line and not line.startswith("#"))
    if not query:
        raise PlaylistError(f"{path} holds no query: write one into it, as in  genre:jazz plays:0")
    return _fit(query)


def rule_bytes(query: str) -> bytes:
    """A rule's file. Raises `PlaylistError` for a query that is too long."""
    return f"{_HEAD}{_fit(' '.join(query.split()))}\n".encode(errors="replace")


def _fit(query: str) -> str:
    if len(query) > LONGEST:
        raise PlaylistError(
            f"The query of a playlist has at most {LONGEST:,} characters; this one has {len(query):,}."
        )
    return query
