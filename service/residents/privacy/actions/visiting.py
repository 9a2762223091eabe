"""Showing an operator what one visit needs (PIPL Art. 6, 23)."""

from uuid import UUID

from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents.consents import queries as consents
from service.residents.consents.rules import ConsentPurpose
from service.residents.people.rules import Purpose
from service.residents.privacy import queries
from service.residents.privacy.queries import VisitContact


def show_for_a_visit(
    work: UnitOfWork, resident_id: UUID, organisation_id: UUID, *, visit_id: UUID
) -> VisitContact:
    """Name, door and telephone, for who works for this operator, while the resident's consent to it is in force.

    That the visit is the actor's own and near enough in time, the caller has checked. Raises OutOfScope, ConsentMissing
    and, for nobody on record, NotFound; each reading is in the resident's access log.
    """
    work.require(organisation_id in work.actor.served_organisations(), OutOfScope)
    consents.require_given(work, resident_id, ConsentPurpose.SHARE_WITH_OPERATOR, organisation_id)
    shown = work.found(queries.contact(work, resident_id))
    work.audit(
        "show_for_a_visit",
        subject=visit_id,
        region_code=shown.region_code,
        people=[resident_id],
        purpose=Purpose.SERVICE_CONTACT,
    )
    return shown
