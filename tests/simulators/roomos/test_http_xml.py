"""Trees as XML, and what is refused before it is read."""

from xml.etree.ElementTree import Element

import pytest

from simulators.roomos.http_xml import MOST_BYTES, NotXml, document, fill, read, written
from simulators.roomos.tree import Branch

TREE: Branch = {
    "Audio": {"Volume": 50},
    "Call": [{"id": 2, "DisplayName": "Å & <b>"}, {"id": 3, "ghost": "True"}],
}


def test_a_tree_becomes_elements_and_a_list_repeated_ones() -> None:
    assert written({"CommandResponse": {"DialResult": {"status": "OK", **TREE}}}).decode() == (
        '<?xml version="1.0"?>\n<Command><DialResult status="OK"><Audio><Volume>50</Volume></Audio>'
        '<Call item="2"><DisplayName>Å &amp; &lt;b&gt;</DisplayName></Call><Call item="3" ghost="True" />'
        "</DialResult></Command>"
    )


def test_what_is_posted_counts_every_element() -> None:
    element = Element("Status")
    fill(element, TREE | {"Expression": [{"id": 1, "$": "/Status"}]}, items=True)
    assert document(element).decode() == (
        '<?xml version="1.0"?>\n<Status><Audio item="1"><Volume item="1">50</Volume></Audio>'
        '<Call item="2"><DisplayName item="1">Å &amp; &lt;b&gt;</DisplayName></Call>'
        '<Call item="3" ghost="True" /><Expression item="1">/Status</Expression></Status>'
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<Command>",
        b"<Command/><Command/>",
        b"\x00\xff",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><Command>&b;</Command>",
        b"<!DOCTYPE Command SYSTEM 'http://127.0.0.1:1/a.dtd'><Command/>",
        b"<a>" * 40 + b"</a>" * 40,
        b"<a>" * 2_000 + b"</a>" * 2_000,
        b"<a>" + b"x" * MOST_BYTES + b"</a>",
        b"<?xml version='1.0' encoding='rot13'?><a/>",
    ],
)
def test_what_is_hostile_or_no_xml_is_refused(text: bytes) -> None:
    with pytest.raises(NotXml):
        read(text)


def test_what_is_said_is_read() -> None:
    root = read("<Command><Dial><Number>mötet</Number></Dial></Command>".encode())
    assert (root.tag, root.findtext("Dial/Number")) == ("Command", "mötet")
