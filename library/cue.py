"""Owns cue sheets: the tracks that one names, and in which file each of them lies. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tunes.library.tagged import decibel, number, text, year

MOST_BYTES = 1 << 20
"""Larger than any real one; those with hundreds of tracks have 50 KB."""
MOST_TRACKS = 999
"""Of one sheet: a disc has 99, a night at the radio a few hundred."""
FRAMES_PER_S = 75
"""Of a disc, in which its times are told."""

_TIME = re.compile(r"(\d{1,5}):(\d{1,2}):(\d{1,2})")


@dataclass(frozen=True, slots=True)
class CueTrack:
    """One track of a sheet."""

    file: str
    """As the sheet names it."""
    start: float
    """Seconds into the file."""
    end: float | None
    """Seconds into the file; None for the last one in it."""
    track_no: int | None
    title: str
    artist: str
    composer: str
    gain_track: float | None
    """ReplayGain, dB."""


@dataclass(frozen=True, slots=True)
class CueSheet:
    """What a sheet says."""

    tracks: tuple[CueTrack, ...]
    album: str = ""
    album_artist: str = ""
    genre: str = ""
    year: int | None = None
    disc_no: int | None = None
    gain_album: float | None = None

    def cut(self, name: str, is_here: Callable[[str], bool]) -> tuple[CueTrack, ...]:
        """The tracks into which the file of this name is cut; none where it is one track, or none of the sheet's.

        Sheets are written for a WAV that is compressed afterwards: where the file that they name is not here, the one that is
        called the same up to its ending is meant.
        """
        for file in dict.fromkeys(track.file for track in self.tracks):
            if _is_meant(file, name, is_here):
                found = tuple(track for track in self.tracks if track.file == file)
                return found if len(found) > 1 else ()
        return ()


def read_cue(sheet: str) -> CueSheet:
    """What a cue sheet says. Lines that make no sense are passed over; tracks that hold data, not sound, are left out."""
    reading = _Reading()
    for line in sheet.splitlines():
        command, _, value = line.strip().partition(" ")
        reading.take(command.upper(), value.strip())
    return reading.sheet()


def _is_meant(file: str, name: str, is_here: Callable[[str], bool]) -> bool:
    own = file.replace("\\", "/").rpartition("/")[2]
    if own.casefold() == name.casefold():
        return True
    return _stem(own) == _stem(name) and not is_here(own)


def _stem(name: str) -> str:
    return (name.rpartition(".")[0] or name).casefold()


class _Reading:
    """A sheet that is being read, line by line."""

    def __init__(self) -> None:
        self._of_sheet: dict[str, str] = {}
        self._of_track: dict[str, str] | None = None
        """Of the track under way; None before the first."""
        self._file = ""
        self._found: list[tuple[dict[str, str], str, float]] = []

    def take(self, command: str, value: str) -> None:
        """One line: its first word, and what follows."""
        if command == "FILE":
            self._file = _named(value)
        elif command == "TRACK":
            place, _, kind = value.partition(" ")
            self._of_track = {"TRACK": place, "IS_DATA": "" if kind.strip().upper() == "AUDIO" else "yes"}
        elif command == "INDEX":
            self._begin(value)
        elif command == "REM":
            name, _, rest = value.partition(" ")
            self._note(f"REM {name.upper()}", rest.strip())
        else:
            self._note(command, value)

    def _note(self, name: str, value: str) -> None:
        notes = self._of_sheet if self._of_track is None else self._of_track
        notes.setdefault(name, _unquoted(value))

    def _begin(self, value: str) -> None:
        """A track begins at its index 1; index 0 is the silence before it, which belongs to the one before."""
        place, _, at = value.partition(" ")
        time = _TIME.match(at.strip())
        track = self._of_track
        if number(place) != 1 or time is None or track is None or track["IS_DATA"]:
            return
        minutes, seconds, frames = map(int, time.groups())
        if len(self._found) < MOST_TRACKS and "BEGUN" not in track:
            track["BEGUN"] = "yes"
            self._found.append((track, self._file, minutes * 60 + seconds + frames / FRAMES_PER_S))

    def sheet(self) -> CueSheet:
        """All that was read."""
        said = self._of_sheet.get
        return CueSheet(
            tuple(self._tracks()),
            album=text([said("TITLE", "")]),
            album_artist=text([said("PERFORMER", "")]),
            genre=text([said("REM GENRE", "")]),
            year=year(said("REM DATE", "")),
            disc_no=number(said("REM DISCNUMBER", "")),
            gain_album=decibel(said("REM REPLAYGAIN_ALBUM_GAIN", "")),
        )

    def _tracks(self) -> Iterator[CueTrack]:
        """Each ends where the next of its file begins; one that would end before it begins is a slip of the pen."""
        by_file: dict[str, list[tuple[dict[str, str], float]]] = {}
        for track, file, start in self._found:
            by_file.setdefault(file, []).append((track, start))
        for file, tracks in by_file.items():
            tracks.sort(key=lambda one: one[1])
            starts = [start for _, start in tracks]
            for (track, start), end in zip(tracks, (*starts[1:], None), strict=True):
                if end is None or end > start:
                    yield self._track(track, file, start, end)

    def _track(self, track: dict[str, str], file: str, start: float, end: float | None) -> CueTrack:
        said, of_all = track.get, self._of_sheet.get
        return CueTrack(
            file,
            start,
            end,
            number(said("TRACK", "")),
            title=text([said("TITLE", "")]),
            artist=text([said("PERFORMER") or of_all("PERFORMER", "")]),
            composer=text(
                [
                    said("SONGWRITER")
                    or said("REM COMPOSER")
                    or of_all("SONGWRITER")
                    or of_all("REM COMPOSER", "")
                ]
            ),
            gain_track=decibel(said("REM REPLAYGAIN_TRACK_GAIN", "")),
        )


def _named(value: str) -> str:
    """The name in `"An Album.flac" WAVE`, or in `Album.flac WAVE`."""
    if value.startswith('"') and (end := value.rfind('"')) > 0:
        return value[1:end]
    return value.rpartition(" ")[0] or value


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
