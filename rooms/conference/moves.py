"""What several rules of a conference do with one site."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rooms.conference.messages import Action, Leave, Look, Seen
from rooms.conference.state import Course, Purpose, SiteState, Stage

Step = tuple[Course, tuple[Action, ...]]

# How long a yes counts for dialling once more without asking.
AGREED_FOR = timedelta(minutes=5)
# A failed call is dialled again after these; then somebody must press.
AGAIN_AFTER = (timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=45))
# A room that does not answer is looked at again after so long, and when the plan's time is over after so much longer.
LOOK_AFTER = timedelta(seconds=10)
LOOK_LATE = timedelta(minutes=5)


def look(course: Course, site_id: str, state: SiteState, purpose: Purpose) -> Step:
    """Look at the room before anything is done there. Whoever is to leave has said no yes."""
    turn, yes = state.turn + 1, None if purpose is Purpose.LEAVE else state.agreed_at
    looking = replace(state, stage=Stage.LOOKING, turn=turn, purpose=purpose, again_at=None, agreed_at=yes)
    return course.with_site(site_id, looking), (Look(site_id, turn),)


def leave(  # noqa: PLR0913 - a site, its calls, a time, and one choice
    course: Course, site_id: str, state: SiteState, ours: tuple[Seen, ...], now: datetime, *, restore: bool
) -> Step:
    """Hang up our calls in the room, and put it back as it was unless it is somebody else's now."""
    turn = state.turn + 1
    silent = replace(state, agreed_at=None)
    leaving = replace(silent, stage=Stage.LEAVING, turn=turn, purpose=Purpose.LEAVE, again_at=now + LOOK_AFTER)
    found = state.found if restore else None
    shared = state.shared and restore
    action = Leave(site_id, turn, tuple(call.call_id for call in ours), restore=restore, found=found, shared=shared)
    return course.with_site(site_id, leaving), (action,)


def to(state: SiteState, stage: Stage, reason: str = "", **changes: Any) -> SiteState:  # noqa: ANN401 - fields of the state, checked by `replace`
    """Return the site at rest in another stage: nothing is under way."""
    return replace(state, **{"stage": stage, "reason": reason, "purpose": None, "again_at": None, **changes})


def failed(state: SiteState, reason: str, now: datetime) -> SiteState:
    """Return the site after a call that did not come about; some times more it is tried by itself."""
    tries = state.tries + 1
    again = now + AGAIN_AFTER[tries - 1] if tries <= len(AGAIN_AFTER) else None
    return to(state, Stage.FAILED, reason, tries=tries, call_id=None, again_at=again)


def agreed(state: SiteState, now: datetime) -> bool:
    """Tell whether the room's people have said yes lately; a yes in what is the future now counts no more."""
    return state.agreed_at is not None and timedelta(0) <= now - state.agreed_at <= AGREED_FOR
