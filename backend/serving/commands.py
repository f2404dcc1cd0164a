"""`vardmote serve`."""

import os
import sys
from pathlib import Path

import click
import structlog

from backend.audit.anchor import shares_disk
from backend.config import Production, production, read
from backend.errors import ConfigurationFault
from backend.serving.refusals import refuse
from backend.serving.supervisor import Supervisor
from backend.web import logs

log = structlog.get_logger(__name__)


@click.command()
@click.option(
    "--config", "file", type=click.Path(path_type=Path), help="The configuration; else the one in VARDMOTE_CONFIG."
)
@click.option("--web", type=click.IntRange(1, 64), help="How many web processes; else processes.web.")
@click.option("--workers", type=click.IntRange(0, 64), help="How many worker processes; else processes.workers.")
def serve(file: Path | None, web: int | None, workers: int | None) -> None:
    """Serve in production. What must not run is refused with exit 2 and one line that names the setting."""
    environment = _environment(file, web, workers)
    try:
        told = _told(environment)
        supervisor = Supervisor(told, environment)
    except ConfigurationFault as fault:
        click.echo(f"{fault.key}: {fault.text.sv} / {fault.text.en}", err=True)
        sys.exit(2)
    logs.configure(sys.stderr)
    if shares_disk(told.settings.audit_anchor, told.settings.data):
        log.warning("serving.anchor-on-the-same-disk", key="audit.anchor")
    sys.exit(supervisor.run())


def _environment(file: Path | None, web: int | None, workers: int | None) -> dict[str, str]:
    """Return the environment of every process: it says all that was said on the command line."""
    said = {
        "VARDMOTE_CONFIG": str(file.absolute()) if file else None,
        "VARDMOTE_PROCESSES_WEB": str(web) if web is not None else None,
        "VARDMOTE_PROCESSES_WORKERS": str(workers) if workers is not None else None,
    }
    return {**os.environ, **{name: value for name, value in said.items() if value is not None}}


def _told(environment: dict[str, str]) -> Production:
    told = production(read(environment))
    refuse(told)
    return told
