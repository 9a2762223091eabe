"""What is known of one elder who is called on: the grade and what it stands on, the wish, and the latest tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care.welfare_visits import permissions
from service.elderly_care.welfare_visits.models import WelfareElder
from service.elderly_care.welfare_visits.queries.contacts import (
    ShownContact,
    contacts_of_elder,
    shown_contact,
)
from service.elderly_care.welfare_visits.queries.grading import by_hand, graded
from service.elderly_care.welfare_visits.queries.policies import policy
from service.elderly_care.welfare_visits.queries.visits import due_visits, welfare_elder
from service.elderly_care.welfare_visits.rules import RiskGrade, Wish
from service.kit.acting import ActedBy
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents import queries as residents

_LATEST_CONTACTS = 20


@dataclass(frozen=True, slots=True)
class SetGrade:
    """A grade that was set by hand; the reason only to who calls there, oversees it, and to the elder."""

    grade: RiskGrade
    reason: str | None
    until: date
    holds: bool
    set_at: datetime | None
    set_by_name: str | None


@dataclass(frozen=True, slots=True)
class ShownElder:
    """An elder who is called on; who told the wish for them stands in `acted_by`."""

    elder_id: UUID
    asked: RiskGrade | None
    grade: RiskGrade | None
    by_hand: SetGrade | None
    wish: Wish
    wish_told_at: datetime | None
    acted_by: ActedBy | None
    due_at: datetime | None
    contacts: Sequence[ShownContact]


def elder_card(work: UnitOfWork, elder_id: UUID) -> ShownElder:
    """What is known of an elder, as far as the actor may read it; the caller has checked that they may at all."""
    work.session.flush()
    who = graded(work, [elder_id], policy(work)).get(elder_id)
    row = welfare_elder(work, elder_id)
    due = due_visits(work, [elder_id])
    in_full = _is_in_full(work, elder_id)
    return ShownElder(
        elder_id=elder_id,
        asked=who.asked if who else None,
        grade=who.grade if who else None,
        by_hand=_set_grade(work, row, who.grade if who else None),
        wish=row.wish if row else Wish.AT_THE_DOOR,
        wish_told_at=row.wish_told_at if row else None,
        acted_by=row.acted_by if row else None,
        due_at=due[0].due_at if due else None,
        contacts=[
            shown_contact(work, each, in_full=in_full)
            for each in contacts_of_elder(work, elder_id, _LATEST_CONTACTS)
        ],
    )


def reason_of(work: UnitOfWork, row: WelfareElder) -> str | None:
    """Why a grade was set by hand; None since it was forgotten."""
    if row.reason_sealed is None:
        return None
    return work.house.cipher.decrypt(row.reason_sealed, bound_to=f"care_welfare_elders.reason:{row.id}")


def _is_in_full(work: UnitOfWork, elder_id: UUID) -> bool:
    if not work.actor.is_staff:
        return work.actor.resident_id == elder_id
    who = residents.standing(work, elder_id)
    return who is not None and permissions.may_call(work.actor, who.path)


def _set_grade(work: UnitOfWork, row: WelfareElder | None, grade: RiskGrade | None) -> SetGrade | None:
    told = by_hand(row)
    if row is None or told is None:
        return None
    is_proxy = not work.actor.is_staff and work.actor.resident_id != row.elder_id
    return SetGrade(
        grade=told.grade,
        reason=None if is_proxy else reason_of(work, row),
        until=told.until,
        holds=told.until >= local_date(work.now) and told.grade is grade,
        set_at=row.grade_set_at,
        set_by_name=accounts.display_name(work, row.grade_set_by) if row.grade_set_by else None,
    )
