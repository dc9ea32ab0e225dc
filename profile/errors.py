"""Owns what can go wrong with the profile, in words for the listener."""

from pathlib import Path


class ProfileError(Exception):
    """Something about the history on disk; the message is a sentence for the listener."""


class NotSaved(ProfileError):  # noqa: N818  it says what happened, and the one who catches it tries again
    """An event is not on disk; nothing else was harmed."""


class Damaged(ProfileError):  # noqa: N818  it says what a file is
    """A file of the profile can't be read for what it is."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} is damaged: {why}.")
        self.path = path
        self.why = why
