"""What every table shares: naming of constraints, the UTC column type and identifiers."""

import secrets
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.util import identity_key
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")


class Base(DeclarativeBase):
    """Declarative base; constraints get names, so that migrations can speak of them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware UTC datetimes out, whatever the database keeps.

    Raises ValueError for a naive datetime: a moment without an offset is a guess.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs an offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn what the database kept into an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def loaded(session: Session, kind: type[T], key: str) -> T | None:
    """Return what the session has read already under this key; None says nothing of what there is."""
    return session.identity_map.get(identity_key(kind, key))


def new_id(prefix: str) -> str:
    """Return a new identifier, `prefix` and 16 hexadecimal characters without meaning (64 bits)."""
    return f"{prefix}{secrets.token_hex(8)}"
