"""Alive, and ready: the database answers and its migrations are in order."""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.kit.errors import Unavailable
from service.kit.house import house_of

_ROOT = Path(__file__).resolve().parents[2]


def install(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", lambda: jsonify({"status": "alive"}))
    app.add_url_rule("/readyz", "readyz", _readyz)


def alembic_config() -> Config:
    """Where the migrations are."""
    return Config(toml_file=str(_ROOT / "pyproject.toml"), file_=None)


@cache
def newest_migration() -> str | None:
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def _readyz() -> Response:
    try:
        with house_of().engine.connect() as connection:
            present = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError as error:
        raise Unavailable(retry_after=2) from error
    if present != newest_migration():
        raise Unavailable(retry_after=10)
    return jsonify({"status": "ready", "migration": present})
