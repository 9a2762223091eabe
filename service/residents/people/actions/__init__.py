"""Registering, verifying and changing residents."""

from service.residents.people.actions.keeping import (
    change,
    change_own,
    look_up,
    read_sensitive,
    show,
)
from service.residents.people.actions.registering import register, register_self
from service.residents.people.actions.telling import tell_of_registration, tell_workers
from service.residents.people.actions.verifying import reject, verify

__all__ = [
    "change",
    "change_own",
    "look_up",
    "read_sensitive",
    "register",
    "register_self",
    "reject",
    "show",
    "tell_of_registration",
    "tell_workers",
    "verify",
]
