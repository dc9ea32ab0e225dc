"""The home place: rows beside each other, moved through with the keyboard; what was really shown is kept, and where a listen came from."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from screen import HandClock, Stage, made_track, put
from tunes.library.track import Kind, Track
from tunes.profile.autoplay import Autoplay
from tunes.profile.listens import Listen, listen_document
from tunes.profile.rows import Home, home
from tunes.profile.weekly import this_week
from tunes.tui.autoplay import Coming, GoingOn
from tunes.tui.screens.home import HomePlace

DAY = 86_400.0


def heard(track: Track, at: float, **more: Any) -> Listen:
    length = track.duration or 100.0
    listen = Listen(track.id, at, 120, length, length, 0.0, length, end="finished", source="queue")
    return replace(listen, **more)


def steady(tracks: list[Track], now: float) -> list[Listen]:
    """Four tracks on repeat, six forgotten, and an album begun."""
    often = [heard(tracks[n], now - day * DAY - n * 120) for n in (60, 80, 100, 120) for day in (3, 5, 7, 9)]
    once = [heard(tracks[n], now - day * DAY - n * 120) for n in range(0, 48, 8) for day in (90, 100, 110)]
    album = [heard(tracks[n], now - 2 * DAY + n * 101) for n in (140, 141, 142)]
    return [*often, *once, *album]


class HomeStage(Stage):
    def __init__(self, folder: Path, tracks: list[Track], listens: list[Listen]) -> None:
        self.asked = 0
        super().__init__(folder, tracks, home=self.take)
        known = {track.id: track for track in tracks}
        self.store.extend("listens", [(listen_document(one), [known[one.track]]) for one in listens])

    def take(self, step: Callable[[str], object]) -> Home:
        self.asked += 1
        step("Reading your library and your history…")
        self.recorder.flush(5)
        tracks, now = list(self.catalog.all_tracks()), self.clock.now()
        week = this_week(self.store, tracks, now)
        return home(tracks, self.store.history(), now, offset=120, discover=week.picks)

    @property
    def place(self) -> HomePlace:
        return self.app.frame.places.home


@pytest.fixture
def stage(tmp_path: Path) -> HomeStage:
    tracks = [made_track(n) for n in range(240)]
    return HomeStage(tmp_path, tracks, steady(tracks, HandClock().time))


class TestRows:
    async def test_they_are_made_when_one_comes_and_not_before(self, stage: HomeStage) -> None:
        async with stage.open():
            assert stage.asked == 0
            await stage.press("0")
            assert stage.asked == 1
            keys = [row.key.partition(":")[0] for row in stage.place.list.rows]
            assert keys[:3] == ["continue", "discover", "top"]
            assert {"on-repeat", "forgotten", "because"} <= set(keys)
            assert "Forgotten favourites" in stage.text() or "Because you" in stage.text()
            await stage.press("1", "0")
            assert stage.asked == 1

    async def test_what_was_begun_is_told_with_its_place(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0")
            assert "Continue" in stage.text()
            assert "Album 00014" in stage.text()
            assert "track 4 of 10" in stage.text()

    async def test_the_reason_stands_under_the_selected_card_and_unfolds(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0")
            await stage.press("j")
            pick = stage.place.list.pick
            assert pick is not None
            assert pick.reason[:60] in stage.text()
            assert "score" not in stage.text()
            await stage.press("w")
            assert f"score {pick.score:.2f}" in stage.text()
            await stage.press("w")
            assert "score" not in stage.text()

    @pytest.mark.parametrize("size", [(40, 12), (160, 45), (20, 6)], ids=str)
    async def test_at_any_size_the_selected_card_is_in_sight(
        self, stage: HomeStage, size: tuple[int, int]
    ) -> None:
        async with stage.open(size):
            await stage.press("0")
            for key in ("j", "right", "right", "l", "j", "w", "left", "G", "h", "g"):
                await stage.press(key)
                pick, row = stage.place.list.pick, stage.place.list.selected
                assert pick is not None
                assert row is not None
                going = row.going.get(pick.track.id)
                title = going.name if going else pick.track.title
                assert title[:4] in stage.text()
                assert all(len(line) == size[0] for line in stage.lines())

    async def test_right_and_left_stay_within_the_row(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0", "j", "left")
            row, rows = stage.place.list.selected, stage.place.list
            assert row is not None
            assert rows.card_of(row) == 0
            await stage.press(*["right"] * 15)
            assert rows.card_of(row) == len(row.picks) - 1


class TestPlaying:
    async def test_enter_plays_the_row_from_there(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0")
            key = next(row.key for row in stage.place.list.rows if row.key.startswith("because:"))
            stage.place.list.go([row.key for row in stage.place.list.rows].index(key))
            await stage.press("right", "enter")
            row = stage.place.list.selected
            assert row is not None
            assert [entry.track.id for entry in stage.session.queue.entries] == [
                p.track.id for p in row.picks
            ]
            assert stage.session.now.source == key
            assert stage.session.queue.index == 1

    async def test_an_album_that_was_begun_goes_on_to_its_end(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0", "enter")
            titles = [entry.track.title for entry in stage.session.queue.entries]
            assert titles == [f"Song 000{n}" for n in range(143, 150)]
            assert stage.session.now.source == "home:continue"

    async def test_a_long_mix_goes_on_at_its_second(self, tmp_path: Path) -> None:
        mix = made_track(0, duration=3600.0, title="Mix")
        left = heard(mix, HandClock().time - DAY, heard=1500.0, left=1500.0, end="stopped")
        stage = HomeStage(tmp_path, [mix], [left])
        async with stage.open():
            await stage.press("0")
            assert "35 min left" in stage.text()
            await stage.press("enter")
            assert stage.session.now.position == pytest.approx(1500.0, abs=2)

    async def test_a_listen_says_which_row_it_came_from(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0", "enter")
            await stage.wait(60)
            await stage.press("S")
            assert stage.listens()[-1]["source"] == "home:continue"


class TestShown:
    async def test_only_what_was_on_the_screen_counts_as_shown(self, stage: HomeStage) -> None:
        async with stage.open((60, 14)):
            assert stage.documents("shown") == []
            await stage.press("0")
            first = {one["place"]: one["tracks"] for one in stage.documents("shown")}
            assert "home:continue" in first
            assert not any(place.startswith("home:forgotten") for place in first)
            discover = next(row for row in stage.place.list.rows if row.key.startswith("discover"))
            assert first[discover.key] == [
                pick.track.id for pick in discover.picks[: len(first[discover.key])]
            ]
            assert len(first[discover.key]) == 2
            await stage.press("G")
            assert {one["place"] for one in stage.documents("shown")} > set(first)

    async def test_nothing_is_counted_twice(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("0", "G", "g", "1", "0", "G", "g")
            shown = [(one["place"], name) for one in stage.documents("shown") for name in one["tracks"]]
            assert len(shown) == len(set(shown))

    async def test_a_guest_leaves_no_trace(self, stage: HomeStage) -> None:
        async with stage.open():
            await stage.press("I", "0", "G")
            assert stage.documents("shown") == []


class TestEmpty:
    async def test_without_a_library_it_says_what_this_is_for(self, tmp_path: Path) -> None:
        stage = HomeStage(tmp_path, [], [])
        async with stage.open((40, 12)):
            await stage.press("0")
            assert "Nothing to show yet" in stage.said()

    async def test_who_waits_there_for_the_first_scan_sees_its_rows(self, tmp_path: Path) -> None:
        stage = HomeStage(tmp_path, [], [])
        async with stage.open():
            await stage.press("0")
            put(stage.catalog, [made_track(n) for n in range(60)])
            stage.app.frame.places.suggest_anew()
            await stage.settle()
            assert "Discover" in [row.title[:8] for row in stage.place.list.rows]

    async def test_little_history_is_said(self, tmp_path: Path) -> None:
        tracks = [made_track(n) for n in range(60)]
        stage = HomeStage(tmp_path, tracks, [heard(tracks[0], HandClock().time - DAY)])
        async with stage.open():
            await stage.press("0")
            assert "1 play so far" in stage.said()
            assert "Discover" in stage.text()

    async def test_a_failure_is_said_in_a_sentence(self, tmp_path: Path) -> None:
        def fail(_step: object) -> Home:
            raise OSError(5, "the disk does not answer")

        stage = Stage(tmp_path, [made_track(0)], home=fail)
        async with stage.open():
            await stage.press("0")
            assert "The rows can't be made" in stage.said()


async def test_a_key_goes_through_what_follows_the_queue(stage: HomeStage) -> None:
    async with stage.open():
        await stage.press("y")
        assert "does not go on" in stage.said()
        stage.session.going_on = GoingOn(
            stage.session, lambda _: Coming((), ()), stage.clock, Autoplay.SIMILAR
        )
        seen = []
        for _ in range(4):
            await stage.press("y")
            seen.append(stage.session.going_on.mode)
        assert seen == [Autoplay.FAMILIAR, Autoplay.DARING, Autoplay.OFF, Autoplay.SIMILAR]
        assert "After the queue: what fits this sitting" in stage.said()


async def test_a_ban_takes_it_out_the_next_time(stage: HomeStage) -> None:
    async with stage.open():
        await stage.press("0", "j")
        pick = stage.place.list.pick
        assert pick is not None
        await stage.press("exclamation_mark", "1", "0")
        assert stage.asked == 2
        assert pick.track.id not in {p.track.id for row in stage.place.list.rows for p in row.picks}


async def test_new_rows_keep_the_selected_track(stage: HomeStage) -> None:
    async with stage.open():
        await stage.press("0", "j", "right", "right")
        before = stage.place.list.pick
        stage.place.ask()
        await stage.settle()
        assert stage.place.list.pick is not None
        assert before is not None
        assert stage.place.list.pick.track.id == before.track.id


async def test_films_are_no_cards_among_songs(tmp_path: Path) -> None:
    tracks = [made_track(n) for n in range(60)]
    film = made_track(900, kind=Kind.VIDEO, duration=6000.0, title="Solaris", artist="")
    left = heard(film, HandClock().time - DAY, heard=3000.0, left=3000.0, end="stopped")
    stage = HomeStage(tmp_path, [*tracks, film], [left])
    async with stage.open():
        await stage.press("0")
        rows = [
            row.key for row in stage.place.list.rows for pick in row.picks if pick.track.kind is Kind.VIDEO
        ]
        assert rows == ["continue"]
        assert "50 min left" in stage.text()
