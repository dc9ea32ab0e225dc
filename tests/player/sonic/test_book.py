"""The book of features: what is kept is there again, for nobody else to read, and a damaged or older one does no harm."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from tunes.player.sonic.book import SonicBook, Unheard, features_in
from tunes.player.sonic.features import COUNT, VERSION

BOOK = "tunes.player.sonic.book"
NUMBERS = [n / 8 for n in range(COUNT)]
BAD = Unheard("t1:bad", "it is silent", 100, 5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sonic.db"


def test_what_is_kept_is_there_again(file: Path) -> None:
    book = SonicBook(file)
    book.keep("t1:a", NUMBERS)
    book.keep_unheard(BAD)
    book.close()
    again = SonicBook(file)
    assert again.done() == {"t1:a"}
    assert again.unheard() == {"t1:bad": BAD}
    again.close()
    assert set(features_in(file)) == {"t1:a"}
    assert np.array_equal(features_in(file)["t1:a"], np.array(NUMBERS, np.float16))
    assert file.stat().st_mode & 0o077 == 0
    assert file.stat().st_size < 20_000


def test_what_was_tried_again_with_success_is_bad_no_more(file: Path) -> None:
    book = SonicBook(file)
    book.keep_unheard(BAD)
    book.keep("t1:bad", NUMBERS)
    assert not book.unheard()
    book.keep_unheard(Unheard("t1:other", "it is no file", 1, 1))
    book.forget_unheard()
    assert not book.unheard()
    assert book.done() == {"t1:bad"}
    book.close()


def test_numbers_of_another_version_are_computed_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = SonicBook(file)
    book.keep("t1:a", NUMBERS)
    book.keep_unheard(BAD)
    monkeypatch.setattr(f"{BOOK}.VERSION", VERSION + 1)
    assert not book.done()
    assert not book.unheard()
    assert not features_in(file)
    book.keep("t1:a", NUMBERS)
    assert book.done() == {"t1:a"}
    book.close()


def test_a_retagged_track_sounds_as_before(file: Path) -> None:
    book = SonicBook(file)
    book.keep("t1:old", NUMBERS)
    book.keep("t1:known", NUMBERS[::-1])
    book.keep_unheard(BAD)
    book.follow([("t1:new", "t1:old"), ("t1:known", "t1:old"), ("t1:x", "t1:gone"), ("t1:y", "t1:bad")])
    assert book.done() == {"t1:old", "t1:new", "t1:known"}
    assert features_in(file)["t1:known"][0] == NUMBERS[-1]
    book.close()


def test_it_does_not_grow_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{BOOK}.SPARE", 2)
    times = iter(range(10))
    monkeypatch.setattr(f"{BOOK}.time.time", lambda: next(times))
    book = SonicBook(file)
    for name in ("here", "a", "b", "c", "d"):
        book.keep(name, NUMBERS)
    book.tidy({"here"})
    assert book.done() == {"here", "c", "d"}
    book.close()


def test_a_damaged_book_is_begun_anew(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)
    assert features_in(file) == {}
    book = SonicBook(file)
    book.keep("t1:a", NUMBERS)
    book.close()
    content = bytearray(file.read_bytes())
    content[4096 + 20 : 8192] = bytes(4096 - 20)
    file.write_bytes(content)
    book = SonicBook(file)
    book.keep("t1:b", NUMBERS)
    assert "t1:b" in book.done()
    book.close()


def test_numbers_of_a_wrong_length_are_left_out(file: Path) -> None:
    book = SonicBook(file)
    book.keep("t1:a", NUMBERS)
    book.close()
    with sqlite3.connect(file) as db:
        db.execute("INSERT INTO sounds SELECT 't1:b', version, at, x'0011', NULL, NULL, NULL FROM sounds")
    db.close()
    assert set(features_in(file)) == {"t1:a"}


def test_where_there_is_none_nothing_is_known_and_none_is_made(file: Path) -> None:
    assert features_in(file) == {}
    assert not file.exists()


def test_where_none_can_be_kept_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        SonicBook(tmp_path / "no" / "folder.db")
