"""Trees: what is merged is there, what is told is what changed, and an expression lets its own part through."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.roomos.errors import NoMatch
from simulators.roomos.feedback import Subscription, parse, written
from simulators.roomos.tree import Branch, at, changes, copy, find, merge, prune, settled
from tests.simulators.roomos.rig import fuzzed

NAMES = st.sampled_from(("Audio", "Call", "Volume", "Status"))
LEAVES = st.integers(0, 3) | st.sampled_from(("On", "Off"))
LISTS = st.lists(st.builds(lambda number, leaf: {"id": number, "Status": leaf}, st.integers(1, 3), LEAVES), max_size=3,
                 unique_by=lambda one: one["id"])  # fmt: skip
# A name is always of the same kind, as in a device's status.
BRANCHES = st.fixed_dictionaries(
    {},
    optional={
        "Standby": st.fixed_dictionaries({}, optional={"State": LEAVES}),
        "Audio": st.fixed_dictionaries({}, optional={"Volume": LEAVES, "Mute": LEAVES}),
        "Call": LISTS,
    },
)


@fuzzed
@given(BRANCHES, BRANCHES)
def test_what_is_told_is_what_was_not_so_before(old: Branch, change: Branch) -> None:
    told = changes(old, change)
    after: Any = copy(old)
    merge(after, change)
    assert changes(after, change) == {}
    again: Any = copy(old)
    merge(again, told)
    assert {name: one for name, one in again.items() if one} == {name: one for name, one in after.items() if one}


@fuzzed
@given(BRANCHES)
def test_a_copy_shares_nothing(tree: Branch) -> None:
    before = copy(tree)
    merge(copy(tree), at(("Call", 1), {"Status": "x"}))  # type: ignore[arg-type] # a copy of a branch is one
    assert tree == before


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (
            (),
            {
                "Call": [{"id": 1, "Status": "A", "Type": {"X": 1}}, {"id": 2, "Status": "B"}],
                "Standby": {"State": "Off"},
            },
        ),
        (("standby",), {"Standby": {"State": "Off"}}),
        (("Call", "Status"), {"Call": [{"id": 1, "Status": "A"}, {"id": 2, "Status": "B"}]}),
        (("Call", 2), {"Call": [{"id": 2, "Status": "B"}]}),
        (("Call", "2", "Status"), {"Call": [{"id": 2, "Status": "B"}]}),
        (("Call", "*", "Type"), {"Call": [{"id": 1, "Type": {"X": 1}}]}),
        (("*", "State"), {"Standby": {"State": "Off"}}),
        (("**", "X"), {"Call": [{"id": 1, "Type": {"X": 1}}]}),
        (("**", "Status"), {"Call": [{"id": 1, "Status": "A"}, {"id": 2, "Status": "B"}]}),
        (("Call", 3), None),
        (("Nonsense",), None),
        (("Standby", "State", "More"), None),
    ],
)
def test_an_expression_lets_its_part_through(path: tuple[str | int, ...], found: Branch | None) -> None:
    tree: Branch = {
        "Call": [{"id": 1, "Status": "A", "Type": {"X": 1}}, {"id": 2, "Status": "B"}],
        "Standby": {"State": "Off"},
    }
    assert prune(tree, path) == found


def test_a_ghost_is_told_to_whoever_listened_to_a_part_of_it() -> None:
    tree = at(("Call", 2), {"ghost": "True"})
    assert prune(tree, ("Call", "Status")) == {"Call": [{"id": 2, "ghost": "True"}]}
    assert prune(tree, ("Call", 3, "Status")) is None


def test_what_is_worked_out_when_read_is_so() -> None:
    tree: Branch = {"Uptime": lambda: 7}
    assert settled(tree) == {"Uptime": 7}
    assert find(tree, ("uptime",)) is tree["Uptime"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/Status/Call", ("Status", "Call")),
        ("Status/Call", ("Status", "Call")),
        ("/status/Call[3]/Status", ("Status", "Call", 3, "Status")),
        ("/Status/Call[@item='3']", ("Status", "Call", 3)),
        ("/Event", ("Event",)),
        ("/Configuration Audio", ("Configuration", "Audio")),
    ],
)
def test_an_expression_is_read(text: str, path: tuple[str | int, ...]) -> None:
    assert parse(text) == path
    assert parse(written(path)) == path


@pytest.mark.parametrize("text", ["", "/", "/Command/Dial", "/Status/Call[", "/Status/Call[x]", "//Call", "/Status/é"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(NoMatch):
        parse(text)


def test_a_change_is_heard_once_however_many_expressions_fit() -> None:
    heard: list[Branch] = []
    subscription = Subscription(heard.append, [("Status",), ("Status", "Audio"), ("Status", "Audio", "Volume")])
    subscription.hear({"Status": {"Audio": {"Volume": 3}}})
    subscription.hear({"Event": {"BootEvent": {}}})
    assert heard == [{"Status": {"Audio": {"Volume": 3}}}]
