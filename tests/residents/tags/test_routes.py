"""Tags over HTTP: who keeps the list, who sets, sees and ends what on whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents import messages
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from service.residents.tags import reactions
from service.residents.tags.models import ResidentTag
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, tags
from tests.factories.residents import resident
from tests.residents.conftest import Speak

CARER = {
    "code": "carer",
    "name_zh": "照护者",
    "name_en": "carer",
    "kind": "family",
    "set_by": ["community_worker"],
    "seen_by": ["community_worker", "grid_worker"],
}


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return resident(work, birth_on=date(1940, 1, 1))


def set_on(client: ApiClient, person: Resident, code: str, **days: Any) -> Any:
    return client.post(f"/residents/{person.id}/tags", {"code": code, **days})


def codes(answer: Any) -> list[str]:
    return [each["code"] for each in answer.json["items"] + answer.json.get("computed", [])]


def test_the_usual_tags_are_on_the_list(worker: ApiClient) -> None:
    listed = worker.get("/resident-tags?limit=100").json["items"]

    known = {each["code"]: each for each in listed}
    assert {"aged_60", "aged_80", "minor", "lives_alone", "disabled", "low_income", "veteran"} <= set(known)
    assert known["aged_80"]["is_computed"]
    assert known["low_income"]["is_sensitive"]


def test_the_district_keeps_the_list_and_nobody_else(as_staff: Speak, worker: ApiClient) -> None:
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.PEOPLE])
    for_rooms = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.ROOMS])

    assert district.post("/resident-tags", CARER).status_code == 201
    assert district.patch("/resident-tags/carer", {"name_zh": "家庭照护者"}).json["name_zh"] == "家庭照护者"
    assert district.post("/resident-tags", CARER).json["code"] == "tag_on_list"
    assert worker.post("/resident-tags", CARER).status_code == 403
    assert worker.patch("/resident-tags/carer", {"name_zh": "甲"}).status_code == 403
    assert for_rooms.post("/resident-tags", CARER).status_code == 403
    assert for_rooms.get("/resident-tags").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "age"}, "kind"),
        ({"age_from": 65}, "kind"),
        ({"set_by": []}, "set_by"),
        ({"kind": "age", "age_from": 65}, "set_by"),
        ({"kind": "age", "set_by": [], "age_from": 65, "age_below": 65}, "age_below"),
    ],
)
def test_a_tag_that_contradicts_itself_is_refused(as_staff: Speak, wrong: dict[str, Any], field: str) -> None:
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)

    refused = district.post("/resident-tags", CARER | wrong)

    assert (refused.status_code, refused.json["code"]) == (422, "tag_list_contradicts")
    assert list(refused.json["errors"]) == [field]


def test_tags_are_of_those_who_serve_a_region_and_the_refusal_names_them(as_staff: Speak) -> None:
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)

    refused = district.post("/resident-tags", CARER | {"seen_by": ["community_worker", "auditor"]})

    assert refused.status_code == 422
    [(field, message)] = refused.json["errors"].items()
    assert field == "seen_by.1"
    assert message.startswith("应为其中之一：")
    assert "grid_worker" in message


def test_a_computed_tag_of_the_districts_own_holds_at_once(
    as_staff: Speak, worker: ApiClient, elder: Resident
) -> None:
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)
    district.post("/resident-tags", CARER | {"code": "aged_85", "kind": "age", "set_by": [], "age_from": 85})

    assert "aged_85" in codes(worker.get(f"/residents/{elder.id}/tags"))


def test_a_worker_sets_a_tag_and_ends_it_and_both_are_kept(worker: ApiClient, elder: Resident) -> None:
    made = set_on(worker, elder, "lives_alone", note="子女在外地")
    ended = worker.post(f"/residents/{elder.id}/tags/{made.json['id']}/end")
    again = worker.post(f"/residents/{elder.id}/tags/{made.json['id']}/end")
    shown = worker.get(f"/residents/{elder.id}/tags").json["items"][-1]

    assert (made.status_code, made.json["is_in_force"]) == (201, True)
    assert made.json["review_on"] is not None
    assert (ended.status_code, ended.json["is_in_force"]) == (200, False)
    assert (again.status_code, again.json["code"]) == (409, "tag_has_ended")
    assert (shown["code"], shown["note"], shown["is_in_force"]) == ("lives_alone", "子女在外地", False)
    assert shown["set_by"] == shown["ended_by"]
    assert shown["set_by_name"]


def test_a_tag_set_by_mistake_is_ended_and_may_be_set_again_the_same_day(
    worker: ApiClient, elder: Resident
) -> None:
    made = set_on(worker, elder, "volunteer").json
    worker.post(f"/residents/{elder.id}/tags/{made['id']}/end")

    assert set_on(worker, elder, "volunteer").status_code == 201


def test_the_same_tag_is_not_had_twice_at_a_time(
    worker: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    today = local_date(work.now)
    first = set_on(worker, elder, "lives_alone", valid_from=today - timedelta(days=9), valid_until=today)
    overlapping = set_on(worker, elder, "lives_alone")
    before = set_on(
        worker,
        elder,
        "lives_alone",
        valid_from=today - timedelta(days=20),
        valid_until=today - timedelta(days=10),
    )

    assert (first.status_code, before.status_code) == (201, 201)
    assert (overlapping.status_code, overlapping.json["code"]) == (409, "tag_spans_overlap")


@pytest.mark.parametrize(
    ("code", "days", "status", "problem"),
    [
        ("aged_80", {}, 422, "tag_is_computed"),
        ("nonsense", {}, 422, "no_such_tag"),
        ("expecting", {}, 422, "tag_needs_end"),
        ("lives_alone", {"valid_from": "2099-01-01"}, 422, "impossible_tag_span"),
    ],
)
def test_what_can_not_be_set_is_refused_by_name(
    worker: ApiClient, elder: Resident, code: str, days: dict[str, str], status: int, problem: str
) -> None:
    refused = set_on(worker, elder, code, **days)

    assert (refused.status_code, refused.json["code"]) == (status, problem)


def test_a_retired_tag_is_set_no_more_and_who_has_it_keeps_it(
    as_staff: Speak, worker: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    set_on(worker, elder, "volunteer")
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)

    district.patch("/resident-tags/volunteer", {"retired": True})

    refused = set_on(worker, resident(work), "volunteer")
    assert (refused.status_code, refused.json["code"]) == (409, "tag_is_retired")
    assert "volunteer" in codes(worker.get(f"/residents/{elder.id}/tags"))
    assert "volunteer" not in codes(worker.get("/resident-tags?limit=100"))
    assert "volunteer" in codes(worker.get("/resident-tags?limit=100&retired=true"))


def test_nobody_who_waits_or_lives_elsewhere_is_tagged(worker: ApiClient, work: UnitOfWork) -> None:
    waiting = resident(work, status=ResidentStatus.PENDING)
    elsewhere = resident(work, regions.OTHER_COMMUNITY)

    assert set_on(worker, waiting, "volunteer").json["code"] == "wrong_state"
    assert set_on(worker, elsewhere, "volunteer").status_code == 404


@pytest.mark.parametrize("code", ["low_income", "party_member"])
def test_a_sensitive_tag_is_seen_and_set_by_who_needs_it_only(
    as_staff: Speak, worker: ApiClient, elder: Resident, code: str
) -> None:
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    street = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])

    assert set_on(worker, elder, code).json["is_sensitive"]
    assert set_on(grid, elder, code).status_code == 403
    assert set_on(grid, elder, "lives_alone").status_code == 201
    assert code not in codes(grid.get(f"/residents/{elder.id}/tags"))
    assert code in codes(street.get(f"/residents/{elder.id}/tags"))
    assert grid.get(f"/residents?tag={code}").status_code == 403


def test_one_sees_ones_own_tags_and_nobody_elses(app: Flask, worker: ApiClient, work: UnitOfWork) -> None:
    me, other = resident(work), resident(work)
    mine = accounts.client_of(app, work, accounts.resident_account(work, me.id))
    set_on(worker, me, "disabled")

    assert codes(mine.get(f"/residents/{me.id}/tags")) == ["disabled"]
    assert mine.get(f"/residents/{other.id}/tags").status_code == 404


def test_who_reads_tags_is_seen_by_the_person(worker: ApiClient, elder: Resident, work: UnitOfWork) -> None:
    worker.get(f"/residents/{elder.id}/tags")

    read = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "list_tags_of_resident")).one()
    assert read.people == [elder.id]


def test_a_tag_has_the_region_of_its_resident_wherever_they_move(work: UnitOfWork, elder: Resident) -> None:
    row = tags.tag(work, elder)
    assert region_of(work, row) == regions.COMMUNITY

    elder.region_code = regions.OTHER_COMMUNITY
    work.session.flush()

    assert region_of(work, row) == regions.OTHER_COMMUNITY


def test_tags_end_with_who_dies(work: UnitOfWork, elder: Resident) -> None:
    row = tags.tag(work, elder, valid_from=date(2020, 1, 1))
    died_on = local_date(work.now) - timedelta(days=3)
    elder.status = ResidentStatus.DECEASED

    reactions.end_tags_of_the_dead(work, messages.ResidentDied(resident_id=elder.id, died_on=died_on))

    assert (row.valid_until, row.ended_at) == (died_on, work.now)


def region_of(work: UnitOfWork, row: ResidentTag) -> str | None:
    return work.session.scalar(select(ResidentTag.region_code).where(ResidentTag.id == row.id))


def test_a_day_of_review_is_told_to_workers_and_shown_until_somebody_looked(
    worker: ApiClient, other_worker: ApiClient, elder: Resident, work: UnitOfWork, timetable: Timetable
) -> None:
    today = local_date(work.now)
    tags.tag(work, elder, "lives_alone", valid_from=today - timedelta(days=90), review_on=today)
    tags.tag(work, elder, "disabled", valid_from=today, review_on=today + timedelta(days=1))
    tags.tag(work, elder, "volunteer", valid_until=today - timedelta(days=1), review_on=today)

    timetable.run("residents.tags.remind_of_reviews")
    timetable.deliver()
    [due] = worker.get("/residents/tag-reviews").json["items"]
    reviewed = worker.post(f"/residents/{elder.id}/tags/{due['id']}/review")

    [told] = work.session.scalars(select(InboxMessage)).all()
    assert (told.text, told.subject) == ("residents.tags_to_review", regions.COMMUNITY)
    assert "1 项" in told.body_zh
    assert (due["code"], due["resident_id"]) == ("lives_alone", str(elder.id))
    assert reviewed.status_code == 200
    assert reviewed.json["review_on"] > today.isoformat()
    assert worker.get("/residents/tag-reviews").json["items"] == []
    assert other_worker.get("/residents/tag-reviews").json["items"] == []
    elsewhere = other_worker.get(f"/residents/tag-reviews?region_code={regions.COMMUNITY}")
    assert (elsewhere.status_code, elsewhere.json["code"]) == (403, "out_of_scope")


def test_what_waits_for_review_is_told_again_on_mondays_only(
    worker: ApiClient, elder: Resident, work: UnitOfWork, timetable: Timetable, clock: StoppedClock
) -> None:
    today = local_date(work.now)
    tags.tag(work, elder, "lives_alone", valid_from=today, review_on=today + timedelta(days=1))

    told = []
    for _ in range(9):
        clock.move(days=1)
        timetable.run("residents.tags.remind_of_reviews")
        timetable.deliver()
        told.append(len(work.session.scalars(select(InboxMessage)).all()))

    assert today.weekday() == 0
    assert told == [1, 1, 1, 1, 1, 1, 2, 2, 2]


def test_a_review_names_a_day_to_come_and_a_tag_that_holds(worker: ApiClient, elder: Resident) -> None:
    made = set_on(worker, elder, "lives_alone").json["id"]
    path = f"/residents/{elder.id}/tags/{made}"

    past = worker.post(f"{path}/review", {"review_on": "2026-03-02"})
    worker.post(f"{path}/end")
    over = worker.post(f"{path}/review")

    assert (past.status_code, list(past.json["errors"])) == (422, ["review_on"])
    assert (over.status_code, over.json["code"]) == (409, "tag_has_ended")


def test_a_sensitive_tag_is_for_review_of_who_may_see_it(
    as_staff: Speak, worker: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    today = local_date(work.now)
    tags.tag(work, elder, "low_income", valid_from=today - timedelta(days=9), review_on=today)

    assert codes(worker.get("/residents/tag-reviews")) == ["low_income"]
    assert codes(grid.get("/residents/tag-reviews")) == []
