"""The selected track stays selected while a scan replaces the rows."""

from pathlib import Path

from made_rows import put_away
from screen import made_track
from tunes.library.catalog import Catalog
from tunes.library.listing import Found
from tunes.library.made import row_by_name
from tunes.tui.widgets.track_list import TrackList


def test_a_row_that_went_before_it_was_looked_at_is_still_the_selected_one(tmp_path: Path) -> None:
    catalog, tracks = Catalog(tmp_path / "l.db"), [made_track(number) for number in range(3)]
    catalog.set_roots([Path("/")])
    ledger = catalog.ledger
    named = [row_by_name(Found(str(one.path), "/", 1, 1.0), 1.0) for one in reversed(tracks)]
    with ledger.change() as db:
        ledger.put_named(db, named)
    shown = TrackList()
    shown.rows = catalog.shelf(unread=True)
    shown.cursor = 1
    assert shown.selected is not None
    path = shown.selected.path
    assert shown.place_among(catalog.shelf(unread=True)) == 1
    unseen = catalog.shelf(unread=True)
    put_away(catalog, tracks)
    with ledger.change() as db:
        ledger.forget_named(db)
    shown.rows = unseen  # which are gone
    read = catalog.shelf(unread=True)
    place = shown.place_among(read)
    assert place is not None
    assert read[place].path == path
    catalog.close()
