"""Compares the two ways of reading a sound file: plainly, and by mutagen."""

import io

import pytest
from tunes.library.plainly import read_plainly
from tunes.library.tagged import Tagged, tagged_from
from tunes.library.tags import _read_by_mutagen

ENDINGS = ("flac", "ogg", "opus", "mp3", "m4a", "wav")


def read_both(data: bytes, ending: str) -> Tagged | None:
    """What the plain way says, if it says anything; then mutagen must say the same, and not raise."""
    plain = read_plainly(io.BytesIO(data), len(data), ending)
    if plain is None:
        return None
    try:
        full = _read_by_mutagen(io.BytesIO(data), ending)
    except Exception as error:
        pytest.fail(f"mutagen finds it damaged: {error!r}")
    said, told = tagged_from(*plain, len(data)), tagged_from(*full, len(data))
    ours, theirs = said.known(), told.known()
    assert ours.pop("duration", None) == pytest.approx(theirs.pop("duration", None), abs=1e-6)
    assert ours == theirs
    return said
