"""What a unit took off the record long ago is let go; what stands is kept, however old."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from backend.identity.erasing import erase_before as erase_rights
from backend.identity.models import RoleGrant, Training
from backend.storage import Database
from backend.units.erasing import erase_before as erase_records
from backend.units.models import Kind, UnitRecord

NOW = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
OLD = datetime(2015, 1, 1, tzinfo=UTC)


def record(name: str, ended: datetime | None, valid_to: date | None = None) -> UnitRecord:
    return UnitRecord(
        id=name, unit="medicin", kind=Kind.AGREEMENT, key=name, content={}, made_by="admin", made_at=OLD,
        ended_at=ended, ended_by="admin" if ended else None, valid_to=valid_to,
    )  # fmt: skip


def grant(name: str, ended: datetime | None, valid_to: date | None = None) -> RoleGrant:
    return RoleGrant(
        id=name, unit="medicin", user=name, role="care_staff", granted_by="chef", granted_at=OLD,
        ended_at=ended, ended_by="chef" if ended else None, valid_to=valid_to,
    )  # fmt: skip


def training(name: str, ended: datetime | None) -> Training:
    return Training(
        id=name, unit="medicin", user=name, completed_on=OLD.date(), recorded_by="chef", recorded_at=OLD,
        ended_at=ended, ended_by="chef" if ended else None,
    )  # fmt: skip


def test_only_what_ended_before_the_moment_goes(database: Database) -> None:
    with database.write() as session:
        for make in (record, grant):
            session.add_all([make("ended", BEFORE), make("kept", AFTER), make("stands", None)])
            session.add_all([make("ran-out", None, BEFORE.date()), make("last-day", None, NOW.date())])
        session.add_all([training("ended", BEFORE), training("kept", AFTER), training("stands", None)])
    with database.write() as session:
        assert erase_records(session, NOW) == 2
        assert erase_rights(session, NOW) == 3
        left = {table: set(session.scalars(select(table.id))) for table in (UnitRecord, RoleGrant, Training)}
    assert left[UnitRecord] == left[RoleGrant] == {"kept", "stands", "last-day"}
    assert left[Training] == {"kept", "stands"}
