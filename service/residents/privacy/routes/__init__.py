"""Privacy over HTTP: who looked at one's data, the copy of them, and their erasure."""

from service.residents.privacy.routes.copies import personal_copies
from service.residents.privacy.routes.erasures import erasures
from service.residents.privacy.routes.readings import access_log

__all__ = ["access_log", "erasures", "personal_copies"]
