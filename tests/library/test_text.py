import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.text import LONGEST, clean, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Björk", "bjork"),
        ("Sigur Rós", "sigur ros"),
        ("  Two   spaces\tand a tab ", "two spaces and a tab"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ærø & Œuvre, Łódź, Þór, Đorđe", "aero & oeuvre, lodz, thor, dorde"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("𝐁𝐨𝐥𝐝 Ⓐ Foo™ №1", "bold a footm no1"),
        ("İstanbul Işık", "istanbul isik"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("が か", "が か"),
        ("ｶﾞ", "ガ"),
        ("한국", "한국"),
        ("हिन्दी", "हिन्दी"),
        ("שָׁלוֹם", "שלום"),
        ("e\u0301\u200b\u202e!\x1b[2J", "e![2j"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_fold_golden(text: str, folded: str) -> None:
    """What fold gives goes into ids: it may never change."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_does_not_see_how_accents_are_written(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(alphabet=st.characters()))
def test_clean_text_is_harmless(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in cleaned)
    assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in cleaned)
    assert len(cleaned) <= LONGEST
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]0;evil\x07", "[2J]0;evil"),
        ("a\nb\r\tc\u2028d", "a b  c d"),
        ("[bold red]x[/]", "[bold red]x[/]"),
        ("inv\udcff", "inv\ufffd"),
        ("\u202egpj.mp3", "gpj.mp3"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown
