"""`vardmote doctor`: each thing production leans on is missed when it is not there."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.cli import main
from backend.conference.models import ConferenceCourse
from backend.config import Production, production, read
from backend.fleet.models import FleetRoom
from backend.health import looks_around, looks_at_rooms, looks_inside
from backend.health.doctor import LOOKS
from backend.health.finding import Wrong
from backend.jobs.lock import ProcessLock
from backend.panel.models import CareUnit
from backend.storage import Database
from backend.storage.marks import DEMO, put_mark
from rooms.conference.state import Course, written
from simulators.entra.server import Entra
from tests.backend.serving.served import configured
from tests.product import wired

ROOM = {"name": "Alen", "kind": "mdt_room", "capacity": 8, "equipment": [], "site": "", "address": ""}


@pytest.fixture(scope="module")
def entra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entra]:
    provider = Entra(tmp_path_factory.mktemp("entra"))
    yield provider
    provider.close()


@pytest.fixture
def file(entra: Entra, database: Database, tmp_path: Path) -> Path:
    url = database.engine.url.render_as_string(hide_password=False)
    return configured(tmp_path, entra, database_url=url)


@pytest.fixture
def told(file: Path) -> Production:
    return production(read({}, file))


def found(file: Path) -> dict[str, bool]:
    answer = CliRunner().invoke(main, ["doctor", "--json", "--offline", "--config", str(file)])
    rows: list[dict[str, Any]] = json.loads(answer.stdout)
    assert all(set(row) == {"check", "ok", "detail"} and row["detail"] for row in rows)
    assert answer.exit_code == (0 if all(row["ok"] for row in rows) else 1)
    return {row["check"]: row["ok"] for row in rows}


def test_it_names_what_is_wrong_and_nothing_else(file: Path, tmp_path: Path) -> None:
    everything = {"configuration", *(look.name for look in LOOKS if not look.outside)}
    # The stand-in for Entra is on this machine, and nobody works.
    assert {name for name, ok in found(file).items() if not ok} == {"simulators", "processes"}
    assert found(file).keys() == everything
    file.write_text(file.read_text("utf-8").replace('profile = "vastmanland"', 'profile = "nowhere"'), "utf-8")
    assert not found(file)["profile"]
    (tmp_path / "people.json").write_text("{", "utf-8")
    assert not found(file)["people"]
    file.write_text("base_url = 7", "utf-8")
    assert found(file) == {"configuration": False}


def test_the_table_speaks_both_languages(file: Path) -> None:
    shown = CliRunner().invoke(main, ["doctor", "--offline", "--config", str(file)]).stdout
    assert re.search(r"^FEL  simulators +identity.authority pekar på den här datorn", shown, re.MULTILINE)
    assert "identity.authority points to this machine" in shown


def test_a_database_without_tables_a_demos_or_away_is_told(told: Production, database: Database) -> None:
    looks_inside.database(told)
    with database.write() as session:
        put_mark(session, DEMO)
    with pytest.raises(Wrong, match="demo"):
        looks_inside.database(told)


def test_jobs_that_failed_or_waited_long_are_told(told: Production) -> None:
    looks_inside.jobs(told)
    product = wired(told.settings.data, told.settings.database_url, _Then())
    with product.database.write() as session:
        product.jobs.put(session, "audit.feed", "all", {})
    with pytest.raises(Wrong, match="waited"):
        looks_inside.jobs(told)
    product.stop()


class _Then:
    """A clock of an hour ago."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(hours=1)


def test_somebody_has_to_work(told: Production, database: Database) -> None:
    with pytest.raises(Wrong):
        looks_inside.processes(told)
    if not database.side_by_side:
        lock = ProcessLock(told.settings.data / "jobs.lock")
        lock.acquire()
        assert looks_inside.processes(told)
        lock.release()


def test_a_conference_that_can_t_be_read_is_named(told: Production, database: Database) -> None:
    now = datetime.now(UTC)
    good = written(Course("k1", 1, begun_at=now, begun_by="room1", presses=("p",)))
    with database.write() as session:
        session.add(ConferenceCourse(plan_id="k1", version=1, text=good, begun_at=now))
    looks_at_rooms.conferences(told)
    with database.write() as session:
        session.add(ConferenceCourse(plan_id="k2", version=1, text='{"sites": "secret"}', begun_at=now))
    with pytest.raises(Wrong, match="1 conferences can't be read and are not held: k2") as wrong:
        looks_at_rooms.conferences(told)
    assert "secret" not in wrong.value.text.sv


def test_the_address_book_is_read_and_what_rooms_call_must_be_in_it(
    told: Production, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "book.json"
    settings = replace(told.settings, rooms=replace(told.settings.rooms, address_book=file))
    told = replace(told, settings=settings)
    with pytest.raises(Wrong, match="can't be read"):
        looks_at_rooms.address_book(told)
    entry = {"code": "court", "label": {"sv": "Rätten", "en": "The court"}, "number": "0221-4711"}
    for wrong in ("[", '{"entries": [{"code": "A b", "number": "0221-4711"}]}', json.dumps({"entries": [entry] * 2})):
        file.write_text(wrong, "utf-8")
        with pytest.raises(Wrong, match=r"^\$") as said:
            looks_at_rooms.address_book(told)
        assert "4711" not in said.value.text.sv
    file.write_text(json.dumps({"entries": [entry]}), "utf-8")
    assert looks_at_rooms.address_book(told).en == "1 to call."
    with database.write() as session:
        session.add_all(
            (
                CareUnit(room_id="room1", unit="medicin", entry="gone"),
                FleetRoom(id="room1", changed_at=datetime.now(UTC), **ROOM),
            )
        )
    with pytest.raises(Wrong, match="room1 → gone"):
        looks_at_rooms.address_book(told)
    with database.write() as session:
        session.get_one(CareUnit, "room1").entry = "court"
    looks_at_rooms.address_book(told)
    with database.write() as session:
        session.add(CareUnit(room_id="room2", unit="medicin", entry="court"))
    with pytest.raises(Wrong, match="not in the inventory have a unit to call: room2"):
        looks_at_rooms.address_book(told)


def test_a_log_that_goes_less_far_than_its_anchor_is_told(told: Production, tmp_path: Path) -> None:
    assert "not begun" in looks_inside.access_log(told).en
    (tmp_path / "elsewhere" / "access-log.anchor").write_text("", "utf-8")
    looks_inside.access_log(told)


@pytest.mark.parametrize(
    "look", [looks_around.time_zones, looks_around.client, looks_around.disk, looks_around.services, looks_inside.clock]
)
def test_what_is_right_is_said_to_be_right(told: Production, look: Callable[[Production], Any]) -> None:
    assert look(told).sv != look(told).en


def test_an_address_that_nobody_answers_at_is_told(told: Production) -> None:
    with pytest.raises(Wrong):
        looks_around.address(told)
