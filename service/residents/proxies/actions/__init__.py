"""Asking to act for an elder, deciding on it, and ending it."""

from service.residents.proxies.actions.agreeing import Agreement, ask_for_code
from service.residents.proxies.actions.asking import ask, find_asks_for
from service.residents.proxies.actions.deciding import approve, extend, refuse
from service.residents.proxies.actions.ending import (
    apologise_to_proxies,
    end_proxies_of,
    expire_proxies,
    remind_of_end,
    revoke,
)
from service.residents.proxies.actions.forgetting import forget_ended, forget_person
from service.residents.proxies.actions.reading import look_through, look_up, read_attachment
from service.residents.proxies.actions.telling import tell_of_ask

__all__ = [
    "Agreement",
    "apologise_to_proxies",
    "approve",
    "ask",
    "ask_for_code",
    "end_proxies_of",
    "expire_proxies",
    "extend",
    "find_asks_for",
    "forget_ended",
    "forget_person",
    "look_through",
    "look_up",
    "read_attachment",
    "refuse",
    "remind_of_end",
    "revoke",
    "tell_of_ask",
]
