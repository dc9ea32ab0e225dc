"""Owns a track as a document that holds all that is known of it, for another tunes whose library may not hold it. Pure."""

import math
import os
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from tunes.library.track import Kind, Track
from tunes.tui.remote.lines import GarbledError

_USUAL = [(one.name, one.default) for one in fields(Track) if one.name != "path"]
_PLAIN = {name: get_args(kind) or (kind,) for name, kind in get_type_hints(Track).items()}
"""What each field may be: several where it may be unknown."""


def track_document(track: Track) -> dict[str, Any]:
    """All that is known of a track; what is usual is left out."""
    document: dict[str, Any] = {"path": os.fspath(track.path)}
    for name, usual in _USUAL:
        value = getattr(track, name)
        if value != usual:
            document[name] = value
    return document


def track_of(document: object) -> Track:
    """The track that a document tells of. Raises `GarbledError`."""
    if not isinstance(document, dict):
        raise GarbledError("That is no track.")
    told = {name: _value(value, _PLAIN[name]) for name, value in document.items() if name in _PLAIN}
    if any(name not in told for name in ("id", "path", "kind", "title")):
        raise GarbledError("That is no track.")
    return Track(**told)


def _value(told: Any, kinds: tuple[Any, ...]) -> Any:
    """As the field of a track wants it."""
    if isinstance(told, str):
        return _text(told, kinds)
    if told is None and type(None) in kinds:
        return None
    if isinstance(told, list) and Ellipsis in kinds and all(isinstance(one, str) for one in told):
        return tuple(told)
    is_number = isinstance(told, (int, float)) and not isinstance(told, bool) and math.isfinite(told)
    if is_number and (float in kinds or (int in kinds and isinstance(told, int))):
        return told
    raise GarbledError("That is no track.")


def _text(told: str, kinds: tuple[Any, ...]) -> Any:
    if kinds == (Path,) and told and "\0" not in told:
        return Path(told)
    if kinds == (Kind,) and told in _KINDS:
        return _KINDS[told]
    if str in kinds and Ellipsis not in kinds:
        return told
    raise GarbledError("That is no track.")


_KINDS = {str(kind): kind for kind in Kind}
