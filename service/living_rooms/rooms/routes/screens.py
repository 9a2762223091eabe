"""The room's screen over HTTP: its token, and the check-in code it shows."""

from uuid import UUID

from flask import request

from service.kit.errors import Forbidden, OutOfScope, Unauthenticated
from service.kit.operations import authenticated
from service.kit.shown_codes import ShownCode
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import actions
from service.living_rooms.rooms.actions.screens import NewScreenToken
from service.living_rooms.rooms.models import ScreenToken
from service.living_rooms.rooms.routes.rooms import living_rooms
from service.living_rooms.rooms.schemas import CheckInCodeSchema, NewScreenTokenSchema, ScreenTokenSchema


@living_rooms.get("/<uuid:room_id>/check-in-code", public=True, kept_nowhere=True)
@living_rooms.response(200, CheckInCodeSchema)
@living_rooms.fails(Unauthenticated, Forbidden, OutOfScope)
def get_check_in_code(work: UnitOfWork, room_id: UUID) -> ShownCode:
    """Show the room's rotating check-in code, to its workers or on its own screen.

    A screen is no account: it sends the room's screen token as its bearer token. Residents never read the code.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        shown = actions.show_code_on_screen(work, room_id, token.strip())
        if shown is not None:
            return shown
    work.actor = authenticated(work)
    return actions.show_code(work, room_id)


@living_rooms.post("/<uuid:room_id>/screen-token", kept_nowhere=True)
@living_rooms.response(201, NewScreenTokenSchema)
@living_rooms.fails(OutOfScope)
def give_screen_token(work: UnitOfWork, room_id: UUID) -> NewScreenToken:
    """Give the room's screen a new token, shown this once; the one before stops working."""
    return actions.give_screen_token(work, room_id)


@living_rooms.get("/<uuid:room_id>/screen-token")
@living_rooms.response(200, ScreenTokenSchema)
@living_rooms.fails(OutOfScope)
def get_screen_token(work: UnitOfWork, room_id: UUID) -> ScreenToken:
    """Read since when the room's screen has its token; never the token."""
    return actions.screen_token(work, room_id)


@living_rooms.delete("/<uuid:room_id>/screen-token")
@living_rooms.response(204)
@living_rooms.fails(OutOfScope)
def revoke_screen_token(work: UnitOfWork, room_id: UUID) -> None:
    """Revoke the screen's token at once."""
    actions.revoke_screen_token(work, room_id)
