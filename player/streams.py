"""Owns what libVLC lists: the pictures, sounds and subtitles in a file, with their languages; the devices for its sound."""

import ctypes
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from tunes.player.devices import SoundDevice

AUDIO, VIDEO, SUBTITLE = 0, 1, 2
_TURNED = range(4, 8)
"""The numbers of libVLC's orientations in which width and height change places."""


class _Track(ctypes.Structure):
    """`libvlc_media_track_t`. The binding's own has three pointers where libVLC has one."""

    _fields_ = (
        ("codec", ctypes.c_uint),
        ("original_codec", ctypes.c_uint),
        ("id", ctypes.c_int),
        ("type", ctypes.c_int),
        ("profile", ctypes.c_int),
        ("level", ctypes.c_int),
        ("of_type", ctypes.c_void_p),
        ("bitrate", ctypes.c_uint),
        ("language", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
    )


@dataclass(frozen=True, slots=True)
class Stream:
    """One of them."""

    kind: int
    id: int
    codec: str
    """Four letters."""
    language: str
    """As tagged, mostly `en` or `eng`; "" where it is not."""
    title: str
    shape: float | None
    """Of a picture: width by height as it is meant to be seen, its points not always being squares."""


def streams_of(vlc: Any, media: Any) -> list[Stream]:
    """The streams of a file that has been looked into or is being played; none before."""
    tracks = ctypes.POINTER(vlc.MediaTrack)()
    count = vlc.libvlc_media_tracks_get(media, ctypes.byref(tracks))
    if not count:
        return []
    listed = ctypes.cast(tracks, ctypes.POINTER(ctypes.POINTER(_Track)))
    try:
        return [_stream(vlc, listed[place].contents) for place in range(count)]
    finally:
        vlc.libvlc_media_tracks_release(
            ctypes.cast(tracks, ctypes.POINTER(ctypes.POINTER(vlc.MediaTrack))), count
        )


def sound_devices_of(vlc: Any, player: Any) -> list[SoundDevice]:
    """Those that a libVLC player can sound on, as it calls them."""
    first = listed = vlc.libvlc_audio_output_device_enum(player)
    found = []
    while listed:
        one = listed.contents
        found.append(
            SoundDevice(
                (one.device or b"").decode(errors="replace"),
                (one.description or b"").decode(errors="replace"),
            )
        )
        listed = one.next
    if first:
        vlc.libvlc_audio_output_device_list_release(first)
    return found


def _stream(vlc: Any, track: Any) -> Stream:
    shape = None
    if track.type == VIDEO and track.of_type:
        shape = _shape(ctypes.cast(track.of_type, ctypes.POINTER(vlc.VideoTrack)).contents)
    language, title = (
        text.decode(errors="replace") if text else "" for text in (track.language, track.description)
    )
    codec = track.codec.to_bytes(4, "little").decode("latin-1")
    return Stream(track.type, track.id, codec, language, title, shape)


def subtitles_beside(vlc: Any, media: Any) -> list[bytes]:
    """The files of subtitles that libVLC has found beside a film that is being played, in its order."""
    kind = ctypes.POINTER(ctypes.POINTER(vlc.MediaSlave))
    slaves = kind()
    count = vlc.libvlc_media_slaves_get(media, ctypes.cast(ctypes.byref(slaves), kind))
    if not count:
        return []
    try:
        found = [slaves[place].contents for place in range(count)]
        addresses = [getattr(one, "psz_uri", None) or getattr(one, one._fields_[0][0]) for one in found]
        return [unquote_to_bytes(address.removeprefix(b"file://")) for address in addresses]
    finally:
        vlc.libvlc_media_slaves_release(slaves, count)


def _shape(video: Any) -> float | None:
    if not video.width or not video.height:
        return None
    point = video.sar_num / video.sar_den if video.sar_num and video.sar_den else 1.0
    shape: float = video.width * point / video.height
    return 1 / shape if video.orientation.value in _TURNED else shape
