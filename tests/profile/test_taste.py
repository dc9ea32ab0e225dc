import numpy as np
import pytest
from made_listens import DAY, MONDAY, listen, plays, skip, track
from tunes.library.track import Track
from tunes.profile.columns import Columns
from tunes.profile.evidence import evidence
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.marks import Mark
from tunes.profile.taste import Taste, taste

A, B, C = (
    track(name, "Portishead", album="Dummy", genres=["Trip hop"]) for name in ("Roads", "Numb", "It Could Be")
)
D = track("Teardrop", "Massive Attack", album="Mezzanine", genres=["Trip hop", "Electronic"])
E = track("Kyrie", "Choir", genres=["Choral"])


def read(
    tracks: list[Track], listens: list[Listen], marks: list[Mark] | None = None
) -> tuple[Columns, Taste]:
    known = evidence(tracks, History.of(listens, tracks, marks or []), MONDAY)
    return known.columns, taste(known.columns, known.heard, MONDAY)


def of(columns: Columns, values: np.ndarray, what: Track) -> float:
    return float(values[columns.recording[columns.row_of[what.id]]])


def test_counts_plays_skips_and_replays() -> None:
    again = listen(A, MONDAY - 5 * DAY + 205)
    columns, liking = read([A, B, D], [*plays(A, 9, 5), again, skip(B, MONDAY - DAY)])
    assert (of(columns, liking.plays, A), of(columns, liking.replays, A)) == (3, 1)
    assert (of(columns, liking.plays, B), of(columns, liking.skips, B)) == (0, 1)
    assert (of(columns, liking.plays, D), of(columns, liking.last_play, D)) == (0, -np.inf)
    assert of(columns, liking.last_play, A) == again.at


def test_recent_plays_weigh_more() -> None:
    columns, liking = read([A, B], [*plays(A, 100, 101, 102), *plays(B, 1, 2, 3)])
    assert of(columns, liking.affinity, B) > 2 * of(columns, liking.affinity, A)
    assert [columns.rows[r].title for r in liking.favourites] == ["Numb", "Roads"]


def test_skips_lower_and_likes_raise_affinity() -> None:
    columns, plain = read([A], plays(A, 3, 4, 5))
    _, skipped = read([A], [*plays(A, 3, 4, 5), skip(A, MONDAY - DAY)])
    _, liked = read([A], plays(A, 3, 4, 5), [Mark(MONDAY - DAY, "like", {"track": A.id})])
    assert of(columns, skipped.affinity, A) < of(columns, plain.affinity, A) < of(columns, liked.affinity, A)


def test_a_liked_track_is_a_favourite_without_a_play() -> None:
    _, liking = read([A, B], [], [Mark(MONDAY - DAY, "like", {"track": B.id})])
    assert liking.favourites.size == 1
    _, undone = read(
        [A, B],
        [],
        [
            Mark(MONDAY - DAY, "like", {"track": B.id}),
            Mark(MONDAY - 60, "like", {"track": B.id}, value=False),
        ],
    )
    assert undone.favourites.size == 0


def test_favourites_are_what_this_listener_hears_often() -> None:
    few = [track(f"T{n}", f"By {n}") for n in range(60)]
    _, never_again = read(few, [each for t in few[:49] for each in plays(t, 3)])
    assert never_again.favourites.size == 0
    _, fifty = read(few, [each for t in few[:50] for each in plays(t, 3)])
    assert fifty.favourites.size == 50
    columns, twice = read(few, [*plays(few[0], 3, 4), *plays(few[1], 3)])
    assert [columns.rows[r].title for r in twice.favourites] == ["T0"]
    often = [each for t in few[:8] for each in plays(t, 3, 4, 5)]
    _, many = read(few, [*often, *plays(few[20], 3, 4)])
    assert many.favourites.size == 8


class TestUnderPlayed:
    def test_at_most_two_plays(self) -> None:
        columns, liking = read([A, B, C], [*plays(A, 3, 4, 5), *plays(B, 3, 4)])
        assert [of(columns, liking.under_played, t) for t in (A, B, C)] == [False, True, True]

    def test_none_for_half_a_year_and_fewer_than_usual(self) -> None:
        often = [t for n in range(5) for t in plays(track(f"T{n}", "X"), *range(10))]
        tracks = [A, B, *(track(f"T{n}", "X") for n in range(5))]
        columns, liking = read(tracks, [*often, *plays(A, 181, 182, 183), *plays(B, 179, 182, 183)])
        assert of(columns, liking.under_played, A)
        assert not of(columns, liking.under_played, B)

    def test_long_ago_but_as_often_as_usual_is_not(self) -> None:
        columns, liking = read([A, B], [*plays(A, 181, 182, 183), *plays(B, 1, 2, 3)])
        assert not of(columns, liking.under_played, A)


class TestSameRecording:
    def test_copies_on_two_albums_count_together(self) -> None:
        best_of = track("roads", "PORTISHEAD", album="Best of", duration=202.0)
        columns, liking = read([A, best_of], [*plays(A, 1, 2), *plays(best_of, 3)])
        assert of(columns, liking.plays, A) == of(columns, liking.plays, best_of) == 3
        assert not liking.under_played.any()

    def test_another_length_is_another_recording(self) -> None:
        live = track("Roads", "Portishead", album="Live", duration=310.0)
        columns, liking = read([A, live], plays(A, 1, 2, 3))
        assert of(columns, liking.plays, live) == 0

    def test_the_same_musicbrainz_id_is_one_recording(self) -> None:
        one = track("Roads", "Portishead", album="Dummy", mbid="m1")
        other = track("Roads (Remastered)", "Portishead", album="Best of", mbid="m1")
        columns, liking = read([one, other], plays(one, 1, 2, 3))
        assert of(columns, liking.plays, other) == 3

    def test_equal_titles_without_an_artist_are_not_one(self) -> None:
        one, other = track("Track 1", folder="/a"), track("Track 1", folder="/b", album="b")
        columns, _ = read([one, other], [])
        assert columns.recordings == 2
        assert columns.artist[0] != columns.artist[1]


def test_a_track_that_is_gone_still_speaks_for_its_artist() -> None:
    history = History.of(plays(A, 1, 2, 3), [A])
    known = evidence([B, E], history, MONDAY)
    liking = taste(known.columns, known.heard, MONDAY)
    level = liking.artist[known.columns.artist]
    assert level[0] > 0
    assert level[1] == 0
    assert known.columns.here == 2


def test_an_old_id_speaks_for_the_new_one() -> None:
    old = track("Roads", "Portishead (old tags)")
    history = History.of(plays(old, 1, 2, 3), [old], aliases=[(A.id, old.id)])
    known = evidence([A, B], history, MONDAY)
    liking = taste(known.columns, known.heard, MONDAY)
    assert of(known.columns, liking.plays, A) == 3


def test_album_and_genre_follow_what_is_heard() -> None:
    columns, liking = read([A, B, D, E], [*plays(A, 1, 2), *plays(D, 1)])
    assert liking.album[columns.album[1]] > liking.album[columns.album[2]] > 0
    assert liking.album[columns.album[3]] == 0
    by_row = dict(zip(columns.genre_row.tolist(), liking.genre[columns.genre_code].tolist(), strict=False))
    assert by_row[0] == pytest.approx(1.0)
    assert by_row[2] < 0.5
    assert by_row[3] == 0


def test_nothing_heard() -> None:
    columns, liking = read([A, B], [])
    assert liking.favourites.size == 0
    assert liking.under_played.all()
    assert not liking.affinity.any()
    assert columns.recordings == 2


def test_no_tracks_at_all() -> None:
    columns, liking = read([], [])
    assert columns.recordings == 0
    assert liking.favourites.size == 0
