"""What SIGKILL leaves of a profile."""

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench" / "kill.py"


def test_ten_kills_cost_nothing_but_the_last_seconds_of_the_listen_in_progress() -> None:
    run = subprocess.run(
        [sys.executable, BENCH, "--rounds", "10", "--seed", "5"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
