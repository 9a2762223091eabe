"""The embedded PostgreSQL: the only place that knows how a server is found, started, adopted and stopped."""

from service.kit.postgres.errors import PostgresUnavailable
from service.kit.postgres.paths import default_data_dir
from service.kit.postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "PostgresUnavailable", "default_data_dir"]
