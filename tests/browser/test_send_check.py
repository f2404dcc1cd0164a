"""The check at send: Microsoft's office.js and Smart Alerts, our script, our pane, our log."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from simulators.outlook import server
from tests.browser.outlook import ORIGIN, Form, House, ours

Screenshot = Callable[[Page, str], None]
NUMBER, OTHER = "19900101-2385", "19121212-1212"
COLLEAGUE = "kollega@demo.example"
SHOW, REASON, KEEP = "Visa var det står", "Skicka ändå med skäl", "Spara skälet"
NOT_A_PATIENT = "Uppgiften gäller personal, inte en patient"


@pytest.fixture
def booked(form: Form) -> Form:
    """A patient meeting with somebody to send it to."""
    form.create()
    form.invite(COLLEAGUE)
    return form


def write(form: Form, text: str) -> None:
    """Write a line above everything else."""
    form.change(body=f"<p>{text}</p>{form.state()['body']}")


def overrides(house: House, meeting: str) -> list[dict[str, Any]]:
    house.product.jobs.drain()
    answer = house.call("GET", "/api/v1/access-log", "granskare", query_string={"meeting": meeting})
    return [entry for entry in answer.get_json()["entries"] if entry["action"] == "send.overridden"]


def version(form: Form, mailbox: str) -> None:
    form.page.evaluate("Mailbox => outlook.as({requirements: {Mailbox}})", mailbox)


def test_a_number_stops_the_invitation_with_the_reason_and_a_mended_one_goes(
    booked: Form, screenshot: Screenshot
) -> None:
    write(booked, f"Gäller {NUMBER}.")
    # An open pane asks the service how the meeting is; the check itself asks nobody.
    booked.page.evaluate("outlook.closePane()")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    booked.page.on("request", note)
    alert = booked.send()["alert"]
    booked.page.remove_listener("request", note)
    assert alert["kind"] == "blocked"
    assert "Inbjudan innehåller ett personnummer (slutar på …·85)." in alert["text"]
    assert "Ta bort det och skicka igen. Patienten får sin länk via 1177." in alert["text"]
    assert "19900101" not in str(alert)
    assert len(alert["text"]) <= 500
    assert alert["buttons"] == [SHOW, "Skicka inte"]
    assert [url for url in asked if "/api/" in url] == []
    screenshot(booked.page, "send-check-dialog")
    booked.answer("Skicka inte")
    booked.change(body=booked.state()["body"].replace(NUMBER, "dig"))
    assert booked.send() == {"sent": 1, "alert": None}
    [mail] = booked.state()["sent"]
    assert mail["how"] == "checked"
    assert NUMBER not in mail["body"]


def test_the_dialogs_button_shows_where_it_stands_and_checks_again(booked: Form) -> None:
    write(booked, f"Välkommen, Vera. Numret är {NUMBER}.")
    booked.send()
    booked.answer(SHOW)
    expect(booked.pane.get_by_role("heading", name="Det här stoppar inbjudan när du skickar")).to_be_focused()
    expect(booked.pane.get_by_text("Det står efter: ”Välkommen, Vera. Numret är”")).to_be_visible()
    assert "19900101" not in (booked.pane.locator("body").text_content() or "")
    booked.change(body=booked.state()["body"].replace(NUMBER, "hemligt"))
    booked.press("Kontrollera igen")
    expect(booked.pane.get_by_text("Vi hittade inget. Välj Skicka i Outlook.")).to_be_visible()
    assert booked.send() == {"sent": 1, "alert": None}


def test_a_stated_reason_is_logged_and_covers_what_was_shown_and_nothing_more(booked: Form, house: House) -> None:
    [meeting] = booked.marks()
    write(booked, f"Apparatens nummer är {NUMBER}.")
    booked.send()
    booked.presses.clear()
    booked.answer(SHOW)
    booked.press(REASON)
    booked.pane.get_by_role("radio", name=NOT_A_PATIENT).check()
    booked.press(KEEP)
    expect(booked.pane.get_by_text("Skälet är sparat. Välj Skicka i Outlook igen.")).to_be_visible()
    [entry] = overrides(house, meeting)
    assert (entry["user"], entry["detail"]["reason"]) == ("personal", "not_a_patient")
    assert entry["detail"] | {"rules": "personal-number", "blocking": 1} == entry["detail"]
    assert NUMBER not in str(entry)
    write(booked, OTHER)
    alert = booked.send()["alert"]
    assert "…·12" in alert["text"]
    assert "…·85" not in alert["text"]
    booked.answer("Skicka inte")
    booked.change(body=booked.state()["body"].replace(OTHER, ""))
    assert booked.send() == {"sent": 1, "alert": None}


def test_a_reason_that_cannot_be_logged_opens_nothing(booked: Form, house: House) -> None:
    [meeting] = booked.marks()
    write(booked, NUMBER)
    booked.send()
    booked.answer(SHOW)
    booked.press(REASON)
    booked.pane.get_by_role("radio", name="Annat skäl").check()
    booked.pane.get_by_label("Beskriv kort, utan uppgifter om patienten").fill(f"Det är {OTHER}")
    booked.press(KEEP)
    expect(booked.pane.get_by_role("alert")).to_contain_text("Skälet sparades inte, så inbjudan stoppas fortfarande.")
    booked.page.route("**/send-overrides", lambda route: route.abort())
    booked.pane.get_by_label("Beskriv kort, utan uppgifter om patienten").fill("En apparat")
    booked.press(KEEP)
    expect(booked.pane.get_by_role("alert")).to_contain_text("Vi når inte tjänsten just nu.")
    assert booked.send()["alert"]["kind"] == "blocked"
    assert overrides(house, meeting) == []


def test_a_warning_is_left_to_the_person_where_outlook_can_and_told_where_it_cannot(booked: Form) -> None:
    booked.invite("nagon@gmail.com")
    alert = booked.send()["alert"]
    dialog = booked.page.get_by_role("dialog", name="Skyddat vårdmöte")
    expect(dialog).to_contain_text("Läs igenom inbjudan innan du skickar.")
    expect(dialog.get_by_role("listitem")).to_have_text(["En deltagare har en privat e-postadress (…@gmail.com)."])
    assert alert["buttons"] == ["Skicka ändå", SHOW, "Skicka inte"]
    booked.answer("Skicka inte")
    version(booked, "1.13")
    assert booked.send() == {"sent": 1, "alert": None}
    assert "privat e-postadress" in str(booked.state()["notifications"])
    version(booked, "1.14")
    booked.send()
    booked.answer("Skicka ändå")
    assert [mail["how"] for mail in booked.state()["sent"]] == ["checked", "anyway"]


@pytest.mark.parametrize(("mailbox", "buttons"), [("1.12", ["Skicka inte"]), ("1.14", [SHOW, "Skicka inte"])])
def test_an_older_outlook_stops_it_in_plain_words_and_the_pane_says_the_rest(
    booked: Form, mailbox: str, buttons: list[str]
) -> None:
    version(booked, mailbox)
    write(booked, NUMBER)
    alert = booked.send()["alert"]
    assert (alert["buttons"], "*" in alert["text"]) == (buttons, False)
    booked.answer("Skicka inte")
    booked.open_pane()
    expect(booked.pane.get_by_text("Inbjudan innehåller ett personnummer (slutar på …·85).")).to_be_visible()
    booked.press(SHOW)
    expect(booked.pane.get_by_role("button", name=REASON)).to_be_visible()


def test_what_stands_there_already_is_told_before_a_meeting_is_made_and_hinders_nothing(
    form: Form, screenshot: Screenshot
) -> None:
    form.change(body=f"<p>Hej {NUMBER}</p>", subject="Besök")
    form.open_pane()
    expect(form.pane.get_by_text("Inbjudan innehåller ett personnummer (slutar på …·85).")).to_be_visible()
    form.page.set_viewport_size({"width": 700, "height": 1500})
    form.page.evaluate("document.querySelector('#pane').style.width = '320px'")
    assert ours(form.page) == []
    screenshot(form.page, "send-check-line")
    form.press("Skapa möte")
    expect(form.pane.get_by_text("Mötet är skapat.")).to_be_visible()
    expect(form.pane.get_by_role("button", name=SHOW)).to_be_visible()
    assert form.presses == ["Nytt möte", "Skapa möte"]


def test_an_appointment_that_is_not_ours_is_sent_untouched(form: Form) -> None:
    form.change(body=f"<p>Återbesök patient {NUMBER}</p>")
    form.invite(COLLEAGUE)
    form.page.evaluate("outlook.clearLog()")
    assert form.send() == {"sent": 1, "alert": None}
    assert form.writes() == []


def test_one_that_reads_as_care_is_asked_about_where_the_region_wants_it(form: Form) -> None:
    form.change(body=f"<p>Återbesök patient {NUMBER}</p>")
    form.invite(COLLEAGUE)
    form.open_pane()
    expect(form.pane.get_by_role("button", name=SHOW)).to_be_visible()
    keep = """new Promise(done => {
      Office.context.roamingSettings.set("vardmote-region", "[true,true]");
      Office.context.roamingSettings.saveAsync(done);
    })"""
    form.page.frames[-1].evaluate(f"{keep}.then(() => null)")
    alert = form.send()["alert"]
    assert alert["buttons"] == ["Skicka ändå", SHOW, "Skicka inte"]
    assert "Läs igenom inbjudan innan du skickar." in alert["text"]


def test_a_shared_mailboxs_invitation_is_checked_and_overridden_in_its_name(form: Form, house: House) -> None:
    shared = {"owner": "mottagning@demo.example", "delegatePermissions": 63, "targetRestUrl": "", "targetMailbox": ""}
    form.page.evaluate("shared => outlook.as({shared})", shared)
    form.create()
    form.invite(COLLEAGUE)
    [meeting] = form.marks()
    write(form, NUMBER)
    form.send()
    form.answer(SHOW)
    form.press(REASON)
    form.pane.get_by_role("radio", name=NOT_A_PATIENT).check()
    form.press(KEEP)
    expect(form.pane.get_by_text("Skälet är sparat.")).to_be_visible()
    assert form.send()["sent"] == 1
    [entry] = overrides(house, meeting)
    assert entry["on_behalf_of"] == "mottagning@demo.example"


def test_an_add_in_that_is_down_stops_nobody(booked: Form) -> None:
    write(booked, NUMBER)
    booked.page.evaluate("outlook.as({patience: {start: 1500}})")
    booked.page.route(f"{ORIGIN}/addin/commands.html*", lambda route: route.abort())
    assert booked.send()["alert"]["buttons"] == ["Skicka ändå", "Försök senare"]
    booked.answer("Skicka ändå")
    assert [mail["how"] for mail in booked.state()["sent"]] == ["anyway"]


def test_a_text_outlook_will_not_show_us_is_told_and_left_to_the_person(booked: Form, outlook: server.Outlook) -> None:
    outlook.control("fail", on="body.get", count=1)
    alert = booked.send()["alert"]
    assert alert["text"].startswith("Outlook lät oss inte läsa texten.")
    assert alert["buttons"][0] == "Skicka ändå"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_findings_are_for_everybody(booked: Form, screenshot: Screenshot, theme: str) -> None:
    """Narrow, in both themes, by keyboard alone, and with nothing for axe to say."""
    page = booked.page
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    booked.change(attachments=["Kallelse_till_undersökning_på_mottagningen_för_Vera_Ängsbacka_19900101-2385.pdf"])
    write(booked, f"Gäller {NUMBER}, se https://teams.microsoft.com/l/meetup-join/19%3ameeting_x.")
    booked.send()
    booked.answer(SHOW)
    page.set_viewport_size({"width": 700, "height": 1500})
    page.evaluate("document.querySelector('#pane').style.width = '320px'")
    expect(booked.pane.get_by_role("heading", name=re.compile("stoppar"))).to_be_focused()
    assert ours(page) == []
    screenshot(page, f"send-check-findings-{theme}")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(booked.pane.get_by_role("group", name="Varför ska det stå kvar?")).to_be_visible()
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Apparatens nummer")
    assert ours(page) == []
    screenshot(page, f"send-check-reason-{theme}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(booked.pane.get_by_text("Skälet är sparat.")).to_be_visible()
    assert ours(page) == []
    screenshot(page, f"send-check-kept-{theme}")


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_in_english(form: Form, screenshot: Screenshot) -> None:
    page = form.page
    form.invite(COLLEAGUE)
    page.get_by_role("button", name="New meeting").click()
    form.pane.get_by_role("button", name="Create meeting", exact=True).click()
    expect(form.pane.get_by_text("The meeting is created.")).to_be_visible()
    write(form, NUMBER)
    alert = form.send()["alert"]
    assert alert["text"].startswith("**The invitation has not been sent.**")
    assert alert["buttons"] == ["Show where it is", "Don't Send"]
    form.answer("Show where it is")
    expect(form.pane.get_by_role("heading", name="This stops the invitation when you send it")).to_be_visible()
    form.pane.get_by_role("button", name="Send anyway with a reason").click()
    expect(form.pane.get_by_role("group", name="Why must it stay?")).to_be_visible()
    assert ours(page) == []
    screenshot(page, "send-check-english")
