"""Owns what the listener has changed about the film that plays: its sound, subtitles, delays and shape; and the sentences that say so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tunes.player.film_wish import FilmWish

SHAPES = (("as the film has it", None), ("16:9", 16 / 9), ("4:3", 4 / 3), ("235:100", 2.35))
"""What `ASPECT` goes through: name, as libVLC is told, and width by height."""
BACK_S = 3.0
"""So long after its start, the way back from a chapter leads to its own start."""
_NUMBERED = re.compile(r"\S+ \d+")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the sound tracks or subtitles of a film."""

    id: int
    """libVLC's; -1 for none."""
    name: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where one begins."""

    name: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a wish."""

    sentence: str
    at_s: float | None = None
    """Where the film is to go on."""


@dataclass(slots=True)
class Projection:
    """What differs from how the film would be shown by itself. It lasts as long as the film, wherever that is shown."""

    show_subtitles: Callable[[int], None]
    """Shows those with this id, be it in the picture or below it."""
    sound: int | None = None
    """The id of the sound track; None while it is libVLC's choice."""
    subtitles: int | None = None
    """The id of the subtitles, -1 for none; None while it is libVLC's choice."""
    hidden: int | None = None
    """The id of the subtitles that come back."""
    sound_delay_s: float = 0.0
    subtitle_delay_s: float = 0.0
    is_whole: bool = False
    """Its window takes the whole screen."""
    shape: int = 0
    """Which of `SHAPES`."""

    @property
    def aspect(self) -> float | None:
        """Width by height; None as the film has it."""
        return SHAPES[self.shape][1]

    def apply(self, player: Any) -> None:
        """Tells a libVLC player that has just opened the film."""
        if self.sound is not None:
            player.audio_set_track(self.sound)
        if self.subtitles is None:
            self.subtitles = player.video_get_spu()
        self.show_subtitles(self.subtitles)
        if self.sound_delay_s:
            player.audio_set_delay(round(self.sound_delay_s * 1e6))
        if self.subtitle_delay_s:
            player.video_set_spu_delay(round(self.subtitle_delay_s * 1e6))
        if self.aspect is not None:
            self._shape(player)
        if self.is_whole:
            player.set_fullscreen(1)

    def adjust(self, player: Any, wish: FilmWish, by: float, at_s: float) -> Outcome:
        """Changes something about the film, which is at `at_s`, and says what."""
        step = -1 if by < 0 else 1
        match wish:
            case FilmWish.SOUND:
                return Outcome(self._next_sound(player, step))
            case FilmWish.SUBTITLES:
                return Outcome(self._next_subtitles(player, step))
            case FilmWish.SUBTITLES_SEEN:
                return Outcome(self._toggle_subtitles(player))
            case FilmWish.SOUND_DELAY:
                return Outcome(self._delay_sound(player, by))
            case FilmWish.SUBTITLE_DELAY:
                return Outcome(self._delay_subtitles(player, by))
            case FilmWish.ASPECT:
                return Outcome(self._next_shape(player, step))
            case FilmWish.WHOLE:
                return Outcome(self._toggle_whole(player))
            case FilmWish.CHAPTER:
                return _chapter(chapters_of(player), at_s, step)
            case FilmWish.STEP:
                return Outcome("")

    def _next_sound(self, player: Any, by: int) -> str:
        """Another sound track."""
        options = options_of(player.audio_get_track_description())
        heard = [option for option in options if option.id != -1]
        if not heard:
            return "This film has no sound."
        chosen = following(heard, player.audio_get_track(), by)
        self.sound = chosen.id
        player.audio_set_track(chosen.id)
        return f"Sound {heard.index(chosen) + 1} of {len(heard)}{said(chosen)}"

    def _next_subtitles(self, player: Any, by: int) -> str:
        """Other subtitles, or none."""
        options = options_of(player.video_get_spu_description())
        if len(options) < 2:
            return "This film has no subtitles."
        chosen = following(options, self._shown(player), by)
        self.subtitles, self.hidden = chosen.id, None
        self.show_subtitles(chosen.id)
        if chosen.id == -1:
            return "No subtitles"
        return f"Subtitles {options.index(chosen)} of {len(options) - 1}{said(chosen)}"

    def _toggle_subtitles(self, player: Any) -> str:
        """Hides them, or shows them again: those that were hidden, else the first."""
        shown = self._shown(player)
        if shown == -1 and self.hidden is None:
            return self._next_subtitles(player, 1)
        chosen = -1 if shown != -1 or self.hidden is None else self.hidden
        self.subtitles, self.hidden = chosen, shown if shown != -1 else None
        self.show_subtitles(chosen)
        return "No subtitles" if chosen == -1 else "Subtitles"

    def _delay_sound(self, player: Any, by: float) -> str:
        """The sound comes later."""
        self.sound_delay_s = round(self.sound_delay_s + by, 3)
        player.audio_set_delay(round(self.sound_delay_s * 1e6))
        return f"Sound delayed by {self.sound_delay_s * 1000:.0f} ms"

    def _delay_subtitles(self, player: Any, by: float) -> str:
        """The subtitles come later."""
        self.subtitle_delay_s = round(self.subtitle_delay_s + by, 3)
        player.video_set_spu_delay(round(self.subtitle_delay_s * 1e6))
        return f"Subtitles delayed by {self.subtitle_delay_s * 1000:.0f} ms"

    def _next_shape(self, player: Any, by: int) -> str:
        """Another shape."""
        self.shape = (self.shape + by) % len(SHAPES)
        self._shape(player)
        return f"Shape: {SHAPES[self.shape][0]}".replace("235:100", "2.35:1")

    def _toggle_whole(self, player: Any) -> str:
        self.is_whole = not self.is_whole
        player.set_fullscreen(int(self.is_whole))
        return "The film has the whole screen" if self.is_whole else "The film has a window"

    def _shape(self, player: Any) -> None:
        name, aspect = SHAPES[self.shape]
        player.video_set_aspect_ratio(None if aspect is None else name)

    def _shown(self, player: Any) -> int:
        shown: int = player.video_get_spu() if self.subtitles is None else self.subtitles
        return shown


def options_of(described: Sequence[tuple[int, bytes]]) -> list[Option]:
    """What libVLC lists, and says as “Commentary - [English]”, or “Track 1 - [English]” where it has no name."""
    return [Option(number, name_of(text.decode(errors="replace"))) for number, text in described]


def name_of(described: str) -> str:
    """Language and name, as far as there are any."""
    before, bracket, language = described.rpartition("[")
    if not bracket or not language.endswith("]"):
        before, language = described, ""
    language = language.removesuffix("]")
    name = before.strip().removesuffix("-").strip()
    if not language or _NUMBERED.fullmatch(name):
        return language or ("" if _NUMBERED.fullmatch(name) else name)
    return f"{language}, {name}"


def said(option: Option) -> str:
    """Its name, behind a number."""
    return f": {option.name}" if option.name else ""


def following(options: Sequence[Option], present: int, by: int) -> Option:
    """The one so many places on from the present one, round and round."""
    at = next((place for place, option in enumerate(options) if option.id == present), -1)
    return options[(at + by) % len(options) if at >= 0 else 0]


def chapters_of(player: Any) -> list[Chapter]:
    """The chapters of what plays."""
    if player.get_chapter_count() <= 0:
        return []
    return [
        Chapter((one.name or b"").decode(errors="replace").strip(), one.time_offset / 1000)
        for one in player.get_full_chapter_descriptions(-1)
    ]


def _chapter(chapters: Sequence[Chapter], at_s: float, by: int) -> Outcome:
    at = chapter_from(chapters, at_s, by)
    if not chapters:
        return Outcome("This film has no chapters.")
    if not 0 <= at < len(chapters):
        return Outcome("This is the last chapter." if by > 0 else "This is the first chapter.")
    name = f": {chapters[at].name}" if chapters[at].name else ""
    return Outcome(f"Chapter {at + 1} of {len(chapters)}{name}", chapters[at].at_s)


def chapter_from(chapters: Sequence[Chapter], at_s: float, by: int) -> int:
    """The place in the list of the chapter that lies so many on from here; less than 0 or too many where there is none."""
    present = sum(chapter.at_s <= at_s for chapter in chapters) - 1
    if by < 0 and present >= 0 and at_s - chapters[present].at_s > BACK_S:
        return present + by + 1
    return present + by
