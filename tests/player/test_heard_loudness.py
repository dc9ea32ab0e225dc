"""Equal loudness as it is heard: a reference tone, its tags read by a scan, the real engine, and what a real sink got."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hearing import RATE, Hearing, monitored
from media import make_sound
from player_rigs import RealRig
from tunes.library.catalog import Catalog
from tunes.library.scan import scan
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import PlayerEvent, Progress
from tunes.player.measuring import Measuring
from tunes.player.presets import Curve
from tunes.player.sound import Leveling, Sound

PEAK = 0.3
"""Of the reference tone."""
WINDOW = RATE // 50
"""Frames (20 ms) whose loudness is looked at together: 20 swings of the tone."""
STEADY = 12
"""Windows in a row of one loudness: a change heard on the way is not meant."""


@pytest.fixture
def track(tmp_path: Path) -> Track:
    """Six seconds of 1 kHz that tell to be 6 dB too loud, and 9 dB on their album."""
    (tmp_path / "music").mkdir()
    file = tmp_path / "music" / "tone.flac"
    make_sound(file, 6.0, 1000.0, replaygain_track_gain="-6.00 dB", replaygain_album_gain="-9.00 dB")
    catalog = Catalog(tmp_path / "library.db")
    for _ in scan(catalog, [file.parent], cancelled=Event(), now=lambda: 1.0):
        pass
    (one,) = catalog.at_path(file)
    catalog.close()
    return one


@pytest.fixture
def hearing(real: RealRig) -> Iterator[Hearing]:
    """What the sink gets."""
    with monitored(real.sound) as one:
        yield one


@pytest.mark.libvlc
@pytest.mark.sound
def test_each_way_is_heard_as_loud_as_it_says_and_at_once(
    real: RealRig, hearing: Hearing, track: Track
) -> None:
    by_track = Sound(leveling=Leveling.TRACK)
    far_too_loud = Sound(leveling=Leveling.TRACK, preamp_db=15.0, equaliser="own", own=Curve(preamp_db=6.0))
    ways = [
        (by_track, -6.0),
        (Sound(leveling=Leveling.ALBUM), -9.0),
        (Sound(leveling=Leveling.AUTO, preamp_db=10.0), 4.0),
        (Sound(untagged_db=3.0), 0.0),
        (far_too_loud, -20 * np.log10(PEAK)),
    ]
    real.player.set_sound(ways[0][0])
    stay = real.player.load(track)
    for sound, _ in ways:
        real.player.set_sound(sound)
        before = max((report.heard for report in real.of(Progress, stay)), default=0.0)
        real.until_heard(stay, before + 0.7)
    real.player.stop()
    real.until_ended(stay)

    windows = hearing.all()[:, 0]
    windows = windows[: len(windows) // WINDOW * WINDOW].reshape(-1, WINDOW)
    levels = 20 * np.log10(np.sqrt(2 * np.square(windows).mean(axis=1)) / PEAK + 1e-9)
    windows, levels = windows[levels > -30], levels[levels > -30]
    since = 0
    for _, gain in ways:
        fits = np.abs(levels[since:] - gain) < 0.1
        steady = np.flatnonzero(np.convolve(fits, np.ones(STEADY), mode="valid") == STEADY)
        assert len(steady), f"{gain:.1f} dB was not heard long enough: {levels}"
        changed = np.flatnonzero(~fits[steady[0] :])
        since += steady[0] + (changed[0] if len(changed) else len(fits) - steady[0])
    between = [level for level in levels if min(abs(level - gain) for _, gain in ways) >= 0.1]
    assert len(between) <= 6 * len(ways), f"it took long to get from one to the other: {between}"

    # What was far too loud is made quieter as a whole: cut off, it would have a third harmonic of -10 dB.
    spectrum = np.abs(np.fft.rfft(windows[since - 10 : since - 1] * np.hanning(WINDOW)))
    tone, third = spectrum[:, 20].mean(), spectrum[:, 60].mean()
    assert 20 * np.log10(third / tone) < -40


@pytest.mark.libvlc
@pytest.mark.sound
def test_a_track_without_tags_comes_to_its_loudness_while_it_sounds(
    real: RealRig, hearing: Hearing, tmp_path: Path
) -> None:
    track = Track(
        "t1:plain", make_sound(tmp_path / "plain.flac", 20.0, 1000.0), Kind.MUSIC, "Plain", duration=20.0
    )
    lufs = 20 * np.log10(PEAK) - 0.69
    gain = -2.0
    told: list[PlayerEvent] = []
    player = EnginePlayer(
        told.append, tmp_path / "log", Measuring(tmp_path / "loudness.db", tmp_path / "log")
    )
    try:
        player.set_sound(Sound(leveling=Leveling.TRACK, preamp_db=gain + 18 + lufs))
        player.load(track)
        steady = WINDOW * STEADY

        def level() -> float:
            return float(
                20 * np.log10(np.sqrt(2 * np.square(hearing.all()[-steady:, 0]).mean()) / PEAK + 1e-9)
            )

        real.until(lambda: abs(level() - gain) < 0.15, 60.0, polls=True)
    finally:
        player.close()
