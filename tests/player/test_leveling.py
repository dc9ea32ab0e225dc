"""Making tracks equally loud: how loud one is, what is put on top of it, and which tracks an album joins."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tunes.library.track import Kind, Track
from tunes.player.leveling import Loudness, gain_db
from tunes.player.loudness import RATE, LoudnessMeter
from tunes.player.neighbours import is_album_played, joins, may_fade
from tunes.player.sound import Leveling, Sound

ONE = Track("t1:1", Path("/m/a/1.flac"), Kind.MUSIC, "One", "X", "Album", track_no=1)
TWO = replace(ONE, id="t1:2", path=Path("/m/a/2.flac"), title="Two", track_no=2)
OTHER = replace(ONE, id="t1:9", path=Path("/m/b/7.flac"), album="Else", track_no=7)


def tone(dbfs: float, seconds: float, hz: float = 1000.0) -> NDArray[np.float32]:
    wave = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)
    return np.column_stack([wave, wave]).astype(np.float32)


def lufs(*parts: NDArray[np.float32], cut: int = 10_000) -> float | None:
    meter, whole = LoudnessMeter(), np.concatenate(parts)
    for start in range(0, len(whole), cut):
        meter.add(whole[start : start + cut])
    return meter.lufs


class TestLoudness:
    """The cases of EBU Tech 3341, which every meter that calls itself one has to pass within 0.1 LU; made shorter, which costs another 0.1."""

    @pytest.mark.parametrize(
        ("parts", "loud"),
        [
            ([(-23, 2)], -23),
            ([(-33, 2)], -33),
            ([(-36, 2), (-23, 6), (-36, 2)], -23),
            ([(-72, 1), (-36, 2), (-23, 6), (-36, 2), (-72, 1)], -23),
            ([(-26, 3), (-20, 3), (-26, 3)], -23),
        ],
    )
    def test_reference_cases(self, parts: list[tuple[float, float]], loud: float) -> None:
        assert lufs(*(tone(*part) for part in parts)) == pytest.approx(loud, abs=0.2)

    def test_low_tones_count_less_and_high_ones_more(self) -> None:
        low, middle, high = (lufs(tone(-20, 3, hz)) or 0 for hz in (30, 1000, 8000))
        assert low < middle - 6
        assert high == pytest.approx(middle + 3.3, abs=0.5)

    def test_what_is_silent_or_too_short_has_none(self) -> None:
        assert lufs(np.zeros((RATE, 2), np.float32)) is None
        assert lufs(tone(-20, 0.3)) is None
        assert LoudnessMeter().lufs is None


class TestGain:
    KNOWN = Loudness(-6.0, -9.0)

    @pytest.mark.parametrize(
        ("leveling", "is_of_album", "gain"),
        [
            (Leveling.OFF, True, 0.0),
            (Leveling.TRACK, True, -6.0),
            (Leveling.ALBUM, False, -9.0),
            (Leveling.AUTO, True, -9.0),
            (Leveling.AUTO, False, -6.0),
        ],
    )
    def test_by_track_or_album(self, leveling: Leveling, is_of_album: bool, gain: float) -> None:
        known = replace(self.KNOWN, is_of_album=is_of_album)
        assert gain_db(Sound(leveling=leveling), known) == gain

    def test_where_only_the_other_is_known_that_one_counts(self) -> None:
        assert gain_db(Sound(leveling=Leveling.ALBUM), Loudness(track_db=-4.0)) == -4.0
        assert gain_db(Sound(leveling=Leveling.TRACK), Loudness(album_db=-5.0)) == -5.0

    def test_pre_amps_for_tracks_with_and_without_a_known_loudness(self) -> None:
        sound = Sound(leveling=Leveling.TRACK, preamp_db=3.0, untagged_db=-7.0)
        assert gain_db(sound, self.KNOWN) == -3.0
        assert gain_db(sound, Loudness()) == -7.0


class TestNeighbours:
    def test_an_albums_next_track_joins_on(self) -> None:
        assert joins(ONE, TWO)
        assert not joins(TWO, ONE)
        assert not joins(ONE, replace(TWO, track_no=3))
        assert not joins(ONE, replace(TWO, album="Another"))
        assert not joins(ONE, None)
        assert not joins(None, ONE)

    def test_the_next_disc_joins_on_at_its_first_track(self) -> None:
        last = replace(ONE, track_no=12, disc_no=1)
        assert joins(last, replace(TWO, track_no=1, disc_no=2))
        assert not joins(last, replace(TWO, track_no=2, disc_no=2))

    def test_two_albums_of_one_name_are_told_apart(self) -> None:
        best = replace(ONE, album="Greatest Hits", album_artist="X")
        assert not joins(best, replace(TWO, album="Greatest Hits", album_artist="Y"))
        assert not joins(ONE, replace(TWO, path=Path("/m/b/2.flac")))
        assert joins(best, replace(TWO, album="greatest hits", album_artist="x", path=Path("/m/b/2.flac")))

    def test_without_numbers_nobody_knows(self) -> None:
        assert not joins(replace(ONE, track_no=None), replace(TWO, track_no=None))

    def test_tracks_of_a_cue_sheet_join_where_one_ends_and_the_other_begins(self) -> None:
        first = replace(ONE, album="", start=0.0, end=100.0)
        assert joins(first, replace(first, start=100.01, end=200.0))
        assert not joins(first, replace(first, start=200.0, end=300.0))

    def test_an_album_is_played_where_either_neighbour_is_its_own(self) -> None:
        assert is_album_played(ONE, TWO, OTHER)
        assert is_album_played(OTHER, ONE, TWO)
        assert not is_album_played(OTHER, ONE, OTHER)
        assert not is_album_played(None, ONE, None)

    def test_what_may_fade(self) -> None:
        assert may_fade(ONE, OTHER)
        assert not may_fade(ONE, TWO)
        assert not may_fade(ONE, replace(OTHER, kind=Kind.SPOKEN))
        assert not may_fade(replace(ONE, kind=Kind.VIDEO), OTHER)


class TestSound:
    def test_numbers_are_kept_within_their_bounds(self) -> None:
        sound = Sound(preamp_db=99, crossfade_s=-3, balance=7, equaliser="no such one")
        assert (sound.preamp_db, sound.crossfade_s, sound.balance, sound.equaliser) == (15.0, 0.0, 1.0, "off")

    def test_a_band_set_by_hand_goes_out_from_what_is_chosen(self) -> None:
        sound = Sound(equaliser="rock").with_band(2, 20.0)
        assert sound.equaliser == "own"
        assert sound.own.bands_db[:4] == (4.0, 4.0, 12.0, 1.0)
        assert sound.with_band(-1, -5.0).own.preamp_db == -5.0

    def test_a_flat_curve_is_none_at_all(self) -> None:
        assert Sound().curve is None
        assert Sound(equaliser="own").curve is None
        assert Sound(equaliser="rock").curve is not None
