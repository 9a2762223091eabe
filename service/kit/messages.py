"""Messages: facts one domain tells others, kept in the transaction that makes them true, delivered after it.

A message is a frozen dataclass of ids, moments and plain values. A reaction is registered with `@on(Message)`.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, get_type_hints
from uuid import UUID

from sqlalchemy import Index, insert
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.closing import at_the_end
from service.kit.database import Identified, Table
from service.kit.prepared import Prepared, json_text, table_of
from service.kit.randomness import new_id

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork

M = TypeVar("M")
Reaction = Callable[["UnitOfWork", Any], None]

_message_types: dict[str, type] = {}
_reactions: dict[str, list[Reaction]] = {}
_told_outside: set[str] = set()


class OutboxMessage(Identified, Table):
    """A message that waits for its reactions; `delivered_at` is set when the last one has run."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index(None, "next_try_at", "id", postgresql_where="delivered_at IS NULL"),
        Index(None, "delivered_at", postgresql_where="delivered_at IS NOT NULL"),
    )

    name: Mapped[str]
    body: Mapped[dict[str, Any]]
    announced_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]


class MessageReaction(Table):
    """That one reaction has dealt with one message; written with its effect, so a repeat does nothing."""

    __tablename__ = "message_reactions"

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    reaction: Mapped[str] = mapped_column(primary_key=True)
    reacted_at: Mapped[datetime]


@dataclass_transform(frozen_default=True, kw_only_default=True)
def message(cls: type[M]) -> type[M]:
    """Declare a frozen dataclass as a message; its name in the outbox is `domain.ClassName`."""
    declared = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    _message_types[_name(declared)] = declared
    return declared


def on(
    message_type: type[M], *, outside: bool = False
) -> Callable[[Callable[["UnitOfWork", M], None]], Callable[["UnitOfWork", M], None]]:
    """Run the function, in a unit of work of its own, for each such message; at least once, so be idempotent.

    One that waits for somebody outside says so: such messages are delivered by a hand of their own, and hold up no others.
    """

    def register(reaction: Callable[["UnitOfWork", M], None]) -> Callable[["UnitOfWork", M], None]:
        _reactions.setdefault(_name(message_type), []).append(reaction)
        if outside:
            _told_outside.add(_name(message_type))
        return reaction

    return register


def known_names() -> list[str]:
    """The messages that this version of the service knows."""
    return sorted(_message_types)


def names_told_outside() -> list[str]:
    """Those of them that may wait for somebody outside."""
    return sorted(_told_outside)


def reactions_to(name: str) -> list[Reaction]:
    """What is to be done when a message of this name is delivered."""
    return _reactions.get(name, [])


def reaction_name(reaction: Reaction) -> str:
    """By which name the database remembers that a reaction has run."""
    return f"{reaction.__module__}.{reaction.__qualname__}"


def announce(work: "UnitOfWork", told: object, *, after: timedelta = timedelta(0)) -> None:
    """Put a message in the outbox, in this unit of work's transaction; it is delivered `after` a while."""
    body = {each.name: _plain(getattr(told, each.name)) for each in fields(told)}  # type: ignore[arg-type]
    at_the_end(
        work,
        _INSERT,
        id=new_id(),
        name=_name(type(told)),
        body=json_text(body),
        announced_at=work.now,
        next_try_at=work.now + after,
        tries=0,
        delivered_at=None,
    )


_INSERT = Prepared(insert(table_of(OutboxMessage)))


def revive(name: str, body: dict[str, Any]) -> Any:
    """The message as it was announced."""
    message_type = _message_types[name]
    hints = get_type_hints(message_type)
    return message_type(**{key: _typed(hints[key], value) for key, value in body.items()})


def _name(message_type: type) -> str:
    domain = message_type.__module__.removeprefix("service.").removesuffix(".messages")
    return f"{domain}.{message_type.__name__}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    arguments = [each for each in getattr(hint, "__args__", ()) if each is not type(None)]
    origin = getattr(hint, "__origin__", None)
    if origin in (list, tuple):
        return origin(_typed(arguments[0], each) for each in value)
    target = arguments[0] if arguments and origin is not dict else hint
    if target in (datetime, date):
        return target.fromisoformat(value)
    if isinstance(target, type) and issubclass(target, UUID | Enum):
        return target(value)
    return value
