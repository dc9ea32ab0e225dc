"""A deck opens files one after the other, and a file anew, without a word about an end that was none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from media import make_sound
from tunes.player.decks import Deck, Decoder
from tunes.player.libvlc import LibVlc
from tunes.player.spares import Spares

pytestmark = pytest.mark.libvlc


@pytest.fixture(scope="module")
def libvlc() -> LibVlc:
    return LibVlc()


@pytest.fixture
def deck(libvlc: LibVlc) -> Iterator[Deck]:
    made = Deck(Spares(lambda: Decoder(libvlc)))
    yield made
    made.close()


def test_a_file_that_is_opened_anew_has_not_come_to_its_end(deck: Deck, tmp_path: Path) -> None:
    path = bytes(make_sound(tmp_path / "a.flac", 3.0))
    before = deck.open(path, 0.0, None)
    deck.put_aside()
    after = deck.open(path, 1.0, None)
    after.wait_for(1, 20.0)
    assert after.held
    assert not before.has_ended


def test_a_file_that_gives_way_to_another_has(deck: Deck, tmp_path: Path) -> None:
    path = bytes(make_sound(tmp_path / "a.flac", 3.0))
    before = deck.open(path, 0.0, None)
    deck.open(path, 0.0, None)
    assert before.has_ended
