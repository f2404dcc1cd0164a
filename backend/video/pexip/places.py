"""Whether there is a place for one more, and how many of them one way in may have.

At Pexip whoever waits in the lobby has a place as those who are in: if all are taken by people who wait, the host is
told that the meeting is full, and nobody comes in at all. So the last one is the host's.
"""

from backend.video.people import HERE
from backend.video.pexip.asked import Asked
from backend.video.pexip.own import Own
from backend.video.pexip.ways import Way

FULL, MANY_CALLS = "full", "many-calls"
# By one way in: what a reload leaves behind and what it opens anew, and each of these twice where the legs of a web
# app can't be told to be one.
MOST_CALLS = 4


def is_full(way: Way, own_in: int = 0) -> bool:
    """Tell whether as many are in as may be: what holds for a host, who waits for nobody."""
    return way.participant_limit is not None and way.others_in + way.visits_in - own_in >= way.participant_limit


def barred(way: Way, asked: Asked, own: Own | None, *, is_room: bool, passes: bool) -> str:
    """Return why somebody can't come in, or as far as the lobby; "" for who can.

    `is_room`: a booked one, and known to be so. `passes`: who is not kept in the lobby now, and so has a place before
    those who wait there. Until a host is in all calls count, also the caller's own that may have ended.
    """
    if passes:
        return FULL if is_full(way, own.rows_in if own is not None else 0) else ""
    mine = int(own is not None and bool(way.person) and own.state in HERE)
    if mine and asked.is_web and not asked.api_leg:
        # Of a web app that has its place by the leg before.
        return ""
    calls = own.calls if own is not None else 0
    if calls >= MOST_CALLS - asked.api_leg:
        return MANY_CALLS
    if way.participant_limit is None:
        return ""
    here = way.others_here + way.visits_in
    if not way.hosts_in:
        return FULL if here + mine >= way.participant_limit - 1 else ""
    # Whoever passes the lobby counts as what they are known to be; the others are let in by a host, who is told.
    left_out = calls - mine if way.lobby or is_room else 0
    return FULL if here - left_out >= way.participant_limit else ""


def asks_own(way: Way) -> bool:
    """Tell whether the caller's own calls can decide: fewer rows are not too many, nor do they fill the meeting."""
    is_nearly_full = way.participant_limit is not None and way.others_here + way.visits_in + 2 >= way.participant_limit
    return way.others_here + 2 >= MOST_CALLS or is_nearly_full
