"""Owns the row of what was begun: films, episodes, what is spoken, albums and long tracks, the latest first. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tunes.library.text import clean
from tunes.library.track import Kind, Track
from tunes.profile.films.series import in_order, shows, whose
from tunes.profile.history import History
from tunes.profile.overview import LONG_S, Overview
from tunes.profile.row import Draft, Going, Why
from tunes.profile.row_words import day, quoted
from tunes.profile.taste import DAY
from tunes.profile.unfinished import CREDITS_S, CREDITS_SHARE, FIRST_S, IMPORTED, unfinished

ALBUM_DAYS = 30.0
SHOW_DAYS = 120.0
LONG_DAYS = 60.0
"""What was left longer ago than this is no longer begun, but given up."""
SHORT_ALBUM = 3
"""Tracks under which there is nothing to go on with."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """Something that can go on."""

    at: float
    """Unix time when it was heard last."""
    row: int
    """Of the library: where it goes on."""
    going: Going
    text: str


def going_on(seen: Overview, history: History) -> Draft:
    """Everything that was begun; `history` ends where the overview does."""
    watching = list(_watching(seen, history))
    under_way = {seen.columns.rows[begun.row].show for begun in watching}
    found = [*watching, *_episodes(seen, under_way), *_albums(seen), *_long_tracks(seen, history)]
    begun: dict[int, _Begun] = {}
    for one in sorted(found, key=lambda one: (-one.at, one.row)):
        begun.setdefault(int(seen.columns.recording[one.row]), one)
    return Draft(
        key="continue",
        title=lambda _: "Continue",
        reason="what you began, the latest first",
        ranked=list(begun),
        why=lambda one: Why(begun[one].text, {"days ago": round((seen.as_of - begun[one].at) / DAY, 2)}),
        least=1,
        cap_artist=None,
        going={recording: one.going for recording, one in begun.items()},
        rows={recording: one.row for recording, one in begun.items()},
    )


def _is_there(seen: Overview, row: int) -> bool:
    """Whether a row may be shown."""
    return row < seen.columns.here and bool(seen.allowed[row])


def _watching(seen: Overview, history: History) -> Iterator[_Begun]:
    """Films and what is spoken, left in the middle."""
    for name, begun in unfinished(history).items():
        row = seen.columns.row_of.get(name)
        if row is not None and _is_there(seen, row):
            track = seen.columns.rows[row]
            then = tuple(other.id for other in _rest_of_show(seen, track))
            yield _Begun(
                begun.at,
                row,
                Going(begun.left, then, _show(track), _left(track, begun.left)),
                _stopped(seen, begun.at),
            )


def _show(track: Track) -> str:
    """Of an episode which show it is and which of its episodes: that says more than its title."""
    return whose(track) if track.show else ""


def _left(track: Track, at: float) -> str:
    return _length(track.duration - at) + " left" if track.duration else f"from {_length(at)}"


def _length(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"


def _stopped(seen: Overview, at: float) -> str:
    return f"begun, and left on {day(at, seen.offset)}"


def _shows(seen: Overview) -> dict[str, list[Track]]:
    """Episodes of each show in their order, those that may be shown."""
    here = seen.columns.rows[: seen.columns.here]
    return shows(track for track in here if track.show and _is_there(seen, seen.columns.row_of[track.id]))


def _rest_of_show(seen: Overview, episode: Track) -> list[Track]:
    if not episode.show:
        return []
    episodes = _shows(seen).get(episode.show, ())
    return [other for other in episodes if in_order(other) > in_order(episode)]


def _episodes(seen: Overview, under_way: set[str | None]) -> Iterator[_Begun]:
    """After each episode that was watched last of its show, the next one."""
    recording = seen.columns.recording
    for show, episodes in _shows(seen).items():
        last_watched = [float(seen.liking.last_play[recording[seen.columns.row_of[e.id]]]) for e in episodes]
        at = max(last_watched)
        place = last_watched.index(at) + 1
        if show in under_way or at < seen.as_of - SHOW_DAYS * DAY or place == len(episodes):
            continue
        following, rest = episodes[place], episodes[place + 1 :]
        if last_watched[place] > -np.inf:
            continue  # it is being watched again, or in another order
        before = episodes[place - 1]
        going = Going(then=tuple(e.id for e in rest), name=_show(following), note="next episode")
        text = f"after {quoted(before)}, watched on {day(at, seen.offset)}"
        yield _Begun(at, seen.columns.row_of[following.id], going, text)


def _albums(seen: Overview) -> Iterator[_Begun]:
    """Albums of which two tracks were played in a row, and the one after them not since."""
    heard, table = seen.heard, seen.columns
    start = int(np.searchsorted(heard.at, seen.as_of - ALBUM_DAYS * DAY, side="left"))
    played = start + np.flatnonzero(heard.play[start:])
    last: dict[int, list[int]] = defaultdict(list)
    for place in played.tolist():
        album = int(table.album[heard.row[place]])
        if album >= 0:
            last[album].append(place)
    tracks_of = _rows_of_albums(seen, {album for album, places in last.items() if len(places) > 1})
    for album, rows in tracks_of.items():
        begun = _album(seen, rows, last[album])
        if begun is not None:
            yield begun


def _rows_of_albums(seen: Overview, albums: set[int]) -> dict[int, list[int]]:
    table = seen.columns
    rows = np.flatnonzero(np.isin(table.album[: table.here], list(albums)))
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows.tolist():
        if table.rows[row].kind is Kind.MUSIC and table.rows[row].track_no is not None:
            found[int(table.album[row])].append(row)
    for own in found.values():
        own.sort(
            key=lambda row: (table.rows[row].disc_no or 0, table.rows[row].track_no or 0, table.rows[row].id)
        )
    return found


def _album(seen: Overview, rows: list[int], places: list[int]) -> _Begun | None:
    heard, table = seen.heard, seen.columns
    order = {int(table.recording[row]): number for number, row in enumerate(rows)}
    before, last = (order.get(int(table.recording[heard.row[place]]), -9) for place in places[-2:])
    is_in_a_row = last == before + 1 and heard.sitting[places[-2]] == heard.sitting[places[-1]]
    following = last + 1
    if len(rows) < SHORT_ALBUM or not is_in_a_row or following >= len(rows):
        return None
    row = rows[following]
    if not _is_there(seen, row):
        return None
    at = float(heard.at[places[-1]])
    track = table.rows[row]
    going = Going(
        then=tuple(table.rows[other].id for other in rows[following + 1 :] if _is_there(seen, other)),
        name=track.album,
        note=f"track {following + 1} of {len(rows)}",
    )
    end = quoted(table.rows[rows[last]])
    return _Begun(
        at, row, going, f"the album “{clean(track.album)}”, played up to {end} on {day(at, seen.offset)}"
    )


def _long_tracks(seen: Overview, history: History) -> Iterator[_Begun]:
    """Mixes and concerts that were left in the middle."""
    table = seen.columns
    start = int(np.searchsorted(history.at, seen.as_of - LONG_DAYS * DAY, side="left"))
    brought = [place for place, name in enumerate(history.sources) if name.startswith(IMPORTED)]
    lately = (history.heard[start:] > 0) & ~np.isin(history.source[start:], brought)
    last = {int(history.track[start + row]): start + row for row in np.flatnonzero(lately).tolist()}
    for place, listen in last.items():
        row = table.row_of.get(history.tracks[place])
        if row is None or not _is_there(seen, row):
            continue
        track, left = table.rows[row], float(history.left[listen])
        length = track.duration or 0.0
        if (
            track.kind is Kind.MUSIC
            and length >= LONG_S
            and FIRST_S <= left < length - max(CREDITS_S, CREDITS_SHARE * length)
        ):
            at = float(history.at[listen])
            yield _Begun(at, row, Going(left, note=_left(track, left)), _stopped(seen, at))
