"""`vardmote reconcile`: what an operator asks of reconciling."""

import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from backend.clock import SystemClock
from backend.config import database_url, pexip_settings, read
from backend.errors import ConfigurationFault
from backend.jobs import EmbeddedQueue, JobQueue, ProcrastinateQueue
from backend.meetings.mending import Mending, latest
from backend.meetings.reconciling import Reconciler
from backend.push import Hub
from backend.storage import Database
from backend.video import Means, all_services
from backend.video.conferences import Conferences
from backend.video.live import Live


@click.command()
@click.option("--config", "file", type=click.Path(path_type=Path), help="The configuration that names the database.")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A demo's folder, also while it runs."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of lines.")
@click.option("--all", "all_at_once", is_flag=True, help="Also remove what is held back because it is very many.")
def reconcile(file: Path | None, data: Path | None, *, as_json: bool, all_at_once: bool) -> None:
    """Do a round now, and show what was mended or left in the last 90 days, newest first. The product may run."""
    try:
        url = f"sqlite:///{data / 'vardmote.sqlite'}" if data else database_url(os.environ, file)
        # What is logged on the way is not the answer.
        with redirect_stdout(sys.stderr):
            rows = _round(Database(url), Means() if data else _means(file), all_at_once=all_at_once)
    except ConfigurationFault as fault:
        click.echo(f"{fault.key}: {fault.text.sv} / {fault.text.en}", err=True)
        sys.exit(2)
    except SQLAlchemyError as error:
        told = "Databasen svarar inte. / The database does not answer."
        click.echo(f"reconcile: {told} ({type(error).__name__})", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        about = row["reference"] or row["conference"] or ""
        click.echo(f"{row['at']}  {row['drift']:<8} {row['result']:<10} {row['service']:<10} {about}  {row['detail']}")
    if not rows:
        click.echo("Inget att laga. / Nothing to mend.")


def _means(file: Path | None) -> Means:
    told = read(os.environ, file)
    earlier = tuple(each.encode() for each in told.get("earlier_secret_keys", ()))
    return Means(secret=told.get("secret_key", "").encode(), pexip=pexip_settings(told), earlier=earlier)


def _round(database: Database, means: Means, *, all_at_once: bool) -> list[dict[str, Any]]:
    clock = SystemClock()
    services = all_services(database, clock, means)
    # It only puts jobs: whoever works on the database does them.
    jobs: JobQueue = (
        ProcrastinateQueue(database, clock, works=False) if database.side_by_side else EmbeddedQueue(database, clock)
    )
    # It lets nobody leave, so no countdown begins by it; whoever works on the database has the region's own.
    live = Live(database, jobs, Hub(), clock, end_after_host_left_seconds=60)
    conferences = Conferences(database, jobs, clock, services, live)
    conferences.register_jobs()
    try:
        Reconciler(database, clock, conferences, services).run(all_at_once=all_at_once)
        with database.read() as session:
            return [_shown(row) for row in latest(session)]
    finally:
        jobs.stop()
        database.close()


def _shown(row: Mending) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(timespec="seconds"),
        "drift": row.drift,
        "result": row.result,
        "detail": row.detail,
        "service": row.service,
        "reference": row.reference,
        "conference": row.conference_id,
    }
