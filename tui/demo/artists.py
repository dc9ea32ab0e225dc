"""Owns who plays in the demo: made-up artists, what each sounds like, and their albums. Data only.

None of them exists; the names were looked for among real ones.
"""

from dataclasses import dataclass

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)
HARMONIC = (0, 2, 3, 5, 7, 8, 11)
PENTATONIC = (0, 2, 4, 7, 9)
DARK_PENTATONIC = (0, 3, 5, 7, 10)
HIRAJOSHI = (0, 2, 3, 7, 8)

Layer = tuple[str, str, int, float]
"""Voice, figure, octave above or below middle C, loudness."""


@dataclass(frozen=True, slots=True)
class Album:
    """One record: its songs are separated by bars."""

    title: str
    year: int
    songs: str


@dataclass(frozen=True, slots=True)
class Artist:
    """One made-up artist and the sound of all their songs."""

    name: str
    genre: str
    bpm: tuple[int, int]
    scale: tuple[int, ...]
    layers: tuple[Layer, ...]
    albums: tuple[Album, ...]
    beats: int = 4
    """Beats a bar."""
    drums: tuple[tuple[str, str], ...] = ()
    """Piece of the kit and one bar of its sixteenths."""
    echo: float = 0.0
    """Loudness of the echo."""
    wind: float = 0.0
    """Loudness of the wind."""
    as_mp3: bool = False
    """Kept as MP3 instead of FLAC; its tags hold plain ASCII only."""


ARTISTS: tuple[Artist, ...] = (
    Artist(
        "Marrow & Thistle",
        "Folk",
        (88, 104),
        DORIAN,
        (("pluck", "picking", 0, 0.7), ("flute", "melody", 1, 0.3)),
        (
            Album("Hedge School", 2014, "Turf Smoke|The Lame Heron|Nine Gates"),
            Album("Low Meadow", 2018, "Salt on the Sill|Wren's Burial"),
        ),
    ),
    Artist(
        "Glasshouse Nine",
        "Ambient",
        (52, 64),
        LYDIAN,
        (("bell", "calls", 1, 0.7), ("pad", "chords", -1, 0.35)),
        (Album("Condensation", 2020, "Pane|Fern Light|Slow Valve|Orchid Debt|Steam Hour"),),
        echo=0.5,
    ),
    Artist(
        "Halden Drift",
        "Drone",
        (50, 56),
        MINOR,
        (("pad", "drone", -2, 0.7), ("pad", "drone", -1, 0.4), ("organ", "calls", 0, 0.15)),
        (Album("Ballast", 2011, "Hull|Undertow Ledger|Keel Song|Slack Water|Sounding Line"),),
        wind=0.1,
    ),
    Artist(
        "Kassette Kommando",
        "Techno",
        (126, 134),
        PHRYGIAN,
        (("saw", "offbeat pulse", -2, 0.6), ("square", "stabs", 0, 0.16)),
        (
            Album("Bandsalat", 1998, "Vorspul|Schlupf|Rauschabstand"),
            Album("Typ IV Metal", 2001, "Azimut|Leerspur"),
        ),
        drums=(("k", "x...x...x...x..."), ("h", "..x...x...x...x."), ("s", "....x.......x...")),
    ),
    Artist(
        "Pixel Otter",
        "Chiptune",
        (140, 168),
        MAJOR,
        (("square", "fast arpeggio", 0, 0.3), ("square", "melody", 1, 0.45), ("square", "pulse", -2, 0.3)),
        (
            Album("River Level", 2016, "Press Paw|Clam Economy|Holt Boss"),
            Album("Warp Stream", 2021, "Continue?|Nine Lives Short"),
        ),
        drums=(("h", "x.x.x.x.x.x.x.x."), ("s", "....x.......x...")),
    ),
    Artist(
        "The Vesper Office",
        "Choral",
        (60, 72),
        MAJOR,
        (("organ", "chorale", 0, 0.8),),
        (
            Album(
                "Bellows & Dust",
                2003,
                "Voluntary in Grey|Psalm for a Wet Tuesday|Gallery Air|Stop Knob|Amen, Later",
            ),
        ),
        echo=0.3,
    ),
    Artist(
        "Oyelaran Sun Band",
        "Highlife",
        (108, 120),
        MAJOR,
        (("kalimba", "arpeggio", 0, 0.6), ("pluck", "melody", 0, 0.4), ("sub", "roots", -2, 0.6)),
        (
            Album("Market Day Forever", 1979, "Yellow Bus|Two Cousins|Generator Song"),
            Album("Harmattan Party", 1982, "Dust in the Horns|Sweet Pepper"),
        ),
        drums=(("c", "x..x..x...x.x..."), ("t", "......x.......x."), ("h", "x.xxx.xxx.xxx.xx")),
    ),
    Artist(
        "Velvet Abacus",
        "Soul",
        (84, 94),
        DORIAN,
        (("tines", "chords", 0, 0.5), ("tines", "melody", 1, 0.35), ("sub", "walk", -2, 0.6)),
        (Album("Carry the One", 1974, "Sum of Us|Long Division|Remainder|Your Decimal|Round Me Up"),),
        drums=(("k", "x.....x.x......."), ("s", "....x.......x..."), ("h", "x.x.x.x.x.x.x.x.")),
        as_mp3=True,
    ),
    Artist(
        "Tolliver Crane Trio",
        "Jazz",
        (132, 168),
        MIXOLYDIAN,
        (("pluck", "walk", -2, 0.9), ("tines", "melody", 0, 0.5)),
        (
            Album("Late Set at Orrin's", 1961, "Crane Flies|Check, Please|Blue Umbrella"),
            Album("Second Door Left", 1964, "Tip Jar|Last Tram"),
        ),
        drums=(("b", "x...x.x.x...x.x."), ("h", "....x.......x...")),
    ),
    Artist(
        "Nordlicht Archiv",
        "Field recordings",
        (48, 54),
        PENTATONIC,
        (("pad", "chords", 0, 0.15), ("bell", "calls", 2, 0.08)),
        (Album("Wetterhaus", 2009, "Dachluke|Ostwind|Funkmast|Reif|Windstille"),),
        wind=0.8,
    ),
    Artist(
        "Saltwire",
        "Rock",
        (136, 152),
        DARK_PENTATONIC,
        (("fuzz", "power", -1, 0.5), ("saw", "pulse", -2, 0.4)),
        (
            Album("Harbour Fire", 1994, "Rust Belt Buckle|Gull|Shut the Cannery"),
            Album("No Lighthouse", 1996, "Bilge|Third Mate"),
        ),
        drums=(("k", "x..x..x.x..x...."), ("s", "....x.......x..."), ("h", "x.x.x.x.x.x.x.x.")),
    ),
    Artist(
        "Papaya Circuit",
        "Dembow",
        (92, 100),
        HARMONIC,
        (("koto", "arpeggio", 1, 0.5), ("sub", "roots", -2, 0.8), ("square", "melody", 0, 0.15)),
        (Album("Isla Breaker", 2022, "Kiosko|Two Percent Battery|Mango Fuse|Calor|Afterglow Tax"),),
        drums=(("k", "x...x...x...x..."), ("s", "...x..x....x..x."), ("c", "x.......x.......")),
    ),
    Artist(
        "Fenwick Hollow",
        "Lullaby",
        (84, 96),
        MAJOR,
        (("musicbox", "melody", 0, 0.6), ("musicbox", "arpeggio", -1, 0.3)),
        (
            Album(
                "Drawer of Small Nights",
                2007,
                "Button Moon Button|The Clockmaker's Cat|Soft Bolt|Thimble|Wind Me Once",
            ),
        ),
        beats=3,
        echo=0.2,
    ),
    Artist(
        "Ruido Modelo",
        "Industrial",
        (104, 116),
        PHRYGIAN,
        (("fuzz", "drone", -2, 0.3), ("saw", "pulse", -2, 0.35)),
        (Album("Turno de Noche", 1989, "Prensa|Cinta Sin Fin|Huelga|Aceite|Relevo"),),
        drums=(("x", "x..x..x...x..x.."), ("k", "x...x...x...x..."), ("t", "..x.......x..x..")),
    ),
    Artist(
        "Ioana Vântu",
        "Traditional",
        (66, 80),
        HARMONIC,
        (("flute", "melody", 0, 0.7), ("organ", "drone", -1, 0.25)),
        (
            Album("Doină pentru nimeni", 2012, "Câmp|Fântâna rece|Lup bătrân"),
            Album("Iarna în odaie", 2017, "Sobă|Ninge iar"),
        ),
        echo=0.25,
    ),
    Artist(
        "Paper Lantern Choir",
        "Vocal",
        (70, 84),
        LYDIAN,
        (("choir", "chorale", 0, 0.7), ("choir", "melody", 1, 0.25)),
        (Album("Breath Marks", 2019, "Round for Many Rooms|Hum|Ah|Candle Count|Exhale"),),
        echo=0.35,
    ),
    Artist(
        "Dubwater",
        "Dub",
        (70, 76),
        MINOR,
        (("sub", "roots", -2, 1.0), ("tines", "stabs", 0, 0.4), ("theremin", "calls", 1, 0.12)),
        (
            Album("Cistern Style", 1977, "Drip|Copper Pipe Version|Rain Barrel"),
            Album("Overflow", 1981, "Sluice|Sluice Version"),
        ),
        drums=(("k", "........x......."), ("s", "........x......."), ("h", "..x...x...x...x.")),
        echo=0.6,
    ),
    Artist(
        "大神ラジオ",
        "Koto",
        (76, 92),
        HIRAJOSHI,
        (("koto", "melody", 0, 0.9), ("koto", "roots", -1, 0.5)),
        (Album("月の周波数", 2015, "霧の駅|狐火|短波|古い傘|終電"),),
        echo=0.3,
    ),
    Artist(
        "Grand Hotel Ostend",
        "Bossa nova",
        (116, 128),
        MAJOR,
        (("marimba", "melody", 1, 0.6), ("pluck", "stabs", 0, 0.4), ("sub", "roots", -2, 0.6)),
        (
            Album("Mezzanine", 1966, "Revolving Door|Room Service for One|Lobby Palm"),
            Album("Late Check-out", 1968, "Do Not Disturb|Key in the Bowl"),
        ),
        drums=(("c", "x..x..x...x..x.."), ("b", "x.x.x.x.x.x.x.x.")),
    ),
    Artist(
        "Doctor Orbital's Hand",
        "Space age",
        (80, 92),
        LYDIAN,
        (("theremin", "melody", 1, 0.6), ("pad", "chords", -1, 0.3)),
        (
            Album(
                "Cocktails on Callisto",
                1958,
                "Airlock Waltz|My Robot Left Me|Gravity Boots|Ring Road, Saturn|Splashdown",
            ),
        ),
        beats=3,
        echo=0.4,
    ),
    Artist(
        "Basalt Parade",
        "Brass band",
        (108, 120),
        MAJOR,
        (("brass", "melody", 0, 0.5), ("brass", "stabs", -1, 0.22), ("brass", "roots", -2, 0.4)),
        (
            Album(
                "Up the Quarry", 1999, "Tuba Weather|Miners' Two-step|Hill Road|Bunting|Bring Your Own Drum"
            ),
        ),
        drums=(("k", "x.......x......."), ("s", "....x.xx....x.xx")),
    ),
    Artist(
        "Cloudberry FM",
        "Synthwave",
        (100, 112),
        MINOR,
        (("saw", "fast arpeggio", 0, 0.3), ("pad", "chords", 0, 0.35), ("saw", "pulse", -2, 0.45)),
        (
            Album("Midnight Ferry", 2018, "Car Frame Neon|Duty Free|Visor Down"),
            Album("Arctic Arcade", 2023, "High Score, Low Sun|Insert Krone"),
        ),
        drums=(("k", "x...x...x...x..."), ("s", "....x.......x...")),
        echo=0.2,
    ),
    Artist(
        "Lind & the Open Window",
        "Chamber",
        (60, 72),
        MIXOLYDIAN,
        (("pluck", "harp", -1, 0.45), ("choir", "calls", 0, 0.12)),
        (Album("Curtain, Moving", 2010, "Sash Cord|Linen|Draught|The Neighbour Practises|Pigeon Hour"),),
        echo=0.25,
    ),
    Artist(
        "Quiet Mechanics",
        "Minimal",
        (126, 138),
        PENTATONIC,
        (("marimba", "phase", 0, 0.7), ("marimba", "phase", 1, 0.3)),
        (Album("Eleven Gears", 1976, "Escapement|Ratchet|Idler|Pawl & Spring|Governor"),),
    ),
)
