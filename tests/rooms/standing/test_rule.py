"""The rule of the standing panel, whatever is touched and however the room stands."""

from typing import Literal, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.room_support.problems import PROBLEMS as KNOWN_PROBLEMS
from rooms.standing.panel import digest
from rooms.standing.rule import (
    PROBLEMS,
    Case,
    Enter,
    Question,
    Say,
    Seen,
    Standing,
    TurnDown,
    Way,
    decide,
    may_ask,
)
from rooms.standing.touches import Touch

TAGS = ("m1", "m2", "m3")
WAYS = st.sampled_from([Way(tag, f"{tag}@bro.example", time="10.00") for tag in TAGS])
SEEN = st.builds(
    Seen, in_call=st.booleans(), tag=st.sampled_from(["", *TAGS]), booked=st.booleans(), answers_alone=st.booleans()
).map(lambda seen: seen if seen.in_call else seen._replace(tag=""))
STANDINGS = st.builds(
    Standing,
    own=st.none() | WAYS,
    unit=st.lists(WAYS, max_size=3, unique_by=lambda way: way.tag).map(tuple),
    calls=st.dictionaries(st.sampled_from(["c1", "c2"]), WAYS),
)
MEANT = st.sampled_from(["", *TAGS]).map(lambda tag: (digest(tag),) if tag else ())
PRESSES = st.builds(Touch, st.just("press"), st.sampled_from(["join", "unit", "help"]), st.just(""), st.just(0), MEANT)
ANSWERS = st.builds(
    Touch,
    st.just("answer"),
    st.sampled_from(["join", "unit", "which", "help", "call"]),
    st.sampled_from(["c1", "c2", "x"]),
    st.integers(1, 5),
    st.lists(st.sampled_from([*TAGS, *map(digest, TAGS)]), max_size=5).map(tuple),
)
OWN = Way("m1", "m1@bro.example", time="10.00")
FREE = Seen()
# There is not much that can differ.
FEW = settings(max_examples=40)
JOIN = Touch("press", "join", "", more=(digest("m1"),))


@FEW
@given(PRESSES | ANSWERS, STANDINGS, SEEN)
def test_a_room_in_another_call_is_never_dialled_out_of_it(touch: Touch, standing: Standing, seen: Seen) -> None:
    deed = decide(touch, standing, seen)
    if isinstance(deed, Enter) and seen.in_call:
        # Said yes to a call into the meeting that it is in.
        assert deed.call
        assert seen.tag == deed.way.tag


@FEW
@given(PRESSES, STANDINGS, SEEN)
def test_what_others_have_booked_is_entered_only_after_a_second_question(
    touch: Touch, standing: Standing, seen: Seen
) -> None:
    assert not (seen.booked and isinstance(decide(touch, standing, seen), Enter))


@FEW
@given(PRESSES, STANDINGS, SEEN)
def test_no_press_alone_leads_into_a_meeting_that_is_not_the_rooms_own(
    touch: Touch, standing: Standing, seen: Seen
) -> None:
    deed = decide(touch, standing, seen)
    assert not isinstance(deed, Enter) or touch.about == "join"


def test_the_units_one_meeting_is_entered_after_a_question_that_names_its_time_and_the_unit() -> None:
    meant = (digest("m1"),)
    standing = Standing(unit=(OWN,), unit_name=("Barn", "Children"))
    press, yes = Touch("press", "unit", "", more=meant), Touch("answer", "unit", "q", 1, meant)
    asked = decide(press, standing, FREE)
    assert asked == Question("unit", "this-meeting", ("yes", "leave-it"), meant, "10.00", ("Barn", "Children"))
    assert decide(yes, standing, FREE) == Enter(OWN)
    assert decide(yes._replace(option=2), standing, FREE) is None
    # The meeting is another when they answer, or the room has come into a call.
    assert decide(yes, Standing(unit=(Way("m2", "2@bro.example", time="10.15"),)), FREE) == Say("again")
    assert decide(yes, standing, Seen(in_call=True)) == Say("in-call")
    # Also in a room that others have booked, where that is asked in the same breath.
    booked = Seen(booked=True)
    in_others_time = Question("unit", "booked-meeting", ("anyway", "leave-it"), meant, "10.00", ("Barn", "Children"))
    assert decide(press, standing, booked) == in_others_time
    assert decide(yes, standing, booked) == Enter(OWN)


def test_who_is_called_by_the_address_book_is_nobodys_meeting_and_takes_one_press() -> None:
    court = Way("book:court", "court@exchange.example")
    meant = (digest(court.tag),)
    press = Touch("press", "unit", "", more=meant)
    assert decide(press, Standing(unit=(court,)), FREE) == Enter(court)
    asked = Question("unit", "booked", ("anyway", "leave-it"), meant)
    assert decide(press, Standing(unit=(court,)), Seen(booked=True)) == asked


@FEW
@given(PRESSES | ANSWERS, STANDINGS, SEEN)
def test_only_what_can_be_dialled_now_is_dialled(touch: Touch, standing: Standing, seen: Seen) -> None:
    deed = decide(touch, standing, seen)
    if isinstance(deed, Enter):
        assert deed.way in ({standing.own} if touch.about == "join" else {*standing.unit, *standing.calls.values()})
        assert touch.kind == "press" or touch.option == 1 or touch.about == "which"
    if isinstance(deed, TurnDown):
        assert deed.call in standing.calls


@FEW
@given(PRESSES | ANSWERS, STANDINGS, SEEN)
def test_no_button_and_no_question_leads_to_another_meeting_than_it_named(
    touch: Touch, standing: Standing, seen: Seen
) -> None:
    deed = decide(touch, standing, seen)
    if isinstance(deed, Enter) and touch.about != "call":
        assert deed.way.tag in touch.more or digest(deed.way.tag) == touch.more[0]
    if isinstance(deed, Question) and touch.more and deed.about in {"join", "unit"}:
        assert deed.more == touch.more


@FEW
@given(ANSWERS.filter(lambda touch: touch.option > 1 and touch.about not in {"which", "help"}), STANDINGS, SEEN)
def test_another_answer_than_yes_dials_nobody(touch: Touch, standing: Standing, seen: Seen) -> None:
    assert not isinstance(decide(touch, standing, seen), Enter | Question)


@FEW
@given(WAYS, SEEN)
def test_a_host_disturbs_no_call_and_no_booking(way: Way, seen: Seen) -> None:
    answer = may_ask(way, seen)
    assert (answer == "ask") == (not seen.in_call and not seen.booked and not seen.answers_alone)
    assert (answer == "in") == (seen.in_call and seen.tag == way.tag)
    assert may_ask(way, seen, way.tag) == answer
    assert may_ask(way, seen, "another") != "ask"


def test_the_booked_meeting_is_joined_by_one_press() -> None:
    assert decide(JOIN, Standing(OWN), FREE) == Enter(OWN)
    assert decide(JOIN, Standing(), FREE) == Say("no-meeting")
    assert decide(JOIN, Standing(OWN), Seen(in_call=True, tag="m1")) == Say("already")
    assert decide(JOIN, Standing(OWN), Seen(in_call=True)) == Say("in-call")


def test_of_several_meetings_of_the_unit_the_people_choose_by_time() -> None:
    ways = (Way("m1", "1@bro.example", time="10.00"), Way("m2", "2@bro.example", time="10.15"))
    asked = decide(Touch("press", "unit", ""), Standing(unit=ways), FREE)
    assert asked == Question("which", "which-meeting", ("10.00", "10.15"), ("m1", "m2"))
    assert decide(Touch("answer", "which", "q", 2, ("m1", "m2")), Standing(unit=ways), FREE) == Enter(ways[1])
    gone = decide(Touch("answer", "which", "q", 1, ("m1", "m2")), Standing(unit=ways[1:]), FREE)
    assert gone == Say("no-unit-meeting")


def test_what_is_no_more_as_the_button_or_the_question_said_is_pressed_again() -> None:
    later = Way("m2", "m2@bro.example", time="11.00")
    booked = Seen(booked=True)
    asked = decide(JOIN, Standing(OWN), booked)
    assert asked == Question("join", "booked", ("anyway", "leave-it"), (digest("m1"),))
    yes = Touch("answer", "join", "q", 1, asked.more)
    assert decide(yes, Standing(OWN), booked) == Enter(OWN)
    assert decide(yes, Standing(later), booked) == Say("again")
    assert decide(JOIN, Standing(later), FREE) == Say("again")
    unit = Touch("press", "unit", "", more=(digest("m1"),))
    assert isinstance(decide(unit, Standing(unit=(OWN,)), FREE), Question)
    assert decide(unit, Standing(unit=(later,)), FREE) == Say("again")
    # It was of none or of several when it was shown.
    assert decide(unit._replace(more=()), Standing(unit=(OWN,)), FREE) == Question(
        "which", "which-meeting", ("10.00",), ("m1",)
    )


def test_a_call_that_is_off_is_said_to_be_so_and_one_that_was_taken_is_not() -> None:
    yes = Touch("answer", "call", "c1", 1)
    assert decide(yes, Standing(), FREE) == Say("called-off")
    assert decide(yes, Standing(answered={"c1"}), Seen(in_call=True, tag="m1")) is None


def test_help_becomes_a_case_with_one_of_the_problems() -> None:
    asked = decide(Touch("press", "help", ""), Standing(), Seen(in_call=True))
    assert asked == Question("help", "which-problem", PROBLEMS)
    assert decide(Touch("answer", "help", "q", 1), Standing(), FREE) == Case(PROBLEMS[0])
    assert set(PROBLEMS) == set(KNOWN_PROBLEMS)


def test_every_answer_of_the_rule_about_a_host_is_tried() -> None:
    answers = get_args(Literal["ask", "in", "call", "booking", "auto-answer"])
    seen = (FREE, Seen(in_call=True, tag="m1"), Seen(in_call=True), Seen(booked=True), Seen(answers_alone=True))
    assert tuple(may_ask(OWN, one) for one in seen) == answers
