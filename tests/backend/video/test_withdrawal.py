"""What the job `video.withdraw` is told is read as it was put, also what an earlier version had put."""

from itertools import product

import pytest

from backend.jobs import EmbeddedQueue
from backend.jobs.service import Payload
from backend.video import withdrawal
from backend.video.withdrawal import WITHDRAW, Withdrawal
from tests.backend.video.house import House


def test_what_is_put_is_read(house: House) -> None:
    asked = [
        Withdrawal(f"q{number}", call and f"c{number}", is_in=is_in, for_good=for_good)
        for number, (call, is_in, for_good) in enumerate(product((None, "c"), (False, True), (False, True)))
    ]
    assert _read(house, asked) == asked


def test_a_call_is_ended_whatever_is_asked_about_its_owner(house: House) -> None:
    call, sent_away, for_good = (
        Withdrawal("q1", "c1"),
        Withdrawal("q1", is_in=True),
        Withdrawal("q1", is_in=True, for_good=True),
    )
    assert _read(house, [call, sent_away, for_good]) == [call, for_good]


def _read(house: House, asked: list[Withdrawal]) -> list[Withdrawal]:
    jobs, read = EmbeddedQueue(house.database, house.clock), list[Withdrawal]()
    jobs.register(WITHDRAW, lambda payload: read.append(withdrawal.read(payload)))
    with house.database.write() as session:
        for each in asked:
            withdrawal.put(jobs, session, each)
    jobs.drain()
    return read


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        ({"presence": "q1", "in": True}, Withdrawal("q1", is_in=True)),
        ({"presence": "q1", "in": False, "for_good": True}, Withdrawal("q1", for_good=True)),
        ({"presence": "q1", "call": "c1"}, Withdrawal("q1", "c1")),
        ({"presence": "q1"}, Withdrawal("q1")),
    ],
)
def test_a_job_that_an_earlier_version_put_is_still_read(payload: Payload, wanted: Withdrawal) -> None:
    assert withdrawal.read(payload) == wanted
