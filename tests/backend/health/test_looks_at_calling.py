from dataclasses import replace
from pathlib import Path

import pytest

from backend.config import PexipMode, PexipSettings
from backend.health import looks_at_calling
from backend.health.finding import Wrong
from backend.health.looks_at_calling import calling
from backend.profiles import Profile, load
from backend.storage import Database
from tests.backend.health.test_looks_at_pexip_rooms import told

MANAGED = PexipSettings("https://pexip.example", management_url="https://manager.example")


def test_where_there_is_somebody_to_call_what_it_takes_is_told(tmp_path: Path, database: Database) -> None:
    for pexip, lacks in (
        (replace(MANAGED, management_url=None), "Set pexip.management_url and pexip.dial_out_location"),
        (MANAGED, "Set pexip.dial_out_location:"),
        (replace(MANAGED, management_url=None, dial_out_location="Noder"), "Set pexip.management_url:"),
    ):
        with pytest.raises(Wrong, match=lacks):
            calling(told(tmp_path, database, pexip))
    found = calling(told(tmp_path, database, replace(MANAGED, dial_out_location="Noder")))
    assert found.en == "Hosts can call from Noder."
    assert calling(told(tmp_path, database, None)).en == "Pexip has not been set up."


def test_where_there_is_nobody_to_call_nothing_is_wrong(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(code: str) -> Profile:
        return replace(load(code), service_addresses=())

    monkeypatch.setattr(looks_at_calling, "load", without)
    assert "Nobody can be called" in calling(told(tmp_path, database, MANAGED)).en
    with pytest.raises(Wrong, match=r"pexip\.dial_out_location"):
        calling(told(tmp_path, database, replace(MANAGED, dial_out_domains=("domstol.example",))))


def test_where_rooms_are_made_a_typed_domain_gives_nobody_to_call(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = replace(MANAGED, mode=PexipMode.MANAGEMENT, dial_out_domains=("domstol.example",))
    with pytest.raises(Wrong, match=r"pexip\.dial_out_location"):
        calling(told(tmp_path, database, made))

    def without(code: str) -> Profile:
        return replace(load(code), service_addresses=())

    monkeypatch.setattr(looks_at_calling, "load", without)
    for each in (made, replace(made, dial_out_location="Noder")):
        assert "Nobody can be called: in mode management only" in calling(told(tmp_path, database, each)).en
