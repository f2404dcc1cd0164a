"""`vardmote audit`: what an operator asks of the access log."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from backend.audit.anchor import Anchor
from backend.audit.keys import Keyring
from backend.audit.store import Store
from backend.audit.verify import REASONS, Fault, Report, verify
from backend.config import AccessLogPlace, access_log_place
from backend.errors import ConfigurationFault, Text


@click.group()
def audit() -> None:
    """The access log."""


@audit.command("verify")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A demo's folder; without it, the file in VARDMOTE_CONFIG says where the log is.",
)
def audit_verify(data: Path | None) -> None:
    """Check that every entry is there as it was written. Exit 1 names the first that is not, 2 a setting."""
    try:
        place = access_log_place(os.environ, data)
        report = _checked(place)
    except ConfigurationFault as fault:
        _stop(2, f"{fault.key}: {fault.text.sv} / {fault.text.en}")
    except (SQLAlchemyError, OSError, ValueError) as error:
        _stop(2, f"audit: {_UNREADABLE.sv} / {_UNREADABLE.en} ({type(error).__name__})")
    if report.fault is not None:
        _stop(1, _told(report.fault, place.anchor))
    span = f" ({report.first}–{report.last})" if report.entries else ""
    click.echo(f"Loggen är hel. Poster: {report.entries}{span}. / The log is whole. Entries: {report.entries}{span}.")


def _checked(place: AccessLogPlace) -> Report:
    keys = Keyring(place.secret_key, *place.earlier_secret_keys)
    store = Store(place.database_url, keys)
    if not store.exists() and not place.anchor.exists():
        raise ConfigurationFault("audit.database_url", _NO_LOG)
    report = verify(store, Anchor(place.anchor, keys), keys)
    store.close()
    return report


def _told(fault: Fault, anchor: Path) -> str:
    reason = REASONS[fault.reason]
    line = Text(f", rad {fault.line} i {anchor}", f", line {fault.line} of {anchor}") if fault.line else Text("", "")
    return (
        f"Post {fault.number}: {reason.sv}{line.sv}. Spara kopior av lager och ankare och kontakta "
        f"informationssäkerheten. / Entry {fault.number}: {reason.en}{line.en}. Keep copies of store and anchor, and "
        "contact information security."
    )


def _stop(code: int, message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


_NO_LOG = Text("Där finns ingen åtkomstlogg.", "There is no access log there.")
_UNREADABLE = Text("Loggen går inte att läsa.", "The log can't be read.")
