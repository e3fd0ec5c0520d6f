"""What the ledger's tables are made of: their names' pattern, times in UTC, serial numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _to_utc(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone reached the ledger: {value}")
    return value.astimezone(dt.UTC)


def _to_text(value: dt.datetime | None) -> str | None:
    """As in ``2026-01-21 16:45:00.000000``, in UTC."""
    if value is None:
        return None
    return _to_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


class Time(TypeDecorator[dt.datetime]):
    """An aware datetime, kept as UTC; SQLite has no zones, so there it is stored without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """On SQLite the text at once, as SQLAlchemy would write it: a page has some fifty."""
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """To UTC; naive times are a programming error."""
        return None if value is None else _to_utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """From UTC, aware."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


# BigInteger alone is no rowid alias on SQLite; Integer there is 64 bits anyway.
Serial = BigInteger().with_variant(Integer(), "sqlite")
