"""Draws docs/screen.svg, the README's picture: Discover on the demo's library, with its made history and a clock that stands still.

.venv/bin/python bench/screenshot.py [FILE] [--place KEY] [--size 120x30]
"""

import argparse
import asyncio
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from screen import Stage
from tunes.tui.demo import made_history, make_demo

NOW = 1_795_636_800.0
"""Wednesday, 25 November 2026, 20:00 UTC."""
SEED = 1
CELL = 12.2
"""Units of width of a character in Rich's pictures."""


async def draw(place: str, size: tuple[int, int]) -> str:
    """The screen after a little listening, as SVG."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_demo(folder / "music", seed=SEED, progress=lambda _: None)
        stage = Stage(folder)
        stage.clock.time = NOW
        stage.catalog.set_roots([folder / "music"])
        list(stage.scan_roots(Event()))
        made_history(stage.catalog, stage.store, NOW, SEED)
        async with stage.open(size):
            await _listen(stage)
            await stage.press(place, "j", "j", "j", "w")
            return bare(stage.app.export_screenshot(title="tunes"))


async def _listen(stage: Stage) -> None:
    """The first pick is heard, the second skipped, the third plays."""
    await stage.press("3", "enter")
    while stage.session.queue.index == 0:
        await stage.wait(1)
    await stage.wait(6)
    await stage.press("greater_than_sign", "asterisk")
    await stage.wait(17)
    stage.listens()
    stage.app.frame.places.discover.look_back()
    stage.app.frame.bar.say("")
    await stage.settle()


def bare(svg: str) -> str:
    """The picture without fonts from elsewhere, and without blanks at the start of a text, which some viewers leave out."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace")
    return re.sub(
        r'x="([\d.]+)"([^>]*?)textLength="([\d.]+)"([^>]*)>((?:&#160;)*)([^<]*)</text>', _moved, svg
    )


def _moved(found: re.Match[str]) -> str:
    x, between, length, rest, blanks, text = found.groups()
    by = len(blanks) // len("&#160;") * CELL
    if not text:
        return f'x="{x}"{between}textLength="{length}"{rest}></text>'
    return f'x="{float(x) + by:g}"{between}textLength="{float(length) - by:g}"{rest}>{text}</text>'


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=Path(__file__).parents[1] / "docs/screen.svg")
    parser.add_argument("--place", default="3", help="key of the place to show")
    parser.add_argument("--size", default="120x30")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    options.file.write_text(asyncio.run(draw(options.place, (columns, rows))), encoding="utf-8")
    print(f"drew {options.file}")


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"  # weeks and evenings are local
    time.tzset()
    main()
