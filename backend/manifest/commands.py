"""`vardmote manifest build` and `vardmote manifest check`."""

from pathlib import Path

import click

from backend.manifest import service
from backend.manifest.source import BaseUrlError


@click.group()
def manifest() -> None:
    """Build and check the add-in's manifests for Outlook and Teams."""


@manifest.command()
@click.option("--base-url", required=True, help="Where the add-in's pages are served: https://…")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
@click.option("--create-directly", is_flag=True, help='Include the button "Skapa direkt".')
@click.option("--info-url", help="The region's page on support, terms and personal data; else the front page.")
def build(base_url: str, out: Path, *, create_directly: bool, info_url: str | None) -> None:
    """Write outlook.xml, manifest.json and vardmote-teams.zip, then check what was written."""
    try:
        files = service.build(base_url, out, create_directly=create_directly, info_url=info_url)
    except BaseUrlError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.FileError(str(out), hint=error.strerror or str(error)) from error
    _report(files)


@manifest.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> None:
    """Check manifests and Teams packages; name every fault by its place and exit 1 if there is one."""
    _report(list(files))


def _report(files: list[Path]) -> None:
    faulty = False
    for file in files:
        faults = service.check(file)
        faulty = faulty or bool(faults)
        for item in faults:
            click.echo(f"{file}: {item.place}: {item.message_sv} / {item.message_en} [{item.code}]", err=True)
        if not faults:
            click.echo(f"{file}: ok")
    if faulty:
        raise SystemExit(1)
