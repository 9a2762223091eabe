"""Agreeing to a plan: in the app, by a code on the telephone, or on paper before a worker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from service.accounts.codes import actions as codes
from service.elderly_care import permissions
from service.elderly_care.plans import queries, rules
from service.elderly_care.plans.actions.offering import answer_by, check_contract
from service.elderly_care.plans.actions.telling import tell_elder, tell_planners
from service.elderly_care.plans.errors import OfferLapsed, TextChanged
from service.elderly_care.plans.messages import PlanAgreed, PlanChanged
from service.elderly_care.plans.models import CarePlan, PlanVersion
from service.elderly_care.plans.rules import AgreementWay, PlanStatus, VersionStatus
from service.elderly_care.plans.texts import AGREED
from service.elderly_care.requests import actions as requests_actions
from service.elderly_care.requests import queries as requests
from service.kit.acting import ActedBy, ActingAs, by_proxy, by_staff, show_acting
from service.kit.actor import Function
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.files import actions as files
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import actions as residents_actions
from service.residents import queries as residents
from service.residents.consents import queries as consents
from service.residents.consents.errors import ImpossibleWay, NoTelephone
from service.residents.errors import EvidenceMissing

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The elder's word as somebody brings it."""

    way: AgreementWay
    text_hash: str
    phone: str | None = None
    code: str | None = None
    attachment: UUID | None = None
    witness: str | None = None


def ask_for_code(work: UnitOfWork, row: CarePlan, phone: str | None = None) -> codes.AskedCode:
    """Send a code for the text on offer to who is on the telephone: the elder, or the proxy with that number.

    The answer is the same whether or not the number is theirs. Raises OutOfScope, WrongState, NoTelephone, BadMobile.
    """
    _require_caller(work, row)
    offered = queries.offered(work, row.id)
    if offered is None:
        raise WrongState(state=row.status)
    speaks = residents.speaking(work, row.elder_id, permissions.PROXY_SCOPE, phone)
    number = _number(speaks, phone)
    return codes.ask_code(work, _place(offered), number, row.id, reaches_nobody=speaks is None)


def agree(work: UnitOfWork, row: CarePlan, word: Word) -> CarePlan:
    """Take the elder's word on what is on offer: a plan begins, or a change holds from its day.

    Raises WrongState, TextChanged, OfferLapsed, ContractGone, ConsentMissing, and what the way of agreeing lacks.
    """
    _read(work, row, word)
    # A try at a code is spent in a transaction of its own, so it comes before anything is held.
    acted_by = _acted_by(work, row, word)
    row = queries.held(work, row)
    offered = _read(work, row, word)
    if local_date(work.now) > answer_by(work, row, offered):
        raise OfferLapsed
    check_contract(work, row, offered.takes_effect_on)
    consents.require_sharing(work, row.elder_id, row.organisation_id)
    if word.attachment is not None:
        files.attach(work, [word.attachment], field="attachment")
        offered.attachment_id = word.attachment
    if word.way is not AgreementWay.APP:
        offered.witness_id, offered.witness = work.actor.account_id, word.witness
    show_acting(offered, acted_by)
    put_in_force(work, row, offered, word.way)
    for say in (tell_elder, tell_planners):
        say(work, row, AGREED, starts_on=offered.takes_effect_on)
    return row


def put_in_force(work: UnitOfWork, row: CarePlan, offered: PlanVersion, way: AgreementWay) -> None:
    """Let what was offered be what is agreed: what it leaves out ends on the day before it begins."""
    offered.status, offered.agreed_at, offered.agreed_way = VersionStatus.AGREED, work.now, way
    content, begins = offered.content, offered.takes_effect_on
    _end_items(work, row, {UUID(each["id"]) for each in content["items"]}, offered)
    is_first = row.present_version == 0
    row.present_version = offered.number
    row.ends_on = date.fromisoformat(content["ends_on"]) if content["ends_on"] else None
    row.preferred_caregivers = [UUID(each) for each in content["preferred_caregivers"]]
    row.refused_caregivers = [UUID(each) for each in content["refused_caregivers"]]
    row.updated_at = work.now
    make_again_from(row, begins)
    if not is_first:
        work.announce(PlanChanged(plan_id=row.id, from_day=begins))
        return
    _activate_request(work, row)
    halted = rules.is_paused(queries.pauses(work, [row.id]), local_date(work.now))
    row.status = PlanStatus.PAUSED if halted else PlanStatus.ACTIVE
    work.announce(PlanAgreed(plan_id=row.id, version=offered.number))


def make_again_from(row: CarePlan, day: date) -> None:
    """Let visits be made anew from a day on; those that still stand are not made twice."""
    before = day - _A_DAY
    row.visits_made_until = before if row.visits_made_until is None else min(row.visits_made_until, before)


def _end_items(work: UnitOfWork, row: CarePlan, kept: Collection[UUID], offered: PlanVersion) -> None:
    if row.present_version == 0:
        return
    for item in queries.present_items(work, row):
        if item.id not in kept:
            item.until_version = offered.number
            item.ends_on = max(offered.takes_effect_on, item.starts_on) - _A_DAY


def _activate_request(work: UnitOfWork, row: CarePlan) -> None:
    """Care begins; where the plan before still serves, its request goes over when that one ends."""
    before = queries.plan(work, row.follows_id) if row.follows_id else None
    if before is not None and before.status is not PlanStatus.ENDED:
        return
    asked = work.found(requests.request_facts(work, row.request_id))
    if (asked.organisation_id, asked.contract_id) != (row.organisation_id, row.contract_id):
        raise WrongState(state=asked.status)
    requests_actions.activate(work, row.request_id)


def _read(work: UnitOfWork, row: CarePlan, word: Word) -> PlanVersion:
    """What is on offer, if it is the text that was read."""
    offered = queries.offered(work, row.id)
    if offered is None:
        raise WrongState(state=row.status)
    if offered.text_hash != word.text_hash:
        raise TextChanged
    return offered


def _acted_by(work: UnitOfWork, row: CarePlan, word: Word) -> ActedBy | None:
    """Who gives the elder's word: nobody else, a proxy, or on paper the worker who records it."""
    if word.way is AgreementWay.APP:
        acted_by = residents_actions.act_for(work, row.elder_id, permissions.PROXY_SCOPE, Function.CARE)
        if acted_by is not None and acted_by.acting_as is not ActingAs.PROXY:
            raise ImpossibleWay(field="way")
        return acted_by
    if word.way is AgreementWay.SMS_CODE:
        return _spend_code(work, row, word)
    path = regions.path_of(work, row.region_code)
    work.require(permissions.may_handle(work.actor, path), OutOfScope)
    if word.attachment is None:
        raise EvidenceMissing(field="attachment")
    return by_staff(work.actor)


def _spend_code(work: UnitOfWork, row: CarePlan, word: Word) -> ActedBy | None:
    _require_caller(work, row)
    if not word.code:
        raise EvidenceMissing(field="code")
    offered = _read(work, row, word)
    speaks = residents.speaking(work, row.elder_id, permissions.PROXY_SCOPE, word.phone)
    codes.check_code(work, _place(offered), _number(speaks, word.phone), word.code, row.id)
    if speaks is None or speaks.account_id is None:
        return None
    return by_proxy(speaks.account_id, speaks.name)


def _require_caller(work: UnitOfWork, row: CarePlan) -> None:
    """Who may have the elder on the telephone: the operator's planners and the workers of the place."""
    path = regions.path_of(work, row.region_code)
    may = permissions.may_plan(work.actor, row.organisation_id) or permissions.may_handle(work.actor, path)
    work.require(may, OutOfScope)


def _number(speaks: residents.Telephone | None, typed: str | None) -> str:
    """The number on record; where it is nobody's, as it was typed, so that all looks the same."""
    if speaks is not None:
        return speaks.phone
    if typed is None:
        raise NoTelephone
    return typed


def _place(offered: PlanVersion) -> str:
    """For what a code is good: this text."""
    return f"care_plan.{offered.text_hash}"
