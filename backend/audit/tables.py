"""The tables of the access log's own store. Every column is kept as it is chained: text, numbers and bytes only."""

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from backend.storage import Base


class LogBase(DeclarativeBase):
    """Declarative base of the log's store, with metadata of its own: nothing here is in the main database."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class LogRow(LogBase):
    """One entry in the chain. `about` holds kinds of people and `detail` codes, both as JSON; `sealed` the rest."""

    __tablename__ = "access_log"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[str] = mapped_column(String(27), index=True)
    action: Mapped[str] = mapped_column(String(40))
    user: Mapped[str] = mapped_column(String(128), index=True)
    unit: Mapped[str] = mapped_column(String(64))
    on_behalf_of: Mapped[str] = mapped_column(String(254), index=True)
    meeting: Mapped[str] = mapped_column(String(32), index=True)
    about: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    key_id: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))

    # The documented checks are found among all that was done.
    __table_args__ = (Index("ix_access_log_action_number", "action", "number"),)


class SubjectRow(LogBase):
    """One attribute of somebody an entry is about, as a blind index; covered by the entry's MAC."""

    __tablename__ = "access_log_subject"

    number: Mapped[int] = mapped_column(ForeignKey("access_log.number", ondelete="CASCADE"), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)

    __table_args__ = (Index("ix_access_log_subject_digest", "digest", "number"),)


class Checkpoint(LogBase):
    """Where the chain begins once its oldest entries are purged: the last purged entry's number and MAC, sealed."""

    __tablename__ = "access_log_checkpoint"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    row_mac: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(27))
    key_id: Mapped[str] = mapped_column(String(8))
    mac: Mapped[str] = mapped_column(String(64))


class Version(LogBase):
    """Which shape the store has; written when it is made."""

    __tablename__ = "access_log_version"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
