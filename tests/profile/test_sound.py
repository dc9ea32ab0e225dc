"""How near tracks sound to each other, and what Discover, the rows and the end of the queue make of it."""

import re
from pathlib import Path

import numpy as np
import pytest
from made_listens import DAY, MONDAY, plays, track
from tunes.library.track import Track
from tunes.profile.autoplay import Stayed
from tunes.profile.columns import columns
from tunes.profile.discover import JUDGED, weekly_queue
from tunes.profile.history import History
from tunes.profile.next_up import NextUp
from tunes.profile.overview import overview
from tunes.profile.picks import QueueRules
from tunes.profile.rows import home
from tunes.profile.signals import Features
from tunes.profile.sound import FEWEST, Sounds, sounds

WIDE = 30


def clusters(kinds: int = 4, of_each: int = 15) -> tuple[list[Track], dict[str, list[float]]]:
    """Tracks by as many artists, of a few kinds that sound alike within; artists and kinds have nothing to do with each other."""
    rng = np.random.default_rng(7)
    middles = rng.normal(0, 2, (kinds, WIDE))
    tracks = [track(f"K{kind} {n}", f"A{kind}x{n}") for kind in range(kinds) for n in range(of_each)]
    numbers = [(middles[i // of_each] + rng.normal(0, 1, WIDE)).tolist() for i in range(len(tracks))]
    return tracks, {one.id: made for one, made in zip(tracks, numbers, strict=True)}


def rows(*places: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(places, dtype=np.int64)


class TestSounds:
    def test_tracks_of_a_kind_are_nearer_than_others(self) -> None:
        tracks, features = clusters()
        heard = Sounds(columns(tracks), features)
        near = heard.near(rows(0))[:, 0]
        assert near[0] == near.max()
        assert min(near[1:15]) > max(near[15:])
        assert all(-1 <= value <= 1 for value in near)

    def test_it_goes_both_ways_and_the_same_on_every_machine(self) -> None:
        tracks, features = clusters()
        heard = Sounds(columns(tracks), features)
        near = heard.near(np.arange(len(tracks)))
        assert np.allclose(near, near.T, atol=1e-6)
        assert np.array_equal(heard._table, np.rint(heard._table)), "whole numbers multiply exactly"
        assert np.abs(heard._table).max() ** 2 * 130 < 2**24

    def test_a_number_that_is_large_for_all_decides_nothing(self) -> None:
        tracks, features = clusters()
        louder = {name: [1000.0 * made[0] + 1e5, *made[1:]] for name, made in features.items()}
        one, other = (Sounds(columns(tracks), made) for made in (features, louder))
        assert np.allclose(one.near(rows(3)), other.near(rows(3)), atol=0.02)

    def test_what_is_near_to_everything_is_nobody_s_nearest(self) -> None:
        tracks, features = clusters()
        middle = np.mean(list(features.values()), axis=0)
        everywhere = [track(f"hub{n}", f"H{n}") for n in range(3)]
        rng = np.random.default_rng(1)
        hubs = {one.id: (middle + rng.normal(0, 0.1, WIDE)).tolist() for one in everywhere}
        heard = Sounds(columns([*tracks, *everywhere]), features | hubs)
        for place in range(0, len(tracks), 15):
            nearest = np.argsort(-heard.near(rows(place))[:, 0])[1:10]
            assert all(one < len(tracks) for one in nearest.tolist())

    def test_what_nobody_listened_to_is_near_to_nothing(self) -> None:
        tracks, features = clusters()
        unknown = [track("unheard", "U"), track("unread", "V")]
        told: Features = {**features, unknown[1].id: None, "t1:gone": [0.0] * WIDE}
        heard = Sounds(columns([*unknown, *tracks]), told)
        assert not heard.near(rows(0, 1)).any()
        assert not heard.near(rows(2))[:2].any()
        assert np.isnan(heard.table(rows(0, 2))[0]).all()
        assert np.isfinite(heard.table(rows(0, 2))[1]).all()
        assert heard.share_further(0, 2) == heard.share_further(2, 1) == 0.0

    @pytest.mark.parametrize("count", [0, 1, FEWEST - 1])
    def test_with_too_few_nothing_is_said(self, count: int) -> None:
        tracks, features = clusters()
        few = dict(list(features.items())[:count])
        assert sounds(columns(tracks), few) is None
        assert not Sounds(columns(tracks), few).near(rows(0, 1)).any()

    def test_tracks_that_all_sound_the_same_hurt_nothing(self) -> None:
        tracks, features = clusters()
        heard = Sounds(columns(tracks), dict.fromkeys(features, [1.0] * WIDE))
        assert np.isfinite(heard.near(rows(0, 5))).all()
        assert np.isfinite(heard.to_favourites(rows(0, 5))).all()

    def test_many_at_once_are_the_sum_of_each(self) -> None:
        tracks, features = clusters()
        heard = Sounds(columns([*tracks, track("unheard", "U")]), features)
        asked, shares = rows(0, 17, 60, 33), np.array([0.5, 0.2, 0.9, -0.1])
        summed = (heard.near(asked) * shares).sum(axis=1)
        assert np.allclose(heard.blend(asked, shares), summed, atol=1e-4)
        assert heard.blend(asked, shares)[60] == 0
        assert not heard.blend(rows(60), np.ones(1)).any()

    def test_the_share_counts_the_others(self) -> None:
        tracks, features = clusters()
        heard = Sounds(columns(tracks), features)
        near = heard.near(rows(4))[:, 0]
        for other in (5, 20, 59):
            further = sum(near[one] < near[other] for one in range(60) if one not in {4, other})
            assert heard.share_further(4, other) == pytest.approx(further / 59, abs=1e-9)

    def test_the_place_among_all_by_the_favourites(self) -> None:
        tracks, features = clusters()
        heard = Sounds(columns([*tracks, track("unheard", "U")]), features)
        places = heard.to_favourites(rows(0, 1, 2, 3))
        assert places[-1] == 0, "nobody listened to it"
        assert min(places[4:15]) > max(places[15:60])
        assert (places[:60].min(), places[:60].max()) == (-1.0, 1.0)
        assert not heard.to_favourites(rows()).any()


class TestDiscover:
    def test_what_sounds_like_the_favourites_comes_first_and_says_so_truly(self) -> None:
        tracks, features = clusters()
        history = History.of([one for n in range(3) for one in plays(tracks[n], 1, 2, 3, 4)], tracks)
        queue = weekly_queue(tracks, history, MONDAY, features=features, rules=JUDGED)
        assert {one.track.title[:2] for one in queue[:8]} == {"K0"}
        told = [one for one in queue if one.reason.startswith("sounds like")]
        assert told
        heard = Sounds(columns(tracks), features)
        for pick in told:
            said = re.fullmatch(
                r"sounds like “(.+)” by (.+), which you played 4 times; "
                r"this one is nearer to it than (\d+) of 100 others, never played",
                pick.reason,
            )
            assert said, pick.reason
            named = next(one for one in tracks if one.id == pick.because[0])
            assert (named.title, named.artist) == said.groups()[:2]
            near = heard.near(rows(tracks.index(named)))[:, 0]
            mine = near[tracks.index(pick.track)]
            further = sum(value < mine for value in near) / (len(tracks) - 1)
            assert int(100 * further) == int(said[3]) >= 97

    def test_the_parts_of_a_pick_still_sum_to_its_score(self) -> None:
        tracks, features = clusters()
        history = History.of([one for n in range(3) for one in plays(tracks[n], 1, 2, 3, 4)], tracks)
        for pick in weekly_queue(tracks, history, MONDAY, features=features):
            assert sum(pick.parts.values()) == pytest.approx(pick.score, abs=1e-6)

    def test_an_artist_never_heard_is_linked_by_sound(self) -> None:
        known = [track(f"k{n}", f"X{n}") for n in range(40)]
        near, far = track("near", "Unheard"), track("far", "Stranger")
        rng = np.random.default_rng(3)
        favourite = rng.normal(0, 1, WIDE)
        features = {one.id: rng.normal(0, 1, WIDE).tolist() for one in known}
        features |= {one.id: (favourite + rng.normal(0, 0.3, WIDE)).tolist() for one in known[:4]}
        features |= {near.id: favourite.tolist(), far.id: (-favourite).tolist()}
        history = History.of([one for n in range(4) for one in plays(known[n], 1, 2, 3)], known)
        rules = QueueRules(min_fresh=10)
        picked = weekly_queue([*known, near, far], history, MONDAY, features=features, rules=rules, size=20)
        assert near.id in {one.track.id for one in picked}

    def test_the_same_queue_whatever_the_order_of_the_features(self) -> None:
        tracks, features = clusters()
        history = History.of([one for n in range(3) for one in plays(tracks[n], 1, 2, 3, 4)], tracks)
        turned = dict(reversed(features.items()))
        one, other = (weekly_queue(tracks, history, MONDAY, features=made) for made in (features, turned))
        assert one == other


class TestRowsAndWhatComesNext:
    def test_because_you_played(self) -> None:
        tracks, features = clusters(of_each=60)
        history = History.of(plays(tracks[0], 1, 2, 3, 4), tracks)
        page = home(tracks, history, MONDAY, features=features)
        row = next(one for one in page.rows if one.key == f"because:{tracks[0].id}")
        assert {pick.track.title[:2] for pick in row.picks[:5]} == {"K0"}
        assert any(pick.reason.startswith(f"sounds like “{tracks[0].title}”;") for pick in row.picks)

    def test_after_the_queue(self) -> None:
        tracks, features = clusters(of_each=60)
        history = History.of(plays(tracks[0], 1, 2, 3, 4), tracks)
        chooser = NextUp(overview(tracks, history, MONDAY, features=features), history)
        coming = chooser.choose([Stayed(tracks[0].id, is_skip=False)], MONDAY + 2 * DAY)
        assert [pick.track.title[:2] for pick in coming] == ["K0"] * 5
        assert any(pick.reason.startswith("sounds like “K0 0”") for pick in coming)


def test_features_of_a_book_reach_discover(tmp_path: Path) -> None:
    from tunes.player.sonic.book import SonicBook, features_in
    from tunes.player.sonic.features import COUNT

    tracks, _ = clusters()
    rng = np.random.default_rng(5)
    book = SonicBook(tmp_path / "sonic.db")
    for one in tracks:
        book.keep(one.id, rng.normal(0, 1, COUNT).tolist())
    book.close()
    history = History.of(plays(tracks[0], 1, 2, 3, 4), tracks)
    queue = weekly_queue(tracks, history, MONDAY, features=features_in(tmp_path / "sonic.db"))
    assert any("sound" in pick.parts for pick in queue)
