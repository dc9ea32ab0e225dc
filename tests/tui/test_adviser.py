"""What comes next and the rows of the home screen, each from a real process of its own."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from screen import made_track, put
from tunes.library.track import Track
from tunes.profile.autoplay import Autoplay, Stayed
from tunes.profile.listens import Listen, listen_document
from tunes.tui.adviser import Adviser
from tunes.tui.aside import AsideError
from tunes.tui.autoplay import Question
from tunes.tui.edges import Edges
from tunes.tui.home import MakingHome, home_of
from tunes.tui.places import places

NOW = time.time()
TRACKS = [replace(made_track(n), id=f"t1:{n:032x}") for n in range(80)]
"""Four artists, of three genres."""


def heard(track: Track, at: float) -> Listen:
    return Listen(track.id, at, 0, 100.0, 100.0, 0.0, 100.0, end="finished", source="queue")


@pytest.fixture
def edges(tmp_path: Path) -> Iterator[Edges]:
    folder = tmp_path / "f\udcffles"
    made = Edges(places(folder / "library.db", folder / "profile", folder / "config.toml"))
    put(made.catalog(), TRACKS)
    days = range(2, 7)
    listens = [heard(TRACKS[n], NOW - day * 86_400 + n * 110) for day in days for n in (0, 1, 2, 20, 40)]
    made.store().extend(
        "listens", [(listen_document(one), [TRACKS[int(one.track[3:], 16)]]) for one in listens]
    )
    yield made
    made.close()


@pytest.fixture
def adviser(edges: Edges) -> Iterator[Adviser]:
    made = Adviser(edges.places, edges.catalog())
    yield made
    made.stop()


def question(*sitting: Stayed, mode: Autoplay = Autoplay.SIMILAR) -> Question:
    return Question(sitting, NOW, mode, tuple(stayed.track for stayed in sitting))


def kept(number: int) -> Stayed:
    return Stayed(TRACKS[number].id, is_skip=False)


def skipped(number: int) -> Stayed:
    return Stayed(TRACKS[number].id, is_skip=True)


class TestNext:
    def test_one_process_answers_again_and_again(self, adviser: Adviser) -> None:
        first = adviser.choose(question(kept(0)))
        process = adviser._process
        assert len(first.tracks) == 5
        assert first.instead == ()
        assert adviser.choose(question(kept(0))) == first
        assert adviser._process is process

    def test_behind_two_skips_it_also_tells_what_comes_after_a_third(self, adviser: Adviser) -> None:
        answer = adviser.choose(question(kept(0), skipped(5), skipped(6), kept(7)))
        assert answer.instead
        assert TRACKS[7].artist not in {track.artist for track in answer.instead}

    def test_what_was_banned_since_it_read_the_history_does_not_come(self, adviser: Adviser) -> None:
        first = adviser.choose(question(kept(0)))
        artist = first.tracks[0].artist
        later = replace(question(kept(0)), unwanted=({"artist": artist.upper()}, {"folder": "0"}))
        answer = adviser.choose(later)
        assert answer.tracks
        assert not any(one.artist in {artist, TRACKS[0].artist} for one in answer.tracks)
        assert adviser.choose(question(kept(0))) == first

    def test_one_that_died_is_started_anew(self, adviser: Adviser) -> None:
        first = adviser.choose(question(kept(0)))
        assert adviser._process is not None
        adviser._process.kill()
        adviser._process.wait()
        assert adviser.choose(question(kept(0))) == first

    def test_one_that_can_not_live_is_said(self, adviser: Adviser, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.executable", "/bin/false")
        with pytest.raises(AsideError, match="ended early"):
            adviser.choose(question(kept(0)))

    def test_what_goes_wrong_is_said_and_the_next_answer_is_right(self, adviser: Adviser) -> None:
        wrong = replace(question(kept(0)), mode="no such mode")  # type: ignore[arg-type]
        with pytest.raises(AsideError, match="no such mode"):
            adviser.choose(wrong)
        assert adviser.choose(question(kept(0))).tracks

    def test_after_the_end_nothing_is_started(self, adviser: Adviser) -> None:
        adviser.stop()
        with pytest.raises(AsideError, match="being closed"):
            adviser.choose(question(kept(0)))


class TestHome:
    def test_it_is_the_page_that_everybody_sees(self, edges: Edges) -> None:
        steps: list[str] = []
        page = MakingHome(edges.places, edges.catalog()).home(steps.append)
        assert len(steps) == 3
        assert {"on-repeat", "continue"} <= {row.key for row in page.rows}
        same = home_of(edges)
        assert [(row.key, row.title, row.going) for row in page.rows] == [
            (row.key, row.title, row.going) for row in same.rows
        ]
        assert [[pick.track.id for pick in row.picks] for row in page.rows] == [
            [pick.track.id for pick in row.picks] for row in same.rows
        ]

    def test_what_goes_wrong_is_said(self, edges: Edges) -> None:
        making = MakingHome(edges.places, edges.catalog())
        edges.places.library.unlink()
        edges.places.library.mkdir()
        with pytest.raises(AsideError, match="library file can't be"):
            making.home(lambda _: None)

    def test_a_process_that_dies(self, edges: Edges, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.executable", "/bin/false")
        with pytest.raises(AsideError, match="ended early"):
            MakingHome(edges.places, edges.catalog()).home(lambda _: None)

    def test_after_the_end_nothing_is_started(self, edges: Edges) -> None:
        making = MakingHome(edges.places, edges.catalog())
        making.stop()
        with pytest.raises(AsideError, match="being closed"):
            making.home(lambda _: None)
