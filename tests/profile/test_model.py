import json
from pathlib import Path

import numpy as np
from tunes.profile.facts import Facts
from tunes.profile.model import SHIPPED, Fitted, Table, read_model

TABLE = Table("plays", "came back to", np.array([0.5, 1.5]), np.array([-1.0, 0.25, 2.0]))


def test_a_table_gives_points_up_to_and_with_each_cut() -> None:
    values = np.array([0.0, 0.5, 0.500001, 1.5, 9.0])
    assert TABLE.of(values).tolist() == [-1.0, -1.0, 0.25, 0.25, 2.0]


def test_the_last_digits_of_a_number_do_not_count() -> None:
    assert TABLE.of(np.array([0.5 + 1e-9, 1.5 - 1e-9])).tolist() == [-1.0, 0.25]


def test_tables_of_one_signal_add_up() -> None:
    again = Table("play days", "came back to", np.array([1.0]), np.array([0.0, 0.5]))
    of_artist = Table("artist days", "artist", np.array([1.0]), np.array([0.0, 3.0]))
    known = Facts(
        of_song={"plays": np.array([1.0, 2.0]), "play days": np.array([1.0, 2.0])},
        of_artist={"artist days": np.array([0.0, 1.0, 2.0])},
    )
    songs, artists = Fitted(0.0, (TABLE, again, of_artist)).parts(known)
    assert songs["came back to"].tolist() == [0.25, 2.5]
    assert artists["artist"].tolist() == [0.0, 0.0, 3.0]


def test_a_file_of_tables_is_read(tmp_path: Path) -> None:
    one = {"fact": "plays", "signal": "came back to", "cuts": [0.5], "points": [0, 1]}
    file = tmp_path / "tables.json"
    file.write_text(json.dumps({"start": -2, "skip": 0.4, "tables": [one]}))
    model = read_model(file)
    assert (model.again.start, model.skip_again) == (-2, 0.4)
    assert model.again.tables[0].of(np.array([0.0, 1.0])).tolist() == [0, 1]


def test_the_shipped_tables_are_sound() -> None:
    assert SHIPPED.again.start < 0 < SHIPPED.skip_again
    for table in SHIPPED.again.tables:
        assert len(table.points) == len(table.cuts) + 1
        assert (np.diff(table.cuts) > 0).all()
        assert np.abs(table.points).max() < 5
