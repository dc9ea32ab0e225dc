"""`tunes about`: all that is known of one track, with its cover and its lyrics."""

import argparse
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.marks import standing
from tunes.profile.said import Said
from tunes.tui.about import Past, facts, past_of
from tunes.tui.asking import or_wrong_use
from tunes.tui.duration import duration
from tunes.tui.edges import Edges, Sorry
from tunes.tui.shapes import as_json, track_shape

if TYPE_CHECKING:  # for their shapes alone
    from tunes.library.details import Details
    from tunes.library.lyrics import Lyrics

LABEL = 14
"""Letters of the widest label, and two between it and what it labels."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes about`."""
    parser.add_argument(
        "words", nargs="+", metavar="FILE or WORD", help="a file, or words: the one track that they find best"
    )
    parser.set_defaults(has_query=True)
    parser.add_argument("--json", action="store_true", help="one document")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the facts, and behind them the lyrics."""
    track = _meant(options.words, edges)
    lookup = edges.lookup()
    paths = lookup.paths(track.id)
    plays, skips = lookup.counts().get(track.id, (0, 0))
    said = Said.of(standing(edges.said()), edges.clock.now(), edges.catalog().roots())
    past = past_of(track, said, plays, skips)
    cover = edges.covers().cover_file(track)
    lyrics = lookup.lyrics(track, Event())
    details = lookup.details(track.id)
    if options.json:
        beside = {"cover": None if cover is None else os.fspath(cover), "lyrics": _shape(lyrics)}
        print(as_json(track_shape(track, paths) | _more(track, past) | _known(details) | beside))
        return 0
    rows = [(fact.label, fact.value) for fact in facts(track, past, paths, details)]
    if cover is not None:
        rows.append(("Cover", os.fspath(cover)))
    print(clean(track.title))
    print("\n".join(f"{label:<{LABEL}}{clean(value)}" for label, value in rows))
    if lyrics is not None:
        print("\n".join(_words(lyrics)))
    return 0


def _meant(words: list[str], edges: Edges) -> Track:
    """The track of a file, in the library or not; or the one that words find best."""
    if len(words) == 1 and os.path.exists(words[0]):  # noqa: PTH110  # the word may be any bytes
        return _of_file(words[0], edges)
    with or_wrong_use():
        found = edges.asking().search(" ".join(words), 1)
    if not found:
        edges.tell_if_empty()
        raise Sorry(f"Nothing is found by: {clean(' '.join(words))}")
    return found[0]


def _of_file(word: str, edges: Edges) -> Track:
    from tunes.library.outside import tracks_of_files

    path = Path(os.path.abspath(word))  # noqa: PTH100  # links stay
    if path.is_dir():
        raise Sorry(f"{clean(word)} is a folder: name one file in it, or words that find a track")
    tracks, problems = tracks_of_files([path], edges.catalog(), edges.clock.now())
    if not tracks:
        reason = problems[0].reason if problems else "it holds nothing that can be played"
        raise Sorry(f"{clean(word)} can't be read: {reason}")
    return tracks[0]


def _words(lyrics: "Lyrics") -> Iterator[str]:
    yield ""
    yield f"Lyrics, from {clean(lyrics.source)}"
    yield ""
    for line in lyrics.lines:
        at = f"{duration(line.at):>6}  " if line.at is not None else ""
        yield f"{at}{clean(line.text)}".rstrip()


def _more(track: Track, past: Past) -> dict[str, Any]:
    """What a track's shape does not say."""
    return {
        "composer": track.composer or None,
        "track_no": track.track_no,
        "disc_no": track.disc_no,
        "show": track.show,
        "season": track.season,
        "episode": track.episode,
        "gain_track": track.gain_track,
        "gain_album": track.gain_album,
        "size": track.size,
        "plays": past.plays,
        "skips": past.skips,
        "liked": past.is_liked,
        "never": past.is_banned,
        "not_now": past.is_resting,
        "stars": past.stars or None,
    }


def _known(details: "Details | None") -> dict[str, Any]:
    """What is known of some tracks only."""
    if details is None:
        from tunes.library.details import Details

        details = Details()
    return {
        "artists": list(details.artists),
        "work": details.work or None,
        "movement": details.movement or None,
        "width": details.width,
        "height": details.height,
        "audio": [asdict(stream) for stream in details.audio],
        "subtitles": [asdict(stream) for stream in details.subtitles],
        "plot": details.plot or None,
    }


def _shape(lyrics: "Lyrics | None") -> dict[str, Any] | None:
    if lyrics is None:
        return None
    return {
        "source": lyrics.source,
        "lines": [{"at": line.at, "text": line.text} for line in lyrics.lines],
    }
