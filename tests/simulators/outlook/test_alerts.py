"""Smart Alerts, answered by Microsoft's office.js: what each version of Outlook makes of an add-in's answer at send."""

import json
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from simulators.outlook import server

PAGE = "https://addin.example.test/commands.html"
PANE = {"id": "Pane", "label": "Ruta", "url": "https://addin.example.test/pane.html"}
STOP = {"allowEvent": False, "errorMessage": "Ta bort numret."}
BUTTON = {"cancelLabel": "Visa", "commandId": "Pane", "contextData": "from the dialog"}


@pytest.fixture
def form(page: Page) -> Page:
    install(page)
    return page


def install(page: Page, **launch: str) -> None:
    event = {"type": "OnAppointmentSend", "function": "onSend", "url": PAGE, "mode": "SoftBlock", **launch}
    page.evaluate("addin => outlook.install(addin)", {"name": "Prov", "buttons": [PANE], "launch": [event]})
    page.evaluate(
        "outlook.change({required: [{emailAddress: 'a@b.example', address: 'a@b.example', displayName: 'A'}]})"
    )


def send(page: Page, *answers: dict[str, Any], mailbox: str = "1.15", **patience: int) -> dict[str, Any]:
    """Write what the add-in shall answer, press Send, and return what Outlook then shows."""
    page.evaluate(
        "([body, Mailbox, patience]) => { outlook.change({body}); outlook.as({requirements: {Mailbox}, patience}) }",
        [json.dumps(answers), mailbox, patience],
    )
    return dict(page.evaluate("outlook.send()"))


def state(page: Page) -> dict[str, Any]:
    return dict(page.evaluate("outlook.state()"))


def test_what_the_add_in_allows_is_sent_and_the_form_closes(form: Page) -> None:
    form.evaluate("url => outlook.openPane(url)", PANE["url"])
    assert send(form, {"allowEvent": True}) == {"sent": 1, "alert": None}
    assert state(form)["sent"][0]["how"] == "checked"
    assert not state(form)["paneOpen"]


def test_an_appointment_without_attendees_is_saved_and_nobody_asked(form: Page) -> None:
    form.evaluate("outlook.change({required: []})")
    assert send(form, STOP) == {"sent": 0, "alert": None}
    assert state(form)["saved"]


def test_a_stop_says_the_add_ins_words_and_can_only_be_mended(form: Page) -> None:
    shown = send(form, STOP, mailbox="1.12")["alert"]
    assert (shown["kind"], shown["text"], shown["buttons"]) == ("blocked", "Ta bort numret.", ["Skicka inte"])
    form.get_by_role("dialog", name="Prov").get_by_role("button", name="Skicka inte").click()
    assert (state(form)["sent"], state(form)["alert"]) == ([], None)


def test_without_words_outlook_says_its_own(form: Page) -> None:
    assert send(form, {"allowEvent": False})["alert"]["text"] == "Prov hindrar att det här skickas."


@pytest.mark.parametrize("mailbox", ["1.12", "1.13"])
def test_below_1_14_neither_button_nor_send_mode_is_heard(form: Page, mailbox: str) -> None:
    answer = STOP | BUTTON | {"sendModeOverride": "promptUser"}
    assert send(form, answer, mailbox=mailbox)["alert"]["buttons"] == ["Skicka inte"]


def test_from_1_14_the_button_opens_the_pane_with_what_was_sent_along(form: Page) -> None:
    assert send(form, STOP | BUTTON, mailbox="1.14")["alert"]["buttons"] == ["Visa", "Skicka inte"]
    form.get_by_role("button", name="Visa").click()
    expect(form.frame_locator("#pane iframe").locator("#ready")).to_have_text("Outlook/OfficeOnline")
    assert initialization(form.frames[-1]) == "from the dialog"
    form.evaluate("url => outlook.openPane(url)", PANE["url"])
    assert initialization(form.frames[-1]) == ""


def initialization(pane: Frame) -> str:
    ask = "new Promise(done => Office.context.mailbox.item.getInitializationContextAsync(result => done(result.value)))"
    return str(pane.evaluate(ask))


def test_a_button_for_a_command_that_is_not_there_only_closes(form: Page) -> None:
    send(form, STOP | BUTTON | {"commandId": "Nobody"}, mailbox="1.14")
    form.get_by_role("button", name="Visa").click()
    assert (state(form)["paneOpen"], state(form)["sent"]) == (False, [])


def test_a_button_without_words_has_outlooks_own_and_words_without_a_command_no_button(form: Page) -> None:
    assert send(form, STOP | {"commandId": "Pane"})["alert"]["buttons"] == ["Vidta åtgärd", "Skicka inte"]
    assert send(form, STOP | {"cancelLabel": "Visa"})["alert"]["buttons"] == ["Skicka inte"]


def test_from_1_14_the_add_in_may_leave_it_to_the_user(form: Page) -> None:
    answer = STOP | {"sendModeOverride": "promptUser"}
    assert send(form, answer, mailbox="1.14")["alert"]["buttons"] == ["Skicka ändå", "Skicka inte"]
    form.get_by_role("button", name="Skicka ändå").click()
    assert [mail["how"] for mail in state(form)["sent"]] == ["anyway"]


def test_the_manifests_prompt_user_leaves_it_to_the_user_in_every_version(form: Page) -> None:
    install(form, mode="PromptUser")
    assert send(form, STOP, mailbox="1.12")["alert"]["buttons"] == ["Skicka ändå", "Skicka inte"]


def test_from_1_15_markdown_is_drawn(form: Page) -> None:
    answer = STOP | {"errorMessageMarkdown": "**Stopp**\n\n- ett\r- två\r\n\nSlut"}
    assert send(form, answer, mailbox="1.14")["alert"]["text"] == "Ta bort numret."
    send(form, answer)
    dialog = form.get_by_role("dialog")
    assert dialog.get_by_role("strong").text_content() == "Stopp"
    assert dialog.get_by_role("listitem").all_text_contents() == ["ett", "två"]


def test_words_that_are_too_long_are_cut_and_noted(form: Page) -> None:
    shown = send(form, {"allowEvent": False, "errorMessage": "x" * 501})
    assert len(shown["alert"]["text"]) == 500
    assert {"method": "event.completed", "refused": "too long"}.items() <= state(form)["log"][-1].items()


def test_below_1_12_and_without_the_event_it_is_sent_unchecked(form: Page) -> None:
    assert send(form, STOP, mailbox="1.11")["sent"] == 1
    form.evaluate("outlook.install({buttons: [], launch: []})")
    assert send(form, STOP)["sent"] == 2
    assert {mail["how"] for mail in state(form)["sent"]} == {"unchecked"}


def test_only_the_first_answer_counts(form: Page) -> None:
    assert send(form, STOP, {"allowEvent": True})["alert"]["kind"] == "blocked"
    assert state(form)["sent"] == []


@pytest.mark.parametrize(
    ("mode", "buttons"), [("SoftBlock", ["Skicka inte"]), ("PromptUser", ["Skicka ändå", "Skicka inte"])]
)
def test_an_add_in_that_is_slow_is_told_of_and_heard_when_it_answers(
    form: Page, outlook: server.Outlook, mode: str, buttons: list[str]
) -> None:
    install(form, mode=mode)
    outlook.control("slow", on="body.get", milliseconds=1500, count=1)
    form.evaluate("patience => outlook.as({patience})", {"slow": 100})
    form.evaluate("outlook.change({body: '[{\"allowEvent\": true}]'})")
    form.get_by_role("button", name="Skicka", exact=True).click()
    expect(form.get_by_role("dialog")).to_contain_text("Prov tar längre tid än väntat.")
    assert state(form)["alert"]["buttons"] == buttons
    form.wait_for_function("outlook.state().sent.length === 1")


def test_an_add_in_that_never_answers_is_given_up_and_can_be_asked_again(form: Page, outlook: server.Outlook) -> None:
    outlook.control("silent", on="body.get")
    shown = send(form, {"allowEvent": True}, slow=50, end=400)["alert"]
    assert (shown["kind"], shown["buttons"]) == ("late", ["Skicka inte"])
    form.get_by_role("button", name="Skicka inte").click()
    outlook.control("none")
    assert send(form, {"allowEvent": True}, slow=5000, end=30000)["sent"] == 1


@pytest.mark.parametrize(
    ("mode", "ways"), [("SoftBlock", ["Skicka ändå", "Försök senare"]), ("Block", ["Försök senare"])]
)
def test_an_add_in_that_cannot_be_loaded_stops_nobody_but_in_block(form: Page, mode: str, ways: list[str]) -> None:
    install(form, mode=mode, url="https://addin.example.test/missing.html")
    shown = send(form, STOP, start=500)["alert"]
    assert (shown["kind"], shown["buttons"]) == ("down", ways)


def test_a_function_that_is_not_there_is_an_add_in_that_is_not_there(form: Page) -> None:
    install(form, function="nobody")
    assert send(form, STOP)["alert"]["kind"] == "down"


def test_in_english_the_buttons_are(page: Page, outlook: server.Outlook) -> None:
    page.goto(f"{outlook.url}?locale=en-US")
    page.wait_for_function("window.outlook !== undefined")
    install(page)
    shown = send(page, STOP | BUTTON | {"sendModeOverride": "promptUser"})["alert"]
    assert shown["buttons"] == ["Send Anyway", "Visa", "Don't Send"]


def test_what_the_add_in_keeps_for_the_mailbox_is_there_in_its_next_frame(form: Page) -> None:
    form.evaluate("url => outlook.openPane(url)", PANE["url"])
    save = (
        "new Promise(done => { Office.context.roamingSettings.set('key', 'kept');"
        " Office.context.roamingSettings.saveAsync(({status}) => done(status)); })"
    )
    assert form.frames[-1].evaluate(save) == "succeeded"
    form.evaluate("url => outlook.openPane(url)", PANE["url"])
    assert form.frames[-1].evaluate("Office.context.roamingSettings.get('key')") == "kept"


def test_attachments_have_names(form: Page) -> None:
    form.evaluate("outlook.change({attachments: ['plan.pdf']})")
    form.evaluate("url => outlook.openPane(url)", PANE["url"])
    ask = "new Promise(done => Office.context.mailbox.item.getAttachmentsAsync(result => done(result.value)))"
    [found] = form.frames[-1].evaluate(ask)
    assert (found["name"], found["attachmentType"]) == ("plan.pdf", "file")
