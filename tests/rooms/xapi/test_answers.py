import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.errors import BadParameter, Busy, NotSupported, Refused, RoomError, Unreadable
from rooms.xapi import answers
from rooms.xapi.channel import Node
from rooms.xapi.from_json import wrapped
from rooms.xapi.from_xml import read_xml
from tests.rooms.xapi.trees import ANSWERS, PATHS, fuzzed

NO_MATCH = {"status": "Error", "Reason": {"Value": "No match on address expression"}, "XPath": {"Value": "/Status/X"}}


def tree(value: object) -> dict[str, Node]:
    found = wrapped(value)
    assert isinstance(found, dict)
    return found


def test_results_are_the_same_from_json_and_xml() -> None:
    json = tree({"CommandResponse": {"DialResult": {"status": "OK", "CallId": {"Value": "2"}}}, "ResultId": "7"})
    xml = read_xml('<Command><DialResult status="OK"><CallId>2</CallId></DialResult></Command>')
    assert answers.result(json) == answers.result(xml) == {"CallId": "2"}


@pytest.mark.parametrize(
    "empty",
    [{"CommandResponse": {"VolumeSetResult": {"status": "OK"}}}, {"CommandResponse": {}}, {"ResultId": "4"}, {}],
)
def test_a_result_may_be_empty(empty: dict[str, Node]) -> None:
    assert answers.result(empty) == {}


def test_an_answer_about_something_else_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        answers.result({"Status": {"Audio": "x"}})


@pytest.mark.parametrize(
    ("refusal", "expected", "words"),
    [
        ({"Result": {"status": "Error", "Reason": {"Value": "Unknown command"}}}, NotSupported, "Unknown command"),
        ({"DialResult": {"status": "ParameterError", "Number": {"Value": "x"}}}, BadParameter, "Number"),
        ({"DialResult": {"status": "ParameterError", "Reason": {"Value": "bad"}}}, BadParameter, "did not say"),
        ({"DialResult": {"status": "ParameterError", "a b\n": {"Value": "x"}}}, BadParameter, "did not say"),
        ({"DialResult": {"status": "Error", "Error": {"Value": "Not paired"}}}, Refused, "Not paired"),
        ({"DialResult": {"status": "Error", "Cause": {"Value": "21"}}}, Refused, "21"),
        ({"DialResult": {"status": "Error", "Cause": {"Value": "anna@x.example"}}}, Refused, "without a reason"),
        ({"status": "Error", "Reason": {"Value": "calling anna@x.example"}}, Refused, "calling …"),
    ],
)
def test_a_refused_command_is_the_narrow_error(refusal: object, expected: type[RoomError], words: str) -> None:
    with pytest.raises(expected, match=words) as caught:
        answers.result(tree({"CommandResponse": refusal}))
    assert "anna" not in str(caught.value)


@pytest.mark.parametrize(
    "answer", [{"Status": NO_MATCH}, {"CommandResponse": {"Status": NO_MATCH}}, {"Result": NO_MATCH}]
)
def test_a_status_nobody_knows_is_not_supported(answer: object) -> None:
    with pytest.raises(NotSupported):
        answers.status(tree(answer), ("X",))


def test_a_status_with_nothing_in_it_is_empty() -> None:
    assert answers.status({"ResultId": "4"}, ("Call",)) == {}
    assert answers.status(tree({"Status": {"Call": [{"id": "4", "Status": {"Value": "Idle"}}]}}), ("Call", "4")) == {
        "id": "4",
        "Status": "Idle",
    }


def test_a_setting_is_read_and_a_wrong_value_named() -> None:
    assert answers.configuration(tree({"Configuration": {"A": {"B": {"Value": "On"}}}}), ("A", "B")) == "On"
    answers.configured({"ResultId": "4"})
    answers.configured({})
    wrong = tree({"Configuration": {"Audio": {"DefaultVolume": {"error": "True", "Value": "Illegal value"}}}})
    with pytest.raises(BadParameter, match="DefaultVolume"):
        answers.configured(wrong)
    with pytest.raises(NotSupported):
        answers.configured(tree({"Configuration": NO_MATCH}))


@pytest.mark.parametrize(
    ("code", "message", "data", "expected"),
    [
        (-32601, "Method not found", None, NotSupported),
        (-32602, "Invalid params", None, BadParameter),
        (-32602, "No match on address expression", None, NotSupported),
        (-31999, "Permission denied", None, Refused),
        (-31997, "System not ready", None, Busy),
        (1, "Not paired with isdn link", {"Cause": 21}, Refused),
        (1, "Bad argument", {"Cause": 27}, BadParameter),
        (1, "No match on address expression", None, NotSupported),
        ("x", ["y"], 4, Refused),
    ],
)
def test_json_rpc_errors_are_the_same_narrow_errors(
    code: object, message: object, data: object, expected: type[RoomError]
) -> None:
    assert type(answers.rpc_failure(code, message, data)) is expected


def test_a_json_rpc_refusal_keeps_its_cause_and_no_name() -> None:
    found = answers.rpc_failure(1, "no answer from anna@x.example", {"Cause": 21})
    assert isinstance(found, Refused)
    assert found.cause == "21"
    assert "anna" not in str(answers.rpc_failure(1, "no answer from anna@x.example", {}))


@fuzzed
@given(ANSWERS, PATHS)
def test_any_tree_is_an_answer_or_a_room_error(answer: dict[str, Node], path: tuple[str, ...]) -> None:
    for read in (answers.result, answers.configured, lambda node: answers.status(node, path)):
        try:
            read(answer)
        except RoomError as fault:
            str(fault).encode()


@fuzzed
@given(
    st.integers() | st.text() | st.none() | st.lists(st.none()),
    st.text() | st.none(),
    st.dictionaries(st.just("Cause"), st.integers() | st.text()) | st.none(),
)
def test_any_json_rpc_error_is_a_room_error(code: object, message: object, data: object) -> None:
    str(answers.rpc_failure(code, message, data)).encode()
