"""Owns reading the plain case of the common formats, fast: what most files are. Whatever is unusual is left to mutagen.

Each format's reader gives what mutagen and `tag_names` would, or raises UnusualError (docs/decisions/0011-plain-files.md).
"""

from tunes.library.plainly.reading import read_plainly

__all__ = ["read_plainly"]
