"""Devices that come and go while music plays: it follows the default one, waits with a word where there is none, and counts nothing meanwhile."""

import pytest
from player_rigs import RealRig
from tunes.player.events import Progress, Trouble

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]


def test_music_goes_where_the_device_is(real: RealRig) -> None:
    sound = real.sound
    stay = real.player.load(real.track("a", 60.0))
    real.until_heard(stay, 0.3)
    assert sound.device_of_music() == "silent"

    sound.plug_in("headphones")
    sound.pactl("set-default-sink", "headphones")
    real.until(lambda: sound.device_of_music() == "headphones", polls=True)
    heard_on(real, stay)

    sound.pull_out("headphones")
    real.until(lambda: sound.device_of_music() == "silent", polls=True)
    heard_on(real, stay)
    assert not real.of(Trouble)

    sound.pull_out("silent")
    real.until(lambda: real.of(Trouble))
    assert "gone" in real.of(Trouble)[0].message
    before = real.of(Progress, stay)[-1]
    sound.plug_in("silent")
    real.until(lambda: real.of(Trouble)[-1].message == "")
    heard_on(real, stay)
    after = real.of(Progress, stay)[-1]
    assert after.heard - before.heard < 3.0
    assert after.heard == pytest.approx(after.position, abs=0.1), "nothing was passed over or counted twice"


def heard_on(rig: RealRig, stay: int) -> None:
    """Waits for half a second more of it."""
    rig.until_heard(stay, rig.of(Progress, stay)[-1].heard + 0.5)
