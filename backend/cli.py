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
from backend.fleet.commands import rooms
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
@click.option("--video", type=click.Choice(["pexip"]), help="Hold care meetings in a stand-in for this service.")
def demo(port: int, data: Path, *, no_browser: bool, video: str | None) -> None:
    """Start everything on this machine, for trying out. Ctrl-C ends all of it."""
    sys.exit(run_demo(port, data.resolve(), open_browser=not no_browser, video=video))


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


@simulate.command("roomos")
@click.option("--count", default=1, show_default=True, type=click.IntRange(1, 1000), help="How many endpoints.")
@click.option("--ssh-port", required=True, type=click.IntRange(0, 65535), help="Of the first; 0 for any that is free.")
@click.option(
    "--https-port", required=True, type=click.IntRange(0, 65535), help="Of the first; 0 for any that is free."
)
@click.option("--desk-port", default=0, type=click.IntRange(0, 65535), help="For the rooms' pages; 0 for any.")
@click.option("--user", required=True, help="The account that every endpoint has.")
@click.option("--password", required=True, help="Made up: it is not a secret of anything real.")
@click.option("--name", multiple=True, help="What the first is called by people; again for the second, and so on.")
@click.option("--setting", multiple=True, nargs=2, metavar="PATH VALUE", help="What each is set to from the start.")
@click.option("--framed-by", multiple=True, metavar="ORIGIN", help="Whose pages alone may frame the rooms' pages.")
def simulate_roomos(**wanted: object) -> None:
    """Conference rooms' endpoints over SSH, HTTPS and WebSocket. Says where they listen in one line of JSON."""
    program = import_module("simulators.roomos.program")
    sys.exit(program.main(program.Wanted(**wanted)))


_PORT = click.IntRange(0, 65535)


@simulate.command("pexip")
@click.option("--port", required=True, type=_PORT, help="Of the first node; 0 for any that is free.")
@click.option("--alias", default="", help="What is dialled to reach the conference.")
@click.option("--host-pin", default="", help="With it guests are allowed; without it all are hosts.")
@click.option("--guest-pin", default="", help="Without it guests need none.")
@click.option("--limit", type=click.IntRange(0), help="How many may be in or wait, hosts included.")
@click.option("--locked", is_flag=True, help="Locked from the start: each guest is admitted.")
@click.option("--name", default="", help="What the conference is called; else as its alias.")
@click.option("--service-tag", default="", help="The conference's tag in events.")
@click.option("--host-idp", default="", metavar="GROUP", help="Hosts sign in with this identity provider group.")
@click.option("--guest-idp", default="", metavar="GROUP", help="Guests do.")
@click.option("--nodes", default=1, show_default=True, type=click.IntRange(1, 20), help="How many share conferences.")
@click.option("--location", default="Plats", show_default=True, help="The nodes' system location.")
@click.option("--tls", is_flag=True, help="HTTPS, with a throw-away certificate.")
@click.option("--timer-scale", default=1.0, show_default=True, type=click.FloatRange(0.0001, 100), help="Of timers.")
@click.option("--policy-url", default="", help="Who is asked what an alias is, before the conference of this line.")
@click.option("--policy-user", default="")
@click.option("--policy-password", default="")
@click.option("--theme", multiple=True, metavar="NAME", help="A theme that policy may name; again for another.")
@click.option("--event-url", default="", help="Where events are sent.")
@click.option("--event-user", default="")
@click.option("--event-password", default="")
@click.option("--event-version", default=2, show_default=True, type=click.IntRange(1, 2))
@click.option("--event-bulk", is_flag=True, help="What waits is sent in one.")
@click.option("--management-port", type=_PORT, help="A Management Node as well; 0 for any that is free.")
@click.option("--management-user", default="admin", show_default=True)
@click.option("--management-password", default="")
@click.option("--replication-seconds", default=90.0, show_default=True, help="Until nodes know what was written.")
def simulate_pexip(**wanted: object) -> None:
    """Pexip nodes with one conference ready. Says where they listen in one line of JSON. All PINs are made up."""
    program = import_module("simulators.pexip.program")
    sys.exit(program.main(program.Wanted(**wanted)))


main.add_command(audit)
main.add_command(doctor)
main.add_command(manifest)
main.add_command(profiles)
main.add_command(reconcile)
main.add_command(rooms)
main.add_command(serve)
