"""Alive, and ready: the database answers and its migrations are in order."""

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.kit.errors import Unavailable
from service.kit.house import house_of
from service.kit.migrations import newest_migration


def install(app: Flask) -> None:
    """Answer `/healthz` and `/readyz`."""
    app.add_url_rule("/healthz", "healthz", lambda: jsonify({"status": "alive"}))
    app.add_url_rule("/readyz", "readyz", _readyz)


def _readyz() -> Response:
    try:
        with house_of().engine.connect() as connection:
            present = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError as error:
        raise Unavailable(retry_after=2) from error
    if present != newest_migration():
        raise Unavailable(retry_after=10)
    return jsonify({"status": "ready", "migration": present})
