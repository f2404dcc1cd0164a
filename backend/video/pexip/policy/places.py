"""Whether there is a place for one more, and how many of them one way in may have.

At Pexip whoever waits in the lobby has a place as those who are in: if all are taken by people who wait, the host is
told that the meeting is full, and nobody comes in at all. So the last one is the host's.
"""

from backend.video.models import PresenceState
from backend.video.people import HERE
from backend.video.pexip.policy.asked import Asked
from backend.video.pexip.policy.own import Own
from backend.video.pexip.policy.ways import Way

FULL, MANY_CALLS, OPEN_ELSEWHERE = "full", "many-calls", "open-elsewhere"
# By one way in: what a reload leaves behind and what it opens anew, and each of these twice where the legs of a web
# app can't be told to be one.
MOST_CALLS = 4


def is_full(way: Way, own: Own | None = None) -> bool:
    """Tell whether as many are in as may be: what holds for a host, who waits for nobody.

    Somebody's second call takes no place: after a node that failed each who has come back has two, and no host may be
    shut out by that. How many calls there are Pexip counts by itself.
    """
    mine = own.rows_in - own.seconds_in if own is not None else 0
    people = way.others_in - way.seconds_in - mine + way.visits_in
    return way.participant_limit is not None and people >= way.participant_limit


def barred(way: Way, asked: Asked, own: Own | None, *, is_room: bool, passes: bool) -> str:
    """Return why somebody can't come in, or as far as the lobby; "" for who can.

    `is_room`: a booked one, and known to be so. `passes`: who is not kept in the lobby now, and so has a place before
    those who wait there. Until a host is in all calls count, also the caller's own that may have ended; then whoever is
    in already comes as far as the lobby, however many calls there are.
    """
    if passes:
        return FULL if is_full(way, own) else ""
    mine = int(own is not None and bool(way.person) and own.state in HERE)
    if mine and asked.is_web and not asked.api_leg:
        # Of a web app that has its place by the leg before.
        return ""
    calls = own.calls if own is not None else 0
    is_one = bool(way.person) or is_room
    if is_one and calls >= MOST_CALLS - asked.api_leg:
        return MANY_CALLS
    if way.participant_limit is None or (is_one and _is_back(way, own)):
        return ""
    here = way.others_here + way.visits_in
    if not way.hosts_in:
        return _without_host(way, way.participant_limit, here + mine, calls)
    # Whoever passes the lobby counts as what they are known to be; the others are let in by a host, who is told.
    left_out = calls - mine if way.lobby or is_room else 0
    if not is_one:
        # Callers of the rooms' number who call themselves the same may be as many people.
        left_out = min(left_out, MOST_CALLS - 1)
    return FULL if here - left_out >= way.participant_limit else ""


def _is_back(way: Way, own: Own | None) -> bool:
    return way.hosts_in > 0 and own is not None and own.state == PresenceState.IN


def _without_host(way: Way, limit: int, here: int, calls: int) -> str:
    if here < limit - 1:
        return ""
    # A meeting of two is not full because of its one patient, and they are not told that it is.
    return OPEN_ELSEWHERE if way.person and here - calls < limit - 1 else FULL


def asks_own(way: Way) -> bool:
    """Tell whether the caller's own calls can decide: fewer rows are not too many, nor do they fill the meeting."""
    is_nearly_full = way.participant_limit is not None and way.others_here + way.visits_in + 2 >= way.participant_limit
    return way.others_here + 2 >= MOST_CALLS or is_nearly_full
