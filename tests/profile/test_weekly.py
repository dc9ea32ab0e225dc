import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from made_listens import (
    BERLIN,
    DAY,
    MONDAY,
    demo_listens,
    demo_tracks,
    film,
    ids,
    listen,
    plays,
    shelf,
    track,
)
from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen, listen_document
from tunes.profile.marks import Mark, Value, mark_document
from tunes.profile.picks import QueueRules
from tunes.profile.reasons import NOTHING_LEARNED
from tunes.profile.store import Store
from tunes.profile.things import Things, What, sort_of, things_of
from tunes.profile.weeklies import FILMS, SONGS
from tunes.profile.weekly import WeekQueue, WrongWeek, for_week, monday_of, this_week, week_at

SIZE, RESERVE = SONGS.size, SONGS.reserve
TUESDAY = MONDAY + DAY + 36_000
WEDNESDAY = TUESDAY + DAY


def profile(folder: Path, listens: list[Listen], device: str = "quiet-otter") -> Store:
    store = Store(folder, device)
    add(store, listens)
    return store


def add(store: Store, listens: list[Listen]) -> None:
    for one in listens:
        store.append("listens", listen_document(one))


def ban(store: Store, what: Track, at: float, *, value: bool = True) -> None:
    store.append("marks", mark_document(Mark(at, "ban", {"track": what.id}, value)), tracks=[what])


def say(store: Store, kind: str, what: What, at: float, value: Value = True) -> None:
    store.append("marks", mark_document(Mark(at, kind, what, value)))


def picked(queue: WeekQueue) -> list[str]:
    return ids(pick.track for pick in queue.picks)


@pytest.fixture
def known(tmp_path: Path) -> Store:
    """A listener with a taste: the last 120 listens of the demo."""
    return profile(tmp_path / "profile", demo_listens()[-120:])


class TestSettled:
    def test_is_as_of_monday_and_stays(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        assert (first.week, first.as_of, first.built_at) == ("2026-W48", MONDAY, TUESDAY)
        assert first.frozen
        assert len(first.picks) == SIZE
        add(known, [listen(t, TUESDAY + 60 * n) for n, t in enumerate(tracks[:40])])
        later = this_week(known, tracks[::-1], MONDAY + 6.9 * DAY, tz=BERLIN)
        assert later == first

    def test_is_as_daring_as_was_settled(self, known: Store) -> None:
        tracks = demo_tracks()
        played = {one.track for one in demo_listens()[-120:] if one.heard >= 20}
        queue = this_week(known, tracks, TUESDAY, tz=BERLIN, rules=QueueRules(min_fresh=25))
        assert sum(pick.track.id not in played for pick in queue.picks) >= 25

    def test_an_import_makes_it_anew_and_what_was_heard_stays(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        heard = first.picks[0].track
        add(known, [listen(heard, TUESDAY + 60), *(listen(tracks[0], MONDAY - n * DAY) for n in range(90))])
        known.append("marks", mark_document(Mark(TUESDAY + 600, "imported", {"from": 0.0}, 90)))
        anew = this_week(known, tracks, TUESDAY + 900, tz=BERLIN)
        assert (anew.as_of, anew.frozen) == (TUESDAY + 900, True)
        assert heard.id in picked(anew)
        assert picked(anew) != picked(first)
        assert this_week(known, tracks, TUESDAY + 1800, tz=BERLIN) == anew
        assert this_week(known, tracks, WEDNESDAY, tz=BERLIN).as_of == WEDNESDAY

    def test_another_program_sees_the_same(self, known: Store) -> None:
        first = this_week(known, demo_tracks(), TUESDAY, tz=BERLIN)
        assert this_week(Store(known.folder, known.device), demo_tracks(), WEDNESDAY, tz=BERLIN) == first

    def test_the_next_week_is_another(self, known: Store) -> None:
        first = this_week(known, demo_tracks(), TUESDAY, tz=BERLIN)
        second = this_week(known, demo_tracks(), TUESDAY + 7 * DAY, tz=BERLIN)
        assert (second.week, second.as_of) == ("2026-W49", MONDAY + 7 * DAY)
        assert for_week(known, demo_tracks(), "2026-W48", TUESDAY + 7 * DAY, tz=BERLIN) == first

    def test_the_stored_document_explains_itself(self, known: Store) -> None:
        queue = this_week(known, demo_tracks(), TUESDAY, tz=BERLIN)
        stored = list(known.documents("queues"))
        assert len(stored) == 1
        assert {key: stored[0][key] for key in ("week", "as_of", "built_at")} == {
            "week": "2026-W48",
            "as_of": MONDAY,
            "built_at": TUESDAY,
        }
        assert [pick["id"] for pick in stored[0]["picks"]] == picked(queue)
        assert set(stored[0]["picks"][0]) == {"id", "rank", "score", "reason", "because", "parts"}
        assert len(stored[0]["reserve"]) == RESERVE
        assert {note["id"] for note in known.documents("tracks")} >= set(picked(queue))
        json.dumps(stored)

    def test_a_journey_to_another_time_zone_changes_nothing(self, known: Store) -> None:
        first = this_week(known, demo_tracks(), TUESDAY, tz=BERLIN)
        assert this_week(known, demo_tracks(), WEDNESDAY, tz=ZoneInfo("America/New_York")) == first
        assert this_week(known, demo_tracks(), WEDNESDAY, tz=ZoneInfo("Pacific/Auckland")) == first


class TestLittleKnown:
    def test_is_as_of_now_and_stays_for_the_day(self, tmp_path: Path) -> None:
        tracks = shelf(40, 3)
        store = profile(tmp_path, plays(tracks[0], 1, 2, 3))
        first = this_week(store, tracks, TUESDAY, tz=BERLIN)
        assert first.as_of == first.built_at == TUESDAY
        assert first.frozen
        assert this_week(store, tracks, TUESDAY + 3600, tz=BERLIN) == first

    def test_is_rebuilt_the_next_day_and_keeps_what_was_heard(self, tmp_path: Path) -> None:
        tracks = shelf(40, 3)
        store = profile(tmp_path, [])
        first = this_week(store, tracks, TUESDAY, tz=BERLIN)
        heard = [pick.track for pick in first.picks[4:7]]
        loved = [t for t in tracks if t.artist == heard[0].artist]
        add(store, [listen(t, TUESDAY + 300 * n) for n, t in enumerate([*heard, *loved * 3])])
        second = this_week(store, tracks, WEDNESDAY, tz=BERLIN)
        assert (second.as_of, second.built_at) == (WEDNESDAY, WEDNESDAY)
        assert picked(second)[:3] == ids(heard)
        assert len(set(picked(second))) == SIZE
        assert picked(second) != picked(first)
        assert NOTHING_LEARNED not in {pick.reason for pick in second.picks[3:]}
        assert max(sum(p.track.artist == t.artist for p in second.picks) for t in tracks) <= 2

    def test_fifty_plays_before_monday_settle_it(self, tmp_path: Path) -> None:
        tracks = shelf(40, 3)
        heard = [listen(tracks[n % 60], MONDAY - 300 * (n + 1)) for n in range(50)]
        enough = profile(tmp_path / "enough", heard)
        assert this_week(enough, tracks, TUESDAY, tz=BERLIN).as_of == MONDAY
        add(few := profile(tmp_path / "few", heard[1:]), [listen(tracks[0], MONDAY)])
        assert this_week(few, tracks, TUESDAY, tz=BERLIN).as_of == TUESDAY

    def test_the_next_monday_settles_it(self, tmp_path: Path) -> None:
        tracks = shelf(40, 3)
        store = profile(tmp_path, [])
        this_week(store, tracks, TUESDAY, tz=BERLIN)
        add(store, [listen(tracks[n % 60], TUESDAY + 300 * n) for n in range(60)])
        assert this_week(store, tracks, TUESDAY + 7 * DAY, tz=BERLIN).as_of == MONDAY + 7 * DAY


class TestSmallLibrary:
    def test_says_what_yielded(self, tmp_path: Path) -> None:
        queue = this_week(profile(tmp_path, []), shelf(3, 9), TUESDAY, tz=BERLIN)
        assert len(queue.picks) == 12
        assert "12 instead of 30 tracks" in queue.note

    def test_is_filled_when_the_library_grows(self, tmp_path: Path) -> None:
        tracks = shelf(40, 3)
        heard = [listen(tracks[n % 2], MONDAY - 300 * (n + 1)) for n in range(50)]
        store = profile(tmp_path, heard)
        first = this_week(store, tracks[:6], TUESDAY, tz=BERLIN)
        add(store, [listen(first.picks[0].track, TUESDAY + 60)])
        assert this_week(store, tracks[:6], WEDNESDAY, tz=BERLIN) == first
        grown = this_week(store, tracks, WEDNESDAY, tz=BERLIN)
        assert (grown.as_of, grown.built_at) == (MONDAY, WEDNESDAY)
        assert len(grown.picks) == SIZE
        assert picked(grown)[0] == picked(first)[0]
        assert this_week(store, [*tracks, track("new", "new")], WEDNESDAY + 60, tz=BERLIN) == grown

    def test_nothing_is_kept_of_an_empty_one(self, tmp_path: Path) -> None:
        store = profile(tmp_path, [])
        queue = this_week(store, [], TUESDAY, tz=BERLIN)
        assert (queue.picks, queue.frozen) == ((), False)
        assert list(store.documents("queues")) == []


class TestBans:
    def test_a_ban_takes_a_pick_out_and_the_next_in_rank_comes_in(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        gone = first.picks[3].track
        ban(known, gone, TUESDAY + 5)
        second = this_week(known, tracks, TUESDAY + 10, tz=BERLIN)
        assert gone.id not in picked(second)
        assert picked(second)[:-1] == [each for each in picked(first) if each != gone.id]
        assert second.picks[-1].rank > SIZE
        assert len(second.picks) == SIZE

    def test_its_undoing_brings_it_back(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        ban(known, first.picks[3].track, TUESDAY + 5)
        ban(known, first.picks[3].track, TUESDAY + 6, value=False)
        assert this_week(known, tracks, TUESDAY + 10, tz=BERLIN) == first

    def test_what_comes_in_is_not_banned_and_no_third_of_its_artist(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        reserve = next(iter(known.documents("queues")))["reserve"]
        ban(known, next(t for t in tracks if t.id == reserve[0]["id"]), TUESDAY + 4)
        for n, pick in enumerate(first.picks[:6]):
            ban(known, pick.track, TUESDAY + 5 + n)
        artists = [pick.track.artist for pick in this_week(known, tracks, TUESDAY + 20, tz=BERLIN).picks]
        assert max(artists.count(artist) for artist in artists) == 2
        assert reserve[0]["id"] not in picked(this_week(known, tracks, TUESDAY + 20, tz=BERLIN))

    def test_a_file_that_is_gone_leaves_its_place_to_the_next(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        left = [t for t in tracks if t.id != picked(first)[0]]
        second = this_week(known, left, TUESDAY + 10, tz=BERLIN)
        assert picked(second)[:-1] == picked(first)[1:]

    @pytest.mark.parametrize("sort", ["artist", "album", "genre", "folder"])
    def test_of_more_than_a_track_takes_all_of_it_out_at_once(self, known: Store, sort: str) -> None:
        tracks, roots = demo_tracks(), [Path("/demo")]
        first = this_week(known, tracks, TUESDAY, tz=BERLIN, roots=roots)
        what = next(one for one in things_of(first.picks[3].track, roots) if sort_of(one) == sort)
        gone = Things.of([what], roots)
        say(known, "ban", what, TUESDAY + 5)
        second = this_week(known, tracks, TUESDAY + 10, tz=BERLIN, roots=roots)
        stay = [pick.track.id for pick in first.picks if not gone.covers(pick.track)]
        assert len(stay) < SIZE
        assert picked(second)[: len(stay)] == stay
        assert not any(gone.covers(pick.track) for pick in second.picks)
        assert len(second.picks) == SIZE
        say(known, "ban", what, TUESDAY + 15, value=None)
        assert this_week(known, tracks, TUESDAY + 20, tz=BERLIN, roots=roots) == first

    def test_of_more_than_the_reserve_can_make_up_for(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        (kept,) = known.documents("queues")
        named = {pick["id"] for pick in (*kept["picks"][5:], *kept["reserve"])}
        for n, one in enumerate(one for one in tracks if one.id in named):
            ban(known, one, TUESDAY + 1 + n)
        second = this_week(known, tracks, TUESDAY + 100, tz=BERLIN)
        assert picked(second)[:5] == picked(first)[:5]
        assert len(set(picked(second))) == SIZE
        assert not set(picked(second)) & named
        assert len({pick.rank for pick in second.picks}) == SIZE
        assert this_week(known, tracks, WEDNESDAY, tz=BERLIN) == second

    def test_what_rests_comes_back_when_it_has_rested(self, known: Store) -> None:
        tracks = demo_tracks()
        first = this_week(known, tracks, TUESDAY, tz=BERLIN)
        say(known, "not now", {"track": picked(first)[0]}, TUESDAY + 5, value=TUESDAY + 3600)
        assert picked(first)[0] not in picked(this_week(known, tracks, TUESDAY + 3599, tz=BERLIN))
        assert this_week(known, tracks, TUESDAY + 3600, tz=BERLIN) == first


class TestOtherWeeks:
    def test_a_past_one_is_computed_and_not_kept(self, known: Store) -> None:
        queue = for_week(known, demo_tracks(), "2026-W47", TUESDAY, tz=BERLIN)
        assert (queue.week, queue.as_of, queue.frozen) == ("2026-W47", MONDAY - 7 * DAY, False)
        assert list(known.documents("queues")) == []

    def test_this_one_is_kept(self, known: Store) -> None:
        queue = for_week(known, demo_tracks(), "2026-W48", TUESDAY, tz=BERLIN)
        assert queue == this_week(known, demo_tracks(), WEDNESDAY, tz=BERLIN)

    def test_a_future_one_is_wrong_use(self, known: Store) -> None:
        with pytest.raises(WrongWeek, match=r"2026-W49 has not begun.*2026-W48"):
            for_week(known, demo_tracks(), "2026-W49", TUESDAY, tz=BERLIN)

    @pytest.mark.parametrize(
        "words", ["2026-W54", "2026-48", "W48", "2026-W4", "last", "0000-W01", "2026-W48\n"]
    )
    def test_what_is_no_week_is_wrong_use(self, known: Store, words: str) -> None:
        with pytest.raises(WrongWeek, match="is no week: write it like 2026-W48"):
            for_week(known, demo_tracks(), words, TUESDAY, tz=BERLIN)


class TestFilms:
    """A queue of their own, frozen beside that of songs."""

    TRACKS = (*demo_tracks(), *(film(f"Film {n}", genres=["Crime"]) for n in range(30)))

    def test_each_queue_is_kept_for_itself(self, known: Store) -> None:
        songs = this_week(known, self.TRACKS, TUESDAY, tz=BERLIN)
        films = this_week(known, self.TRACKS, TUESDAY, tz=BERLIN, kind=FILMS)
        assert (songs.place, films.place) == ("discover:2026-W48", "watch:2026-W48")
        assert {pick.track.kind for pick in songs.picks} == {Kind.MUSIC}
        assert {pick.track.kind for pick in films.picks} == {Kind.VIDEO}
        assert len(films.picks) == FILMS.size
        assert this_week(known, self.TRACKS, TUESDAY + 60, tz=BERLIN, kind=FILMS) == films
        assert this_week(known, self.TRACKS, TUESDAY + 60, tz=BERLIN) == songs
        assert for_week(known, self.TRACKS, "2026-W48", TUESDAY + 60, tz=BERLIN, kind=FILMS) == films

    def test_earlier_versions_do_not_take_it_for_songs(self, known: Store) -> None:
        this_week(known, self.TRACKS, TUESDAY, tz=BERLIN, kind=FILMS)
        assert not [one for one in known.documents("queues") if one["week"] == "2026-W48"]

    def test_what_was_watched_stays_when_it_is_made_anew(self, known: Store) -> None:
        first = this_week(known, self.TRACKS, TUESDAY, tz=BERLIN, kind=FILMS)
        add(known, [listen(first.picks[3].track, TUESDAY + 3600)])
        second = this_week(known, self.TRACKS, WEDNESDAY, tz=BERLIN, kind=FILMS)
        assert second.picks[0] == first.picks[3]
        assert len(set(picked(second))) == FILMS.size

    def test_ten_watched_before_monday_settle_it(self, known: Store) -> None:
        add(known, [listen(self.TRACKS[-n], MONDAY - n * DAY) for n in range(1, 11)])
        first = this_week(known, self.TRACKS, TUESDAY, tz=BERLIN, kind=FILMS)
        assert first.as_of == MONDAY
        assert this_week(known, self.TRACKS, WEDNESDAY, tz=BERLIN, kind=FILMS) == first

    def test_a_ban_brings_in_the_next_though_all_are_by_one_folder(self, known: Store) -> None:
        first = this_week(known, self.TRACKS, TUESDAY, tz=BERLIN, kind=FILMS)
        ban(known, first.picks[0].track, TUESDAY + 5)
        second = this_week(known, self.TRACKS, TUESDAY + 60, tz=BERLIN, kind=FILMS)
        assert picked(second)[:-1] == picked(first)[1:]
        assert len(second.picks) == FILMS.size

    def test_without_films_nothing_is_kept(self, known: Store) -> None:
        queue = this_week(known, demo_tracks(), TUESDAY, tz=BERLIN, kind=FILMS)
        assert (queue.picks, queue.frozen) == ((), False)
        assert not list(known.documents("queues"))


def test_of_two_computers_the_earlier_queue_holds(tmp_path: Path) -> None:
    """Each froze one while they could not see one another; then a synchroniser brought the files together."""
    tracks = demo_tracks()
    here = profile(tmp_path / "here", demo_listens()[-120:], "here")
    there = profile(tmp_path / "there", demo_listens(2)[-120:], "there")
    late = this_week(here, tracks, TUESDAY, tz=BERLIN)
    early = this_week(there, tracks, TUESDAY - 60, tz=BERLIN)
    assert picked(late) != picked(early)
    (there.folder / "there").rename(here.folder / "there")
    assert this_week(here, tracks, WEDNESDAY, tz=BERLIN) == early


def test_many_at_once_keep_one(known: Store) -> None:
    def ask(n: int) -> WeekQueue:
        return this_week(Store(known.folder, known.device), demo_tracks(), TUESDAY + n, tz=BERLIN)

    with ThreadPoolExecutor(6) as askers:
        found = list(askers.map(ask, range(6)))
    assert all(queue == found[0] for queue in found)
    assert len(list(known.documents("queues"))) == 1


def test_two_programs_at_once_keep_one(known: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from made_listens import *; from tunes.profile.store import Store;"
        "from tunes.profile.weekly import this_week;"
        "print(this_week(Store(Path(sys.argv[1]), sys.argv[2]), demo_tracks(), float(sys.argv[3]), tz=BERLIN).built_at)"
    )
    tests = str(Path(__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": tests, "PYTHONSAFEPATH": "1"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, known.folder, known.device, str(TUESDAY + n)],
            stdout=subprocess.PIPE,
            env=env,
        )
        for n in range(2)
    ]
    said = {float(process.communicate(timeout=60)[0]) for process in running}
    assert len(said) == 1
    assert said < {TUESDAY, TUESDAY + 1}
    assert len(list(known.documents("queues"))) == 1


def test_a_profile_that_can_not_be_written_still_gives_a_queue(known: Store) -> None:
    blocked = known.folder.parent / "file"
    blocked.write_text("no folder")
    queue = this_week(Store(blocked / "profile", "quiet-otter"), demo_tracks(), TUESDAY, tz=BERLIN)
    assert len(queue.picks) == SIZE
    assert not queue.frozen
    assert str(blocked) in queue.note


def test_the_profile_stays_private_and_sound(known: Store) -> None:
    this_week(known, demo_tracks(), TUESDAY, tz=BERLIN)
    for path in known.folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert known.verify() == []


class TestWeeks:
    @pytest.mark.parametrize(
        ("zone", "week", "monday"),
        [
            pytest.param(
                "Europe/Berlin", "2026-W13", "2026-03-22T23:00", id="winter, the week in which summer comes"
            ),
            pytest.param("Europe/Berlin", "2026-W14", "2026-03-29T22:00", id="summer, the day after"),
            pytest.param("Europe/Berlin", "2026-W44", "2026-10-25T23:00", id="winter again, the day after"),
            pytest.param("America/New_York", "2026-W45", "2026-11-02T05:00", id="New York, the day after"),
            pytest.param("Pacific/Auckland", "2026-W48", "2026-11-22T11:00", id="Auckland, a day ahead"),
            pytest.param(
                "Pacific/Kiritimati", "2026-W01", "2025-12-28T10:00", id="a week that began last year"
            ),
            pytest.param("Asia/Kathmandu", "2026-W53", "2026-12-27T18:15", id="a year with 53 weeks"),
            pytest.param("UTC", "2027-W01", "2027-01-04T00:00", id="the first week of the year"),
        ],
    )
    def test_begin_on_monday_where_the_listener_is(self, zone: str, week: str, monday: str) -> None:
        tz, expected = ZoneInfo(zone), datetime.fromisoformat(monday).replace(tzinfo=UTC).timestamp()
        assert monday_of(week, tz) == expected
        assert week_at(expected, tz) == week
        assert week_at(expected - 1, tz) != week
        assert week_at(expected + 6 * DAY, tz) == week

    def test_a_monday_whose_midnight_does_not_exist(self) -> None:
        """In Cuba clocks go from 0:00 to 1:00; in Samoa a whole day was left out, Friday 30 December 2011."""
        for zone, week in (
            ("America/Havana", "2026-W11"),
            ("Pacific/Apia", "2012-W01"),
            ("Asia/Beirut", "2026-W13"),
        ):
            tz = ZoneInfo(zone)
            assert week_at(monday_of(week, tz), tz) == week

    @pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
    def test_a_queue_is_as_of_the_local_monday(self, known: Store, zone: str) -> None:
        tz = ZoneInfo(zone)
        queue = this_week(known, demo_tracks(), WEDNESDAY, tz=tz)
        local = datetime.fromtimestamp(queue.as_of, tz)
        assert (local.isoweekday(), local.hour, local.minute) == (1, 0, 0)

    def test_sunday_evening_belongs_to_the_week_before(self, known: Store) -> None:
        assert this_week(known, demo_tracks(), MONDAY - 1, tz=BERLIN).week == "2026-W47"
        assert this_week(known, demo_tracks(), MONDAY - 1, tz=ZoneInfo("Pacific/Auckland")).week == "2026-W48"

    def test_the_computers_own_zone_is_used_where_none_is_given(self, known: Store) -> None:
        now = TUESDAY
        expected = datetime.fromtimestamp(now).astimezone().isocalendar()
        assert this_week(known, demo_tracks(), now).week == f"{expected.year}-W{expected.week:02}"
