"""The room's screen: its own token, and the check-in code that it shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from service.kit.errors import OutOfScope
from service.kit.randomness import hash_of
from service.kit.shown_codes import ShownCode, is_shown_now, present_code
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import permissions, queries, rules
from service.living_rooms.rooms.models import ScreenToken


@dataclass(frozen=True, slots=True)
class NewScreenToken:
    """A screen's token as it is shown this once."""

    id: UUID
    token: str
    created_at: datetime
    version: int


def give_screen_token(work: UnitOfWork, room_id: UUID) -> NewScreenToken:
    """Give a room's screen a new token; the one before stops working."""
    _require_keeper(work, room_id)
    token = work.house.randomness.token()
    values = {
        "token_hash": hash_of(token),
        "created_by": work.found(work.actor.account_id),
        "created_at": work.now,
    }
    given = work.session.execute(
        insert(ScreenToken)
        .values(id=work.new_id(), living_room_id=room_id, version=1, **values)
        .on_conflict_do_update(
            index_elements=["living_room_id"], set_={**values, "version": ScreenToken.version + 1}
        )
        .returning(ScreenToken.id, ScreenToken.version)
    ).one()
    return NewScreenToken(given.id, token, work.now, given.version)


def screen_token(work: UnitOfWork, room_id: UUID) -> ScreenToken:
    """That the room's screen has a token, for who looks after it."""
    _require_keeper(work, room_id)
    return work.found(queries.screen_token(work, room_id))


def revoke_screen_token(work: UnitOfWork, room_id: UUID) -> None:
    """Take the token from a room's screen; it shows no code any more."""
    screen = screen_token(work, room_id)
    work.expect(screen)
    work.session.delete(screen)


def show_code(work: UnitOfWork, room_id: UUID) -> ShownCode:
    """The present check-in code for who looks after the room; residents never read it."""
    _require_keeper(work, room_id)
    return _present_code(work, room_id)


def show_code_on_screen(work: UnitOfWork, room_id: UUID, token: str) -> ShownCode | None:
    """The present check-in code for the room's own screen; None when this is not its token."""
    return _present_code(work, room_id) if queries.shows_code(work, room_id, token) else None


def is_valid_code(work: UnitOfWork, room_id: UUID, code: str) -> bool:
    """Whether the room shows this check-in code now or did until just now."""
    return is_shown_now(work, rules.code_told(room_id), code)


def _present_code(work: UnitOfWork, room_id: UUID) -> ShownCode:
    return present_code(work, rules.code_told(room_id), f"linli:check-in?living_room_id={room_id}")


def _require_keeper(work: UnitOfWork, room_id: UUID) -> None:
    path = work.found(queries.path_of_room(work, room_id))
    work.require(permissions.may_keep(work.actor, path), OutOfScope)
