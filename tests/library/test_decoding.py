"""Telling the encoding of a text that does not say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.decoding import decoded


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"caf\xc3\xa9", "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"caf\xe9 noir", "café noir"),
        ("\ufeffcafé".encode("utf-16-le"), "café"),
        ("\ufeffcafé".encode("utf-16-be"), "café"),
        ("some words".encode("utf-16-le"), "some words"),
        ("some words".encode("utf-16-be"), "some words"),
        ("é and ".encode() + "é".encode()[:1], "é and "),
        (b"", ""),
        (b"\x81\xfe", "\ufffdþ"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert decoded(content) == text


@given(st.binary(max_size=80))
def test_any_bytes(content: bytes) -> None:
    decoded(content).encode()  # no half of a letter, which no terminal takes
