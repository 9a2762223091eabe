"""Taking credited minutes back: the whole of some hours, at once as far as they are there, the rest from what comes later.

So no balance is ever below nothing, what was passed on stays with who has it, and nobody who owes has anything to give.
"""

from uuid import UUID

from service.events.volunteering import permissions, queries, texts
from service.events.volunteering.actions.posting import Movement, drawn_from, post
from service.events.volunteering.models import TimeCorrection, VolunteerHours
from service.events.volunteering.queries import Books
from service.events.volunteering.rules import EntryKind, HoursStatus
from service.kit.errors import OutOfScope, WrongState
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def reverse(work: UnitOfWork, hours_id: UUID, *, reason: str) -> VolunteerHours:
    """Take back hours that were noted wrongly, as a worker of the person's community. Raises OutOfScope, WrongState."""
    row = queries.readable_hours(work, hours_id)
    _check_keeps(work, row.resident_id)
    books, row = _held(work, row)
    if row.status is not HoursStatus.COUNTED:
        raise WrongState(state=row.status)
    reverse_hours(work, books, row, reason=reason)
    return row


def reverse_hours(work: UnitOfWork, books: Books, row: VolunteerHours, *, reason: str) -> None:
    """Take back hours whose person's accounts are held, and say so."""
    row.status, row.reversed_because = HoursStatus.REVERSED, reason
    row.reversed_by, row.reversed_at = work.actor.account_id, work.now
    correction = correct(work, books, row)
    if correction is None:
        return
    tell(
        work,
        Recipient(resident_id=row.resident_id),
        texts.REVERSED,
        subject=row.id,
        served_on=row.served_on,
        credited=row.credited,
        reason=reason,
        taken=correction.taken,
    )


def correct(work: UnitOfWork, books: Books, row: VolunteerHours) -> TimeCorrection | None:
    """Begin to take back what hours were credited with, unless that was begun; None where that was nothing."""
    work.session.flush()
    if row.credited == 0:
        return None
    begun = queries.correction_of(work, row.id)
    if begun is not None:
        return begun
    correction = TimeCorrection(
        id=work.new_id(),
        hours_id=row.id,
        resident_id=row.resident_id,
        region_code=row.region_code,
        minutes=row.credited,
        made_by=work.actor.account_id,
        made_at=work.now,
    )
    work.session.add(correction)
    work.session.flush()
    recover(work, books, row.resident_id)
    work.session.refresh(correction)
    return correction


def recover(work: UnitOfWork, books: Books, resident_id: UUID) -> None:
    """Take what is still to be taken back from somebody, the oldest first, as far as their accounts, held, have it."""
    for claim in queries.open_claims(work, resident_id):
        movements = [
            Movement(
                EntryKind.CORRECTED,
                account,
                books.issued,
                minutes,
                claim.region_code,
                correction_id=claim.id,
            )
            for account, minutes in drawn_from(books, resident_id, claim.owed)
        ]
        post(work, movements)
        work.session.expire(claim, ("taken", "owed", "status"))


def waive(work: UnitOfWork, correction_id: UUID, *, reason: str) -> TimeCorrection:
    """Ask no more for what is still to be taken back, as a worker of the person's community.

    Raises OutOfScope, and WrongState where nothing is due.
    """
    resident_id = queries.readable_correction(work, correction_id).resident_id
    _check_keeps(work, resident_id)
    queries.hold(work, [resident_id])
    claim = queries.readable_correction(work, correction_id, to_change=True)
    if claim.owed == 0:
        raise WrongState(state=claim.status)
    tell(work, Recipient(resident_id=resident_id), texts.WAIVED, subject=claim.id, minutes=claim.owed)
    claim.waived_because, claim.waived_by, claim.waived_at = reason, work.actor.account_id, work.now
    return claim


def _held(work: UnitOfWork, row: VolunteerHours) -> tuple[Books, VolunteerHours]:
    """Hours with their person's accounts held; of a record that gave way meanwhile, those of who stays."""
    books = queries.hold(work, [row.resident_id])
    row = queries.locked_hours(work, row.id)
    if row.resident_id not in books.people:
        books = queries.hold(work, [row.resident_id])
    return books, row


def _check_keeps(work: UnitOfWork, resident_id: UUID) -> None:
    work.require(work.actor.is_system or work.actor.is_staff)
    who = work.found(residents.standing(work, resident_id))
    work.require(permissions.may_keep(work.actor, who.path), OutOfScope)
