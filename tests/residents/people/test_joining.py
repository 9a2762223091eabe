"""What hangs on a claim is not lost when it is joined to the record."""

from datetime import date

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from service.residents.tags.models import ResidentTag
from tests.client import ApiClient
from tests.factories import residents

NUMBER = "330211194001011022"


def test_all_that_hangs_on_a_claim_hangs_on_the_record_once_it_is_joined(
    worker: ApiClient, work: UnitOfWork
) -> None:
    record = residents.resident(work, id_number=NUMBER)
    claim = residents.resident(work, id_number=NUMBER, status=ResidentStatus.PENDING, claim_of=record.id)
    tag = ResidentTag(
        id=work.new_id(),
        resident_id=claim.id,
        tag_code="veteran",
        valid_from=date(2026, 1, 1),
        set_at=work.now,
    )
    work.session.add(tag)
    work.session.flush()

    answer = worker.post(f"/residents/{claim.id}/verify")

    assert answer.status_code == 200
    work.session.expire_all()
    assert work.session.get_one(ResidentTag, tag.id).resident_id == record.id
    assert work.session.get(Resident, answer.json["id"]) is not None
