"""Owns making very many things at once: the search for garbage stands aside meanwhile, and leaves them out afterwards."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def plenty() -> Iterator[None]:
    """What is made in this block is here to stay. Looking through 100,000 tracks for garbage would hold up every thread for a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
