"""Owns the `tunes` command line: which command is meant, and what every command has in common.

Nothing here imports Textual or a foreign library: `tunes --help` answers at once.
"""

import argparse
import importlib
import re
import sys
import threading
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from tunes.library.text import clean
from tunes.tui.printed import fall_silent, flush, prepare_streams

COMMANDS = {
    "scan": "look through the folders and say what was found",
    "list": "every track, or those that words find, in library order",
    "search": "find tracks, best first, typing mistakes and all",
    "play": "play words or files at once",
    "ctl": "drive the tunes that runs: pause, next, volume, queue, status …",
    "playlist": "your playlists, what is in one, and making them",
    "about": "all that is known of a track: facts, cover, lyrics",
    "export": "your history as a file: everything, a spreadsheet, for ListenBrainz, or a scrobbler log",
    "listens": "your history as it was logged, oldest first",
    "discover": "this week's queue, made for you from your own shelf",
    "home": "the rows of the home screen: what you began, what is on repeat, what you forgot …",
    "evaluate": "replay your past: how good would Discover have been, against plain rules",
    "import": "bring a history from Spotify, ListenBrainz, Last.fm or another player",
    "stats": "your listening in numbers: tops, hours, streaks, of any span and any tracks",
    "sonic": "listen through the library for what tracks sound like, and how far that is",
    "profile": "where your history lies, and whether it is sound",
    "relink": "decide which of your files is one that is gone, so that its history follows",
    "doctor": "what is missing on this computer and how to get it",
    "demo": "a small made library and history, to look around",
}
"""Name and one line of each command; `tunes.tui.commands.NAME` (`import_` for "import") holds it as `add(parser)` and `run(options, edges)`."""

_NO_OPTION = re.compile(r'-(?:\w\w|"|[1-9])')
"""What a query is not to find, as in `-live`, and steps back, as in `-5`; tunes has no options like that (`-0` is one)."""

FINE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

TAKE_A_VALUE = frozenset(
    "--add --album --artist --as --autoplay --days --device --folder --format --from --genre --library --like --limit --m3u --out --profile --save --seed --settings --source --stars --to --track --undo --week --weeks --year".split()  # noqa: SIM905
)
"""Options whose next word is their value, so that the command is found behind them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 what was asked for failed, 2 wrong use."""
    prepare_streams()
    code = _code_of(list(sys.argv[1:] if arguments is None else arguments))
    if threading.active_count() > 1:
        from tunes.tui.leaving import leave

        leave(code)
    return code


def _code_of(words: list[str]) -> int:
    try:
        return _handed_over(_answer(words))
    except BrokenPipeError:  # `tunes list | head`
        fall_silent()
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _failed(error)


def _handed_over(code: int) -> int:
    """The exit code, when the rest of the output was taken; what failed before is not said twice."""
    try:
        flush()
    except OSError:
        if code == FINE:
            raise
    return code


def _answer(words: list[str]) -> int:
    name, rest = command_in(words)
    parser = parser_of(name)
    try:
        options = _parsed(parser, rest)
    except SystemExit as ended:  # after --help and --version, and after wrong use
        return ended.code if isinstance(ended.code, int) else FAILED
    return _run(name, parser, options)


def _run(name: str, parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from tunes.tui.apology import apology
    from tunes.tui.edges import Edges, Sorry

    edges = Edges.of(options.library, options.profile, options.settings)
    try:
        command = _module_of(name)
        return int(command.run(options, edges))
    except Sorry as sorry:
        edges.tell(str(sorry))
        if sorry.code == WRONG_USE:
            print(parser.format_usage().rstrip(), file=sys.stderr)
        return sorry.code
    except BrokenPipeError:
        raise
    except Exception as error:
        edges.tell(apology(error, edges.places))
        return FAILED
    finally:
        edges.close()


def _failed(error: Exception) -> int:
    """Before there were any places to work with, or when the output was not taken."""
    from tunes.tui.apology import apology

    print(f"tunes: {clean(apology(error, None))}", file=sys.stderr)
    return FAILED


def _module_of(name: str) -> ModuleType:
    """Where a command lives; what Python keeps for itself as a word has an underscore behind."""
    return importlib.import_module(f"tunes.tui.commands.{name}{'_' if iskeyword(name) else ''}")


def command_in(words: list[str]) -> tuple[str, list[str]]:
    """The command named by the first word that is no option, and the other words; "open" where none is named."""
    is_value = False
    for index, word in enumerate(words):
        if is_value:
            is_value = False
        elif word == "--":
            break
        elif word in TAKE_A_VALUE:
            is_value = True
        elif not word.startswith("-"):
            if word in COMMANDS:
                return word, words[:index] + words[index + 1 :]
            break
    return "open", words


def _parsed(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    """Options and other words in any order; what follows `--` is no option, nor is `-word` of a query.

    argparse loses the `--` when words are mixed, so that what looks like an option is marked with a byte that no
    argument can hold.
    """
    end = words.index("--") if "--" in words else len(words)
    marked = [f"\0{word}" if word.startswith("-") else word for word in words[end + 1 :]]
    before = words[:end]
    if parser.get_default("has_query"):
        before = [f"\0{word}" if _NO_OPTION.match(word) else word for word in before]
    options = parser.parse_intermixed_args(before + marked)
    for name, value in vars(options).items():
        if isinstance(value, list):
            setattr(options, name, [word.removeprefix("\0") for word in value])
    return options


class _Parser(argparse.ArgumentParser):
    """Complains in the voice of tunes, and harmlessly: names of files come in here."""

    def error(self, message: str) -> NoReturn:
        print(f"tunes: {clean(message)}", file=sys.stderr)
        self.exit(WRONG_USE, self.format_usage())


def parser_of(name: str) -> argparse.ArgumentParser:
    """What understands the words of one command."""
    if name == "open":
        parser: argparse.ArgumentParser = _Parser(
            prog="tunes",
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            description="Plays the music and videos in your folders, and learns, on this computer only, what you like.",
            epilog=_commands_epilog(),
        )
    else:
        parser = _Parser(prog=f"tunes {name}", allow_abbrev=False, description=COMMANDS[name])
    _module_of(name).add(parser)
    shared = parser.add_argument_group("for every command")
    shared.add_argument(
        "--library", type=Path, metavar="FILE", help="another library file (or TUNES_LIBRARY)"
    )
    shared.add_argument(
        "--profile", type=Path, metavar="FOLDER", help="another profile folder (or TUNES_PROFILE)"
    )
    shared.add_argument("--settings", type=Path, metavar="FILE", help="other settings (or TUNES_SETTINGS)")
    shared.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"tunes {version('tunes-player')}")
        parser.exit()


def _commands_epilog() -> str:
    lines = [f"  {name:<10}{what}" for name, what in COMMANDS.items()]
    return "\n".join(
        ["commands (tunes COMMAND --help says more):", *lines, "", "A folder named like a command: ./list"]
    )


if __name__ == "__main__":
    sys.exit(main())
