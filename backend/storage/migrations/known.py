"""Which tables this version of the program knows."""

from collections.abc import Sequence

from alembic.script import ScriptDirectory

from backend.errors import ConfigurationFault, Text


def refuse_newer(found: Sequence[str], scripts: ScriptDirectory) -> None:
    """Raise ConfigurationFault (database_url) when the database has tables of a version that is not known here."""
    known = {script.revision for script in scripts.walk_revisions()}
    if set(found) - known:
        raise ConfigurationFault("database_url", _TOO_NEW)


_TOO_NEW = Text(
    "Databasen är gjord av en senare version. Inget är ändrat. Kör den versionen, eller läs in en säkerhetskopia.",
    "The database was made by a later version. Nothing has changed. Run that version, or restore an older backup.",
)
