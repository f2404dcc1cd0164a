"""The rules of a conference, one by one, and against rooms that do whatever they please."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from rooms.conference.messages import (
    Ask,
    CallChanged,
    Dial,
    Dialled,
    DialRefused,
    HasLeft,
    Leave,
    LineBack,
    LineLost,
    Look,
    Looked,
    Message,
    NoContact,
    Press,
    Resumed,
    Seen,
    Share,
    Tick,
    Tones,
)
from rooms.conference.presses import NotNow
from rooms.conference.state import AsFound, Stage, read, written
from tests.rooms.conference.planned import OPENS, PLAN, SITES
from tests.rooms.conference.told import Told

OURS, THEIRS = Seen("1", ours=True, connected=True), Seen("9", ours=False, connected=True)


@pytest.fixture
def begun() -> Told:
    told = Told()
    told.press(Press.BEGIN, "a")
    return told


def test_whoever_begins_is_dialled_and_the_others_are_asked(begun: Told) -> None:
    assert begun.done == [Look("a", 1), Look("b", 1), Look("c", 1)]
    assert begun.look("a") == (Dial("a", 2),)
    assert begun.look("b") == (Ask("b", 2),)
    assert begun.stage("x") is Stage.AWAITED


def test_a_yes_is_looked_at_before_it_is_dialled(begun: Told) -> None:
    begun.look("b")
    assert begun.press(Press.JOIN, "b") == (Look("b", 3),)
    assert begun.look("b") == (Dial("b", 4),)


@pytest.mark.parametrize("press", [Press.JOIN, Press.RETRY])
@pytest.mark.parametrize(("calls", "booked", "reason"), [((THEIRS,), False, "call"), ((), True, "booking")])
def test_a_room_that_is_taken_is_never_entered_also_when_it_is_tried_again(
    begun: Told, calls: tuple[Seen, ...], reason: str, press: Press, *, booked: bool
) -> None:
    for _ in range(3):
        assert begun.look("b", *calls, booked=booked) == ()
        assert (begun.stage("b"), begun.site("b").reason) == (Stage.BUSY, reason)
        assert begun.press(press, "b") == (Look("b", begun.site("b").turn),)
    assert not any(isinstance(action, Ask | Dial | Leave) for action in begun.done)


def test_our_call_gives_way_to_one_that_came_between_look_and_dial(begun: Told) -> None:
    begun.look("a")
    begun.tell(CallChanged("a", THEIRS))
    assert begun.look("a", OURS, THEIRS) == (Leave("a", 4, ("1",), restore=False),)
    begun.tell(HasLeft("a", 4))
    assert begun.stage("a") is Stage.BUSY


def test_a_call_of_ours_that_rings_gives_way_and_one_that_stands_is_the_peoples_own_choice(begun: Told) -> None:
    assert begun.look("a", replace(OURS, connected=False), THEIRS) == (Leave("a", 2, ("1",), restore=False),)
    assert begun.look("b", OURS, THEIRS) == ()
    assert begun.stage("b") is Stage.CONNECTED
    begun.tell(CallChanged("b", THEIRS))
    assert begun.stage("b") is Stage.CONNECTED


def test_an_answer_to_what_was_asked_earlier_is_out_of_date(begun: Told) -> None:
    begun.tell(Resumed())
    assert begun.tell(Looked("a", 1, ())) == ()
    begun.look("a")
    for late in (DialRefused("a", 1, "late"), NoContact("a", 1), HasLeft("a", 1)):
        assert begun.tell(late) == ()
        assert begun.stage("a") is Stage.ASKING


def test_a_call_that_a_room_tells_of_after_it_was_left_is_hung_up(begun: Told) -> None:
    begun.look("b")
    begun.press(Press.SKIP, "b")
    begun.look("b")
    begun.tell(HasLeft("b", begun.site("b").turn))
    assert begun.tell(CallChanged("b", OURS)) == (Look("b", begun.site("b").turn),)
    assert begun.look("b", OURS) == (Leave("b", begun.site("b").turn, ("1",)),)
    begun.tell(HasLeft("b", begun.site("b").turn))
    assert begun.stage("b") is Stage.SKIPPED


def test_an_end_while_a_room_is_being_left_ends_it_too(begun: Told) -> None:
    begun.look("a")
    begun.tell(CallChanged("a", THEIRS))
    begun.press(Press.END, "b")
    begun.look("a", THEIRS)
    begun.tell(HasLeft("a", begun.site("a").turn))
    assert begun.course.over
    assert begun.stage("a") is Stage.OVER


def test_a_question_is_taken_away_also_from_a_room_that_is_in_another_call(begun: Told) -> None:
    begun.look("b")
    begun.press(Press.END, "a")
    assert begun.look("b", THEIRS) == (Leave("b", begun.site("b").turn, (), restore=False),)


def test_the_same_press_told_twice_is_one(begun: Told) -> None:
    begun.press(Press.NEXT, "a", "same")
    begun.press(Press.NEXT, "a", "same")
    assert begun.course.case == 1


def test_cases_stay_within_the_list(begun: Told) -> None:
    for press, case in ((Press.PREVIOUS, 0), (Press.NEXT, 1), (Press.NEXT, 1), (Press.PREVIOUS, 0)):
        begun.press(press, "a")
        assert begun.course.case == case


@pytest.mark.parametrize("away", [timedelta(seconds=-1), timedelta(hours=2)])
def test_it_begins_only_within_its_time(away: timedelta) -> None:
    told = Told(now=OPENS + away)
    with pytest.raises(NotNow, match="not-open"):
        told.press(Press.BEGIN, "a")


def test_time_ends_nothing(begun: Told) -> None:
    begun.connect("a")
    begun.now = PLAN.closes + timedelta(hours=5)
    assert begun.tell(Tick()) == ()
    assert begun.stage("a") is Stage.CONNECTED


def test_a_room_that_is_not_in_the_plan_presses_nothing(begun: Told) -> None:
    with pytest.raises(NotNow, match="not-in-plan"):
        begun.press(Press.END, "d")
    with pytest.raises(NotNow, match="not-in-plan"):
        Told().press(Press.BEGIN, "x")


def test_a_failed_call_is_tried_again_three_times_then_waits_for_a_press(begun: Told) -> None:
    tried = 0
    for _ in range(10):
        begun.look("a")
        if begun.stage("a") is not Stage.DIALLING:
            break
        tried += 1
        begun.tell(DialRefused("a", begun.site("a").turn, "no-answer"))
        begun.now += timedelta(seconds=46)
        begun.tell(Tick())
    assert tried == 4
    assert (begun.stage("a"), begun.site("a").reason) == (Stage.FAILED, "no-answer")
    assert begun.press(Press.RETRY, "a") == (Look("a", begun.site("a").turn),)


def test_a_yes_given_long_ago_is_asked_for_again(begun: Told) -> None:
    begun.look("a")
    begun.tell(DialRefused("a", begun.site("a").turn, "no-answer"))
    begun.now += timedelta(minutes=6)
    begun.press(Press.RETRY, "a")
    assert begun.look("a") == (Ask("a", begun.site("a").turn),)


@pytest.mark.parametrize("leap", [timedelta(hours=-1), timedelta(days=-30), timedelta(minutes=6)])
def test_a_clock_that_leaps_makes_no_yes_last(begun: Told, leap: timedelta) -> None:
    begun.look("a")
    begun.tell(DialRefused("a", begun.site("a").turn, "no-answer"))
    begun.now += leap
    begun.press(Press.RETRY, "a")
    assert begun.look("a") == (Ask("a", begun.site("a").turn),)


def broken(told: Told) -> tuple[Message, ...]:
    """Return what is told when the line breaks under what is done there."""
    return NoContact("a", told.site("a").turn), LineLost("a")


def refused(told: Told) -> tuple[Message, ...]:
    """Return what is told when the call fails, and then the line is lost."""
    told.look("a")
    return DialRefused("a", told.site("a").turn, "busy"), LineLost("a")


def killed(told: Told) -> tuple[Message, ...]:
    """Return what is told when the call fails and then the controller is killed."""
    told.look("a")
    return DialRefused("a", told.site("a").turn, "busy"), Resumed()


@pytest.mark.parametrize("lost", [broken, refused, killed])
def test_a_yes_from_before_contact_was_lost_dials_no_more_whoever_tries_the_room_again(
    begun: Told, lost: Callable[[Told], tuple[Message, ...]]
) -> None:
    for message in lost(begun):
        begun.tell(message)
    begun.press(Press.RETRY, "a")
    begun.tell(LineBack("a"))
    assert begun.look("a") == (Ask("a", begun.site("a").turn),)


def test_a_room_that_was_skipped_after_its_yes_is_asked_anew(begun: Told) -> None:
    begun.press(Press.SKIP, "a")
    begun.press(Press.RETRY, "a")
    assert begun.look("a") == (Ask("a", begun.site("a").turn),)


def test_a_question_nobody_answers_is_a_no_and_the_room_may_come_late(begun: Told) -> None:
    begun.look("b")
    begun.now += timedelta(minutes=2)
    begun.tell(Tick())
    assert (begun.stage("b"), begun.site("b").reason) == (Stage.DECLINED, "no-answer")
    begun.press(Press.JOIN, "b")
    assert begun.look("b") == (Dial("b", begun.site("b").turn),)


def test_people_who_hang_up_are_not_dialled_again(begun: Told) -> None:
    begun.connect("b")
    begun.tell(CallChanged("b", OURS, gone=True))
    begun.now += timedelta(minutes=10)
    assert begun.tell(Tick()) == ()
    assert begun.stage("b") is Stage.LEFT


def test_a_room_that_lost_its_power_is_asked_when_it_is_back(begun: Told) -> None:
    begun.connect("b")
    begun.tell(LineLost("b"))
    assert begun.stage("b") is Stage.UNREACHABLE
    begun.tell(LineBack("b"))
    assert begun.look("b") == (Ask("b", begun.site("b").turn),)


def test_a_room_whose_line_alone_was_lost_is_where_it_was(begun: Told) -> None:
    begun.connect("b")
    begun.tell(LineLost("b"))
    begun.tell(LineBack("b"))
    assert begun.look("b", OURS) == ()
    assert begun.stage("b") is Stage.CONNECTED


@pytest.mark.parametrize("calls", [(), (OURS,)])
def test_after_a_kill_a_call_of_ours_is_taken_up_and_else_its_people_are_asked(
    begun: Told, calls: tuple[Seen, ...]
) -> None:
    begun.look("a")
    again = Told(read(written(begun.course)))
    assert Look("a", 3) in again.tell(Resumed())
    assert again.look("a", *calls) == ((Share("a"),) if calls else (Ask("a", 4),))
    assert not any(isinstance(action, Dial) for action in again.done)


def test_what_the_presenter_shows_is_shared_once_in_a_call(begun: Told) -> None:
    begun.connect("a")
    for loss in (LineLost("a"), LineBack("a")):
        begun.tell(loss)
    assert begun.look("a", OURS) == ()
    begun.tell(Resumed())
    assert begun.look("a", OURS) == ()
    assert begun.done.count(Share("a")) == 1


@pytest.mark.parametrize("loss", [(), (LineLost("b"),), (LineLost("b"), LineBack("b")), (Resumed(),)])
def test_people_who_hang_up_on_the_panel_are_out_whatever_we_know_of_them(
    begun: Told, loss: tuple[Message, ...]
) -> None:
    begun.connect("b")
    for message in loss:
        begun.tell(message)
    begun.press(Press.DECLINE, "b")
    assert begun.look("b", OURS) == (Leave("b", begun.site("b").turn, ("1",)),)
    begun.tell(HasLeft("b", begun.site("b").turn))
    assert begun.stage("b") is Stage.LEFT


def test_when_the_time_is_over_nobody_is_asked_who_does_not_ask(begun: Told) -> None:
    begun.connect("b")
    begun.tell(LineLost("b"))
    begun.now = PLAN.closes
    begun.tell(LineBack("b"))
    assert begun.look("b") == ()
    assert (begun.stage("b"), begun.site("b").reason) == (Stage.DECLINED, "closed")
    begun.press(Press.JOIN, "b")
    assert begun.look("b") == (Dial("b", begun.site("b").turn),)


def test_a_call_we_made_is_ours_also_before_it_shows_its_mark(begun: Told) -> None:
    begun.look("a")
    begun.tell(Dialled("a", 2, "1"))
    begun.tell(CallChanged("a", replace(OURS, ours=False)))
    assert begun.stage("a") is Stage.CONNECTED


def test_a_room_whose_people_left_is_not_put_back_under_others(begun: Told) -> None:
    found = AsFound(volume=50)
    begun.tell(Looked("a", 1, (), found=found))
    begun.tell(Dialled("a", 2, "1"))
    begun.tell(CallChanged("a", OURS))
    begun.tell(CallChanged("a", OURS, gone=True))
    begun.press(Press.END, "b")
    begun.look("a")
    assert all(action.found is None for action in begun.done if isinstance(action, Leave))


def test_the_presenter_shares_and_a_code_is_sent_once(begun: Told) -> None:
    begun.look("a")
    begun.tell(Dialled("a", 2, "1"))
    wanted = replace(OURS, connected=False, pin_wanted=True)
    assert begun.tell(CallChanged("a", wanted)) == (Tones("a", "1"),)
    assert begun.tell(CallChanged("a", wanted)) == ()
    assert begun.tell(CallChanged("a", OURS)) == (Share("a"),)
    assert begun.tell(CallChanged("a", OURS)) == ()


def test_ending_hangs_up_ours_alone(begun: Told) -> None:
    begun.connect("a")
    begun.look("b", THEIRS)
    assert [type(action) for action in begun.press(Press.END, "a")] == [Look]
    assert begun.look("a", OURS) == (Leave("a", begun.site("a").turn, ("1",), shared=True),)
    begun.tell(HasLeft("a", begun.site("a").turn))
    assert begun.course.over
    assert {begun.stage(site) for site in SITES} == {Stage.OVER}


def test_a_call_that_comes_about_after_the_end_is_hung_up(begun: Told) -> None:
    begun.look("a")
    begun.press(Press.END, "a")
    begun.look("a")
    begun.tell(HasLeft("a", begun.site("a").turn))
    assert begun.course.over
    assert [type(action) for action in begun.tell(Dialled("a", 2, "1"))] == [Look]
    assert begun.look("a", OURS) == (Leave("a", begun.site("a").turn, ("1",)),)


def test_one_that_is_in_is_not_skipped(begun: Told) -> None:
    begun.connect("b")
    begun.press(Press.SKIP, "b")
    assert begun.stage("b") is Stage.CONNECTED
    begun.press(Press.SKIP, "x")
    begun.look("c")
    begun.press(Press.SKIP, "c")
    begun.look("c")
    begun.tell(HasLeft("c", begun.site("c").turn))
    assert (begun.stage("x"), begun.stage("c")) == (Stage.SKIPPED, Stage.SKIPPED)


def test_a_room_that_takes_calls_without_its_people_is_not_used(begun: Told) -> None:
    for press in (Press.JOIN, Press.RETRY):
        assert begun.tell(Looked("b", begun.site("b").turn, (), answers_alone=True)) == ()
        assert (begun.stage("b"), begun.site("b").reason) == (Stage.BUSY, "auto-answer")
        begun.press(press, "b")


def test_a_room_is_put_back_as_it_was_before_anything_was_done_in_it(begun: Told) -> None:
    first, later = AsFound(40, "Standby"), AsFound(90, "Off", "Equal")
    begun.tell(Looked("b", begun.site("b").turn, (), found=first))
    begun.press(Press.JOIN, "b")
    begun.tell(Looked("b", begun.site("b").turn, (), found=later))
    begun.press(Press.END, "a")
    assert begun.look("b", OURS) == (Leave("b", begun.site("b").turn, ("1",), found=first),)
    begun.tell(HasLeft("b", begun.site("b").turn))
    assert begun.site("b").found is None


def test_a_room_whose_people_say_no_is_theirs_and_not_put_back(begun: Told) -> None:
    begun.tell(Looked("b", begun.site("b").turn, (), found=AsFound(40, "Standby")))
    begun.press(Press.DECLINE, "b")
    begun.press(Press.END, "a")
    assert begun.look("b") == (Leave("b", begun.site("b").turn, ()),)


def test_a_room_that_hangs_up_on_its_panel_has_left_and_may_come_back(begun: Told) -> None:
    begun.connect("b")
    begun.press(Press.DECLINE, "b")
    assert begun.look("b", OURS) == (Leave("b", begun.site("b").turn, ("1",)),)
    begun.tell(HasLeft("b", begun.site("b").turn))
    assert begun.stage("b") is Stage.LEFT
    begun.press(Press.JOIN, "b")
    assert begun.look("b") == (Dial("b", begun.site("b").turn),)


def test_a_yes_to_an_earlier_question_counts_while_the_room_is_looked_at(begun: Told) -> None:
    begun.look("b")
    begun.tell(Resumed())
    assert begun.press(Press.JOIN, "b") == ()
    assert begun.look("b") == (Dial("b", begun.site("b").turn),)
