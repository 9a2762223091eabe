"""How an application moves: its state, the last day of the step that begins, and what was found and said."""

from datetime import date

from service.elderly_care.entitlements.messages import EntitlementMoved
from service.elderly_care.entitlements.models import Entitlement, EntitlementStep
from service.elderly_care.entitlements.rules import EntitlementStatus, EntitlementStepKind
from service.kit.acting import ActedBy, acted_by_columns
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.work import UnitOfWork

_KINDS = {
    EntitlementStatus.CHECKED: EntitlementStepKind.CHECK,
    EntitlementStatus.PUBLICISED: EntitlementStepKind.PUBLICISE,
    EntitlementStatus.GRANTED: EntitlementStepKind.GRANT,
    EntitlementStatus.REFUSED: EntitlementStepKind.REFUSE,
    EntitlementStatus.STOPPED: EntitlementStepKind.STOP,
    EntitlementStatus.WITHDRAWN: EntitlementStepKind.WITHDRAW,
}


def step(
    work: UnitOfWork,
    row: Entitlement,
    to: EntitlementStatus,
    *,
    text: str | None,
    facts: str | None = None,
    due_on: date | None = None,
    acted_by: ActedBy | None = None,
) -> Entitlement:
    """Move an application, and keep what was said with it; the caller has checked that it may."""
    row.status, row.due_on, row.updated_at = to, due_on, work.now
    row.reminded_at = row.overdue_told_at = row.district_told_at = None
    made = EntitlementStep(
        id=work.new_id(),
        entitlement_id=row.id,
        kind=_KINDS[to],
        made_at=work.now,
        made_by=work.actor.account_id,
        **acted_by_columns(acted_by),
    )
    made.facts_sealed = sealed_words(work, facts, f"care_entitlement_steps.facts:{made.id}")
    made.text_sealed = sealed_words(work, text, f"care_entitlement_steps.text:{made.id}")
    work.session.add(made)
    work.announce(EntitlementMoved(entitlement_id=row.id, status=to))
    return row


def sealed_words(work: UnitOfWork, words: str | None, place: str) -> bytes | None:
    """Free words as they are kept; nothing for none."""
    return work.house.cipher.encrypt(words, bound_to=place) if words else None


def due_in(work: UnitOfWork, working_days: int, since: date | None = None) -> date:
    """The day on which so many working days are over, from today or from a later day on."""
    return working_day_after(since or local_date(work.now), working_days)
