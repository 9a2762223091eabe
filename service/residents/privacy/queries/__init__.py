"""Questions of privacy: who looked, which copies there are, and what one visit needs."""

from service.residents.privacy.queries.readings import Reader, Reading, readings

__all__ = ["Reader", "Reading", "readings"]
