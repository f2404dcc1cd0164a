"""Whoever takes a conference up looks at what is in the rooms, and does what may not have been done."""

from dataclasses import replace

from rooms.conference.course import step
from rooms.conference.messages import Looked, Resumed, Seen, Tones
from rooms.conference.plan import Plan
from rooms.conference.state import Course, SiteState, Stage
from tests.rooms.conference.planned import OPENS, PLAN


def taken_up(plan: Plan, *, asks: bool) -> tuple[object, ...]:
    """Return what is done in the host's room, whose code was to be sent when the controller was killed."""
    state = SiteState(Stage.CONNECTED, turn=2, call_id="7", touched=True, tones_sent=True)
    course = Course("t", 5, begun_at=OPENS, begun_by="a", sites={"a": state})
    looking, (look,) = step(plan, course, Resumed(), OPENS)
    seen = Seen("7", ours=True, connected=True, pin_wanted=asks)
    _, actions = step(plan, looking, Looked("a", look.turn, (seen,)), OPENS)
    return actions


def test_a_call_that_still_asks_for_its_code_gets_it_and_no_other_does() -> None:
    assert taken_up(replace(PLAN, content=None), asks=True) == (Tones("a", "7"),)
    assert taken_up(replace(PLAN, content=None), asks=False) == ()
