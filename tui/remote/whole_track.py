"""Owns a track as a document that holds all that is known of it, for another tunes whose library may not hold it. Pure."""

import math
import os
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from tunes.library.track import Kind, Track
from tunes.tui.remote.lines import GarbledError


def track_document(track: Track) -> dict[str, Any]:
    """All that is known of a track; what is usual is left out."""
    usual = {one.name: one.default for one in fields(Track)}
    known = {name: getattr(track, name) for name in usual}
    document = {name: value for name, value in known.items() if value != usual[name]}
    return document | {"path": os.fspath(track.path)}


def track_of(document: object) -> Track:
    """The track that a document tells of. Raises `GarbledError`."""
    if not isinstance(document, dict):
        raise GarbledError("That is no track.")
    told = {name: _value(document[name], kind) for name, kind in _FIELDS.items() if name in document}
    if any(name not in told for name in ("id", "path", "kind", "title")):
        raise GarbledError("That is no track.")
    return Track(**told)


_FIELDS = get_type_hints(Track)


def _value(told: Any, kind: Any) -> Any:
    """As the field of a track wants it."""
    if kind is Path and isinstance(told, str) and told and "\0" not in told:
        return Path(told)
    if kind is Kind and told in list(Kind):
        return Kind(told)
    if get_origin(kind) is tuple and isinstance(told, list):
        return tuple(_value(one, get_args(kind)[0]) for one in told)
    plain = get_args(kind) or (kind,)
    is_number = isinstance(told, (int, float)) and not isinstance(told, bool) and math.isfinite(told)
    if (told is None and type(None) in plain) or (isinstance(told, str) and str in plain):
        return told
    if is_number and (float in plain or (int in plain and isinstance(told, int))):
        return told
    raise GarbledError("That is no track.")
