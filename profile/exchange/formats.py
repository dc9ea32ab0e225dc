"""Owns which kind of export a file is, told by what it begins with and never by its name, and opening it, out of a zip too."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from tunes.library.text import clean
from tunes.profile.errors import ProfileError
from tunes.profile.exchange import (
    cmus,
    databases,
    lastfm,
    libraries,
    listenbrainz,
    mpdscribble,
    netflix,
    quodlibet,
    scrobbler_log,
    sheet,
    spotify,
    whole,
)
from tunes.profile.exchange.told import Event, Opinion, Passed, Told, Total

HEAD_BYTES = 1 << 16
_ZIP = b"PK\x03\x04"
OWN = ""
"""The source of listens that tunes exported: each has its own."""
Read = Callable[[BinaryIO, str], Iterator[Told | Total | Opinion | Passed | Event]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of export."""

    name: str
    """As the listener knows it."""
    source: str
    """What the source of its listens begins with."""
    recognises: Callable[[bytes], bool]
    read: Read


@dataclass(frozen=True, slots=True)
class Export:
    """One file that is known what it is, maybe in a zip."""

    name: str
    """For people."""
    format: Format
    open: Callable[[], BinaryIO]

    def told(self) -> Iterator[Told | Total | Opinion | Passed | Event]:
        """Everything that it tells. Raises BadFileError, ProfileError, OSError."""
        with self.open() as stream:
            try:
                yield from self.format.read(stream, self.name)
            except (zipfile.BadZipFile, EOFError) as error:
                raise ProfileError(f"{self.name} is damaged: {error}. Nothing of it was imported.") from error


def formats(utc_of: Callable[[float], float]) -> tuple[Format, ...]:
    """All that can be read. `utc_of` makes unix seconds of what a clock without a time zone showed."""
    return (
        Format("tunes, everything", OWN, whole.is_whole, whole.read_whole),
        Format("tunes, as a sheet", OWN, sheet.is_sheet, sheet.read_sheet),
        Format("Spotify, whole history", "import:spotify", spotify.is_extended, spotify.read_extended),
        Format(
            "Spotify, last year", "import:spotify-year", spotify.is_account_data, spotify.read_account_data
        ),
        Format(
            "ListenBrainz",
            "import:listenbrainz",
            listenbrainz.is_listenbrainz,
            listenbrainz.read_listenbrainz,
        ),
        Format(
            ".scrobbler.log",
            "import:scrobbler-log",
            scrobbler_log.is_scrobbler_log,
            partial(scrobbler_log.read_scrobbler_log, utc_of=utc_of),
        ),
        Format("Netflix", "import:netflix", netflix.is_with_times, netflix.read_with_times),
        Format("Netflix", "import:netflix", netflix.is_with_days, netflix.read_with_days),
        Format("iTunes or Apple Music", "import:itunes", libraries.is_itunes, libraries.read_itunes),
        Format("Rhythmbox", "import:rhythmbox", libraries.is_rhythmbox, libraries.read_rhythmbox),
        Format("MPD's stickers", "import:mpd", databases.is_mpd, databases.read_mpd),
        Format(
            "Strawberry or Clementine",
            "import:strawberry",
            databases.is_strawberry,
            databases.read_strawberry,
        ),
        Format("Quod Libet", "import:quodlibet", quodlibet.is_quodlibet, quodlibet.read_quodlibet),
        Format("cmus", "import:cmus", cmus.is_cmus, cmus.read_cmus),
        Format("mpdscribble", "import:mpdscribble", mpdscribble.is_journal, mpdscribble.read_journal),
        Format("mpdscribble", "import:mpdscribble", mpdscribble.is_log, mpdscribble.read_log),
        Format("Last.fm", "import:lastfm", lastfm.is_with_seconds, lastfm.read_with_seconds),
        Format("Last.fm", "import:lastfm", lastfm.is_of_lastfmstats, lastfm.read_lastfmstats),
        Format("Last.fm", "import:lastfm", lastfm.is_without_head, lastfm.read_without_head),
    )


def exports_in(path: Path, known: tuple[Format, ...]) -> list[Export]:
    """The exports that a file is or, being a zip, holds; what else a zip holds is passed over.

    Raises ProfileError where there is none, OSError where the file can't be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    name = clean(path.name)
    if head.startswith(_ZIP):
        found = list(_in_zip(path, name, known))
    else:
        found = [Export(name, kind, partial(_opened, path)) for kind in known if kind.recognises(head)][:1]
    if not found:
        kinds = "; ".join(dict.fromkeys(kind.name for kind in known))
        raise ProfileError(f"{name} is none of the histories that tunes can read ({kinds}).")
    return found


def _in_zip(path: Path, name: str, known: tuple[Format, ...]) -> Iterator[Export]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                if member.is_dir() or member.flag_bits & 1:  # a folder, or locked with a password
                    continue
                with archive.open(member) as stream:
                    head = stream.read(HEAD_BYTES)
                kind = next((kind for kind in known if kind.recognises(head)), None)
                if kind is not None:
                    inside = clean(PurePosixPath(member.filename).name)
                    yield Export(f"{inside} in {name}", kind, partial(_opened, path, member.filename))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ProfileError(f"{name} is a damaged zip: {error}.") from error


def _opened(path: Path, member: str | None = None) -> BinaryIO:
    """A file, or one in a zip, which is let go of with it."""
    if member is None:
        return path.open("rb")
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(path))
        stream = cast(BinaryIO, archive.open(member))
        stack.pop_all()
    return stream
