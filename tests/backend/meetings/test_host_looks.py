"""What a host sees by a look at another service, which does not tell by itself of hands and cameras."""

from datetime import timedelta

import pytest

from backend.errors import Conflict, Forbidden
from backend.video.builtin.service import BuiltinService
from backend.video.service import Glimpse, ServiceRefused
from tests.backend.meetings.elsewhere import IN, Hall, waiting


def test_whose_camera_is_on_is_known_by_a_look(hall: Hall) -> None:
    person = waiting(hall)
    hall.tell(person, IN)
    seen = []
    for is_on in (True, False):
        hall.service.seen = Glimpse(cameras={f"call-{person}": is_on, "another": True})
        (row,) = hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
        seen.append(row["camera"])
    hall.service.seen = Glimpse()
    (row,) = hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    assert [*seen, row["camera"]] == [True, False, False]


def test_who_comes_in_during_a_look_came_after_it(hall: Hall) -> None:
    person, began = waiting(hall), hall.house.clock.now()
    hall.service.meanwhile = [lambda: hall.tell(person, IN)]
    hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    # Else the page would take the camera, which nobody has seen, for off.
    assert hall.house.conference(hall.conference).hands_at == began
    assert hall.house.presence(hall.conference, person).since > began


def test_of_two_looks_the_one_begun_last_is_believed(hall: Hall) -> None:
    person = waiting(hall)
    hall.tell(person, IN)
    raised = hall.house.clock.now()

    def another_looks() -> None:
        hall.service.meanwhile = []
        hall.house.clock.advance(seconds=1)
        hall.service.seen = Glimpse(hands={f"call-{person}": raised})
        hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
        hall.service.seen = Glimpse()

    hall.service.meanwhile = [another_looks]
    (row,) = hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    assert row["hand_since"] is not None


def test_hands_are_as_they_were_when_they_were_last_looked_for(hall: Hall) -> None:
    first, second = waiting(hall), hall.guest("Olle Lindqvist")
    for person in (first, second):
        hall.tell(person, IN)
    up = hall.house.clock.now()
    hall.service.seen = Glimpse({f"call-{second}": up, f"call-{first}": up + timedelta(seconds=1)}, frozenset({"c"}))
    rows = hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    assert [(row["id"], row["hand_since"] is not None) for row in rows] == [(second, True), (first, True)]
    hall.tell(second, IN)
    rows = hall.press(first, "lower-hand")
    assert [(row["id"], row["hand_since"] is not None) for row in rows] == [(second, True), (first, False)]
    hall.service.seen = Glimpse()
    hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    rows = hall.press(first, "spotlight")
    assert [(row["hand_since"], row["spotlit"]) for row in rows if row["id"] == first] == [(None, True)]
    assert [order.control for order in hall.service.orders] == ["lower-hand", "spotlight"]
    assert hall.logged() == ["person.hand-lowered", "person.spotlit"]


@pytest.mark.parametrize("reason", ["full", "no-host", "not-supported", "not-let-in"])
def test_a_look_that_is_refused_says_why_and_changes_nothing(hall: Hall, reason: str) -> None:
    person = waiting(hall)
    hall.tell(person, IN)
    hall.service.faults = [ServiceRefused(reason)]
    with pytest.raises(Conflict) as refused:
        hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    assert "Inget är ändrat" in refused.value.text.sv
    assert "Nothing has changed" in refused.value.text.en
    with pytest.raises(Forbidden):
        hall.clinic.panel.look_for_hands("demo:kollega", hall.meeting["id"])


def test_where_hands_are_told_of_nobody_looks_and_nobody_is_spotlit(hall: Hall) -> None:
    person = hall.guest()
    hall.house.services["builtin"] = BuiltinService(hall.house.database, hall.house.clock)
    hall.press(person, "admit")
    with pytest.raises(Conflict):
        hall.press(person, "spotlight")
    with pytest.raises(Conflict):
        hall.clinic.panel.look_for_hands("demo:personal", hall.meeting["id"])
    hall.press(person, "lower-hand")
    assert hall.logged()[-1] == "person.hand-lowered"
