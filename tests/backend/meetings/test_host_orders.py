"""What hosts do in a meeting that another service holds: it is asked, and only what it has done is written down."""

from dataclasses import replace

import pytest

from backend.errors import Conflict, Forbidden, NotFound, Refused, Unavailable
from backend.meetings import last_places
from backend.meetings.models import Participant
from backend.video.builtin.service import BuiltinService
from backend.video.models import PresenceState
from backend.video.reports import UNKNOWN, outsider
from backend.video.service import HostControl, NothingDone, Order, Role, ServiceRefused, ServiceUnavailable
from tests.backend.meetings.elsewhere import IN, LEADS, LEFT, WAITING, Elsewhere, Hall, waiting


def test_whom_the_host_lets_in_is_let_in_there_and_seen_in_at_once(hall: Hall) -> None:
    person = waiting(hall, led=True)
    rows = hall.press(person, "admit")
    assert hall.service.orders == [Order(HostControl.ADMIT, f"call-{person}")]
    assert [(row["id"], row["state"]) for row in rows] == [(LEADS, IN), (person, IN)]


def test_nobody_is_let_in_there_while_no_host_is_in(hall: Hall) -> None:
    person = waiting(hall)
    for _ in range(2):
        with pytest.raises(Conflict) as refused:
            hall.press(person, "admit")
        assert "Ingen är insläppt" in refused.value.text.sv
    assert hall.service.orders == []
    hall.tell(LEADS, IN, Role.HOST)
    hall.press(person, "admit")
    assert hall.state(person) == IN


def of_two(hall: Hall) -> tuple[str, str]:
    with hall.house.database.write() as session:
        hall.house.conferences.get(session, hall.conference).participant_limit = 2
    first, second = waiting(hall, led=True), hall.guest("Olle Lindqvist")
    hall.tell(second, WAITING)
    return first, second


def test_two_presses_at_the_last_place_let_one_person_in(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_places, "_SECONDS", 0.05)
    first, second = of_two(hall)
    refused: list[Refused] = []

    def press_too() -> None:
        hall.service.meanwhile = []
        with pytest.raises(Refused) as told:
            hall.press(second, "admit")
        refused.append(told.value)

    hall.service.meanwhile = [press_too] if hall.house.database.side_by_side else []
    hall.press(first, "admit")
    with pytest.raises(Refused, match="limit-exceeded"):
        hall.press(second, "admit")
    assert [order.call for order in hall.service.orders] == [f"call-{first}"]
    assert [told.code for told in refused] == ["not-open"] * hall.house.database.side_by_side


def test_who_was_let_in_there_is_in_the_access_log_though_the_meeting_filled_meanwhile(hall: Hall) -> None:
    first, second = of_two(hall)
    hall.service.meanwhile = [lambda: hall.tell(second, IN)]
    hall.press(first, "admit")
    assert hall.logged() == ["person.admitted"]


def test_who_was_let_in_there_is_in_the_access_log_though_the_last_host_left_meanwhile(hall: Hall) -> None:
    person = waiting(hall, led=True)
    hall.service.meanwhile = [lambda: hall.tell(LEADS, LEFT, Role.HOST)]
    hall.press(person, "admit")
    assert hall.logged() == ["person.admitted"]


def test_who_was_let_in_there_is_in_the_access_log_though_they_have_another_name_by_then(hall: Hall) -> None:
    hall.tell(LEADS, IN, Role.HOST)
    person = outsider(UNKNOWN, "abc")
    hall.tell(person, WAITING)

    def renamed() -> None:
        with hall.house.database.write() as session:
            hall.reports.forget(session, hall.house.conferences.get(session, hall.conference), person)

    hall.service.meanwhile = [renamed]
    hall.press(person, "admit")
    assert hall.logged() == ["person.admitted"]


@pytest.mark.parametrize(
    ("action", "why", "known"),
    [
        ("deny", "cut-off", "denied"),
        ("remove", "cut-off", "removed"),
        ("remove", "removed", "removed"),
        # They left by themselves before anybody hung up.
        ("remove", "left", "left"),
        ("mute", "cut-off", "left"),
    ],
)
def test_whom_a_host_sends_away_is_known_to_be_also_when_the_service_tells_of_it_first(
    hall: Hall, action: str, why: str, known: str
) -> None:
    person = waiting(hall, led=True)
    if action != "deny":
        hall.tell(person, IN)
    hall.service.meanwhile = [lambda: hall.tell(person, LEFT, reason=why)]
    hall.press(person, action)
    assert hall.state(person) == known


@pytest.mark.parametrize(("by_another", "known"), [(False, "denied"), (True, "in")])
def test_of_two_hosts_who_let_in_and_deny_at_once_the_one_who_hung_up_is_believed(
    hall: Hall,
    by_another: bool,  # noqa: FBT001 - pytest's
    known: str,
) -> None:
    person = waiting(hall, led=True)

    def let_in() -> None:
        hall.service.meanwhile = []
        hall.tell(person, IN, **({"call": "another"} if by_another else {}))

    hall.service.meanwhile = [let_in]
    hall.press(person, "deny")
    assert hall.state(person) == known


def test_who_was_let_in_there_is_in_the_access_log_though_whoever_did_it_went_out_meanwhile(hall: Hall) -> None:
    interpreter, token = hall.comes("Tove Lund")
    person = waiting(hall, led=True)
    with hall.house.database.write() as session:
        session.get_one(Participant, interpreter).kind = "professional"
    hall.tell(interpreter, IN, Role.HOST)
    hall.service.meanwhile = [lambda: hall.tell(interpreter, LEFT, Role.HOST)]
    with pytest.raises(Forbidden):
        hall.clinic.panel.on_person(token, hall.meeting["id"], person, "admit", {})
    assert [order.control for order in hall.service.orders] == ["admit"]
    assert hall.logged_rows() == [("person.admitted", {"by": interpreter})]


def test_what_may_have_been_done_there_is_in_the_access_log_as_that(hall: Hall) -> None:
    person = waiting(hall, led=True)
    for fault in (ServiceUnavailable(), NothingDone(60)):
        hall.service.faults = [fault]
        with pytest.raises(Unavailable):
            hall.press(person, "admit")
    assert (hall.state(person), hall.logged_rows()) == (WAITING, [("person.admitted", {"answer": "lost"})])
    hall.service.faults = [ServiceUnavailable()]
    with pytest.raises(Unavailable):
        hall.clinic.panel.mute_guests("demo:personal", hall.meeting["id"])
    assert hall.logged_rows()[1:] == [("guests.muted", {"answer": "lost"})]


@pytest.mark.parametrize(("action", "before", "logged"), [("deny", WAITING, "denied"), ("remove", IN, "put-out")])
@pytest.mark.parametrize(
    ("fault", "answer"),
    [(NothingDone(60), "not-hung-up"), (ServiceRefused("not-allowed"), "not-hung-up"), (ServiceUnavailable(), "lost")],
)
def test_whose_way_in_alone_was_shut_is_in_the_access_log_and_nobody_reads_that_nothing_changed(  # noqa: PLR0913
    hall: Hall, action: str, before: PresenceState, logged: str, fault: Exception, answer: str
) -> None:
    person = waiting(hall, led=True)
    hall.tell(person, before)
    hall.service.faults = [fault]
    with pytest.raises(Unavailable) as told:
        hall.press(person, action)
    assert hall.service.withdrawn == [person]
    assert "Inget är ändrat" not in told.value.text.sv
    assert "Nothing has changed" not in told.value.text.en
    assert hall.state(person) == before
    assert hall.logged_rows() == [(f"person.{logged}", {"answer": answer})]


def test_whoever_waits_beside_one_just_let_in_by_the_same_link_keeps_their_way_in(hall: Hall) -> None:
    person = waiting(hall, led=True)
    hall.service.let_in = True
    with pytest.raises(Conflict) as refused:
        hall.press(person, "deny")
    assert "Ingen är bortkopplad" in refused.value.text.sv
    assert (hall.service.withdrawn, hall.service.orders, hall.logged()) == ([], [], [])


def test_pressing_again_does_no_harm(hall: Hall) -> None:
    person = waiting(hall, led=True)
    for action in ("admit", "admit", "mute", "mute", "remove", "remove"):
        hall.press(person, action)
    assert hall.state(person) == PresenceState.REMOVED
    assert hall.logged() == [
        *("person.admitted", "person.admitted", "person.muted", "person.muted", "person.put-out", "person.put-out")
    ]


@pytest.mark.parametrize(("action", "before", "after"), [("deny", WAITING, "denied"), ("remove", IN, "removed")])
def test_who_is_sent_away_loses_the_way_in_too(hall: Hall, action: str, before: PresenceState, after: str) -> None:
    person = waiting(hall)
    hall.tell(person, before)
    hall.press(person, action)
    assert hall.service.withdrawn == [person]
    assert [order.control for order in hall.service.orders] == [action]
    assert hall.state(person) == after


def test_who_is_sent_away_and_hung_up_already_is_gone_all_the_same(hall: Hall) -> None:
    person = waiting(hall)
    hall.service.faults = [ServiceRefused("no-such-call")]
    hall.press(person, "deny")
    assert hall.state(person) == PresenceState.DENIED


def test_what_the_service_tells_before_we_are_done_is_no_refusal(hall: Hall) -> None:
    person = waiting(hall)
    hall.service.meanwhile = [lambda: hall.tell(person, LEFT)]
    hall.press(person, "deny")
    assert hall.state(person) == LEFT
    assert "deny" in [order.control for order in hall.service.orders]


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (NothingDone(60), Unavailable),
        (ServiceRefused("no-such-call"), Conflict),
        (ServiceRefused("not-allowed"), Conflict),
        (ServiceRefused("not-supported"), Conflict),
    ],
)
def test_what_was_not_done_there_is_not_written_down_here(hall: Hall, fault: Exception, refusal: type[Refused]) -> None:
    person = waiting(hall, led=True)
    hall.service.faults = [fault]
    with pytest.raises(refusal) as refused:
        hall.press(person, "admit")
    assert hall.state(person) == WAITING
    assert refused.value.text.sv != refused.value.text.en
    assert refused.value.text.sv.count(".") > 1
    assert hall.logged() == []


def test_what_the_service_took_nothing_of_is_told_as_not_done_and_its_silence_as_perhaps_done(hall: Hall) -> None:
    person, told = waiting(hall, led=True), []
    for fault in (NothingDone(60), ServiceUnavailable()):
        hall.service.faults = [fault]
        with pytest.raises(Unavailable) as refused:
            hall.press(person, "admit")
        told.append("Inget är ändrat" in refused.value.text.sv)
    assert told == [True, False]


def test_what_makes_no_sense_here_is_not_asked_of_the_service(hall: Hall) -> None:
    person = waiting(hall)
    for action in ("mute", "unmute", "remove", "make-host", "lower-hand", "spotlight"):
        with pytest.raises(Conflict):
            hall.press(person, action)
    with pytest.raises(NotFound):
        hall.press("p-nobody", "admit")
    with pytest.raises(Forbidden):
        hall.clinic.panel.on_person("demo:kollega", hall.meeting["id"], person, "admit", {})
    assert hall.service.orders == []


def test_what_the_service_can_not_do_is_refused_and_leaves_the_way_in(hall: Hall) -> None:
    person = waiting(hall)
    hall.service.capabilities = replace(Elsewhere.capabilities, host_controls=frozenset())
    with pytest.raises(Conflict, match="not-open"):
        hall.press(person, "deny")
    assert hall.service.withdrawn == []
    assert hall.state(person) == WAITING


def test_somebody_nobody_invited_can_be_let_in_and_put_out_but_never_leads(hall: Hall) -> None:
    person = outsider(UNKNOWN, "abc")
    hall.tell(LEADS, IN, Role.HOST)
    hall.tell(person, WAITING)
    (row,) = (row for row in hall.press(person, "admit") if row["id"] == person)
    assert (row["id"], row["kind"], row["identity"], row["state"]) == (person, UNKNOWN, "none", IN)
    with pytest.raises(Forbidden):
        hall.press(person, "make-host")
    hall.press(person, "remove")
    assert [order.control for order in hall.service.orders] == ["admit", "remove"]
    assert hall.state(person) == PresenceState.REMOVED


def test_who_was_muted_there_is_heard_again_by_a_press(hall: Hall) -> None:
    person = waiting(hall, led=True)
    hall.tell(person, IN)
    muted = [row["muted"] for action in ("mute", "unmute") for row in hall.press(person, action) if row["id"] == person]
    assert muted == [True, False]
    assert [order.control for order in hall.service.orders] == ["mute", "unmute"]
    assert hall.logged() == ["person.muted", "person.unmuted"]


def test_muting_all_locking_and_ending_are_done_there_too(hall: Hall) -> None:
    person = waiting(hall)
    hall.tell(person, IN)
    panel, meeting = hall.clinic.panel, hall.meeting["id"]
    panel.mute_guests("demo:personal", meeting)
    panel.unmute_guests("demo:personal", meeting)
    panel.lock("demo:personal", meeting, locked=True)
    panel.lock("demo:personal", meeting, locked=False)
    panel.end("demo:personal", meeting)
    panel.end("demo:personal", meeting)
    controls = [(order.control, order.locked) for order in hall.service.orders]
    assert controls[:2] == [("mute-guests", True), ("unmute-guests", True)]
    assert controls[2:] == [("lock", True), ("lock", False), ("end", True), ("end", True)]
    assert hall.state(person) == LEFT


def test_what_is_written_to_somebody_who_waits_is_said_there(hall: Hall) -> None:
    person = waiting(hall)
    (row,) = hall.press(person, "note")
    assert hall.service.orders == [Order(HostControl.NOTE, f"call-{person}", text="Strax")]
    assert row["note"] == "Strax"
    hall.service.faults = [ServiceRefused("no-chat")]
    with pytest.raises(Conflict) as refused:
        hall.press(person, "note")
    assert "Inget är skickat" in refused.value.text.sv
    assert hall.logged() == ["person.noted"]


def test_a_meeting_of_our_own_asks_nobody(hall: Hall) -> None:
    hall.house.clock.advance(seconds=1)
    hall.house.services["builtin"] = BuiltinService(hall.house.database, hall.house.clock)
    hall.house.services["elsewhere"] = hall.service
    person = hall.guest()
    hall.house.services["builtin"] = BuiltinService(hall.house.database, hall.house.clock)
    hall.press(person, "admit")
    assert hall.state(person) == IN
    assert hall.service.orders == []
