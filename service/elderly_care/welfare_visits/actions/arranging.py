"""What is settled for one elder: a grade by hand, how they wish to be called on, a change that somebody heard of."""

from datetime import date, timedelta
from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.requests.errors import NotVerifiedElder
from service.elderly_care.welfare_visits import permissions, queries, rules
from service.elderly_care.welfare_visits.actions.hastening import hasten
from service.elderly_care.welfare_visits.actions.making import renew
from service.elderly_care.welfare_visits.actions.telling import tell_nearest
from service.elderly_care.welfare_visits.errors import ImpossibleUntil, NotVisited, OnlyCommunityLowers
from service.elderly_care.welfare_visits.models import WelfareElder, WelfareVisit
from service.elderly_care.welfare_visits.rules import BY_TELEPHONE, ChangeKind, ContactWay, RiskGrade, Wish
from service.elderly_care.welfare_visits.texts import DECLINES
from service.kit import locks
from service.kit.acting import ActedBy, by_staff, show_acting
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions
from service.residents import queries as residents
from service.residents.queries import Standing


def set_grade(work: UnitOfWork, elder_id: UUID, *, grade: RiskGrade, reason: str, until: date) -> None:
    """Let another grade hold until a last day: a higher one as who calls there, a lower one as the community.

    Raises OutOfScope, NotVerifiedElder, OnlyCommunityLowers, ImpossibleUntil.
    """
    who = _of_ones_place(work, elder_id)
    if not who.is_verified or who.region_code is None:
        raise NotVerifiedElder
    row = _held_elder(work, elder_id)
    known = queries.graded(work, [elder_id], queries.policy(work))[elder_id]
    is_lowered = rules.is_lower(grade, known.asked)
    if is_lowered or rules.is_lower(grade, known.grade):
        work.require(permissions.may_lower_grade(work.actor, who.path), OnlyCommunityLowers)
    _check_until(work, until, is_lowered=is_lowered)
    bound_to = f"care_welfare_elders.reason:{row.id}"
    row.grade, row.asked_then, row.until = grade, known.asked, until
    row.grade_set_at, row.grade_set_by = work.now, work.actor.account_id
    row.reason_sealed = work.house.cipher.encrypt(reason, bound_to=bound_to)
    renew(work, [elder_id])


def tell_wish(work: UnitOfWork, elder_id: UUID, *, wish: Wish) -> None:
    """Note how an elder wishes to be called on, as they tell it, or who speaks for them. Raises OutOfScope."""
    acted_by = residents_actions.act_for(work, elder_id, care.PROXY_SCOPE, Function.CARE)
    _note_wish(work, elder_id, wish, acted_by)


def heed_refusal(work: UnitOfWork, row: WelfareVisit, way: ContactWay) -> None:
    """Who declines at the door is telephoned from now on; who declines the telephone too is the community's to think of."""
    if way in BY_TELEPHONE:
        tell_nearest(work, row, Role.COMMUNITY_WORKER, DECLINES)
    _note_wish(work, row.elder_id, Wish.BY_PHONE, by_staff(work.actor))


def note_change(work: UnitOfWork, elder_id: UUID, *, kind: ChangeKind) -> None:
    """Note a major change that a worker has heard of: the visit is due soon. Raises OutOfScope, NotVisited."""
    _of_ones_place(work, elder_id)
    if not queries.due_visits(work, [elder_id]):
        raise NotVisited
    hasten(work, [elder_id], kind, told_by_hand=True)


def hold_elder(work: UnitOfWork, elder_id: UUID) -> None:
    """Keep others from settling anything for an elder, and from merging the record."""
    locks.hold(work, "care_welfare_elder", elder_id)


def _of_ones_place(work: UnitOfWork, elder_id: UUID) -> Standing:
    who = work.found(residents.standing(work, elder_id))
    work.require(permissions.may_set_grade(work.actor, who.path), OutOfScope)
    return who


def _check_until(work: UnitOfWork, until: date, *, is_lowered: bool) -> None:
    settings, today = work.house.settings, local_date(work.now)
    days = settings.care_welfare_lowered_days if is_lowered else settings.care_welfare_raised_days
    if not today < until <= today + timedelta(days=days):
        raise ImpossibleUntil(field="until", days=days)


def _note_wish(work: UnitOfWork, elder_id: UUID, wish: Wish, acted_by: ActedBy | None) -> None:
    row = _held_elder(work, elder_id)
    row.wish, row.wish_told_at = wish, work.now
    row.acted_by_account_id = row.acted_by_name = row.acted_by_as = None
    show_acting(row, acted_by)
    work.session.flush()


def _held_elder(work: UnitOfWork, elder_id: UUID) -> WelfareElder:
    """The elder's row, which is made when there is first something to note."""
    hold_elder(work, elder_id)
    row = queries.welfare_elder(work, elder_id, to_change=True)
    if row is None:
        row = WelfareElder(id=work.new_id(), elder_id=elder_id, wish=Wish.AT_THE_DOOR)
        work.session.add(row)
    return row
