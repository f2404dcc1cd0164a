import json
import re
from pathlib import Path

import pytest
from lxml import etree

from backend.manifest import service
from backend.manifest.png import read_png
from backend.manifest.source import ICONS, BaseUrlError, load
from tests.backend.manifest.samples import BASE_URL, unpack

ADDIN = ICONS.parents[1] / "addin"
FILES = ("outlook.xml", "manifest.json", "vardmote-teams.zip")


@pytest.mark.parametrize("create_directly", [False, True])
@pytest.mark.parametrize("base_url", [BASE_URL, "https://localhost:5443", "https://vård.example/"])
def test_what_is_built_is_sound(tmp_path: Path, base_url: str, create_directly: bool) -> None:  # noqa: FBT001 - parametrized
    files = service.build(base_url, tmp_path / "new" / "folder", create_directly=create_directly)

    assert [file.name for file in files] == list(FILES)
    assert [service.check(file) for file in files] == [[], [], []]


def test_same_base_url_gives_the_same_bytes_and_another_gives_other_ids(good: Path, tmp_path: Path) -> None:
    again = service.build(f"{BASE_URL}/", tmp_path, create_directly=True)
    here, there = load(BASE_URL), load("https://annan.region.example/mote")

    assert [file.read_bytes() for file in again] == [(good / name).read_bytes() for name in FILES]
    assert len({here.outlook_id, here.unified_id, there.outlook_id, there.unified_id}) == 4


def test_create_directly_is_left_out_unless_asked_for(good: Path, tmp_path: Path) -> None:
    service.build(BASE_URL, tmp_path)

    for name in FILES[:2]:
        assert "createDirectly" not in (tmp_path / name).read_text("utf-8")
        assert "createDirectly" in (good / name).read_text("utf-8")


def test_both_manifests_check_at_send_and_never_hold_mail_because_we_are_down(good: Path) -> None:
    [event] = etree.parse(good / "outlook.xml").findall(".//{*}LaunchEvent[@Type='OnAppointmentSend']")
    manifest = json.loads((good / "manifest.json").read_text("utf-8"))
    [block] = manifest["extensions"][0]["autoRunEvents"]

    assert (event.get("FunctionName"), event.get("SendMode")) == ("onAppointmentSend", "SoftBlock")
    assert block["requirements"]["capabilities"] == [{"name": "Mailbox", "minVersion": "1.12"}]
    assert block["events"][-1] == {
        "type": "appointmentSending",
        "actionId": "onAppointmentSend",
        "options": {"sendMode": "softBlock"},
    }


def test_classic_windows_gets_its_script_in_both(good: Path) -> None:
    root = etree.parse(good / "outlook.xml").getroot()
    [override] = root.findall(".//{*}Runtime/{*}Override[@type='javascript']")
    [script] = root.findall(f".//{{*}}Url[@id='{override.get('resid')}']")
    manifest = json.loads((good / "manifest.json").read_text("utf-8"))

    assert script.get("DefaultValue") == f"{BASE_URL}/addin/events.js"
    assert manifest["extensions"][0]["runtimes"][1]["code"]["script"] == f"{BASE_URL}/addin/events.js"


def test_the_button_that_the_send_check_presses_is_in_both(good: Path) -> None:
    source = (ADDIN / "src" / "events" / "names.ts").read_text("utf-8")
    [pressed] = re.findall(r'PANE_COMMAND = "([\w.]+)"', source)
    manifest = json.loads((good / "manifest.json").read_text("utf-8"))
    controls = manifest["extensions"][0]["ribbons"][0]["tabs"][0]["groups"][0]["controls"]

    assert pressed in {control["id"] for control in controls}
    [control] = etree.parse(good / "outlook.xml").findall(f".//{{*}}Control[@id='{pressed}']")
    [action] = control.findall("{*}Action")
    assert set(action.values()) == {"ShowTaskpane"}


def test_a_name_that_microsoft_does_not_have_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "addin.toml"
    text = (ICONS.parent / "addin.toml").read_text("utf-8")
    source.write_text(text.replace("OnAppointmentOrganizer", "OnAppointmentOpened"), "utf-8")

    with pytest.raises(KeyError, match="OnAppointmentOpened"):
        load(BASE_URL, source=source)


def test_a_send_mode_that_microsoft_does_not_have_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "addin.toml"
    text = (ICONS.parent / "addin.toml").read_text("utf-8")
    source.write_text(text.replace("SoftBlock", "HardBlock"), "utf-8")

    with pytest.raises(KeyError, match="HardBlock"):
        load(BASE_URL, source=source)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://vard.example",
        "vard.example",
        "",
        "https://",
        "https://a b.example",
        "https://u:p@vard.example",
        "https://vard.example/?x=1",
        "https://vard.example/#x",
        "https://vard.example:port",
        "https://[::1",
        "ftp://x.se",
    ],
)
def test_a_base_url_that_office_would_refuse_is_refused_first(tmp_path: Path, base_url: str) -> None:
    with pytest.raises(BaseUrlError):
        service.build(base_url, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_outlook_xml_says_everything_in_swedish_first_and_in_english(good: Path) -> None:
    root = etree.parse(good / "outlook.xml").getroot()
    texts = [item for item in root.iter() if isinstance(item.tag, str) and item.tag.endswith("}String")]

    assert root.findtext("{*}DefaultLocale") == "sv-SE"
    assert {item.get("DefaultValue") for item in texts} >= {
        "Skyddat vårdmöte",
        "Nytt möte",
        "Starta möte",
        "Skapa direkt",
    }
    assert {override.get("Locale") for item in texts for override in item} == {"en-US", "en-GB"}


def test_the_package_holds_what_teams_asks_for_and_nothing_else(good: Path) -> None:
    files = unpack(good / "vardmote-teams.zip")
    manifest = json.loads(files["manifest.json"])

    assert set(files) == {"manifest.json", "color.png", "outline.png", "sv.json", "en.json"}
    assert files["manifest.json"] == (good / "manifest.json").read_bytes()
    assert manifest["staticTabs"][0]["contentUrl"] == f"{BASE_URL}/addin/teams.html"
    assert manifest["validDomains"] == ["vard.region.example"]
    assert "webApplicationInfo" not in manifest
    assert json.loads(files["en.json"])["staticTabs[0].name"] == "Today's meetings"


def test_whoever_has_both_manifests_sees_the_buttons_once(good: Path) -> None:
    manifest = json.loads((good / "manifest.json").read_text("utf-8"))
    outlook_id = etree.parse(good / "outlook.xml").getroot().findtext("{*}Id")

    hidden = manifest["extensions"][0]["alternates"][0]["hide"]["customOfficeAddin"]["officeAddinId"]
    assert hidden == outlook_id != manifest["id"]


def test_every_icon_drawn_is_a_square_of_the_size_in_its_name() -> None:
    drawn = sorted(ICONS.glob("*.png"))

    assert len(drawn) > 30
    for file in drawn:
        size = int(file.stem.rpartition("-")[2])
        found = read_png(file.read_bytes())
        assert found == (size, size, True), file.name


def test_functions_and_pages_named_are_those_the_client_has() -> None:
    description = load(BASE_URL, create_directly=True)
    names = "".join((ADDIN / "src" / part / "names.ts").read_text("utf-8") for part in ("commands", "events"))

    assert set(description.functions) == set(re.findall(r'^  \w+: "(\w+)",$', names, re.MULTILINE))
    for key in ("pane", "commands", "tab"):
        assert (ADDIN / description.urls[key].rpartition("/")[2]).is_file()
