"""Production's settings, made of what was told; whatever must never be is refused by its key.

What is dangerous is refused before what is missing: whoever tries the demo's ways in production is told so first.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.config import require
from backend.config.pexip import pexip
from backend.config.settings import SECRET_BYTES, AccessLogPlace, RoomSettings, Settings
from backend.config.told import Told, read
from backend.errors import ConfigurationFault, Text

_MODES = ("entra",)
_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(?P<file>.*)")
# Threads that streams never take: ordinary requests always find one.
SPARE_THREADS = 16


@dataclass(frozen=True)
class Entra:
    """How staff sign in with Entra ID, and the file that says who they are until Graph is connected."""

    authority: str
    tenant: str
    client_id: str
    audience: str
    people: Path
    ca_file: Path | None


@dataclass(frozen=True)
class Production:
    """What `vardmote serve` runs by. `listen` is `host:port` or `unix:/path`; times are in seconds.

    Of the `threads` of each web process at most `settings.stream_limit` hold browser streams. `notice` is how long
    /readyz says no before the port shuts, `grace` how long running requests and jobs then have.
    """

    settings: Settings
    entra: Entra
    listen: str
    web: int
    workers: int
    threads: int
    notice: int
    grace: int
    header_seconds: int
    body_seconds: int
    trusted_proxies: tuple[str, ...]


def production(told: Told) -> Production:
    """Return production's settings. Raises ConfigurationFault naming the first key that is refused or missing."""
    _refuse_practice(told)
    if told.get("base_url"):
        require.bare_https("base_url", told["base_url"])
    if "secret_key" in told:
        require.own_secret("secret_key", told["secret_key"])
    told.refuse_unknown()
    url, audit_url = told.text("database_url"), told.text("audit.database_url")
    _refuse_shared(url, audit_url, shares=told.get("audit.shares_database", False))
    web, workers = _processes(told, url)
    threads = _number(told, "processes.threads", 120, least=SPARE_THREADS + 4, most=2000)
    streams = _number(told, "processes.streams", min(threads - SPARE_THREADS, max(4, threads * 2 // 3)), least=1)
    if streams > threads - SPARE_THREADS:
        sv = f"Högst processes.threads - {SPARE_THREADS}."
        raise ConfigurationFault("processes.streams", Text(sv, f"At most processes.threads - {SPARE_THREADS}."))
    place = access_log_place_of(told)
    settings = Settings(
        base_url=told.text("base_url").rstrip("/"),
        database_url=url,
        data=_data(told, url),
        secret_key=place.secret_key,
        earlier_secret_keys=place.earlier_secret_keys,
        audit_database_url=audit_url,
        audit_anchor=place.anchor,
        profile=told.text("profile"),
        stream_limit=streams,
        metrics_token=_token(told),
        rooms=_rooms(told),
        pexip=pexip(told, web + workers),
    )
    return Production(
        settings=settings,
        entra=_entra(told),
        listen=require.place("listen", told.text("listen", "127.0.0.1:8000")),
        web=web,
        workers=workers,
        threads=threads,
        notice=_number(told, "processes.notice_seconds", 0, least=0, most=300),
        grace=_number(told, "processes.grace_seconds", 20, least=1, most=600),
        header_seconds=_number(told, "limits.header_seconds", 10, least=1, most=60),
        body_seconds=_number(told, "limits.body_seconds", 10, least=1, most=300),
        trusted_proxies=tuple(told.get("trusted_proxies", ())),
    )


def _rooms(told: Told) -> RoomSettings:
    accounts, places, address_book = (
        Path(told[key]) if told.get(key) else None for key in ("rooms.accounts", "rooms.places", "rooms.address_book")
    )
    return RoomSettings(
        accounts=accounts,
        places=places,
        address_book=address_book,
        bookings=told.get("rooms.bookings", False),
        minutes_before=_number(told, "rooms.minutes_before", 10, least=1, most=60),
    )


def access_log_place(
    environment: Mapping[str, str], data: Path | None = None, file: Path | None = None
) -> AccessLogPlace:
    """Return where the access log is: a demo's under `data`, else what `file` says, or the one in `VARDMOTE_CONFIG`.

    Raises ConfigurationFault naming the key that is missing or can't be used.
    """
    if data is not None:
        secret = data / "secret.key"
        if not secret.exists():
            text = Text(f"Filen {secret} finns inte.", f"There is no file {secret}.")
            raise ConfigurationFault("--data", text)
        return AccessLogPlace(
            secret.read_bytes(), f"sqlite:///{data / 'access-log.sqlite'}", data / "access-log.anchor"
        )
    told = read(environment, file)
    if not told and not environment.get("VARDMOTE_CONFIG"):
        text = Text("Ange --data eller en konfigurationsfil.", "Give --data or a configuration file.")
        raise ConfigurationFault("VARDMOTE_CONFIG", text)
    return access_log_place_of(told)


def access_log_place_of(told: Told) -> AccessLogPlace:
    """Return where the access log is. Raises ConfigurationFault naming the key that is missing or can't be used."""
    url, secret = told.text("audit.database_url"), told.text("secret_key")
    anchor = Path(told["data"]) / "access-log.anchor" if told.get("data") else None
    return AccessLogPlace(
        require.secret("secret_key", secret),
        url,
        Path(told.text("audit.anchor", str(anchor) if anchor else None)),
        tuple(require.secret("earlier_secret_keys", each) for each in told.get("earlier_secret_keys", ())),
    )


def database_url(environment: Mapping[str, str], file: Path | None = None) -> str:
    """Return the URL of the database to work on.

    Raises ConfigurationFault when neither environment nor file says, or the file can't be read.
    """
    told = read(environment, file)
    if not told.get("database_url"):
        raise ConfigurationFault(
            "database_url", Text("Databasens adress saknas.", "The address of the database is missing.")
        )
    return told.text("database_url")


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite URL; None for another database."""
    found = _SQLITE.fullmatch(url)
    return Path(found["file"]) if found else None


def _refuse_practice(told: Told) -> None:
    if told.get("identity.mode") == "demo":
        raise ConfigurationFault("identity.mode", _NO_DEMO)
    for key, value in told.unknown.items():
        built_in = "builtin" in re.split(r"[._]", key) and value not in (False, "off", "none")
        if built_in or "builtin" in (value if isinstance(value, list) else [value]):
            raise ConfigurationFault(key, _NO_BUILTIN)


def _refuse_shared(url: str, audit_url: str, *, shares: bool) -> None:
    if url == audit_url and not shares:
        raise ConfigurationFault("audit.database_url", _SHARED)


def _processes(told: Told, url: str) -> tuple[int, int]:
    web = _number(told, "processes.web", 1, least=1, most=64)
    workers = _number(told, "processes.workers", 0 if sqlite_file(url) else 1, least=0, most=64)
    for key, number, most in (("processes.web", web, 1), ("processes.workers", workers, 0)):
        if sqlite_file(url) is not None and number > most:
            raise ConfigurationFault(key, _ONE_PROCESS)
    if sqlite_file(url) is None and workers < 1:
        raise ConfigurationFault("processes.workers", _NO_WORKER)
    return web, workers


def _number(told: Told, key: str, default: int, *, least: int, most: int = 100_000) -> int:
    number: int = told.get(key, default)
    if not least <= number <= most:
        text = Text(f"Ange ett tal från {least} till {most}.", f"Give a number from {least} to {most}.")
        raise ConfigurationFault(key, text)
    return number


def _data(told: Told, url: str) -> Path:
    file = sqlite_file(url)
    # systemd names the folder it has made for the unit.
    default = os.environ.get("STATE_DIRECTORY") or (str(file.parent) if file else None)
    return Path(told.text("data", default))


def _token(told: Told) -> str | None:
    token: str | None = told.get("metrics_token")
    if token is not None and len(token) < SECRET_BYTES:
        text = Text(f"Minst {SECRET_BYTES} tecken behövs.", f"At least {SECRET_BYTES} characters are needed.")
        raise ConfigurationFault("metrics_token", text)
    return token


def _entra(told: Told) -> Entra:
    mode = told.text("identity.mode")
    if mode not in _MODES:
        modes = ", ".join(_MODES)
        raise ConfigurationFault("identity.mode", Text(f"Välj bland: {modes}.", f"Choose among: {modes}."))
    authority = told.text("identity.authority", "https://login.microsoftonline.com").rstrip("/")
    if not authority.startswith("https://"):
        raise ConfigurationFault("identity.authority", require.HTTPS)
    client_id = told.text("identity.client_id")
    ca_file = told.get("identity.ca_file")
    return Entra(
        authority=authority,
        tenant=told.text("identity.tenant"),
        client_id=client_id,
        audience=told.text("identity.audience", client_id),
        people=Path(told.text("identity.people")),
        ca_file=Path(ca_file) if ca_file else None,
    )


_NO_DEMO = Text(
    "Demons inloggning är ett namn utan lösenord och går inte att använda i drift.",
    "The demo's sign-in is a name without a password and can't be used in production.",
)
_NO_BUILTIN = Text(
    "Inbyggd video är bara för övning och går inte att använda i drift.",
    "Built-in video is for practice only and can't be used in production.",
)
_SHARED = Text(
    "Åtkomstloggen ska ha ett eget lager. Är det ändå meningen, skriv audit.shares_database = true.",
    "The access log shall have a store of its own. If it is meant, write audit.shares_database = true.",
)
_ONE_PROCESS = Text(
    "Med SQLite kan bara en process arbeta. Använd PostgreSQL för fler.",
    "With SQLite only one process can work. Use PostgreSQL for more.",
)
_NO_WORKER = Text("Minst en arbetsprocess behövs.", "At least one worker process is needed.")
