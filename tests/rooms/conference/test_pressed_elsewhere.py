"""What somebody presses who is not in the room is no yes of the people in it."""

import pytest

from rooms.conference.course import step
from rooms.conference.desk import possible
from rooms.conference.messages import Look, Press, Pressed
from rooms.conference.plan import Site
from rooms.conference.state import Course, Purpose, Stage
from tests.rooms.conference.planned import OPENS, PLAN


def begun(*, here: bool) -> Course:
    course, actions = step(PLAN, Course("t"), Pressed("1", Press.BEGIN, "a", here), OPENS)
    assert all(isinstance(action, Look) for action in actions)
    return course


def test_a_conference_begun_from_afar_asks_the_people_in_every_room() -> None:
    assert begun(here=True).sites["a"].purpose is Purpose.DIAL
    course = begun(here=False)
    assert {site.purpose for site in course.sites.values() if site.stage is not Stage.AWAITED} == {Purpose.ASK}
    assert all(site.agreed_at is None for site in course.sites.values())
    assert course.begun_by == "a"


@pytest.mark.parametrize("press", [Press.BEGIN, Press.JOIN, Press.DECLINE])
def test_what_is_answered_in_a_room_alone_does_nothing_from_afar(press: Press) -> None:
    course = begun(here=False)
    after, actions = step(PLAN, course, Pressed("2", press, "b", here=False), OPENS)
    assert (after.sites, actions) == (course.sites, ())


def test_a_site_that_is_not_in_the_plan_can_be_neither_skipped_nor_tried_again() -> None:
    assert not any(possible(begun(here=True), press, Site("z", "Z")) for press in (Press.SKIP, Press.RETRY))
