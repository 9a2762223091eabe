"""The house: what every unit of work is handed - settings, clock, randomness, database and the outside world."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from config import Settings
from service.kit.actor import ANYONE, Actor
from service.kit.cipher import Cipher
from service.kit.clock import Clock
from service.kit.randomness import Randomness

T = TypeVar("T")
FindActor = Callable[..., Actor]


@dataclass(slots=True)
class House:
    """One per process; `providers` maps a Protocol to what stands behind it here."""

    settings: Settings
    clock: Clock
    randomness: Randomness
    cipher: Cipher
    engine: Engine
    sessions: sessionmaker[Session]
    providers: dict[Any, Any] = field(default_factory=dict)
    find_actor: FindActor = field(default=lambda *_: ANYONE)

    def provider(self, protocol: Callable[..., T]) -> T:  # a Protocol is no `type[T]` to mypy
        """What stands behind this interface; raises KeyError when nothing was handed in."""
        found: T = self.providers[protocol]
        return found


def house_of(app: Flask | None = None) -> House:
    """The house of this app, or of the one that serves the present request."""
    found: House = (app or current_app).extensions["linli"]
    return found


def new_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose rows stay readable after the commit, for the answer to be dumped from."""
    return sessionmaker(engine, expire_on_commit=False)
