"""Who is told when an application moves, somebody objects, or something speaks against what was granted."""

from service.elderly_care.entitlements import queries, rules, texts
from service.elderly_care.entitlements.actions.telling import tell_elder, tell_staff
from service.elderly_care.entitlements.models import Entitlement, Finding
from service.elderly_care.entitlements.rules import EntitlementStatus, FindingKind, Opinion
from service.elderly_care.subsidies import queries as subsidies
from service.kit.actor import Role
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_PROPOSES_STOP = frozenset({FindingKind.MOVED_AWAY, FindingKind.DOUBLE})
_FEN = 100


def tell_of_move(work: UnitOfWork, row: Entitlement) -> None:
    """Whom it concerns is told where it stands."""
    tellers = {
        EntitlementStatus.SUBMITTED: _tell_submitted,
        EntitlementStatus.CHECKED: _tell_checked,
        EntitlementStatus.PUBLICISED: _tell_publicised,
        EntitlementStatus.GRANTED: _tell_granted,
        EntitlementStatus.REFUSED: _tell_refused,
        EntitlementStatus.STOPPED: _tell_stopped,
        EntitlementStatus.WITHDRAWN: _tell_withdrawn,
    }
    tellers[row.status](work, row)


def tell_of_objection(work: UnitOfWork, row: Entitlement) -> None:
    """The street looks into it, the district knows why it can not decide."""
    for role in (Role.STREET_STAFF, Role.DISTRICT_STAFF):
        tell_staff(work, row, role, texts.OBJECTED)


def tell_of_finding(work: UnitOfWork, row: Entitlement, finding: Finding) -> None:
    """The street and the district are told what was found; of a move that the grant should be stopped."""
    text = texts.STOP_PROPOSED if finding.kind in _PROPOSES_STOP else texts.FOUND
    for role in (Role.STREET_STAFF, Role.DISTRICT_STAFF):
        tell_staff(
            work,
            row,
            role,
            text,
            first=finding.starts_on,
            kind=finding.kind.words,
            source=finding.source.words,
        )


def _tell_submitted(work: UnitOfWork, row: Entitlement) -> None:
    scheme = work.found(subsidies.scheme(work, row.scheme_id))
    lacking = [each.words for each in rules.missing(queries.wanted_by(scheme), row.level)]
    if lacking:
        words = Text("、".join(each.zh for each in lacking), ", ".join(each.en for each in lacking))
        tell_elder(work, row, texts.APPLIED_INCOMPLETE, missing=words, due_on=row.due_on)
    else:
        tell_elder(work, row, texts.APPLIED, due_on=row.due_on)
    tell_staff(work, row, Role.STREET_STAFF, texts.TO_CHECK, due_on=row.due_on)


def _tell_checked(work: UnitOfWork, row: Entitlement) -> None:
    opinion = row.opinion or Opinion.MET
    tell_elder(work, row, texts.CHECKED, opinion=opinion.words)
    if opinion is Opinion.NOT_MET:
        tell_staff(work, row, Role.DISTRICT_STAFF, texts.TO_DECIDE, due_on=row.due_on)


def _tell_publicised(work: UnitOfWork, row: Entitlement) -> None:
    days = {"first": row.published_from, "last": row.published_until}
    tell_elder(work, row, texts.PUBLICISED, **days)
    tell_staff(work, row, Role.COMMUNITY_WORKER, texts.PUBLICISED_HERE, **days)


def _tell_granted(work: UnitOfWork, row: Entitlement) -> None:
    days = {"first": row.starts_on, "last": row.ends_on}
    if row.monthly_fen is not None:
        yuan = f"{row.monthly_fen // _FEN}.{row.monthly_fen % _FEN:02d}"
        tell_elder(work, row, texts.GRANTED_MONEY, amount=yuan, **days)
    else:
        tell_elder(work, row, texts.GRANTED_HOURS, amount=row.monthly_hours, **days)
    for role in (Role.COMMUNITY_WORKER, Role.STREET_STAFF):
        tell_staff(work, row, role, texts.GRANTED_HERE, **days)


def _tell_refused(work: UnitOfWork, row: Entitlement) -> None:
    tell_elder(work, row, texts.REFUSED)
    for role in (Role.COMMUNITY_WORKER, Role.STREET_STAFF):
        tell_staff(work, row, role, texts.REFUSED_HERE)


def _tell_stopped(work: UnitOfWork, row: Entitlement) -> None:
    if row.stop_reason is None:
        return
    facts = {"stopped_from": row.stopped_from, "reason": row.stop_reason.words}
    tell_elder(work, row, texts.STOPPED, **facts)
    for role in (Role.COMMUNITY_WORKER, Role.STREET_STAFF):
        tell_staff(work, row, role, texts.STOPPED_HERE, **facts)


def _tell_withdrawn(work: UnitOfWork, row: Entitlement) -> None:
    tell_elder(work, row, texts.WITHDRAWN)
    tell_staff(work, row, Role.STREET_STAFF, texts.WITHDRAWN_HERE)
