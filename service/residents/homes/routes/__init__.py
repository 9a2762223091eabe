"""Homes, households and moves over HTTP."""

from service.residents.homes.routes.homes import homes
from service.residents.homes.routes.households import households
from service.residents.homes.routes.moves import moves

__all__ = ["homes", "households", "moves"]
