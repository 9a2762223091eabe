"""Plans follow their request to another place of the district."""

from uuid import UUID

from service.elderly_care.plans import queries
from service.elderly_care.plans.messages import PlanPlaceChanged
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.requests import queries as requests
from service.kit.work import UnitOfWork


def follow_request(work: UnitOfWork, request_id: UUID) -> None:
    """Let what is planned because of a request stand where the request stands; what is over stays where it was."""
    for found in queries.plans_of_request(work, request_id):
        row = queries.held(work, found)
        place = work.found(requests.request_facts(work, request_id)).region_code
        if row.status is PlanStatus.ENDED or row.region_code == place:
            continue
        formerly, row.region_code, row.updated_at = row.region_code, place, work.now
        work.audit("care_plan_followed_elder", subject=row.id, region_code=place, formerly=formerly)
        work.announce(PlanPlaceChanged(plan_id=row.id))
