"""Who the calls are: one person for all calls of theirs, and where that person is.

A guest's way in can be opened twice: by the guest anew, or by somebody who was sent it. Nobody can tell which, so the
second call is shown by itself for as long as the first one goes on, and is let in by itself. So is whoever dials the
alias by which somebody was called, as the far end saw it, and a second device that comes as the room that is booked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from backend.video import people, stage
from backend.video.models import PresenceState
from backend.video.pexip.hooks.legs import Calls, let_in_at
from backend.video.pexip.hooks.models import PexipLeg
from backend.video.pexip.hooks.reading import (
    BY_HOST,
    CUT_OFF,
    ENDED,
    HOSTLESS,
    IN,
    LOST,
    OUT,
    PUT_OUT,
    RINGING,
    SENT_OUT,
    WAITED,
)
from backend.video.pexip.models import DIALLED, MANY, VISIT, PexipEntry
from backend.video.pexip.room_tags import is_booked, plain
from backend.video.reports import (
    CALLED,
    DENIED,
    ENDED_THERE,
    REMOVED,
    ROOM,
    UNANSWERED,
    UNKNOWN,
    WAITED_OUT,
    Report,
    kind_of,
    outsider,
    second_of,
)
from backend.video.service import Role

_ROLES = {"chair": Role.HOST, "guest": Role.GUEST}
_REASONS = {
    BY_HOST: ENDED_THERE,
    HOSTLESS: ENDED_THERE,
    ENDED: ENDED_THERE,
    PUT_OUT: REMOVED,
    CUT_OFF: people.CUT_OFF,
    LOST: stage.LOST,
    WAITED: WAITED_OUT,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Whose:
    """Which calls belong to whom. `legs` has each person's calls, by our name for the person.

    `seconds` has, for each extra row (one more join by the same way in), the name of the person whose way in it is.
    `parted` is as in `Gathering`; `names` has what is shown of each.
    """

    legs: Mapping[str, Sequence[PexipLeg]]
    seconds: Mapping[str, str]
    parted: frozenset[str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Gathering:
    """What the calls amount to: a report of each person, and when a host ended it for all (None: nobody has).

    `parted` are those among them who came by a way that was withdrawn, and whose owner was then given another: nobody
    knows whose calls they are.
    """

    reports: Mapping[str, Report]
    parted: frozenset[str]
    over: datetime | None


def gather(calls: Calls, entries: Mapping[str, PexipEntry]) -> Gathering:
    """Return what the calls amount to; `entries` are the ways in by their tags."""
    whose = by_person(calls, entries)
    told = {person: moment(max(max(leg.time, _end(calls, leg)) for leg in legs)) for person, legs in whose.legs.items()}
    for second, person in whose.seconds.items():
        # Whose row it is may change with each event: what is told of it is never older than what was.
        told[person] = max(told[person], told[second])
    reports = {
        person: _report(person, whose.names[person], calls, legs, told[person]) for person, legs in whose.legs.items()
    }
    return Gathering(reports, whose.parted, _over(calls, list(chain.from_iterable(whose.legs.values()))))


def by_person(calls: Calls, entries: Mapping[str, PexipEntry]) -> Whose:
    """Return whose each call is; `entries` are the ways in by their tags. Our own visits are nobody's."""
    calls = _without_visits(calls, entries)
    tags = {leg.conversation: leg.tag for leg in calls.legs.values() if leg.conversation and leg.tag not in ("", OUT)}
    # A call that was made from here is known by its own id, whether or not it bears a tag.
    dialled = {entry.call: entry for entry in entries.values() if entry.role == DIALLED and entry.call}
    legs: dict[str, list[PexipLeg]] = defaultdict(list)
    names: dict[str, str] = {}
    parted: set[str] = set()
    parted_tags = {tag for tag, entry in entries.items() if _is_parted(entry, entries.values())}
    for leg in sorted(calls.legs.values(), key=lambda each: (each.time, each.seq, each.call)):
        tag = leg.tag if leg.tag not in ("", OUT) else tags.get(leg.conversation, "")
        entry = dialled.get(leg.call) or entries.get(plain(tag))
        person = _person(leg, tag, entry)
        if entry is not None and entry.tag in parted_tags:
            person = outsider(UNKNOWN, leg.conversation or leg.call)
            parted.add(person)
        legs[person].append(leg)
        names[person] = entry.display_name if entry is not None and entry.person else leg.display_name
    # What a host goes in by counts once.
    several = {entry.person for entry in entries.values() if entry.person and entry.role in MANY}
    several |= {outsider(ROOM, leg.tag) for leg in calls.legs.values() if is_booked(leg.tag)}
    seconds: dict[str, str] = {}
    for person in several & legs.keys():
        for second, theirs in _seconds(calls, person, legs[person]).items():
            seconds[second], names[second] = person, names[person]
            legs[second] = theirs
            legs[person] = [leg for leg in legs[person] if leg not in theirs]
    return Whose(legs, seconds, frozenset(parted), names)


def _without_visits(calls: Calls, entries: Mapping[str, PexipEntry]) -> Calls:
    # Our own short visits are nobody: not shown, not counted, and no host whose coming or going means anything. They
    # only control: by whose tag sound or picture comes is somebody, since a caller may choose the tag.
    tags = {tag for tag, entry in entries.items() if entry.role == VISIT}
    visits = {call for call, leg in calls.legs.items() if leg.tag in tags}
    joins = {calls.legs[call].conversation for call in visits} - {""}
    visits |= {call for call, leg in calls.legs.items() if leg.conversation in joins}
    heard = {leg.conversation or call for call, leg in calls.legs.items() if call in visits and leg.media}
    legs = {call: leg for call, leg in calls.legs.items() if call not in visits or (leg.conversation or call) in heard}
    return Calls(calls.reference, legs, calls.ends)


def moment(time: int) -> datetime:
    """Return what so many microseconds since 1970 are."""
    return _EPOCH + timedelta(microseconds=time)


def _seconds(calls: Calls, person: str, legs: Iterable[PexipLeg]) -> Mapping[str, list[PexipLeg]]:
    """Return the joins that go on beside the person's own, by the names of who is in by them.

    The person's own is the first that is in, else the first that waits: whoever a host turns away who waits is never
    the one who is in.
    """
    joins: dict[str, list[PexipLeg]] = defaultdict(list)
    for leg in legs:
        joins[leg.conversation or leg.call].append(leg)
    going_on = [join for join, theirs in joins.items() if any(calls.is_open(leg) for leg in theirs)]
    own = min(
        going_on,
        key=lambda join: (not _is_in(calls, joins[join]), min(map(_began, joins[join])), join),
        default=None,
    )
    return {second_of(person, join): joins[join] for join in going_on if join != own}


def _is_in(calls: Calls, legs: Iterable[PexipLeg]) -> bool:
    return any(leg.place == IN and calls.is_open(leg) for leg in legs)


def _is_parted(entry: PexipEntry, entries: Iterable[PexipEntry]) -> bool:
    until = entry.withdrawn_at
    if not entry.person or until is None:
        return False
    theirs = (each for each in entries if each.person == entry.person)
    # What was withdrawn together was given together.
    return any(each.made_at >= until and each.withdrawn_at != until for each in theirs)


def _person(leg: PexipLeg, tag: str, entry: PexipEntry | None) -> str:
    if entry is not None and entry.person:
        return entry.person
    if is_booked(tag):
        # That very room, however often it calls.
        return outsider(ROOM, tag)
    return outsider(ROOM if entry is not None and entry.role != VISIT else UNKNOWN, leg.conversation or leg.call)


def _report(person: str, name: str, calls: Calls, legs: Sequence[PexipLeg], at: datetime) -> Report:
    there = [leg for leg in legs if calls.is_open(leg)]
    inside = [leg for leg in there if leg.place == IN]
    if not there:
        return _left(person, name, calls, legs, at)
    state = PresenceState.IN if inside else PresenceState.WAITING
    if kind_of(person) == CALLED and all(leg.place == RINGING for leg in there):
        state = PresenceState.COMING
    shown = inside or there
    heard = [leg for leg in inside if leg.media]
    # Of a web join's two calls the one without pictures is the one Pexip knows the person by. Both may be first seen at
    # one moment.
    first = min(shown, key=lambda leg: (_began(leg), leg.media, leg.call))
    roles = {leg.role for leg in there}
    return Report(
        person=person,
        state=state,
        at=at,
        since=moment(min((let_in_at(leg) if inside else leg.waiting_at) or _began(leg) for leg in shown)),
        call=first.call,
        role=next((role for word, role in _ROLES.items() if word in roles), None),
        display_name=name,
        muted=bool(heard) and all(leg.muted for leg in heard),
    )


def _left(person: str, name: str, calls: Calls, legs: Sequence[PexipLeg], at: datetime) -> Report:
    last = max(legs, key=lambda leg: (_gone(calls, leg), leg.call))
    reason = _REASONS.get(_why(leg=last), "")
    if reason == REMOVED:
        reason = _sent_away(calls, legs)
    elif kind_of(person) == CALLED and all(leg.in_at is None and leg.waiting_at is None for leg in legs):
        reason = UNANSWERED
    return Report(
        person=person,
        state=PresenceState.LEFT,
        at=at,
        since=moment(_gone(calls, last)),
        call=last.call,
        role=_ROLES.get(last.role),
        display_name=name,
        reason=reason,
    )


def _sent_away(calls: Calls, legs: Sequence[PexipLeg]) -> str:
    """Return why somebody has left of whose joins a host ended the last one."""
    inside = [leg for leg in legs if let_in_at(leg) is not None]
    if not inside:
        return DENIED
    # Whoever was in and left by themself is not told that they were removed, whoever else waited by their address.
    was_out = max(inside, key=lambda leg: (_gone(calls, leg), leg.call)).reason in SENT_OUT
    return REMOVED if was_out else people.CUT_OFF


def _over(calls: Calls, legs: Collection[PexipLeg]) -> datetime | None:
    hosts = [leg for leg in legs if leg.role == "chair" and let_in_at(leg) is not None]
    last_host = max(hosts, key=lambda leg: (_gone(calls, leg), leg.call), default=None)
    # A host who was cut off may come back.
    ends = {BY_HOST} if last_host is not None and last_host.reason == LOST else {BY_HOST, HOSTLESS}
    ended = max((_gone(calls, leg) for leg in legs if leg.reason in ends), default=None)
    # Whoever knocks afterwards opens nothing; a host who comes back does.
    is_open = ended is None or any(calls.is_open(leg) or _began(leg) > ended for leg in hosts)
    return None if ended is None or is_open else moment(ended)


def _why(leg: PexipLeg) -> str:
    # The node said that the conference was over, and not that the call was.
    return leg.reason if leg.gone_at is not None else ENDED


def _end(calls: Calls, leg: PexipLeg) -> int:
    end = calls.ends.get(leg.node, -1)
    return end if end >= leg.time else -1


def _gone(calls: Calls, leg: PexipLeg) -> int:
    return leg.gone_at if leg.gone_at is not None else max(leg.time, _end(calls, leg))


def _began(leg: PexipLeg) -> int:
    return min((at for at in (leg.waiting_at, leg.in_at) if at is not None), default=leg.time)
