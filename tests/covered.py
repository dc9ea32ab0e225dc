"""Pictures and words for tests: made by Pillow, and put into files of each format as a tagger would."""

import base64
import struct
import zlib
from io import BytesIO
from pathlib import Path

import mutagen
from mutagen.apev2 import APEv2, APEValue
from mutagen.asf import ASF, ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, USLT
from mutagen.mp4 import MP4, MP4Cover
from PIL import Image

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)


def picture(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (64, 64), form: str = "PNG") -> bytes:
    """A picture of one colour."""
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, form)
    return kept.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A PNG of few bytes that claims 2.5 thousand million points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def put_picture(path: Path, data: bytes, kind: int = 3) -> None:
    """Puts a picture into a file, behind those that are there."""
    match path.suffix:
        case ".mp3" | ".wav" | ".aiff":
            opened = mutagen.File(path)
            if opened.tags is None:
                opened.add_tags()
            opened.tags.add(APIC(type=kind, mime="image/png", desc=f"{kind}", data=data))
            opened.save()
        case ".flac":
            flac = FLAC(path)
            flac.add_picture(_block(data, kind))
            flac.save()
        case ".ogg" | ".oga" | ".opus":
            opened = mutagen.File(path)
            encoded = base64.b64encode(_block(data, kind).write()).decode()
            opened["METADATA_BLOCK_PICTURE"] = [*opened.get("METADATA_BLOCK_PICTURE", []), encoded]
            opened.save()
        case ".m4a" | ".m4b":
            mp4 = MP4(path)
            mp4["covr"] = [*mp4.get("covr", []), MP4Cover(data, MP4Cover.FORMAT_PNG)]
            mp4.save()
        case ".wma":
            asf = ASF(path)
            text = "image/png\0".encode("utf-16-le") + "front\0".encode("utf-16-le")
            value = ASFByteArrayAttribute(struct.pack("<BI", kind, len(data)) + text + data)
            asf["WM/Picture"] = [*asf.get("WM/Picture", []), value]
            asf.save()
        case ".ape":
            tags = APEv2(path) if b"APETAGEX" in path.read_bytes() else APEv2()
            name = "Cover Art (Front)" if kind == 3 else "Cover Art (Back)"
            tags[name] = APEValue(b"cover.png\0" + data, 1)
            tags.save(path)


def put_words(path: Path, words: str, name: str = "LYRICS") -> None:
    """Puts lyrics into a file."""
    match path.suffix:
        case ".mp3" | ".wav" | ".aiff":
            opened = mutagen.File(path)
            if opened.tags is None:
                opened.add_tags()
            opened.tags.add(USLT(encoding=3, lang="eng", desc="", text=words))
            opened.save()
        case ".m4a" | ".m4b":
            mp4 = MP4(path)
            mp4["©lyr"] = [words]
            mp4.save()
        case ".wma":
            asf = ASF(path)
            asf["WM/Lyrics"] = [words]
            asf.save()
        case ".ape":
            tags = APEv2()
            tags["Lyrics"] = words
            tags.save(path)
        case _:
            opened = mutagen.File(path)
            opened[name] = [words]
            opened.save()


def _block(data: bytes, kind: int) -> Picture:
    block = Picture()
    block.data, block.type, block.mime = data, kind, "image/png"
    return block
