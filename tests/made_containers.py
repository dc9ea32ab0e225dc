"""Files made byte by byte, of formats that no free encoder among our tools writes: M4A, WMA, Matroska, AVI. Small and valid."""

import struct

RATE = 44_100

_SILENCE = bytes.fromhex("210049900219002380")
"""One AAC frame, 1,024 samples of stereo silence."""


def m4a_bytes(
    seconds: float = 2.0, mark: int = 0, *, before: int = 0, after: int = 0, more: bytes = b""
) -> bytes:
    """Silence as AAC in MP4; `mark` lies beside the frames and makes its sound another.

    `before` and `after` are what a coder has filled up at the ends; `more` are further boxes of the head.
    """
    count = max(1, round(seconds * RATE / 1024))
    length = count * 1024
    ftyp = _box("ftyp", b"M4A \0\0\0\0M4A mp42isom")
    config = bytes.fromhex("0319000100041140150000000000000000000000000005021210060102")
    entry = _box("mp4a", struct.pack(">6xH8xHH4xI", 1, 2, 16, RATE << 16), _box("esds", bytes(4), config))

    edits = _box("edts", _box("elst", struct.pack(">IIIiI", 0, 1, length - before - after, before, 1 << 16)))
    edits = edits if before else b""

    def moov(offset: int) -> bytes:
        table = _box(
            "stbl",
            _box("stsd", struct.pack(">II", 0, 1), entry),
            _box("stts", struct.pack(">IIIIII", 0, 2, count - 1, 1024, 1, 1024 - after)),
            _box("stsc", struct.pack(">IIIII", 0, 1, 1, count, 1)),
            _box("stsz", struct.pack(">III", 0, len(_SILENCE), count)),
            _box("stco", struct.pack(">III", 0, 1, offset)),
        )
        place = _box("dinf", _box("dref", struct.pack(">II", 0, 1), _box("url ", b"\0\0\0\1")))
        media = _box(
            "mdia",
            _box("mdhd", struct.pack(">IIIIIHH", 0, 0, 0, RATE, length, 0x55C4, 0)),
            _box("hdlr", struct.pack(">II4s13x", 0, 0, b"soun")),
            _box("minf", _box("smhd", bytes(8)), place, table),
        )
        matrix = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
        movie = struct.pack(">IIIIIIH10x", 0, 0, 0, RATE, length, 1 << 16, 1 << 8)
        track = struct.pack(">IIIIII8xHHH2x", 7, 0, 0, 1, 0, length, 0, 0, 1 << 8)
        return _box(
            "moov",
            _box("mvhd", movie, matrix, bytes(24), struct.pack(">I", 2)),
            _box("trak", _box("tkhd", track, matrix, bytes(8)), edits, media),
            more,
        )

    before = len(ftyp) + len(moov(0)) + 8 + 4
    return ftyp + moov(before) + _box("mdat", struct.pack(">I", mark), _SILENCE * count)


def wma_bytes(seconds: float = 2.0, mark: int = 0, *, is_locked: bool = False) -> bytes:
    """An ASF with heads of WMA; its packets are no sound. `is_locked`: its head says that it is encrypted."""
    packets = struct.pack(">I", mark) * 1000
    data = bytes(16) + struct.pack("<Q", 4) + b"\1\1" + packets
    ticks = round(seconds * 10_000_000)
    file = bytes(16) + struct.pack("<QQQQQQIIII", 0, 0, 4, ticks, ticks, 0, 2, 1000, 1000, 128_000)
    wave = struct.pack("<HHIIHHH", 0x161, 2, RATE, 16_000, 1000, 16, 0)
    stream = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b") + bytes.fromhex(
        "50cdc3bf8f61cf118bb200aa00b4e220"
    )
    stream += struct.pack("<QIIHI", 0, len(wave), 0, 1, 0) + wave
    parts = _asf("a1dcab8c47a9cf118ee400c00c205365", file) + _asf("9107dcb7b7a9cf118ee600c00c205365", stream)
    parts += _asf("fbb3112223bdd211b4b700a0c955fc6e", bytes(16)) if is_locked else b""
    head = _asf("3026b2758e66cf11a6d900aa0062ce6c", struct.pack("<IBB", 2 + is_locked, 1, 2) + parts)
    return head + _asf("3626b2758e66cf11a6d900aa0062ce6c", data)


def matroska_bytes(
    seconds: float = 2.0, mark: int = 0, *, title: str = "", artist: str = "", has_picture: bool = True
) -> bytes:
    """A Matroska (or WebM) with one track of Opus or VP8 blocks that hold nothing; its tags lie behind them."""
    info = _element("2ad7b1", (1_000_000).to_bytes(3, "big")) + _element(
        "4489", struct.pack(">d", seconds * 1000)
    )
    info += _element("7ba9", title.encode()) if title else b""
    track = _element("d7", b"\1") + _element("73c5", b"\1")
    if has_picture:
        track += _element("83", b"\1") + _element("86", b"V_VP8")
        track += _element("e0", _element("b0", b"\x40") + _element("ba", b"\x30"))
    else:
        track += _element("83", b"\2") + _element("86", b"A_OPUS")
        track += _element("e1", _element("b5", struct.pack(">d", 48_000)) + _element("9f", b"\2"))
    blocks = b"".join(
        _element("a3", b"\x81" + struct.pack(">hB", ms, 0x80) + struct.pack(">I", mark) * 200)
        for ms in range(0, round(seconds * 1000), 500)
    )
    tags = b""
    if artist:
        simple = _element("67c8", _element("45a3", b"ARTIST") + _element("4487", artist.encode()))
        tags = _element("1254c367", _element("7373", _element("63c0", b"") + simple))
    heads = _element("1549a966", info) + _element("1654ae6b", _element("ae", track))
    cluster = _element("1f43b675", _element("e7", b"\0") + blocks)

    def seek(position: int) -> bytes:
        entry = _element("53ab", bytes.fromhex("1254c367")) + _element("53ac", position.to_bytes(4, "big"))
        return _element("114d9b74", _element("4dbb", entry))

    ahead = len(seek(0)) + len(heads) + len(cluster)
    segment = (seek(ahead) if tags else _element("ec", bytes(len(seek(0)) - 2))) + heads + cluster + tags
    return _element("1a45dfa3", _element("4282", b"matroska")) + _element("18538067", segment)


def avi_bytes(seconds: float = 2.0, mark: int = 0) -> bytes:
    """An AVI with one picture track whose frames hold nothing."""
    frames = round(seconds * 25)
    main = struct.pack("<14I", 40_000, 0, 0, 0x10, frames, 0, 1, 0, 64, 48, 0, 0, 0, 0)
    stream = struct.pack(
        "<4s4sIHHIIIIIIII4H", b"vids", b"MJPG", 0, 0, 0, 0, 1, 25, 0, frames, 0, 0, 0, 0, 0, 64, 48
    )
    picture = struct.pack("<IiiHH4sIiiII", 40, 64, 48, 1, 24, b"MJPG", 64 * 48 * 3, 0, 0, 0, 0)
    heads = _chunk("strl", _chunk("strh", stream), _chunk("strf", picture), is_list=True)
    movie = b"".join(_chunk("00dc", struct.pack("<I", mark) * 100) for _ in range(frames))
    body = _chunk("hdrl", _chunk("avih", main), heads, is_list=True) + _chunk("movi", movie, is_list=True)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"AVI " + body


def _box(name: str, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    return struct.pack(">I", len(inside) + 8) + name.encode() + inside


def _asf(guid: str, inside: bytes) -> bytes:
    return bytes.fromhex(guid) + struct.pack("<Q", len(inside) + 24) + inside


def _element(name: str, inside: bytes) -> bytes:
    length = bytes([len(inside) | 0x80]) if len(inside) < 127 else (len(inside) | 1 << 56).to_bytes(8, "big")
    return bytes.fromhex(name) + length + inside


def _chunk(name: str, *parts: bytes, is_list: bool = False) -> bytes:
    inside = b"".join(parts)
    inside = name.encode() + inside if is_list else inside
    return (b"LIST" if is_list else name.encode()) + struct.pack("<I", len(inside)) + inside
