"""What can be asked of a room in its calls, sound, pictures and sleep."""

import re

from rooms.endpoint import Capability, Dial
from rooms.errors import BadParameter, NotSupported, Refused, Unreadable
from rooms.xapi import status, tree
from rooms.xapi.session import Session
from rooms.xapi.text import reason_of_call

_TONES = re.compile(r"[0-9*#,]{1,32}")
_PROTOCOL = {"SIP": "Sip", "H323": "H323"}
# The layouts of older software are families; a family's name is the same in newer.
_FAMILIES = frozenset({"auto", "custom", "equal", "overlay", "prominent", "prominent_l", "single"})
# 0 means "the active call", whichever that is: never what we mean.
_FIRST_CALL = 1


def dial(session: Session, call: Dial) -> str:
    """Begin the call and return its id.

    Raises Unreadable, with the channel closed, when the room gives none: the call may have begun all the same.
    A refusal keeps no words of the room's that may be a name.
    """
    parameters = {"Number": call.number, "Protocol": _PROTOCOL[call.protocol]}
    parameters |= {"BookingId": call.booking_id} if call.booking_id else {}
    parameters |= {"DisplayName": call.display_name} if call.display_name else {}
    try:
        result = session.do(Capability.CALLS, ("Dial",), parameters)
    except Refused as fault:
        # Without what it was made of: a log would show it.
        raise Refused(reason_of_call(fault.cause)) from None
    call_id = tree.text(result, "CallId")
    if not call_id:
        session.channel.close()
        raise Unreadable("the room began a call and did not say which")
    return call_id


def accept(session: Session, call_id: str) -> None:
    """Answer the call."""
    session.do(Capability.CALLS, ("Call", "Accept"), {"CallId": _number(call_id)})


def reject(session: Session, call_id: str) -> None:
    """Turn the call away."""
    session.do(Capability.CALLS, ("Call", "Reject"), {"CallId": _number(call_id)})


def hang_up(session: Session, call_id: str) -> None:
    """End the call; one that is gone is no error."""
    wanted = _number(call_id)
    try:
        session.do(Capability.CALLS, ("Call", "Disconnect"), {"CallId": wanted})
    except (Refused, BadParameter):
        if status.has_call(session, str(wanted)):
            raise


def send_tones(session: Session, call_id: str, tones: str) -> None:
    """Send the tones into the call."""
    if not _TONES.fullmatch(tones):
        session.need(Capability.CALLS)
        raise BadParameter("DTMFString")
    session.do(Capability.CALLS, ("Call", "DTMFSend"), {"DTMFString": tones, "CallId": _number(call_id)})


def wake(session: Session) -> None:
    """Wake the screens."""
    session.do(Capability.STANDBY, ("Standby", "Deactivate"))


def sleep(session: Session) -> None:
    """Let the room sleep."""
    session.do(Capability.STANDBY, ("Standby", "Activate"))


def set_volume(session: Session, level: int) -> None:
    """Set the loudspeakers, 0 to 100."""
    session.do(Capability.SOUND, ("Audio", "Volume", "Set"), {"Level": level})


def mute_microphones(session: Session, *, muted: bool) -> None:
    """Mute or open the microphones."""
    session.do(Capability.SOUND, ("Audio", "Microphones", "Mute" if muted else "Unmute"))


def present(session: Session, source: int | None) -> None:
    """Share the source with the call, or stop all sharing with None."""
    if source is None:
        session.do(Capability.PRESENTATION, ("Presentation", "Stop"))
    else:
        path = ("Presentation", "Start")
        session.do(Capability.PRESENTATION, path, {"PresentationSource": source, "SendingMode": "LocalRemote"})


def set_layout(session: Session, name: str) -> None:
    """Choose a layout: a family every room knows, or one by the name the room gives it (from 11)."""
    if name in _FAMILIES:
        path = ("Video", "Layout", "LayoutFamily", "Set")
        session.do(Capability.LAYOUT, path, {"LayoutFamily": name, "Target": "Local"})
    else:
        session.do(Capability.LAYOUT, ("Video", "Layout", "SetLayout"), {"LayoutName": name})


def activate_camera_preset(session: Session, preset: int) -> None:
    """Turn the camera to the preset."""
    session.do(Capability.CAMERA_PRESETS, ("Camera", "Preset", "Activate"), {"PresetId": preset})


class Announcement:
    """Our name on a room's list of control systems, kept there by heartbeats."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known = ""

    def announce(self, name: str, serial_number: str, seconds: int) -> None:
        """Connect the first time, beat after that; connect again when the room has forgotten us."""
        if self._known == serial_number:
            try:
                self._beat(serial_number, seconds)
            except (Refused, BadParameter, NotSupported):
                self._known = ""
            else:
                return
        about = {
            "ID": serial_number,
            "Type": "ControlSystem",
            "Name": name,
            "SerialNumber": serial_number,
        }
        self._session.do(Capability.ANNOUNCE, ("Peripherals", "Connect"), about)
        self._beat(serial_number, seconds)
        self._known = serial_number

    def _beat(self, serial_number: str, seconds: int) -> None:
        path = ("Peripherals", "HeartBeat")
        self._session.do(Capability.ANNOUNCE, path, {"ID": serial_number, "Timeout": seconds})


def _number(call_id: str) -> int:
    number = tree.number(call_id)
    if number is None or number < _FIRST_CALL:
        raise BadParameter("CallId")
    return number
