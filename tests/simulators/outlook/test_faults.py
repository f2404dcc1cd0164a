import re
from pathlib import Path

import pytest

from simulators.outlook import faults as module
from simulators.outlook.faults import METHODS, Faults


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(faults: Faults, method: str = "body.set", *, write: bool = True) -> str | None:
    fault = faults.take(method, write=write)
    return fault.name if fault else None


def test_a_fault_lasts_until_it_is_cleared() -> None:
    faults = Faults()
    faults.control({"fault": "drop"})
    assert [taken(faults), taken(faults)] == ["drop", "drop"]
    faults.control({"fault": "none"})
    assert taken(faults) is None


def test_count_ends_a_fault_and_counts_only_calls_it_hits() -> None:
    faults = Faults()
    faults.control({"fault": "rewrite", "count": 1})
    assert taken(faults, "subject.set") is None
    assert [taken(faults), taken(faults)] == ["rewrite", None]


def test_seconds_ends_a_fault() -> None:
    clock = Clock()
    faults = Faults(clock)
    faults.control({"fault": "fail", "seconds": 5, "code": 9042})
    assert taken(faults) == "fail"
    clock.now += 5
    assert taken(faults) is None


def test_on_limits_a_fault_to_one_method() -> None:
    faults = Faults()
    faults.control({"fault": "fail", "on": "places.add"})
    assert [taken(faults), taken(faults, "places.add")] == [None, "fail"]


def test_only_writes_are_dropped() -> None:
    faults = Faults()
    faults.control({"fault": "drop"})
    assert taken(faults, "body.get", write=False) is None


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        ({"fault": "explode"}, "unknown fault: explode"),
        ({}, "unknown fault: None"),
        ({"fault": "drop", "times": 2}, "unknown key: times"),
        ({"fault": "drop", "count": -1}, "count"),
        ({"fault": "drop", "seconds": "5"}, "seconds"),
        ({"fault": "drop", "count": True}, "count"),
        ({"fault": "drop", "on": 3}, "on"),
        ({"fault": "drop", "on": "body.write"}, "no method is called body.write"),
    ],
)
def test_an_order_it_does_not_understand_is_refused(order: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Faults().control(order)


def test_the_methods_named_here_are_those_the_page_answers() -> None:
    page = (Path(module.__file__).parent / "page" / "methods.js").read_text("utf-8")
    assert sorted(METHODS) == sorted(re.findall(r"(?:read|write)\(\s*\"([a-z.]+)\"", page))
