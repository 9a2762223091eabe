"""Reading plans, each reading of somebody's by staff noted; and forgetting who stood behind them."""

from typing import Any
from uuid import UUID

from service.elderly_care.plans import queries
from service.elderly_care.plans.actions.ending import finish_all_of
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.plans.queries import ListedPlan, ShownPlan
from service.kit.clock import local_date
from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.consents import queries as consents


def read(work: UnitOfWork, row: CarePlan) -> ShownPlan:
    """A plan with all that it says; an operator's planners read the elder's name only with the elder's consent."""
    named = residents.names_for_care if _sees_name(work, row) else residents.masked_names
    name = named(work, [row.elder_id]).get(row.elder_id)
    if work.actor.is_staff:
        work.audit("get_care_plan", subject=row.id, region_code=row.region_code, people=[row.elder_id])
    return queries.shown(work, row, name)


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ListedPlan]:
    """A page of plans, noted for whom staff read of."""
    found = queries.plan_page(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people and work.actor.is_staff:
        work.audit("list_care_plans", people=people)
    return found


def read_attachment(work: UnitOfWork, row: CarePlan, version: int | None = None) -> File:
    """The sheet on which a version was agreed to, else the present one. Raises NotFound where there is none."""
    agreed = work.found(queries.version(work, row.id, version or row.present_version))
    if work.actor.is_staff:
        work.audit("get_care_plan_attachment", subject=row.id, people=[row.elder_id])
    return work.found(files.with_body(work, work.found(agreed.attachment_id)))


def forget_person(work: UnitOfWork, elder_id: UUID) -> None:
    """End what stands, and forget who agreed and why it ended; what was served, when and at which price, stays."""
    finish_all_of(work, elder_id, local_date(work.now))
    sheets = []
    for row in queries.every_plan_of(work, elder_id):
        row.ended_because = row.acted_by_name = None
        for each in queries.pauses(work, [row.id]):
            each.acted_by_name = None
        for version in queries.versions(work, row.id):
            if version.attachment_id is not None:
                sheets.append(version.attachment_id)
            version.attachment_id = version.acted_by_name = version.witness = version.reason = None
    if sheets:
        files.drop(work, sheets)


def _sees_name(work: UnitOfWork, row: CarePlan) -> bool:
    if row.organisation_id not in work.actor.served_organisations():
        return True
    return consents.may_share(work, row.elder_id, row.organisation_id)
