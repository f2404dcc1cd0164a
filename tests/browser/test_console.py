"""The console in a browser, on a unit whose region asks for training and approval: every press and state."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer, RunDemo
from tests.browser.meeting import Open

Screenshot = Callable[[Page, str], None]
UNIT = "/api/v1/units/medicin"
LONG_NAME = "Ottilia Vångestad-Überheim med ett mycket långt efternamn Ö"
PHONE = "070-174 06 05"
STORED = "() => JSON.stringify([location.href, document.title, {...localStorage}, {...sessionStorage}])"
NEXT_YEAR = str(datetime.now(UTC).year + 1)


@pytest.fixture(scope="module")
def region(run_demo: RunDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """A demo of a region that asks a unit for everything the console keeps."""
    with run_demo(tmp_path_factory.mktemp("console") / "data", {"VARDMOTE_PROFILE": "regionhalsan"}) as server:
        # The demo begins with everything on record, so that a newcomer can book; here the unit is to be put in order.
        for path in ("people/personal/training", "approval"):
            as_head = {"Authorization": "Bearer demo:chef"}
            assert requests.delete(f"{server.base_url}{UNIT}/{path}", headers=as_head, timeout=30).status_code == 204
        yield server


def looked_at(page: Page, screenshot: Screenshot, name: str) -> None:
    """Check the page as it stands, narrow and wide, and keep a picture of each."""
    for width, size in (("wide", 1280), ("narrow", 320)):
        page.set_viewport_size({"width": size, "height": 800})
        screenshot(page, f"console-{name}-{width}")
        assert findings(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})


def signed_in(open_page: Open, server: DemoServer, page: str, user: str, *, locale: str = "sv-SE") -> Page:
    return open_page(f"{server.base_url}/console/{page}?demo={user}", locale=locale)


def part(page: Page, heading: str) -> Locator:
    return page.get_by_role("region", name=heading)


def saved(region: Locator, words: str) -> None:
    expect(region.locator(".saved")).to_have_text(words)
    expect(region.get_by_role("heading", level=2)).to_be_focused()


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Walk by the keyboard alone until what is called `name` has the focus, ring and all."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in (focused.get_attribute("aria-label") or focused.inner_text()):
            assert focused.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
            return
    raise AssertionError(name)


def test_a_unit_head_puts_the_unit_in_order(open_page: Open, region: DemoServer, screenshot: Screenshot) -> None:
    page = open_page(f"{region.base_url}/console/unit")
    expect(page.get_by_role("heading", name="Vem är du?")).to_be_visible()
    looked_at(page, screenshot, "sign-in")
    page.get_by_role("button", name="verksamhetschef").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Medicinmottagningen Ekbacken")
    assert page.context.cookies() == []

    people = part(page, "Personer och roller")
    disa = people.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Disa Ekmark"))
    expect(disa).to_contain_text("Väntar på utbildning")
    looked_at(page, screenshot, "unit-new")
    disa.get_by_text("Registrera utbildning").click()
    disa.get_by_role("button", name="Spara utbildning").click()
    expect(disa.get_by_text("Fyll i det här.")).to_be_visible()
    expect(disa.get_by_label("Klar den")).to_be_focused()
    disa.get_by_label("Klar den").fill("2026-05-04")
    disa.get_by_role("button", name="Spara utbildning").click()
    saved(people, "Utbildningen är registrerad för Disa Ekmark.")
    expect(disa).to_contain_text("Gäller")

    people.get_by_text("Ge en person en roll").click()
    people.get_by_label("Användarnamn i katalogen").fill("finns-inte")
    people.get_by_label("Roll", exact=True).select_option("Vårdpersonal")
    people.get_by_role("button", name="Ge rollen").click()
    expect(people.get_by_role("alert")).to_be_visible()
    expect(people.get_by_label("Användarnamn i katalogen")).to_have_value("finns-inte")
    people.get_by_label("Användarnamn i katalogen").fill("annan")
    people.get_by_label("Slutdatum").fill(f"{NEXT_YEAR}-03-31")
    people.get_by_role("button", name="Ge rollen").click()
    saved(people, "annan har fått rollen Vårdpersonal.")
    expect(people).to_contain_text(re.compile(rf"till och med \w+ 31 mars {NEXT_YEAR}"))
    people.get_by_role("button", name="Ta bort rollen Vårdpersonal för Ingeborg Sjöhed").click()
    expect(people.get_by_role("button", name="Avbryt")).to_be_focused()
    looked_at(page, screenshot, "unit-asks-first")
    people.get_by_role("button", name="Ja, ta bort").click()
    saved(people, "Rollen Vårdpersonal är borttagen för Ingeborg Sjöhed.")


def test_a_unit_head_approves_and_names_a_contact(open_page: Open, region: DemoServer, screenshot: Screenshot) -> None:
    page = signed_in(open_page, region, "unit", "chef")
    approval = part(page, "Godkännande för digital vård")
    approval.get_by_text("Godkänn enheten").first.click()
    questions = approval.locator("fieldset")
    for question in questions.all()[:3]:
        question.get_by_label("Ja").check()
    questions.nth(3).get_by_label("Nej").check()
    approval.get_by_role("button", name="Godkänn enheten").click()
    expect(approval.get_by_role("alert")).to_contain_text("när svaret är ja på alla fyra frågor")
    questions.nth(3).get_by_label("Ja").check()
    approval.get_by_role("button", name="Godkänn enheten").click()
    saved(approval, "Enheten är godkänd för digital vård.")

    contacts = part(page, "Supportkontakter")
    contacts.get_by_text("Lägg till en kontakt").click()
    contacts.get_by_label("Problem", exact=True).select_option(index=1)
    contacts.get_by_label("Vem som svarar, på svenska").fill("Mottagningens växel")
    contacts.get_by_label("Vem som svarar, på engelska").fill("The clinic's switchboard")
    contacts.get_by_label("Telefon").fill("021-17 00 00")
    contacts.get_by_role("button", name="Spara kontakten").click()
    saved(contacts, "Kontakten är sparad.")

    page.locator(".region details").evaluate_all("folds => folds.forEach((one) => { one.open = true; })")
    looked_at(page, screenshot, "unit-all-open")
    page.get_by_role("button", name="In English").click()
    expect(part(page, "People and roles")).to_contain_text("In force")
    looked_at(page, screenshot, "unit-english")


def test_what_one_may_not_do_is_text_and_a_choice_of_units_is_offered(
    open_page: Open, region: DemoServer, screenshot: Screenshot
) -> None:
    admin = signed_in(open_page, region, "unit", "admin")
    expect(part(admin, "Undantag")).to_contain_text("Bara enhetens verksamhetschef kan ge eller ta bort undantag.")
    expect(part(admin, "Undantag").get_by_role("button")).to_have_count(0)
    chooser = signed_in(open_page, region, "unit", "region")
    chooser.get_by_label("Enhet", exact=True).select_option("Barnmottagningen Lindgården")
    expect(chooser.get_by_role("heading", level=1)).to_have_text("Barnmottagningen Lindgården")
    auditor = signed_in(open_page, region, "unit", "granskare")
    expect(part(auditor, "Personer och roller")).to_contain_text("Du kan se rollerna men inte ändra dem.")
    expect(auditor.locator("main button, main summary, main form")).to_have_count(0)
    looked_at(auditor, screenshot, "unit-read-only")
    nobody = signed_in(open_page, region, "unit", "personal", locale="en-GB")
    expect(nobody.get_by_text("You have no unit to look after here.")).to_be_visible()
    looked_at(nobody, screenshot, "unit-none")
    nobody.get_by_role("link", name="See your own accesses").click()
    expect(nobody.get_by_role("heading", name="My accesses")).to_be_visible()


def with_a_patient(region: DemoServer, name: str) -> str:
    """Create a meeting with a patient, and return the path of its participants."""
    trained = region.call("PUT", f"{UNIT}/people/personal/training", user="chef", json={"completed_on": "2026-05-04"})
    assert trained.status_code == 200, trained.text
    path = f"/api/v1/meetings/{region.create()['id']}/participants"
    patient = {"kind": "patient", "name": name, "phone": PHONE}
    assert region.call("POST", path, json=patient).status_code == 201
    return path


def test_the_log_is_reviewed_and_the_check_documented(
    open_page: Open, region: DemoServer, screenshot: Screenshot
) -> None:
    path = with_a_patient(region, "Elof Brask")
    for _ in range(100):
        assert region.call("GET", path).status_code == 200

    page = signed_in(open_page, region, "log", "chef")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Visa fler").click()
    expect(rows.nth(100)).to_be_focused()
    page.get_by_label("Händelse").select_option("Lade till deltagare")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Läste patientuppgifter")
    assert "Elof Brask" not in page.content()
    page.get_by_label("Användarnamn").fill("ingen")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_text("Inga poster i urvalet.")).to_be_visible()
    looked_at(page, screenshot, "log-empty")
    page.get_by_label("Användarnamn").fill("")
    page.get_by_label("Händelse").select_option("Alla händelser")
    page.get_by_role("button", name="Slumpa 20 poster").click()
    expect(page.get_by_text("20 poster, slumpade ur perioden.")).to_be_visible()
    page.get_by_role("button", name="Markera alla som visas").click()
    rows.first.get_by_role("checkbox").uncheck()
    page.get_by_label("Behöver följas upp").check()
    looked_at(page, screenshot, "log-sample")
    page.get_by_role("button", name="Spara kontrollen").click()
    expect(page.locator("#review .saved")).to_contain_text("Kontrollen av 19 poster är sparad.")
    expect(part(page, "Tidigare kontroller")).to_contain_text("Ragnhild Säterberg")

    page.get_by_role("button", name="In English").click()
    expect(page.get_by_role("heading", name="Review the log")).to_be_visible()
    expect(page.get_by_text("There are more.")).to_be_visible()
    page.get_by_label("Event").select_option("Added a participant")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(rows).to_have_count(1)
    looked_at(page, screenshot, "log-english")


def test_a_patient_gets_their_extract_and_nothing_of_it_stays(
    open_page: Open, region: DemoServer, screenshot: Screenshot
) -> None:
    with_a_patient(region, LONG_NAME)
    page = signed_in(open_page, region, "log", "granskare")
    rows = page.locator("tbody tr")
    page.get_by_role("link", name="Loggutdrag till patient").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Ta fram utdraget").click()
    expect(page.get_by_role("alert")).to_contain_text("Fyll i minst ett")
    looked_at(page, screenshot, "extract-form")
    page.get_by_label("Namn", exact=True).fill(LONG_NAME)
    page.get_by_role("button", name="Ta fram utdraget").click()
    expect(page.get_by_role("heading", name="Loggutdrag", exact=True)).to_be_focused()
    # What was done with the meeting stands there too, and names nobody.
    expect(rows.filter(has_text=LONG_NAME)).to_have_count(1)
    looked_at(page, screenshot, "extract")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Skriv ut loggutdrag")).to_be_hidden()
    expect(page.locator("header.top")).to_be_hidden()
    screenshot(page, "console-extract-print")
    page.emulate_media(media="screen")
    kept = page.evaluate(
        "() => JSON.stringify([location.href, document.title, {...localStorage}, {...sessionStorage}])"
    )
    assert "Ottilia" not in kept + "".join(asked)
    assert page.context.cookies() == []
    page.goto(f"{region.base_url}/console/unit")
    page.go_back()
    expect(page.get_by_label("Namn", exact=True)).to_have_value("")
    assert LONG_NAME not in page.content()


def test_the_keyboard_alone_reaches_and_takes_back(open_page: Open, region: DemoServer) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    given = region.call(
        "POST", f"{UNIT}/people/annan/roles", user="chef", json={"role": "care_staff", "valid_to": until}
    )
    assert given.status_code == 201, given.text
    page = signed_in(open_page, region, "unit", "admin")
    expect(page.get_by_role("heading", name="Ingeborg Sjöhed")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Ta bort rollen Vårdpersonal för Ingeborg Sjöhed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Avbryt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ta bort rollen Vårdpersonal för Ingeborg Sjöhed")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#people .saved")).to_have_text("Rollen Vårdpersonal är borttagen för Ingeborg Sjöhed.")
