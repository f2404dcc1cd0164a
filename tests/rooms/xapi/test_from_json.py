import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.errors import Unreadable
from rooms.xapi.from_json import loads, typed, wrapped
from rooms.xapi.limits import MOST_BYTES, MOST_LEVELS
from tests.rooms.xapi.trees import fuzzed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["Value", "id", "error", "a"]), inner),
    max_leaves=20,
)


def test_leaves_of_ssh_are_unwrapped() -> None:
    answer = '{"Status":{"Audio":{"Volume":{"Value":"50","valueSpaceRef":"/v"}},"Call":[{"id":"2","ghost":"True"}]}}'
    assert wrapped(loads(answer)) == {"Status": {"Audio": {"Volume": "50"}, "Call": [{"id": "2", "ghost": "True"}]}}


def test_a_leaf_named_value_is_not_mistaken_for_a_wrapping() -> None:
    pressed = '{"Event":{"Action":{"WidgetId":{"Value":"w"},"Value":{"Value":"5"},"id":"1"}}}'
    assert wrapped(loads(pressed)) == {"Event": {"Action": {"WidgetId": "w", "Value": "5", "id": "1"}}}
    assert typed(loads('{"Action":{"WidgetId":"w","Value":5,"Held":true,"Gone":null}}')) == {
        "Action": {"WidgetId": "w", "Value": "5", "Held": "True", "Gone": ""}
    }


def test_a_leaf_in_a_list_is_its_text_over_either_way() -> None:
    said = '{"Expression":[{"id":1,"Value":"/Status/Call"},{"id":2,"Value":3}],"Action":{"id":1,"Value":5,"Type":"x"}}'
    assert typed(loads(said)) == {"Expression": ["/Status/Call", "3"], "Action": {"id": "1", "Value": "5", "Type": "x"}}


def test_a_leaf_marked_as_wrong_keeps_its_mark() -> None:
    assert wrapped({"Level": {"error": "True", "Value": "Illegal value"}}) == {
        "Level": {"error": "True", "Value": "Illegal value"}
    }


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Command not recognized.",
        '{"Status":',
        "[" * 100_000,
        '{"a":NaN}',
        '{"a":' + "1" * 5000 + "}",
        b"\xff\xfe\x00",
        " " * (MOST_BYTES + 1),
    ],
    ids=["nothing", "words", "half", "deep", "not a number", "long number", "no text", "too long"],
)
def test_what_is_no_json_is_unreadable(answer: str | bytes) -> None:
    with pytest.raises(Unreadable):
        loads(answer)


def test_a_tree_is_as_deep_as_a_device_needs_and_no_deeper() -> None:
    fits = loads("[" * MOST_LEVELS + "]" * MOST_LEVELS)
    assert isinstance(typed(fits), list)
    with pytest.raises(Unreadable):
        typed([[fits]])


def test_a_name_is_as_long_as_a_device_needs_and_no_longer() -> None:
    for read in (wrapped, typed):
        assert read({"a" * 100: "x"}) == {"a" * 100: "x"}
        with pytest.raises(Unreadable):
            read({"b": {"a" * 101: "x"}})


@fuzzed
@given(JSON)
def test_any_json_becomes_a_tree_of_text(value: object) -> None:
    for tree in (wrapped(loads(json.dumps(value))), typed(loads(json.dumps(value)))):
        assert all(isinstance(leaf, str) and leaf.encode() is not None for leaf in _leaves(tree))


def _leaves(tree: object) -> list[object]:
    if isinstance(tree, dict):
        return [leaf for inner in tree.values() for leaf in _leaves(inner)]
    return [leaf for inner in tree for leaf in _leaves(inner)] if isinstance(tree, list) else [tree]
