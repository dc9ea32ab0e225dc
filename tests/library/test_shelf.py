from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest
from tunes.library.shelf import MOST_PAGES, PAGE, Shelf
from tunes.library.track import Kind, Track


class Source:
    """Tracks by number, counting how often somebody asks."""

    def __init__(self) -> None:
        self.asked = 0

    def fetch(self, numbers: Sequence[int]) -> list[Track]:
        self.asked += 1
        return [Track(f"t1:{n}", Path(f"/{n}"), Kind.MUSIC, f"{n}") for n in numbers]

    def find(self, name: str) -> int | None:
        return int(name[3:]) if name.startswith("t1:") else None


@pytest.fixture
def source() -> Source:
    return Source()


def shelf(source: Source, count: int) -> Shelf:
    return Shelf(array("q", range(count)), source.fetch, source.find)


def test_it_is_a_sequence(source: Source) -> None:
    tracks = shelf(source, 1000)
    assert len(tracks) == 1000
    assert tracks[0].title == "0"
    assert tracks[-1].title == "999"
    assert [track.title for track in tracks[998:2000]] == ["998", "999"]
    assert tracks[5:3] == []
    assert tracks[7] in tracks
    with pytest.raises(IndexError):
        tracks[1000]
    with pytest.raises(IndexError):
        tracks[-1001]
    assert [track.title for track in tracks] == [str(n) for n in range(1000)]


def test_only_what_is_looked_at_is_fetched(source: Source) -> None:
    tracks = shelf(source, 100_000)
    assert source.asked == 0
    for _ in range(10):
        tracks[50_000:50_040]
    assert source.asked == 1


def test_few_pages_are_kept(source: Source) -> None:
    tracks = shelf(source, PAGE * 200)
    for place in range(0, len(tracks), PAGE):
        tracks[place]
    assert len(tracks._pages) == MOST_PAGES


def test_positions(source: Source) -> None:
    tracks = shelf(source, 10)
    assert tracks.position("t1:7") == 7
    assert tracks.position("t1:70") is None
    assert tracks.position("unknown") is None


def test_an_empty_one(source: Source) -> None:
    assert list(shelf(source, 0)) == []
    assert shelf(source, 0)[:] == []
