"""Presses on panels and answers to questions, understood."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.conference.desk import Desk, Meant, Said, Touch, feedback_id, question, touched
from rooms.conference.messages import Press
from rooms.conference.plan import Entry, Joins, Plan, Role, Site
from rooms.conference.state import Course, SiteState, Stage
from rooms.endpoint import Event, Prompt

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
SITES = (
    Site("a", "Köping", role=Role.HOST),
    *(Site(f"s{number}", f"Plats {number}") for number in range(1, 9)),
    Site("x", "Uppsala", joins=Joins.CALLS_IN),
)
PLAN = Plan("p", SITES, (), "a", NOW, NOW + timedelta(hours=1), Entry("h@vc.example"), Entry("g@vc.example"))
COURSE = Course(
    "tag",
    begun_at=NOW,
    begun_by="s1",
    sites={site.site_id: SiteState(Stage.CONNECTED if site.site_id == "s2" else Stage.FAILED) for site in SITES},
)


def understood(touch: Touch, site_id: str = "a", course: Course = COURSE) -> Meant | Prompt | Said | None:
    return Desk(PLAN).understand(course, site_id, touch, "sv", NOW)


def test_only_clicks_on_our_widgets_and_answers_to_our_questions_are_heard() -> None:
    path = ("UserInterface", "Extensions", "Widget", "Action")
    clicked = {"WidgetId": "svm_next", "Type": "clicked", "Value": "", "id": "1"}
    assert touched(Event("event", path, clicked), "tag") == Touch("next")
    for other in ({"Type": "pressed"}, {"Type": "released"}, {"WidgetId": "theirs_next"}):
        assert touched(Event("event", path, {**clicked, **other}), "tag") is None
    path = ("UserInterface", "Message", "Prompt", "Response")
    answered = {"FeedbackId": "svm|tag|skip|1,2|", "OptionId": "2"}
    assert touched(Event("event", path, answered), "tag") == Touch(asked=("skip", "1,2", ""), option=2)
    for other in ({"FeedbackId": "svm|other|end"}, {"FeedbackId": "theirs"}, {"OptionId": "x"}):
        assert touched(Event("event", path, {**answered, **other}), "tag") is None
    assert touched(Event("status", ("Call",), {}), "tag") is None


@pytest.mark.parametrize(
    ("button", "press"),
    [
        ("begin", Press.BEGIN),
        ("join", Press.JOIN),
        ("leave", Press.DECLINE),
        ("next", Press.NEXT),
        ("previous", Press.PREVIOUS),
    ],
)
def test_a_button_is_a_press_of_its_room(button: str, press: Press) -> None:
    assert understood(Touch(button)) == Meant(press, "a")


@pytest.mark.parametrize("site_id", ["s1", "s2"])
@pytest.mark.parametrize(
    "touch",
    [
        *(Touch(button) for button in ("next", "previous", "skip", "retry", "end")),
        Touch(asked=("end", ""), option=1),
        Touch(asked=("skip", "3", ""), option=1),
    ],
)
def test_only_who_leads_steers(site_id: str, touch: Touch) -> None:
    course = replace(COURSE, begun_by="s3") if site_id == "s1" else COURSE
    assert understood(touch, site_id, course) is None


def test_the_end_is_asked_about_first() -> None:
    asked = understood(Touch("end"))
    assert isinstance(asked, Prompt)
    assert (asked.feedback_id, asked.options) == (feedback_id("tag", "end"), ("Avsluta", "Fortsätt mötet"))
    assert understood(Touch(asked=("end",), option=1)) == Meant(Press.END, "a")
    assert understood(Touch(asked=("end",), option=2)) is None


def test_a_question_is_answered_by_yes_or_no() -> None:
    asked = question(PLAN, COURSE, "sv", 60)
    assert asked.text == "Plats 1 startar MDK. Vill ni ansluta?"
    assert asked.options == ("Anslut", "Inte nu")
    for option, press in ((1, Press.JOIN), (2, Press.DECLINE)):
        assert understood(Touch(asked=("join",), option=option), "s4") == Meant(press, "s4")
    assert understood(Touch(asked=("join",), option=3), "s4") is None


def test_nobody_to_skip_is_said() -> None:
    course = replace(COURSE, sites={site.site_id: SiteState(Stage.CONNECTED) for site in SITES})
    assert understood(Touch("skip"), course=course) == Said("Ingen plats behöver det nu.")


@given(st.sampled_from(["skip", "retry"]), st.sets(st.sampled_from([site.site_id for site in SITES])))
def test_every_site_that_can_be_chosen_is_offered_once_in_questions_of_five(what: str, able: set[str]) -> None:
    stages = {site.site_id: Stage.FAILED if site.site_id in able else Stage.CONNECTED for site in SITES}
    course = replace(COURSE, sites={site_id: SiteState(stage) for site_id, stage in stages.items()})
    wanted = [site for site in SITES if site.site_id in able and (what == "skip" or site.joins is Joins.ROOM)]
    desk, now, offered = Desk(PLAN), NOW, list[str]()
    asked = desk.understand(course, "a", Touch(what), "en", now)
    while isinstance(asked, Prompt):
        assert len(asked.options) <= 5
        about = tuple(asked.feedback_id.removeprefix(feedback_id("tag")).split("|"))
        sites = len(asked.options) - (asked.options[-1] == "More…")
        for option in range(1, sites + 1):
            meant = Desk(PLAN).understand(course, "a", Touch(asked=about, option=option), "en", now)
            assert isinstance(meant, Meant)
            assert meant.press == Press(what)
            offered.append(meant.site_id)
        more = sites < len(asked.options)
        asked = desk.understand(course, "a", Touch(asked=about, option=sites + 1), "en", now) if more else None
    assert offered == [site.site_id for site in wanted]


@pytest.mark.parametrize("places", ["", "99", "-1", "x", "3,4"])
@pytest.mark.parametrize("option", [0, 1, 3, 9])
def test_an_answer_that_makes_no_sense_skips_nobody_else(places: str, option: int) -> None:
    meant = understood(Touch(asked=("skip", places, ""), option=option))
    assert meant == (Meant(Press.SKIP, "s3") if (places, option) == ("3,4", 1) else None)


@pytest.mark.parametrize(("button", "other", "again"), [("next", "s1", False), ("join", "s1", True)])
def test_told_again_within_a_second_it_is_the_same_press(button: str, other: str, *, again: bool) -> None:
    desk = Desk(PLAN)

    def press(site_id: str, seconds: float) -> bool:
        now = NOW + timedelta(seconds=seconds)
        return desk.understand(COURSE, site_id, Touch(button), "sv", now) is not None

    assert press("a", 0)
    assert not press("a", 0.9)
    assert press(other, 0.9) is again
    assert press("a", 2)
    assert press("a", -60), "a clock that was set back stops nobody"
