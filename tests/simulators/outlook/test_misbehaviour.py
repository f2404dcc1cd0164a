"""Each fault the simulator can be told to commit is seen by the add-in through the real office.js."""

from typing import Any

import pytest
from playwright.sync_api import Error, Frame, Page

from simulators.outlook import server

BLOCK = (
    '<p>Före</p><div id="wrap" class="own"><table id="t" class="c" data-vardmote="m_7f3a"><tbody><tr>'
    '<td>Mötes-id: m7f3a2 <a href="https://addin.example.test/m/x">Anslut</a></td></tr></tbody></table></div>'
    "<!-- slut --><div>Efter</div>"
)


def call(frame: Frame, path: str, *arguments: object) -> Any:
    return frame.evaluate("([path, arguments]) => window.call(path, ...arguments)", [path, list(arguments)])


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("outlook.state()")
    return found


def test_rewriting_like_word_strips_marks_and_wraps_tables(outlook: server.Outlook, page: Page, pane: Frame) -> None:
    outlook.control("rewrite", count=1)
    call(pane, "body.setAsync", BLOCK, {"coercionType": "html"})
    html = call(pane, "body.getAsync", "html")
    for gone in ("data-vardmote", 'id="t"', 'class="c"', 'class="own"', "<!-- slut"):
        assert gone not in html
    assert '<div align="left"><table class="MsoNormalTable"' in html
    assert '<span class="SpellE">m7f3a2</span>' in html
    assert html.startswith("<html xmlns:o=")
    assert state(page)["text"].split() == ["Före", "Mötes-id:", "m7f3a2", "Anslut", "Efter"]


def test_rewriting_what_word_has_rewritten_keeps_the_words(page: Page, pane: Frame) -> None:
    page.evaluate("body => outlook.change({body, rewrite: true})", BLOCK)
    once = state(page)["text"]
    page.evaluate("outlook.change({body: outlook.state().body, rewrite: true})")
    assert state(page)["text"] == once
    assert call(pane, "body.getAsync", "html").count("<table") == 1


def test_a_dropped_write_answers_success_and_changes_nothing(outlook: server.Outlook, page: Page, pane: Frame) -> None:
    outlook.control("drop", on="subject.set")
    call(pane, "subject.setAsync", "borta")
    assert state(page)["subject"] == ""
    assert state(page)["log"][-1] == {**state(page)["log"][-1], "method": "subject.set", "fault": "drop"}


def test_a_failure_has_the_ordered_code_and_changes_nothing(outlook: server.Outlook, page: Page, pane: Frame) -> None:
    outlook.control("fail", on="places.add", count=1, code=9042)
    with pytest.raises(Error, match="9042 InternalServerError"):
        call(pane, "enhancedLocation.addAsync", [{"id": "Här", "type": "custom"}])
    assert state(page)["locations"] == []
    call(pane, "enhancedLocation.addAsync", [{"id": "Här", "type": "custom"}])
    assert state(page)["location"] == "Här"


def test_slow_answers_late_but_acts_in_order(outlook: server.Outlook, pane: Frame) -> None:
    outlook.control("slow", on="subject.set", count=1, milliseconds=400)
    order = pane.evaluate(
        """async () => {
          const order = [];
          const slow = window.call("subject.setAsync", "först").then(() => order.push("set"));
          const quick = window.call("subject.getAsync").then((subject) => order.push(subject));
          await Promise.all([slow, quick]);
          return order;
        }"""
    )
    assert order == ["först", "set"]


def test_silence_is_no_answer_at_all(outlook: server.Outlook, page: Page, pane: Frame) -> None:
    outlook.control("silent", on="subject.set", count=1)
    answered = pane.evaluate(
        """async () => {
          let answered = false;
          window.call("subject.setAsync", "tyst").then(() => { answered = true; });
          await window.call("subject.getAsync");
          return answered;
        }"""
    )
    assert not answered
    assert state(page)["subject"] == "tyst"


def test_a_stale_body_is_the_one_before_the_last_write(outlook: server.Outlook, page: Page, pane: Frame) -> None:
    page.evaluate("outlook.change({body: '<p>gammal</p>'})")
    call(pane, "body.setAsync", "<p>ny</p>", {"coercionType": "html"})
    outlook.control("stale", count=1)
    assert [call(pane, "body.getAsync", "text"), call(pane, "body.getAsync", "text")] == ["gammal", "ny"]


def test_lost_custom_properties_are_gone(outlook: server.Outlook, pane: Frame) -> None:
    pane.evaluate("window.properties({meeting: 'm_1'})")
    outlook.control("lose-properties", count=1)
    assert pane.evaluate("window.properties()") == {}
    assert pane.evaluate("window.properties()") == {}
