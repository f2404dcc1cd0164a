"""Outlook misbehaves as the real ones do: what is kept is said, nothing is lost or doubled, and all can be mended."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from backend.meetings.view import STATE_TEXTS
from simulators.outlook import server
from tests.browser.looks import NARROW
from tests.browser.outlook import ABOVE, BELOW, CARE, CREATED, INFORMATION, Form, House, around, ours

NOT_AS_IT_SHOULD = "Outlook svarade inte som det skulle."


def test_a_text_the_user_took_away_is_put_back_on_request(form: Form) -> None:
    form.create()
    [meeting_id] = form.marks()
    form.change(body=ABOVE)
    form.open_pane()
    expect(form.pane.get_by_text("Mötet finns, men dess text saknas i inbjudan.")).to_be_visible()
    form.press("Laga inbjudan")
    expect(form.pane.get_by_text("Inbjudan är lagad.")).to_be_visible()
    assert form.marks() == [meeting_id]
    assert around(form.state()["body"])[0] == ABOVE


def test_an_outlook_that_reads_its_own_writing_late_never_gets_two_blocks(form: Form, outlook: server.Outlook) -> None:
    outlook.control("stale")
    form.open_pane()
    form.card(CARE).click()
    form.press("Skapa möte")
    expect(form.pane.get_by_text("Vi kan inte se att texten hamnade rätt i inbjudan.")).to_be_visible()
    outlook.control("none")
    form.press("Laga inbjudan")
    expect(form.pane.get_by_text("Inbjudan är lagad.")).to_be_visible()
    assert len(form.marks()) == 1
    assert around(form.state()["body"])[0] == ABOVE


def test_a_body_rewritten_as_by_word_still_has_one_block_and_is_cleared_cleanly(
    form: Form, house: House, outlook: server.Outlook
) -> None:
    form.change(body=f"{ABOVE}{BELOW}")
    own = form.state()["text"].split()
    outlook.control("rewrite")
    form.create()
    [meeting_id] = form.marks()
    assert "data-vardmote" not in form.state()["body"]
    form.change_type(INFORMATION)
    assert form.marks() == [meeting_id]
    assert len(form.links()) == 1
    assert house.meeting(meeting_id)["type"] == "patient_information"
    form.press("Ta bort möte")
    form.press("Ja, ta bort")
    expect(form.pane.get_by_text("Mötet är borttaget. Länken är stängd.")).to_be_visible()
    assert form.state()["text"].split() == own


def test_a_block_rewritten_after_it_was_written_is_found_without_its_id(form: Form, outlook: server.Outlook) -> None:
    form.create()
    [meeting_id] = form.marks()
    form.change(rewrite=True)
    outlook.control("lose-properties", count=1)
    form.open_pane()
    expect(form.pane.get_by_role("button", name="Byt mötestyp")).to_be_visible()
    form.change_type(INFORMATION)
    assert form.marks() == [meeting_id]


def test_a_body_that_would_be_too_long_is_refused_and_nothing_is_lost(
    form: Form, house: House, screenshot: Callable[[Page, str], None]
) -> None:
    long = "<p>" + "å" * 999_000 + "</p>"
    form.change(body=long)
    form.open_pane()
    form.card(CARE).click()
    form.press("Skapa möte")
    expect(form.pane.get_by_text("Inbjudan är för lång för Outlook (högst 1 MB).")).to_be_visible()
    screenshot(form.page, "outlook-too-long")
    assert form.state()["body"] == long
    assert "body.set" not in form.writes()
    meeting_id = next(iter(form.state()["properties"].values()))
    assert house.meeting(meeting_id)["state"] == "ready"
    form.change(body=ABOVE)
    form.open_pane()
    form.press("Laga inbjudan")
    expect(form.pane.get_by_text("Inbjudan är lagad.")).to_be_visible()
    assert form.marks() == [meeting_id]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"fault": "drop", "on": "body.set"}, "Vi kan inte se att texten hamnade rätt i inbjudan."),
        ({"fault": "fail", "on": "body.set"}, NOT_AS_IT_SHOULD),
        ({"fault": "fail", "on": "places.add"}, "Outlook skrev inte platsen."),
        ({"fault": "fail", "on": "properties.save"}, "Outlook skrev inte mötets märkning i bokningen."),
    ],
)
def test_trouble_in_outlook_is_said_and_mended_without_a_second_meeting(
    form: Form, house: House, outlook: server.Outlook, order: dict[str, str], words: str
) -> None:
    before = house.count()
    outlook.control(**order, count=1)
    form.open_pane()
    form.card(CARE).click()
    form.press("Skapa möte")
    expect(form.pane.get_by_text(words)).to_be_visible()
    expect(form.pane.get_by_text(re.compile("Mötet är sparat och länken gäller."))).to_be_visible()
    text_is_missing = form.pane.get_by_text("Mötet finns, men dess text saknas i inbjudan.")
    expect(text_is_missing).to_have_count(0)
    form.press("Laga inbjudan")
    expect(form.pane.get_by_text("Inbjudan är lagad.")).to_be_visible()
    assert len(form.marks()) == 1
    assert len(form.state()["locations"]) == 2
    assert house.count() == before + 1


def test_a_removed_meeting_that_its_service_still_has_is_told_with_what_to_do(
    form: Form, house: House, screenshot: Callable[[Page, str], None]
) -> None:
    form.create()
    [meeting_id] = form.marks()
    told = STATE_TEXTS["removal-refused"]
    words = {"sv": told.sv.format(service="Pexip"), "en": told.en.format(service="Pexip")}

    def refused(route: Route) -> None:
        if route.request.method != "GET":
            route.fallback()
            return
        body = house.call("GET", f"/api/v1/meetings/{meeting_id}").get_json()
        route.fulfill(json={**body, "state_reason": "service-refused", "state_text": words})

    form.press("Ta bort möte")
    form.page.route(f"**/api/v1/meetings/{meeting_id}", refused)
    form.press("Ja, ta bort")
    expect(form.pane.get_by_text("Mötet är borttaget. Länken är stängd.")).to_be_visible()
    expect(form.pane.get_by_text("Kontakta supporten om det finns kvar i morgon.")).to_be_visible()
    form.page.evaluate(f"document.querySelector('#pane').style.width = '{NARROW}px'")
    screenshot(form.page, "outlook-removal-refused")
    assert ours(form.page) == []
    assert house.meeting(meeting_id)["state"] == "removed"


def test_a_slow_outlook_shows_what_is_going_on(form: Form, outlook: server.Outlook) -> None:
    form.open_pane()
    form.card(CARE).click()
    outlook.control("slow", on="body.set", count=1, milliseconds=1500)
    form.press("Skapa möte")
    expect(form.pane.get_by_text("Skapar mötet …")).to_be_visible()
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
