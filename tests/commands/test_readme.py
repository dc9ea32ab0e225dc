"""Every command of the README's “Use” is run as it is written."""

import re
from pathlib import Path

import pytest
from odd_shelf import fill
from shell import TUNES, Done, Shell

README = (Path(__file__).parents[2] / "README.md").read_text()
BLOCK = re.search(r"without a screen, for scripts.*?```sh\n(.*?)```", README, re.DOTALL)
LINES = BLOCK[1].splitlines() if BLOCK else []
ELSEWHERE = ("tunes play ", "tunes ctl ", "tunes about ", "tunes import ", "tunes demo", "tunes doctor")
"""They need sound, a tunes that plays, a song of that name, a file from elsewhere, or what this computer may lack; they have tests of their own."""
QUIET = [line for line in LINES if not line.startswith(ELSEWHERE)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("readme") / "home")
    fill(shell)
    return shell


def as_written(shell: Shell, line: str) -> Done:
    path = f"{TUNES.parent}:{shell.environment['PATH']}"
    return shell.line(line, PATH=path)


def test_the_block_was_found() -> None:
    assert len(LINES) >= 9
    assert len(QUIET) == len(LINES) - len(ELSEWHERE)


@pytest.mark.parametrize("line", QUIET)
def test_runs_as_written(home: Shell, line: str) -> None:
    done = as_written(home, line)
    assert (done.code, done.err) == (0, ""), done
    assert done.raw or "radiohed" in line


def test_the_others_exist(home: Shell) -> None:
    for line in LINES:
        command = " ".join(line.split()[:2])
        assert as_written(home, f"{command} --help").code == 0
