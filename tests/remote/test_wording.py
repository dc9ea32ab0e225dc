"""The words behind `tunes ctl`."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.tui.remote import amounts
from tunes.tui.remote.wording import WordingError, order_of

GOOD: list[tuple[str, dict[str, Any]]] = [
    ("play", {"do": "play"}),
    ("play kid a", {"do": "play", "words": ["kid", "a"]}),
    ("toggle", {"do": "toggle"}),
    ("seek +10", {"do": "seek", "by": 10}),
    ("seek -1:30", {"do": "seek", "by": -90}),
    ("seek 83", {"do": "seek", "to": 83}),
    ("seek 1:23", {"do": "seek", "to": 83}),
    ("seek 1:02:03.5", {"do": "seek", "to": 3723.5}),
    ("seek 50%", {"do": "seek", "percent": 50}),
    ("volume", {"do": "volume"}),
    ("volume 50", {"do": "volume", "to": 50}),
    ("volume +5%", {"do": "volume", "by": 5}),
    ("volume -5", {"do": "volume", "by": -5}),
    ("speed", {"do": "speed"}),
    ("speed 1.5", {"do": "speed", "to": 1.5}),
    ("speed +0.1", {"do": "speed", "by": 0.1}),
    ("mute", {"do": "mute"}),
    ("mute off", {"do": "mute", "on": False}),
    ("queue", {"do": "queue"}),
    ("queue list", {"do": "queue"}),
    ("queue add -live", {"do": "add", "words": ["-live"]}),
    ("queue next x", {"do": "add", "next": True, "words": ["x"]}),
    ("queue jump 3", {"do": "jump", "place": 3}),
    ("queue remove 1", {"do": "remove", "place": 1}),
    ("queue clear", {"do": "clear"}),
    ("queue move 7 2", {"do": "move", "place": 7, "to": 2}),
    ("queue undo", {"do": "undo"}),
    ("shuffle", {"do": "shuffle"}),
    ("shuffle on", {"do": "shuffle", "to": "tracks"}),
    ("shuffle albums", {"do": "shuffle", "to": "albums"}),
    ("repeat on", {"do": "repeat", "to": "all"}),
    ("repeat one", {"do": "repeat", "to": "one"}),
    ("stop-after", {"do": "stop-after"}),
    ("autoplay", {"do": "autoplay"}),
    ("autoplay daring", {"do": "autoplay", "to": "daring"}),
    ("stop-after off", {"do": "stop-after", "on": False}),
    ("like", {"do": "like"}),
    ("ban artist", {"do": "ban", "of": "artist"}),
    ("not-now folder", {"do": "not-now", "of": "folder"}),
    ("rate 0", {"do": "rate", "stars": 0}),
    ("rate 5", {"do": "rate", "stars": 5}),
    ("unmark", {"do": "unmark"}),
]
BAD = [
    "like it",
    "ban artist album",
    "rate",
    "rate 6",
    "rate -1",
    "rate four",
    "unmark 2",
    "pley",
    "seek",
    "seek x",
    "seek 1:2",
    "seek +5%",
    "seek 101%",
    "seek 1 2",
    "volume 101",
    "volume loud",
    "volume 1 2",
    "speed 3",
    "speed fast",
    "speed 1 2",
    "mute maybe",
    "queue jump",
    "queue jump x",
    "queue jump ²",
    "queue jump 1 2",
    "queue remove",
    "queue add",
    "queue next",
    "queue what",
    "queue move 7",
    "queue move 7 x",
    "queue undo all",
    "shuffle maybe",
    "shuffle on off",
    "repeat twice",
    "stop-after 3",
    "autoplay loud",
    "queue clear all",
    "pause now",
    "seek 1:23%",
    "seek ١",
]


@pytest.mark.parametrize(("words", "order"), GOOD, ids=[words for words, _ in GOOD])
def test_orders(words: str, order: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name, *rest = words.split()
    assert order_of(name, rest) == order


@pytest.mark.parametrize("words", BAD)
def test_what_is_no_order_gets_a_sentence(words: str) -> None:
    name, *rest = words.split()
    with pytest.raises(WordingError, match=r"\w{2}"):
        order_of(name, rest)


def test_files_travel_by_their_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kid\udcff").mkdir()
    order = order_of("play", ["kid\udcff", "kid"])
    assert order["words"] == [f"{tmp_path}/kid\udcff", "kid"]
    assert json.loads(json.dumps(order)) == order


@given(st.text(max_size=20))
def test_any_word_is_an_amount_or_none(word: str) -> None:
    for wish in (amounts.seek(word), amounts.volume(word)):
        assert wish is None or all(isinstance(value, (int, float)) for value in wish.values())
