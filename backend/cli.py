"""The `vardmote` command."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from backend.audit.commands import audit
from backend.config import database_url
from backend.demo.run import run_demo
from backend.errors import ConfigurationFault
from backend.health.commands import doctor
from backend.manifest.commands import manifest
from backend.meetings.commands import reconcile
from backend.profiles.commands import profiles
from backend.serving.commands import serve
from backend.storage.migrations import upgrade


@click.group()
@click.version_option(package_name="vardmote")
def main() -> None:
    """Skyddat vårdmöte: protected care meetings from Outlook, Teams and the rooms."""


@main.command()
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=Path("demo-data"), show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
def demo(port: int, data: Path, *, no_browser: bool) -> None:
    """Start everything on this machine, for trying out. Ctrl-C ends all of it."""
    sys.exit(run_demo(port, data.resolve(), open_browser=not no_browser))


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.option("--config", "file", type=click.Path(path_type=Path), help="The configuration that names the database.")
def db_upgrade(file: Path | None) -> None:
    """Bring the database to this version's tables (--config, VARDMOTE_DATABASE_URL, or the file in VARDMOTE_CONFIG)."""
    try:
        upgrade(database_url(os.environ, file))
    except ConfigurationFault as fault:
        click.echo(f"{fault.key}: {fault.text.sv} / {fault.text.en}", err=True)
        sys.exit(2)


@main.group()
def simulate() -> None:
    """Stand-ins for other systems, on this machine only, for trying out and for tests."""


@simulate.command("entra")
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="0 for any that is free.")
def simulate_entra(port: int) -> None:
    """An Entra ID tenant with one application, over TLS. Says where it listens in one line of JSON."""
    # Only who simulates needs it loaded.
    import_module("simulators.entra.__main__").main(port)


main.add_command(audit)
main.add_command(doctor)
main.add_command(manifest)
main.add_command(profiles)
main.add_command(reconcile)
main.add_command(serve)
