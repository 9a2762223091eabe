"""Visits as they are told: in full to who calls there and to the elder, to all others that they are due or were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.welfare_visits import permissions
from service.elderly_care.welfare_visits.models import WelfareElder, WelfareVisit
from service.elderly_care.welfare_visits.queries.contacts import (
    ShownContact,
    contacts_of_visits,
    last_contacts,
    shown_contact,
)
from service.elderly_care.welfare_visits.rules import (
    LEVEL,
    ChangeKind,
    ContactOutcome,
    RiskGrade,
    WelfareStatus,
    Wish,
)
from service.kit.clock import local_date
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents
from service.residents.queries import CareContact
from service.residents.tags import permissions as tag_permissions
from service.residents.tags import queries as tags
from service.residents.walks import queries as walks
from service.residents.walks.queries import Door

_LEVEL_WORDS = Text("能力评估等级", "assessed level of ability")
_INSTANT = timedelta(microseconds=1)
# What is told as it stands.
_SAME = (
    "id",
    "version",
    "elder_id",
    "region_code",
    "grade",
    "begins_at",
    "due_at",
    "change",
    "status",
    "outcome",
    "tries",
    "settled_at",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that a grade stands on, as far as the actor may know it."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit as it is told; `contacts` only where one is read, else null."""

    id: UUID
    version: int
    elder_id: UUID
    elder_name: str | None
    region_code: str
    way: Sequence[str]
    unit: str | None
    room: str | None
    address: str | None
    phone: str | None
    grade: RiskGrade
    reasons: Sequence[Reason]
    wish: Wish
    begins_at: datetime
    due_at: datetime
    due_on: date
    is_overdue: bool
    change: ChangeKind | None
    status: WelfareStatus
    outcome: ContactOutcome | None
    tries: int
    settled_at: datetime | None
    last: ShownContact | None
    contacts: Sequence[ShownContact] | None


def shown(
    work: UnitOfWork, rows: Sequence[WelfareVisit], *, with_contacts: bool = False, in_full: bool = False
) -> list[ShownVisit]:
    """These visits as the actor is told of them; `in_full` whoever it is, for who has just made one."""
    work.session.flush()
    known = _Known(work, rows, with_contacts=with_contacts, in_full=in_full)
    return [known.shown(row) for row in rows]


def last_day(row: WelfareVisit) -> date:
    """The last day on which a visit is made in time."""
    return local_date(row.due_at - _INSTANT)


class _Known:
    """What else is known of these visits, each asked for once."""

    def __init__(
        self, work: UnitOfWork, rows: Sequence[WelfareVisit], *, with_contacts: bool, in_full: bool
    ) -> None:
        self._work = work
        elder_ids = sorted({row.elder_id for row in rows})
        steps = regions.steps_down_to(work, {row.region_code for row in rows})
        self._paths = {code: [step.code for step in way] for code, way in steps.items()}
        self._whole = {row.id for row in rows if in_full or self._is_in_full(row)}
        self._people = residents.contacts_for_care(work, elder_ids)
        self._doors: Mapping[UUID, Door] = {
            door.resident_id: door for door in walks.doors_in_order(work, elder_ids)
        }
        self._wishes = _wishes(work, elder_ids)
        self._last = last_contacts(work, elder_ids)
        self._tags = tags.every_tag(work)
        self._contacts = contacts_of_visits(work, [row.id for row in rows]) if with_contacts else None

    def shown(self, row: WelfareVisit) -> ShownVisit:
        is_whole = row.id in self._whole
        is_caller = is_whole and self._work.actor.is_staff
        door = self._doors.get(row.elder_id) if is_caller else None
        person = self._people.get(row.elder_id)
        last = self._last.get(row.elder_id)
        return ShownVisit(
            **{name: getattr(row, name) for name in _SAME},
            elder_name=self._name(person, is_whole=is_whole),
            way=door.way if door else (),
            unit=door.unit if door else None,
            room=door.room if door else None,
            address=person.address if person and is_caller else None,
            phone=person.phone if person and is_caller else None,
            reasons=self._reasons(row),
            wish=self._wishes.get(row.elder_id, Wish.AT_THE_DOOR),
            due_on=last_day(row),
            is_overdue=row.status is WelfareStatus.DUE and row.due_at <= self._work.now,
            last=shown_contact(self._work, last, in_full=False) if last else None,
            contacts=self._tries(row, is_whole=is_whole),
        )

    def _is_in_full(self, row: WelfareVisit) -> bool:
        actor = self._work.actor
        if not actor.is_staff:
            return actor.resident_id == row.elder_id
        return permissions.may_call(actor, self._paths.get(row.region_code, []))

    def _name(self, person: CareContact | None, *, is_whole: bool) -> str | None:
        if person is None:
            return None
        is_known = is_whole or not self._work.actor.is_staff
        return person.name if is_known else residents.masked(person.name)

    def _tries(self, row: WelfareVisit, *, is_whole: bool) -> list[ShownContact] | None:
        if self._contacts is None:
            return None
        theirs = [each for each in self._contacts if each.visit_id == row.id]
        return [shown_contact(self._work, each, in_full=is_whole) for each in theirs]

    def _reasons(self, row: WelfareVisit) -> list[Reason]:
        """A tag that the actor may not see on these people is no reason that they may read."""
        path, actor = self._paths.get(row.region_code, []), self._work.actor
        is_self = actor.resident_id == row.elder_id
        seen = [
            each
            for each in self._tags
            if each.code in row.reasons and (is_self or tag_permissions.may_see(actor, each, path))
        ]
        found = [Reason(each.code, each.name_zh, each.name_en) for each in seen]
        return found + ([Reason(LEVEL, *_LEVEL_WORDS)] if LEVEL in row.reasons else [])


def _wishes(work: UnitOfWork, elder_ids: Sequence[UUID]) -> dict[UUID, Wish]:
    query = select(WelfareElder.elder_id, WelfareElder.wish).where(WelfareElder.elder_id.in_(elder_ids))
    return {row.elder_id: row.wish for row in work.session.execute(query)}
