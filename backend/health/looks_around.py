"""What the doctor looks at around the product: its files, its disk, its address, what it is made of."""

import os
import shutil
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from backend.audit.anchor import shares_disk
from backend.config import Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.identity.entra import PeopleFault, PeopleFile
from backend.profiles import ProfileFault, load
from backend.video import SERVICES

_LEAST_FREE_BYTES = 1024**3
_CERTIFICATE_LEFT = timedelta(days=14)
_SECONDS = 5
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_MANIFEST = Path(__file__).parents[1] / "web" / "dist" / "manifest.json"
_SECRET_FILES = ("VARDMOTE_CONFIG", "VARDMOTE_SECRET_KEY_FILE")


def secret(_told: Production) -> Text:
    """See that nobody but the product reads the files with secrets that the environment names."""
    for name in _SECRET_FILES:
        file = os.environ.get(name)
        if file and Path(file).stat().st_mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
            raise Wrong(f"Alla kan läsa {file}. Kör chmod 640.", f"Everybody can read {file}. Run chmod 640.")
    return Text("Egen hemlighet, och bara produkten läser den.", "A secret of its own that only the product reads.")


def profile(told: Production) -> Text:
    """See that the region's profile has no fault."""
    try:
        found = load(told.settings.profile)
    except ProfileFault as error:
        first = error.faults[0]
        raise Wrong(f"{first.place}: {first.text.sv}", f"{first.place}: {first.text.en}") from error
    return Text(found.region.name.sv, found.region.name.en)


def people(told: Production) -> Text:
    """See that the file of people can be used."""
    try:
        found = PeopleFile(told.entra.people)
    except PeopleFault as fault:
        raise Wrong(f"{fault.place}: {fault.text.sv}", f"{fault.place}: {fault.text.en}") from fault
    units = len(found.units())
    number = sum(len(found.people(unit.id)) for unit in found.units())
    return Text(f"{number} personer på {units} enheter.", f"{number} people in {units} units.")


def simulators(told: Production) -> Text:
    """See that no stand-in for another system takes its place."""
    for key, address in (("identity.authority", told.entra.authority), ("base_url", told.settings.base_url)):
        if urlsplit(address).hostname in _THIS_MACHINE:
            raise Wrong(
                f"{key} pekar på den här datorn: en simulator?", f"{key} points to this machine: is it a simulator?"
            )
    return Text("Inga simulatorer.", "No simulators.")


def client(_told: Production) -> Text:
    """See that the client has been built."""
    if not _MANIFEST.is_file():
        raise Wrong("Klienten är inte byggd. Kör make setup.", "The client has not been built. Run make setup.")
    return Text("Klienten är byggd.", "The client has been built.")


def services(told: Production) -> Text:
    """See that there is a video service, and tell which meeting types have none."""
    connected = set(SERVICES) - {"builtin"} - (set() if told.settings.pexip else {"pexip"})
    lacking = [
        kind.code
        for kind in load(told.settings.profile).types
        if not connected.intersection(service.code for service in kind.services)
    ]
    if not connected:
        raise Wrong("Ingen videotjänst är ansluten.", "No video service is connected.")
    named = ", ".join(lacking)
    return (
        Text(f"Utan ansluten videotjänst: {named}.", f"Without a connected video service: {named}.")
        if lacking
        else Text("Alla mötestyper har en videotjänst.", "Every meeting type has a video service.")
    )


def time_zones(_told: Production) -> Text:
    """See that the time zone data know Swedish summer and winter."""
    zone = ZoneInfo("Europe/Stockholm")
    offsets = [datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in (1, 7)]
    if offsets != [timedelta(hours=1), timedelta(hours=2)]:
        raise Wrong("Tidszonsdata är fel. Uppdatera tzdata.", "The time zone data are wrong. Update tzdata.")
    return Text("Svensk tid räknas rätt.", "Swedish time is reckoned right.")


def disk(told: Production) -> Text:
    """See that there is room where we write."""
    folders = (told.settings.data, told.settings.audit_anchor.parent)
    free = {str(folder): shutil.disk_usage(folder).free for folder in folders}
    for folder, left in free.items():
        if left < _LEAST_FREE_BYTES:
            raise Wrong(f"{folder} har {left >> 20} MB kvar.", f"{folder} has {left >> 20} MB left.")
    least = min(free.values()) >> 30
    if not shares_disk(told.settings.audit_anchor, told.settings.data):
        return Text(f"Minst {least} GB kvar.", f"At least {least} GB left.")
    return Text(
        f"Minst {least} GB kvar. Ankaret ligger på samma disk som data: lägg det på en annan.",
        f"At least {least} GB left. The anchor lies on the same disk as the data: put it on another.",
    )


def address(told: Production) -> Text:
    """See that people reach us by our address over TLS, and for how long its certificate lasts."""
    parts = urlsplit(told.settings.base_url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), timeout=_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
        ):
            certificate = secured.getpeercert() or {}
    except OSError as error:
        why = type(error).__name__
        raise Wrong(
            f"{host}:{port} svarar inte rätt ({why}).", f"{host}:{port} does not answer right ({why})."
        ) from error
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    left = (ends - datetime.now(UTC)).days
    if left < _CERTIFICATE_LEFT.days:
        raise Wrong(f"Certifikatet går ut om {left} dagar.", f"The certificate ends in {left} days.")
    return Text(f"Svarar; certifikatet gäller i {left} dagar.", f"Answers; the certificate lasts {left} days.")
