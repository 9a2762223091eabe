"""Merging over HTTP: who may, what is refused, and what is shown of pairs that may be one person."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents import queries
from service.residents.merging import actions
from service.residents.merging.models import MergeChange
from service.residents.merging.rules import DuplicateReason
from service.residents.models import Proxy, Resident
from service.residents.rules import ProxyScope, ProxyStatus, ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents

AsStaff = Callable[..., ApiClient]
NUMBER, OTHER_NUMBER = "330211194001011022", "33021119400101205X"


@pytest.fixture
def pair(work: UnitOfWork) -> tuple[Resident, Resident]:
    regions.tree(work)
    return residents.resident(work, name="陈阿婆"), residents.resident(work, name="陈阿婆")


def _merge(worker: ApiClient, kept: Resident, gone: Resident, **body: Any) -> Any:
    return worker.post(f"/residents/{kept.id}/merge", {"other_id": gone.id, **body})


def test_a_merge_is_shown_and_can_be_undone(worker: ApiClient, pair: tuple[Resident, Resident]) -> None:
    kept, gone = pair

    made = _merge(worker, kept, gone)
    seen = worker.get(f"/merges?resident_id={gone.id}").json["items"]
    while_merged = worker.get(f"/residents/{gone.id}").json["id"]
    undone = worker.post(f"/merges/{made.json['id']}/undo")

    assert (made.status_code, made.json["status"], made.json["merged_id"]) == (201, "standing", str(gone.id))
    assert [each["id"] for each in seen] == [made.json["id"]]
    assert while_merged == str(kept.id)
    assert (undone.status_code, undone.json["status"]) == (200, "undone")
    assert worker.get(f"/residents/{gone.id}").json["id"] == str(gone.id)
    assert worker.post(f"/merges/{made.json['id']}/undo").json["code"] == "wrong_state"


def test_an_old_link_leads_to_the_record_that_stayed_for_reading_and_for_who_may(
    worker: ApiClient, other_worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident]
) -> None:
    first, second = pair
    third = residents.resident(work, name="陈阿婆")
    _merge(worker, second, first)
    _merge(worker, third, second)
    path = f"/residents/{first.id}"

    read = worker.get(path)
    sensitive = worker.get(f"{path}/sensitive?purpose=home_visit")
    others = {worker.get(f"{path}/{what}").status_code for what in ("tags", "homes")}

    assert (read.status_code, read.json["id"]) == (200, str(third.id))
    assert (sensitive.status_code, others) == (200, {200})
    assert other_worker.get(path).status_code == 404
    assert worker.patch(path, {"address": "胜利路 1 号"}, etag=read.headers["ETag"]).status_code == 404
    assert worker.post(f"{path}/move-out", {"moved_out_on": "2026-03-01"}).status_code == 404


def test_of_a_chain_only_the_newest_merge_can_be_undone(
    worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident]
) -> None:
    first, second = pair
    third = residents.resident(work, name="陈阿婆")
    older = _merge(worker, second, first).json["id"]
    newer = _merge(worker, third, second).json["id"]

    refused = worker.post(f"/merges/{older}/undo")

    assert (refused.status_code, refused.json["code"]) == (409, "merge_stands")
    assert worker.post(f"/merges/{newer}/undo").status_code == 200
    assert worker.post(f"/merges/{older}/undo").status_code == 200
    assert worker.get(f"/residents/{first.id}").status_code == 200


def test_who_does_not_keep_both_does_not_merge(
    as_staff: AsStaff, work: UnitOfWork, worker: ApiClient, other_worker: ApiClient
) -> None:
    here, there = residents.resident(work), residents.resident(work, regions.OTHER_COMMUNITY)
    grid_worker = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)
    neighbour = residents.resident(work)

    assert _merge(worker, here, there).status_code == 404
    assert _merge(other_worker, here, there).status_code == 404
    assert _merge(grid_worker, here, neighbour).status_code == 403
    assert _merge(district, here, there).status_code == 201


def test_nobody_is_merged_with_themselves_nor_the_living_with_the_dead(
    worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    dead = residents.resident(work, status=ResidentStatus.DECEASED)

    assert _merge(worker, kept, kept).json["code"] == "same_record"
    assert _merge(worker, kept, dead).json["code"] == "one_has_died"
    assert _merge(worker, kept, gone).status_code == 201
    assert _merge(worker, kept, gone).status_code == 404


def test_two_id_numbers_need_a_word_on_which_is_right(worker: ApiClient, work: UnitOfWork) -> None:
    kept = residents.resident(work, id_number=NUMBER)
    gone = residents.resident(work, id_number=OTHER_NUMBER)

    silent = _merge(worker, kept, gone)
    said = _merge(worker, kept, gone, keep={"id_number": "other"})

    assert (silent.status_code, silent.json["code"]) == (422, "different_id_numbers")
    assert said.status_code == 201
    work.session.expire_all()
    assert work.session.get_one(Resident, kept.id).id_number(work.house.cipher) == OTHER_NUMBER
    worker.post(f"/merges/{said.json['id']}/undo")
    work.session.expire_all()
    assert work.session.get_one(Resident, kept.id).id_number(work.house.cipher) == NUMBER
    assert work.session.get_one(Resident, gone.id).id_number(work.house.cipher) == OTHER_NUMBER


def test_a_claim_is_merged_with_the_record_it_claims(worker: ApiClient, work: UnitOfWork) -> None:
    record = residents.resident(work, id_number=NUMBER)
    claim = residents.resident(
        work, id_number=NUMBER, status=ResidentStatus.PENDING, claim_of=record.id, phone="+8613812345678"
    )

    made = _merge(worker, claim, record)

    assert made.status_code == 201
    work.session.expire_all()
    kept = work.session.get_one(Resident, claim.id)
    assert (kept.status, kept.claim_of) == (ResidentStatus.VERIFIED, None)
    assert kept.phone(work.house.cipher) == "+8613812345678"
    assert worker.post(f"/merges/{made.json['id']}/undo").status_code == 200
    work.session.expire_all()
    assert work.session.get_one(Resident, claim.id).claim_of == record.id


def test_who_was_the_others_proxy_is_no_proxy_of_their_own(
    worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    proxy = residents.proxy(work, kept, accounts.resident_account(work, gone.id))

    made = _merge(worker, kept, gone).json["id"]
    work.session.expire_all()
    while_merged = work.session.get_one(Proxy, proxy.id).status
    worker.post(f"/merges/{made}/undo")
    work.session.expire_all()

    assert while_merged is ProxyStatus.REVOKED
    assert work.session.get_one(Proxy, proxy.id).status is ProxyStatus.APPROVED


def test_the_daughter_of_both_records_is_told_once(
    worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    daughter = accounts.resident_account(work)
    for elder in pair:
        residents.proxy(work, elder, daughter, scopes=(ProxyScope.CARE,))

    _merge(worker, kept, gone)

    assert queries.proxy_account_ids(work, kept.id, ProxyScope.CARE) == [daughter.id]
    assert queries.elder_ids(work, daughter.id, ProxyScope.CARE) == [kept.id]


def test_an_undo_has_its_time_and_leaves_later_corrections(
    worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident], clock: StoppedClock
) -> None:
    kept, gone = pair
    made = _merge(worker, kept, gone, keep={"name": "other"}).json["id"]
    worker.patch(f"/residents/{kept.id}", {"name": "陈桂花"})

    worker.post(f"/merges/{made}/undo")
    again = _merge(worker, kept, gone).json["id"]
    clock.move(days=31)
    work.now = clock.now()
    timely = accounts.client_of(
        worker.app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    )
    late = timely.post(f"/merges/{again}/undo")

    assert work.session.scalar(select(Resident.name).where(Resident.id == kept.id)) == "陈桂花"
    assert (late.status_code, late.json["code"]) == (409, "merge_stands")


def test_what_an_undo_would_need_goes_when_its_time_is_over(
    worker: ApiClient,
    work: UnitOfWork,
    pair: tuple[Resident, Resident],
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    _merge(worker, *pair)
    clock.move(days=31)

    timetable.run("residents.merging.forget_old_merges")

    assert work.session.scalars(select(MergeChange)).all() == []


def test_who_is_entered_twice_is_shown_as_a_pair_until_it_is_dismissed(
    worker: ApiClient, other_worker: ApiClient, timetable: Timetable
) -> None:
    person = {"name": "陈阿婆", "phone": "13812345678", "region_code": regions.COMMUNITY}
    for _ in range(2):
        worker.post("/residents", person)
    timetable.deliver()

    [pair] = worker.get(f"/residents/duplicates?region_code={regions.COMMUNITY}").json["items"]
    dismissed = worker.post(f"/residents/duplicates/{pair['id']}/dismiss")
    timetable.run("residents.merging.find_duplicates")

    assert (pair["reason"], pair["first"]["phone"]) == ("same_name_and_phone", "138****5678")
    assert dismissed.json["state"] == "dismissed"
    assert worker.get("/residents/duplicates").json["items"] == []
    assert other_worker.get("/residents/duplicates").json["items"] == []
    assert other_worker.post(f"/residents/duplicates/{pair['id']}/dismiss").status_code == 404


def test_a_pair_across_communities_shows_little_of_the_record_kept_elsewhere(
    worker: ApiClient, work: UnitOfWork
) -> None:
    here = residents.resident(work, phone="+8613812345678")
    there = residents.resident(work, regions.OTHER_COMMUNITY, phone="+8613812345678")
    actions.note_possible_duplicate(work, there.id, here.id, DuplicateReason.SAME_NAME_AND_PHONE)

    [pair] = worker.get("/residents/duplicates").json["items"]

    elsewhere = next(each for each in (pair["first"], pair["second"]) if not each["is_kept_here"])
    assert (elsewhere["name"], elsewhere["phone"], elsewhere["address"]) == ("陈**", None, None)


def test_a_pair_is_closed_by_its_merge_and_open_again_after_the_undo(
    worker: ApiClient, work: UnitOfWork, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    third = residents.resident(work)
    for other in (kept, third):
        actions.note_possible_duplicate(work, gone.id, other.id, DuplicateReason.SAME_NAME_AND_HOME)

    made = _merge(worker, kept, gone).json["id"]
    while_merged = _open_pairs(worker)
    worker.post(f"/merges/{made}/undo")

    assert while_merged == [{str(kept.id), str(third.id)}]
    assert sorted(map(sorted, _open_pairs(worker))) == sorted(
        sorted((str(gone.id), str(other.id))) for other in (kept, third)
    )


def _open_pairs(worker: ApiClient) -> list[set[str]]:
    pairs = worker.get("/residents/duplicates").json["items"]
    return [{each["first"]["resident_id"], each["second"]["resident_id"]} for each in pairs]
