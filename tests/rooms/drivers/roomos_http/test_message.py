from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from rooms.drivers.roomos_http import message
from rooms.errors import BadParameter, NotSupported
from rooms.xapi.channel import Value

_ANYTHING = st.text() | st.text(st.characters())


def parsed(written: bytes) -> Element:
    root: Element = fromstring(written, forbid_dtd=True)
    return root


@given(_ANYTHING)
def test_a_text_arrives_as_it_is_or_is_refused(text: str) -> None:
    try:
        written = message.command(("Dial",), {"Number": text}, text)
    except BadParameter:
        assert any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 or ord(char) in {0xFFFE, 0xFFFF} for char in text)
        return
    # XML knows one end of a line.
    arrives = text.replace("\r\n", "\n").replace("\r", "\n")
    root = parsed(written)
    assert [child.text or "" for child in root[0]] == [arrives, arrives]
    assert len(list(root.iter())) == 4


@given(st.lists(_ANYTHING, min_size=1, max_size=4))
def test_a_path_names_what_it_names_or_is_refused(parts: list[str]) -> None:
    path = tuple(parts)
    try:
        place = message.location("Status", path)
        root = parsed(message.setting(path, "x"))
    except NotSupported:
        return
    names = [element.tag for element in root.iter()][1:]
    assert names == [part for part in path if not part.isdigit()]
    assert place.count("/") == len(names) + 1
    assert set(place) <= set("/[]@='._") | set("".join(parts)) | set("Statusitem")


@pytest.mark.parametrize(("value", "texts"), [(5, ["5"]), (True, ["True"]), ((), []), (("a", "b"), ["a", "b"])])
def test_a_parameter_is_repeated_as_often_as_it_has_values(value: Value, texts: list[str]) -> None:
    root = parsed(message.command(("Dial",), {"Number": value}, None))
    assert [child.text for child in root[0]] == texts
