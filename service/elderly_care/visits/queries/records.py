"""Visits as they are told, narrowed to what the actor may see; the list reads explicit columns in one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Uuid,
    bindparam,
    false,
    func,
    or_,
    select,
    union_all,
)

from service.elderly_care import permissions
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode, Payer
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.actor import REGION_STAFF, Function
from service.kit.clock import at_local, local_date
from service.kit.errors import Forbidden
from service.kit.lists import PreparedList, Way, given, in_text
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

# An assignment begins within the window of its visit or, where the elder agreed, on the same day.
_SLACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Maker:
    """Somebody who makes a visit, and how long their way there is."""

    caregiver_id: UUID
    name: str
    travel_minutes: int


# Not frozen: a list makes very many, and freezing is most of what that costs.
@dataclass(slots=True, kw_only=True)
class VisitRecord:
    """A visit as it is told; `door` only where one is read by who needs it."""

    id: UUID
    version: int
    plan_id: UUID
    item_id: UUID
    occurs_on: date
    elder_id: UUID
    region_code: str
    organisation_id: UUID
    contract_id: UUID | None
    service_id: UUID
    service_name: str
    mode: Mode
    payer: Payer
    private: bool
    window_starts_at: datetime
    window_ends_at: datetime
    minutes: int
    caregivers_needed: int
    skills: Sequence[str]
    status: VisitStatus
    starts_at: datetime | None
    ends_at: datetime | None
    round_id: UUID | None
    rescheduled_from_id: UUID | None
    cancelled_because: VisitCancellation | None
    made_at: datetime
    updated_at: datetime
    caregivers: Sequence[Maker]
    elder_name: str | None = field(default=None, repr=False)
    door: Any = field(default=None, repr=False)


def _makers() -> ColumnElement[Any]:
    """Who makes the visit of a row, by itself or in its round."""
    told = func.json_build_array(Assignment.caregiver_id, Caregiver.name, Assignment.travel_minutes)
    query = (
        select(func.json_agg(told))
        .join(Caregiver, Caregiver.id == Assignment.caregiver_id)
        .where(
            or_(Assignment.visit_id == Visit.id, Assignment.round_id == Visit.round_id),
            Assignment.released_at.is_(None),
        )
    )
    return query.correlate(Visit).scalar_subquery()


_OF_OTHERS = {
    "service_name": CareService.name.label("service_name"),
    "private": Visit.is_private.label("private"),
    "caregivers": _makers().label("caregivers"),
}
_COLUMNS: dict[str, Any] = {
    name: _OF_OTHERS[name] if name in _OF_OTHERS else getattr(Visit, name)
    for name in VisitRecord.__dataclass_fields__
    if name not in ("elder_name", "door")
}
# What a prepared statement tells as text.
_ENUMS = {"mode": Mode, "payer": Payer, "status": VisitStatus, "cancelled_because": VisitCancellation}
_RECORDS: Select[Any] = select(*_COLUMNS.values()).join(CareService, CareService.id == Visit.service_id)


def _one_of(name: str) -> Select[Any]:
    return select(func.unnest(given(name, Uuid())).label("id"))


_WAYS = {
    "below": Way(Visit.region_code, regions.below(given("below", String()))),
    "represented": Way(Visit.elder_id, _one_of("represented")),
    "organisations": Way(Visit.organisation_id, _one_of("organisations")),
}


def _made_by(caregiver: str, *within: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a caregiver makes the visit, found by what is theirs."""
    theirs = (Assignment.caregiver_id == bindparam(caregiver), Assignment.released_at.is_(None), *within)
    own = select(Assignment.visit_id).where(*theirs, Assignment.visit_id.is_not(None))
    served = Visit.__table__.alias("served")
    in_rounds = select(served.c.id).join(Assignment, Assignment.round_id == served.c.round_id).where(*theirs)
    return Visit.id.in_(union_all(own, in_rounds))


_LIST = PreparedList(
    _RECORDS,
    conditions={
        "organisation_id": Visit.organisation_id == bindparam("organisation_id"),
        "elder_id": Visit.elder_id == bindparam("elder_id"),
        "caregiver_id": _made_by("caregiver_id"),
        "caregiver_within": _made_by(
            "caregiver_within",
            Assignment.starts_at.between(bindparam("theirs_since"), bindparam("theirs_before")),
        ),
        **{f"status_{each}": Visit.status == in_text(each) for each in VisitStatus},
        "since": Visit.window_starts_at >= bindparam("since"),
        "before": Visit.window_starts_at < bindparam("before"),
        # What is private is between the elder and the operators that the actor plans for.
        "not_private": ~Visit.is_private,
        "own_private": or_(~Visit.is_private, Visit.organisation_id.in_(_one_of("own_private"))),
    },
    ways=_WAYS,
    narrowing=frozenset({"elder_id", "caregiver_id", "caregiver_within"}),
    by=(Visit.window_starts_at, Visit.id),
)


def visits(
    work: UnitOfWork,
    *,
    organisation_id: UUID | None = None,
    caregiver_id: UUID | None = None,
    elder_id: UUID | None = None,
    status: VisitStatus | None = None,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[VisitRecord]:
    """The visits that the actor may see, in the order of their windows. Raises Forbidden."""
    ways = _ways(work)
    since = from_ and at_local(from_)
    before = to and at_local(to + timedelta(days=1))
    asked: dict[str, Any] = {
        "organisation_id": organisation_id,
        "elder_id": elder_id,
        f"status_{status}": status,
        "since": since,
        "before": before,
    }
    if caregiver_id is not None and since and before:
        asked |= {
            "caregiver_within": caregiver_id,
            "theirs_since": since - _SLACK,
            "theirs_before": before + _SLACK,
        }
    else:
        asked["caregiver_id"] = caregiver_id
    values = {name: value for name, value in asked.items() if value is not None}
    found = _LIST.page(work, values | ways, cursor=cursor, limit=limit)
    return Page([_record(row) for row in found.items], found.next_cursor)


def readable(work: UnitOfWork, visit_id: UUID) -> VisitRecord | None:
    """A visit that the actor may see as a planner, a worker, the elder or for them, or because it is theirs to make."""
    row = work.session.execute(_RECORDS.where(Visit.id == visit_id, _visible(work))).first()
    return None if row is None else _record(row)


def theirs(work: UnitOfWork, visit_id: UUID) -> VisitRecord | None:
    """A visit that the actor makes as a caregiver, not further ahead than caregivers see."""
    ahead = timedelta(days=work.house.settings.care_caregiver_sees_days)
    mine = (
        select(Assignment.id)
        .join(Caregiver, Caregiver.id == Assignment.caregiver_id)
        .where(
            or_(Assignment.visit_id == Visit.id, Assignment.round_id == Visit.round_id),
            Assignment.released_at.is_(None),
            Assignment.starts_at < at_local(local_date(work.now) + ahead),
            Caregiver.account_id == work.actor.account_id,
        )
        .correlate(Visit)
        .exists()
    )
    row = work.session.execute(_RECORDS.where(Visit.id == visit_id, mine)).first()
    return None if row is None else _record(row)


def told(work: UnitOfWork, visit_ids: Sequence[UUID]) -> list[VisitRecord]:
    """Visits as they are told to whoever was allowed to change them just now, in this order."""
    work.session.flush()
    rows = work.session.execute(_RECORDS.where(Visit.id.in_(visit_ids)))
    found = {row.id: _record(row) for row in rows}
    return [found[visit_id] for visit_id in visit_ids]


def sees_names(work: UnitOfWork) -> bool:
    """Whether lists show the actor elders' names in full: those of their own place, or their own."""
    return not work.actor.is_staff or bool(work.actor.served_regions(REGION_STAFF, Function.CARE))


def _record(row: Any) -> VisitRecord:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name, kind in _ENUMS.items():
        if values[name] is not None:
            values[name] = kind(values[name])
    values["caregivers"] = [Maker(UUID(each[0]), each[1], each[2]) for each in values["caregivers"] or ()]
    return VisitRecord(**values)


def _visible(work: UnitOfWork) -> ColumnElement[bool]:
    actor = work.actor
    if not actor.is_staff:
        return Visit.elder_id.in_(_represented(work))
    here = Visit.region_code.in_(regions.below(actor.served_regions(REGION_STAFF, Function.CARE)))
    of_operator = Visit.organisation_id.in_(actor.served_organisations(permissions.PLANNERS))
    return or_(false(), of_operator, here & ~Visit.is_private)


def _ways(work: UnitOfWork) -> dict[str, Any]:
    """Planners see their operators', workers their places', residents their own and their elders'. Raises Forbidden."""
    actor = work.actor
    if not actor.is_staff:
        return {"represented": _represented(work)}
    below: Collection[str] = actor.served_regions(REGION_STAFF, Function.CARE)
    organisations = actor.served_organisations(permissions.PLANNERS)
    if not below and not organisations:
        raise Forbidden
    ways: dict[str, Any] = {}
    if organisations:
        ways["organisations"] = organisations
    if below:
        ways |= {
            "below": below,
            **({"own_private": organisations} if organisations else {"not_private": True}),
        }
    return ways


def _represented(work: UnitOfWork) -> list[UUID]:
    actor = work.actor
    if actor.account_id is None:
        raise Forbidden
    own = [actor.resident_id] if actor.resident_id else []
    return [*own, *residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)]
