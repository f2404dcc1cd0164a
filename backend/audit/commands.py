"""`vardmote audit`: what an operator asks of the access log."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from backend.audit.accepting import Refusal, Unfinished, accept
from backend.audit.anchor import Anchor
from backend.audit.breaks import Accepted
from backend.audit.keys import Keyring
from backend.audit.store import Store
from backend.audit.turn import Turn
from backend.audit.verify import REASONS, Fault, Report, verify
from backend.clock import SystemClock
from backend.config import AccessLogPlace, access_log_place
from backend.errors import ConfigurationFault, Text

_TURN_SECONDS = 10.0
_LONGEST = 128


@click.group()
def audit() -> None:
    """The access log."""


_data = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A demo's folder; without it, the file in VARDMOTE_CONFIG says where the log is.",
)


@audit.command("verify")
@_data
def audit_verify(data: Path | None) -> None:
    """Check that every entry is there as it was written. Exit 1 names the first that is not, 2 a setting."""
    with _told_plainly():
        place = access_log_place(os.environ, data)
        report = _checked(place)
    for accepted in report.accepted:
        click.echo(_answered_for(accepted))
    if report.fault is not None:
        _stop(1, _told(report.fault, place.anchor))
    span = f" ({report.first}–{report.last})" if report.entries else ""
    click.echo(f"Loggen är hel. Poster: {report.entries}{span}. / The log is whole. Entries: {report.entries}{span}.")


def _said(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not (said := value.strip()).isprintable() or not 0 < len(said) <= _LONGEST:
        raise click.BadParameter(f"1–{_LONGEST} tecken på en rad / characters on one line")
    return said


@audit.command("accept-break")
@click.option("--entry", type=int, required=True, help="The entry that verify names.")
@click.option("--by", required=True, callback=_said, help="Who answers for it: a user, kept in the log in the clear.")
@click.option("--why", required=True, callback=_said, help="What has happened: kept in the log, encrypted.")
@_data
def accept_break(entry: int, by: str, why: str, data: Path | None) -> None:
    """Answer for what the anchor shows and a store put back from a copy has lost; itself an entry of the log.

    Exit 1 when there is no such break, or an entry is not as it was written; 2 names a setting.
    """
    with _told_plainly():
        place = access_log_place(os.environ, data)
        with _opened(place) as (store, keys), Turn(place.anchor, store.database).taken(_TURN_SECONDS):
            anchor = Anchor(place.anchor, keys)
            accepted = accept(store, anchor, keys, SystemClock(), number=entry, by=by, why=why)
    click.echo(_answered_for(accepted))


def _checked(place: AccessLogPlace) -> Report:
    with _opened(place) as (store, keys):
        return verify(store, Anchor(place.anchor, keys), keys)


@contextmanager
def _opened(place: AccessLogPlace) -> Iterator[tuple[Store, Keyring]]:
    keys = Keyring(place.secret_key, *place.earlier_secret_keys)
    store = Store(place.database_url, keys)
    try:
        if not store.exists() and not place.anchor.exists():
            raise ConfigurationFault("audit.database_url", _NO_LOG)
        yield store, keys
    finally:
        store.close()


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        _stop(1, f"{refusal.text.sv} / {refusal.text.en}")
    except Unfinished as unfinished:
        _stop(2, f"audit: {unfinished.text.sv} / {unfinished.text.en} ({type(unfinished.__cause__).__name__})")
    except ConfigurationFault as fault:
        _stop(2, f"{fault.key}: {fault.text.sv} / {fault.text.en}")
    except TimeoutError:
        _stop(2, f"audit: {_BUSY.sv} / {_BUSY.en}")
    except (SQLAlchemyError, OSError, ValueError) as error:
        _stop(2, f"audit: {_UNREADABLE.sv} / {_UNREADABLE.en} ({type(error).__name__})")


def _answered_for(accepted: Accepted) -> str:
    gap, reason = accepted.gap, REASONS[accepted.gap.reason]
    lost = Text("", "")
    if gap.up_to:
        lost = Text(
            f" Det ankaret visade efter post {gap.after}, till och med {gap.up_to}, finns inte i loggen.",
            f" What the anchor showed after entry {gap.after}, up to {gap.up_to}, is not in the log.",
        )
    if not gap.whole:
        lost = Text(lost.sv + _UNTOLD.sv, lost.en + _UNTOLD.en)
    said = f"{accepted.by}, {accepted.at}: {accepted.why}"
    return (
        f"Godtaget brott, post {accepted.number}: {reason.sv}.{lost.sv} {said} / "
        f"Accepted break, entry {accepted.number}: {reason.en}.{lost.en} {said}"
    )


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


_UNTOLD = Text(
    " Hur många poster som är borta går inte att säga, för ankaret är inte helt: jämför med audit.anchored i "
    "händelseloggen, som skickas till en annan maskin.",
    " How many entries are lost can't be told, as the anchor is not whole: compare with audit.anchored in the log of "
    "events, which is shipped to another machine.",
)
_NO_LOG = Text("Där finns ingen åtkomstlogg.", "There is no access log there.")
_BUSY = Text(
    "Loggen skrivs just nu. Inget är ändrat. Försök igen.", "The log is being written. Nothing has changed. Try again."
)
_UNREADABLE = Text("Loggen går inte att läsa.", "The log can't be read.")
