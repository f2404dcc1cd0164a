"""A profile is taken whole or not at all, and every fault is named by its place."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.errors import Invalid
from backend.profiles import ProfileFault, load
from backend.profiles.service import shipped, whole_document

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(whole_document("vastmanland"))


def faults_of(document: object, folder: Path) -> dict[str, str]:
    path = folder / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ProfileFault) as caught:
        load(path)
    for fault in caught.value.faults:
        assert fault.text.sv != fault.text.en
    assert caught.value.key == "profile"
    assert all(fault.file == "changed.json" for fault in caught.value.faults)
    return {fault.pointer: fault.text.en for fault in caught.value.faults}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_profile_loads_under_its_own_name(name: str) -> None:
    assert load(name).code == name


def test_a_profile_loads_from_a_path(document: dict[str, Any], tmp_path: Path) -> None:
    document["code"] = "annan_region"
    path = tmp_path / "annan.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert load(path).code == "annan_region"
    assert load(str(path)) == load(path)


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        (lambda d: d["types"][0]["label"].pop("en"), "/types/0/label", "lacks en"),
        (lambda d: d["types"][0]["label"].update(en=" "), "/types/0/label/en", "wrong form"),
        (lambda d: d["host"].pop("source"), "/host", "lacks source"),
        (lambda d: d["door"].update(colour="red"), "/door", "unknown fields: colour"),
        (
            lambda d: d["services"][0]["invite"]["how"].update(url="http://x.example"),
            "/services/0/invite/how/url",
            "https",
        ),
        (lambda d: d["types"][1].update(audience="all"), "/types/1/audience", "one of patient, staff"),
        (lambda d: d["door"].update(opens_minutes_before=-1), "/door/opens_minutes_before", "minimum 0"),
        (lambda d: d["services"][0].update(valid_to="2026-02-30"), "/services/0/valid_to", "date"),
        (lambda d: d["support"][0].pop("phone") and d["support"][0].pop("email"), "/support/0", "anyOf"),
    ],
)
def test_the_schema_names_the_place(
    document: dict[str, Any], tmp_path: Path, change: Change, pointer: str, words: str
) -> None:
    change(document)
    assert words in faults_of(document, tmp_path)[pointer]


def set_default(document: dict[str, Any], code: str) -> None:
    document["types"][0]["services"] = [{"code": code, "default": True}]


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        (lambda d: d["region"].update(accent="#9ad0e0"), "/region/accent", "contrast"),
        (lambda d: set_default(d, "skype"), "/types/0/services/0", "skype is retired; use pexip"),
        (lambda d: set_default(d, "zoom"), "/types/0/services/0", "not in services"),
        (lambda d: set_default(d, "builtin"), "/types/0/services/0", "practice only"),
        (lambda d: d["services"][0].update(valid_to="2030-01-01"), "/types/0/services/0", "last day"),
        (lambda d: d["types"][0]["services"][0].update(default=False), "/types/0/services", "exactly one"),
        (lambda d: d["types"][0].pop("patient_opening"), "/types/0", "patient_opening"),
        (lambda d: d.update(default_type="care_room"), "/default_type", "picked"),
        (lambda d: d["host"].update(source="hearsay"), "/host/source", "hearsay"),
        (lambda d: d["services"].append(d["services"][0]), "/services", "has pexip 2 times"),
        (lambda d: d["cards"]["end"].append(d["cards"]["end"][0]), "/cards/end", "2 times"),
        (lambda d: d["retired_services"][0].update(successor="zoom"), "/retired_services/0/successor", "not exist"),
        (
            lambda d: d["ages"][0].update(valid_from="2026-05-01", valid_to="2026-04-01"),
            "/ages/0/valid_to",
            "before it begins",
        ),
        (lambda d: d["ages"][1].update(from_age=14), "/ages/1", "no rule or two"),
        (lambda d: d["ages"][-1].update(to_age=90), "/ages/2", "no rule or two"),
        (lambda d: d["ages"][0]["text"].update(sv="Se Mötes-id: här"), "/ages/0/text/sv", "counted"),
        (
            lambda d: d["patient_message"]["paragraphs"].append({"sv": "{pin}", "en": "{link}"}),
            "/patient_message/paragraphs",
            "placeholders",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(
    document: dict[str, Any], tmp_path: Path, change: Change, pointer: str, words: str
) -> None:
    change(document)
    assert words in faults_of(document, tmp_path)[pointer]


def test_all_faults_are_told_at_once(document: dict[str, Any], tmp_path: Path) -> None:
    document["region"].pop("mark")
    document["host"].pop("several_hosts")
    assert set(faults_of(document, tmp_path)) == {"/region", "/host"}


def test_a_missing_or_broken_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ProfileFault, match=r"Shipped: .*vastmanland") as missing:
        load("atlantis")
    assert "Medföljer: regionhalsan" in missing.value.text.sv
    (tmp_path / "half.json").write_text('{"code": ', encoding="utf-8")
    with pytest.raises(ProfileFault, match="not valid JSON"):
        load(tmp_path / "half.json")
    (tmp_path / "latin.json").write_bytes('{"code": "ö"}'.encode("latin-1"))
    with pytest.raises(ProfileFault, match="not valid JSON"):
        load(tmp_path / "latin.json")


def test_unknown_codes_are_refused_by_name() -> None:
    profile = load("vastmanland")
    with pytest.raises(Invalid, match="unknown-type"):
        profile.type("party")
    with pytest.raises(Invalid, match="unknown-service"):
        profile.service_text("zoom")
