"""What registering, verifying and keeping tell others, and sealing anew."""

import pytest
from sqlalchemy import select

from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.people import actions, queries
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import accounts, regions
from tests.factories.residents import resident


def announced(work: UnitOfWork) -> list[tuple[str, str]]:
    """Names and residents of what the residents' domain has announced."""
    mine = OutboxMessage.name.startswith("residents.")
    rows = work.session.scalars(select(OutboxMessage).where(mine).order_by(OutboxMessage.id))
    return [(row.name, row.body["resident_id"]) for row in rows]


def test_a_person_is_told_the_result_and_other_domains_too(
    worker: ApiClient, work: UnitOfWork, timetable: Timetable
) -> None:
    person = resident(work, status=ResidentStatus.PENDING)
    accounts.resident_account(work, person.id)

    worker.post(f"/residents/{person.id}/verify")
    timetable.deliver()

    assert announced(work) == [("residents.ResidentVerified", str(person.id))]
    assert work.session.scalars(select(InboxMessage.text)).all() == ["residents.verified"]


def test_a_rejected_person_is_told_why(worker: ApiClient, work: UnitOfWork, timetable: Timetable) -> None:
    person = resident(work, status=ResidentStatus.PENDING)
    accounts.resident_account(work, person.id)

    worker.post(f"/residents/{person.id}/reject", {"reason": "不住在{本社区}"})
    timetable.deliver()

    told = work.session.scalars(select(InboxMessage)).one()
    assert told.body_zh.startswith("原因：不住在{本社区}")


@pytest.mark.parametrize(
    ("status", "message"),
    [("moved_away", "residents.ResidentMovedAway"), ("deceased", "residents.ResidentDied")],
)
def test_moving_away_and_death_are_told_to_other_domains(
    worker: ApiClient, work: UnitOfWork, status: str, message: str
) -> None:
    person = resident(work)

    changed = worker.patch(f"/residents/{person.id}", {"status": status, "reason": "家属告知"})

    assert (changed.json["status"], changed.json["reason"]) == (status, "家属告知")
    assert announced(work) == [(message, str(person.id))]


def test_a_joined_claim_brings_its_telephone_readable_in_its_new_place(
    worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, id_number="330211194001011022")
    claim = resident(
        work,
        phone="+8613812345678",
        id_number="330211194001011022",
        status=ResidentStatus.PENDING,
        claim_of=record.id,
    )

    worker.post(f"/residents/{claim.id}/verify")

    work.session.refresh(record)
    assert record.phone(work.house.cipher) == "+8613812345678"


def test_the_service_itself_may_keep_the_register(work: UnitOfWork) -> None:
    regions.tree(work)

    made = actions.register(work, name="陈阿婆", region_code=regions.COMMUNITY)

    assert queries.resident(work, made.id) is made
    assert made.status is ResidentStatus.VERIFIED
