"""The database: the table base, column types that keep the house's promises, and how a connection is made."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import orjson
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Interval,
    MetaData,
    String,
    TypeDecorator,
    Uuid,
    any_,
    create_engine,
    literal,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from config import Settings
from service.kit.randomness import new_id

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Moment(TypeDecorator[datetime]):
    """A point in time, stored in UTC; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """A moment less a duration is a moment; without this the duration would be read as one."""
        return Interval() if isinstance(value, timedelta) else self


class _StoredEnum(Enum):
    """An enum stored by value and checked by the database."""

    def __init__(self, *enums: Any, **options: Any) -> None:
        options.setdefault("values_callable", lambda enum: [member.value for member in enum])
        options.setdefault("native_enum", False)
        options.setdefault("length", 40)
        super().__init__(*enums, **options)


def words_of(enum: type[StrEnum], name: str) -> Enum:
    """An enum as a table stores it that has another column of the same words; its constraint is called by `name`."""
    return _StoredEnum(enum, name=name, create_constraint=True)


class Table(DeclarativeBase):
    """What every table shares: names of constraints by convention, and how Python types are stored."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        datetime: Moment(),
        StrEnum: _StoredEnum(StrEnum, create_constraint=True),
        str: String(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


class Identified:
    """A row with a time-ordered id of its own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class Versioned:
    """A row that others may race for: its version guards each change and stands in its ETag."""

    version: Mapped[int] = mapped_column(default=1, sort_order=90)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a declared attribute takes the class
        return {"version_id_col": cls.version}


def any_of(ids: Collection[UUID]) -> ColumnElement[Any]:
    """`= ANY(…)` of one array: the same statement however many ids there are."""
    return any_(literal(list(ids), ARRAY(Uuid)))


# What a row costs that is not beside the last one: by default as on turning disks, for which PostgreSQL would rather read
# all that stands above all places, twice for a booking, than look for one.
_OPTIONS = "-c timezone=UTC -c random_page_cost=1.1"

# How soon one side notices that the other's machine has vanished without a word, or that nothing passes between them;
# the system's own keepalive takes two hours. Who vanished holds no lock, and nobody waits for an answer, for longer.
IDLE_SECONDS, INTERVAL_SECONDS, PROBES = 10, 5, 3
_UNHEARD_MS = 1000 * (IDLE_SECONDS + INTERVAL_SECONDS * PROBES)
_SERVER_NOTICES = (
    f"-c tcp_keepalives_idle={IDLE_SECONDS} -c tcp_keepalives_interval={INTERVAL_SECONDS}"
    f" -c tcp_keepalives_count={PROBES} -c tcp_user_timeout={_UNHEARD_MS}"
)
_WE_NOTICE = {
    "keepalives": 1,
    "keepalives_idle": IDLE_SECONDS,
    "keepalives_interval": INTERVAL_SECONDS,
    "keepalives_count": PROBES,
    "tcp_user_timeout": _UNHEARD_MS,
}


def connect(settings: Settings, url: str, *, pool_size: int | None = None) -> Engine:
    """Prepare the pool of connections; nothing is opened before the first use, so a fork is safe."""
    return create_engine(
        url,
        pool_size=pool_size or settings.database_pool_size,
        max_overflow=0,
        pool_timeout=settings.database_pool_timeout_seconds,
        pool_reset_on_return="rollback",
        hide_parameters=True,
        json_deserializer=orjson.loads,
        connect_args={
            "options": (
                f"{_OPTIONS} {_SERVER_NOTICES} -c statement_timeout={settings.database_statement_timeout_ms}"
            ),
            "prepare_threshold": 2 if settings.database_prepared_statements else None,
            "connect_timeout": 5,
            "application_name": "linli",
            **_WE_NOTICE,
        },
    )
