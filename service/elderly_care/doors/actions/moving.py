"""What becomes of a door when its elder moves: the place and the codes are the former home's."""

from datetime import datetime
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care.doors import queries
from service.elderly_care.doors.actions.placing import note_change
from service.elderly_care.doors.models import Door
from service.elderly_care.doors.texts import LEFT_BEHIND
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def leave_door_behind(work: UnitOfWork, elder_id: UUID, moved_at: datetime) -> None:
    """Forget where the door of an elder was who has moved, and end what hangs there; what was put on record since stays.

    What was done before proves by its codes; a mark of then that comes late is of an unknown place.
    """
    row = queries.door_of(work, elder_id, to_change=True)
    if row is None:
        return
    was_placed, had_codes = _forget_place(row, moved_at), _end_codes(work, row, moved_at)
    if was_placed or had_codes:
        note_change(work, row)
        _tell_workers(work, row)


def _forget_place(row: Door, moved_at: datetime) -> bool:
    if row.placed_at is None or row.placed_at > moved_at:
        return False
    row.place_sealed = row.source = row.placed_at = row.placed_by = None
    row.allowance_m = 0
    return True


def _end_codes(work: UnitOfWork, row: Door, moved_at: datetime) -> bool:
    former = [each for each in queries.standing_secrets(work, row.id) if each.given_at <= moved_at]
    for each in former:
        each.ended_at = moved_at
    return bool(former)


def _tell_workers(work: UnitOfWork, row: Door) -> None:
    elder = work.found(residents.standing(work, row.elder_id))
    name = residents.masked(elder.name)
    for account_id in accounts.account_ids_serving(work, elder.path, Role.COMMUNITY_WORKER, Function.CARE):
        tell(work, Recipient(account_id=account_id), LEFT_BEHIND, subject=row.elder_id, elder=name)
