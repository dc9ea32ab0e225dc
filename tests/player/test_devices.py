"""Devices that come and go while music plays: it follows the default one, waits with a word where there is none, and counts nothing meanwhile."""

import re

import pytest
from player_rigs import RealRig
from tunes.player.devices import SoundDevice, UnknownDeviceError, meant
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Progress, Trouble

THERE = [
    SoundDevice("alsa_output.pci.analog-stereo", "Built-in Audio"),
    SoundDevice("alsa_output.usb.iec958", "Dragonfly DAC"),
    SoundDevice("dragonfly", ""),
]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("alsa_output.usb.iec958", 1),
        ("built-in audio", 0),
        ("dac", 1),
        ("analog", 0),
        ("Dragonfly", 2),
        ("DRAGONFLY DAC", 1),
    ],
)
def test_a_device_is_known_by_its_name_its_description_and_by_a_part_of_them(word: str, number: int) -> None:
    assert meant(word, THERE) == THERE[number]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("alsa", "any of these sound devices: alsa_output.pci.analog-stereo, alsa_output.usb.iec958."),
        ("dragonflie", "no sound device “dragonflie”. Nearest: dragonfly, Dragonfly DAC."),
        ("zzz", "no sound device “zzz”. Which there are: tunes doctor"),
    ],
)
def test_what_names_none_or_several_gets_a_sentence(word: str, said: str) -> None:
    with pytest.raises(UnknownDeviceError, match=re.escape(said)):
        meant(word, THERE)


@pytest.mark.libvlc
@pytest.mark.sound
def test_a_chosen_device_is_waited_for_and_no_other_taken(real: RealRig) -> None:
    sound = real.sound
    real.player.close()
    real.player = real.real = EnginePlayer(real._take, real.log, device="headph")
    stay = real.player.load(real.track("a", 60.0))
    real.until(lambda: real.of(Trouble))
    assert "“headph” is not there" in real.of(Trouble)[0].message

    sound.plug_in("headphones")
    real.until(lambda: real.of(Trouble)[-1].message == "")
    real.until_heard(stay, 0.3)
    assert sound.device_of_music() == "headphones"

    sound.pull_out("headphones")
    real.until(lambda: "gone" in real.of(Trouble)[-1].message)
    assert sound.device_of_music() == ""
    sound.plug_in("headphones")
    real.until(lambda: real.of(Trouble)[-1].message == "")
    heard_on(real, stay)
    assert sound.device_of_music() == "headphones"


@pytest.mark.libvlc
@pytest.mark.sound
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
