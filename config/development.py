"""A developer's machine and `make run`."""

from typing import Any

DEFAULTS: dict[str, Any] = {}
