"""Settings: read once, from one TOML file and the environment, then never changed."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from backend.errors import ConfigurationFault, Text

_SECRET_BYTES = 32
_EARLIER = "earlier_secret_keys"
MICROSOFT_FRAMES = (
    "https://*.cloud.microsoft",
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook-sdf.office.com",
    "https://outlook-sdf.office365.com",
)


@dataclass(frozen=True)
class Settings:
    """All that can be set.

    `demo` turns on the demo page and the guard of a server on one's own machine; `builtin_video` lets the built-in
    service, meant for practice, serve every type. Only the demo may have either.

    `secret_key` (at least 32 bytes) is what the keys of the access log are derived from. `audit_database_url` is the
    access log's own store and `audit_anchor` the file, on another disk in production, that notes how far it goes.
    `earlier_secret_keys` are those before it, newest first: what they wrote is still read and verified.

    `metrics_token` lets another machine read /metrics. `stream_limit` is the most browser streams at a time; the
    server has at least 16 threads more than that.
    """

    base_url: str
    database_url: str
    data: Path
    secret_key: bytes
    audit_database_url: str
    audit_anchor: Path
    earlier_secret_keys: tuple[bytes, ...] = ()
    demo: bool = False
    builtin_video: bool = False
    profile: str = "vastmanland"
    stream_limit: int = 80
    metrics_token: str | None = None
    frame_ancestors: tuple[str, ...] = field(default=MICROSOFT_FRAMES)

    @property
    def origin(self) -> str:
        """The scheme, host and port people reach us by."""
        return self.base_url.rstrip("/")

    @property
    def origins(self) -> frozenset[str]:
        """All origins our own pages may have: a demo is reached by number or by name."""
        named = self.origin.replace("//127.0.0.1:", "//localhost:")
        return frozenset({self.origin, named} if self.demo else {self.origin})


def demo_settings(data: Path, port: int, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a demo that keeps everything under `data` and listens on loopback."""
    return Settings(
        base_url=f"http://127.0.0.1:{port}",
        database_url=f"sqlite:///{data / 'vardmote.sqlite'}",
        data=data,
        secret_key=_own_secret(data / "secret.key"),
        audit_database_url=f"sqlite:///{data / 'access-log.sqlite'}",
        audit_anchor=data / "access-log.anchor",
        demo=True,
        builtin_video=True,
        profile=environment.get("VARDMOTE_PROFILE", "vastmanland"),
        frame_ancestors=("'self'", *MICROSOFT_FRAMES),
    )


@dataclass(frozen=True)
class AccessLogPlace:
    """Where the access log is and what its keys are derived from."""

    secret_key: bytes
    database_url: str
    anchor: Path
    earlier_secret_keys: tuple[bytes, ...] = ()


def access_log_place(environment: Mapping[str, str], data: Path | None = None) -> AccessLogPlace:
    """Return where the access log is: a demo's under `data`, else what the file in `VARDMOTE_CONFIG` says.

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
    file = environment.get("VARDMOTE_CONFIG")
    if not file:
        text = Text("Ange --data eller en konfigurationsfil.", "Give --data or a configuration file.")
        raise ConfigurationFault("VARDMOTE_CONFIG", text)
    told = _read(Path(file))
    audit = told.get("audit")
    named = {"secret_key": told.get("secret_key")}
    named |= {f"audit.{key}": audit.get(key) if isinstance(audit, dict) else None for key in ("database_url", "anchor")}
    for key, value in named.items():
        if not isinstance(value, str) or not value:
            raise ConfigurationFault(key, Text("Inställningen saknas.", "The setting is missing."))
    return AccessLogPlace(
        _secret("secret_key", named["secret_key"]),
        str(named["audit.database_url"]),
        Path(str(named["audit.anchor"])),
        _earlier_secrets(told.get(_EARLIER, [])),
    )


def _earlier_secrets(told: object) -> tuple[bytes, ...]:
    if not isinstance(told, list):
        raise ConfigurationFault(_EARLIER, Text("Ange en lista.", "Give a list."))
    return tuple(_secret(_EARLIER, each) for each in told)


def _secret(key: str, told: object) -> bytes:
    secret = told.encode() if isinstance(told, str) else b""
    if len(secret) < _SECRET_BYTES:
        text = Text(f"Minst {_SECRET_BYTES} byte behövs.", f"At least {_SECRET_BYTES} bytes are needed.")
        raise ConfigurationFault(key, text)
    return secret


def database_url(environment: Mapping[str, str]) -> str:
    """Return the URL of the database to work on.

    `VARDMOTE_DATABASE_URL` wins; else `database_url` in the file that `VARDMOTE_CONFIG` names.
    Raises ConfigurationFault when neither says, or the file can't be read.
    """
    if url := environment.get("VARDMOTE_DATABASE_URL"):
        return url
    file = environment.get("VARDMOTE_CONFIG")
    url = _read(Path(file)).get("database_url") if file else None
    if not isinstance(url, str):
        raise ConfigurationFault(
            "database_url", Text("Databasens adress saknas.", "The address of the database is missing.")
        )
    return url


def _own_secret(file: Path) -> bytes:
    # Whole or not there at all, and readable by its owner alone from its first moment.
    with NamedTemporaryFile(dir=file.parent) as fresh:
        fresh.write(secrets.token_bytes(_SECRET_BYTES))
        fresh.flush()
        with suppress(FileExistsError):
            os.link(fresh.name, file)
    return file.read_bytes()


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        text = Text(f"Filen {path} går inte att läsa: {error}", f"The file {path} can't be read: {error}")
        raise ConfigurationFault("VARDMOTE_CONFIG", text) from error
