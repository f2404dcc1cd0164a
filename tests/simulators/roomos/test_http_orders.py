"""Documents that are posted, as commands and settings."""

from simulators.roomos.http_orders import Said, Wanted, commands, settings
from simulators.roomos.http_xml import read
from simulators.roomos.nodes import nodes


def said(text: str) -> list[Said]:
    return list(commands(read(text.encode()), nodes("26")))


def test_a_command_has_its_path_parameters_and_body() -> None:
    assert said(
        '<Command><UserInterface><Extensions><Panel><Save command="True"><PanelId>svm</PanelId>'
        "<body>&lt;Extensions&gt;\n&lt;/Extensions&gt;</body></Save></Panel></Extensions></UserInterface>"
        "<dial><Number>a@b</Number></dial></Command>"
    ) == [
        Said(("UserInterface", "Extensions", "Panel", "Save"), {"PanelId": ["svm"]}, "<Extensions>\n</Extensions>"),
        Said(("dial",), {"Number": ["a@b"]}),
    ]


def test_parameters_are_repeated() -> None:
    text = (
        "<Command><HttpFeedback><Register><Expression item='1'>/Status/Call</Expression>"
        "<Expression item='2'>/Event</Expression></Register></HttpFeedback></Command>"
    )
    assert said(text) == [Said(("HttpFeedback", "Register"), {"Expression": ["/Status/Call", "/Event"]})]


def test_what_is_no_command_is_handed_on_as_far_as_it_is_known() -> None:
    assert said("<Command><Audio><Volume><Sing><Level>1</Level></Sing></Volume></Audio></Command>") == [
        Said(("Audio", "Volume", "Sing"), {"Level": ["1"]})
    ]
    assert said("<Command><Dila/></Command>") == [Said(("Dila",))]
    assert said("<Command/>") == []


def test_settings_may_be_of_a_list() -> None:
    text = (
        "<Configuration><SystemUnit><Name> Rum 1 </Name></SystemUnit>"
        "<Video><Input><Connector item='3'><Name/></Connector></Input></Video></Configuration>"
    )
    assert list(settings(read(text.encode()))) == [
        Wanted(("SystemUnit", "Name"), "Rum 1"),
        Wanted(("Video", "Input", "Connector", 3, "Name"), ""),
    ]
