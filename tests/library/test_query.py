from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rows import put_away
from tunes.library.amounts import Range
from tunes.library.catalog import Catalog
from tunes.library.errors import QueryError
from tunes.library.query import Kinds, Query, Term, Text, parse
from tunes.library.track import Kind, Track

NOW = 1_795_000_000.0
DAY_S = 86_400.0
NAMES = ("red moon", "blue moon", "red", "live at the blue note", "")


ENDINGS = {Kind.MUSIC: "mp3", Kind.VIDEO: "mkv", Kind.SPOKEN: "m4b"}


def made(number: int, artist: str, title: str, year: int | None) -> Track:
    kind = list(Kind)[number % 3]
    return Track(
        id=f"t1:{number}",
        path=Path(f"/m/{number:04}.{ENDINGS[kind]}"),
        kind=kind,
        title=title or "untitled",
        artist=artist,
        album=NAMES[number % 5],
        composer=NAMES[number % 4],
        genres=(("jazz",), ("jazz", "hip-hop"), ())[number % 3],
        year=year,
        duration=None if number % 7 == 0 else 40.0 * (number % 20),
        added=NOW - number * DAY_S,
        show="red planet" if kind is Kind.VIDEO and number % 11 == 0 else None,
    )


TRACKS = [made(n, *named) for n, named in enumerate(product(NAMES, NAMES, (None, 1979, 1990, 1999)))]
COUNTS = {f"t1:{number}": (number % 5, number % 3) for number in range(0, 100, 2)}


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path_factory.mktemp("query") / "library.db")
    put_away(catalog, TRACKS)
    yield catalog
    catalog.close()


class TestParsing:
    @pytest.mark.parametrize(
        ("line", "what"),
        [
            ("radiohead", Text("radiohead")),
            ('"karma police"', Text("karma police", is_phrase=True)),
            ("artist:abba", Text("abba", "artist")),
            ('Artist:"the band"', Text("the band", "artist", is_phrase=True)),
            ("title:10:15", Text("10:15", "title")),
            ("10:15", Text("10:15")),
            ('12"', Text('12"')),
            ('"', Text('"')),
            ("Mission: ", Text("Mission")),
            ("jay-z", Text("jay-z")),
            ("year:1999", Range("year", 1999, 1999)),
            ("year:1990..1999", Range("year", 1990, 1999)),
            ("year:1990..", Range("year", least=1990)),
            ("year:..1990", Range("year", most=1990)),
            ("year:<1980", Range("year", most=1980, has_ends=False)),
            ("year:>=1980", Range("year", least=1980)),
            ("length:>10m", Range("length", least=600, has_ends=False)),
            ("length:1h30m..2h", Range("length", 5400, 7200)),
            ("length:<4:30", Range("length", most=270, has_ends=False)),
            ("added:<30d", Range("added", most=30 * DAY_S, has_ends=False)),
            ("added:>2w", Range("added", least=14 * DAY_S, has_ends=False)),
            ("added:1m..1y", Range("added", 30 * DAY_S, 365 * DAY_S)),
            ("plays:0", Range("plays", 0, 0)),
            ("skips:>2", Range("skips", least=2, has_ends=False)),
            ("kind:video", Kinds((Kind.VIDEO,))),
            ("kind:Music|spoken", Kinds((Kind.MUSIC, Kind.SPOKEN))),
        ],
    )
    def test_one_term(self, line: str, what: object) -> None:
        assert parse(line).terms == (Term(what),)  # type: ignore[arg-type]  # the table holds all three sorts
        assert parse(f"-{line}").terms == (Term(what, is_wanted=False),)  # type: ignore[arg-type]

    def test_several(self) -> None:
        assert parse('  moon -"at the"  year:1990 ').terms == (
            Term(Text("moon")),
            Term(Text("at the", is_phrase=True), is_wanted=False),
            Term(Range("year", 1990, 1990)),
        )

    @pytest.mark.parametrize(
        ("line", "is_plain"),
        [("red moon", True), ('"red moon"', True), ("-red", False), ("year:1990 red", False)],
    )
    def test_what_may_be_a_name(self, line: str, *, is_plain: bool) -> None:
        assert parse(line).is_plain is is_plain

    @pytest.mark.parametrize(
        ("line", "part"),
        [
            ("artits:abba", "Did you mean artist:?"),
            ("xyzzy:abba", "There are artist, album"),
            ('"karma police', "no second one"),
            ('artist:"the', "no second one"),
            ("artist:", "right after the colon"),
            ("year:", "year:1990..1999"),
            ("year:abc", "year:1990..1999"),
            ("year:1999..1990", "backwards"),
            ("year:..", "year:1990..1999"),
            ("year:<", "year:1990..1999"),
            ("year:1990..1995..1999", "year:1990..1999"),
            ("year:99999999999999999999", "year:1990..1999"),
            ("length:10", "length:>10m"),
            ("length:10m", "length:>10m"),
            ("added:30d", "added:<30d"),
            ("added:<30", "added:<30d"),
            ("plays:-1", "plays:<3"),
            ("kind:film", "kind:video"),
        ],
    )
    def test_what_makes_no_sense_gets_a_sentence(self, line: str, part: str) -> None:
        with pytest.raises(QueryError, match=r"[.?]$") as caught:
            parse(line)
        assert part in str(caught.value)

    @pytest.mark.parametrize(
        ("line", "text"),
        [
            ("re:stacks", "re stacks"),
            ("year:zero", "year zero"),
            ("Show: me", "Show me"),
            ("ac:dc live", "ac dc"),
        ],
    )
    def test_a_colon_in_what_the_library_holds_is_no_field(self, line: str, text: str) -> None:
        assert parse(line, lambda asked: asked == text).terms[0] == Term(Text(text))

    @given(st.text(max_size=40) | st.text(st.sampled_from('artisyear:"-.<>|19 dmkplays'), max_size=30))
    def test_nothing_but_a_sentence_ever_comes_of_any_text(self, line: str) -> None:
        for knows in (True, False):
            with suppress(QueryError):
                assert isinstance(parse(line, lambda _, answer=knows: answer), Query)  # type: ignore[misc]  # bound


def holds(track: Track, term: Term) -> bool:
    """The plain model: what a term says of a track."""
    what = term.what
    if isinstance(what, Kinds):
        return (track.kind in what.kinds) is term.is_wanted
    if isinstance(what, Range):
        plays, skips = COUNTS.get(track.id, (0, 0))
        ages = {"added": NOW - track.added, "length": track.duration, "year": track.year}
        number = (ages | {"plays": plays, "skips": skips})[what.field]
        return (number is not None and what.holds(number)) is term.is_wanted
    fields = {
        "artist": track.artist,
        "album": track.album,
        "title": track.title,
        "genre": " ".join(track.genres),
        "composer": track.composer,
        "show": track.show or "",
    }
    stem = track.path.stem
    texts = [fields[what.field]] if what.field else [*fields.values(), str(track.year or ""), stem]
    end = " " if what.is_phrase or not term.is_wanted else ""
    return any(f" {what.words}{end}" in f" {text.replace('-', ' ')} " for text in texts) is term.is_wanted


WORDS = st.sampled_from(["red", "blue", "moon", "live", "note", "jazz", "hop", "mo", "planet", "1990"])
TEXTS = st.builds(
    Text,
    WORDS,
    st.sampled_from(["", "artist", "album", "title", "genre", "composer", "show"]),
    st.just(value=False),
) | st.builds(
    Text,
    st.sampled_from(["red moon", "the blue", "jazz"]),
    st.sampled_from(["", "title", "album"]),
    st.just(value=True),
)
RANGES = st.sampled_from(
    (
        *("year:1990", "year:1980..1995", "year:<1990", "length:>5m", "length:..400s"),
        *("added:<30d", "added:>1w", "plays:0", "plays:<3", "plays:2..", "skips:>1", "skips:0"),
        *("kind:video", "kind:music|spoken"),
    )
)


def written(text: Text) -> str:
    words = f'"{text.words}"' if text.is_phrase else text.words
    return f"{text.field}:{words}" if text.field else words


LINES = st.lists(
    st.tuples(st.sampled_from(["", "", "-"]), RANGES | TEXTS.map(written)).map("".join),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=200)
@given(LINES)
def test_a_query_is_a_plain_filter_over_all_tracks(shelves: Catalog, line: str) -> None:
    terms = parse(line).terms
    if not all(_is_known(term) for term in terms):
        return  # a word that the library has in no track that fits is corrected; that has tests of its own
    meant = {track.id for track in TRACKS if all(holds(track, term) for term in terms)}
    found = shelves.matching(line, now=NOW, counts=lambda: COUNTS)
    if meant:
        assert {track.id for track in found} == meant
    best = shelves.search(line, 1_000, now=NOW, counts=lambda: COUNTS)
    assert meant <= {track.id for track in best}


def _is_known(term: Term) -> bool:
    return any(holds(track, term) for track in TRACKS)


def test_without_words_the_order_is_that_of_the_library(shelves: Catalog) -> None:
    found = [track.id for track in shelves.search("year:1990", 7)]
    assert found == [track.id for track in shelves.matching("year:1990")][:7]


def test_counts_are_only_taken_where_they_are_asked_for(shelves: Catalog) -> None:
    def counted() -> dict[str, tuple[int, int]]:
        raise AssertionError

    assert shelves.search("red -live year:1990", 5, now=NOW, counts=counted)


@pytest.mark.parametrize("line", ["plays:0", "-skips:1", "added:<3d"])
def test_what_nobody_can_answer_gets_a_sentence(shelves: Catalog, line: str) -> None:
    with pytest.raises(QueryError, match="can't be answered here"):
        shelves.search(line, 5)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Mission: Impossible", "Mission: Impossible"),
        ("re:stacks", "re: Stacks"),
        ("re: stacks", "re: Stacks"),
        ("mission:imp", "Mission: Impossible"),
        ("year:zero", "Year Zero"),
        ("3:45", "3:45"),
        ("ac:dc", "AC:DC"),
    ],
)
def test_a_colon_in_a_title(tmp_path: Path, line: str, title: str) -> None:
    catalog = Catalog(tmp_path / "library.db")
    titles = ["Mission: Impossible", "re: Stacks", "Year Zero", "3:45", "AC:DC", "Else"]
    tracks = [made(number, "Somebody", one, 2000) for number, one in enumerate(titles)]
    put_away(catalog, tracks)
    assert catalog.search(line, 5)[0].title == title
    catalog.close()


def test_a_mistyped_word_in_a_field(shelves: Catalog) -> None:
    assert {track.artist for track in shelves.matching("artist:mooon")} == {"red moon", "blue moon"}
    assert {"jazz"} <= set(shelves.search("genre:jaaz", 5)[0].genres)
    assert len(shelves.matching("-artist:mooon")) == len(TRACKS)


def test_a_line_longer_than_anybody_types(shelves: Catalog) -> None:
    assert len(shelves.search("-x " * 200, 5)) == 5
    with pytest.raises(QueryError, match="at most 200 things"):
        shelves.search("-x " * 3_000, 5)
