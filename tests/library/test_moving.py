"""Whatever happens to the files, each listen stays with what was heard."""

from pathlib import Path

import pytest
from followed import run


@pytest.mark.parametrize("seed", [3, 11, 20])
def test_every_listen_stays_with_its_recording(tmp_path: Path, seed: int) -> None:
    outcome, _ = run(tmp_path, seed, tracks=200, steps=60)
    assert outcome.wrong == []
    assert outcome.listens >= 400
    assert outcome.right + outcome.gone + outcome.waiting + outcome.unknown == outcome.listens
    assert outcome.waiting + outcome.unknown <= 0.05 * outcome.listens


def test_a_small_library_that_is_never_left_alone(tmp_path: Path) -> None:
    """Where one would be mistaken for another: seed 15 went wrong under rules that did not ask what else has these names."""
    outcome, steps = run(tmp_path, 15, tracks=60, steps=120)
    assert outcome.wrong == []
    assert len(steps) == 12
