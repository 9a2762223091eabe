"""Alembic's environment: the service's tables against the database that the app uses."""

from typing import Any, Literal

from alembic import context
from flask import has_app_context
from sqlalchemy import Connection

from config import load
from service import DOMAINS, embedded_database_url
from service.kit import plug
from service.kit.database import Moment, Table, connect
from service.kit.house import house_of


def _render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_item=_render_item,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


plug.load_parts(DOMAINS)
given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    settings = load()
    url = settings.direct_database_url or settings.database_url
    engine = house_of().engine if has_app_context() and not url else None
    engine = engine or connect(settings, url or embedded_database_url(settings), pool_size=1)
    with engine.connect() as opened:
        _migrate(opened)
