"""Calling on somebody, told in one call: what was found, what it leads to, and when the next visit is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from service.elderly_care.alarms import actions as alarms
from service.elderly_care.welfare_visits import permissions, queries, rules
from service.elderly_care.welfare_visits.actions.arranging import heed_refusal, hold_elder
from service.elderly_care.welfare_visits.actions.leading import refer, ring
from service.elderly_care.welfare_visits.actions.making import renew
from service.elderly_care.welfare_visits.actions.telling import tell_nearest
from service.elderly_care.welfare_visits.errors import BeforeItsPeriod, ImpossibleNext
from service.elderly_care.welfare_visits.models import WelfareContact, WelfareVisit
from service.elderly_care.welfare_visits.queries.showing import last_day
from service.elderly_care.welfare_visits.rules import (
    SETTLING,
    ContactOutcome,
    ContactWay,
    Finding,
    WelfareStatus,
)
from service.elderly_care.welfare_visits.texts import NOT_FOUND
from service.kit.acting import acted_by_columns, by_staff
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """One try as it is told; `at` is what is believed of when it was."""

    by: UUID
    told_at: datetime
    at: datetime
    way: ContactWay
    outcome: ContactOutcome
    findings: Sequence[Finding]
    note: str | None
    referral: Mapping[str, Any] | None


def done(
    work: UnitOfWork,
    visit_id: UUID,
    *,
    way: ContactWay,
    outcome: ContactOutcome,
    at: datetime | None = None,
    findings: Sequence[Mapping[str, Any]] = (),
    note: str | None = None,
    referral: Mapping[str, Any] | None = None,
    next_by: date | None = None,
) -> WelfareVisit:
    """Note one try at calling on somebody, however late it is sent; one that is on record already changes nothing.

    Raises OutOfScope, WrongState, BeforeItsPeriod, FindingsIncomplete, ImpossibleNext, NoSuchService.
    """
    told_at = at or work.now
    found = [Finding(**each) for each in findings]
    row, account_id = _held(work, visit_id, told_at, is_urgent=bool(rules.urgent_ones(found)))
    if queries.known_contact(work, row.id, told_at, outcome) is not None:
        return row
    told = _Try(
        by=account_id,
        told_at=told_at,
        at=min(told_at, work.now),
        way=way,
        outcome=outcome,
        findings=found,
        note=note,
        referral=referral,
    )
    rules.check_open(row.status, row.closed_at, told.at)
    rules.check_findings(outcome, told.findings)
    if told.at <= row.begins_at:
        raise BeforeItsPeriod(field="at")
    _keep(work, row, told)
    _conclude(work, row, told, next_by)
    return row


def _held(work: UnitOfWork, visit_id: UUID, at: datetime, *, is_urgent: bool) -> tuple[WelfareVisit, UUID]:
    """The visit, for who calls there or did so at that time, and who they are. Raises NotFound, Forbidden, OutOfScope."""
    elder_id = work.found(queries.visit(work, visit_id)).elder_id
    if is_urgent:
        # In the order of those who merge records: what rings comes first.
        alarms.hold_elder(work, elder_id)
    hold_elder(work, elder_id)
    row, actor = work.found(queries.held(work, visit_id)), work.actor
    places = [row.region_code]
    if row.formerly is not None and row.moved_at is not None and at < row.moved_at:
        places.append(row.formerly)
    is_theirs = any(permissions.may_call(actor, regions.path_of(work, each)) for each in places)
    if actor.account_id is None or not is_theirs:
        # Who may know of the visit learns that it is not theirs to make; nobody else learns anything.
        queries.readable(work, visit_id)
        raise OutOfScope
    return row, actor.account_id


def _keep(work: UnitOfWork, row: WelfareVisit, told: _Try) -> WelfareContact:
    contact = WelfareContact(
        id=work.new_id(),
        visit_id=row.id,
        way=told.way,
        outcome=told.outcome,
        told_at=told.told_at,
        at=told.at,
        received_at=work.now,
        alarm_id=ring(work, row, told.way, told.findings, told.at),
        request_id=refer(work, row, told.referral),
        made_by=told.by,
        **acted_by_columns(by_staff(work.actor)),
    )
    bound_to = f"care_welfare_contacts.content:{contact.id}"
    contact.content_sealed = work.house.cipher.encrypt(_content(told), bound_to=bound_to)
    work.session.add(contact)
    work.session.flush()
    return contact


def _content(told: _Try) -> str:
    """What is sealed: the findings with their words, and what was said."""
    findings = [{"area": each.area, "concern": each.concern, "words": each.words} for each in told.findings]
    referral = told.referral["note"] if told.referral else None
    return orjson.dumps({"findings": findings, "note": told.note, "referral": referral}).decode()


def _conclude(work: UnitOfWork, row: WelfareVisit, told: _Try, next_by: date | None) -> None:
    """What a try makes of its visit; one that was over already, unknown to who tried, stays as it is."""
    if told.outcome is ContactOutcome.REFUSED:
        heed_refusal(work, row, told.way)
    if row.status is WelfareStatus.DONE:
        return
    if told.outcome not in SETTLING:
        _count_try(work, row)
        return
    row.status, row.outcome = WelfareStatus.DONE, told.outcome
    row.settled_at, row.closed_at = told.at, work.now
    renew(work, [row.elder_id], begins_at=told.at)
    if next_by is not None:
        _promise(work, row.elder_id, told.at, next_by)


def _count_try(work: UnitOfWork, row: WelfareVisit) -> None:
    row.tries += 1
    if row.tries == work.house.settings.care_welfare_tries:
        tell_nearest(work, row, Role.COMMUNITY_WORKER, NOT_FOUND, tries=row.tries)


def _promise(work: UnitOfWork, elder_id: UUID, at: datetime, next_by: date) -> None:
    """Let the next visit be due when it was promised, never later than the grade asks. Raises ImpossibleNext."""
    following = queries.held_due(work, [elder_id]).get(elder_id)
    if following is None:
        return
    latest = last_day(following)
    if not local_date(at) < next_by <= latest:
        raise ImpossibleNext(field="next_by", latest=latest)
    following.due_at = rules.due_sooner(following.due_at, next_by)
