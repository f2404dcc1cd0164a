"""The description both manifests are written from: `manifest/addin.toml`, read into plain records."""

import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from backend.errors import VardmoteError
from backend.manifest.names import EVENTS, PERMISSIONS, PLACES, SEND_MODES

FOLDER = Path(__file__).resolve().parents[2] / "manifest"
ICONS = FOLDER / "icons"
Words = dict[str, str]


class BaseUrlError(VardmoteError):
    """An address can't stand in a manifest; the message says which and why."""


@dataclass(frozen=True)
class Control:
    """One button: it opens the pane or runs the named function, in each of its contexts."""

    id: str
    contexts: tuple[str, ...]
    icon: str
    label: Words
    tip: Words
    runs: str | None = None
    opens: str | None = None
    option: str | None = None


@dataclass(frozen=True)
class Event:
    """One event of Outlook (its add-in only name), the function it runs, and for events at send what a find does."""

    type: str
    runs: str
    send_mode: str | None = None


@dataclass(frozen=True)
class Description:
    """Everything the manifests say, for one base URL. `urls` are absolute; every text is keyed by language."""

    outlook_id: str
    unified_id: str
    base_url: str
    version: str
    provider: str
    accent_color: str
    permission: str
    shared_folders: bool
    name: Words
    summary: Words
    description: Words
    locales: dict[str, tuple[str, ...]]
    requirements: dict[str, str]
    urls: dict[str, str]
    group: Words
    controls: tuple[Control, ...]
    events: tuple[Event, ...]
    tab_id: str
    tab_name: Words

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes, the default first."""
        return tuple(self.locales)

    @property
    def host(self) -> str:
        """Host and port of the base URL, as `validDomains` wants it."""
        return urlsplit(self.base_url).netloc

    @property
    def origin(self) -> str:
        """Scheme, host and port of the base URL."""
        return f"https://{self.host}"

    @property
    def functions(self) -> tuple[str, ...]:
        """Every function the buttons and events run, once each, in order of first use."""
        names = [control.runs for control in self.controls if control.runs] + [event.runs for event in self.events]
        return tuple(dict.fromkeys(names))

    def in_context(self, context: str) -> tuple[Control, ...]:
        """Buttons that stand in one context, in their order."""
        return tuple(control for control in self.controls if context in control.contexts)

    def icon(self, name: str, size: int) -> str:
        """Absolute address of one icon in one size."""
        return f"{self.urls['icons']}/{name}-{size}.png"


def clean_base_url(text: str) -> str:
    """`text` without a trailing slash; raises BaseUrlError: Office takes https only, without query and fragment."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise BaseUrlError(f"{text!r}: {error}") from error
    if parts.scheme != "https" or not parts.hostname:
        raise BaseUrlError(f"{text!r}: Office only takes add-ins from https:// addresses")
    if parts.username is not None or parts.query or parts.fragment or set(parts.netloc + parts.path) & set(" <>\"'\\"):
        raise BaseUrlError(f"{text!r}: give scheme, host, port and path only")
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    return f"https://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def load(
    base_url: str, *, create_directly: bool = False, info_url: str | None = None, source: Path = FOLDER / "addin.toml"
) -> Description:
    """Read the description for one installation.

    Args:
        base_url: where the add-in's pages are served; https.
        create_directly: include the button "Skapa direkt" (off unless the profile turns it on).
        info_url: the region's own page on support, terms and personal data; without it the front page is named.
        source: the TOML file to read.

    Raises:
        BaseUrlError: an address can't stand in a manifest.
        KeyError: the description uses a name that Microsoft does not have, or leaves one out.
    """
    base = clean_base_url(base_url)
    raw = tomllib.loads(source.read_text("utf-8"))
    urls = {key: base + path for key, path in raw["urls"].items()}
    if info_url is not None:
        urls |= dict.fromkeys(("support", "privacy", "terms"), clean_base_url(info_url))
    namespace = uuid.UUID(raw["ids"]["namespace"])
    wanted = {"create_directly": create_directly}
    controls = tuple(Control(**{**entry, "contexts": tuple(entry["contexts"])}) for entry in raw["controls"])
    used = {event["type"] for event in raw["events"]} | {raw["permission"]}
    used.update(context for control in controls for context in control.contexts)
    used.update(event["send_mode"] for event in raw["events"] if "send_mode" in event)
    if strangers := used - EVENTS.keys() - PLACES.keys() - PERMISSIONS.keys() - SEND_MODES.keys():
        raise KeyError(*sorted(strangers))
    return Description(
        outlook_id=str(uuid.uuid5(namespace, f"outlook {base}")),
        unified_id=str(uuid.uuid5(namespace, f"unified {base}")),
        base_url=base,
        version=raw["version"],
        provider=raw["provider"],
        accent_color=raw["accent_color"],
        permission=raw["permission"],
        shared_folders=raw["shared_folders"],
        name=raw["name"],
        summary=raw["summary"],
        description=raw["description"],
        locales={language: tuple(tags) for language, tags in raw["locales"].items()},
        requirements=raw["requirements"],
        urls=urls,
        group=raw["group"],
        controls=tuple(control for control in controls if control.option is None or wanted[control.option]),
        events=tuple(Event(**entry) for entry in raw["events"]),
        tab_id=raw["tab"]["id"],
        tab_name=raw["tab"]["name"],
    )
