import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.xapi.channel import Value
from rooms.xapi.spaces import is_plain, space
from tests.rooms.xapi.trees import fuzzed

LEVEL, NAME, MODE = space("required integer 0..100"), space("text 1..4"), space("words On|Off")


@pytest.mark.parametrize(
    ("spec", "taken", "refused"),
    [
        ("required integer 0..100", [0, 100], [-1, 101, "50", True, [], [5, 5]]),
        ("integer -1..65534", [-1, 65534], [-2]),
        ("text 1..4", ["a", "åå", "1234"], ["", "ååå", "12345", "a\nb", "a\rb", "\x00", "\ud800", ["a", "b"]]),
        ("words On|Off", ["On", "Off"], ["on", "", "On|Off", "Off\n", True]),
        ("text 1..9 times 2", ["a", ["a"], ["a", "b"]], [[], ["a", "b", "c"], ["a", ""]]),
    ],
)
def test_a_space_takes_what_is_within(spec: str, taken: list[Value], refused: list[Value]) -> None:
    wanted = space(spec)
    assert [value for value in taken if not wanted.takes(value)] == []
    assert [value for value in refused if wanted.takes(value)] == []


@pytest.mark.parametrize("spec", ["", "integer", "integer 1", "words ", "required", "text a..b"])
def test_a_space_nobody_knows_is_a_mistake(spec: str) -> None:
    with pytest.raises(ValueError, match="no value space"):
        space(spec)


@fuzzed
@given(st.integers())
def test_an_integer_is_taken_exactly_within_its_bounds(value: int) -> None:
    assert LEVEL.takes(value) == (0 <= value <= 100)


@fuzzed
@given(st.text(max_size=6))
def test_no_text_that_is_taken_can_end_a_line(value: str) -> None:
    if NAME.takes(value):
        assert value.splitlines() == [value]
        assert 1 <= len(value.encode()) <= 4
    assert not MODE.takes(value) or value in {"On", "Off"}


@fuzzed
@given(st.text(max_size=6))
def test_a_plain_name_has_nothing_that_means_something_on_a_line(value: str) -> None:
    if is_plain([value]):
        assert value.replace(".", "").isalnum()
        assert value.isascii()
