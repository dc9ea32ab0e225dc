"""Owns the first of the two objects that the desktop sees (MPRIS 2): the program itself."""

from typing import Annotated

from dbus_fast import PropertyAccess
from dbus_fast.annotations import DBusBool, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property
from tunes.player.controls import Controls

MIME_TYPES = (
    "audio/mpeg audio/flac audio/x-flac audio/ogg audio/vorbis audio/x-vorbis+ogg audio/opus audio/x-opus+ogg audio/mp4 audio/x-m4a"
    " audio/aac audio/wav audio/x-wav audio/aiff audio/x-aiff audio/x-ms-wma audio/x-wavpack audio/x-ape audio/x-musepack"
    " video/mp4 video/x-matroska video/webm video/ogg video/x-msvideo video/quicktime video/mpeg"
)

_READ = PropertyAccess.READ
_Texts = Annotated[list[str], DBusSignature("as")]


class Program(ServiceInterface):
    """org.mpris.MediaPlayer2: the program itself."""

    def __init__(self, controls: Controls) -> None:
        super().__init__("org.mpris.MediaPlayer2")
        self._controls = controls

    @dbus_method(name="Raise")
    def come_forward(self) -> None:
        """A terminal can't be brought forward from inside."""

    @dbus_method(name="Quit")
    def quit(self) -> None:
        """Ends tunes."""
        self._controls.quit()

    @dbus_property(_READ, "CanQuit")
    def can_quit(self) -> DBusBool:
        """It can."""
        return True

    @dbus_property(_READ, "CanRaise")
    def can_raise(self) -> DBusBool:
        """It can't."""
        return False

    @dbus_property(_READ, "HasTrackList")
    def has_track_list(self) -> DBusBool:
        """The queue is driven by `tunes ctl`."""
        return False

    @dbus_property(_READ, "Identity")
    def identity(self) -> DBusStr:
        """Its name, for people."""
        return "tunes"

    @dbus_property(_READ, "SupportedUriSchemes")
    def uri_schemes(self) -> _Texts:
        """Files only: tunes opens nothing from anywhere else."""
        return ["file"]

    @dbus_property(_READ, "SupportedMimeTypes")
    def mime_types(self) -> _Texts:
        """What it plays."""
        return MIME_TYPES.split()
