"""Owns the genres of the libraries that benches make up."""

GENRES = (
    "Rock",
    "Jazz",
    "Folk",
    "Electronic",
    "Classical",
    "Soul",
    "Dub",
    "Pop",
    "Metal",
    "Ambient",
    "Hip hop",
)
