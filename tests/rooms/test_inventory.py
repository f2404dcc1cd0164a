"""An inventory is read whole or with every fault named, and what is written reads back the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.endpoint import Address
from rooms.inventory import PORTS, Room, RoomKind, as_csv, as_dict, parse_address, read, written

HEADING = "id,name,kind,capacity,equipment,site,address\n"
WHOLE = "mdt-1,Rönnen,mdt_room,14,camera|document_camera,Västerås,ssh://10.1.2.3:22\n"
RONNEN = Room(
    "mdt-1",
    "Rönnen",
    RoomKind.MDT_ROOM,
    14,
    ("camera", "document_camera"),
    "Västerås",
    Address("ssh", "10.1.2.3", 22),
)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20)
rooms = st.lists(
    st.builds(
        Room,
        st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
        words,
        st.sampled_from(RoomKind),
        st.integers(1, 10_000),
        st.lists(words.filter(lambda word: "|" not in word), max_size=4, unique=True).map(tuple),
        st.one_of(st.just(""), words),
        st.one_of(
            st.none(),
            st.builds(
                Address, st.sampled_from(sorted(PORTS)), st.sampled_from(["a.example", "::1"]), st.integers(1, 65535)
            ),
        ),
    ),
    max_size=5,
    unique_by=(lambda room: room.room_id, lambda room: room.address or room.room_id),
)


def _faults(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in read(text.encode()).faults]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("between", [",", ";"])
def test_a_file_as_a_spreadsheet_writes_it(mark: str, ends: str, between: str) -> None:
    text = (HEADING + WHOLE).replace("\n", ends).replace(",", between)
    assert read((mark + text).encode()) == ((RONNEN,), (), {"mdt-1": 2})


@given(rooms)
def test_what_is_written_reads_back_the_same(listed: list[Room]) -> None:
    assert read(as_csv(listed).encode())[:2] == (tuple(listed), ())
    assert read(json.dumps([as_dict(room) for room in listed]).encode())[:2] == (tuple(listed), ())


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_is_too_strange_to_be_answered(data: bytes) -> None:
    for text in (data, (HEADING + WHOLE).encode() + data, b"[" + data):
        assert all(fault.line >= 1 and fault.told.sv and fault.told.en for fault in read(text).faults)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("../x,A,mdt_room,4,,,", "id"),
        (",A,mdt_room,4,,,", "id"),
        ("a,,mdt_room,4,,,", "name"),
        ("a,A,cinema,4,,,", "kind"),
        ("a,A,mdt_room,0,,,", "capacity"),
        ("a,A,mdt_room,4.5,,,", "capacity"),
        ("a,A,mdt_room,²,,,", "capacity"),
        ("a,A,mdt_room,4,,,telnet://x", "address"),
        ("a,A,mdt_room,4,,,ssh://user:word@x", "address"),
        ("a,A,mdt_room,4,,,ssh://x:99999", "address"),
        ("a,A,mdt_room", ""),
        ('a,"A,mdt_room,4,,,', ""),
    ],
)
def test_a_fault_is_named_by_its_line_and_column(row: str, column: str) -> None:
    text = HEADING + WHOLE + row + "\n"
    assert _faults(text) == [(3, column)]
    assert read(text.encode()).rooms == (RONNEN,)


def test_every_fault_is_named_not_only_the_first() -> None:
    assert _faults(HEADING + "a,A,cinema,4,,,\n\nb,B,mdt_room,x,,,\n") == [(2, "kind"), (4, "capacity")]


def test_a_quoted_line_break_does_not_move_the_lines_after_it() -> None:
    assert _faults(HEADING + 'a,"A\nB",mdt_room,4,,,\nb,B,mdt_room,x,,,\n') == [(2, "name"), (4, "capacity")]


def test_two_rooms_share_neither_id_nor_address() -> None:
    held = read((HEADING + WHOLE + WHOLE.replace("mdt-1", "mdt-2") + WHOLE.replace("10.1.2.3", "10.9.9.9")).encode())
    assert held.rooms == (RONNEN,)
    assert [(fault.line, fault.column, fault.told.en) for fault in held.faults] == [
        (3, "address", "Is on line 2 already."),
        (4, "id", "Is on line 2 already."),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "id,name\n", HEADING.replace("site", "place"), HEADING.replace("id", "name")]
)
def test_a_heading_that_is_another_is_said(text: str) -> None:
    assert "id,name,kind" in read(text.encode()).faults[0].told.en


def test_text_in_another_encoding_is_said_with_its_line() -> None:
    held = read((HEADING + WHOLE).encode() + "b,Rönn".encode("latin-1"))
    assert held.faults[0].line == 3
    assert "UTF-8" in held.faults[0].told.sv


@pytest.mark.parametrize("text", ["ssh://10.0.0.1:22", "wss://room.example:8443", "https://[::1]:443"])
def test_an_address_is_written_as_it_was(text: str) -> None:
    assert written(parse_address(text)) == text


def test_the_usual_port_need_not_be_said() -> None:
    assert parse_address("ssh://room.example") == Address("ssh", "room.example", 22)
    assert written(None) == ""
