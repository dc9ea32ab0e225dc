"""Owns how a scan and its readers speak: what stands between the names that go one way, and before the answers that come back."""

END = b"\0"
"""Behind each name: the one byte that no path holds. Names without a slash are those of cue sheets that lie beside the file named next."""
READY = b"{}\n"
"""Said once, before the first answer: a reader that dies without it could not start, and no file is to blame."""
