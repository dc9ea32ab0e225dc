"""The documentation speaks of files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
ROOMS = {"player.md": "player", "profile.md": "profile"}
"""Pages about one folder name its files without it."""
ABSENT = {"tunes/__init__.py"}
"""Named for not being there."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_exist(page: Path) -> None:
    text = page.read_text()
    named = re.findall(r"`(?:python )?((?:[\w.]+/)*[\w.]+\.py)\b", text)
    rooms = [
        ROOT,
        *(ROOT / room for room in (ROOMS.get(page.name, "tests"), "tui/screens", "tui/remote", "library")),
    ]
    missing = {name for name in named if not any((room / name).exists() for room in rooms)}
    assert missing <= ABSENT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
