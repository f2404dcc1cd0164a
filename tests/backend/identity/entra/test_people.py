import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.errors import VardmoteError
from backend.identity.entra import PeopleFault, PeopleFile
from simulators.entra.tenant import Tenant
from tests.backend.identity.entra.staff import OTHER, SHARED, STAFF, document, written


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return document(Tenant("https://localhost:1"))


def test_the_directory_answers_from_the_file(told: dict[str, Any], tmp_path: Path) -> None:
    people = PeopleFile(written(tmp_path, told))
    found = people.by_mailbox(STAFF.upper())
    assert found is not None
    assert (found.user, found.external) == ("disek", False)
    assert [person.user for person in people.people("medicin")] == ["disek", "torro"]
    assert people.unit("medicin") == people.units()[0]
    assert people.by_user("nobody") is people.acting("nobody") is people.by_oid("nobody") is people.unit("none") is None
    assert people.by_mailbox(SHARED) is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda it: it["people"][1].update(user="disek"), "/people/0/user"),
        (lambda it: it["people"][1].update(oid=it["people"][0]["oid"]), "/people/0/oid"),
        (lambda it: it["people"][1].update(address=STAFF.upper().replace("EXAMPLE", "example")), "/people/1/address"),
        (lambda it: it["shared_mailboxes"][0].update(address=OTHER), "/people/1/address"),
        (lambda it: it["people"][0].update(unit="kirurgi"), "/people/0/unit"),
        (lambda it: it["people"][0].update(books_for=["nobody@vard.example"]), "/people/0/books_for/0"),
        (lambda it: it["people"][0].update(roles=["king"]), "/people/0/roles/0"),
        (lambda it: it["people"][0].update(extra=1), "/people/0"),
        (lambda it: it.pop("units"), "/"),
    ],
)
def test_a_fault_is_told_by_its_place_and_never_by_a_name(
    told: dict[str, Any], tmp_path: Path, change: Callable[[Any], object], place: str
) -> None:
    changed = copy.deepcopy(told)
    change(changed)
    with pytest.raises(PeopleFault) as fault:
        PeopleFile(written(tmp_path, changed))
    if place == "/people/1/address":
        assert fault.value.place.endswith("/address")
    else:
        assert fault.value.place == place
    assert "Disa" not in str(fault.value)
    assert "@" not in str(fault.value)


def test_a_file_that_is_not_there_or_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VardmoteError):
        PeopleFile(tmp_path / "none.json")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    with pytest.raises(PeopleFault):
        PeopleFile(tmp_path / "broken.json")


def test_a_changed_file_counts_within_seconds_and_a_broken_one_never(told: dict[str, Any], tmp_path: Path) -> None:
    moment = 0.0
    file = written(tmp_path, told)
    people = PeopleFile(file, lambda: moment)
    changed = copy.deepcopy(told)
    changed["people"][1]["roles"] = []
    written(tmp_path, changed)
    assert people.by_user("torro").roles, "nobody looks at every question"  # type: ignore[union-attr]  # it is there
    moment = 3.0
    assert not people.by_user("torro").roles  # type: ignore[union-attr]  # it is there
    for breaking in (lambda: file.write_text("{", "utf-8"), file.unlink):
        breaking()
        moment += 3.0
        assert people.by_user("torro") is not None
    written(tmp_path, told)
    moment += 3.0
    assert people.by_user("torro").roles  # type: ignore[union-attr]  # it is there
