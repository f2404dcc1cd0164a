"""The hand-chosen invitations of tests/vectors/privacy.json; the client's tests read the same file."""

import json
import re
from typing import Any

import pytest

from backend.privacy.detector import Attendee, Invite, check
from tests.backend.privacy.samples import ROOT

VECTORS = json.loads((ROOT / "tests" / "vectors" / "privacy.json").read_text("utf-8"))


def invite(given: dict[str, Any]) -> Invite:
    attendees = tuple(Attendee(one["address"], one.get("name", "")) for one in given.get("attendees", ()))
    return Invite(**{**given, "attendees": attendees})


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    report = check(invite(vector["invite"]))
    assert report.verdict == vector["verdict"]
    told = [finding.row() for finding in report.findings]
    assert [{key: row[key] for key in wanted} for wanted, row in zip(vector["findings"], told, strict=False)] == vector[
        "findings"
    ]
    assert len(told) == len(vector["findings"])
    for row in told:
        for text in (row["masked"], row["sv"], row["en"]):
            assert "{" not in text
            assert not re.search("[0-9]{3}", text.replace("1177", ""))
