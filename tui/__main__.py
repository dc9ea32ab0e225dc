"""Runs tunes where the command is not on the path: `python -m tunes.tui`."""

import sys

from tunes.tui.cli import main

sys.exit(main())
