"""What stands on a room's panel, before, during and after a conference."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.conference.plan import Case, Entry, Plan, Role, Site
from rooms.conference.state import Course, Purpose, SiteState, Stage
from rooms.conference.words import Language, short, stage
from rooms.panel import Shape, panel, shape, texts
from rooms.xapi.nodes import PROFILES
from rooms.xapi.panel_xml import as_xml

NOW = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
PLAN = Plan(
    "p",
    (Site("a", "Köping", role=Role.HOST), Site("b", "Sala"), Site("c", "Fagersta")),
    (Case(11, 10, "Kirurgi"), Case(12, 5, "Onkologi")),
    "a",
    NOW,
    NOW + timedelta(hours=1),
    Entry("host@vc.example", "1234#"),
    Entry("guest@vc.example"),
)
CONNECTED = {site.site_id: SiteState(Stage.CONNECTED) for site in PLAN.sites}
BEGUN = Course("tag", begun_at=NOW, begun_by="b", case_since=NOW, sites=CONNECTED)


def buttons(of: Shape) -> list[str]:
    rows = panel(PLAN, of, "sv").pages[0].rows
    return [widget.name for row in rows for widget in row.widgets if widget.kind == "Button"]


def test_it_can_be_begun_only_within_its_time() -> None:
    course = Course("tag")
    assert shape(PLAN, course, "a", NOW) is Shape.READY
    assert shape(PLAN, course, "a", NOW - timedelta(seconds=1)) is None
    assert shape(PLAN, course, "a", PLAN.closes) is None
    assert buttons(Shape.READY) == ["Starta MDK"]


def test_the_presenter_and_who_began_lead_and_the_others_come_and_go() -> None:
    late = PLAN.closes + timedelta(hours=1)
    assert [shape(PLAN, BEGUN, site.site_id, late) for site in PLAN.sites] == [Shape.LEADS, Shape.LEADS, Shape.FOLLOWS]
    assert buttons(Shape.FOLLOWS) == ["Anslut", "Lägg på"]
    assert buttons(Shape.LEADS) == [
        "Föregående",
        "Nästa ärende",
        "Anslut",
        "Lägg på",
        "Hoppa över",
        "Försök igen",
        "Avsluta för alla",
    ]


def test_nothing_can_be_pressed_while_it_ends_and_nothing_stands_there_after() -> None:
    ending = replace(BEGUN, ending_at=NOW)
    assert shape(PLAN, ending, "a", NOW) is Shape.ENDING
    assert buttons(Shape.ENDING) == []
    over = replace(ending, sites={site_id: SiteState(Stage.OVER) for site_id in CONNECTED})
    assert shape(PLAN, over, "a", NOW) is None


@pytest.mark.parametrize(
    ("minutes", "case", "shown", "then"),
    [
        (0, 0, "Ärende 11 · Kirurgi · 10 min kvar", "Sedan: Onkologi"),
        (9.5, 0, "Ärende 11 · Kirurgi · 1 min kvar", "Sedan: Onkologi"),
        (10, 0, "Ärende 11 · Kirurgi · 0 min kvar", "Sedan: Onkologi"),
        (13, 0, "Ärende 11 · Kirurgi · 3 min över tiden", "Sedan: Onkologi"),
        (1, 1, "Ärende 12 · Onkologi · 4 min kvar", "Sista ärendet"),
    ],
)
def test_the_case_its_minutes_and_the_next_unit_are_shown(minutes: float, case: int, shown: str, then: str) -> None:
    said = texts(PLAN, replace(BEGUN, case=case), "sv", NOW + timedelta(minutes=minutes))
    assert (said["svm_case"], said["svm_next_case"]) == (shown, then)


def test_before_it_begins_the_plan_is_shown_and_an_empty_list_is_said() -> None:
    assert texts(PLAN, Course("tag"), "en", NOW) == {
        "svm_case": "2 cases, 3 sites",
        "svm_next_case": "First: Kirurgi",
        "svm_site_0": "Köping",
        "svm_site_1": "Sala",
        "svm_site_2": "Fagersta",
    }
    assert texts(replace(PLAN, cases=()), BEGUN, "en", NOW)["svm_case"] == "No cases on the list"


@pytest.mark.parametrize(
    ("state", "sv", "en"),
    [
        (SiteState(Stage.BUSY, reason="call"), "I ett annat samtal", "In another call"),
        (SiteState(Stage.BUSY, reason="booking"), "Bokat av andra", "Booked by others"),
        (SiteState(Stage.FAILED, reason="a word of a device's"), "Kom inte fram", "Did not get through"),
        (SiteState(Stage.LOOKING, purpose=Purpose.ASK), "Kontrollerar rummet", "Checking the room"),
        (SiteState(Stage.LOOKING, reason="no-contact"), "Ingen kontakt med rummet", "No contact with the room"),
        (SiteState(Stage.LOOKING, purpose=Purpose.LEAVE), "Lägger på", "Hanging up"),
    ],
)
def test_a_site_is_told_in_words(state: SiteState, sv: str, en: str) -> None:
    assert (stage(state, "sv"), stage(state, "en")) == (sv, en)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_stage_has_words(language: Language) -> None:
    assert all(stage(SiteState(each), language) for each in Stage)


def test_labels_are_cut_and_cleaned() -> None:
    assert short("Kir\x00urgi\n") == "Kirurgi"
    assert short("x" * 60) == "x" * 39 + "…"


@given(
    labels=st.lists(st.text(min_size=1), min_size=1, max_size=25),
    of=st.sampled_from(Shape),
    profile=st.sampled_from(PROFILES),
    language=st.sampled_from(["sv", "en"]),
)
def test_every_panel_can_be_saved_and_holds_every_text(
    labels: list[str], of: Shape, profile: str, language: Language
) -> None:
    sites = tuple(Site(f"s{place}", label) for place, label in enumerate(labels))
    plan = replace(PLAN, sites=sites, presenter="s0", cases=(Case(1, 5, labels[0]),))
    drawn = panel(plan, of, language)
    xml = as_xml(drawn, next(one for one in PROFILES if one == profile))
    course = Course("tag", begun_at=NOW, begun_by="s0", case_since=NOW, sites={"s0": SiteState(Stage.BUSY)})
    said = texts(plan, course, language, NOW)
    shown = [widget.widget_id for row in drawn.pages[0].rows for widget in row.widgets if widget.kind == "Text"]
    assert shown == list(said)
    assert all(len(text.encode()) <= 255 for text in said.values())
    assert "1234#" not in xml + str(said)
    assert "vc.example" not in xml + str(said)
