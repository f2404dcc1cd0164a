"""The address book: whom rooms may call, what the exchange makes of numbers, and faults that show none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.address_book import AddressBook, AddressBookFault, Rule, read

LABEL = {"sv": "Tingsrätten", "en": "The court"}
COURT = {"code": "court", "label": LABEL, "number": "0221-12 34 56"}
SECRET = "0705551234"
NUMBERS = st.text("0123456789", min_size=1, max_size=12)
RULES = st.builds(
    lambda begins, add, domain: Rule(begins, strip=len(begins), add=add, domain=domain),
    st.text("012", max_size=3),
    st.text("9", max_size=2),
    st.sampled_from(["", "exchange.example"]),
)


def told(*entries: dict[str, Any], exchange: tuple[dict[str, Any], ...] = ()) -> AddressBook:
    return read(json.dumps({"entries": entries, "exchange": exchange}).encode())


@pytest.mark.parametrize(
    ("number", "protocol", "dialled"),
    [
        ("0221-12 34 56", "SIP", ("+46221123456@exchange.example", "SIP")),
        ("0010 44 20", "SIP", ("+104420@exchange.example", "SIP")),
        ("8123", "H323", ("998123", "SIP")),
        ("8123", "SIP", ("8123", "SIP")),
        ("room@court.example", "SIP", ("room@court.example", "SIP")),
        ("00@court.example", "H323", ("00@court.example", "H323")),
    ],
)
def test_the_longest_beginning_says_what_the_exchange_takes(
    number: str, protocol: str, dialled: tuple[str, str]
) -> None:
    book = told(
        {**COURT, "number": number, "protocol": protocol},
        exchange=(
            {"begins": "0", "protocol": "SIP", "strip": 1, "add": "+46", "domain": "exchange.example"},
            {"begins": "00", "protocol": "SIP", "strip": 2, "add": "+", "domain": "exchange.example"},
            {"begins": "8", "protocol": "H323", "add": "99", "as": "SIP"},
        ),
    )
    assert book.call("court") == dialled
    assert book.call("none") is None


@given(st.lists(RULES, max_size=5), NUMBERS)
def test_what_is_called_is_the_number_with_its_beginning_exchanged(rules: list[Rule], number: str) -> None:
    called = AddressBook(rules=tuple(rules)).dialled(number).number
    plain = called.partition("@")[0]
    assert plain
    for cut in range(4):
        left = number[cut:]
        if plain.endswith(left) and set(plain.removesuffix(left)) <= {"9"}:
            return
    raise AssertionError(called)


@given(NUMBERS.flatmap(lambda number: st.tuples(st.just(number), st.sampled_from([" ", "-", ""]))))
def test_a_number_is_called_the_same_however_it_is_written(written: tuple[str, str]) -> None:
    number, between = written
    book = AddressBook(rules=(Rule("0", strip=1, add="+46"),))
    assert book.dialled(between.join(number)) == book.dialled(number)


def test_a_rule_that_would_leave_nothing_is_none() -> None:
    assert told(exchange=({"begins": "0", "strip": 1, "domain": "exchange.example"},)).dialled("0").number == "0"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (b"\xff", "$"),
        (b"{", "$"),
        (b"[" * 100_000, "$"),
        (b" " * 3_000_000, "$"),
        (b"[]", "$"),
        ({"entries": [{**COURT, "number": f"{SECRET}\n"}]}, "$.entries[0].number"),
        ({"entries": [{**COURT, "number": f"{SECRET}@a b"}]}, "$.entries[0].number"),
        ({"entries": [COURT, {**COURT, "number": SECRET}]}, "$.entries[1].code"),
        ({"entries": [{**COURT, "code": SECRET + "Å"}]}, "$.entries[0].code"),
        ({"entries": [{**COURT, "protocol": SECRET}]}, "$.entries[0].protocol"),
        ({"entries": [{**COURT, "label": {"sv": SECRET}}]}, "$.entries[0].label"),
        ({"entries": [], "exchange": [{"begins": "a"}]}, "$.exchange[0].begins"),
        ({"entries": [], "exchange": [{"begins": "0", "strip": 2}]}, "$.exchange[0].strip"),
        ({"entries": [], "exchange": [{"begins": "0", "domain": "a@b"}]}, "$.exchange[0].domain"),
    ],
)
def test_a_fault_names_its_place_and_no_number(wrong: Any, place: str) -> None:
    with pytest.raises(AddressBookFault) as fault:
        read(wrong if isinstance(wrong, bytes) else json.dumps(wrong).encode())
    assert fault.value.place == place
    assert SECRET not in f"{fault.value} {fault.value.told} {fault.value.__cause__}"


def test_printing_an_entry_shows_no_number() -> None:
    assert "0221" not in repr(told(COURT))
    assert told(COURT).entries["court"].label.en == "The court"
