"""The outbox of the access log: what was done, sealed, in the main database until it stands in the log's own store."""

from datetime import UTC, datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.storage import Base, UtcDateTime


class OutboxRow(Base):
    """One entry on its way. All that was done, by whom and about whom is inside `sealed`."""

    __tablename__ = "access_log_outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    key_id: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


def sealed_for(entry_id: str, at: datetime) -> str:
    """Return what an entry is sealed together with: neither its id nor its time can be changed on the way."""
    return f"{entry_id} {at.astimezone(UTC).isoformat()}"
