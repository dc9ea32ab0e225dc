"""What can be asked of a film that plays: its sound, subtitles, delays, chapters, shape, single pictures, kept pictures."""

from pathlib import Path

import pytest
from cinema import Terminal, anything
from PIL import Image
from tunes.library.track import Kind, Track
from tunes.player.events import Adjusted, Progress, Seeked
from tunes.player.film_wish import FilmWish
from tunes.player.projection import Chapter, Option, chapter_from, following, name_of

DATA = Path(__file__).parents[1] / "data"
RICH = Track("t1:rich", DATA / "rich.mkv", Kind.VIDEO, "Rich", duration=9.0)
CLIP = Track("t1:clip", DATA / "clip.mp4", Kind.VIDEO, "Clip", duration=3.0)


@pytest.mark.parametrize(
    ("described", "name"),
    [
        ("Track 1 - [English]", "English"),
        ("Piste 2 - [Français]", "Français"),
        ("Commentary - [German]", "German, Commentary"),
        ("Director [2nd cut] - [German]", "German, Director [2nd cut]"),
        ("Commentary", "Commentary"),
        ("Track 3", ""),
        ("", ""),
    ],
)
def test_names_of_tracks(described: str, name: str) -> None:
    assert name_of(described) == name


def test_the_next_one_comes_round() -> None:
    options = [Option(-1, ""), Option(3, "a"), Option(4, "b")]
    assert [following(options, 3, by).id for by in (1, 2, -1)] == [4, -1, -1]
    assert following(options, 99, 1).id == -1, "what is not listed leads to the first"


@pytest.mark.parametrize(
    ("at_s", "by", "chapter"),
    [(0.0, 1, 1), (3.0, 1, 2), (7.0, 1, 3), (1.0, -1, -1), (4.0, -1, 0), (6.5, -1, 1), (9.5, -1, 2)],
)
def test_the_next_chapter_and_the_way_back(at_s: float, by: int, chapter: int) -> None:
    chapters = [Chapter("a", 0.0), Chapter("b", 3.0), Chapter("c", 6.0)]
    assert chapter_from(chapters, at_s, by) == chapter


class Wishes:
    """Asks, and waits for what is said."""

    def __init__(self, terminal: Terminal, film: Track) -> None:
        self.rig = terminal.rig
        self.stay = self.rig.player.load(film)
        self.rig.until_heard(self.stay, 0.25)

    def ask(self, wish: FilmWish, by: float = 1) -> str:
        before = len(self.rig.of(Adjusted))
        self.rig.player.adjust_film(wish, by)
        self.rig.until(lambda: len(self.rig.of(Adjusted)) > before)
        return self.rig.of(Adjusted)[-1].message

    @property
    def last(self) -> Progress:
        return self.rig.of(Progress, self.stay)[-1]


@pytest.mark.libvlc
@pytest.mark.sound
def test_what_was_chosen_outlasts_an_engine(terminal: Terminal) -> None:
    wishes = Wishes(terminal, RICH)
    rig = terminal.rig
    assert wishes.ask(FilmWish.SOUND) == "Sound 2 of 2: German, Commentary"
    shown = [wishes.ask(FilmWish.SUBTITLES) for _ in "ab"][-1]
    wishes.ask(FilmWish.SUBTITLE_DELAY, 0.1)
    heard = wishes.last.heard
    rig.real._engine._process.kill()
    rig.until_heard(wishes.stay, heard + 0.5)
    assert wishes.ask(FilmWish.SOUND) == "Sound 1 of 2: English"
    said = [wishes.ask(FilmWish.SUBTITLES) for _ in "abc"]
    assert said[-1] == shown, "three on is where it was"
    assert wishes.ask(FilmWish.SUBTITLE_DELAY, 0.1) == "Subtitles delayed by 200 ms"


@pytest.mark.libvlc
@pytest.mark.sound
def test_everything_that_a_film_has(terminal: Terminal, tmp_path: Path) -> None:
    wishes = Wishes(terminal, RICH)
    rig = terminal.rig
    assert [wishes.ask(FilmWish.SOUND) for _ in "ab"] == [
        "Sound 2 of 2: German, Commentary",
        "Sound 1 of 2: English",
    ]
    said = [wishes.ask(FilmWish.SUBTITLES) for _ in "abc"]
    assert sorted(said) == ["No subtitles", "Subtitles 1 of 2: English", "Subtitles 2 of 2: German"]
    assert wishes.ask(FilmWish.SOUND_DELAY, 0.1) == "Sound delayed by 100 ms"
    assert wishes.ask(FilmWish.SUBTITLE_DELAY, -0.1) == "Subtitles delayed by -100 ms"
    assert wishes.ask(FilmWish.CHAPTER) == "Chapter 2 of 3: Middle"
    assert rig.of(Seeked, wishes.stay)[-1].target == pytest.approx(3.0, abs=0.1)
    shape = terminal.until(anything).points.shape
    assert wishes.ask(FilmWish.ASPECT, 2) == "Shape: 16:9"
    assert wishes.ask(FilmWish.ASPECT) == "Shape: 4:3"
    assert terminal.until(lambda frame: frame.points.shape != shape).points.shape == (48, 64, 3)
    kept = tmp_path / "kept é.png"
    rig.player.shoot(kept)
    rig.until(lambda: str(kept) in rig.of(Adjusted)[-1].message)
    with Image.open(kept) as image:
        assert image.format == "PNG"
        assert image.size[1] == 90, "as large as in the film"


@pytest.mark.libvlc
@pytest.mark.sound
def test_single_pictures_are_shown_and_not_counted(terminal: Terminal) -> None:
    wishes = Wishes(terminal, RICH)
    rig = terminal.rig
    rig.player.pause()
    rig.until(lambda: not wishes.last.is_playing)
    rig.player.seek(2.0)
    rig.until(lambda: wishes.last.position == pytest.approx(2.0))
    heard, still = wishes.last.heard, terminal.until(anything)
    rig.player.adjust_film(FilmWish.STEP, 1)
    rig.player.adjust_film(FilmWish.STEP, 1)
    rig.until(lambda: wishes.last.position == pytest.approx(2.083, abs=0.01))
    rig.player.adjust_film(FilmWish.STEP, -1)
    rig.until(lambda: wishes.last.position == pytest.approx(2.042, abs=0.01))
    rig.player.adjust_film(FilmWish.STEP, 1)
    terminal.until_other_than(still)
    assert wishes.last.heard == heard


@pytest.mark.libvlc
@pytest.mark.sound
def test_a_film_without_all_that_says_so(terminal: Terminal, tmp_path: Path) -> None:
    wishes = Wishes(terminal, CLIP)
    assert wishes.ask(FilmWish.SUBTITLES) == "This film has no subtitles."
    assert wishes.ask(FilmWish.CHAPTER) == "This film has no chapters."
    terminal.rig.player.shoot(tmp_path / "nowhere" / "kept.png")
    terminal.rig.until(lambda: "can't be kept" in terminal.rig.of(Adjusted)[-1].message)
