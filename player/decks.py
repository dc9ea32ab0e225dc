"""Owns a deck: one reused libVLC player that decodes a file to frames in a buffer. It makes no sound itself."""

import ctypes
from typing import Any

from tunes.player.buffer import CHANNELS, FRAME_BYTES, RATE, Buffer, frames_in
from tunes.player.libvlc import LibVlc

AHEAD_MOST = 6 * RATE
"""Frames after which the decoder is told to wait: it works at the speed of the clock, so only while nobody listens."""
AHEAD_LEAST = 3 * RATE
"""Frames at which a waiting decoder is told to go on: time enough to get up to speed."""

ALWAYS = (":no-video", ":no-spu", ":no-sub-autodetect-file")
BY_ENDING = {
    b".ogg": (":demux=avformat",),
    b".oga": (":demux=avformat",),
    b".opus": (":demux=avformat",),
    b".m4a": (":codec=avcodec",),
    b".m4b": (":codec=avcodec",),
    b".flac": (":demux=avformat",),
}
"""What libVLC needs to keep the first 15-70 ms (Ogg, Opus, M4A), or to find a place within 0.1 s instead of 0.2 (FLAC)."""


class Deck:
    """Opens one file at a time. Called from one thread; libVLC calls back on its own, and is never called from there."""

    def __init__(self, libvlc: LibVlc) -> None:
        self._libvlc = libvlc
        self._player: Any = libvlc.instance.media_player_new()
        self._is_waiting = False
        self._length_ms = 0
        self.buffer = _empty()
        self._callbacks = self._connect(libvlc.vlc)

    @property
    def length_s(self) -> float | None:
        """Seconds of the whole file as the decoder knows it, None while it doesn't."""
        return self._length_ms / 1000 if self._length_ms > 0 else None

    def open(self, path: bytes, at_s: float, end_s: float | None, rate: float = 1.0) -> Buffer:
        """Starts decoding a file from `at_s` on, to `end_s` or its end; returns where the frames will be.

        `rate`: how fast it is to play. libVLC stretches the sound, so that the pitch stays.
        """
        self.close()
        ending = path[path.rfind(b".") :].lower()
        options = (*ALWAYS, *BY_ENDING.get(ending, ()))
        if at_s > 0:
            options += (f":start-time={at_s:.3f}",)
        self._length_ms = 0
        self.buffer = Buffer(frames_in(at_s), None if end_s is None else frames_in(end_s), rate)
        self._player.set_media(self._libvlc.media(path, options))
        self._player.set_rate(rate)
        if self._player.play() != 0:
            self.buffer.end(is_broken=True)
        return self.buffer

    def close(self) -> None:
        """Stops decoding; libVLC's threads have ended when this returns, so no frame comes late."""
        self._player.stop()
        self._is_waiting = False
        self.buffer = _empty()

    def keep_pace(self) -> None:
        """Makes a decoder that is far ahead wait, and wakes it in time. To be called a few times a second."""
        if self.buffer.has_ended:
            return
        held = self.buffer.held
        if (held > AHEAD_MOST and not self._is_waiting) or (held < AHEAD_LEAST and self._is_waiting):
            self._is_waiting = not self._is_waiting
            self._player.set_pause(int(self._is_waiting))

    def release(self) -> None:
        """Lets go of the player."""
        self._player.stop()
        self._player.release()

    def _connect(self, vlc: Any) -> list[Any]:
        """Hands libVLC our functions. They must live as long as the player: the list keeps them."""
        make = vlc.CallbackDecorators
        play = make.AudioPlayCb(self._on_frames)
        resume = make.AudioResumeCb(lambda _data, _at: self.buffer.resumed())
        # Nothing to do, but libVLC warns where they are missing. A flush also comes after the drain at a file's
        # end, when its last second still waits to be heard; after a seek we open anew, with an empty buffer.
        pause = make.AudioPauseCb(lambda _data, _at: None)
        flush = make.AudioFlushCb(lambda _data, _at: None)
        drain = make.AudioDrainCb(lambda _data: None)
        self._player.audio_set_callbacks(play, pause, resume, flush, drain, None)
        self._player.audio_set_format("S16N", RATE, CHANNELS)
        kinds, events = vlc.EventType, self._player.event_manager()
        events.event_attach(kinds.MediaPlayerEndReached, lambda _event: self.buffer.end(is_broken=False))
        events.event_attach(kinds.MediaPlayerEncounteredError, lambda _event: self.buffer.end(is_broken=True))
        events.event_attach(kinds.MediaPlayerLengthChanged, self._on_length)
        return [play, resume, pause, flush, drain, events]

    def _on_frames(self, _data: Any, samples: int, count: int, at_us: int) -> None:
        self.buffer.write(ctypes.string_at(samples, count * FRAME_BYTES), at_us)

    def _on_length(self, event: Any) -> None:
        self._length_ms = event.u.new_length


def _empty() -> Buffer:
    buffer = Buffer(0)
    buffer.end(is_broken=False)
    return buffer
