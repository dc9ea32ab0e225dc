"""Owns the `tunes` command line: which command is meant, and what every command has in common.

Nothing here imports Textual or a foreign library: `tunes --help` answers at once.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = {
    "scan": "look through the folders and say what was found",
    "list": "every track, or those that words find, in library order",
    "search": "find tracks, best first, typing mistakes and all",
    "play": "play words or files at once",
    "listens": "your history as it was logged, oldest first",
    "discover": "this week's queue, made for you from your own shelf",
    "profile": "where your history lies, and whether it is sound",
    "doctor": "what is missing on this computer and how to get it",
    "demo": "a small made library and history, to look around",
}
"""Name and one line of each command; `tunes.tui.commands.NAME` holds it as `add(parser)` and `run(options, edges)`."""

FINE, FAILED, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 what was asked for failed, 2 wrong use."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name, rest = _command_in(words)
    parser = _parser(name)
    try:
        return _run(name, parser, parser.parse_args(rest))
    except BrokenPipeError:  # `tunes list | head`
        sys.stdout = None  # the interpreter must not flush it once more
        return FINE
    except KeyboardInterrupt:
        return 130


def _run(name: str, parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from tunes.tui.edges import Edges, Sorry

    edges = Edges.of(options.library, options.profile)
    command = importlib.import_module(f"tunes.tui.commands.{name}")
    try:
        return int(command.run(options, edges))
    except Sorry as sorry:
        print(f"tunes: {sorry}", file=sys.stderr)
        if sorry.code == WRONG_USE:
            print(parser.format_usage().rstrip(), file=sys.stderr)
        return sorry.code
    finally:
        edges.close()


def _command_in(words: list[str]) -> tuple[str, list[str]]:
    """The command named by the first word that is no option, and the other words; "open" where none is named."""
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            break
        elif word in {"--library", "--profile"}:
            skip = True
        elif not word.startswith("-"):
            if word in COMMANDS:
                return word, words[:index] + words[index + 1 :]
            break
    return "open", words


def _parser(name: str) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--library", type=Path, metavar="FILE", help="another library file (or TUNES_LIBRARY)"
    )
    shared.add_argument(
        "--profile", type=Path, metavar="FOLDER", help="another profile folder (or TUNES_PROFILE)"
    )
    if name == "open":
        parser = argparse.ArgumentParser(
            prog="tunes",
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
            description="Plays the music and videos in your folders, and learns, on this computer only, what you like.",
            epilog=_commands_epilog(),
        )
        parser.add_argument("--version", action="version", version=f"tunes {_version()}")
    else:
        parser = argparse.ArgumentParser(prog=f"tunes {name}", parents=[shared], description=COMMANDS[name])
    importlib.import_module(f"tunes.tui.commands.{name}").add(parser)
    return parser


def _commands_epilog() -> str:
    lines = [f"  {name:<10}{what}" for name, what in COMMANDS.items()]
    return "\n".join(
        ["commands (tunes COMMAND --help says more):", *lines, "", "A folder named like a command: ./list"]
    )


def _version() -> str:
    from importlib.metadata import version

    return version("tunes-player")


if __name__ == "__main__":
    sys.exit(main())
