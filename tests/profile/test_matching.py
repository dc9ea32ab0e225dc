"""Names that are written differently elsewhere find their tracks, and no others."""

from pathlib import Path

import pytest
from tunes.library.track import Kind, Track
from tunes.profile.exchange.matching import Matcher, Names, Sureness


def track(
    artist: str, title: str, album: str = "", duration: float | None = None, mbid: str | None = None
) -> Track:
    name = f"{artist}|{title}|{album}"
    return Track(
        name, Path("/" + str(abs(hash(name)))), Kind.MUSIC, title, artist, album, duration=duration, mbid=mbid
    )


SHELF = Matcher(
    [
        track("The Beatles", "Let It Be", "Let It Be"),
        track("The Beatles", "Let It Be", "1"),
        track("Sigur Rós", "Hoppípolla", "Takk..."),
        track("Simon & Garfunkel", "The Boxer", "Bridge over Troubled Water"),
        track("Queen", "Don't Stop Me Now"),
        track("Queen", "Bohemian Rhapsody (Live)"),
        track("Daft Punk", "One More Time (Radio Edit)"),
        track("Massive Attack", "Teardrop (Mad Professor Remix)"),
        track("Beethoven", "Symphony No. 5"),
        track("坂本龍一", "戦場のメリークリスマス"),
        track("X", "Y", mbid="the-id"),
        track("Jay-Z; Alicia Keys", "Empire State of Mind", "The Blueprint 3"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("names", "found", "sureness"),
    [
        (Names("let it be", "THE BEATLES"), "The Beatles|Let It Be|1", Sureness.EXACT),
        (Names("Let It Be", "The Beatles", "Let It Be (Remastered)"), "The Beatles|Let It Be|Let It Be", Sureness.EXACT),
        (Names("Let It Be - 2009 Remaster", "Beatles, The", "1"), "The Beatles|Let It Be|1", Sureness.NEARLY),
        (Names("Hoppipolla", "Sigur Ros"), "Sigur Rós|Hoppípolla|Takk...", Sureness.EXACT),
        (Names("The Boxer (feat. Nobody)", "Simon and Garfunkel"),
         "Simon & Garfunkel|The Boxer|Bridge over Troubled Water", Sureness.NEARLY),
        (Names("Dont Stop Me Now [Remastered 2011]", "Queen"), "Queen|Don't Stop Me Now|", Sureness.NEARLY),
        (Names("Don't Stpo Me Now", "Queen"), "Queen|Don't Stop Me Now|", Sureness.ALIKE),
        (Names("Don't Stop Me Now", "Quene"), "Queen|Don't Stop Me Now|", Sureness.ALIKE),
        (Names("Bohemian Rhapsody - Live at Wembley", "Queen"), "Queen|Bohemian Rhapsody (Live)|", Sureness.NEARLY),
        (Names("One More Time - Edit", "Daft Punk"), "Daft Punk|One More Time (Radio Edit)|", Sureness.NEARLY),
        (Names("戦場のメリークリスマス", "坂本龍一"), "坂本龍一|戦場のメリークリスマス|", Sureness.EXACT),
        (Names("whatever", "whoever", mbid="the-id"), "X|Y|", Sureness.ID),
        (Names("Empire State Of Mind", "Jay-Z", "The Blueprint 3"),
         "Jay-Z; Alicia Keys|Empire State of Mind|The Blueprint 3", Sureness.NEARLY),
    ],
)  # fmt: skip
def test_found(names: Names, found: str, sureness: Sureness) -> None:
    got = SHELF.find(names)
    assert got is not None
    assert (got.track.id, got.sureness) == (found, sureness)


@pytest.mark.parametrize(
    "names",
    [
        Names("Let It Be", "Somebody Else"),
        Names("Let It Be"),
        Names("Don't Stop Me Now (Live)", "Queen"),
        Names("Bohemian Rhapsody", "Queen"),
        Names("Teardrop", "Massive Attack"),
        Names("Teardrop (Kruder Remix)", "Massive Attack"),
        Names("Symphony No. 6", "Beethoven"),
        Names("Symphony No. VI", "Beethovne"),
        Names("The Boxer", "Simon", "Another Album"),
        Names("Z", "X"),
        Names("", "Queen"),
    ],
)
def test_not_taken_for_another(names: Names) -> None:
    assert SHELF.find(names) is None
