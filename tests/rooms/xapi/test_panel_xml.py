from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.errors import BadParameter, NotSupported
from rooms.xapi import tree
from rooms.xapi.from_xml import read_xml
from rooms.xapi.panel_xml import as_xml
from rooms.xapi.panels import Page, Panel, Row, Widget
from tests.rooms.xapi.trees import fuzzed

CHOICE = Widget("svm_val", "GroupButton", "Val", "size=4", (("1", "13.00 MDK"), ("2", "14.00 MDK")))
PANEL = Panel("svm_mdk", "Starta MDK", (Page("svm_sida", "MDK idag", (Row("Val", (CHOICE,)),)),))
LINES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=40).map(str.strip)


def read(panel: Panel) -> dict[str, object]:
    (found,) = tree.items(read_xml(as_xml(panel, "26")), "Extensions", "Panel")
    return dict(found)


def test_a_panel_is_written_as_a_device_takes_it() -> None:
    found = read(PANEL)
    assert found["PanelId"] == "svm_mdk"
    assert found["Location"] == "HomeScreen"
    assert found["ActivityType"] == "Custom"
    assert found["Page"] == {
        "Name": "MDK idag",
        "PageId": "svm_sida",
        "Row": {
            "Name": "Val",
            "Widget": {
                "WidgetId": "svm_val",
                "Name": "Val",
                "Type": "GroupButton",
                "Options": "size=4",
                "ValueSpace": {
                    "Value": [{"Key": "1", "Name": "13.00 MDK"}, {"Key": "2", "Name": "14.00 MDK"}],
                },
            },
        },
        "Options": "hideRowNames=1",
    }


def test_older_software_has_other_words_for_places_and_lacks_one() -> None:
    older = as_xml(replace(PANEL, location="CallControls"), "9.15")
    assert "<Type>InCall</Type>" in older
    assert "<Location>" not in older
    assert "<Type>" not in as_xml(Panel("a", "b"), "11")
    with pytest.raises(NotSupported):
        as_xml(replace(PANEL, location="RoomScheduler"), "9.15")


@fuzzed
@given(LINES)
def test_any_text_comes_out_as_it_went_in(words: str) -> None:
    found = read(Panel("a", words, (Page("p", words, (Row(words, (Widget("w", "Text", words),)),)),)))
    page = found["Page"]
    assert isinstance(page, dict)
    assert (found["Name"], page["Name"], page["Row"]["Widget"]["Name"]) == (words, words, words)


@pytest.mark.parametrize(
    ("panel", "named"),
    [
        (replace(PANEL, panel_id=""), "PanelId"),
        (replace(PANEL, panel_id="å" * 128), "PanelId"),
        (replace(PANEL, name="a\x00b"), "Name"),
        (replace(PANEL, icon="Skull"), "Icon"),
        (replace(PANEL, colour="blue"), "Color"),
        (replace(PANEL, pages=PANEL.pages * 2), "PageId"),
        (replace(PANEL, pages=(replace(PANEL.pages[0], rows=PANEL.pages[0].rows * 2),)), "WidgetId"),
    ],
)
def test_what_no_device_takes_is_named(panel: Panel, named: str) -> None:
    with pytest.raises(BadParameter, match=named):
        as_xml(panel, "26")
