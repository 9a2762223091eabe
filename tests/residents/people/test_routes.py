"""The register over HTTP: who registers, verifies, reads and changes what."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from stdnum.cn import ric

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.factories import accounts, organisations, regions
from tests.factories.residents import resident
from tests.residents.conftest import Speak

ELDER = {"name": "陈阿婆", "phone": "13812345678", "region_code": regions.COMMUNITY}


def some_id_number(order: int = 102) -> str:
    head = f"33021119400101{order:03}"
    return head + ric.calc_check_digit(head + "0")


def test_who_registers_waits_and_is_verified_by_a_worker(
    newcomer: Callable[[], ApiClient], worker: ApiClient
) -> None:
    me = newcomer()
    registered = me.post("/residents/me", {**ELDER, "id_number": some_id_number(), "address": "胜利路 18 号"})
    verified = worker.post(f"/residents/{registered.json['id']}/verify")

    assert registered.status_code == 201
    assert registered.json["status"] == "pending"
    assert (registered.json["phone"], registered.json["id_number"][:3]) == ("138****5678", "330")
    assert verified.json["status"] == "verified"
    assert me.get("/residents/me").json["status"] == "verified"


def test_one_registers_once(newcomer: Callable[[], ApiClient]) -> None:
    me = newcomer()
    assert me.get("/residents/me").status_code == 404

    me.post("/residents/me", ELDER)

    again = me.post("/residents/me", ELDER)
    assert (again.status_code, again.json["code"]) == (409, "already_registered")


def test_who_was_rejected_reads_why_and_may_register_again(
    newcomer: Callable[[], ApiClient], worker: ApiClient
) -> None:
    me = newcomer()
    first = me.post("/residents/me", {**ELDER, "id_number": some_id_number()})
    worker.post(f"/residents/{first.json['id']}/reject", {"reason": "请填写楼栋"})

    assert me.get("/residents/me").json["reason"] == "请填写楼栋"
    second = me.post("/residents/me", {**ELDER, "id_number": some_id_number()})
    assert second.status_code == 201
    assert me.get("/residents/me").json["status"] == "pending"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "陈\u200b婆"}, "bad_name"),
        ({"phone": "123"}, "bad_phone"),
        ({"phone": ""}, "bad_phone"),
        ({"id_number": ""}, "bad_id_number"),
        ({"region_code": ""}, "no_such_community"),
        ({"id_number": "330211194001011020"}, "id_number_check_digit"),
        ({"id_number": "330211194002301025"}, "id_number_birth_date"),
        ({"id_number": "13812345678"}, "phone_in_id_number"),
        ({"id_number": "330211400101102"}, "old_id_number"),
        ({"phone": "330211194001011022"}, "id_number_in_phone"),
        ({"name": "13812345678"}, "number_in_name"),
        ({"region_code": "nowhere"}, "no_such_community"),
        ({"region_code": regions.STREET}, "no_such_community"),
    ],
)
def test_wrong_input_is_named(newcomer: Callable[[], ApiClient], wrong: dict[str, str], code: str) -> None:
    refused = newcomer().post("/residents/me", {**ELDER, **wrong})

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert list(refused.json["errors"]) == list(wrong)


def test_a_claim_looks_like_any_registration_and_is_joined_to_the_record(
    newcomer: Callable[[], ApiClient], worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, id_number=some_id_number(), address="胜利路 1 号")
    claimant, stranger = newcomer(), newcomer()

    claimed = claimant.post("/residents/me", {**ELDER, "id_number": some_id_number()})
    fresh = stranger.post("/residents/me", {**ELDER, "id_number": some_id_number(104)})
    assert claimed.status_code == fresh.status_code == 201
    same = [key for key in fresh.json if key not in ("id", "id_number")]
    assert {key: claimed.json[key] for key in same} == {key: fresh.json[key] for key in same}

    joined = worker.post(f"/residents/{claimed.json['id']}/verify")
    assert joined.json["id"] == str(record.id)
    assert claimant.get("/residents/me").json["id"] == str(record.id)
    assert claimant.get("/residents/me").json["address"] == "胜利路 1 号"
    assert worker.get(f"/residents/{claimed.json['id']}").status_code == 404
    kept = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "join_claim")).one()
    assert kept.facts["claim"] == claimed.json["id"]


def test_a_claim_is_joined_with_the_accounts_that_can_not_log_in_any_more(
    worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, id_number=some_id_number())
    claim = resident(work, id_number=some_id_number(), status=ResidentStatus.PENDING, claim_of=record.id)
    disabled = accounts.resident_account(work, claim.id)
    disabled.disabled_at = work.now

    joined = worker.post(f"/residents/{claim.id}/verify")

    work.session.refresh(disabled)
    assert joined.json["id"] == str(record.id)
    assert disabled.resident_id == record.id


def test_a_claim_asks_the_database_no_more_than_any_registration(
    newcomer: Callable[[], ApiClient], work: UnitOfWork, asked_so_far: Callable[[], int]
) -> None:
    resident(work, id_number=some_id_number())
    claimant, stranger = newcomer(), newcomer()

    before = asked_so_far()
    claimant.post("/residents/me", {**ELDER, "id_number": some_id_number()})
    between = asked_so_far()
    stranger.post("/residents/me", {**ELDER, "id_number": some_id_number(103)})

    assert between - before == asked_so_far() - between


def test_a_claim_from_elsewhere_is_verified_where_the_record_is_kept(
    newcomer: Callable[[], ApiClient], worker: ApiClient, other_worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, id_number=some_id_number())
    claim = newcomer().post(
        "/residents/me",
        {**ELDER, "id_number": some_id_number(), "region_code": regions.OTHER_COMMUNITY},
    )

    elsewhere = other_worker.post(f"/residents/{claim.json['id']}/verify")
    here = worker.post(f"/residents/{claim.json['id']}/verify")

    assert (elsewhere.status_code, elsewhere.json["code"]) == (409, "record_elsewhere")
    assert here.json["id"] == str(record.id)
    assert here.json["region_code"] == regions.COMMUNITY


def test_who_had_moved_away_comes_back_with_the_same_record(
    newcomer: Callable[[], ApiClient], other_worker: ApiClient, work: UnitOfWork
) -> None:
    record = resident(work, id_number=some_id_number(), status=ResidentStatus.MOVED_AWAY)
    claim = newcomer().post(
        "/residents/me",
        {**ELDER, "id_number": some_id_number(), "region_code": regions.OTHER_COMMUNITY},
    )

    joined = other_worker.post(f"/residents/{claim.json['id']}/verify")

    assert joined.json["id"] == str(record.id)
    assert (joined.json["status"], joined.json["region_code"]) == ("verified", regions.OTHER_COMMUNITY)


def test_of_two_who_wait_with_one_id_number_the_first_is_decided_first(
    newcomer: Callable[[], ApiClient], worker: ApiClient
) -> None:
    impostor, true_one = newcomer(), newcomer()
    first = impostor.post("/residents/me", {**ELDER, "id_number": some_id_number()})
    second = true_one.post("/residents/me", {**ELDER, "id_number": some_id_number()})

    too_soon = worker.post(f"/residents/{second.json['id']}/verify")
    worker.post(f"/residents/{first.json['id']}/reject", {"reason": "证件不符"})
    in_time = worker.post(f"/residents/{second.json['id']}/verify")

    assert too_soon.json["code"] == "record_undecided"
    assert in_time.json["id"] == second.json["id"]
    assert in_time.json["is_claim"] is False


def test_without_a_region_nobody_verifies(newcomer: Callable[[], ApiClient], worker: ApiClient) -> None:
    person = newcomer().post("/residents/me", {"name": "陈小妹", "phone": "13912345678"})

    assert person.json["region_code"] is None
    assert worker.post(f"/residents/{person.json['id']}/verify").status_code == 404


def test_a_worker_registers_somebody_without_a_telephone(worker: ApiClient) -> None:
    made = worker.post("/residents", {"name": "林阿公", "region_code": regions.GRID})

    assert made.status_code == 201
    assert (made.json["status"], made.json["phone"]) == ("verified", None)


def test_a_worker_registers_only_at_home_and_nobody_twice(worker: ApiClient, work: UnitOfWork) -> None:
    resident(work, id_number=some_id_number())

    elsewhere = worker.post("/residents", {"name": "林阿公", "region_code": regions.OTHER_COMMUNITY})
    twice = worker.post(
        "/residents", {"name": "陈阿婆", "region_code": regions.COMMUNITY, "id_number": some_id_number()}
    )

    assert (elsewhere.status_code, elsewhere.json["code"]) == (403, "out_of_scope")
    assert (twice.status_code, twice.json["code"]) == (409, "on_record_already")


REFUSED = [
    (Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY, 404),
    (Role.GRID_WORKER, regions.OTHER_COMMUNITY, 404),
    (Role.STREET_STAFF, regions.OTHER_STREET, 404),
    (Role.ASSESSOR, regions.DISTRICT, 404),
    (Role.SYSTEM_ADMIN, None, 404),
    (Role.SECURITY_ADMIN, None, 404),
    (Role.AUDITOR, None, 404),
]


@pytest.mark.parametrize(("role", "region_code", "status"), REFUSED)
def test_a_record_is_not_there_for_who_does_not_serve_its_place(
    as_staff: Speak, work: UnitOfWork, role: Role, region_code: str | None, status: int
) -> None:
    person = resident(work, phone="+8613812345678")
    stranger = as_staff(role, region_code)

    for asked in (
        stranger.get(f"/residents/{person.id}"),
        stranger.get(f"/residents/{person.id}/sensitive?purpose=emergency"),
        stranger.patch(f"/residents/{person.id}", {"name": "别人"}),
        stranger.post(f"/residents/{person.id}/verify"),
        stranger.post(f"/residents/{person.id}/reject", {"reason": "不"}),
    ):
        assert asked.status_code == status


@pytest.mark.parametrize("role", [Role.OPERATOR_MANAGER, Role.DISPATCHER, Role.CAREGIVER])
def test_an_operators_people_see_no_register(app: Flask, work: UnitOfWork, role: Role) -> None:
    person = resident(work)
    account = accounts.staff(work, role, organisation_id=organisations.organisation(work).id)
    client = accounts.client_of(app, work, account)

    assert client.get("/residents").status_code == 403
    assert client.get(f"/residents/{person.id}").status_code == 404


def test_another_resident_sees_no_register(newcomer: Callable[[], ApiClient], work: UnitOfWork) -> None:
    person = resident(work)

    assert newcomer().get("/residents").status_code == 403
    assert newcomer().get(f"/residents/{person.id}").status_code == 404
    assert newcomer().post("/residents", {"name": "陈", "region_code": regions.COMMUNITY}).status_code == 403


def test_staff_cannot_register_themselves(worker: ApiClient) -> None:
    assert worker.post("/residents/me", ELDER).status_code == 403


def test_a_grid_worker_reads_but_does_not_verify(as_staff: Speak, work: UnitOfWork) -> None:
    person = resident(work, regions.GRID, status=ResidentStatus.PENDING)
    grid = as_staff(Role.GRID_WORKER, regions.GRID)

    assert grid.get(f"/residents/{person.id}").status_code == 200
    assert grid.post(f"/residents/{person.id}/verify").status_code == 403


def test_street_staff_need_the_function_people(as_staff: Speak, work: UnitOfWork) -> None:
    person = resident(work)
    for_rooms = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS])
    for_people = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])

    assert for_rooms.get(f"/residents/{person.id}").status_code == 404
    assert for_people.get(f"/residents/{person.id}").status_code == 200
    assert for_people.get(f"/residents/{person.id}/sensitive?purpose=statutory").status_code == 403


def test_the_list_is_narrowed_to_ones_part_and_searched(worker: ApiClient, work: UnitOfWork) -> None:
    here = resident(work, name="林阿公", phone="+8613812345678", id_number=some_id_number())
    resident(work, regions.GRID, name="林奶奶", status=ResidentStatus.PENDING)
    resident(work, regions.OTHER_COMMUNITY, name="林先生")

    def names(query: str) -> set[str]:
        return {each["name"] for each in worker.get(f"/residents{query}").json["items"]}

    assert names("") == {"林阿公", "林奶奶"}
    assert names("?status=pending") == {"林奶奶"}
    assert names(f"?region_code={regions.GRID}") == {"林奶奶"}
    assert names("?q=林阿") == {here.name}
    assert names("?q=138 1234 5678".replace(" ", "%20")) == {here.name}
    assert names(f"?q={some_id_number().lower()}") == {here.name}
    assert names("?q=%25") == set()
    assert worker.get(f"/residents?region_code={regions.OTHER_COMMUNITY}").status_code == 403


def test_full_numbers_are_told_for_a_purpose_and_kept_in_the_audit(
    worker: ApiClient, work: UnitOfWork
) -> None:
    person = resident(work, phone="+8613812345678", id_number=some_id_number())

    without = worker.get(f"/residents/{person.id}/sensitive")
    told = worker.get(f"/residents/{person.id}/sensitive?purpose=home_visit")

    assert (without.status_code, list(without.json["errors"])) == (422, ["purpose"])
    assert told.json == {
        "phone": "+8613812345678",
        "id_number": some_id_number(),
        "emergency_contacts": [],
    }
    kept = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "read_sensitive")).one()
    assert (kept.subject, kept.facts) == (str(person.id), {"purpose": "home_visit"})


def test_a_verified_resident_changes_telephone_and_address_only(app: Flask, work: UnitOfWork) -> None:
    person = resident(work, phone="+8613812345678")
    me = accounts.client_of(app, work, accounts.resident_account(work, person.id))

    changed = me.patch("/residents/me", {"phone": "0574-86251234", "address": "胜利路 2 号"})
    refused = me.patch("/residents/me", {"name": "陈婆婆"})

    assert (changed.json["phone"], changed.json["status"]) == ("0574****1234", "verified")
    assert (refused.status_code, refused.json["code"]) == (409, "fixed_once_verified")


def test_who_moved_away_names_a_new_region_and_waits_there(
    app: Flask, worker: ApiClient, other_worker: ApiClient, work: UnitOfWork
) -> None:
    person = resident(work)
    me = accounts.client_of(app, work, accounts.resident_account(work, person.id))

    worker.patch(f"/residents/{person.id}", {"status": "moved_away", "reason": "迁往蛟川"})
    moved = me.patch("/residents/me", {"region_code": regions.OTHER_COMMUNITY})

    assert moved.json["status"] == "pending"
    assert other_worker.post(f"/residents/{person.id}/verify").json["status"] == "verified"


@pytest.mark.parametrize("status", ["pending", "rejected"])
def test_a_status_is_not_set_past_its_table(worker: ApiClient, work: UnitOfWork, status: str) -> None:
    person = resident(work)

    refused = worker.patch(f"/residents/{person.id}", {"status": status})

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")


def test_a_pending_record_is_verified_by_the_verb_only(worker: ApiClient, work: UnitOfWork) -> None:
    person = resident(work, status=ResidentStatus.PENDING)

    assert worker.patch(f"/residents/{person.id}", {"status": "verified"}).status_code == 409


def test_a_worker_moves_a_record_only_within_their_part(worker: ApiClient, work: UnitOfWork) -> None:
    person = resident(work)

    within = worker.patch(f"/residents/{person.id}", {"region_code": regions.GRID})
    beyond = worker.patch(f"/residents/{person.id}", {"region_code": regions.OTHER_COMMUNITY})

    assert within.json["region_code"] == regions.GRID
    assert (beyond.status_code, beyond.json["code"]) == (403, "out_of_scope")


def test_a_change_needs_the_version_that_was_read(worker: ApiClient, work: UnitOfWork) -> None:
    person = resident(work)
    etag = worker.get(f"/residents/{person.id}").headers["ETag"]

    first = worker.patch(f"/residents/{person.id}", {"address": "A"}, etag=etag)
    second = worker.patch(f"/residents/{person.id}", {"address": "B"}, etag=etag)

    assert (first.status_code, second.status_code) == (200, 412)
    assert first.headers["ETag"] != etag


def test_no_plain_number_is_stored(worker: ApiClient, work: UnitOfWork) -> None:
    worker.post("/residents", {**ELDER, "id_number": some_id_number()})

    row = work.session.scalars(
        select(func.to_jsonb(func.row_to_json(Resident.__table__.table_valued())))
    ).one()

    assert "13812345678" not in str(row)
    assert some_id_number() not in str(row)
