"""A district's servers: nothing that is only for trying out."""

from typing import Any

DEFAULTS: dict[str, Any] = {"demo_logins": False}
