"""Owns the decks: each decodes a file to frames in a buffer, by reused players of libVLC. They make no sound themselves."""

import ctypes
import time
from functools import partial
from typing import Any

from tunes.player import four_channels
from tunes.player.buffer import CHANNELS, FRAME_BYTES, RATE, Buffer, frames_in, seconds
from tunes.player.extent import extent_of
from tunes.player.intake import Intake
from tunes.player.libvlc import LibVlc
from tunes.player.reading import Reading
from tunes.player.spares import Spares

AHEAD_MOST = 6 * RATE
"""Frames after which the decoder is told to wait: it works at the speed of the clock, so only while nobody listens."""
AHEAD_LEAST = 3 * RATE
"""Frames at which a waiting decoder is told to go on: time enough to get up to speed."""

LATE_S = 1.0
"""Without a frame, from a decoder that is not told to wait: its disk stalls."""

ALWAYS = (":no-video", ":no-spu", ":no-sub-autodetect-file")
BY_ENDING = {
    b".ogg": (":demux=avformat",),
    b".oga": (":demux=avformat",),
    b".opus": (":demux=avformat",),
    b".m4a": (":codec=avcodec",),
    b".m4b": (":codec=avcodec",),
    b".flac": (":demux=avformat",),
}
"""What libVLC needs to keep the first 15-70 ms (Ogg, Opus, M4A) or to find a place within 0.1 s instead of 0.2 (FLAC).

Its own reader of FLAC takes 20 MB less, but loses the first 116 ms of one in twenty files of noise."""
WARMING_UP = {b".mp3": frames_in(0.04)}
"""Of silence, and of sound that is not the file's, with which a decoder begins that was sent elsewhere: MP3 frames need those before."""
PADDED = (b".m4a", b".m4b")
OGG = (b".ogg", b".oga", b".opus")


class Decoder:
    """One libVLC player. Called from one thread, stopped on another; libVLC calls back on its own, and is never called from there."""

    def __init__(self, libvlc: LibVlc) -> None:
        self._libvlc = libvlc
        self._player: Any = libvlc.instance.media_player_new()
        self._is_waiting = False
        self._is_wide = False
        """Four channels come, among more that are silent."""
        self._length_ms = 0
        self._media: Any = None
        self._came_at = 0.0
        """When it brought frames last, or began."""
        self._intake = Intake(_empty())
        self._callbacks = self._connect(libvlc.vlc)

    @property
    def length_s(self) -> float | None:
        """Seconds of the whole file as it says itself, or the decoder knows it; None while nobody does."""
        if self._intake.length_s is not None:
            return self._intake.length_s
        return self._length_ms / 1000 if self._length_ms > 0 else None

    def open(self, path: bytes, at_s: float, buffer: Buffer) -> None:
        """Starts decoding a file from `at_s` on, into `buffer`, at the speed that this is made for: libVLC keeps the pitch."""
        ending = path[path.rfind(b".") :].lower()
        options = (*ALWAYS, *BY_ENDING.get(ending, ()))
        if at_s > 0:
            options += (f":start-time={at_s:.3f}",)
            buffer.pass_over(round(WARMING_UP.get(ending, 0) / buffer.rate))
        self._length_ms, self._is_waiting, self._came_at = 0, False, time.monotonic()
        self._intake = Intake(buffer, partial(extent_of, path) if at_s == 0 and ending in PADDED else None)
        reading = Reading(path, self._intake.lies) if at_s == 0 and ending in OGG else None
        self._media = self._libvlc.media(path, options, reading)
        self._player.set_media(self._media)
        self._player.set_rate(buffer.rate)
        if self._player.play() != 0:
            buffer.end(is_broken=True)

    def stop(self) -> None:
        """Stops decoding; libVLC's threads have ended when this returns, so no frame comes late."""
        self._player.stop()

    def forget(self) -> None:
        """What still comes of the file is nobody's."""
        self._intake = Intake(_empty())

    def keep_pace(self) -> None:
        """Makes a decoder that is far ahead wait, and wakes it in time."""
        buffer = self._intake.buffer
        if buffer.has_ended:
            return
        if (buffer.held > AHEAD_MOST and not self._is_waiting) or (
            buffer.held < AHEAD_LEAST and self._is_waiting
        ):
            self._is_waiting = not self._is_waiting
            self._player.set_pause(int(self._is_waiting))

    def _connect(self, vlc: Any) -> list[Any]:
        """Hands libVLC our functions. They must live as long as the player: the list keeps them."""
        make = vlc.CallbackDecorators
        play = make.AudioPlayCb(self._on_frames)
        resume = make.AudioResumeCb(lambda _data, _at: self._intake.buffer.resumed())
        # Nothing to do, but libVLC warns where they are missing. A flush also comes after the drain at a file's
        # end, when its last second still waits to be heard; after a seek we open anew, with an empty buffer.
        pause = make.AudioPauseCb(lambda _data, _at: None)
        flush = make.AudioFlushCb(lambda _data, _at: None)
        drain = make.AudioDrainCb(lambda _data: self._intake.drained())
        self._player.audio_set_callbacks(play, pause, resume, flush, drain, None)
        setup, cleanup = make.AudioSetupCb(self._on_format), make.AudioCleanupCb(lambda _data: None)
        self._player.audio_set_format_callbacks(setup, cleanup)
        kinds, events = vlc.EventType, self._player.event_manager()
        events.event_attach(kinds.MediaPlayerEndReached, lambda _event: self._intake.ended(is_broken=False))
        events.event_attach(
            kinds.MediaPlayerEncounteredError, lambda _event: self._intake.ended(is_broken=True)
        )
        events.event_attach(kinds.MediaPlayerLengthChanged, self._on_length)
        return [play, resume, pause, flush, drain, setup, cleanup, events]

    def _on_format(self, _data: Any, _kind: bytes, rate: Any, channels: Any) -> int:
        """What is to be handed over: always 16 bits, which is the only kind there is."""
        self._is_wide = channels[0] == four_channels.CHANNELS
        rate[0] = self._intake.comes_at(rate[0])
        channels[0] = four_channels.ASKED_FOR if self._is_wide else CHANNELS
        return 0

    def _on_frames(self, _data: Any, samples: int, count: int, at_us: int) -> None:
        before, self._came_at = self._came_at, time.monotonic()
        is_late = self._came_at - before > LATE_S
        if self._is_wide:
            frames = four_channels.folded(ctypes.string_at(samples, count * four_channels.FRAME_BYTES))
        else:
            frames = ctypes.string_at(samples, count * FRAME_BYTES)
        self._intake.take(frames, at_us, is_late=is_late)

    def _on_length(self, event: Any) -> None:
        self._length_ms = event.u.new_length


class Deck:
    """Opens one file at a time."""

    def __init__(self, decoders: Spares[Decoder]) -> None:
        self._decoders = decoders
        self._decoder: Decoder | None = None
        self._path = b""
        self.buffer = _empty()

    @property
    def length_s(self) -> float | None:
        """Seconds of the whole file as the decoder knows it, None while it doesn't."""
        return self._decoder.length_s if self._decoder is not None else None

    def open(self, path: bytes, at_s: float, end_s: float | None, rate: float = 1.0) -> Buffer:
        """Starts decoding a file from `at_s` on, to `end_s` or its end, so fast; returns where the frames will be."""
        self.close()
        self._path = path
        self.buffer = Buffer(frames_in(at_s), None if end_s is None else frames_in(end_s), rate)
        self._decode(at_s)
        return self.buffer

    def close(self) -> None:
        """Nothing of the file comes any more."""
        self.buffer.end(is_broken=False)
        self.buffer = _empty()
        self._leave()

    def put_aside(self) -> None:
        """No more comes of the file, which has not come to its end: it is to be opened anew at once.

        What has the buffer would else take the track for over, where none of it had been decoded yet.
        """
        self.buffer = _empty()
        self._leave()

    def keep_pace(self) -> None:
        """Keeps the decoder neither too far ahead nor behind; to be called a few times a second."""
        if self.buffer.is_torn:
            self._leave()
            self._decode(seconds(self.buffer.mended()))
        if self._decoder is not None:
            self._decoder.keep_pace()

    def _decode(self, at_s: float) -> None:
        self._decoder = self._decoders.take()
        self._decoder.open(self._path, at_s, self.buffer)

    def _leave(self) -> None:
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            decoder.forget()
            self._decoders.leave(decoder)


def _empty() -> Buffer:
    buffer = Buffer(0)
    buffer.end(is_broken=False)
    return buffer
