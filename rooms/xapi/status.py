"""What a room says of itself, read into the port's words. A word that is not known is Other, or no answer."""

from typing import Literal

from rooms.endpoint import Call, CallState, Capability, Diagnostic, Identity, State
from rooms.errors import NotSupported
from rooms.xapi import tree
from rooms.xapi.channel import Node
from rooms.xapi.session import Session

_STATES = {state.value.lower(): state for state in CallState}
_LOUDEST = 100
_COUNTS = ("NumberOfActiveCalls", "NumberOfInProgressCalls", "NumberOfSuspendedCalls")


def identity(session: Session) -> Identity:
    """Return which device it is; its name is the one it was given in its settings, else the one it shows."""
    unit, runs = session.system_unit(), session.software()
    return Identity(
        name=tree.text(session.setting(("SystemUnit", "Name")))
        or tree.text(session.read(("UserInterface", "ContactInfo", "Name"))),
        product=tree.text(unit, "ProductId") or tree.text(unit, "ProductPlatform"),
        serial_number=tree.text(unit, "Hardware", "Module", "SerialNumber"),
        software=runs.version,
        profile=runs.profile,
        teams_mode=runs.teams_mode,
    )


def state(session: Session) -> State:
    """Return how the room is now, read anew in seven small questions: whole trees make old rooms slow.

    The calls come first: what the conference says of a call may come a moment after it, and never before.
    """
    calls = _call_tree(session)
    conference = session.read(("Conference",))
    people = tree.number(session.read(("RoomAnalytics", "PeopleCount", "Current")))
    volume = tree.number(session.read(("Audio", "Volume")))
    return State(
        standby=_standby(tree.text(session.read(("Standby", "State")))),
        calls=_calls(calls, conference),
        volume=volume if volume is not None and 0 <= volume <= _LOUDEST else None,
        microphones_muted=_switch(tree.text(session.read(("Audio", "Microphones", "Mute")))),
        presenting=tree.text(conference, "Presentation", "Mode") or "Off",
        people=people if people is not None and people >= 0 else None,
        auto_answer=_switch(tree.text(session.setting(("Conference", "AutoAnswer", "Mode")))) is not False,
        elsewhere=session.software().teams_mode
        and _switch(tree.text(session.read(("MicrosoftTeams", "Calling", "InCall")))) is not False,
    )


def has_call(session: Session, call_id: str) -> bool:
    """Tell whether the room has the call now."""
    return any(call.call_id in {call_id, ""} for call in _calls(_call_tree(session), {}))


def layout(session: Session) -> str:
    """Return the layout that is chosen now, "" when the room does not tell."""
    session.need(Capability.LAYOUT)
    return tree.text(session.read(("Video", "Layout", "CurrentLayouts")), "ActiveLayout")


def diagnostics(session: Session) -> tuple[Diagnostic, ...]:
    """Return what the device says is wrong with it, in its order."""
    return tuple(
        Diagnostic(tree.text(item, "Type"), tree.text(item, "Level"), tree.text(item, "Description"))
        for item in tree.items(session.read(("Diagnostics", "Message")))
    )


def _call_tree(session: Session) -> Node:
    """Return xStatus Call. Raises NotSupported when the room tells of none and does not say that it is in none."""
    try:
        return session.channel.status(("Call",))
    except NotSupported:
        counted = session.read(("SystemUnit", "State"))
        if [tree.number(counted, name) for name in _COUNTS] != [0] * len(_COUNTS):
            raise
        return {}


def _calls(found: Node, conference: Node) -> tuple[Call, ...]:
    """Return the room's calls, those that are gone left out. What cannot be read is a call all the same: never free."""
    known = {tree.text(item, "id"): item for item in tree.items(conference, "Call")}
    entries = found if isinstance(found, list) else [found]
    there = [entry if isinstance(entry, dict) else {} for entry in entries if entry and not tree.is_ghost(entry)]
    return tuple(_call(item, known.get(tree.text(item, "id"), {})) for item in there)


def _call(item: Node, conference: Node) -> Call:
    return Call(
        call_id=tree.text(item, "id"),
        state=_STATES.get(tree.text(item, "Status").lower(), CallState.OTHER),
        direction=_direction(tree.text(item, "Direction")),
        answered=tree.text(item, "AnswerState") == "Answered",
        booking_id=tree.text(conference, "BookingId"),
        number=tree.text(item, "RemoteNumber") or tree.text(item, "CallbackNumber"),
        display_name=tree.text(item, "DisplayName"),
        pin_wanted=tree.text(conference, "AuthenticationRequest") not in {"", "None"},
    )


def _direction(word: str) -> Literal["Incoming", "Outgoing", ""]:
    if word == "Incoming":
        return "Incoming"
    return "Outgoing" if word == "Outgoing" else ""


def _standby(word: str) -> Literal["Off", "Halfwake", "Standby", "EnteringStandby", "Other"]:
    match word:
        case "Off" | "Halfwake" | "Standby" | "EnteringStandby":
            return word
        case _:
            return "Other"


def _switch(word: str) -> bool | None:
    return {"on": True, "true": True, "off": False, "false": False}.get(word.lower())
