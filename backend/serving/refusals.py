"""What is looked at before anything is started: whatever would fail later, or must never run, is refused by its key."""

import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from backend.config import Production
from backend.errors import ConfigurationFault, Text
from backend.identity.entra import PeopleFault, PeopleFile
from backend.profiles import ProfileFault, load
from backend.serving.answering import answering
from backend.serving.proxies import networks
from backend.storage import Database
from backend.storage.marks import DEMO, has_mark
from backend.storage.migrations import revisions


def refuse(told: Production) -> None:
    """Raise ConfigurationFault naming the key of the first thing that is wrong."""
    for look in _LOOKS:
        look(told)


def _profile(told: Production) -> None:
    try:
        load(told.settings.profile)
    except ProfileFault as error:
        first = error.faults[0]
        text = Text(f"{first.place}: {first.text.sv}", f"{first.place}: {first.text.en}")
        raise ConfigurationFault("profile", text) from error


def _database(told: Production) -> None:
    database = Database(told.settings.database_url)
    try:
        has, needs = revisions(database)
        if has != needs:
            raise ConfigurationFault("database_url", _NOT_MIGRATED)
        with database.read() as session:
            if has_mark(session, DEMO):
                raise ConfigurationFault("database_url", _DEMO)
    except SQLAlchemyError as error:
        why = type(getattr(error, "orig", None) or error).__name__
        text = Text(f"Databasen svarar inte ({why}).", f"The database does not answer ({why}).")
        raise ConfigurationFault("database_url", text) from error
    finally:
        database.close()


def _people(told: Production) -> None:
    try:
        PeopleFile(told.entra.people)
    except PeopleFault as fault:
        text = Text(f"{fault.place}: {fault.text.sv}", f"{fault.place}: {fault.text.en}")
        raise ConfigurationFault("identity.people", text) from fault


def _ca_file(told: Production) -> None:
    if told.entra.ca_file is not None and not told.entra.ca_file.is_file():
        raise ConfigurationFault("identity.ca_file", Text("Filen finns inte.", "There is no such file."))


def _folders(told: Production) -> None:
    for key, folder in (("data", told.settings.data), ("audit.anchor", told.settings.audit_anchor.parent)):
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            text = Text(f"Det går inte att skriva i {folder}.", f"{folder} can't be written to.")
            raise ConfigurationFault(key, text) from error


def _proxies(told: Production) -> None:
    networks(told.trusted_proxies)


def _port(told: Production) -> None:
    _free("listen", told.listen)


def _policy_port(told: Production) -> None:
    answers_at = answering(told)
    if answers_at is not None and answers_at.listen == told.listen:
        raise ConfigurationFault("pexip.policy_listen", _ONE_PORT)
    if answers_at is not None:
        _free("pexip.policy_listen", answers_at.listen)


def _free(key: str, listen: str) -> None:
    if listen.startswith("unix:"):
        if not Path(listen.removeprefix("unix:")).parent.is_dir():
            raise ConfigurationFault(key, Text("Mappen finns inte.", "There is no such folder."))
        return
    host, _, port = listen.rpartition(":")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        text = Text("Adressen är upptagen eller inte datorns egen.", "The address is taken or not this machine's.")
        raise ConfigurationFault(key, text) from error


_LOOKS: tuple[Callable[[Production], None], ...] = (
    _profile, _people, _ca_file, _proxies, _folders, _database, _port, _policy_port,
)  # fmt: skip

_NOT_MIGRATED = Text(
    "Databasen har inte den här versionens tabeller. Kör: vardmote db upgrade.",
    "The database lacks this version's tables. Run: vardmote db upgrade.",
)
_ONE_PORT = Text(
    "Pexip behöver en egen port: ange en annan än i listen.", "Pexip needs a port of its own: another than in listen."
)
_DEMO = Text(
    "Databasen är en demos och får inte användas i drift. Ange en egen.",
    "The database is a demo's and must not be used in production. Give one of its own.",
)
