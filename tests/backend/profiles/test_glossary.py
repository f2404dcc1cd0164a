"""Profile, schema and glossary speak of the same types, services and kinds, with the same words."""

import json
from pathlib import Path

import pytest

from backend.clock import SystemClock
from backend.profiles import Profile, load
from backend.profiles.service import shipped
from backend.storage import Database
from backend.video import SERVICES, all_services

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "backend/profiles/schemas/profile.json").read_text(encoding="utf-8"))["$defs"]


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load("vastmanland")


def table(heading: str) -> list[list[str]]:
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in row] for row in rows[2:]]


def test_types_have_the_same_codes_and_labels(profile: Profile) -> None:
    written = {code: (sv, en) for sv, en, code, _ in table("Meeting types")}
    assert written == {row.code: (row.label.sv, row.label.en) for row in profile.types}
    assert set(written) == set(SCHEMA["meeting_type"]["properties"]["code"]["enum"])


def test_services_have_the_same_codes_and_labels(profile: Profile) -> None:
    written = {code: (sv, en) for sv, en, code, _ in table("Video services")}
    assert written == {row.code: (row.label.sv, row.label.en) for row in profile.services}


def test_every_service_of_another_region_has_its_row() -> None:
    written = {
        code for heading in ("Video services", "Video services of other regions") for _, _, code, _ in table(heading)
    }
    assert {row.code for name in shipped() for row in load(name).services} == written


def test_kinds_are_those_that_have_a_way_of_delivery(profile: Profile) -> None:
    written = {code for _, code, _ in table("Kinds of participants")}
    assert written == {row.kind for row in profile.deliveries} | {"guest"}


def test_every_service_of_the_table_has_words_and_the_practice_ones_say_so(profile: Profile, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    try:
        services = all_services(database, SystemClock())
        for code, service in services.items():
            assert profile.service_text(code).practice is not service.capabilities.production
    finally:
        database.close()
    assert set(SERVICES) <= {code for _, _, code, _ in table("Video services")}
