"""Privacy over HTTP: who looked at one's data, the copy of them, and their erasure."""

from service.residents.privacy.routes.readings import access_log

__all__ = ["access_log"]
