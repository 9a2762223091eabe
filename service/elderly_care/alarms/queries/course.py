"""An alarm as it is told: in a list in short, alone with its whole course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.accounts.duties import queries as holders
from service.elderly_care.alarms.models import AlarmEvent, AlarmRing, CareAlarm
from service.elderly_care.alarms.rules import AlarmKind, AlarmOutcome, AlarmSource, AlarmStatus, Whom
from service.elderly_care.permissions import PROXY_SCOPE
from service.elderly_care.requests import queries as requests
from service.kit.acting import ActedBy
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.people import queries as people

# Of an alarm that rang or was pressed for days, the newest: no answer is without a bound.
_MOST = 500


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """An alarm as it is told; notes, course and contacts only where one is read by who needs them."""

    id: UUID
    version: int
    elder_id: UUID
    elder_name: str | None
    region_code: str
    kind: AlarmKind
    source: AlarmSource
    device_id: UUID | None
    organisation_id: UUID | None
    raised_at: datetime
    happened_at: datetime | None
    late: bool
    acted_by: ActedBy | None
    status: AlarmStatus
    step: int | None
    next_step_at: datetime | None
    repeats: int
    answered_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: UUID | None
    acknowledged_name: str | None
    closed_at: datetime | None
    closed_name: str | None
    outcome: AlarmOutcome | None
    recent_false_alarms: int | None
    note: str | None = None
    closing_note: str | None = None
    events: Sequence[Mapping[str, Any]] = ()
    rings: Sequence[Mapping[str, Any]] = ()
    contacts: Sequence[Mapping[str, Any]] = ()


_APART = {"elder_name", "late", "recent_false_alarms", "note", "closing_note", "events", "rings", "contacts"}


def shown(
    work: UnitOfWork, alarm: CareAlarm, elder_name: str | None, false_alarms: int | None, **course: Any
) -> ShownAlarm:
    """An alarm as it is told."""
    work.session.flush()
    same = ShownAlarm.__dataclass_fields__.keys() - _APART
    return ShownAlarm(
        **{name: getattr(alarm, name) for name in same},
        elder_name=elder_name,
        late=alarm.is_late,
        recent_false_alarms=false_alarms,
        **course,
    )


def course(work: UnitOfWork, alarm: CareAlarm, *, with_contacts: bool) -> dict[str, Any]:
    """What was said, all that happened and who was rung; `with_contacts` also whom to call."""
    return {
        "note": note_of(work, alarm.note_sealed, f"care_alarms.note:{alarm.id}"),
        "closing_note": note_of(work, alarm.closing_note_sealed, f"care_alarms.closing_note:{alarm.id}"),
        "events": _events(work, alarm.id),
        "rings": _rings(work, alarm),
        "contacts": _contacts(work, alarm.elder_id) if with_contacts else [],
    }


def note_of(work: UnitOfWork, sealed: bytes | None, place: str) -> str | None:
    """What somebody said, in clear."""
    return None if sealed is None else work.house.cipher.decrypt(sealed, bound_to=place)


def _events(work: UnitOfWork, alarm_id: UUID) -> list[dict[str, Any]]:
    """What happened, the latest last."""
    newest = select(AlarmEvent).where(AlarmEvent.alarm_id == alarm_id).order_by(AlarmEvent.id.desc())
    rows = work.session.scalars(newest.limit(_MOST)).all()
    return [
        {
            "kind": each.kind,
            "at": each.at,
            "source": each.source,
            "name": each.name,
            "note": note_of(work, each.note_sealed, f"care_alarm_events.note:{each.id}"),
        }
        for each in reversed(rows)
    ]


def _rings(work: UnitOfWork, alarm: CareAlarm) -> list[dict[str, Any]]:
    """Who was rung, the latest last; proxies by the names they are known by as such."""
    newest = select(AlarmRing).where(AlarmRing.alarm_id == alarm.id)
    newest = newest.order_by(AlarmRing.round.desc(), AlarmRing.step.desc(), AlarmRing.account_id.desc())
    rows = work.session.scalars(newest.limit(_MOST)).all()
    known = holders.holders(work, {row.account_id for row in rows})
    names = {account_id: each.display_name for account_id, each in known.items()}
    for account_id in {row.account_id for row in rows if row.whom is Whom.CONTACTS}:
        proxy = residents.proxy_name(work, alarm.elder_id, account_id, PROXY_SCOPE)
        names[account_id] = proxy or names[account_id]
    return [
        {
            "account_id": row.account_id,
            "name": names[row.account_id],
            "whom": row.whom,
            "round": row.round,
            "step": row.step,
            "rung_at": row.rung_at,
        }
        for row in reversed(rows)
    ]


def _contacts(work: UnitOfWork, elder_id: UUID) -> list[Mapping[str, Any]]:
    """Whom to call: in an emergency, and when nobody opens; each telephone once."""
    cipher = work.house.cipher
    named: list[Mapping[str, Any]] = [
        {"name": each.name, "relation": each.relation, "phone": each.phone(cipher)}
        for each in people.contacts(work, elder_id)
    ]
    told = [requests.details(work, row) for row in requests.standing_requests(work, [elder_id])]
    named += [each for details in told for each in details.get("contacts", ())]
    found: dict[str, Mapping[str, Any]] = {}
    for each in named:
        found.setdefault(each["phone"], {"relation": None, **each})
    return list(found.values())
