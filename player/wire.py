"""Owns what passes between player and engine process: one JSON document a line, of plain values, either way."""

import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson
from tunes.library.track import Kind, Track
from tunes.player.events import (
    Adjusted,
    Captioned,
    Ended,
    Failed,
    Left,
    PlayerEvent,
    Progress,
    Seeked,
    Started,
    Trouble,
)
from tunes.player.film_choice import FilmChoice
from tunes.player.film_wish import FilmWish
from tunes.player.leveling import Loudness
from tunes.player.neighbours import joins, may_fade
from tunes.player.sound import Sound, sound_of
from tunes.player.surface import Where


@dataclass(frozen=True, slots=True)
class Opening:
    """The engine is about to hand this stay's file to libVLC: should it die now, that file is the suspect."""

    stay: int


@dataclass(frozen=True, slots=True)
class Alive:
    """The engine has nothing to tell, but it is there."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the listener has changed by now about the film of this stay."""

    stay: int
    choice: FilmChoice


Word = PlayerEvent | Opening | Alive | Chosen
"""All that an engine says."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the engine must know of a track to play it."""

    stay: int
    track_id: str
    path: bytes
    is_video: bool
    start: float
    """Seconds into the file at which the track begins."""
    length: float | None
    """Seconds as tagged; from the start to the end of a cue track."""
    is_cut: bool
    """The file goes on after the track's end (cue sheet)."""
    loudness: Loudness = field(default_factory=Loudness)
    """What is known of how loud it is."""
    may_fade: bool = False
    """What plays before it may fade into it: no album joins the two."""
    is_joined: bool = False
    """An album joins it to what plays before it."""
    is_hopeless: bool = False
    """It has brought an engine down twice: say that it failed, don't open it."""

    @classmethod
    def of(cls, stay: int, track: Track, *, before: Track | None = None, is_of_album: bool = False) -> "Item":
        """This track as the stay with this id; `before`: what plays until then, where it follows by itself."""
        start = track.start or 0.0
        return cls(
            stay=stay,
            track_id=track.id,
            path=os.fsencode(Path(track.path).absolute()),
            is_video=track.kind is Kind.VIDEO,
            start=start,
            length=track.duration if track.end is None else max(0.0, track.end - start),
            is_cut=track.end is not None,
            loudness=Loudness(track.gain_track, track.gain_album, is_of_album),
            may_fade=before is not None and may_fade(before, track),
            is_joined=joins(before, track),
        )

    def measured(self, gain_db: float) -> "Item":
        """The same, now that its loudness is known."""
        return replace(self, loudness=replace(self.loudness, track_db=gain_db))

    def suspected(self, is_hopeless: bool) -> "Item":
        """The same, to be opened or to be left alone."""
        return replace(self, is_hopeless=is_hopeless)

    @property
    def name(self) -> str:
        """The file's name, fit for a sentence."""
        return self.path.rpartition(b"/")[2].decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Load:
    """`Player.load`."""

    item: Item
    at: float
    is_paused: bool
    is_resumed: bool = False
    """Some of this stay sounded already, from an engine that died: it goes on and is not begun again."""


@dataclass(frozen=True, slots=True)
class Preload:
    """`Player.preload`, meant to follow the stay `after`."""

    item: Item | None
    after: int


@dataclass(frozen=True, slots=True)
class Play:
    """`Player.play`."""


@dataclass(frozen=True, slots=True)
class Pause:
    """`Player.pause`."""


@dataclass(frozen=True, slots=True)
class Seek:
    """`Player.seek`."""

    position: float


@dataclass(frozen=True, slots=True)
class Loop:
    """`Player.loop`, meant for this stay; without an end it goes on."""

    stay: int
    start: float
    end: float | None


@dataclass(frozen=True, slots=True)
class Stop:
    """`Player.stop`."""


@dataclass(frozen=True, slots=True)
class Volume:
    """`Player.set_volume`."""

    percent: int


@dataclass(frozen=True, slots=True)
class UseDevice:
    """The sound device that is called so is the only one, "" for whichever is the usual one."""

    name: str


@dataclass(frozen=True, slots=True)
class SetSound:
    """`Player.set_sound`."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Measured:
    """How loud the track of a stay is, which didn't tell it itself."""

    stay: int
    gain_db: float


@dataclass(frozen=True, slots=True)
class ShowFilms:
    """`Player.show_films`."""

    where: Where
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Choose:
    """The film of this stay is about to be loaded, and is to be shown as an engine did that died."""

    stay: int
    choice: FilmChoice


@dataclass(frozen=True, slots=True)
class AdjustFilm:
    """`Player.adjust_film`."""

    wish: FilmWish
    by: float


@dataclass(frozen=True, slots=True)
class Shoot:
    """`Player.shoot`."""

    file: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """`Player.close`: stop, say the last words, end."""


Command = (
    Load
    | Preload
    | Play
    | Pause
    | Seek
    | Loop
    | Stop
    | Volume
    | SetSound
    | UseDevice
    | Measured
    | ShowFilms
    | Choose
    | AdjustFilm
    | Shoot
    | Close
)
"""All that a player says to its engine."""

_WORDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Started,
        Progress,
        Seeked,
        Ended,
        Failed,
        Adjusted,
        Captioned,
        Trouble,
        Opening,
        Alive,
        Chosen,
    )
}
_COMMANDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Load,
        Preload,
        Play,
        Pause,
        Seek,
        Loop,
        Stop,
        Volume,
        SetSound,
        UseDevice,
        Measured,
        ShowFilms,
        Choose,
        AdjustFilm,
        Shoot,
        Close,
    )
}


def line_of(said: Word | Command) -> bytes:
    """One line, its end included. Paths keep every byte: each becomes the character of the same number."""
    return orjson.dumps({"is": type(said).__name__, **asdict(said)}, default=_plain) + b"\n"


def word_of(line: bytes) -> Word:
    """What an engine said."""
    fields = orjson.loads(line)
    kind = _WORDS[fields.pop("is")]
    if kind is Ended:
        fields["reason"] = Left(fields["reason"])
    elif kind is Captioned:
        fields["lines"] = tuple(fields["lines"])
    elif kind is Chosen:
        fields["choice"] = FilmChoice(**fields["choice"])
    word: Word = kind(**fields)
    return word


def command_of(line: bytes) -> Command:
    """What a player asked for."""
    fields = orjson.loads(line)
    kind = _COMMANDS[fields.pop("is")]
    if fields.get("item"):
        path = fields["item"].pop("path").encode("latin-1")
        loudness = Loudness(**fields["item"].pop("loudness"))
        fields["item"] = Item(path=path, loudness=loudness, **fields["item"])
    if "sound" in fields:
        fields["sound"] = sound_of(fields["sound"])
    if kind is ShowFilms:
        fields["where"] = Where(fields["where"])
    elif kind is Choose:
        fields["choice"] = FilmChoice(**fields["choice"])
    elif kind is AdjustFilm:
        fields["wish"] = FilmWish(fields["wish"])
    elif kind is Shoot:
        fields["file"] = fields["file"].encode("latin-1")
    command: Command = kind(**fields)
    return command


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise TypeError(f"{value!r} can't be sent")
