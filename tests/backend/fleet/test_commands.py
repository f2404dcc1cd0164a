"""`vardmote rooms import` and `list`, as typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import main
from backend.storage import Database
from backend.storage.migrations import upgrade
from tests.tables import contents

HEADING = "id,name,kind,capacity,equipment,site,address\n"
ROOMS = HEADING + "a,Alen,mdt_room,12,camera,Köping,ssh://10.0.0.1:22\nb,Björken,meeting_room,8,,,\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    upgrade(f"sqlite:///{tmp_path / 'vardmote.sqlite'}")
    return tmp_path


def ran(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["rooms", *map(str, words)])


def bring_in(data: Path, text: str, *more: str) -> Result:
    file = data / "rooms.csv"
    file.write_text(text, "utf-8")
    return ran("import", file, "--data", data, *more)


def rows(data: Path) -> list[str]:
    database = Database(f"sqlite:///{data / 'vardmote.sqlite'}")
    found = [row for row in contents(database.engine) if row.startswith("room ")]
    database.close()
    return found


def test_what_is_brought_in_is_listed_and_comes_out_as_it_was(data: Path) -> None:
    assert bring_in(data, ROOMS).output == "2 nya, 0 ändrade, 0 som förut / 2 new, 0 changed, 0 as before\n"
    assert ran("list", "--csv", "--data", data).output == ROOMS
    listed = json.loads(ran("list", "--json", "--data", data).output)["rooms"]
    assert [room["equipment"] for room in listed] == [["camera"], []]
    assert "ssh://10.0.0.1:22" in ran("list", "--data", data).output


def test_again_changes_only_what_is_another_and_leaves_what_is_not_named(data: Path) -> None:
    bring_in(data, ROOMS)
    changed = HEADING + "a,Almen,mdt_room,12,camera,Köping,ssh://10.0.0.1:22\nc,Ceder,mdt_room,4,,,\n"
    assert bring_in(data, changed).output.startswith("1 nya, 1 ändrade, 0 som förut")
    assert [room["id"] for room in json.loads(ran("list", "--json", "--data", data).output)["rooms"]] == ["a", "b", "c"]


def test_a_check_writes_nothing_and_says_what_would_be_done(data: Path) -> None:
    checked = bring_in(data, ROOMS, "--check", "--json")
    assert json.loads(checked.output) == {"checked": True, "faults": [], "added": 2, "changed": 0, "unchanged": 0}
    assert rows(data) == []


@pytest.mark.parametrize("more", [(), ("--check",)])
def test_a_file_with_a_fault_writes_nothing_and_says_every_one_with_its_line(data: Path, more: tuple[str, ...]) -> None:
    refused = bring_in(data, ROOMS + "d,D,cinema,4,,,\ne,E,mdt_room,none,,,\n", *more)
    assert refused.exit_code == 1
    assert [line.split(":", 1)[1][:10] for line in refused.output.splitlines()] == ["4 kind: me", "5 capacity"]
    assert rows(data) == []


def test_a_room_does_not_take_the_address_of_another(data: Path) -> None:
    bring_in(data, ROOMS)
    before = rows(data)
    refused = bring_in(data, HEADING + "c,C,mdt_room,4,,,\nd,D,mdt_room,4,,,ssh://10.0.0.1\n", "--json")
    assert refused.exit_code == 1
    assert [(fault["line"], fault["column"]) for fault in json.loads(refused.output)["faults"]] == [(3, "address")]
    assert "rummet a" in json.loads(refused.output)["faults"][0]["sv"].lower()
    assert rows(data) == before


def test_two_rooms_may_change_places(data: Path) -> None:
    other = "b,Björken,meeting_room,8,,,ssh://10.0.0.2:22\n"
    bring_in(data, ROOMS.replace("b,Björken,meeting_room,8,,,\n", other))
    swapped = ROOMS.replace("10.0.0.1", "10.0.0.2").replace("b,Björken,meeting_room,8,,,\n", other.replace(".2", ".1"))
    assert bring_in(data, swapped).output.startswith("0 nya, 2 ändrade")


def test_no_rooms_is_said_in_words(data: Path) -> None:
    assert ran("list", "--data", data).output == "Inga rum än. / No rooms yet.\n"


def test_a_database_that_is_nowhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VARDMOTE_CONFIG", raising=False)
    monkeypatch.delenv("VARDMOTE_DATABASE_URL", raising=False)
    assert ran("list").exit_code == 2
    assert ran("list", "--data", tmp_path).exit_code == 1
