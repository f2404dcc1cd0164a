"""How many rooms meet an account that none has taken."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.endpoint import Account
from rooms.fleet.lanes import GRACE_SECONDS
from rooms.fleet.trials import MOST_TRIED, Trials

ACCOUNT = Account("a", "b")


@given(st.lists(st.sampled_from(["refused", "ended", "waits"]), max_size=30))
def test_no_more_than_three_rooms_refuse_it_whatever_the_others_do(answers: list[str]) -> None:
    now, trials = 0.0, Trials(lambda: now)
    refused: set[str] = set()
    for number, answer in enumerate(answers):
        room_id = f"r{number}"
        while not trials.claim(ACCOUNT, room_id):
            now += GRACE_SECONDS  # those that wait hold up nobody for longer
        if trials.is_refused(ACCOUNT):
            continue
        if answer == "refused":
            trials.refused(ACCOUNT, room_id)
            refused.add(room_id)
        elif answer == "ended":
            trials.ended(ACCOUNT, room_id)
    assert len(refused) == min(MOST_TRIED, answers.count("refused"))


def test_only_three_meet_it_at_a_time_until_one_has_taken_it() -> None:
    trials = Trials(lambda: 0.0)
    assert [trials.claim(ACCOUNT, f"r{number}") for number in range(4)] == [True, True, True, False]
    assert trials.claim(Account("another", "b"), "r3")
    trials.refused(ACCOUNT, "r0")
    assert not trials.claim(ACCOUNT, "r3")
    trials.taken(ACCOUNT)
    assert all(trials.claim(ACCOUNT, f"r{number}") for number in range(99))
    assert not trials.is_refused(ACCOUNT)


def test_it_is_tried_again_when_somebody_has_let_the_rooms_go() -> None:
    trials = Trials()
    for room_id in "abc":
        trials.refused(ACCOUNT, room_id)
    trials.let_go(lambda: dict.fromkeys("abcd", "why"))
    assert trials.is_refused(ACCOUNT)
    assert trials.let_go(lambda: {"b": "why", "c": "why"}).keys() == {"b", "c"}
    assert not trials.is_refused(ACCOUNT)
