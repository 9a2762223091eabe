"""Linli 邻里: the assembly of the whole service, on one page."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_jwt_extended import JWTManager

from config import Settings, load
from config.settings import CHECKOUT
from service.kit import docs, health, limits, logs, metrics, openapi, plug, problems, requests
from service.kit.api import BASE, Api
from service.kit.application import Application
from service.kit.cipher import Sm4Cipher
from service.kit.clock import Clock, SystemClock
from service.kit.database import connect
from service.kit.house import House, new_sessions
from service.kit.postgres import EmbeddedPostgres, default_data_dir
from service.kit.randomness import Randomness, SystemRandomness

# Whose order is also the order of dependence: a domain uses only those before it.
DOMAINS = (
    "regions",
    "organisations",
    "accounts",
    "residents",
    "messaging",
    "living_rooms",
    "elderly_care",
    "events",
    "home",
)


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, randomness: Randomness | None = None
) -> Flask:
    """Put the service together; what is not handed in is the real thing."""
    settings = settings or load()
    logs.configure(settings.log_level)
    app = Application("service")
    database_url = settings.database_url or embedded_database_url(settings)
    app.config.update(_flask_settings(settings), DATABASE_URL=database_url)
    engine = connect(settings, database_url)
    app.extensions["linli"] = House(
        settings=settings,
        clock=clock or SystemClock(),
        randomness=randomness or SystemRandomness(),
        cipher=Sm4Cipher(settings.data_keys, settings.index_key),
        engine=engine,
        sessions=new_sessions(engine),
    )
    JWTManager(app)
    requests.install(app, settings)
    problems.install(app)
    health.install(app)
    metrics.install(app)
    docs.install(app)
    api = Api(app)
    openapi.describe_components(api.spec)
    plug.load_parts(DOMAINS)
    plug.register_routes(api, DOMAINS)
    plug.register_commands(app, DOMAINS)
    plug.hand_in(app, DOMAINS)
    limits.install(app, settings)
    return app


def embedded_database_url(settings: Settings) -> str:
    """Start the embedded PostgreSQL, or adopt the one that runs for this checkout."""
    data_dir = Path(settings.data_dir) if settings.data_dir else default_data_dir(CHECKOUT)
    return EmbeddedPostgres(data_dir).start()


def _flask_settings(settings: Settings) -> dict[str, object]:
    # No SECRET_KEY: nobody here has a session cookie, and without it Flask looks for none.
    return {
        "API_TITLE": "邻里 Linli",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": BASE,
        "JWT_SECRET_KEY": settings.secret_key,
        "JWT_ACCESS_TOKEN_EXPIRES": timedelta(minutes=settings.access_token_minutes),
        "JWT_ENCODE_NBF": False,
        # The end of a token is judged by the house's clock; this forgives the clock of another server.
        "JWT_DECODE_LEEWAY": 60,
        "MAX_CONTENT_LENGTH": settings.max_body_bytes,
    }
