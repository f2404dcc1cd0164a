"""The demo page: a newcomer books, sends, joins and lets in, on one page, led by the guide; and can undo it all."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DemoServer
from tests.browser.demo_page import NAME, Demo
from tests.browser.looks import NARROW, WIDE, WIDTHS

Open = Callable[..., Page]
Screenshot = Callable[[Page, str], None]
MEETING_ROOM = "Konferensrum Björken"
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
PLACES = {
    "sv": ("Nytt möte", "Patienten", "Telefonen", "Värden", "Rummet"),
    "en": ("New meeting", "Patient", "Phone", "Host", "Room"),
}
PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none"}
OTHER_COLOURS: dict[str, dict[str, Any]] = {"dark": {"color_scheme": "dark"}, "active": {"forced_colors": "active"}}
# As what a picture is kept, how wide, and what is emulated.
LOOKS = {
    language: [(str(width), width, PLAIN) for width in widths]
    + [(name, WIDE, PLAIN | look) for name, look in OTHER_COLOURS.items() if language == "sv"]
    for language, widths in WIDTHS.items()
}


@pytest.fixture
def demo(open_page: Open, demo_server: DemoServer) -> Demo:
    return Demo(open_page(f"{demo_server.base_url}/demo"))


def test_a_newcomer_is_led_through_the_five_steps_until_both_see_each_other(demo: Demo, screenshot: Screenshot) -> None:
    demo.step(1)
    demo.ringed("appointment")
    screenshot(demo.page, "demo-1-calendar")
    demo.page.locator(".box.draft").click()
    demo.ringed("new-meeting")
    demo.press("Nytt möte")

    demo.step(2)
    demo.ringed("pane")
    expect(demo.pane.get_by_role("heading", name="Välj mötestyp")).to_be_visible()
    screenshot(demo.page, "demo-2-pane")
    demo.create()
    places = demo.page.locator(".places")
    expect(places).to_contain_text("Samtalsrum Eken")
    expect(places).to_contain_text("Region Västmanland")
    expect(demo.body).to_contain_text("Välkommen till ett samtal på video.")
    expect(demo.body.locator("table[data-vardmote]")).to_have_count(1)

    demo.step(3)
    demo.ringed("send")
    demo.press("Skicka")
    demo.ringed("pane")
    demo.press_in_pane("Kopiera länk till 1177")
    demo.ringed("staff-tool")
    screenshot(demo.page, "demo-3-staff-tool")
    demo.deliver()

    demo.step(4)
    demo.ringed("letter")
    screenshot(demo.page, "demo-4-inbox")
    demo.join()

    demo.step(5)
    demo.ringed("start-meeting")
    demo.press("Starta möte")
    demo.ringed("host")
    demo.host.get_by_role("button", name="Anslut").click()
    demo.host.get_by_role("button", name=f"Tillåt {NAME}").click()

    expect(demo.page.get_by_text("Klart! Ni ser och hör varandra.")).to_be_visible()
    demo.see_each_other()
    screenshot(demo.page, "demo-5-meeting")


def test_the_type_is_changed_and_the_meeting_removed_and_the_own_text_stays(
    demo: Demo, demo_server: DemoServer
) -> None:
    demo.book()
    before = demo_server.call("GET", f"/api/v1/meetings/{demo.meeting_id()}").json()["join_url"]
    demo.press("Ändra")
    demo.press_in_pane("Byt mötestyp")
    demo.pane.get_by_role("radio", name=re.compile("Internt möte utan patient")).check()
    demo.press_in_pane("Byt till Internt möte utan patient")
    expect(demo.pane.get_by_text("Mötestypen är bytt.")).to_be_visible()
    expect(demo.body.locator("table[data-vardmote]")).to_have_count(1)
    after = demo_server.call("GET", f"/api/v1/meetings/{demo.meeting_id()}").json()["join_url"]
    assert after != before
    assert demo_server.call("GET", before.removeprefix(demo_server.base_url)).status_code == 410

    demo.press_in_pane("Ta bort möte")
    demo.press_in_pane("Ja, ta bort")
    expect(demo.pane.get_by_text("Mötet är borttaget.")).to_be_visible()
    expect(demo.body.locator("table[data-vardmote]")).to_have_count(0)
    expect(demo.body).to_contain_text("Välkommen till ett samtal på video.")
    expect(demo.page.locator(".places li")).to_have_text(["Samtalsrum Eken"])
    assert demo_server.call("GET", after.removeprefix(demo_server.base_url)).status_code == 410


def test_the_meeting_follows_when_the_time_is_moved(demo: Demo, demo_server: DemoServer) -> None:
    demo.book()
    meeting = demo.meeting_id()
    demo.press("Ändra")
    clock = demo.page.get_by_label("Starttid, klockslag")
    expect(demo.pane.get_by_role("button", name="Byt mötestyp")).to_be_visible()
    with demo.page.expect_response(lambda one: one.request.method == "PATCH" and one.url.endswith(meeting)):
        clock.select_option("23:00" if clock.input_value() < "22:00" else "10:00")
    moved = demo_server.call("GET", f"/api/v1/meetings/{meeting}").json()["start"]
    assert demo.page.evaluate(
        "([one, other]) => Date.parse(one) === Date.parse(other)", [moved, demo.state()["open"]["draft"]["start"]]
    )


def test_the_group_meeting_becomes_a_series_and_ends_sooner(
    demo: Demo, demo_server: DemoServer, screenshot: Screenshot
) -> None:
    demo.page.locator(".box", has_text="Gruppträff").click()
    demo.press("Ändra")
    demo.press("Nytt möte")
    expect(demo.pane.get_by_text("Alla möten skapas på en gång")).to_be_visible()
    demo.create()
    expect(demo.pane.get_by_text(re.compile(r"^Varje \S+dag\. [56] möten"))).to_be_visible()
    screenshot(demo.page, "demo-series")
    meeting = demo_server.call("GET", f"/api/v1/meetings/{demo.meeting_id()}").json()
    demo.press("Skicka uppdatering")
    demo.press("Stäng")

    # A week later it stands in the calendar too.
    for _ in range(7):
        demo.press("Dagen efter")
    box = demo.page.locator(".box.protected", has_text="Gruppträff")
    expect(box).to_contain_text("13.15–14.00, varje vecka")
    screenshot(demo.page, "demo-series-week-after")
    box.click()
    demo.press("Ändra")
    third = meeting["occurrences"][2]
    demo.pane.get_by_label("Visa mötet").select_option(third["id"])
    demo.pane.get_by_text("Hela texten till patienten").click()
    expect(demo.pane.locator("pre")).to_contain_text(third["join_url"])
    demo.press_in_pane("Ta bort möte")
    demo.pane.get_by_label(re.compile("och alla efter det")).check()
    demo.press_in_pane("Ja, ta bort")
    expect(demo.pane.get_by_text(re.compile("Upprepningen i kalendern slutar nu före"))).to_be_visible()
    day_before = date.fromisoformat(third["start"][:10]) - timedelta(days=1)
    expect(demo.page.get_by_label("Upprepas")).to_have_value(day_before.isoformat())


def test_a_conference_is_held_between_two_rooms_by_pressing(demo: Demo, screenshot: Screenshot) -> None:
    demo.press_in_room("MDK")
    demo.press_in_room("Starta MDK")
    expect(demo.room.get_by_text("I samtal: ")).to_be_visible()
    demo.press("MDK-rum Lindhaga")
    expect(demo.room.get_by_role("heading", name="MDK-rum Lindhaga")).to_be_visible()
    screenshot(demo.page, "demo-room-question")
    demo.press_in_room("Anslut")
    expect(demo.room.get_by_text("I samtal: ")).to_be_visible()
    demo.press("MDK-rum Ekbacken")
    expect(demo.room.get_by_text("MDK-rum Lindhaga: Ansluten")).to_be_visible()
    demo.press_in_room("Nästa ärende")
    expect(demo.room.get_by_text("Ärende 2")).to_be_visible()
    screenshot(demo.page, "demo-room-conference")
    demo.press_in_room("Avsluta för alla")
    # The question lies over all else on a real panel; here the page shows it.
    expect(demo.room.get_by_role("button", name="Fortsätt mötet")).to_be_in_viewport()
    demo.press_in_room("Avsluta")
    expect(demo.room.get_by_text("Inget samtal")).to_be_visible()


def test_the_room_of_a_booked_meeting_is_let_in_by_the_host(
    demo: Demo, demo_server: DemoServer, screenshot: Screenshot
) -> None:
    demo.open_draft()
    demo.create()
    demo.pane.get_by_text("Rum", exact=True).click()
    demo.pane.get_by_role("button", name=f"Välj {MEETING_ROOM}").click()
    expect(demo.pane.get_by_text(f"{MEETING_ROOM} är valt.")).to_be_visible()
    demo.press("Skicka")
    demo.press(MEETING_ROOM)
    demo.press_in_room("Skyddat vårdmöte")
    demo.room.get_by_role("button", name=re.compile("^Anslut till mötet")).click()
    expect(demo.room.get_by_text("Du väntar på värden.")).to_be_visible()
    screenshot(demo.page, "demo-room-waits")
    demo.press("Starta möte")
    demo.host.get_by_role("button", name="Anslut").click()
    demo.host.get_by_role("button", name=f"Tillåt {MEETING_ROOM}").click()
    expect(demo.room.get_by_text("Du väntar på värden.")).to_have_count(0)
    expect(demo.room.get_by_text("I samtal: ")).to_be_visible()
    screenshot(demo.page, "demo-room-in")
    demo.room.get_by_role("button", name="Lägg på").first.click()
    expect(demo.room.get_by_text("Inget samtal")).to_be_visible()
    # Other tests meet in it too.
    freed = demo_server.call("PUT", f"/api/v1/meetings/{demo.meeting_id()}/rooms", json={"rooms": []})
    assert freed.status_code == 200


def test_a_draft_thrown_away_is_gone_and_a_reload_keeps_the_rest_until_one_starts_over(demo: Demo) -> None:
    demo.open_draft()
    demo.press("Ignorera")
    expect(demo.page.locator(".box.draft")).to_have_count(0)
    demo.press("Ny mötesförfrågan")
    demo.page.get_by_label("Rubrik").fill("Planering")
    demo.press("Skicka")
    demo.press("Stäng")
    box = demo.page.locator(".box", has_text="Planering")
    expect(box).to_be_visible()
    demo.page.reload()
    expect(box).to_be_visible()
    box.click()
    expect(demo.page.locator(".reading")).to_contain_text("Planering")

    demo.press("Börja om")
    demo.press("Ja, börja om")
    expect(demo.page.locator(".box.draft")).to_be_visible()
    expect(box).to_have_count(0)
    demo.step(1)


def test_the_guide_is_hidden_for_good_and_shown_again(demo: Demo) -> None:
    demo.press("Dölj guiden")
    expect(demo.page.locator("[data-guided]")).to_have_count(0)
    demo.page.reload()
    show = demo.page.get_by_role("button", name="Visa guiden")
    show.click()
    demo.step(1)


def test_who_books_for_others_sees_whose_calendar_it_is_and_may_not_host(demo: Demo) -> None:
    demo.page.get_by_label("Du är").select_option("sekreterare")
    calendar = demo.page.get_by_label("Kalender", exact=True).first
    calendar.select_option("personal@demo.example")
    demo.open_draft()
    demo.create()
    demo.press("Starta möte")
    expect(demo.page.locator(".notice.trouble")).to_be_visible()
    expect(demo.page.locator(".host-frame")).to_be_hidden()


def test_an_appointment_without_a_meeting_says_so_when_started(demo: Demo) -> None:
    demo.page.locator(".box.draft").click()
    demo.press("Starta möte")
    expect(demo.page.get_by_text("Bokningen har inget skyddat vårdmöte än")).to_be_visible()


def test_personalverktyget_sends_no_message_without_template_or_link(demo: Demo) -> None:
    demo.press("Skicka till inkorgen")
    expect(demo.page.get_by_role("alert").filter(has_text="Ingen mall är vald.")).to_be_visible()
    demo.page.get_by_label("Ärendetyp").select_option("Skyddat digitalt vårdmöte")
    message = demo.page.get_by_label("Meddelande", exact=True)
    message.fill("Hej!")
    demo.press("Skicka till inkorgen")
    expect(demo.page.get_by_role("alert").filter(has_text="Meddelandet har ingen möteslänk.")).to_be_visible()
    expect(message).to_have_value("Hej!")


def test_the_whole_page_speaks_the_other_language_and_visits_go_on(demo: Demo) -> None:
    demo.book()
    demo.deliver()
    demo.join()
    demo.press("In English")
    expect(demo.page.locator("html")).to_have_attribute("lang", "en")
    expect(demo.page.get_by_text("Step 5 of 5")).to_be_visible()
    expect(demo.pane.get_by_role("button", name="Copy link for 1177")).to_be_visible()
    expect(demo.door.get_by_role("heading", name="The care staff know that you are here.")).to_be_visible()


def test_the_host_moves_to_a_window_of_its_own(demo: Demo) -> None:
    demo.book()
    demo.press("Starta möte")
    expect(demo.host.get_by_role("button", name="Anslut")).to_be_visible()
    with demo.page.context.expect_page() as opened:
        demo.page.get_by_role("button", name="Öppna i eget fönster").click()
    expect(opened.value.get_by_role("button", name="Anslut")).to_be_visible()
    expect(demo.page.get_by_text("Värden är i ett eget fönster.")).to_be_visible()


def test_on_a_phone_the_guide_shows_the_way_between_the_places(open_page: Open, demo_server: DemoServer) -> None:
    demo = Demo(open_page(f"{demo_server.base_url}/demo", width=390, height=844))
    demo.book()
    demo.press_in_pane("Kopiera länk till 1177")
    demo.ringed("staff-tool")
    demo.press("Gå dit")
    demo.page.get_by_label("Ärendetyp").select_option("Skyddat digitalt vårdmöte")
    demo.press("Skicka till inkorgen")
    demo.join()
    demo.step(5)
    demo.press("Gå dit")
    demo.press("Starta möte")
    expect(demo.host.get_by_role("button", name="Anslut")).to_be_visible()
    expect(demo.page.get_by_role("navigation").get_by_role("button", name="Värden")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_by_keyboard_alone(demo: Demo) -> None:
    draft = demo.page.locator(".box.draft")
    expect(draft).to_be_visible()
    _tab_to(demo.page, draft)
    demo.page.keyboard.press("Enter")
    ribbon = demo.page.get_by_role("button", name="Nytt möte", exact=True)
    _tab_to(demo.page, ribbon)
    demo.page.keyboard.press("Enter")
    demo.step(2)


def test_nothing_is_refused_by_the_page_s_own_policy(open_page: Open, demo_server: DemoServer) -> None:
    page = open_page("about:blank")
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.goto(f"{demo_server.base_url}/demo")
    demo = Demo(page)
    demo.book()
    expect(demo.body.locator("table[data-vardmote]")).to_have_css("border-collapse", "collapse")
    assert refused == []


@pytest.mark.parametrize("language", list(WIDTHS))
def test_nothing_for_axe_to_find(
    open_page: Open, demo_server: DemoServer, screenshot: Screenshot, language: str
) -> None:
    """The calendar, the form with its pane, Personalverktyget, the phone and the host; Swedish in other colours too."""
    page = open_page(f"{demo_server.base_url}/demo", width=WIDE, locale=LOCALES[language])
    # What stands in the page's frames has tests of its own.
    new, patient, phone, host, room = PLACES[language]
    places = page.get_by_role("navigation")

    def check(state: str, tab: str | None = None) -> None:
        for name, width, colours in LOOKS[language]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(**colours)
            if tab is not None and width == NARROW:
                places.get_by_role("button", name=tab).click()
            screenshot(page, f"demo-{state}-{language}-{name}")
            assert findings(page, [page.main_frame]) == []
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.emulate_media(**PLAIN)

    draft = page.locator(".box.draft")
    expect(draft).to_be_visible()
    check("calendar")
    draft.click()
    page.get_by_role("button", name=new, exact=True).click()
    expect(page.frame_locator(".pane-frame").get_by_role("radio").first).to_be_visible()
    check("form")
    check("staff-tool", patient)
    page.get_by_role("button", name=phone).click()
    check("phone")
    check("host", host)
    # On a wide page the room has been there all the time.
    page.set_viewport_size({"width": NARROW, "height": 800})
    places.get_by_role("button", name=room).click()
    expect(page.frame_locator(".room-frame").get_by_role("heading", name="MDK-rum Ekbacken")).to_be_visible()
    screenshot(page, f"demo-room-{language}-{NARROW}")
    assert findings(page, [page.main_frame]) == []


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus; fails when it can't be reached."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("(node) => node === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {wanted}")
