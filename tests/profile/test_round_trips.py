"""What leaves in a format comes back from it: nothing is lost that the format can hold, whatever names and numbers there are."""

import io
from collections.abc import Iterable
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind
from tunes.profile.exchange.documents import encoding_of
from tunes.profile.exchange.listenbrainz import is_listenbrainz, listenbrainz_line, read_listenbrainz
from tunes.profile.exchange.scrobbler_log import (
    SKIPPED_S,
    is_scrobbler_log,
    read_scrobbler_log,
    scrobbler_head,
    scrobbler_line,
)
from tunes.profile.exchange.sheet import COLUMNS, is_sheet, read_sheet, sheet_line, sheet_row
from tunes.profile.exchange.told import Told
from tunes.profile.exchange.whole import is_whole, read_whole, whole_lines
from tunes.profile.listens import ENDS, Listen, listen_document
from tunes.profile.notes import TrackNote, note_document

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", '"Heroes"', "a,b;c\td", "line\nend", "\u2028", "\x85x", "\0", "\ufeff", "AC/DC\r\n", "#1"]
)
seconds = st.floats(0.0, 1e5)
notes = st.builds(
    TrackNote,
    id=st.text("abcdef0123456789", min_size=1, max_size=8).map(lambda name: f"t1:{name}"),
    artist=words,
    title=words,
    album=words,
    duration=st.none() | st.floats(0.5, 1e5),
    mbid=st.none() | st.uuids().map(str),
    kind=st.sampled_from(list(Kind)),
)
listens = st.builds(
    Listen,
    track=st.just(""),
    at=st.floats(0.0, 4e9),
    offset=st.integers(-840, 840),
    heard=seconds,
    duration=st.none() | seconds,
    began=seconds,
    left=seconds,
    seeks=st.lists(st.tuples(seconds, seconds), max_size=3).map(tuple),
    restarts=st.integers(0, 9),
    end=st.sampled_from(ENDS),
    source=words,
    last_key=st.none() | st.floats(0.0, 4e9),
    volume=st.integers(0, 100),
    device=words,
)
heard = st.lists(st.tuples(listens, notes), min_size=1, max_size=4, unique_by=lambda pair: pair[1].id)


def documents(pairs: Iterable[tuple[Listen, TrackNote]]) -> list[tuple[dict[str, Any], TrackNote]]:
    return [(listen_document(listen) | {"track": note.id}, note) for listen, note in pairs]


@given(heard, st.dictionaries(st.sampled_from(["mood", "more"]), words | st.lists(st.none() | st.booleans())))
def test_everything(pairs: list[tuple[Listen, TrackNote]], newer: dict[str, Any]) -> None:
    told = [(listen | newer, note_document(note)) for listen, note in documents(pairs)]
    mark = {"at": 1.5, "kind": "like", "what": {"artist": pairs[0][1].artist}, "value": True} | newer
    tables = {
        "listens": {str(number): listen for number, (listen, _) in enumerate(told)},
        "tracks": {str(number): note for number, (_, note) in enumerate(told)},
        "marks": {"1": mark},
    }
    data = b"".join(whole_lines([tables]))
    assert is_whole(data)
    assert orjson.loads(data), "it is one document of JSON"
    back: dict[str, list[Any]] = {}
    for event in read_whole(io.BytesIO(data), "all.json"):
        back.setdefault(event.table, []).append(event.document)
    assert back == {name: list(table.values()) for name, table in tables.items()}


@given(heard)
def test_a_sheet(pairs: list[tuple[Listen, TrackNote]]) -> None:
    told = documents(pairs)
    derived = {"play": True, "skip": False, "replay": False}
    rows = [sheet_row(listen | derived, note) for listen, note in told]
    data = b"".join(map(sheet_line, [COLUMNS, *rows]))
    assert is_sheet(data)
    back = list(read_sheet(io.BytesIO(data), "all.csv"))
    assert [event.document for event in back if event.table == "listens"] == [listen for listen, _ in told]
    assert [event.document for event in back if event.table == "tracks"] == [
        note_document(note) for _, note in told
    ]


@given(heard)
def test_listenbrainz(pairs: list[tuple[Listen, TrackNote]]) -> None:
    told = [(listen, note) for listen, note in documents(pairs) if note.title.strip()]
    data = b"".join(orjson.dumps(listenbrainz_line(listen, note)) + b"\n" for listen, note in told)
    assert is_listenbrainz(data) is bool(told)
    back = list(read_listenbrainz(io.BytesIO(data), "plays.jsonl"))
    assert len(back) == len(told)
    for one, (listen, note) in zip(back, told, strict=True):
        assert isinstance(one, Told)
        names = (note.title.strip(), note.artist.strip(), note.album.strip(), note.mbid)
        assert (one.title, one.artist, one.album, one.mbid) == names
        assert one.at == round(listen["at"])
        assert (one.heard or 0) == round(listen["heard"])
        assert one.duration == (None if note.duration is None else round(1000 * note.duration) / 1000)


@given(heard, st.booleans())
def test_a_scrobbler_log(pairs: list[tuple[Listen, TrackNote]], is_skip: bool) -> None:
    told = [(listen, note) for listen, note in documents(pairs) if note.title.split()]
    lines = [scrobbler_line(listen, note, is_skip=is_skip) for listen, note in told]
    data = (scrobbler_head() + "".join(lines)).encode()
    assert is_scrobbler_log(data)
    assert encoding_of(data) == "utf-8"
    back = list(read_scrobbler_log(io.BytesIO(data), ".scrobbler.log", float))
    assert len(back) == len(told)
    for one, (listen, note) in zip(back, told, strict=True):
        assert isinstance(one, Told)
        names = tuple(" ".join(text.split()) for text in (note.title, note.artist, note.album))
        assert (one.title, one.artist, one.album, one.mbid) == (*names, note.mbid)
        assert one.at == round(listen["at"])
        assert (one.end, one.heard) == (("next", SKIPPED_S) if is_skip else ("finished", None))
        assert (one.duration or 0) == round(note.duration or 0)
