"""`tunes home`: the rows of the home screen."""

import argparse
from typing import TYPE_CHECKING

from tunes.library.text import clean
from tunes.tui.edges import Edges
from tunes.tui.home import home_of
from tunes.tui.shapes import as_json, home_shape

if TYPE_CHECKING:  # numpy is slow to import, and `--help` needs none
    from tunes.profile.rows import Home, Row


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes home`."""
    parser.add_argument("--why", action="store_true", help="with the reason for each row and each pick")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the rows as they are now."""
    page = home_of(edges)
    if not page.rows:
        edges.tell_if_empty()
    if options.json:
        print(as_json(home_shape(page)))
        return 0
    print("\n".join(_lines(page, why=options.why)))
    return 0


def _lines(page: "Home", *, why: bool) -> list[str]:
    """The page as a person reads it."""
    lines = [clean(page.note)] if page.note else []
    for row in page.rows:
        lines += ["", clean(row.title)] if lines else [clean(row.title)]
        lines += [f"  {clean(row.reason)}"] if why else []
        lines += _row_lines(row, why=why)
    return lines


def _row_lines(row: "Row", *, why: bool) -> list[str]:
    lines = []
    for pick in row.picks:
        going = row.going.get(pick.track.id)
        names = " – ".join(clean(text) for text in (pick.track.title, pick.track.artist) if text)
        name = f"{clean(going.name)}: {names}" if going is not None and going.name else names
        lines.append(f"     {name}" + (f"  ({going.note})" if going is not None and going.note else ""))
        if why:
            lines.append(f"       {clean(pick.reason)}")
    return lines
