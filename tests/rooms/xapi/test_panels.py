import pytest
from hypothesis import given

from rooms.errors import BadParameter, Lost, Refused
from rooms.xapi.channel import Node
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Panel
from tests.rooms.xapi.scripted import endpoint
from tests.rooms.xapi.trees import NODES, fuzzed

XML = as_xml(Panel("svm_mdk", "Starta MDK"), "26")
LIST = "UserInterface Extensions List"
REMOVE = "UserInterface Extensions Panel Remove"


def test_a_panel_is_saved_under_its_id() -> None:
    room, line = endpoint()
    room.save_panel("svm_mdk", XML)
    assert line.said == [("UserInterface Extensions Panel Save", {"PanelId": "svm_mdk"}, XML)]


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<Extensions/>",
        "<Extensions><Panel>",
        XML.replace("</Panel>", "</Panel><Panel><Name>x</Name></Panel>"),
        "<a>&</a>",
    ],
)
def test_what_does_not_hold_one_panel_is_refused_before_it_is_sent(xml: str) -> None:
    room, line = endpoint()
    with pytest.raises(BadParameter, match="body"):
        room.save_panel("svm_mdk", xml)
    assert line.said == []


def test_all_panels_are_told_ours_and_others() -> None:
    room, line = endpoint()
    line.results[LIST] = {"Extensions": {"Panel": [{"id": "1", "PanelId": "svm_mdk"}, {"id": "2", "PanelId": "light"}]}}
    assert room.panels() == ("svm_mdk", "light")


def test_removing_a_panel_that_is_gone_is_no_error() -> None:
    room, line = endpoint()
    line.results |= {REMOVE: Refused("no such panel"), LIST: {}}
    room.remove_panel("svm_mdk")
    line.results[REMOVE] = BadParameter("PanelId")
    room.remove_panel("svm_mdk")
    line.results[LIST] = {"Extensions": {"Panel": {"PanelId": "svm_mdk"}}}
    with pytest.raises(BadParameter):
        room.remove_panel("svm_mdk")
    line.results[REMOVE] = Refused("no")
    with pytest.raises(Refused):
        room.remove_panel("svm_mdk")
    line.results[REMOVE] = Lost()
    with pytest.raises(Lost):
        room.remove_panel("svm_mdk")


@fuzzed
@given(NODES)
def test_no_list_of_panels_is_too_strange(node: Node) -> None:
    room, line = endpoint()
    line.results[LIST] = {"Extensions": node}
    assert isinstance(room.panels(), tuple)
