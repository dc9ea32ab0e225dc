"""Owns decoding a whole file as fast as one core can, by FFmpeg through PyAV, which comes with the extra `sonic`.

Files are hostile until proven otherwise: nothing but the file itself is read, only formats that hold music are looked for, and what
claims to be absurd is refused.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from tunes.player import loudness
from tunes.player.sonic import spectrum

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

FORMATS = "mp3,ogg,flac,wav,w64,aiff,mov,aac,wv,ape,mpc,mpc8,asf,matroska,avi,mpeg,mpegts"
"""What `library/formats.py` lists, in FFmpeg's names: none of these leads to another file."""
LEAST_HZ, MOST_HZ = 4_000, 768_000
MOST_CHANNELS = 16
MOST_S = 3 * 3600.0
"""Of what is longer the beginning has to do."""
CHUNK_S = 2.0
"""Handed on at a time."""
BUFFER_BYTES = 1 << 17

Sound = NDArray[np.float32]


class UndecodableError(Exception):
    """A file can't be decoded; the message says why, for the listener."""


class UnreachableError(UndecodableError):
    """A file can't be opened now; another time it may be."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next two seconds or so."""

    one: Sound
    """One channel, 22,050 frames a second."""
    both: Sound | None
    """Two channels, 48,000 frames a second, shape (n, 2); None where nobody asked for them."""


def decoded(path: bytes, start_s: float, end_s: float | None, *, with_both: bool) -> Iterator[Chunk]:
    """The file's sound from `start_s` to `end_s` or its end, at most `MOST_S` of it. Raises UndecodableError."""
    import av

    av.logging.set_level(None)
    with _opened(path) as file:
        try:
            container: Any = av.open(
                file,
                options={"protocol_whitelist": "", "format_whitelist": FORMATS},
                metadata_errors="replace",
                buffer_size=BUFFER_BYTES,
            )
        except (av.error.FFmpegError, ValueError, OSError) as error:
            raise UndecodableError("it holds nothing that can be decoded") from error
        with closing(container):
            yield from _chunks(container, start_s, end_s, with_both=with_both)


def _opened(path: bytes) -> BinaryIO:
    """A file, and no pipe that never ends."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreachableError(f"it can't be opened: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise UndecodableError("it is no file")
    return os.fdopen(number, "rb", buffering=0)


def _chunks(container: Any, start_s: float, end_s: float | None, *, with_both: bool) -> Iterator[Chunk]:
    narrow, wide = _Converter(is_wide=False), _Converter(is_wide=True)
    held, is_anything = 0.0, False
    for frame in _frames(container, start_s, end_s):
        narrow.add(frame)
        if with_both:
            wide.add(frame)
        held += frame.samples / frame.sample_rate
        if held >= CHUNK_S:
            held, is_anything = 0.0, True
            yield Chunk(narrow.taken()[:, 0], wide.taken() if with_both else None)
    if not is_anything and not held:
        raise UndecodableError("nothing in it can be decoded")
    narrow.end()
    wide.end()
    yield Chunk(narrow.taken()[:, 0], wide.taken() if with_both else None)


def _frames(container: Any, start_s: float, end_s: float | None) -> "Iterator[AudioFrame]":
    """What can be decoded of the part that is meant."""
    import av

    stream = container.streams.best("audio")
    if stream is None:
        raise UndecodableError("there is no sound in it")
    stream.codec_context.thread_count = 1
    stream.codec_context.thread_type = "NONE"
    try:
        if start_s > 0:
            container.seek(int(start_s * 1_000_000))
    except av.error.FFmpegError as error:
        raise UndecodableError("its beginning can't be found") from error
    place, heard = start_s, 0.0
    for frame in _all_frames(container, stream):
        _sober(frame)
        place = frame.time if frame.time is not None else place
        seconds = frame.samples / frame.sample_rate
        if (end_s is not None and place >= end_s) or heard > MOST_S:
            return
        if place + seconds / 2 >= start_s:
            heard += seconds
            yield frame
        place += seconds


def _all_frames(container: Any, stream: Any) -> "Iterator[AudioFrame]":
    """Passes over packets that are damaged, as players do; a file may end anywhere."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, OSError):
            return
        if packet is None:
            return
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            continue
        yield from frames


def _sober(frame: "AudioFrame") -> None:
    """A second of sound with one frame would be made 48,000 times as large."""
    if not LEAST_HZ <= frame.sample_rate <= MOST_HZ or not 1 <= frame.layout.nb_channels <= MOST_CHANNELS:
        raise UndecodableError(
            f"it claims {frame.sample_rate:,} Hz on {frame.layout.nb_channels} channels, which nobody records"
        )


class _Converter:
    """Brings frames to one rate and one or two channels."""

    def __init__(self, *, is_wide: bool) -> None:
        self._is_wide = is_wide
        self._rate = loudness.RATE if is_wide else spectrum.RATE
        self._resampler: AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None
        self._made: list[Sound] = []

    def add(self, frame: "AudioFrame") -> None:
        """The next one; it may be of another kind than the one before."""
        from av.audio.resampler import AudioResampler

        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind or self._resampler is None:
            self.end()
            # One channel stays one: FFmpeg would make it quieter on two.
            layout = "stereo" if self._is_wide and frame.layout.nb_channels > 1 else "mono"
            self._resampler = AudioResampler(format="fltp", layout=layout, rate=self._rate)
            self._kind = kind
        frame.pts = None  # jumps in it are not to become silence
        self._take(self._resampler.resample(frame))

    def _take(self, frames: "list[AudioFrame]") -> None:
        for frame in frames:
            sound = np.asarray(frame.to_ndarray().T, np.float32)
            self._made.append(np.repeat(sound, 2, axis=1) if self._is_wide and sound.shape[1] == 1 else sound)

    def end(self) -> None:
        """Nothing more of this kind comes: what the resampler holds is due."""
        if self._resampler is not None:
            self._take(self._resampler.resample(None))
            self._resampler = None

    def taken(self) -> Sound:
        """What was made since the last time; shape (n, channels)."""
        made, self._made = self._made, []
        empty = np.zeros((0, 2 if self._is_wide else 1), np.float32)
        return np.concatenate([empty, *made])
