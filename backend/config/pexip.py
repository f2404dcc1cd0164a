"""The table `[pexip]`: how the region's Pexip is reached and reaches us. Without any of its keys there is no Pexip."""

from pathlib import Path

from backend.config import require
from backend.config.settings import (
    POLICY_LISTEN,
    ROOM_NUMBER,
    SERVICE_TAG,
    DialOutRouting,
    HostEntry,
    PexipMode,
    PexipSettings,
)
from backend.config.told import Told
from backend.errors import ConfigurationFault, Text

_TABLE = "pexip."
# Pexip's own field for a password takes no more (pexip 1).
_LONGEST_PASSWORD = 100
_LONGEST_NAME = 250
# Each stands at Pexip all the time, and a node knows of all of them.
_MOST_ROOMS = 20
# Of another layout than these Pexip throws the whole answer away, and nobody comes in to any meeting
# (docs.pexip.com/admin/external_policy_requests.htm).
_VIEWS = (
    "one_main_zero_pips",
    "one_main_one_pip",
    "one_main_seven_pips",
    "one_main_twentyone_pips",
    "one_main_thirtythree_pips",
    "one_main_nine_around",
    "one_main_twelve_around",
    "two_mains_eight_around",
    "two_mains_twentyone_pips",
    "four_mains_zero_pips",
    "five_mains_seven_pips",
    "nine_mains_zero_pips",
    "sixteen_mains_zero_pips",
    "twentyfive_mains_zero_pips",
)
_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_DOMAIN = rf"(?:{_NAME}\.)+{_NAME}"
_ROOM_NUMBER = r"[a-z0-9._-]{0,20}\{alias\}(?:@\{domain\})?"


def pexip(told: Told, processes: int = 1) -> PexipSettings | None:
    """Return Pexip's settings for so many processes of ours; None when nothing is told of it.

    Raises ConfigurationFault naming the first key that is refused or missing.
    """
    if not any(key.startswith(_TABLE) for key in told):
        return None
    mode = PexipMode(require.one_of("pexip.mode", told.text("pexip.mode", PexipMode.POLICY), *PexipMode))
    asks_us = mode == PexipMode.POLICY
    client_id, private_key = told.get("pexip.management_client_id"), told.get("pexip.management_private_key")
    domain = told.get("pexip.domain")
    settings = PexipSettings(
        node=require.bare_https("pexip.node", told.text("pexip.node")),
        domain=require.form("pexip.domain", domain, _DOMAIN, _NO_DOMAIN) if domain else None,
        mode=mode,
        web_path=require.form("pexip.web_path", told.text("pexip.web_path", "webapp3"), r"[A-Za-z0-9_-]+", _NO_PATH),
        room_number=require.form(
            "pexip.room_number", told.text("pexip.room_number", ROOM_NUMBER), _ROOM_NUMBER, _NO_NUMBER
        ),
        policy_user=_user(told, "pexip.policy_user") if asks_us else "",
        policy_password=_password(told, "pexip.policy_password") if asks_us else "",
        policy_listen=require.place("pexip.policy_listen", told.text("pexip.policy_listen", POLICY_LISTEN)),
        events_user=_user(told, "pexip.events_user"),
        events_password=_password(told, "pexip.events_password"),
        trusted_locations=tuple(_named("pexip.trusted_locations", each) for each in _list(told)),
        dial_out_domains=tuple(
            require.form("pexip.dial_out_domains", each, _DOMAIN, _NO_DOMAIN)
            for each in told.get("pexip.dial_out_domains", [])
        ),
        dial_out_location=_name(told, "pexip.dial_out_location"),
        dial_out_routing=DialOutRouting(
            require.one_of(
                "pexip.dial_out_routing",
                told.text("pexip.dial_out_routing", DialOutRouting.MANUAL),
                *DialOutRouting,
            )
        ),
        host_entry=HostEntry(
            require.one_of("pexip.host_entry", told.text("pexip.host_entry", HostEntry.ALIAS), *HostEntry)
        ),
        theme=_name(told, "pexip.theme"),
        view=require.one_of("pexip.view", told["pexip.view"], *_VIEWS) if told.get("pexip.view") else None,
        chat=require.one_of("pexip.chat", told.text("pexip.chat", "default"), "default", "yes", "no"),
        service_tag=_named("pexip.service_tag", told.text("pexip.service_tag", SERVICE_TAG)),
        management_url=_management_url(told, mode),
        management_user=told.get("pexip.management_user"),
        management_password=told.get("pexip.management_password"),
        management_client_id=client_id,
        management_private_key=Path(private_key) if private_key else None,
        ready_rooms=_rooms(told, "pexip.ready_rooms", PexipSettings.ready_rooms),
        ready_rooms_common=_rooms(told, "pexip.ready_rooms_common", PexipSettings.ready_rooms_common),
        ready_rooms_of=tuple(_of_unit(each) for each in told.get("pexip.ready_rooms_of", [])),
        ca_file=Path(told["pexip.ca_file"]) if told.get("pexip.ca_file") else None,
        processes=processes,
    )
    _require_account(told, settings)
    return settings


def _user(told: Told, key: str) -> str:
    return require.form(key, told.text(key), r"[A-Za-z0-9._@-]{1,100}", _NO_USER)


def _password(told: Told, key: str) -> str:
    secret = require.own_secret(key, told.text(key))
    return require.form(key, secret, rf"[\x21-\x7e]{{1,{_LONGEST_PASSWORD}}}", _NO_PASSWORD)


def _named(key: str, name: str) -> str:
    return require.form(key, name, rf"[^\x00-\x1f\x7f]{{1,{_LONGEST_NAME}}}", _NO_NAME)


def _name(told: Told, key: str) -> str | None:
    return _named(key, told[key]) if told.get(key) else None


def _rooms(told: Told, key: str, default: int) -> int:
    number: int = told.get(key, default)
    if not 0 <= number <= _MOST_ROOMS:
        raise ConfigurationFault(key, _NO_ROOMS)
    return number


def _of_unit(told: str) -> tuple[str, int]:
    named = require.form("pexip.ready_rooms_of", told, r"[^=\s]{1,64}=[0-9]{1,2}", _NO_UNIT)
    unit, _, number = named.rpartition("=")
    if int(number) > _MOST_ROOMS:
        raise ConfigurationFault("pexip.ready_rooms_of", _NO_ROOMS)
    return unit, int(number)


def _list(told: Told) -> list[str]:
    return list(told.get("pexip.trusted_locations", []))


def _management_url(told: Told, mode: PexipMode) -> str | None:
    url = told.get("pexip.management_url")
    if url is None and mode == PexipMode.POLICY:
        return None
    return require.bare_https("pexip.management_url", told.text("pexip.management_url"))


def _require_account(told: Told, settings: PexipSettings) -> None:
    if settings.management_url is None:
        return
    if settings.management_client_id is not None or settings.management_private_key is not None:
        told.text("pexip.management_client_id")
        told.text("pexip.management_private_key")
        if settings.management_user is not None:
            raise ConfigurationFault("pexip.management_user", _ONE_ACCOUNT)
        return
    _user(told, "pexip.management_user")
    _password(told, "pexip.management_password")


_NO_DOMAIN = Text("Ange ett domännamn i små bokstäver.", "Give a domain name in small letters.")
_NO_PATH = Text(
    "Ange webbappens sökväg utan snedstreck, t.ex. webapp3.", "Give the web app's path, no slash, e.g. webapp3."
)
_NO_NUMBER = Text(
    "Ange {alias}@{domain}, med upp till 20 tecken framför om ni vill.",
    "Give {alias}@{domain}, with up to 20 characters before it if you like.",
)
_NO_USER = Text("Ange ett användarnamn utan blanksteg och kolon.", "Give a user name without blanks and colons.")
_NO_PASSWORD = Text(
    f"Ange högst {_LONGEST_PASSWORD} tecken ur ASCII, utan blanksteg.",
    f"Give at most {_LONGEST_PASSWORD} ASCII characters, no blanks.",
)
_NO_NAME = Text(
    f"Ange namnet som det heter i Pexip, högst {_LONGEST_NAME} tecken.",
    f"Give the name as it is in Pexip, at most {_LONGEST_NAME} characters.",
)
_NO_ROOMS = Text(f"Ange ett antal från 0 till {_MOST_ROOMS}.", f"Give a number from 0 to {_MOST_ROOMS}.")
_NO_UNIT = Text("Ange enhetens kod och antal, t.ex. medicin=4.", "Give the unit's code and a number, e.g. medicin=4.")
_ONE_ACCOUNT = Text(
    "Välj ett sätt: användare och lösenord, eller klient och nyckelfil.",
    "Choose one way: user and password, or client and key file.",
)
