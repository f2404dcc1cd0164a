"""`vardmote profiles check` and `vardmote profiles pages`."""

from pathlib import Path

import click

from backend.profiles.faults import ProfileFault
from backend.profiles.page import page
from backend.profiles.service import load, shipped


@click.group()
def profiles() -> None:
    """Check region profiles, and write the regions' pages."""


@profiles.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def check(files: tuple[str, ...]) -> None:
    """Check profiles, by file or by shipped name; name every fault by its place and exit 1 if there is one."""
    faulty = False
    for name in files:
        try:
            load(name)
        except ProfileFault as refused:
            faulty = True
            for fault in refused.faults:
                place = fault.place if fault.file else f"{name}:{fault.place}"
                click.echo(f"{place}: {fault.text.sv} / {fault.text.en}")
        else:
            click.echo(f"{name}: ok")
    raise SystemExit(int(faulty))


@profiles.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
def pages(out: Path) -> None:
    """Write one page for each region that comes with the product."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in shipped():
            (out / f"{name}.md").write_text(page(load(name)), encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(out), hint=error.strerror or str(error)) from error
