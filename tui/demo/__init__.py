"""`tunes demo`: a small made library and a made history, so that everything can be seen in a minute."""

from tunes.tui.demo.history import made_history, made_listens
from tunes.tui.demo.music import make_demo

__all__ = ["made_history", "made_listens", "make_demo"]
