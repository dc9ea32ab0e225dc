"""What all tests of screens share."""

import pytest
from quiet import bring_quiet


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_quiet(monkeypatch)
