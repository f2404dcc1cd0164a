"""What the OpenAPI document says is what the product answers: no fault of ours, no answer that is not described.

Each run plays a few cases for every operation, the same ones. With `VARDMOTE_LONG_TESTS=1` it plays `VARDMOTE_CASES` of
them (20,000 unless told), drawn anew.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.app import People, create_product
from backend.clock import FixedClock
from tests.contract.http.openapi_cases import play
from tests.contract.http.role_house import House, Staff, furnished
from tests.product import Caller, settings

_FEW, _MANY = 2, 200
_LONG = os.environ.get("VARDMOTE_LONG_TESTS") == "1"


@pytest.fixture
def house(database_url: str, clock: FixedClock, tmp_path: Path) -> Iterator[House]:
    staff = Staff()
    product = create_product(settings(tmp_path, database_url), People(staff, staff), clock)
    built = furnished(Caller(product, clock), tmp_path)
    yield built
    built.kept.close()
    product.stop()


def test_no_case_finds_a_fault_or_an_answer_that_is_not_described(
    house: House, record_property: Callable[[str, object], None]
) -> None:
    tallies = [play(house, _FEW)]
    while _LONG and sum(tally.cases for tally in tallies) < int(os.environ.get("VARDMOTE_CASES", "20000")):
        tallies.append(play(house, _MANY, secrets.randbits(32)))
    found = {kind: told for tally in tallies for kind, told in tally.findings.items()}
    record_property("cases", sum(tally.cases for tally in tallies))
    assert not found, "\n".join(f"{operation}: {kind}\n{told}" for (operation, kind), told in found.items())
    # Each kind of answer came up, or the cases never got past the door.
    seen = {status for tally in tallies for status in tally.statuses}
    assert {200, 204, 400, 401, 403} <= seen


def test_a_fault_and_an_answer_nobody_described_would_be_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    app = house.caller.product.app
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == "/api/v1/sign-in")
    for answer, kinds in (
        ({}, "JsonSchemaError 200"),
        (("", 418), "UndefinedStatusCode 418"),
        (("", 500), "ServerError 500"),
    ):
        monkeypatch.setitem(app.view_functions, rule.endpoint, lambda given=answer: given)
        found = play(house, 2, only=rule.rule).findings
        assert kinds in {kind for _, kind in found}, found
