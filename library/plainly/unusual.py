"""Owns what the readers of plain files share: what they give, and the error with which they give up."""

from tunes.library.tag_names import Values

Said = tuple[Values, float]
"""The tags under our names, and the length in seconds."""


class UnusualError(Exception):
    """The file is not plain enough to be sure of it. Never leaves `read_plainly`."""
