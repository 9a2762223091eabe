"""The flask-smorest rival: application factory and settings."""

import logging
import os
import sys
from datetime import timedelta

from flask import Flask

from app import commands
from app.extensions import api, db, jwt, limiter
from app.request_log import log_requests
from app.routes import bookings, living_rooms


def create_app():
    """Assemble the rival with the same guards as Linli."""
    app = Flask(__name__)
    app.config.update(
        API_TITLE="Living rooms",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        JWT_SECRET_KEY=os.environ["BENCH_SECRET"],
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(hours=12),
        RATELIMIT_DEFAULT=os.environ.get("BENCH_LIMIT", "600/minute"),
        RATELIMIT_STORAGE_URI="memory://",
        SQLALCHEMY_DATABASE_URI=os.environ["BENCH_DATABASE_URL"].replace(
            "postgresql://", "postgresql+psycopg://", 1
        ),
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": int(os.environ.get("BENCH_THREADS", "4"))},
    )
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    for extension in (db, jwt, limiter, api):
        extension.init_app(app)
    log_requests(app)
    api.register_blueprint(bookings, url_prefix="/api/v1/bookings")
    api.register_blueprint(living_rooms, url_prefix="/api/v1/living-rooms")
    commands.register(app)
    return app
