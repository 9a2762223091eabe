"""What hangs on a claim is not lost when it is joined to the record."""

from collections.abc import Callable
from datetime import date

import pytest

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from service.residents.tags.models import ResidentTag
from tests.client import ApiClient
from tests.factories import regions, residents

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


@pytest.mark.parametrize("place", [None, regions.OTHER_COMMUNITY])
def test_a_number_that_somebody_only_said_online_turns_nobody_away_whom_a_worker_sees(
    newcomer: Callable[[], ApiClient], worker: ApiClient, work: UnitOfWork, place: str | None
) -> None:
    said = {"name": "别人", "phone": "13912345670", "id_number": NUMBER}
    stranger, another = newcomer(), newcomer()
    waiting = stranger.post("/residents/me", said | ({"region_code": place} if place else {})).json["id"]
    claim = another.post("/residents/me", {**said, "region_code": regions.OTHER_COMMUNITY}).json["id"]

    seen = worker.post(
        "/residents", {"name": "陈阿婆", "region_code": regions.COMMUNITY, "id_number": NUMBER}
    )

    assert (seen.status_code, seen.json["status"]) == (201, "verified")
    work.session.expire_all()
    assert {str(work.session.get_one(Resident, row).claim_of) for row in (waiting, claim)} == {
        seen.json["id"]
    }
    assert stranger.get("/residents/me").json["name"] == "别人"
    assert stranger.get("/residents/me").json["status"] == "pending"


def test_who_a_worker_verifies_stands_before_a_registration_that_named_no_place(
    newcomer: Callable[[], ApiClient], worker: ApiClient, other_worker: ApiClient, work: UnitOfWork
) -> None:
    said = {"name": "别人", "phone": "13912345670", "id_number": NUMBER}
    waiting = newcomer().post("/residents/me", said).json["id"]
    elder = newcomer()
    claim = elder.post("/residents/me", {**said, "name": "陈阿婆", "region_code": regions.COMMUNITY}).json[
        "id"
    ]

    elsewhere = other_worker.post(f"/residents/{claim}/verify")
    verified = worker.post(f"/residents/{claim}/verify")

    assert elsewhere.status_code in {403, 404}
    assert (verified.status_code, verified.json["id"], verified.json["is_claim"]) == (200, claim, False)
    assert elder.get("/residents/me").json["status"] == "verified"
    work.session.expire_all()
    assert str(work.session.get_one(Resident, waiting).claim_of) == claim
    rejected = worker.post(f"/residents/{waiting}/reject", {"reason": "身份证号不是本人的"})
    assert rejected.json["status"] == "rejected"


def test_a_registration_that_waits_here_is_decided_first(
    newcomer: Callable[[], ApiClient], worker: ApiClient
) -> None:
    newcomer().post(
        "/residents/me",
        {"name": "别人", "phone": "13912345670", "id_number": NUMBER, "region_code": regions.COMMUNITY},
    )

    refused = worker.post(
        "/residents", {"name": "陈阿婆", "region_code": regions.COMMUNITY, "id_number": NUMBER}
    )

    assert (refused.status_code, refused.json["code"]) == (409, "on_record_already")
