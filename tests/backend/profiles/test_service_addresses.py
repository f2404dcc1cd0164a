"""Courts and others that the region has listed: what may stand there, and which day it may be called."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.profiles import ProfileFault, load
from backend.profiles.service import whole_document

COURT = {
    "code": "court",
    "label": {"sv": "Rätten", "en": "The court"},
    "address": "sal3@domstol.example",
    "source": "product",
}


def made(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    file = tmp_path / "region.json"
    file.write_text(json.dumps(whole_document("vastmanland") | {"service_addresses": rows}), "utf-8")
    return file


def test_whom_to_call_and_how_until_its_last_day(tmp_path: Path) -> None:
    number = COURT | {"code": "number", "address": "0046123456", "protocol": "h323", "dtmf": ",,1234#"}
    profile = load(made(tmp_path, COURT | {"valid_to": "2026-06-10"}, number))
    known = profile.service_address("number", date(2026, 6, 11))
    assert known is not None
    assert (known.address, known.protocol, known.dtmf, known.label.en) == ("0046123456", "h323", ",,1234#", "The court")
    assert profile.service_address("court", date(2026, 6, 10)) is not None
    assert profile.service_address("court", date(2026, 6, 11)) is None
    assert profile.service_address("none", date(2026, 6, 10)) is None


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        ({"address": "sip:sal3@domstol.example"}, "/service_addresses/0/address", "wrong form"),
        ({"address": "sal3@domstol.example;x=1"}, "/service_addresses/0/address", "wrong form"),
        ({"address": "sal 3@domstol.example"}, "/service_addresses/0/address", "wrong form"),
        ({"address": "sal3"}, "/service_addresses/0/address", "lacks @"),
        ({"dtmf": "1p"}, "/service_addresses/0/dtmf", "wrong form"),
        ({"protocol": "tel"}, "/service_addresses/0/protocol", ""),
        ({"source": "nowhere"}, "/service_addresses/0/source", "not in sources"),
    ],
)
def test_what_can_not_be_called_is_refused_by_its_place(
    tmp_path: Path, change: dict[str, str], pointer: str, words: str
) -> None:
    with pytest.raises(ProfileFault) as fault:
        load(made(tmp_path, COURT | change))
    found = [row for row in fault.value.faults if row.pointer == pointer]
    assert found
    assert words in found[0].text.en


def test_the_same_code_or_address_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileFault) as fault:
        load(made(tmp_path, COURT, COURT))
    assert [row.text.en for row in fault.value.faults] == ["has court 2 times", "has sal3@domstol.example 2 times"]
