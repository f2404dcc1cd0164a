"""Microsoft's own converter reads our XML; what it makes of it must say the same as our JSON."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend.manifest import service
from backend.manifest.source import load
from backend.manifest.unified import language_files
from tests.backend.manifest.samples import BASE_URL

ADDIN = Path(__file__).resolve().parents[3] / "addin"
CONVERTER = ADDIN / "node_modules" / "office-addin-manifest-converter" / "cli.js"
# The converter still writes the older name of this permission; today's is in Microsoft's page on shared folders.
RENAMED = {"Mailbox.AccessSharedFolders.User": "Mailbox.SharedFolder"}
Json = dict[str, Any]


def node() -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("node", path=path)
    assert found, "node is part of the set-up (architecture, decision 13)"
    return found


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "create-directly"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Json, Json, Json]:
    """Our manifest.json, our English texts, and the converter's manifest.json of our outlook.xml."""
    folder = tmp_path_factory.mktemp("converted")
    service.build(BASE_URL, folder, create_directly=request.param)
    command = [node(), str(CONVERTER), "convert", str(folder / "outlook.xml"), "--output", str(folder / "theirs"), "-v"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "ERROR" not in done.stdout + done.stderr, done
    ours = json.loads((folder / "manifest.json").read_text("utf-8"))
    theirs = json.loads((folder / "theirs" / "manifest.json").read_text("utf-8"))
    return ours, theirs, language_files(load(BASE_URL, create_directly=request.param))["en.json"]


def actions(manifest: Json) -> dict[str, tuple[str, str]]:
    """Action id → its type and its page."""
    return {
        action["id"]: (action["type"], runtime["code"]["page"])
        for runtime in manifest["extensions"][0]["runtimes"]
        for action in runtime["actions"]
    }


def commands(manifest: Json) -> list[object]:
    """Every button: where it stands, its ids, its pictures, and what it does; the function's name if it runs one."""
    known = actions(manifest)
    return [
        (
            ribbon["contexts"],
            ribbon["requirements"],
            tab["builtInTabId"],
            group["id"],
            control["id"],
            control["icons"],
            known[control["actionId"]],
            control["actionId"] if known[control["actionId"]][0] == "executeFunction" else None,
        )
        for ribbon in manifest["extensions"][0]["ribbons"]
        for tab in ribbon["tabs"]
        for group in tab["groups"]
        for control in group["controls"]
    ]


def events(manifest: Json) -> list[tuple[str, str, object, tuple[str, str]]]:
    known = actions(manifest)
    return [
        (event["type"], event["actionId"], event.get("options"), known[event["actionId"]])
        for block in manifest["extensions"][0]["autoRunEvents"]
        for event in block["events"]
    ]


def permissions(manifest: Json) -> list[tuple[str, str]]:
    granted = manifest["authorization"]["permissions"]["resourceSpecific"]
    return [(RENAMED.get(item["name"], item["name"]), item["type"]) for item in granted]


def test_the_two_manifests_have_the_same_buttons(both: tuple[Json, Json, Json]) -> None:
    ours, theirs, _ = both
    assert len(commands(ours)) >= 4
    assert commands(ours) == commands(theirs)
    assert ours["extensions"][0]["requirements"] == theirs["extensions"][0]["requirements"]


def test_the_two_manifests_listen_to_the_same_events(both: tuple[Json, Json, Json]) -> None:
    ours, theirs, _ = both
    assert [event[0] for event in events(ours)] == [
        "appointmentOrganizerOpened",
        "appointmentTimeChanged",
        "appointmentSending",
    ]
    assert events(ours) == events(theirs)


def test_the_two_manifests_ask_for_the_same_permissions(both: tuple[Json, Json, Json]) -> None:
    ours, theirs, _ = both
    assert permissions(ours) == [("MailboxItem.ReadWrite.User", "Delegated"), ("Mailbox.SharedFolder", "Delegated")]
    assert permissions(ours) == permissions(theirs)


def test_the_two_manifests_say_the_same_words_in_english(both: tuple[Json, Json, Json]) -> None:
    _, theirs, english = both
    for index, ribbon in enumerate(theirs["extensions"][0]["ribbons"]):
        group = ribbon["tabs"][0]["groups"][0]
        path = f"extensions[0].ribbons[{index}].tabs[0].groups[0]"
        assert english[f"{path}.label"] == group["label"]
        for number, control in enumerate(group["controls"]):
            assert english[f"{path}.controls[{number}].label"] == control["label"]
            assert english[f"{path}.controls[{number}].supertip.description"] == control["supertip"]["description"]
