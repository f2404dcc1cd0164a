"""Microsoft's own office.js, unmodified, accepts the host page and gets through every call the add-in makes."""

from typing import Any

import pytest
from playwright.sync_api import Error, Frame, Page, expect

from simulators.outlook import server

HTML = {"coercionType": "html"}
ADDIN = f"https://{server.ADDIN}"


def call(frame: Frame, path: str, *arguments: object) -> Any:
    return frame.evaluate("([path, arguments]) => window.call(path, ...arguments)", [path, list(arguments)])


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("outlook.state()")
    return found


def change(page: Page, **values: object) -> None:
    page.evaluate("values => outlook.change(values)", values)


def test_office_says_outlook_on_the_web(pane: Frame) -> None:
    assert pane.locator("#ready").text_content() == "Outlook/OfficeOnline"
    profile = pane.evaluate("Office.context.mailbox.userProfile.emailAddress")
    assert profile == "personal@demo.example"
    assert pane.evaluate("Office.context.displayLanguage") == "sv-SE"
    assert pane.evaluate("Office.context.requirements.isSetSupported('Mailbox', '1.8')")


def test_subject_round_trip(page: Page, pane: Frame) -> None:
    call(pane, "subject.setAsync", "Uppföljning")
    assert call(pane, "subject.getAsync") == "Uppföljning"
    assert page.locator("#subject").input_value() == "Uppföljning"


def test_body_round_trip_keeps_what_the_user_wrote(page: Page, pane: Frame) -> None:
    change(page, body="<p>Före</p><p>Efter</p>")
    assert call(pane, "body.getAsync", "html") == "<p>Före</p><p>Efter</p>"
    block = '<table data-vardmote="x"><tbody><tr><td>Länk</td></tr></tbody></table>'
    call(pane, "body.setAsync", f"<p>Före</p>{block}", HTML)
    assert 'data-vardmote="x"' in call(pane, "body.getAsync", "html")
    assert call(pane, "body.getAsync", "text").split() == ["Före", "Länk"]
    call(pane, "body.prependAsync", "Överst")
    assert state(page)["text"].startswith("Överst")


def test_the_body_is_cleaned_of_what_runs(page: Page, pane: Frame) -> None:
    call(pane, "body.setAsync", '<p onclick="x()">a</p><script>x()</script><a href="javascript:x()">b</a>', HTML)
    assert state(page)["body"] == "<p>a</p><a>b</a>"


def test_a_body_over_a_million_characters_is_refused_and_nothing_changes(page: Page, pane: Frame) -> None:
    change(page, body="<p>Kvar</p>")
    with pytest.raises(Error, match="ArgumentOutOfRange"):
        pane.evaluate("window.call('body.setAsync', 'x'.repeat(1_000_001), {coercionType: 'html'})")
    assert state(page)["body"] == "<p>Kvar</p>"


def test_a_place_is_added_beside_a_room_and_removed_alone(page: Page, pane: Frame) -> None:
    change(page, locations=["rum4012@demo.example"])
    link = {"id": "Skyddat videomöte", "type": "custom"}
    call(pane, "enhancedLocation.addAsync", [link])
    call(pane, "enhancedLocation.addAsync", [link])
    places = call(pane, "enhancedLocation.getAsync")
    assert [place["locationIdentifier"]["id"] for place in places] == ["rum4012@demo.example", "Skyddat videomöte"]
    assert call(pane, "location.getAsync") == "Rum 4012; Skyddat videomöte"
    call(pane, "enhancedLocation.removeAsync", [link])
    assert state(page)["location"] == "Rum 4012"


def test_removing_a_place_takes_every_place_of_that_name(page: Page, pane: Frame) -> None:
    change(page, locations=["rum4012@demo.example", "Rum 4012", "Kvar"])
    call(pane, "enhancedLocation.removeAsync", [{"id": "Rum 4012", "type": "custom"}])
    assert state(page)["location"] == "Kvar"


def test_the_old_location_call_wipes_out_the_room(page: Page, pane: Frame) -> None:
    change(page, locations=["rum4012@demo.example"])
    call(pane, "location.setAsync", "Skyddat videomöte")
    assert state(page)["location"] == "Skyddat videomöte"


def test_an_unknown_room_is_refused(pane: Frame) -> None:
    with pytest.raises(Error, match="9031"):
        call(pane, "enhancedLocation.addAsync", [{"id": "rum1@elsewhere.example", "type": "room"}])


def test_custom_properties_are_kept_and_survive_reopening_only_when_saved(page: Page, pane: Frame) -> None:
    pane.evaluate("window.properties({meeting: 'm_1'})")
    assert pane.evaluate("window.properties()") == {"meeting": "m_1"}
    page.evaluate("outlook.save()")
    pane.evaluate("window.properties({meeting: 'm_2'})")
    page.evaluate("outlook.reopen()")
    page.evaluate("outlook.openPane('https://addin.example.test/pane.html')")
    assert page.frames[-1].evaluate("window.properties()") == {"meeting": "m_1"}


def test_the_item_has_no_id_until_it_is_saved(page: Page, pane: Frame) -> None:
    with pytest.raises(Error, match="9046"):
        call(pane, "getItemIdAsync")
    saved = call(pane, "saveAsync")
    assert call(pane, "getItemIdAsync") == saved == state(page)["id"]


def test_moving_the_start_keeps_the_length_and_the_end_cannot_come_first(page: Page, pane: Frame) -> None:
    change(page, start="2026-12-08T08:00Z", end="2026-12-08T09:00Z")
    pane.evaluate("window.call('start.setAsync', new Date('2026-12-09T10:00Z'))")
    assert state(page)["end"] == "2026-12-09T11:00:00.000Z"
    with pytest.raises(Error, match="9010"):
        pane.evaluate("window.call('end.setAsync', new Date('2026-12-09T09:00Z'))")
    assert pane.evaluate("window.call('end.getAsync').then((end) => end.toISOString())") == "2026-12-09T11:00:00.000Z"


def test_notifications_have_one_place_each_and_at_most_five(page: Page, pane: Frame) -> None:
    notice = {"type": "errorMessage", "message": "Texten gick inte att skriva."}
    call(pane, "notificationMessages.addAsync", "one", notice)
    with pytest.raises(Error, match="9023"):
        call(pane, "notificationMessages.addAsync", "one", notice)
    call(pane, "notificationMessages.replaceAsync", "one", {**notice, "message": "Klart."})
    expect(page.locator("#notices")).to_have_text("Klart.")
    with pytest.raises(Error, match="9024"):
        call(pane, "notificationMessages.removeAsync", "two")
    call(pane, "notificationMessages.replaceAsync", "new", notice)
    for key in "abc":
        call(pane, "notificationMessages.addAsync", key, notice)
    with pytest.raises(Error, match="9025"):
        call(pane, "notificationMessages.addAsync", "e", notice)


def test_attendees_and_organiser(page: Page, pane: Frame) -> None:
    call(pane, "requiredAttendees.addAsync", ["kollega@demo.example"])
    call(pane, "requiredAttendees.addAsync", ["kollega@demo.example"])
    assert [person["emailAddress"] for person in call(pane, "requiredAttendees.getAsync")] == ["kollega@demo.example"]
    assert call(pane, "organizer.getAsync")["emailAddress"] == "personal@demo.example"
    assert len(state(page)["required"]) == 1


def test_session_data(pane: Frame) -> None:
    call(pane, "sessionData.setAsync", "key", "value")
    assert call(pane, "sessionData.getAsync", "key") == "value"
    with pytest.raises(Error, match="9050"):
        call(pane, "sessionData.getAsync", "other")
    with pytest.raises(Error, match="9051"):
        pane.evaluate("window.call('sessionData.setAsync', 'big', 'x'.repeat(50_000))")


def test_shared_properties_exist_only_on_a_shared_item(page: Page, pane: Frame) -> None:
    assert pane.evaluate("typeof Office.context.mailbox.item.getSharedPropertiesAsync") == "undefined"
    shared = {"owner": "mottagning@demo.example", "targetMailbox": "mottagning@demo.example", "delegatePermissions": 7}
    page.evaluate("shared => outlook.as({shared})", shared)
    page.evaluate("outlook.openPane('https://addin.example.test/pane.html')")
    assert call(page.frames[-1], "getSharedPropertiesAsync") == shared


def test_a_read_permission_is_enforced_by_both_sides(page: Page) -> None:
    page.evaluate("outlook.install({permission: 'ReadItem'})")
    page.evaluate("outlook.openPane('https://addin.example.test/pane.html')")
    pane = page.frames[-1]
    with pytest.raises(Error, match="behörighet"):
        call(pane, "subject.setAsync", "nej")
    # Past office.js's own check the host refuses too.
    refused = pane.evaluate(
        """() => new Promise((resolve) => {
          const { clientEndPoint, id } = OSF._OfficeAppFactory.getWebAppState();
          const data = { ApiParams: { subject: "nej" }, MethodData: { ControlId: id, DispatchId: 17 } };
          clientEndPoint.invoke("ExecuteMethod", (code) => resolve(code), data);
        })"""
    )
    assert refused == -5
    assert state(page)["subject"] == ""


def test_reading_an_appointment(page: Page) -> None:
    change(page, subject="Uppföljning", body="<p>Hej</p>", locations=["Plats"])
    page.evaluate(
        "outlook.save(); outlook.as({mode: 'read'}); outlook.openPane('https://addin.example.test/pane.html')"
    )
    page.wait_for_function("outlook.state().events.includes('appCommandInvoked')")
    pane = page.frames[-1]
    assert pane.evaluate("Office.context.mailbox.item.subject") == "Uppföljning"
    assert pane.evaluate("Office.context.mailbox.item.itemId") == state(page)["id"]
    assert call(pane, "body.getAsync", "text") == "Hej"
    assert pane.evaluate("typeof Office.context.mailbox.item.subject.setAsync") == "undefined"


def test_a_host_name_office_js_does_not_trust_gets_nothing(page: Page) -> None:
    page.goto("https://outlook.example.test/")
    page.wait_for_function("window.outlook !== undefined")
    with page.expect_response(lambda response: "agaveerrorux/index.html" in response.url.lower()):
        page.evaluate("outlook.openPane('https://addin.example.test/pane.html').catch(() => {}); undefined")
    assert state(page)["events"] == []


def test_events_come_when_the_item_changes(page: Page, pane: Frame) -> None:
    for kind in ("olkAppointmentTimeChanged", "olkEnhancedLocationsChanged"):
        pane.evaluate("type => window.listen(type)", kind)
    change(page, subject="inget att säga till om")
    change(page, start="2026-12-09T10:00:00Z", end="2026-12-09T11:00:00Z")
    call(pane, "enhancedLocation.addAsync", [{"id": "Här", "type": "custom"}])
    pane.wait_for_function("window.happened.length === 2")
    happened = pane.evaluate("window.happened")
    assert (happened[0]["type"], happened[0]["start"]) == ("olkAppointmentTimeChanged", "2026-12-09T10:00:00.000Z")
    assert happened[1]["places"] == 1


def test_a_series_is_seen_and_told_of(page: Page, pane: Frame) -> None:
    assert call(pane, "recurrence.getAsync") is None
    pane.evaluate("type => window.listen(type)", "olkRecurrenceChanged")
    change(page, recurrence={"recurrenceType": "weekly", "recurrenceProperties": {"interval": 1, "days": ["tue"]}})
    pane.wait_for_function("window.happened.length === 1")
    told = call(pane, "recurrence.getAsync")
    assert (told["recurrenceType"], told["recurrenceProperties"]["days"]) == ("weekly", ["tue"])
    assert told["recurrenceTimeZone"]["name"] == "W. Europe Standard Time"
    assert told["seriesTime"]["durationMinutes"] == 60


_SET_END = """day => new Promise((resolve) => {
  const { recurrence } = Office.context.mailbox.item;
  recurrence.getAsync(({ value }) => {
    value.seriesTime.setEndDate(day);
    try {
      recurrence.setAsync(value, ({ status, error }) => resolve(error ? error.code : status));
    } catch {
      resolve("thrown");
    }
  });
})"""


def test_an_add_in_gives_a_series_another_end_but_never_one_of_its_occurrences(page: Page, pane: Frame) -> None:
    pane.evaluate("type => window.listen(type)", "olkRecurrenceChanged")
    weekly = {"recurrenceType": "weekly", "recurrenceProperties": {"interval": 1, "days": ["tue"]}}
    change(page, recurrence={**weekly, "end": "2026-12-29"})
    before = state(page)
    assert pane.evaluate(_SET_END, "2026-12-21") == "succeeded"
    pane.wait_for_function("window.happened.length === 2")
    after = state(page)
    told = after["recurrence"].pop("seriesTimeJson")
    assert (told["endYear"], told["endMonth"], told["endDay"]) == (2026, 12, 21)
    assert before["recurrence"].pop("seriesTimeJson").items() - told.items() == {("endDay", 29)}
    assert {**before, "log": None} == {**after, "log": None}
    # Before its first day office.js itself says no.
    assert pane.evaluate(_SET_END, "2026-12-07") == "thrown"
    page.evaluate("outlook.save(); outlook.openOccurrence('2026-12-15T08:00:00Z')")
    page.evaluate("url => outlook.openPane(url)", f"{ADDIN}/pane.html")
    assert page.frames[-1].evaluate(_SET_END, "2026-12-14") == "thrown"


def test_messages_from_other_frames_are_not_answered(page: Page, pane: Frame) -> None:
    name = pane.evaluate("JSON.parse(window.name).xdmInfo")
    conversation, control, _ = name.split("|")
    pane.evaluate(
        """async ([conversation, control]) => {
          const other = document.createElement("iframe");
          other.src = "/pane.html?inner";
          document.body.append(other);
          await new Promise((done) => { other.onload = done; });
          const data = { ApiParams: { subject: "stulen" }, MethodData: { ControlId: control, DispatchId: 17 } };
          const message = { _messageType: 0, _actionType: 0, _actionName: "ExecuteMethod", _correlationId: 999,
            _conversationId: conversation, _data: data };
          other.contentWindow.eval(`top.postMessage(${JSON.stringify(JSON.stringify(message))}, "*")`);
        }""",
        [conversation, control],
    )
    call(pane, "body.getAsync", "text")  # a later message has been through: the stolen one was there before it
    assert state(page)["subject"] == ""
