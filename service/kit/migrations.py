"""The database's migrations: where they are, and which is the newest."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

_ROOT = Path(__file__).resolve().parents[2]
_VERSIONS = _ROOT / "service" / "migrations" / "versions"


@cache
def newest_migration() -> str:
    """The last revision; their files are numbered, so that a web worker need not load Alembic to know."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*.py"))


def alembic_config() -> "Config":
    """What Alembic's commands need."""
    from alembic.config import Config  # noqa: PLC0415 - nine megabytes that only the command line needs

    return Config(toml_file=str(_ROOT / "pyproject.toml"), file_=None)
