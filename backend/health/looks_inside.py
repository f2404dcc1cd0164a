"""What the doctor looks at inside: the database, its clock, the jobs and who does them, the access log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Executable, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from backend.audit.anchor import Anchor
from backend.audit.keys import Keyring
from backend.audit.models import OutboxRow
from backend.audit.store import Store
from backend.config import Production
from backend.errors import Text
from backend.health.finding import Wrong
from backend.jobs.lock import EngineBusy, ProcessLock
from backend.jobs.models import FAILED, WAITING, Job
from backend.storage import Database
from backend.storage.marks import DEMO, has_mark
from backend.storage.migrations import revisions

_CLOCKS_APART = timedelta(seconds=5)
_WAITS_LONG = timedelta(minutes=15)
_SILENT_SECONDS = 60
_FAILED: dict[bool, Executable] = {
    True: text("SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1 ORDER BY 1"),
    False: select(Job.kind, func.count()).where(Job.state == FAILED).group_by(Job.kind).order_by(Job.kind),
}
_OLDEST: dict[bool, Executable] = {
    True: text("SELECT min((args->>'due')::timestamptz) FROM procrastinate_jobs WHERE status = 'todo'"),
    False: select(func.min(Job.run_at)).where(Job.state == WAITING),
}
_ALIVE = text(
    "SELECT count(*) FILTER (WHERE last_heartbeat > now() - make_interval(secs => :silent)) FROM procrastinate_workers"
)
_SERVING = text("SELECT count(*) FROM web_process")


def database(told: Production) -> Text:
    """See that the database answers, is of this version, and is no demo's."""
    with _opened(told) as opened:
        has, needs = revisions(opened)
        if has != needs:
            raise Wrong(
                f"Tabellerna är {has}, den här versionen behöver {needs}. Kör vardmote db upgrade.",
                f"The tables are {has}, this version needs {needs}. Run vardmote db upgrade.",
            )
        with opened.read() as session:
            if has_mark(session, DEMO):
                raise Wrong("Databasen är en demos.", "The database is a demo's.")
        kind = opened.engine.dialect
        version = ".".join(map(str, kind.server_version_info or ()))
    return Text(f"{kind.name} {version}, tabeller {has}.", f"{kind.name} {version}, tables {has}.")


def clock(told: Production) -> Text:
    """See that this machine's clock goes as the database's does."""
    with _opened(told) as opened, opened.engine.connect() as connection:
        theirs = connection.scalar(select(func.now())) if opened.side_by_side else datetime.now(UTC)
        apart = abs(datetime.now(UTC) - theirs.astimezone(UTC)) if theirs else timedelta(0)
    seconds = round(apart.total_seconds(), 1)
    if apart > _CLOCKS_APART:
        raise Wrong(
            f"Klockorna skiljer {seconds} s. Ställ in tidssynkronisering.",
            f"The clocks are {seconds} s apart. Set up time synchronisation.",
        )
    return Text(f"Klockorna skiljer {seconds} s.", f"The clocks are {seconds} s apart.")


def jobs(told: Production) -> Text:
    """See that no job has failed for good and none has waited long."""
    with _opened(told) as opened, opened.engine.connect() as connection:
        failed: dict[str, int] = dict(connection.execute(_FAILED[opened.side_by_side]).all())
        oldest = connection.execute(_OLDEST[opened.side_by_side]).scalar()
    if failed:
        named = ", ".join(f"{kind} ({number})" for kind, number in failed.items())
        raise Wrong(f"Jobb som har misslyckats: {named}.", f"Jobs that have failed: {named}.")
    late = datetime.now(UTC) - oldest if oldest is not None else timedelta(0)
    if late > _WAITS_LONG:
        minutes = round(late.total_seconds() / 60)
        raise Wrong(
            f"Ett jobb har väntat i {minutes} min. Arbetar någon?",
            f"A job has waited {minutes} min. Does anybody work?",
        )
    return Text("Inga jobb har misslyckats eller väntat länge.", "No job has failed or waited long.")


def processes(told: Production) -> Text:
    """See that somebody serves and somebody works."""
    with _opened(told) as opened:
        if not opened.side_by_side:
            return _the_only_one(told)
        with opened.engine.connect() as connection:
            alive = int(connection.execute(_ALIVE, {"silent": _SILENT_SECONDS}).scalar_one())
            serving = int(connection.execute(_SERVING).scalar_one())
    if alive < told.workers or serving < told.web:
        raise Wrong(
            f"{serving} av {told.web} webbprocesser och {alive} av {told.workers} arbetsprocesser lever.",
            f"{serving} of {told.web} web processes and {alive} of {told.workers} workers live.",
        )
    return Text(
        f"{serving} webbprocesser och {alive} arbetsprocesser lever.",
        f"{serving} web processes and {alive} workers live.",
    )


def access_log(told: Production) -> Text:
    """See that the log's store goes as far as its anchor says, and that no entry has waited long to get there."""
    keys = Keyring(told.settings.secret_key, *told.settings.earlier_secret_keys)
    store = Store(told.settings.audit_database_url, keys)
    try:
        anchored = Anchor(told.settings.audit_anchor, keys).last()
        if not store.exists():
            if anchored:
                raise Wrong("Lagret är borta men ankaret finns.", "The store is gone but the anchor is there.")
            return Text("Loggen är inte påbörjad.", "The log has not begun.")
        with store.database.read() as session:
            number = store.head(session).number
    except SQLAlchemyError as error:
        raise _away(error) from error
    finally:
        store.close()
    if anchored is None or anchored > number:
        raise Wrong(
            f"Lagret går till post {number}, ankaret till {anchored}. Kör vardmote audit verify.",
            f"The store goes to entry {number}, the anchor to {anchored}. Run vardmote audit verify.",
        )
    with _opened(told) as opened, opened.read() as session:
        oldest = session.scalar(select(func.min(OutboxRow.at)))
    late = datetime.now(UTC) - oldest if oldest is not None else timedelta(0)
    if late > _WAITS_LONG:
        minutes = round(late.total_seconds() / 60)
        raise Wrong(f"Poster har väntat i {minutes} min.", f"Entries have waited {minutes} min.")
    return Text(f"Lager och ankare går till post {number}.", f"Store and anchor go to entry {number}.")


def _the_only_one(told: Production) -> Text:
    lock = ProcessLock(told.settings.data / "jobs.lock")
    try:
        lock.acquire()
    except EngineBusy:
        return Text("Processen lever.", "The process lives.")
    lock.release()
    raise Wrong("Ingen process arbetar. Kör vardmote serve.", "No process works. Run vardmote serve.")


@contextmanager
def _opened(told: Production) -> Iterator[Database]:
    opened = Database(told.settings.database_url)
    try:
        yield opened
    except SQLAlchemyError as error:
        raise _away(error) from error
    finally:
        opened.close()


def _away(error: SQLAlchemyError) -> Wrong:
    cause: Any = getattr(error, "orig", None)
    why = type(cause or error).__name__
    return Wrong(f"Databasen svarar inte ({why}).", f"The database does not answer ({why}).")
