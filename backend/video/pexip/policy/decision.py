"""What Pexip is answered: pure, from where the alias leads, what was asked and the moment.

Every answer is one of three: what the conference is, what somebody is in it, or a refusal. A refusal is an answer too
(`status` success, `action` reject): anything else makes Pexip look in its own database.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.config import PexipMode
from backend.video.models import PresenceState
from backend.video.people import SENT_AWAY
from backend.video.pexip import CODE, names, room_tags
from backend.video.pexip.models import DIALLED, HOST, LEADER, ROOM, VISIT
from backend.video.pexip.policy import again, places, uses
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.rules import ROOM_BEFORE, SECOND_LEG, Room, Rules
from backend.video.pexip.policy.texts import said, stranger
from backend.video.pexip.policy.ways import Way
from backend.video.stage import LOST

_CLOSED: tuple[tuple[str, Callable[[Way, Rules, datetime], bool]], ...] = (
    ("other-mode", lambda way, _, __: way.mode != PexipMode.POLICY),
    ("withdrawn", lambda way, _, __: way.withdrawn_at is not None),
    # What is over by its time alone goes on while a host is in.
    ("removed", lambda way, _, __: way.dropped_at is not None and way.dropped_at < way.end),
    ("expired", lambda way, _, now: way.expires_at is not None and way.call is None and now >= way.expires_at),
    # A host who is in has opened the door as well.
    (
        "early",
        lambda way, rules, now: way.role != HOST and not way.hosts_in and now < way.start - rules.opens_before,
    ),
    ("over", lambda way, rules, now: now >= way.end + rules.grace_after and not way.hosts_in),
)


@dataclass(frozen=True)
class Answer:
    """The body of an answer. `refused` is why, in a word that names nobody; `use` what the way in now is used by."""

    body: Mapping[str, Any] = field(repr=False)
    refused: str = ""
    use: str | None = field(default=None, repr=False)


def refusal(reason: str, told: str = "") -> Answer:
    """Return a refusal; `told` is what the caller is told, by Pexip's app, at most 250 characters."""
    body: dict[str, Any] = {"status": "success", "action": "reject"}
    return Answer(body | ({"result": {"reject_reason": told}} if told else {}), reason)


def closed(way: Way | None, rules: Rules, now: datetime) -> str:
    """Return why nobody comes in by this way now, "" when somebody may. None is an alias we never gave, or gave up."""
    if way is None:
        return "unknown"
    return next((reason for reason, is_so in _CLOSED if is_so(way, rules, now)), "")


def service(way: Way | None, rules: Rules, now: datetime) -> Answer:
    """Return what the conference is: the same for everybody but the PIN that a host may be asked for, and a visit's.

    It has a host's PIN always, which nobody is told: without one whoever is in could let in who waits.
    """
    reason = closed(way, rules, now)
    if way is None or reason:
        return refusal(reason)
    has_own_pin = way.role == VISIT or (way.role == HOST and rules.host_pin)
    result: dict[str, Any] = {
        "service_type": "conference",
        "name": way.name,
        "service_tag": rules.service_tag,
        "pin": names.host_pin(rules.secret, way.nonce if has_own_pin else way.room_nonce),
        "allow_guests": True,
        "locked": way.lobby,
        "enable_chat": rules.chat,
    }
    if way.participant_limit is not None:
        result["participant_limit"] = way.participant_limit
    if way.protected:
        result["crypto_mode"] = "on"
    if rules.view is not None:
        result["view"] = rules.view
    if rules.theme is not None:
        result["ivr_theme_name"] = rules.theme
    return _given(result)


def participant(  # noqa: PLR0913 - what decides it
    way: Way | None,
    asked: Asked,
    rules: Rules,
    now: datetime,
    *,
    rooms: Collection[Room] = (),
    own: Own | None = None,
) -> Answer:
    """Return what somebody is in the conference, or why not. `rooms` are those booked for this very meeting.

    `own` is what is known of the caller themself: to be told where `asks_own` says so, and none where nobody knows.
    """
    reason = closed(way, rules, now)
    if way is None or reason:
        return refusal(reason, said(reason, way))
    if asked.dials_out and way.role != VISIT:
        # Only a host calls out of a conference: whom they call there is let in by that. From our own page a wrong
        # number must not put a stranger before a patient.
        is_ours = way.role == DIALLED
        return _given((_named(way) if is_ours else {}) | {"bypass_lock": not is_ours})
    if way.service != CODE:
        # Not said of the conference itself, as what is said here has a text.
        return refusal("moved", said("moved", way))
    if way.role in (HOST, VISIT):
        return _host(way, asked, rules, now, own) if way.role == HOST else _visit(way, asked)
    return _guest(way, asked, rules, now, rooms, own)


def _guest(  # noqa: PLR0913 - what decides it
    way: Way, asked: Asked, rules: Rules, now: datetime, rooms: Collection[Room], own: Own | None
) -> Answer:
    room = _booked(way, asked, rules, now, rooms) if way.role == ROOM else None
    use = again.leads(way.call, own, asked, now) if way.role == LEADER and own is not None else None
    # What a host has shut or done holds for a room too.
    passes = room is not None and not way.locked and not (own is not None and own.put_out)
    passes_now = use is not None or (passes and way.hosts_in > 0)
    # None of it is said of the conference itself: Pexip would go on refusing it when that is no longer so.
    barred = "over" if _is_ended(way) else places.barred(way, asked, own, is_room=room is not None, passes=passes_now)
    if barred:
        return refusal(barred, said(barred, way))
    if way.role == ROOM:
        passing = {"bypass_lock": passes, "call_tag": tag_of(way, asked, rules, now, rooms)}
        # Who calls the number has chosen the name they are seen by; that of a room is set where it is registered.
        named = {} if room is not None else {"remote_display_name": stranger(way, asked.shown_as)}
        return _given({"preauthenticated_role": "guest"} | passing | named)
    if use is not None or (way.role == LEADER and own is not None and _leads_on(own, asked)):
        given = _named(way) | {"preauthenticated_role": "chair", "bypass_lock": True}
        return _given(given, None if use == way.call else use)
    return _given(_named(way) | {"preauthenticated_role": "guest", "bypass_lock": False})


def _leads_on(own: Own, asked: Asked) -> bool:
    """Tell whether it is the sound and picture of somebody who is in and was made a host, begun anew.

    Pexip says itself that it is a host's, so nobody becomes one by our answer.
    """
    return own.state == PresenceState.IN and own.is_host and not own.put_out and _is_media(asked) and asked.is_chair


def asks_own(way: Way, asked: Asked) -> bool:
    """Tell whether it decides anything what is known of the caller themself."""
    if way.role == HOST:
        return way.call is not None and _is_media(asked) and uses.is_unknown(way.call, asked.calls)
    if way.role == VISIT:
        return False
    return way.role in (LEADER, ROOM) or places.asks_own(way)


def tag_of(way: Way, asked: Asked, rules: Rules, now: datetime, rooms: Collection[Room]) -> str:
    """Return what a call is to be known by: a room's says which room it is."""
    if way.role != ROOM:
        return way.tag
    room = _booked(way, asked, rules, now, rooms)
    return room_tags.marked(way.tag, rules.secret, room.name if room else asked.caller, booked=room is not None)


def _booked(way: Way, asked: Asked, rules: Rules, now: datetime, rooms: Collection[Room]) -> Room | None:
    """Return which of the rooms that are booked for this meeting it is that calls, while it is booked; None for others.

    What a caller calls itself proves nothing, unless Pexip knows it, or it comes by a location for rooms alone.
    """
    if not asked.is_device or not way.start - ROOM_BEFORE <= now < way.end:
        return None
    if not asked.registered and asked.location not in rules.trusted:
        return None
    its_own = (
        room
        for room in rooms
        if asked.caller == room.name.lower() or (room.address and asked.address == room.address.lower())
    )
    return next(its_own, None)


def _host(way: Way, asked: Asked, rules: Rules, now: datetime, own: Own | None) -> Answer:
    # Of a call that has used the way one leg is in: the other takes no place of its own.
    if way.call is None and places.is_full(way):
        return refusal("full", said("full", way))
    named = _named(way)
    if rules.host_pin and not asked.is_chair:
        # The PIN is still to be given, or was left out: then it is no host who comes, and nothing is used.
        return _given(named | {"bypass_lock": False})
    if not asked.joins:
        return _given(named)
    in_time = way.expires_at is None or now < way.expires_at + SECOND_LEG
    use = uses.used(
        way.call,
        asked.calls,
        api_leg=asked.api_leg,
        in_time=in_time,
        is_web=asked.is_web,
        address=asked.address,
        restarts=_restarts(way, asked, own),
    )
    if use is None:
        return refusal("used", said("used", way))
    return _given(named | {"preauthenticated_role": "chair", "bypass_lock": True}, None if use == way.call else use)


def _restarts(way: Way, asked: Asked, own: Own | None) -> bool:
    """Tell whether a leg may be the sound and picture of a host who is in, begun anew: then it is nobody else's.

    That it is a host's Pexip says itself; where it does not say so, the leg has to come from the host's own network.
    """
    is_gone = own is not None and (own.put_out or own.state in SENT_AWAY or _has_left(own))
    is_theirs = asked.is_chair or (way.call is not None and uses.is_near(way.call, asked.address))
    return _is_media(asked) and not is_gone and is_theirs


def _has_left(own: Own) -> bool:
    # Of whom nothing is heard is no sign: a node's events may be late, or its publisher still, and the host is in.
    return own.state == PresenceState.LEFT and own.reason != LOST


def _is_media(asked: Asked) -> bool:
    return asked.is_webrtc and not asked.api_leg and asked.joins and not asked.dials_out


def _visit(way: Way, asked: Asked) -> Answer:
    # It only controls: no sound, picture or device ever comes by it, and nothing begins or goes on by it.
    if not asked.api_leg or asked.dials_out or asked.is_device:
        return refusal("media")
    if not way.hosts_in:
        return refusal("no-host")
    if way.call is None and places.is_full(way):
        # Read by ourselves alone (`visits`).
        return refusal("full", "full")
    use = uses.used(way.call, asked.calls, api_leg=True, in_time=False)
    if use is None:
        return refusal("used")
    given = _named(way) | {"preauthenticated_role": "chair", "bypass_lock": True}
    return _given(given, None if use == way.call or not asked.joins else use)


def _is_ended(way: Way) -> bool:
    # What is ended before its time was a talk beforehand, as at the door. A host may begin again.
    return not way.hosts_in and way.ended_at is not None and way.ended_at >= way.start


def _named(way: Way) -> dict[str, Any]:
    return {"call_tag": way.tag} | ({"remote_display_name": way.display_name} if way.display_name else {})


def _given(result: Mapping[str, Any], use: str | None = None) -> Answer:
    return Answer({"status": "success", "action": "continue", "result": dict(result)}, "", use)
