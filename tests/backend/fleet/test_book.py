"""`vardmote rooms book` and `rooms dial --entry`, as typed; numbers are shown by neither."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli import main
from simulators import roomos
from simulators.roomos.site import Site
from tests.backend.fleet.site import Typed
from tests.waiting import until


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with roomos.start(2, pace=0.1) as stood:
        yield stood


@pytest.fixture
def rooms(tmp_path: Path, migrated: Path, site: Site) -> Typed:
    (tmp_path / "vardmote.sqlite").write_bytes(migrated.read_bytes())
    typed = Typed(tmp_path, site)
    assert typed.ran("approve", "--all").exit_code == 0
    return typed


@pytest.fixture
def book(tmp_path: Path, site: Site) -> Path:
    """Return a book whose court is the second room, for an exchange of the rooms' own domain."""
    domain = site.endpoints[1].address.partition("@")[2]
    entries = [
        {"code": "court", "label": {"sv": "Tingsrätten", "en": "The court"}, "number": site.endpoints[1].address},
        {"code": "jail", "label": {"sv": "Häktet", "en": "The jail"}, "number": "0221-12 34 56", "protocol": "H323"},
    ]
    exchange = [{"begins": "00", "strip": 2, "add": "", "domain": domain}]
    file = tmp_path / "book.json"
    file.write_text(json.dumps({"entries": entries, "exchange": exchange}), "utf-8")
    return file


def shown(*words: str | Path) -> str:
    """Type `rooms book`, which asks for no folder."""
    said = CliRunner().invoke(main, ["rooms", "book", *map(str, words)])
    assert said.exit_code == 0, said.output
    return said.output


def test_the_book_is_shown_without_numbers(book: Path) -> None:
    lines = shown("--book", book).splitlines()
    assert lines == [f"{'court':<40} Tingsrätten / The court  (SIP)", f"{'jail':<40} Häktet / The jail  (H323)"]
    [_, jail] = json.loads(shown("--book", book, "--json"))["entries"]
    assert jail == {"code": "jail", "sv": "Häktet", "en": "The jail", "protocol": "H323"}
    book.write_text('{"entries": []}', "utf-8")
    assert shown("--book", book).splitlines() == ["Tom. / Empty."]


def test_an_entry_is_called_and_its_number_is_not_told(rooms: Typed, book: Path, site: Site) -> None:
    caller, called = site.endpoints
    said = rooms.rooms("dial", "room1", "--entry", "court", "--book", book)
    assert said.exit_code == 0, said.output
    until(lambda: called.calls)
    assert called.address not in said.output
    assert rooms.json("hangup", "room1")["ended"] == 1
    until(lambda: not caller.calls and not called.calls)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("dial", "room1"), "NUMBER: Ange ett nummer eller --entry."),
        (("dial", "room1", "1", "--entry", "court"), "NUMBER: Ange ett nummer eller --entry."),
        (("dial", "room1", "--entry", "court"), "--book: Ingen adressbok är angiven."),
        (("dial", "room1", "1", "--exchange"), "--book: Ingen adressbok är angiven."),
        (("dial", "room1", "--entry", "none", "--book", "{book}"), "--entry: Finns inte i `rooms book`."),
        (("dial", "room1", "--entry", "court", "--book", "{book}.none"), "--book: Filen går inte att läsa."),
        (("dial", "room1", "--entry", "court", "--book", "{accounts}"), "--book $: filen är inte JSON i UTF-8"),
    ],
)
def test_what_cannot_be_called_is_said_before_any_room_is_spoken_to(
    rooms: Typed, book: Path, site: Site, words: tuple[str, ...], says: str
) -> None:
    named = [word.format(book=book, accounts=rooms.accounts) for word in words]
    said = rooms.rooms(*named)
    assert (said.exit_code, says in said.output) == (2, True), said.output
    assert not any(one.calls for one in site.endpoints)
