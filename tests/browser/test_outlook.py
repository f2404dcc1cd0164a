"""The whole booking in Outlook: the product as production serves it, Microsoft's own office.js, and a strict host."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from backend.manifest import service as manifest
from simulators.outlook import server
from tests.browser.chromium import chromium
from tests.browser.outlook import OFFICE_JS, ORIGIN, Form, House, serving

CARE, INFORMATION, INTERNAL = "Vårdmöte patient", "Informationsmöte patient", "Internt möte utan patient"
ROOM = "rum4012@demo.example"
ABOVE = "<p>Hej!</p><p>Ta gärna med din <b>lista över läkemedel</b>.</p>"
BELOW = '<p>Hälsningar<br>Mottagningen</p><div style="color: rgb(0, 0, 0);">Växel 021-00 00 00</div>'
CREATED = "Mötet är skapat."


@pytest.fixture(scope="module")
def outlook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Outlook]:
    running = server.start(tmp_path_factory.mktemp("certificate"), OFFICE_JS)
    yield running
    running.close()


@pytest.fixture(scope="module")
def house(outlook: server.Outlook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with serving(tmp_path_factory.mktemp("product"), outlook.certificate) as running:
        yield running


@pytest.fixture(scope="module")
def outlook_browser(playwright: Playwright, outlook: server.Outlook, house: House) -> Iterator[Browser]:
    launched = playwright.chromium.launch(
        executable_path=chromium(),
        args=["--no-sandbox", *outlook.chromium_arguments({server.ADDIN: house.port})],
        # Playwright switches the pop-up blocker off; people have it on.
        ignore_default_args=["--disable-popup-blocking"],
    )
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def manifest_xml(tmp_path_factory: pytest.TempPathFactory) -> str:
    files = manifest.build(ORIGIN, tmp_path_factory.mktemp("manifest"), create_directly=True)
    return files[0].read_text("utf-8")


@pytest.fixture
def form(outlook_browser: Browser, outlook: server.Outlook, manifest_xml: str) -> Iterator[Form]:
    """A new appointment with a room and some text, and the add-in installed. Our CSP may refuse nothing in it."""
    context = outlook_browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    page = context.new_page()
    page.set_default_timeout(20_000)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(outlook.url)
    page.wait_for_function("window.outlook !== undefined")
    page.evaluate("xml => outlook.install(xml)", manifest_xml)
    opened = Form(page)
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    end = start + timedelta(hours=1)
    opened.change(start=start.isoformat(), end=end.isoformat(), locations=[ROOM], body=ABOVE)
    yield opened
    context.close()
    outlook.control("none")
    assert trouble == []


def open_pane(form: Form) -> None:
    form.press(form.page.get_by_role("button", name="Nytt möte"), "Nytt möte")


def card(form: Form, label: str) -> Locator:
    return form.pane.locator("label.card").filter(has_text=re.compile(f"^\\s*{label}"))


def press(form: Form, name: str) -> None:
    form.press(form.pane.get_by_role("button", name=name, exact=True), name)


def create(form: Form, label: str = CARE) -> dict[str, object]:
    """Book with the fewest presses there are, and return what Outlook then holds."""
    open_pane(form)
    form.press(card(form, label), label)
    press(form, "Skapa möte")
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
    return form.state()


def around(body: str) -> tuple[str, str, str]:
    """A body as what stands before our block, the block, and what stands after."""
    start = body.index("<table data-vardmote=")
    depth = 0
    for tag in re.finditer(r"<(/?)table\b[^>]*>", body[start:]):
        depth += -1 if tag.group(1) else 1
        if depth == 0:
            end = start + tag.end()
            return body[:start], body[start:end], body[end:]
    raise AssertionError(body)


def reading(form: Form, html: str) -> list[str]:
    """The words a reader sees in a piece of HTML."""
    parse = "html => new DOMParser().parseFromString(html, 'text/html').body.textContent"
    return str(form.page.evaluate(parse, html)).split()


def writes(form: Form) -> list[str]:
    return [entry["method"] for entry in form.state()["log"] if entry.get("write")]


def test_office_js_says_outlook(form: Form) -> None:
    open_pane(form)
    expect(card(form, CARE)).to_be_visible()
    said = form.page.frames[-1].evaluate("Office.onReady().then(({host, platform}) => `${host}/${platform}`)")
    assert said == "Outlook/OfficeOnline"


def test_a_patient_meeting_is_booked_in_three_presses(form: Form, house: House) -> None:
    state = create(form)
    assert form.presses == ["Nytt möte", CARE, "Skapa möte"]
    [meeting_id] = form.marks()
    meeting = house.meeting(meeting_id)
    assert (meeting["state"], meeting["type"]) == ("ready", "patient_care")
    assert state["location"] == f"Rum 4012; {meeting['location']}"
    before, block, after = around(str(state["body"]))
    assert (before, after) == (ABOVE, "")
    assert f'data-vardmote="{meeting_id}"' in block
    assert form.links() == [meeting["join_url"]]
    assert state["subject"] == meeting["subject_proposal"]
    assert state["id"] is None


def test_a_second_press_and_reopening_change_nothing(form: Form, house: House) -> None:
    create(form)
    form.page.evaluate("outlook.save()")
    booked = form.state()
    open_pane(form)
    expect(form.pane.get_by_role("button", name="Byt mötestyp")).to_be_visible()
    form.page.evaluate("outlook.reopen(); outlook.clearLog()")
    open_pane(form)
    expect(form.pane.get_by_role("button", name="Byt mötestyp")).to_be_visible()
    assert {key: form.state()[key] for key in ("subject", "body", "locations", "properties", "id")} == {
        key: booked[key] for key in ("subject", "body", "locations", "properties", "id")
    }
    assert writes(form) == []
    assert house.meeting(form.marks()[0])["appointment"]["item_id"] == booked["id"]


def test_pressing_create_twice_quickly_makes_one_meeting(form: Form, house: House) -> None:
    before = count(house)
    open_pane(form)
    card(form, CARE).click()
    form.pane.get_by_role("button", name="Skapa möte", exact=True).dblclick()
    expect(form.pane.get_by_text(CREATED)).to_be_visible()
    assert len(form.marks()) == 1
    assert count(house) == before + 1


def count(house: House) -> int:
    now = datetime.now(UTC)
    window = {"from": (now - timedelta(days=2)).isoformat(), "to": (now + timedelta(days=30)).isoformat()}
    return len(house.call("GET", "/api/v1/meetings", query_string=window).get_json()["meetings"])


def change_type(form: Form, label: str) -> None:
    press(form, "Byt mötestyp")
    form.press(card(form, label), label)
    press(form, f"Byt till {label}")
    expect(form.pane.get_by_text("Mötestypen är bytt.")).to_be_visible()


def test_another_type_for_patients_is_put_in_its_place_and_keeps_the_link(form: Form, house: House) -> None:
    state = create(form)
    form.change(body=f"{state['body']}{BELOW}")
    [link], [meeting_id] = form.links(), form.marks()
    change_type(form, INFORMATION)
    before, block, after = around(form.state()["body"])
    assert (before, after) == (ABOVE, BELOW)
    assert form.marks() == [meeting_id]
    assert form.links() == [link]
    meeting = house.meeting(meeting_id)
    assert reading(form, block) == reading(form, meeting["invite_html"])
    assert meeting["type"] == "patient_information"
    assert form.state()["location"] == f"Rum 4012; {meeting['location']}"


def test_a_type_for_staff_gets_a_new_link_and_the_old_door_says_so(form: Form) -> None:
    create(form)
    [old] = form.links()
    change_type(form, INTERNAL)
    [new] = form.links()
    assert new != old
    assert len(form.marks()) == 1
    visitor = form.page.context.new_page()
    answer = visitor.goto(old)
    assert answer is not None
    assert answer.status == 410
    expect(visitor.get_by_role("heading", name="Mötet har ändrats")).to_be_visible()
    expect(visitor.get_by_text("Kontakta mottagningen.")).to_be_visible()
    answer = visitor.goto(new)
    assert answer is not None
    assert answer.status == 200


def test_removing_leaves_what_the_user_wrote(form: Form, house: House) -> None:
    state = create(form)
    form.change(body=f"{state['body']}{BELOW}", subject="Eget ämne")
    [meeting_id], [link] = form.marks(), form.links()
    press(form, "Ta bort möte")
    press(form, "Ja, ta bort")
    expect(form.pane.get_by_text("Mötet är borttaget. Länken är stängd.")).to_be_visible()
    state = form.state()
    assert (state["body"], state["location"], state["subject"]) == (f"{ABOVE}{BELOW}", "Rum 4012", "Eget ämne")
    assert state["properties"] == {}
    assert house.meeting(meeting_id)["state"] == "removed"
    assert house.call("GET", link.removeprefix(ORIGIN)).status_code == 410


def test_start_in_the_ribbon_opens_the_host_page(form: Form, house: House) -> None:
    create(form)
    [meeting_id] = form.marks()
    form.page.evaluate("outlook.closePane()")
    with form.page.context.expect_page() as opened:
        form.page.get_by_role("button", name="Starta möte").click()
    expect(opened.value).to_have_url(re.compile(rf"^{re.escape(ORIGIN)}/h/{meeting_id}"))
    assert house.meeting(meeting_id)["state"] in {"ready", "live"}


def test_create_directly_books_the_usual_type_with_one_press(form: Form, house: House) -> None:
    before = count(house)
    assert form.page.evaluate("outlook.press('createDirectly')")["status"] == 0
    [meeting_id] = form.marks()
    assert house.meeting(meeting_id)["type"] == "patient_care"
    assert around(form.state()["body"])[0] == ABOVE
    booked = form.state()
    form.page.evaluate("outlook.press('createDirectly')")
    assert form.state()["body"] == booked["body"]
    assert count(house) == before + 1


def moved(form: Form) -> dict[str, str]:
    """Move the appointment two hours, as the user does."""
    start = datetime.fromisoformat(form.state()["start"]) + timedelta(hours=2)
    end = start + timedelta(minutes=30)
    form.change(start=start.isoformat(), end=end.isoformat())
    return {"start": start, "end": end}


def times(meeting: dict[str, object]) -> dict[str, datetime]:
    return {key: datetime.fromisoformat(str(meeting[key])) for key in ("start", "end")}


def test_moving_the_appointment_moves_the_meeting(form: Form, house: House) -> None:
    create(form)
    [meeting_id] = form.marks()
    form.page.evaluate("outlook.save()")
    wanted = moved(form)
    expect(form.pane.get_by_text(re.compile("Mötet är flyttat till"))).to_be_visible()
    assert times(house.meeting(meeting_id)) == wanted
    assert form.marks() == [meeting_id]


def test_moving_with_the_pane_closed_is_told_by_outlooks_event(form: Form, house: House) -> None:
    create(form)
    [meeting_id] = form.marks()
    form.page.evaluate("outlook.save(); outlook.closePane()")
    wanted = moved(form)
    form.page.evaluate("outlook.launchEvent('OnAppointmentTimeChanged')")
    assert times(house.meeting(meeting_id)) == wanted


def test_a_body_rewritten_as_by_word_still_has_one_block_and_is_cleared_cleanly(
    form: Form, house: House, outlook: server.Outlook
) -> None:
    form.change(body=f"{ABOVE}{BELOW}")
    own = form.state()["text"].split()
    outlook.control("rewrite")
    create(form)
    [meeting_id] = form.marks()
    assert "data-vardmote" not in form.state()["body"]
    change_type(form, INFORMATION)
    assert form.marks() == [meeting_id]
    assert len(form.links()) == 1
    assert house.meeting(meeting_id)["type"] == "patient_information"
    press(form, "Ta bort möte")
    press(form, "Ja, ta bort")
    expect(form.pane.get_by_text("Mötet är borttaget. Länken är stängd.")).to_be_visible()
    assert form.state()["text"].split() == own


def test_a_block_rewritten_after_it_was_written_is_found_without_its_id(form: Form, outlook: server.Outlook) -> None:
    create(form)
    [meeting_id] = form.marks()
    form.change(rewrite=True)
    outlook.control("lose-properties", count=1)
    open_pane(form)
    expect(form.pane.get_by_role("button", name="Byt mötestyp")).to_be_visible()
    change_type(form, INFORMATION)
    assert form.marks() == [meeting_id]


def test_a_body_that_would_be_too_long_is_refused_and_nothing_is_lost(form: Form, house: House) -> None:
    long = "<p>" + "å" * 999_000 + "</p>"
    form.change(body=long)
    open_pane(form)
    card(form, CARE).click()
    press(form, "Skapa möte")
    expect(form.pane.get_by_text("Inbjudan är för lång för Outlook (högst 1 MB).")).to_be_visible()
    assert form.state()["body"] == long
    assert "body.set" not in writes(form)
    meeting_id = next(iter(form.state()["properties"].values()))
    assert house.meeting(meeting_id)["state"] == "ready"
    form.change(body=ABOVE)
    open_pane(form)
    press(form, "Laga inbjudan")
    expect(form.pane.get_by_text("Inbjudan är lagad.")).to_be_visible()
    assert form.marks() == [meeting_id]


NOT_AS_IT_SHOULD = "Outlook svarade inte som det skulle."


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"fault": "drop", "on": "body.set"}, "Vi kan inte se att texten hamnade rätt i inbjudan."),
        ({"fault": "fail", "on": "body.set"}, NOT_AS_IT_SHOULD),
        ({"fault": "fail", "on": "places.add"}, NOT_AS_IT_SHOULD),
        ({"fault": "fail", "on": "properties.save"}, NOT_AS_IT_SHOULD),
    ],
)
def test_trouble_in_outlook_is_said_and_mended_without_a_second_meeting(
    form: Form, house: House, outlook: server.Outlook, order: dict[str, str], words: str
) -> None:
    before = count(house)
    outlook.control(**order, count=1)
    open_pane(form)
    card(form, CARE).click()
    press(form, "Skapa möte")
    expect(form.pane.get_by_text(words)).to_be_visible()
    expect(form.pane.get_by_text(re.compile("Mötet är sparat och länken gäller."))).to_be_visible()
    press(form, "Laga inbjudan")
    expect(form.pane.get_by_text("Inbjudan är lagad.")).to_be_visible()
    assert len(form.marks()) == 1
    assert len(form.state()["locations"]) == 2
    assert count(house) == before + 1


def test_a_slow_outlook_shows_what_is_going_on(form: Form, outlook: server.Outlook) -> None:
    open_pane(form)
    card(form, CARE).click()
    outlook.control("slow", on="body.set", count=1, milliseconds=1500)
    press(form, "Skapa möte")
    expect(form.pane.get_by_text("Skapar mötet …")).to_be_visible()
    expect(form.pane.get_by_text(CREATED)).to_be_visible()


def test_a_series_is_refused_before_anything_is_made(form: Form, house: House) -> None:
    before = count(house)
    form.change(recurrence={"recurrenceType": "weekly", "recurrenceProperties": {"interval": 1, "days": ["tue"]}})
    open_pane(form)
    card(form, CARE).click()
    press(form, "Skapa möte")
    expect(form.pane.get_by_text("Återkommande möten kan inte bokas här ännu.")).to_be_visible()
    assert form.state()["body"] == ABOVE
    assert count(house) == before


def test_a_secretary_books_for_a_colleague_in_the_colleagues_calendar(form: Form, house: House) -> None:
    user = {"name": "Testperson Två", "address": "sekreterare@demo.example"}
    shared = {"owner": "personal@demo.example", "targetMailbox": "personal@demo.example", "delegatePermissions": 7}
    form.page.evaluate("order => outlook.as(order)", {"user": user, "shared": shared})
    create(form)
    meeting = house.meeting(form.marks()[0])
    assert meeting["organiser"]["user"] == "personal"
    assert meeting["mailbox"] == "personal@demo.example"


def test_somebody_invited_sees_the_meeting_and_can_change_nothing(form: Form) -> None:
    create(form)
    form.page.evaluate("outlook.save(); outlook.reopen(); outlook.as({mode: 'read'}); outlook.clearLog()")
    open_pane(form)
    expect(form.pane.get_by_role("button", name="Starta möte")).to_be_visible()
    expect(form.pane.get_by_role("button", name="Ta bort möte")).to_have_count(0)
    assert writes(form) == []


def test_the_link_can_be_copied_though_outlook_gives_frames_no_clipboard(form: Form) -> None:
    create(form)
    press(form, "Kopiera länk till 1177")
    expect(form.pane.get_by_text(re.compile("Länken är kopierad."))).to_be_visible()
    form.page.locator("#subject").fill("")
    form.page.locator("#subject").press("Control+V")
    assert form.page.locator("#subject").input_value() == form.links()[0]


def test_a_notice_uses_an_icon_that_the_manifest_has(form: Form, manifest_xml: str) -> None:
    form.page.evaluate("outlook.press('createDirectly')")
    notices = form.state()["notifications"]
    assert notices, json.dumps(form.state()["log"])
    for notice in notices:
        assert f'id="{notice["icon"]}"' in manifest_xml
