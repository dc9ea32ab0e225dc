"""Owns giving memory back to the system that was needed for a while only, as by a scan."""

import ctypes


def give_back() -> None:
    """Some milliseconds, for a thread beside the screen. The C library keeps it otherwise, in case it is needed again; others than Linux's give it back by themselves, or know no way."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
