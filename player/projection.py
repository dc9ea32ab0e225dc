"""Owns changing the film that plays as the listener wishes: its sound, subtitles, delays and shape; and the sentences that say so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tunes.player.film_choice import SHAPES, FilmChoice
from tunes.player.film_wish import FilmWish

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


class Projection:
    """How a film is shown. It lasts as long as the film, wherever that is shown."""

    def __init__(self, show_subtitles: Callable[[int], None], choice: FilmChoice | None = None) -> None:
        """`show_subtitles` shows those with this id, be it in the picture or below it."""
        self.choice = choice or FilmChoice()
        """What the listener has changed so far."""
        self._show_subtitles = show_subtitles

    def apply(self, player: Any) -> None:
        """Tells a libVLC player that has just opened the film."""
        if self.choice.subtitles is None:
            self._choose(subtitles=player.video_get_spu())
        choice = self.choice
        if choice.sound is not None:
            player.audio_set_track(choice.sound)
        if choice.subtitles is not None:
            self._show_subtitles(choice.subtitles)
        if choice.sound_delay_s:
            player.audio_set_delay(round(choice.sound_delay_s * 1e6))
        if choice.subtitle_delay_s:
            player.video_set_spu_delay(round(choice.subtitle_delay_s * 1e6))
        if choice.aspect is not None:
            self._shape(player)
        if choice.is_whole:
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
        self._choose(sound=chosen.id)
        player.audio_set_track(chosen.id)
        return f"Sound {heard.index(chosen) + 1} of {len(heard)}{said(chosen)}"

    def _next_subtitles(self, player: Any, by: int) -> str:
        """Other subtitles, or none."""
        options = options_of(player.video_get_spu_description())
        if len(options) < 2:
            return "This film has no subtitles."
        chosen = following(options, self._shown(player), by)
        self._choose(subtitles=chosen.id, hidden=None)
        self._show_subtitles(chosen.id)
        if chosen.id == -1:
            return "No subtitles"
        return f"Subtitles {options.index(chosen)} of {len(options) - 1}{said(chosen)}"

    def _toggle_subtitles(self, player: Any) -> str:
        """Hides them, or shows them again: those that were hidden, else the first."""
        shown = self._shown(player)
        hidden = self.choice.hidden
        if shown == -1 and hidden is None:
            return self._next_subtitles(player, 1)
        chosen = -1 if shown != -1 or hidden is None else hidden
        self._choose(subtitles=chosen, hidden=shown if shown != -1 else None)
        self._show_subtitles(chosen)
        return "No subtitles" if chosen == -1 else "Subtitles"

    def _delay_sound(self, player: Any, by: float) -> str:
        """The sound comes later."""
        delay_s = round(self.choice.sound_delay_s + by, 3)
        self._choose(sound_delay_s=delay_s)
        player.audio_set_delay(round(delay_s * 1e6))
        return f"Sound delayed by {delay_s * 1000:.0f} ms"

    def _delay_subtitles(self, player: Any, by: float) -> str:
        """The subtitles come later."""
        delay_s = round(self.choice.subtitle_delay_s + by, 3)
        self._choose(subtitle_delay_s=delay_s)
        player.video_set_spu_delay(round(delay_s * 1e6))
        return f"Subtitles delayed by {delay_s * 1000:.0f} ms"

    def _next_shape(self, player: Any, by: int) -> str:
        """Another shape."""
        self._choose(shape=(self.choice.shape + by) % len(SHAPES))
        self._shape(player)
        return f"Shape: {SHAPES[self.choice.shape][0]}".replace("235:100", "2.35:1")

    def _toggle_whole(self, player: Any) -> str:
        is_whole = not self.choice.is_whole
        self._choose(is_whole=is_whole)
        player.set_fullscreen(int(is_whole))
        return "The film has the whole screen" if is_whole else "The film has a window"

    def _shape(self, player: Any) -> None:
        name, aspect = SHAPES[self.choice.shape]
        player.video_set_aspect_ratio(None if aspect is None else name)

    def _shown(self, player: Any) -> int:
        chosen = self.choice.subtitles
        shown: int = player.video_get_spu() if chosen is None else chosen
        return shown

    def _choose(self, **what: Any) -> None:
        self.choice = replace(self.choice, **what)


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
