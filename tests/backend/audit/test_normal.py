"""The same person is found however the name or number was written, and nobody else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.audit import Subject, normal

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    "written",
    ["070-174 06 05", "0701740605", "+46 70 174 06 05", "+46 (0)70-174 06 05", "0046701740605", " 070 1740605 "],
)
def test_a_phone_number_is_one_number(written: str) -> None:
    assert normal.phone(written) == "0701740605"


def test_numbers_of_other_countries_keep_theirs() -> None:
    assert normal.phone("+47 22 00 00 00") == normal.phone("004722000000") == "004722000000"
    assert normal.phone("okänt") == ""


@pytest.mark.parametrize(
    "written", ["Åsa Vångberg", "  åsa   VÅNGBERG ", "A\u030asa Va\u030angberg", "Åsa\u00a0Vångberg"]
)
def test_a_name_is_one_name(written: str) -> None:
    assert normal.name(written) == "åsa vångberg"


@given(st.text())
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normal.name(normal.name(text)) == normal.name(text)
    assert normal.phone(normal.phone(text)) == normal.phone(text)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("19121212-1212", "191212121212"),
        ("121212+1212", "191212121212"),
        ("121212-1212", "201212121212"),
        ("900101-0017", "199001010017"),
        ("260101-0017", "202601010017"),
        ("270101-0017", "192701010017"),
        ("1990 0101 0017", "199001010017"),
        ("19900101 TF01", "19900101TF01"),
    ],
)
def test_a_personal_number_has_twelve_signs(written: str, form: str) -> None:
    assert normal.person_number(written, TODAY) == form


def test_a_short_number_is_found_though_its_century_has_turned_since() -> None:
    recorded = normal.person_number("300101-0017", TODAY)
    assert recorded == "193001010017"
    assert recorded in normal.person_number_forms("300101-0017", date(2031, 1, 1))


def test_only_what_is_known_is_indexed() -> None:
    assert list(normal.attributes(Subject(kind="patient"), TODAY)) == []
    assert list(normal.attributes(Subject(name=" ", phone="-"), TODAY)) == []
