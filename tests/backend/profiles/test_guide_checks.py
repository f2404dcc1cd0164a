"""A guide that can't be answered, reached or asked for is refused by its place."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.profiles import ProfileFault, load
from backend.profiles.service import whole_document

Change = Callable[[dict[str, Any]], object]
WHOLE = whole_document("vastmanland")
AT = {row["code"]: at for at, row in enumerate(WHOLE["guide"]["rows"])}
ADVICE = {row["code"]: at for at, row in enumerate(WHOLE["guide"]["adjusters"])}
SYSTEM = {row["code"]: at for at, row in enumerate(WHOLE["guide"]["systems"])}


def row(guide: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = guide["rows"][AT[code]]
    return found


def place(words: str) -> str:
    """Return the pointer to "rows internal service"; a pointer is itself."""
    if words.startswith("/"):
        return words
    name, code, *more = words.split()
    at = {"rows": AT, "adjusters": ADVICE, "systems": SYSTEM}[name][code]
    return "/".join(["/guide", name, str(at), *more])


def drop(guide: dict[str, Any], question: str) -> None:
    guide["questions"] = [one for one in guide["questions"] if one["code"] != question]


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        (lambda g: g["rows"].append(g["rows"][0]), "/guide/rows", "invited 2 times"),
        (
            lambda g: g["questions"][0]["options"].append(g["questions"][0]["options"][0]),
            "/guide/questions/0/options",
            "2",
        ),
        (lambda g: g["systems"][SYSTEM["skype"]].pop("successor"), "systems skype", "or neither"),
        (lambda g: g["systems"][SYSTEM["skype"]].update(successor="zoom"), "systems skype successor", "no system"),
        (lambda g: row(g, "internal").pop("type"), "rows internal", "outcome: type"),
        (lambda g: row(g, "internal").update(system="cosmic"), "rows internal", "outcome: system"),
        (lambda g: row(g, "cosmic").update(service="pexip"), "rows cosmic", "outcome: service"),
        (lambda g: row(g, "internal").update(service="pexip"), "rows internal service", "pexip does not exist"),
        (lambda g: row(g, "cosmic").update(system="zoom"), "rows cosmic system", "zoom does not exist"),
        (lambda g: row(g, "internal").update(gate="direct_1177"), "rows internal gate", "not exist"),
        (lambda g: row(g, "internal").update(template="Mall"), "rows internal template", "Mall"),
        (lambda g: row(g, "internal").update(successor="x"), "rows internal successor", "not exist"),
        (lambda g: row(g, "internal").update(replaces=["cosmic"]), "rows internal replaces", "no retired system"),
        (lambda g: row(g, "cosmic").update(system="skype"), "rows cosmic system", "retired; use pexip"),
        (lambda g: row(g, "mdt").update(type="party"), "rows mdt type", "one of"),
        (
            lambda g: row(g, "invited").update(when=[{"initiator": ["caregiver"]}]),
            "rows administrative",
            "never reached: invited comes first",
        ),
        (lambda g: row(g, "patient_starts")["when"][0].pop("identity"), "rows patient_starts when", "asks for an e-ID"),
        (lambda g: drop(g, "place"), "rows care_room when", "no questions"),
        (lambda g: drop(g, "who"), "rows treatment_group when", "no questions"),
        (lambda g: row(g, "cosmic")["when"][0].update(age={"most": 20}), "rows cosmic when", "no questions"),
        (lambda g: g["questions"][5]["options"].pop(), "/guide/questions", "up to 15 from more"),
        (
            lambda g: g["adjusters"][ADVICE["interpreter_with_number"]].update(on=True),
            "adjusters interpreter on",
            "only one",
        ),
        (lambda g: g["adjusters"][0].update(silences=["gossip"]), "/guide/adjusters/0", "gossip"),
        (lambda g: g["adjusters"][0].update(instead_of="gossip"), "/guide/adjusters/0", "gossip"),
        (lambda g: g["closings"].pop("fallback"), "/guide/closings", "lacks fallback"),
    ],
)
def test_a_guide_that_does_not_hold_together_is_refused(
    tmp_path: Path, change: Change, pointer: str, words: str
) -> None:
    document = copy.deepcopy(WHOLE)
    change(document["guide"])
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ProfileFault) as caught:
        load(file)
    found = {fault.pointer: fault.text for fault in caught.value.faults}
    assert words in found[place(pointer)].en
    assert found[place(pointer)].sv != found[place(pointer)].en


def test_a_general_type_the_region_lacks_is_refused(tmp_path: Path) -> None:
    document = copy.deepcopy(WHOLE)
    document["types"] = [one for one in document["types"] if one["code"] != "patient_information"]
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ProfileFault, match="/guide/closings/over_limit/general_type is a type that does not exist"):
        load(file)
