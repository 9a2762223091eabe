"""Whom proofs tell what: the elder with their proxies, the operator's dispatchers, the workers of the place."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions as care
from service.elderly_care.proofs import messages, queries, texts
from service.elderly_care.proofs.queries import VisitFacts
from service.elderly_care.proofs.rules import AmendmentStatus, ClimbStep
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import Function, Role
from service.kit.messages import on
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_CLIMBS_TO = {ClimbStep.WORKER: Role.COMMUNITY_WORKER, ClimbStep.STREET: Role.STREET_STAFF}


@on(messages.VisitServed)
def ask_to_confirm(work: UnitOfWork, told: messages.VisitServed) -> None:
    """The elder is asked whether it was so, and how it was."""
    visit = queries.visit_facts(work, told.visit_id)
    if visit.status is VisitStatus.DONE:
        _tell_elder(work, visit, texts.SERVED)


@on(messages.VisitLate)
def warn_of_late(work: UnitOfWork, told: messages.VisitLate) -> None:
    """The dispatcher can still send somebody."""
    visit = queries.visit_facts(work, told.visit_id)
    if visit.status is VisitStatus.ASSIGNED:
        _tell_planners(work, visit, texts.LATE)


@on(messages.VisitUnfinished)
def warn_of_unfinished(work: UnitOfWork, told: messages.VisitUnfinished) -> None:
    """The dispatcher finds out when the caregiver went."""
    visit = queries.visit_facts(work, told.visit_id)
    if visit.status is VisitStatus.IN_PROGRESS:
        _tell_planners(work, visit, texts.UNFINISHED)


@on(messages.VisitMissed)
def tell_of_miss(work: UnitOfWork, told: messages.VisitMissed) -> None:
    """The dispatcher is warned, the elder and their proxies are told."""
    visit = queries.visit_facts(work, told.visit_id)
    if visit.status is VisitStatus.MISSED:
        _tell_planners(work, visit, texts.MISSED)
        _tell_elder(work, visit, texts.MISSED_TO_ELDER)


@on(messages.MissClimbed)
def tell_further_up(work: UnitOfWork, told: messages.MissClimbed) -> None:
    """Who looks after the place hears of what the operator left open."""
    visit = queries.visit_facts(work, told.visit_id)
    if visit.status is VisitStatus.MISSED:
        _tell_place(work, visit, texts.MISS_CLIMBED, [_CLIMBS_TO[ClimbStep(told.step)]])


@on(messages.VisitExplained)
def tell_explanation(work: UnitOfWork, told: messages.VisitExplained) -> None:
    """The elder hears why nobody came."""
    visit = queries.visit_facts(work, told.visit_id)
    said = work.found(queries.explanation(work, told.explanation_id))
    if visit.status is VisitStatus.MISSED:
        _tell_elder(work, visit, texts.EXPLAINED, reason=said.reason_code.words)


@on(messages.VisitNotServed)
def tell_not_served(work: UnitOfWork, told: messages.VisitNotServed) -> None:
    """The elder and their proxies are told; where the policy says so a worker looks into it."""
    visit = queries.visit_facts(work, told.visit_id)
    report = work.found(queries.not_served_report(work, told.report_id))
    if visit.status is not VisitStatus.NOT_SERVED:
        return
    _tell_elder(work, visit, texts.NOT_SERVED, reason=report.reason_code.words)
    if queries.policy(work, report.policy_id).needs_worker_check:
        workers = [Role.COMMUNITY_WORKER]
        _tell_place(work, visit, texts.NOT_SERVED_TO_CHECK, workers, reason=report.reason_code.words)


@on(messages.IncidentHappened)
def tell_of_incident(work: UnitOfWork, told: messages.IncidentHappened) -> None:
    """The dispatcher and the elder's proxies hear of it; where help was called the alarm has its own ways."""
    incident = work.found(queries.incident(work, told.incident_id))
    visit = queries.visit_facts(work, incident.visit_id)
    _tell_planners(work, visit, texts.INCIDENT, kind=incident.kind.words)
    _tell_elder(work, visit, texts.INCIDENT_TO_ELDER, kind=incident.kind.words)


@on(messages.VitalsOutOfRange)
def tell_of_vitals(work: UnitOfWork, told: messages.VitalsOutOfRange) -> None:
    """The dispatcher and the elder's side are to look; the values are in no message."""
    visit = queries.visit_facts(work, told.visit_id)
    _tell_planners(work, visit, texts.VITALS)
    _tell_elder(work, visit, texts.VITALS_TO_ELDER)


@on(messages.AmendmentMade)
def tell_of_amendment(work: UnitOfWork, told: messages.AmendmentMade) -> None:
    """The elder hears of what was changed after they confirmed it; whoever decides of what waits for approval."""
    amendment = work.found(queries.amendment(work, told.amendment_id))
    visit = queries.visit_facts(work, amendment.visit_id)
    reason = amendment.reason_code.words
    if amendment.status is AmendmentStatus.PENDING and visit.is_private:
        managers = accounts.account_ids_working_for(work, visit.organisation_id, care.MANAGERS)
        others = [each for each in managers if each != amendment.amended_by]
        _tell_staff(work, visit, others, texts.AMENDMENT_TO_DECIDE_WITHIN, reason=reason)
    elif amendment.status is AmendmentStatus.PENDING:
        _tell_place(work, visit, texts.AMENDMENT_TO_DECIDE, [Role.COMMUNITY_WORKER], reason=reason)
    elif amendment.status is AmendmentStatus.APPLIED and visit.status is VisitStatus.CONFIRMED:
        _tell_elder(work, visit, texts.AMENDED, reason=reason)


@on(messages.AmendmentDecided)
def tell_decision(work: UnitOfWork, told: messages.AmendmentDecided) -> None:
    """The operator hears what became of its amendment; the elder too, if that changed what they confirmed."""
    amendment = work.found(queries.amendment(work, told.amendment_id))
    visit = queries.visit_facts(work, amendment.visit_id)
    _tell_planners(work, visit, texts.AMENDMENT_DECIDED, status=amendment.status.words)
    if amendment.status is AmendmentStatus.APPLIED and visit.status is VisitStatus.CONFIRMED:
        _tell_elder(work, visit, texts.AMENDED, reason=amendment.reason_code.words)


def _tell_elder(work: UnitOfWork, visit: VisitFacts, text: SpokenText, **more: object) -> None:
    elder = Recipient(resident_id=visit.elder_id, scope=care.PROXY_SCOPE)
    tell(work, elder, text, subject=visit.id, at=visit.at, service=visit.service, **more)


def _tell_planners(work: UnitOfWork, visit: VisitFacts, text: SpokenText, **more: object) -> None:
    people = accounts.account_ids_working_for(work, visit.organisation_id, care.PLANNERS)
    _tell_staff(work, visit, people, text, **more)


def _tell_place(
    work: UnitOfWork, visit: VisitFacts, text: SpokenText, roles: Collection[Role], **more: object
) -> None:
    """Of private visits the place knows nothing."""
    if visit.is_private:
        return
    path = regions.path_of(work, visit.region_code)
    for role in roles:
        _tell_staff(work, visit, accounts.account_ids_serving(work, path, role, Function.CARE), text, **more)


def _tell_staff(
    work: UnitOfWork, visit: VisitFacts, people: Collection[UUID], text: SpokenText, **more: Any
) -> None:
    if not people:
        return
    name = residents.masked_names(work, [visit.elder_id]).get(visit.elder_id, "")
    for account_id in people:
        facts = {"elder": name, "at": visit.at, "service": visit.service, **more}
        tell(work, Recipient(account_id=account_id), text, subject=visit.id, **facts)
