"""The list of systems a meeting may be led to: what a row matches, when it counts, and what contradicts it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Text
from backend.profiles import load, pane_view
from backend.profiles.faults import ProfileFault
from backend.profiles.link_hosts import LinkHost
from backend.profiles.service import shipped, whole_document

LABEL = st.text("abc019-", min_size=1, max_size=5)
TODAY = date(2026, 6, 10)


def row(host: str, **more: Any) -> LinkHost:
    return LinkHost(host=host, system=Text("Ett", "One"), source="product", **more)


@given(LABEL, LABEL)
def test_a_host_is_itself_and_a_wildcard_one_label_below(label: str, below: str) -> None:
    exact, wild = row("meet.example"), row("*.meet.example")
    assert exact.holds("meet.example")
    assert not exact.holds(f"{label}.meet.example")
    assert wild.holds(f"{label}.meet.example")
    for other in (
        "meet.example",
        ".meet.example",
        f"{below}.{label}.meet.example",
        f"{label}meet.example",
        "evil.example",
    ):
        assert not wild.holds(other)


def test_a_row_counts_for_its_types_from_its_first_day_to_its_last() -> None:
    found = row("meet.example", types=("internal",), valid_from=TODAY, valid_to=TODAY)
    assert found.serves("internal", TODAY)
    assert not found.serves("patient_care", TODAY)
    assert not found.serves("internal", date(2026, 6, 9))
    assert not found.serves("internal", date(2026, 6, 11))
    assert row("meet.example").serves("anything", TODAY)


@pytest.mark.parametrize("name", shipped())
def test_patients_are_never_led_to_an_ordinary_teams_meeting_and_nothing_is_led_to_unasked(name: str) -> None:
    profile = load(name)
    assert profile.link_hosts
    assert profile.link_host("teams.microsoft.com", "internal", TODAY)
    for kind in profile.types:
        if kind.audience == "patient":
            assert profile.link_host("teams.microsoft.com", kind.code, TODAY) is None
        assert profile.default_service(kind.code, {"link": None}) is None
        assert profile.default_service(kind.code, {"link": None, "builtin": 4}) == "builtin"


def test_the_pane_is_told_of_links_apart_from_services() -> None:
    types = {kind["code"]: kind for kind in pane_view(load("vgr"), {"link": None, "builtin": 4}, TODAY)["types"]}
    assert [service["code"] for service in types["patient_care"]["services"]] == ["builtin"]
    link = types["patient_care"]["link"]
    assert link["service"] == "link"
    name = "Mitt vårdmöte (Visiba Care)"
    assert {"host": "mittvardmote.vregion.se", "system": {"sv": name, "en": name}} in link["systems"]
    assert "teams.microsoft.com" not in {system["host"] for system in link["systems"]}
    assert types["mdt"]["link"] is None
    assert all(kind["link"] is None for kind in pane_view(load("vgr"), {"builtin": 4}, TODAY)["types"])


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        (lambda d: d["link_hosts"].append(d["link_hosts"][0]), "/link_hosts", "2 times"),
        (lambda d: d["link_hosts"][0].update(types=["mdt"]), "/link_hosts/0/types/0", "does not have the service link"),
        (lambda d: d["link_hosts"][0].update(guide="skajp"), "/link_hosts/0/guide", "not in the guide"),
        (lambda d: d["link_hosts"][0].update(host="Meet.example"), "/link_hosts/0/host", "wrong form"),
        (lambda d: d["link_hosts"][0].update(host="*"), "/link_hosts/0/host", "wrong form"),
        (lambda d: d["link_hosts"][0].update(host="*.example"), "/link_hosts/0/host", "wrong form"),
        (lambda d: d["link_hosts"][0].update(host="meet.example:443"), "/link_hosts/0/host", "wrong form"),
        (lambda d: d["link_hosts"][0].update(host="10.0.0.1"), "/link_hosts/0/host", "wrong form"),
        (lambda d: d.update(link_hosts=[]), "/types/0/services", "no system in link_hosts"),
        (
            lambda d: d["types"][0].update(services=[{"code": "link", "default": True}]),
            "/types/0/services",
            "can't be default",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], pointer: str, words: str
) -> None:
    document = whole_document("vastmanland")
    change(document)
    file = tmp_path / "region.json"
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(ProfileFault) as found:
        load(file)
    told = {fault.pointer: fault.text.en for fault in found.value.faults}
    assert words in told[pointer], told
