"""Rooms with the region's theme: looked up seldom, and a theme that is not there stops no meeting."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.health.finding import Wrong
from backend.health.looks_at_theme import theme as look
from backend.video.pexip.management import theme as themes
from backend.video.pexip.management.theme import fault
from backend.video.pexip.parts import PART_MANAGEMENT, PexipPart
from backend.video.pexip.wire.answers import Answer, Refusal
from backend.video.pexip.wire.budget import Budget
from backend.video.pexip.wire.client import Client
from backend.video.pexip.wire.gate import AccountRefused
from tests.backend.health.test_looks_at_pexip_rooms import told
from tests.backend.video.pexip.node import LATER, Region, settings

_ASKED = "/api/admin/configuration/v1/ivr_theme/"


def looked(pexip: Region) -> int:
    return sum(method == "GET" and path.startswith(f"{_ASKED}?") for method, path in pexip.node.management.door.asked)


def used(pexip: Region) -> set[str | None]:
    return {room["ivr_theme"] for room in pexip.held()}


def known(pexip: Region, name: str = "Vård") -> bool:
    """Whether nothing is wrong with the theme, for all that is written down."""
    with pexip.database.read() as session:
        return fault(session, name) is None


def test_many_rooms_are_made_by_one_look(pexip: Region) -> None:
    uri = pexip.node.create("ivr_theme", name="Vård")
    service = pexip.service(theme="Vård", ready_rooms_common=10)
    service.tend()
    service.create(LATER)
    assert used(pexip) == {uri}
    assert (len(pexip.held()), looked(pexip), known(pexip)) == (11, 1, True)


def test_a_theme_that_is_not_there_stops_no_meeting_and_is_told(pexip: Region, tmp_path: Path) -> None:
    pexip.node.create("ivr_theme", name="Vård 2")
    service = pexip.service(theme="Vård", ready_rooms_common=3)
    service.create(LATER)
    service.tend()
    assert (used(pexip), len(pexip.held()), looked(pexip)) == ({None}, 4, 1)
    assert not known(pexip)
    assert known(pexip, "Vård 2")
    doctor = told(tmp_path, pexip.database, settings(pexip.node.url, theme="Vård"))
    with pytest.raises(Wrong, match="no theme called Vård, since"):
        look(doctor)
    assert "not missing" in look(told(tmp_path, pexip.database, settings(pexip.node.url, theme="Vård 2"))).en
    assert "No rooms" in look(told(tmp_path, pexip.database, settings(pexip.node.url))).en


def test_once_it_is_there_rooms_have_it_again(pexip: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "_MISSED_SECONDS", -1.0)
    service = pexip.service(theme="Vård")
    service.create(LATER)
    assert not known(pexip)
    uri = pexip.node.create("ivr_theme", name="Vård")
    service.create(replace(LATER, key="k2"))
    assert (used(pexip), known(pexip)) == ({None, uri}, True)


def test_one_that_was_removed_since_it_was_looked_up_stops_no_meeting(pexip: Region) -> None:
    uri = pexip.node.create("ivr_theme", name="Vård")
    service = pexip.service(theme="Vård", ready_rooms_common=2)
    service.create(LATER)
    for room in pexip.held():
        pexip.node.ask("PATCH", room["resource_uri"], {"ivr_theme": None})
    assert pexip.node.ask("DELETE", uri).status_code in (202, 204)
    service.create(replace(LATER, key="k2"))
    service.tend()
    assert (used(pexip), len(pexip.held()), looked(pexip), known(pexip)) == ({None}, 4, 2, False)


def test_an_account_that_may_not_read_themes_makes_rooms_without_and_is_not_refused(
    pexip: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pexip.node.create("ivr_theme", name="Vård")
    send = Client._send

    def forbidding(self: Client, method: str, path: str, budget: Budget, **asked: Any) -> Answer:
        if "/ivr_theme/" in path:
            raise Refusal(403)
        return send(self, method, path, budget, **asked)

    monkeypatch.setattr(Client, "_send", forbidding)
    service = pexip.service(theme="Vård", ready_rooms_common=3)
    service.create(LATER)
    service.tend()
    assert (used(pexip), len(pexip.held()), known(pexip)) == ({None}, 4, False)
    with pexip.database.read() as session:
        part = session.get(PexipPart, PART_MANAGEMENT)
        assert part is not None
        assert (part.fault, part.refusals) == ("", 0)
    told_pexip = settings(pexip.node.url, theme="Vård")
    with pytest.raises(Wrong, match=r"may not read themes at Pexip, since .* read ivr_theme"):
        look(told(tmp_path, pexip.database, told_pexip))


def test_an_account_that_is_not_let_in_at_all_makes_no_room_without(pexip: Region) -> None:
    service = pexip.service(theme="Vård", management_password="w" * 32)
    with pytest.raises(AccountRefused):
        service.create(LATER)
    assert known(pexip)
