"""Owns telling in which encoding a file of text is: lyrics, cue sheets and playlists don't say. Pure."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEAD_BYTES = 200


def decoded(content: bytes) -> str:
    """The text: as its first bytes say, else UTF-8, also where the last letter was cut in two, else that of old Windows."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if encoding := _two_bytes_a_letter(content[:_HEAD_BYTES]):
        return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        # Of plain letters and one more at the end it is likelier an old text that ends with an accent.
        if error.reason == "unexpected end of data" and not content[: error.start].isascii():
            return content[: error.start].decode()
        return content.decode("cp1252", "replace")


def _two_bytes_a_letter(head: bytes) -> str:
    """UTF-16 without its mark has a zero in every other byte of plain letters; no other encoding has any."""
    if head.count(0) <= len(head) // 3:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
