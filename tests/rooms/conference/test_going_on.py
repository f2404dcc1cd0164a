"""A conference goes on, and can be ended, whatever breaks around it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from rooms.conference.controller import Controller
from rooms.conference.messages import Press
from rooms.conference.presses import NotNow
from rooms.conference.state import Course
from rooms.conference.store import Memory
from rooms.endpoint import Endpoint
from rooms.errors import Unreachable
from tests.rooms.conference.planned import OPENS, PLAN


def dark(_site_id: str) -> Endpoint:
    raise Unreachable("dark")


@pytest.fixture
def told() -> list[Course]:
    return []


@pytest.fixture
def controller(told: list[Course]) -> Iterator[Controller]:
    def changed(course: Course) -> None:
        told.append(course)
        raise RuntimeError("whoever is told broke")

    with closing(Controller(PLAN, "tag", Memory(), dark, lambda: OPENS, changed=changed)) as made:
        made.start()
        yield made


def test_one_who_is_told_and_breaks_stops_nothing(controller: Controller, told: list[Course]) -> None:
    for press in (Press.BEGIN, Press.NEXT, Press.END):
        controller.press(press, "a").result(30)
    with pytest.raises(NotNow):
        controller.press(Press.NEXT, "a").result(30)
    assert told[-1].ending_at == OPENS


def test_one_who_asked_and_waits_no_more_stops_nothing(controller: Controller) -> None:
    controller.press(Press.BEGIN, "a").cancel()
    assert controller.press(Press.NEXT, "a").result(30).case == 1
    assert controller.course.case == 1
