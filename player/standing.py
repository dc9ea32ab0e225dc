"""Owns how a stay stands as tunes sees it: told by one engine after another, and still one stay."""

from dataclasses import dataclass, replace

from tunes.library.track import Track
from tunes.player.events import Ended, Left, PlayerEvent, Progress, Seeked, Started
from tunes.player.film_choice import FilmChoice
from tunes.player.wire import Chosen, Item, Opening, Word

RECOVERED_S = 2.0
"""Sounded since it was opened, so that the file is no longer the suspect when an engine dies."""


@dataclass(slots=True)
class Standing:
    """One stay. Positions are seconds into the track."""

    item: Item
    position: float
    """Where the ear is; before anything sounds, where it will begin."""
    track: Track
    began: float = 0.0
    heard: float = 0.0
    """Seconds that sounded, from all engines together."""
    has_started: bool = False
    is_opened: bool = False
    """The present engine has handed its file to libVLC."""
    is_fading: bool = False
    """Its end has come, and the next one sounds beside it."""
    between: tuple[float, float] | None = None
    """The part of it that is played again and again."""
    choice: FilmChoice | None = None
    """What the listener has changed about the film."""
    _carried: float = 0.0
    """Of `heard`, what earlier engines made sound."""

    @property
    def stay(self) -> int:
        """Its number."""
        return self.item.stay

    @property
    def is_suspect(self) -> bool:
        """Whether its file may be why an engine died just now."""
        return self.is_opened and self.heard - self._carried < RECOVERED_S

    def resumed(self) -> None:
        """Another engine is to go on with it."""
        self._carried, self.is_opened = self.heard, False

    def told(self, word: Word) -> list[PlayerEvent]:
        """Takes in a word about this stay, and gives the event that comes of it."""
        match word:
            case Opening():
                self.is_opened = True
                return []
            case Chosen():
                self.choice = word.choice
                return []
            case Started():
                self.has_started, self.began, self.position = True, word.began, word.began
            case Progress():
                self.position, self.heard = word.position, self._carried + word.heard
                return [replace(word, heard=self.heard)]
            case Seeked():
                self.position = word.target
            case Ended():
                began = self.began if self.has_started else word.began
                return [replace(word, began=began, heard=self._carried + word.heard)]
        return [word] if isinstance(word, PlayerEvent) else []

    def ended(self, reason: Left) -> Ended:
        """Its end as far as it is known, where no engine is left to tell it."""
        return Ended(self.stay, self.item.track_id, self.began, self.position, self.heard, reason)
