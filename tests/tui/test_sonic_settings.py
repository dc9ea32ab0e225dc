"""When tunes listens by itself: what is settled, and what the computer lives on."""

from pathlib import Path

import pytest
from tunes.tui.power import is_on_battery
from tunes.tui.settings import read_settings
from tunes.tui.sonic_settings import SonicSettings


@pytest.mark.parametrize(
    ("text", "settled", "said"),
    [
        ("", SonicSettings(), ""),
        (
            "[sonic]\nbackground = false\non_battery = true",
            SonicSettings(background=False, on_battery=True),
            "",
        ),
        ("[sonic]\nbackground = 1", SonicSettings(), "“background” has to be true or false"),
        ("[sonic]\nbattery = true", SonicSettings(), "Did you mean “on_battery”?"),
        ("[sonic]\nx = true", SonicSettings(), "There is: background, on_battery."),
        ("sonic = true", SonicSettings(), "has to be a table: [sonic]"),
    ],
)
def test_settings(tmp_path: Path, text: str, settled: SonicSettings, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    settings, problems = read_settings(file)
    assert settings.sonic == settled
    assert said in " ".join(problems)
    assert bool(said) == bool(problems)


def supply(folder: Path, name: str, **told: str) -> None:
    (folder / name).mkdir(parents=True)
    for file, text in told.items():
        (folder / name / file).write_text(text + "\n")


def test_what_the_computer_lives_on(tmp_path: Path) -> None:
    assert not is_on_battery(tmp_path / "none")
    laptop = tmp_path / "laptop"
    supply(laptop, "AC", type="Mains", online="0")
    assert not is_on_battery(laptop)
    supply(laptop, "BAT0", type="Battery", status="Discharging")
    assert is_on_battery(laptop)
    (laptop / "AC" / "online").write_text("1\n")
    assert not is_on_battery(laptop)
    mouse = tmp_path / "mouse"
    supply(mouse, "hid", type="Battery", status="Discharging", scope="Device")
    assert not is_on_battery(mouse)
