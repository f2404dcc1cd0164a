"""What the product is told as it starts, and the demo's way of telling it."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

SECRET_BYTES = 32
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
    server has at least 16 threads more than that. While the file `draining` is there, /readyz says that the server is
    on its way down.
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
    draining: Path | None = None
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


@dataclass(frozen=True)
class AccessLogPlace:
    """Where the access log is and what its keys are derived from."""

    secret_key: bytes
    database_url: str
    anchor: Path
    earlier_secret_keys: tuple[bytes, ...] = ()


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


def _own_secret(file: Path) -> bytes:
    # Whole or not there at all, and readable by its owner alone from its first moment.
    with NamedTemporaryFile(dir=file.parent) as fresh:
        fresh.write(secrets.token_bytes(SECRET_BYTES))
        fresh.flush()
        with suppress(FileExistsError):
            os.link(fresh.name, file)
    return file.read_bytes()
