"""Each room gets the account nearest to it, and no password leaves for an address outside the networks."""

from pathlib import Path

import pytest

from rooms.accounts import Accounts, AccountsFault, Duty, NoAccount, NotAllowed, told
from rooms.endpoint import Account
from rooms.inventory import Room, RoomKind, parse_address

WHOLE = """
networks = ["10.20.0.0/16", "::1/128", "one.example", ".rooms.example"]
[control]
user = "all"
password = "hemligt-1"
[admin]
user = "all-admin"
key_file = "/etc/key"
[site."Köping".control]
user = "site"
password = "hemligt-2"
[room."mdt-1".control]
user = "own"
password = "hemligt-3"
"""


def room(room_id: str = "a", site: str = "", address: str = "ssh://10.20.1.1") -> Room:
    return Room(room_id, "A", RoomKind.MDT_ROOM, 4, (), site, parse_address(address) if address else None)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return told({}, written(tmp_path, WHOLE))


def written(folder: Path, text: str) -> Path:
    file = folder / "accounts.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("asked", "user"),
    [(room(), "all"), (room(site="Köping"), "site"), (room("mdt-1", "Köping"), "own"), (room(site="mdt-1"), "all")],
)
def test_the_nearest_account_is_taken(accounts: Accounts, asked: Room, user: str) -> None:
    assert accounts.account(asked, Duty.CONTROL).user == user
    assert accounts.account(asked, Duty.ADMIN) == Account("all-admin", key_file="/etc/key")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("ssh://10.20.255.1", True),
        ("ssh://10.21.0.1", False),
        ("wss://[::1]", True),
        ("wss://[::2]", False),
        ("https://ONE.example", True),
        ("https://a.one.example", False),
        ("https://a.rooms.example", True),
        ("https://rooms.example", False),
        ("https://evilrooms.example", False),
        ("", False),
    ],
)
def test_a_password_goes_only_where_it_may(accounts: Accounts, address: str, *, allowed: bool) -> None:
    if allowed:
        assert accounts.account(room(address=address), Duty.CONTROL).user == "all"
    else:
        with pytest.raises(NotAllowed):
            accounts.account(room(address=address), Duty.CONTROL)


def test_nothing_is_allowed_until_it_is_said() -> None:
    with pytest.raises(NotAllowed):
        told({"VARDMOTE_ROOMS_CONTROL_USER": "u", "VARDMOTE_ROOMS_CONTROL_PASSWORD": "p"}).account(room(), Duty.CONTROL)


def test_the_environment_takes_the_place_of_the_files_for_all(tmp_path: Path) -> None:
    environment = {
        "VARDMOTE_ROOMS_NETWORKS": "10.20.1.1, .x.example",
        "VARDMOTE_ROOMS_CONTROL_USER": "outside",
        "VARDMOTE_ROOMS_CONTROL_PASSWORD": "p",
    }
    accounts = told(environment, written(tmp_path, WHOLE))
    assert accounts.account(room(), Duty.CONTROL) == Account("outside", "p")
    assert accounts.account(room(), Duty.ADMIN).user == "all-admin"
    assert accounts.account(room("mdt-1"), Duty.CONTROL).user == "own"
    assert not accounts.allows(parse_address("ssh://10.20.1.2"))


def test_an_account_nobody_told_is_said() -> None:
    with pytest.raises(NoAccount) as refused:
        told({"VARDMOTE_ROOMS_NETWORKS": "10.20.0.0/16"}).account(room("mdt-1"), Duty.ADMIN)
    assert refused.value.place == "mdt-1"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("networks = 4", "networks"),
        ("networks = ['10.0.0.0/99']", "networks"),
        ("networks = ['10.0.0.1/8']", "networks"),
        ("[control]\nuser = 'a'", "control"),
        ("[control]\nuser = 'a'\npassword = 'hemligt'\nkey_file = 'b'", "control"),
        ("[control]\nuser = 'a'\npassword = 4", "control"),
        ("control = 'hemligt'", "control"),
        ("[site.a.guest]\nuser = 'a'\npassword = 'hemligt'", "site.a.guest"),
        ("[room]\na = 'hemligt'", "room.a"),
        ("pasword = 'hemligt'", "pasword"),
        ("[control]\npassword = hemligt", None),
    ],
)
def test_a_fault_is_named_by_its_place_and_tells_no_password(tmp_path: Path, text: str, place: str | None) -> None:
    file = written(tmp_path, text)
    with pytest.raises(AccountsFault) as refused:
        told({}, file)
    assert refused.value.place == (place or str(file))
    assert "hemligt" not in f"{refused.value} {refused.value.sv} {refused.value.__cause__}"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AccountsFault):
        told({}, tmp_path / "none.toml")


def test_no_password_is_printed(accounts: Accounts) -> None:
    assert "hemligt" not in f"{accounts} {accounts!r} {accounts.account(room(), Duty.CONTROL)!r}"
    assert "hemligt" not in str(accounts.account(room(), Duty.CONTROL))
