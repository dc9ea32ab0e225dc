"""Owns what `tunes ctl` is told of how it stands: the JSON shapes of docs/formats.md."""

from typing import Any

from tunes.player.queue import Entry, Queue
from tunes.tui.remote.controls import SessionControls
from tunes.tui.shapes import track_shape


def status_shape(controls: SessionControls) -> dict[str, Any]:
    """How it stands."""
    session, now = controls.session, controls.session.now
    track = now.track
    return {
        "state": "stopped" if track is None else "playing" if now.is_playing else "paused",
        "stands_by": session.stands_by and now.starts_in is None,
        "track": track_shape(track) if track else None,
        "position": round(controls.position(), 2) if track else None,
        "duration": now.duration if track else None,
        "source": now.source or None,
        "volume": now.volume,
        "muted": now.is_muted,
        "speed": now.sound.rate,
        "guest": now.is_incognito,
        "liked": track is not None and session.marking.said.is_liked(track),
        "never": track is not None and session.marking.said.banned.covers(track),
        "not_now": track is not None and session.marking.said.resting.covers(track),
        "stars": session.marking.said.stars.get(track.id) if track is not None else None,
        "shuffle": str(session.queue.shuffle),
        "repeat": str(session.queue.repeat),
        "stop_after": session.queue.stops_after,
        "autoplay": str(session.going_on.mode) if session.going_on is not None else "off",
        "queue": {"place": place(session.queue), "count": len(session.queue)},
        "trouble": now.trouble or None,
    }


def place(queue: Queue) -> int | None:
    """Of the present entry, counted from 1."""
    return None if queue.current is None else queue.index + 1


def queue_shape(queue: Queue) -> dict[str, Any]:
    """The whole queue."""
    return {"place": place(queue), "tracks": [_entry(entry) for entry in queue.entries]}


def _entry(entry: Entry) -> dict[str, Any]:
    return track_shape(entry.track) | {"source": entry.source}
