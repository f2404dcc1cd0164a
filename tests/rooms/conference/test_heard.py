"""What a room tells by itself."""

import pytest

from rooms.conference.heard import Calls, News, news
from rooms.conference.messages import CallChanged, Seen
from rooms.endpoint import Event

RINGS = Seen("1", ours=True, connected=False)
STANDS = Seen("1", ours=True, connected=True)
NONE = frozenset[str]()


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        (Event("lost", (), {}), News.LOST),
        (Event("status", ("Call",), {"id": "1", "Status": "Connected"}), News.CALLS),
        (Event("event", ("CallDisconnect",), {"CallId": "1"}), News.CALLS),
        (Event("event", ("UserInterface", "Extensions", "Widget", "LayoutUpdated"), {}), News.TEXTS),
        (Event("event", ("UserInterface", "Extensions", "Widget", "Action"), {}), News.OTHER),
    ],
)
def test_events_are_sorted(event: Event, wanted: News) -> None:
    assert news(event) is wanted


def test_only_what_has_changed_is_told() -> None:
    calls = Calls()
    assert calls.changes("a", (RINGS,), NONE) == (CallChanged("a", RINGS),)
    assert calls.changes("a", (RINGS,), NONE) == ()
    assert calls.changes("a", (STANDS,), NONE) == (CallChanged("a", STANDS),)
    assert calls.changes("a", (), NONE) == (CallChanged("a", STANDS, gone=True),)
    assert calls.changes("a", (), NONE) == ()


@pytest.mark.parametrize(("said", "reason"), [("Busy", "busy"), ("Kalle 0700000000", "call-failed")])
def test_a_call_on_its_way_out_is_gone_when_its_reason_is_known_in_words_of_ours(said: str, reason: str) -> None:
    calls = Calls()
    calls.changes("a", (RINGS,), NONE)
    assert calls.changes("a", (), frozenset("1")) == ()
    calls.hear(Event("event", ("CallDisconnect",), {"CallId": "1", "CauseType": said}))
    assert calls.changes("a", (), NONE) == (CallChanged("a", RINGS, gone=True, reason=reason),)


def test_a_call_that_was_dialled_and_gone_before_it_was_seen_is_told() -> None:
    calls = Calls()
    calls.began("1")
    assert calls.changes("a", (), NONE) == (CallChanged("a", RINGS, gone=True),)
    calls.changes("a", (STANDS,), NONE)
    calls.began("1")
    assert calls.changes("a", (STANDS,), NONE) == ()


def test_a_room_that_was_away_begins_anew() -> None:
    calls = Calls()
    calls.changes("a", (STANDS,), NONE)
    calls.forget()
    assert calls.changes("a", (), NONE) == ()
