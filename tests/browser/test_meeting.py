"""A meeting held between browsers: waiting, being let in, seeing each other, and every way it ends."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoServer, RunDemo
from tests.browser.meeting import Open, admit, card, come, host, invite, sees_moving, wait_at

NAME = "Ylva Provperson"
PROFILE = Path(__file__).parents[2] / "backend" / "profiles" / "data" / "vastmanland.json"
COUNTDOWN_SECONDS = 10


@pytest.fixture
def meeting(demo_server: DemoServer) -> dict[str, Any]:
    return demo_server.create()


@pytest.fixture(scope="module")
def hasty_server(run_demo: RunDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """A region that ends a meeting sooner after its last host."""
    folder = tmp_path_factory.mktemp("hasty")
    profile = json.loads(PROFILE.read_text("utf-8"))
    profile["host"]["end_after_host_left_seconds"] = COUNTDOWN_SECONDS
    file = folder / "profile.json"
    file.write_text(json.dumps(profile), "utf-8")
    with run_demo(folder / "data", {"VARDMOTE_PROFILE": str(file)}) as server:
        yield server


def test_patient_waits_host_admits_and_both_see_the_other_move(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    patient_row = invite(demo_server, meeting, NAME)
    patient = come(open_page, patient_row["join_url"], width=390, height=844, colour="red")
    expect(patient.locator('.check-line[data-kind="camera"][data-state="done"]')).to_be_visible()
    assert patient.get_by_role("textbox").count() == 0, "a personal link asks for nothing to be typed"
    patient.get_by_role("button", name="Anslut").click()  # with the link itself: two presses
    expect(patient.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()

    started = demo_server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    staff = come(open_page, started["host_url"], colour="blue")
    expect(staff.get_by_text("Väntar i lobbyn: 1")).to_be_visible()
    staff.get_by_role("button", name="Anslut").click()  # with Starta möte: two presses
    waiting = card(staff, "waiting", NAME)
    expect(waiting).to_contain_text("Patient")
    expect(waiting).to_contain_text("Identitet inte kontrollerad")
    expect(waiting).to_contain_text("Har väntat")
    expect(staff).to_have_title("(1) väntar – mötet")
    waiting.get_by_role("button", name="Tillåt").click()  # one per admitted

    assert sees_moving(staff, NAME, "red") >= 3
    assert sees_moving(patient, "Disa Ekmark", "blue") >= 3
    expect(patient.get_by_text("Inbyggd video – bara för övning")).to_be_visible()


def test_host_link_is_wiped_from_the_address_and_works_once(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    started = demo_server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    first = come(open_page, started["host_url"])
    expect(first.get_by_role("button", name="Anslut")).to_be_visible()
    assert first.url == f"{demo_server.base_url}/h/{meeting['id']}"
    assert first.evaluate("history.length") <= 2
    second = come(open_page, started["host_url"])
    expect(second.get_by_role("heading", name="Mötet kunde inte öppnas")).to_be_visible()
    expect(second.get_by_text("Gå till bokningen och tryck på Starta möte igen.")).to_be_visible()


def test_fifth_person_is_told_the_limit(open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]) -> None:
    staff = host(open_page, demo_server, meeting)
    for name in ("Första Gästen", "Andra Gästen", "Tredje Gästen"):
        # Who takes the places is not looked at: they need no page.
        assert requests.post(f"{meeting['join_url']}/join", json={"name": name}, timeout=10).status_code == 200
        admit(staff, name)
    expect(staff.locator('[data-group="inside"] .count')).to_have_text("4 av 4")
    fifth = come(open_page, meeting["join_url"], width=390, height=844)
    expect(fifth.get_by_text("Mötet är fullt just nu.")).to_be_visible()
    fifth.get_by_label("Ditt namn").fill("Femte Gästen")
    fifth.get_by_role("button", name="Anslut").click()
    expect(fifth.get_by_text("Mötet är fullt (4 deltagare). Du kan komma in när någon lämnar.")).to_be_visible()
    staff.get_by_role("button", name="Tillåt Femte Gästen").click()
    expect(staff.get_by_role("alert")).to_contain_text("Mötet är fullt (4 deltagare).")
    expect(card(staff, "waiting", "Femte Gästen")).to_be_visible()


def test_one_without_camera_and_microphone_can_wait_and_the_host_sees_it(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    guest = come(open_page, meeting["join_url"], colour=None)
    expect(guest.get_by_text("Ingen kamera hittades.")).to_be_visible()
    expect(guest.get_by_text("Du ansluter utan bild och ljud.")).to_be_visible()
    guest.get_by_label("Ditt namn").fill(NAME)
    guest.get_by_role("button", name="Anslut").click()
    staff = host(open_page, demo_server, meeting)
    expect(card(staff, "waiting", NAME)).to_contain_text("Utan bild")
    expect(card(staff, "waiting", NAME)).to_contain_text("Utan ljud")


def test_when_the_host_leaves_the_rest_are_out_after_the_set_time(open_page: Open, hasty_server: DemoServer) -> None:
    meeting = hasty_server.create()
    guest = wait_at(open_page, meeting["join_url"], name=NAME)
    staff = host(open_page, hasty_server, meeting)
    admit(staff, NAME)
    staff.get_by_role("button", name="Lämna", exact=True).click()
    expect(staff.get_by_text("Du är ensam värd.")).to_be_visible()
    staff.get_by_role("button", name="Lämna – slutar om 1 minut").click()
    expect(guest.locator(".notice").filter(has_text="Vårdpersonalen har lämnat mötet.")).to_be_visible()
    expect(staff.get_by_role("heading", name="Du har lämnat mötet")).to_be_visible()
    expect(staff.locator(".notice")).to_contain_text("Mötet avslutas för alla om")
    expect(guest.get_by_role("heading", name="Mötet är avslutat")).to_be_visible(timeout=25_000)
    expect(staff.locator(".notice")).to_have_text("Mötet är avslutat för alla.")
    rows = hasty_server.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").json()["participants"]
    assert {row.get("state") for row in rows} == {"left"}


def test_host_can_hand_over_and_the_meeting_goes_on(open_page: Open, hasty_server: DemoServer) -> None:
    meeting = hasty_server.create()
    colleague = {"kind": "professional", "name": NAME}
    participants = f"/api/v1/meetings/{meeting['id']}/participants"
    invited = hasty_server.call("POST", participants, json=colleague).json()
    guest = wait_at(open_page, invited["join_url"])
    staff = host(open_page, hasty_server, meeting)
    admit(staff, NAME)
    staff.get_by_role("button", name="Lämna", exact=True).click()
    staff.get_by_role("button", name="Lämna över och gå").click()
    expect(staff.get_by_role("heading", name="Du har lämnat mötet")).to_be_visible()
    expect(staff.locator(".notice")).to_have_text(f"{NAME} är värd nu. Mötet fortsätter.")
    expect(guest.get_by_text("Du är nu värd för mötet.")).to_be_visible()


def test_a_link_in_use_asks_before_it_moves_to_another_device(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    participants = f"/api/v1/meetings/{meeting['id']}/participants"
    invited = demo_server.call("POST", participants, json={"kind": "patient", "name": NAME}).json()
    first = wait_at(open_page, invited["join_url"])
    staff = host(open_page, demo_server, meeting)
    admit(staff, NAME)
    expect(first.locator("body[data-screen=meeting]")).to_be_visible()
    second = come(open_page, invited["join_url"], width=360, height=640)
    second.get_by_role("button", name="Anslut").click()
    expect(second.get_by_role("alert").filter(has_text="på en annan enhet")).to_be_in_viewport(ratio=1)
    expect(second.get_by_role("button", name="Byt till den här enheten")).to_be_in_viewport(ratio=1)
    expect(first.locator("body[data-screen=meeting]")).to_be_visible()
    second.get_by_role("button", name="Byt till den här enheten").click()
    expect(second.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()
    expect(first.get_by_text("Du fortsätter där")).to_be_visible()


def test_whoever_waited_is_told_at_the_door_that_the_link_was_opened_elsewhere(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any], screenshot: Callable[[Page, str], None]
) -> None:
    link = invite(demo_server, meeting, NAME)["join_url"]
    first = wait_at(open_page, link, width=360, height=640)
    # As when the window has gone on to another system: nothing is heard here meanwhile.
    first.goto("about:blank")
    second = wait_at(open_page, link)
    expect(second.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()
    first.goto(link)
    told = first.locator(".notice").filter(has_text="Länken har öppnats på en annan enhet eller i ett annat fönster")
    expect(told).to_be_in_viewport(ratio=1)
    for width, height in ((320, 568), (360, 640), (1280, 800)):
        first.set_viewport_size({"width": width, "height": height})
        expect(first.get_by_role("button", name="Anslut", exact=True)).to_be_in_viewport(ratio=1)
        screenshot(first, f"door-opened-elsewhere-{width}")
    first.get_by_role("button", name="Anslut", exact=True).click()
    expect(first.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()
    expect(second.get_by_text("Vill du byta hit?")).to_be_visible()


def test_a_host_who_comes_back_stops_the_countdown(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any], screenshot: Callable[[Page, str], None]
) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME)
    staff = host(open_page, demo_server, meeting)
    admit(staff, NAME)
    staff.get_by_role("button", name="Lämna", exact=True).click()
    staff.get_by_role("button", name="Lämna – slutar om 1 minut").click()
    countdown = guest.locator(".notice").filter(has_text="Vårdpersonalen har lämnat mötet.")
    expect(countdown).to_be_visible()
    expect(staff.locator(".notice")).to_contain_text("Mötet avslutas för alla om")
    for width in (320, 1280):
        staff.set_viewport_size({"width": width, "height": 700})
        screenshot(staff, f"host-left-{width}")
    staff.get_by_role("button", name="Gå in igen").click()
    staff.get_by_role("button", name="Anslut").click()
    expect(countdown).to_be_hidden()
    sees_moving(guest, "Disa Ekmark", "blue")
    sees_moving(staff, NAME, "red")


def test_changing_language_in_the_meeting_keeps_the_pictures(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME)
    staff = host(open_page, demo_server, meeting)
    admit(staff, NAME)
    sees_moving(staff, NAME, "red")
    for page in (guest, staff):
        page.get_by_role("button", name="In English").click()
        expect(page.get_by_role("button", name="Leave", exact=True)).to_be_visible()
    sees_moving(guest, "Disa Ekmark", "blue")
    sees_moving(staff, NAME, "red")


def test_host_can_end_for_all_at_once(open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME)
    staff = host(open_page, demo_server, meeting)
    admit(staff, NAME)
    staff.get_by_role("button", name="Lämna", exact=True).click()
    staff.get_by_role("button", name="Avsluta för alla nu").click()
    expect(guest.get_by_role("heading", name="Mötet är avslutat")).to_be_visible()
    expect(staff.get_by_role("heading", name="Mötet är avslutat för alla")).to_be_visible()


def test_removed_meetings_door_is_gone_and_says_so(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any], screenshot: Callable[[Page, str], None]
) -> None:
    looking = come(open_page, meeting["join_url"], colour=None)
    expect(looking.get_by_role("button", name="Anslut")).to_be_visible()
    people = f"/api/v1/meetings/{meeting['id']}/participants"
    invited = invite(demo_server, meeting, NAME)
    mine = come(open_page, invited["join_url"], width=360, height=640)
    expect(mine.get_by_role("button", name="Anslut")).to_be_visible()
    assert demo_server.call("DELETE", f"{people}/{invited['id']}").status_code == 204
    expect(mine.get_by_role("heading", name="Länken gäller inte längre")).to_be_visible()
    expect(mine.get_by_text("Har du fått en nyare länk?")).to_be_visible()
    screenshot(mine, "door-withdrawn")
    assert "Länken gäller inte längre" in requests.get(invited["join_url"], timeout=10).text
    assert demo_server.call("DELETE", f"/api/v1/meetings/{meeting['id']}").status_code == 204
    expect(looking.get_by_role("heading", name="Det här mötet är borttaget")).to_be_visible()
    bare = requests.get(meeting["join_url"], timeout=10)
    assert bare.status_code == 410
    assert "Det här mötet är borttaget" in bare.text
    later = come(open_page, meeting["join_url"])
    expect(later.get_by_role("heading", name="Det här mötet är borttaget")).to_be_visible()
    expect(later.get_by_text("Kontakta mottagningen om du undrar.")).to_be_visible()


def test_unknown_link_says_what_to_do(open_page: Open, demo_server: DemoServer) -> None:
    page = open_page(f"{demo_server.base_url}/m/finns-inte")
    expect(page.get_by_role("heading", name="Länken fungerar inte")).to_be_visible()
    assert requests.get(page.url, timeout=10).status_code == 404


def test_a_scanner_that_opens_links_changes_nothing(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    row = invite(demo_server, meeting, NAME)
    started = demo_server.call("POST", f"/api/v1/meetings/{meeting['id']}/start", json={}).json()
    before = demo_server.call("GET", f"/api/v1/meetings/{meeting['id']}").json()
    for url in (meeting["join_url"], row["join_url"], started["host_url"], f"{row['join_url']}/calendar.ics"):
        for method in ("GET", "HEAD", "GET"):
            assert requests.request(method, url, timeout=10).status_code == 200
    assert demo_server.call("GET", f"/api/v1/meetings/{meeting['id']}").json() == before
    rows = demo_server.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").json()["participants"]
    assert [each.get("state") for each in rows] == [None]
    wait_at(open_page, row["join_url"])
    staff = come(open_page, started["host_url"])
    expect(staff.get_by_role("button", name="Anslut")).to_be_visible()


def test_loading_the_page_again_keeps_ones_place(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME, colour="red")
    guest.reload()
    expect(guest.get_by_role("heading", name="Vårdpersonalen vet att du är här.")).to_be_visible()
    staff = host(open_page, demo_server, meeting, colour="blue")
    admit(staff, NAME)
    sees_moving(staff, NAME, "red")
    guest.reload()
    sees_moving(guest, "Disa Ekmark", "blue")
    sees_moving(staff, NAME, "red")
    staff.reload()
    sees_moving(staff, NAME, "red")
    sees_moving(guest, "Disa Ekmark", "blue")
    expect(card(staff, "inside", NAME)).to_have_count(1)


def test_one_who_leaves_can_join_again_by_the_same_name(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME)
    staff = host(open_page, demo_server, meeting)
    admit(staff, NAME)
    guest.get_by_role("button", name="Lämna").click()
    guest.get_by_role("button", name="Ja, lämna").click()
    expect(guest.get_by_role("heading", name="Du har lämnat mötet")).to_be_visible()
    expect(card(staff, "inside", NAME)).to_have_count(0)
    guest.get_by_role("button", name="Gå med igen").click()
    expect(guest.get_by_label("Ditt namn")).to_have_value(NAME)
    guest.get_by_role("button", name="Anslut").click()
    admit(staff, NAME)
    sees_moving(staff, NAME, "red")
    rows = demo_server.call("GET", f"/api/v1/meetings/{meeting['id']}/participants").json()["participants"]
    assert [row["name"] for row in rows].count(NAME) == 1


def test_what_a_host_does_is_seen_by_the_guest(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME, width=390, height=844)
    staff = host(open_page, demo_server, meeting)
    staff.get_by_role("button", name=f"Meddelande till {NAME}").click()
    staff.get_by_label("Meddelande som syns i väntrummet").fill("Vi öppnar om fem minuter.")
    staff.get_by_role("button", name="Visa meddelandet").click()
    expect(guest.locator(".notice.note")).to_contain_text("Vi öppnar om fem minuter.")
    admit(staff, NAME)

    guest.get_by_role("button", name="Räck upp handen").click()
    expect(card(staff, "hands", NAME)).to_be_visible()
    staff.get_by_role("button", name=f"Tysta {NAME}").click()
    expect(guest.locator(".notice.info").filter(has_text="Vårdpersonalen har stängt av din mikrofon.")).to_be_visible()
    expect(card(staff, "inside", NAME)).to_contain_text("Tystad")
    guest.get_by_role("button", name="Sätt på mikrofon").click()
    expect(card(staff, "inside", NAME)).to_contain_text("Mikrofon på")
    staff.get_by_role("button", name="Tysta alla gäster").click()
    expect(guest.get_by_role("button", name="Sätt på mikrofon")).to_be_visible()
    guest.get_by_role("button", name="Stäng av kamera").click()
    expect(card(staff, "inside", NAME)).to_contain_text("Kamera av")
    staff.get_by_role("button", name="Lås mötet").click()
    expect(staff.get_by_text("Mötet är låst.")).to_be_visible()
    staff.get_by_role("button", name=f"Ta bort {NAME} från mötet").click()
    staff.get_by_role("button", name="Ja, ta bort").click()
    expect(guest.get_by_role("heading", name="Du är inte längre med i mötet")).to_be_visible()


def test_denied_is_asked_twice_and_said_plainly(
    open_page: Open, demo_server: DemoServer, meeting: dict[str, Any]
) -> None:
    guest = wait_at(open_page, meeting["join_url"], name=NAME)
    staff = host(open_page, demo_server, meeting)
    staff.get_by_role("button", name=f"Neka {NAME}").click()
    expect(card(staff, "waiting", NAME)).to_be_visible()
    staff.get_by_role("button", name="Ja, neka").click()
    expect(guest.get_by_role("heading", name="Du blev inte insläppt")).to_be_visible()


def test_too_early_says_when_and_opens_by_itself(open_page: Open, demo_server: DemoServer) -> None:
    meeting = demo_server.create(starts_in=120)
    guest = come(open_page, meeting["join_url"], width=390, height=844)
    expect(
        guest.get_by_text("Sidan öppnar sig själv.").or_(guest.get_by_text("Kom tillbaka till samma länk"))
    ).to_be_visible()
    with guest.expect_download() as download:
        guest.get_by_role("link", name="Lägg i kalendern").click()
    entry = Path(download.value.path()).read_text("utf-8")
    assert "BEGIN:VEVENT" in entry
    assert "Ekbacken" not in entry
    host(open_page, demo_server, meeting)  # a host in the meeting opens the door
    expect(guest.get_by_role("button", name="Anslut")).to_be_visible()


def test_patient_page_works_by_keyboard_alone_and_in_english(open_page: Open, meeting: dict[str, Any]) -> None:
    page = come(open_page, meeting["join_url"], width=320, height=640)
    tab_to(page, "In English")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You come to a waiting room first.")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    tab_to(page, "Your name")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The care staff know that you are here.")).to_be_visible()
    expect(page.locator("h1")).to_be_focused()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the name is in focus, as somebody without a mouse does."""
    for _ in range(30):
        page.keyboard.press("Tab")
        at: str = page.evaluate(
            "(() => { const now = document.activeElement; return now.labels?.[0]?.textContent || now.textContent; })()"
        )
        if at == name:
            return
    raise AssertionError(name)
