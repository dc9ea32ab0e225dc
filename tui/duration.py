"""Owns how lengths of time are written, for screens and for lines of text."""


def duration(seconds: float | None) -> str:
    """`3:07`, long ones `1:02:07`; nothing where unknown."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
