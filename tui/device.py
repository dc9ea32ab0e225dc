"""Owns `--device`: the option, and looking whether there is a sound device that is called so."""

import argparse

from tunes.tui.edges import Edges, Sorry


def add_device(parser: argparse.ArgumentParser) -> None:
    """The option, for the commands that play."""
    parser.add_argument(
        "--device",
        metavar="NAME",
        default="",
        help="play on this sound device: its name or a part of it, as tunes doctor lists them",
    )


def use_device(word: str, edges: Edges) -> None:
    """Plays on that device, and on no other; "" leaves it to the settings. Raises `Sorry` where there is none."""
    if not word:
        return
    from tunes.player.check import devices
    from tunes.player.devices import UnknownDeviceError, meant

    there = devices()
    try:
        # Without any, the sound server may still be on its way: the player waits for it.
        edges.device = meant(word, there).name if there else word
    except UnknownDeviceError as unknown:
        raise Sorry(str(unknown)) from unknown
