"""`vardmote doctor`."""

import json
import os
import sys
from pathlib import Path

import click

from backend.health.doctor import examine


@click.command()
@click.option(
    "--config", "file", type=click.Path(path_type=Path), help="The configuration; else the one in VARDMOTE_CONFIG."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of a table.")
@click.option("--offline", is_flag=True, help="Do not ask for our own address over the network.")
def doctor(file: Path | None, *, as_json: bool, offline: bool) -> None:
    """Look at everything production leans on. Exit 1 when something is wrong."""
    found = list(examine(os.environ, file, outside=not offline))
    if as_json:
        rows = [{"check": row.check, "ok": row.ok, "detail": row.detail.en} for row in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in found:
            mark = "ok  " if row.ok else "FEL "
            click.echo(f"{mark} {row.check:<14} {row.detail.sv}\n{'':<20}{row.detail.en}")
    sys.exit(0 if all(row.ok for row in found) else 1)
