"""What is written to the device: nothing in a value can end its line, and a body's length is that of its bytes."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_ssh import phrases
from rooms.errors import BadParameter, NotSupported

TEXTS = st.text() | st.sampled_from(['a"b', "\\", '" | resultId="9"', "a\nbye", "a\rbye", "a\u2028b"])
# What ends a line for a device or for Python, and what cannot be sent.
BREAKING = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def test_a_command_is_written_as_the_guide_has_it() -> None:
    line = phrases.command(
        ("UserInterface", "Message", "Prompt", "Display"),
        {"Text": 'Säg "ja" \\ nej', "Duration": 30, "Option.1": "Ja", "Loud": False, "Source": ["1", "2"]},
    )
    assert line == (
        'xCommand UserInterface Message Prompt Display Text: "Säg \\"ja\\" \\\\ nej" Duration: 30 Option.1: "Ja" '
        'Loud: False Source: "1" Source: "2"'
    )


def test_status_and_configuration_are_written_with_their_paths() -> None:
    assert phrases.status(("Call", "42", "Status")) == "xStatus Call 42 Status"
    assert phrases.configuration(("Audio", "DefaultVolume")) == "xConfiguration Audio DefaultVolume"
    assert phrases.setting(("Audio", "DefaultVolume"), 55) == "xConfiguration Audio DefaultVolume: 55"
    assert phrases.setting(("SystemUnit", "Name"), "Sal 4") == 'xConfiguration SystemUnit Name: "Sal 4"'


def test_an_item_of_a_list_stands_in_brackets_in_an_expression() -> None:
    assert phrases.expression(("Status", "Call")) == "/Status/Call"
    assert phrases.expression(("Status", "Video", "Input", "Connector", "3")) == "/Status/Video/Input/Connector[3]"


@pytest.mark.parametrize("path", [(), ("Status",)])
def test_everything_is_never_asked_for(path: tuple[str, ...]) -> None:
    with pytest.raises(NotSupported):
        phrases.expression(path)


@given(TEXTS)
def test_a_text_stays_within_its_line_and_its_quotes(value: str) -> None:
    if BREAKING.search(value):
        with pytest.raises(BadParameter, match="Number"):
            phrases.command(("Dial",), {"Number": value})
        return
    sent = phrases.tagged(phrases.command(("Dial",), {"Number": value}), "7")
    assert sent.count(b"\n") == 1
    assert len(sent.decode().splitlines()) == 1
    found = re.fullmatch(r'xCommand Dial Number: (".*") \| resultId="7"\n', sent.decode())
    assert found
    assert json.loads(found[1]) == value


@given(st.text(min_size=1))
def test_a_path_or_a_name_says_nothing_else(part: str) -> None:
    if re.fullmatch(r"[A-Za-z]\w*|\d+", part, re.ASCII):
        assert phrases.status((part,)) == f"xStatus {part}"
        return
    with pytest.raises(NotSupported):
        phrases.status((part,))
    if not re.fullmatch(r"[A-Za-z]\w*\.\d+", part, re.ASCII):
        with pytest.raises(BadParameter):
            phrases.command(("Dial",), {part: 1})


@given(st.text(st.characters(codec="utf-8")))
def test_a_body_of_any_text_is_preceded_by_the_length_of_its_bytes(body: str) -> None:
    sent = phrases.tagged("xCommand Panel Save", "3", body)
    length, whole = re.fullmatch(rb"\{(\d+)\} \n(.*)", sent, re.DOTALL).groups()  # type: ignore[union-attr]  # it raises
    assert len(whole) == int(length)
    assert whole == b'xCommand Panel Save | resultId="3"\n' + body.encode() + b"\n"
