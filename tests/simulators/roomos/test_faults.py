"""Orders for faults: how often, how long, and what comes instead of an answer."""

import json

import pytest
from defusedxml import EntitiesForbidden
from defusedxml.ElementTree import fromstring

from simulators.roomos.faults import HUGE_BYTES, SLOW_SECONDS, Fault, Faults, Spoilt

ANSWER = b'{"Status":{"Audio":{"Volume":{"Value":"50"}}}}\n'
XML = b"<Status><Audio><Volume>50</Volume></Audio></Status>"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_fault_hits_as_often_and_as_long_as_ordered() -> None:
    clock = Clock()
    faults = Faults(clock)
    assert not faults.due(Fault.REFUSE)
    faults.order(Fault.REFUSE, count=2)
    assert [faults.due(Fault.REFUSE) for _ in range(3)] == [True, True, False]
    faults.order(Fault.REFUSE, count=9, seconds=5)
    clock.now = 4.9
    assert faults.due(Fault.REFUSE)
    clock.now = 5.0
    assert not faults.due(Fault.REFUSE)
    faults.order(Fault.DROP, count=9)
    faults.calm()
    assert faults.spoil(ANSWER) == Spoilt(ANSWER)


@pytest.mark.parametrize("answer", [ANSWER, XML])
def test_an_answer_is_spoilt_in_the_way_that_was_ordered(answer: bytes) -> None:
    faults = Faults()
    half = answer[: len(answer) // 2]
    expected = {
        Fault.SLOW: Spoilt(answer, delay=SLOW_SECONDS),
        Fault.DROP: Spoilt(half, cut=True),
        Fault.HALF: Spoilt(half),
    }
    for fault, spoilt in expected.items():
        faults.order(fault)
        assert faults.spoil(answer) == spoilt
        assert faults.spoil(answer) == Spoilt(answer)
    faults.order(Fault.HUGE)
    assert len(faults.spoil(answer).data) > HUGE_BYTES
    faults.order(Fault.GARBAGE)
    with pytest.raises(UnicodeDecodeError):
        faults.spoil(answer).data.decode()


def test_bombs_are_bombs() -> None:
    faults = Faults()
    faults.order(Fault.BOMB, count=2)
    with pytest.raises(EntitiesForbidden):
        fromstring(faults.spoil(XML).data)
    with pytest.raises((RecursionError, json.JSONDecodeError)):
        json.loads(faults.spoil(ANSWER).data)
