"""From the street's check over the publication and its objections to the district's decision, and to the stop."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.elderly_care.entitlements import actions
from service.elderly_care.entitlements.models import Entitlement, EntitlementStep, Objection
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import TakeOver
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.constraints import refusal_of
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.entitlements.conftest import CHECK, GRANT, PATH, wish
from tests.factories import accounts, assessments, care, regions
from tests.factories.entitlements import entitlement, objection

OBJECTION = {"way": "phone", "objector": "李大爷，13800000009", "text": "其子女在外地有房产。"}
SETTLED = {"outcome": "dismissed", "answer": "房产不影响资格。"}
REFUSAL = {"reason": "家庭收入超过规定。"}
STOP = {"on": "2026-05-01", "reason": "given_up"}


@pytest.fixture
def ready(work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme) -> str:
    """The path of an application whose publication ended yesterday."""
    until = local_date(work.now) - timedelta(days=1)
    row = entitlement(work, assessed, scheme, status=EntitlementStatus.PUBLICISED, published_until=until)
    return f"{PATH}/{row.id}"


def test_a_whole_walk_from_the_application_to_the_grant(
    app: Flask,
    house: House,
    work: UnitOfWork,
    assessed: Resident,
    scheme: SubsidyScheme,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    people = {
        "elder": accounts.resident_account(work, assessed.id),
        "worker": accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY),
        "street": accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE]),
        "district": accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE]),
    }

    def client(name: str) -> ApiClient:
        return accounts.client_of(app, work, people[name])

    path = f"{PATH}/{client('elder').post(PATH, wish(assessed, scheme)).json['id']}"
    checked = client("street").post(f"{path}/check", CHECK).json
    public = client("street").post(f"{path}/publicise").json
    too_early = client("district").post(f"{path}/grant", GRANT)
    timetable.deliver()
    clock.move(days=6, hours=10)
    on_the_last_day = accounts.client_of(app, house, people["district"]).post(f"{path}/grant", GRANT)
    clock.move(hours=12)
    timetable.run("elderly_care.entitlements.tell_of_waiting_entitlements")
    granted = accounts.client_of(app, house, people["district"]).post(f"{path}/grant", GRANT)
    timetable.deliver()
    read = accounts.client_of(app, house, people["elder"]).get(path).json

    assert (checked["status"], checked["due_on"], checked["opinion"]) == ("checked", "2026-03-05", "met")
    assert (public["published_from"], public["published_until"]) == ("2026-03-02", "2026-03-08")
    assert public["due_on"] == "2026-03-16"
    assert [each.json["code"] for each in (too_early, on_the_last_day)] == ["publication_running"] * 2
    assert (granted.status_code, granted.json["status"]) == (200, "granted")
    assert (read["monthly_hours"], read["starts_on"], read["ends_on"]) == (45, "2026-04-01", "2026-12-31")
    assert [each["kind"] for each in read["steps"]] == ["check", "publicise", "grant"]
    assert (read["steps"][0]["facts"], read["objections"]) == (CHECK["facts"], None)
    who = {account.id: name for name, account in people.items()}
    told = {
        (who[row.account_id], row.text.removeprefix("elderly_care.entitlement_"))
        for row in work.session.scalars(select(InboxMessage))
    }
    assert told == {
        ("elder", "publicised"),
        ("worker", "publicised_here"),
        ("district", "to_decide"),
        ("elder", "granted_hours"),
        ("worker", "granted_here"),
        ("street", "granted_here"),
    }


def test_each_step_is_for_whom_it_is_for(
    as_elder: ApiClient,
    worker: ApiClient,
    street: ApiClient,
    other_street: ApiClient,
    district: ApiClient,
    auditor: ApiClient,
    manager: ApiClient,
    work: UnitOfWork,
    elder: Resident,
) -> None:
    everybody = [as_elder, worker, street, other_street, district, auditor, manager]
    at = {status: entitlement(work, elder, status=status).id for status in EntitlementStatus}
    said = objection(work, work.session.get_one(Entitlement, at[EntitlementStatus.PUBLICISED])).id
    tries: list[tuple[str, str, dict[str, Any], set[int]]] = [
        ("submitted", "check", CHECK, {2}),
        ("checked", "publicise", {}, {2, 4}),
        ("publicised", "objections", OBJECTION, {1, 2, 4}),
        ("publicised", f"objections/{said}/settle", SETTLED, {2, 4}),
        ("publicised", "grant", GRANT, {4}),
        ("checked", "refuse", REFUSAL, {4}),
        ("granted", "stop", STOP, {4}),
    ]

    for status, verb, body, allowed in tries:
        path = f"{PATH}/{at[EntitlementStatus(status)]}/{verb}"
        answers = {
            place: each.post(path, body) for place, each in enumerate(everybody) if place not in allowed
        }

        assert {each.status_code for each in answers.values()} <= {403, 404}, verb
        assert answers[3].status_code == 404, verb


def test_who_is_not_found_to_be_met_is_publicised_by_the_district_alone_or_refused(
    street: ApiClient, district: ApiClient, as_elder: ApiClient, work: UnitOfWork, elder: Resident
) -> None:
    path, other = (f"{PATH}/{entitlement(work, elder).id}" for _ in range(2))
    not_met = {**CHECK, "opinion": "not_met"}

    checked = street.post(f"{path}/check", not_met).json
    by_street = street.post(f"{path}/publicise")
    by_district = district.post(f"{path}/publicise")
    street.post(f"{other}/check", not_met)
    granted = district.post(f"{other}/grant", GRANT)
    refused = district.post(f"{other}/refuse", REFUSAL)
    read = as_elder.get(other).json

    assert (checked["opinion"], checked["due_on"]) == ("not_met", "2026-03-09")
    assert (by_street.status_code, by_street.json["code"]) == (409, "not_recommended")
    assert by_district.json["status"] == "publicised"
    assert (granted.status_code, granted.json["code"]) == (409, "wrong_state")
    assert (refused.json["status"], refused.json["due_on"]) == ("refused", None)
    assert read["steps"][-1]["text"] == REFUSAL["reason"]


def test_an_open_objection_is_in_the_way_and_only_staff_read_who_objects(
    worker: ApiClient, street: ApiClient, district: ApiClient, as_elder: ApiClient, ready: str
) -> None:
    noted = worker.post(f"{ready}/objections", OBJECTION)
    [said] = noted.json["objections"]
    blocked = district.post(f"{ready}/grant", GRANT)
    settled = street.post(f"{ready}/objections/{said['id']}/settle", SETTLED)
    twice = street.post(f"{ready}/objections/{said['id']}/settle", SETTLED)
    granted = district.post(f"{ready}/grant", GRANT)
    too_late = worker.post(f"{ready}/objections", OBJECTION)

    assert (noted.status_code, said["objector"], said["outcome"]) == (201, OBJECTION["objector"], None)
    assert (blocked.status_code, blocked.json["code"]) == (409, "objection_open")
    assert settled.json["objections"][0]["answer"] == SETTLED["answer"]
    assert (twice.status_code, twice.json["code"]) == (409, "objection_settled")
    assert granted.status_code == 200
    assert (too_late.status_code, too_late.json["code"]) == (409, "wrong_state")
    assert as_elder.get(ready).json["objections"] is None


def test_who_objected_is_forgotten_after_years_and_what_came_of_it_stays(
    street: ApiClient, work: UnitOfWork, ready: str, clock: StoppedClock
) -> None:
    noted = street.post(f"{ready}/objections", OBJECTION).json["objections"][0]
    street.post(f"{ready}/objections/{noted['id']}/settle", SETTLED)

    forgotten = [actions.forget_objectors(work, work.now + timedelta(days=days), 10) for days in (0, 1, 1)]
    [left] = street.get(ready).json["objections"]

    assert forgotten == [0, 1, 0]
    assert (left["objector"], left["text"], left["answer"]) == (None, None, None)
    assert left["outcome"] == "dismissed"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"monthly_hours": None}, "invalid_input", "monthly_hours"),
        ({"monthly_fen": 100}, "hours_or_fen", "monthly_hours"),
        ({"monthly_hours": ..., "monthly_fen": 80_001}, "over_the_cap", "monthly_fen"),
        ({"monthly_hours": ...}, "hours_or_fen", "monthly_hours"),
        ({"monthly_hours": 745}, "invalid_input", "monthly_hours"),
        ({"ends_on": "2026-03-31"}, "entitlement_days", "ends_on"),
        ({"starts_on": "2025-12-31"}, "entitlement_days", "starts_on"),
        ({"ends_on": "2027-01-01"}, "entitlement_days", "ends_on"),
        ({"ends_on": ...}, "invalid_input", "ends_on"),
    ],
)
def test_what_is_granted_stays_within_the_scheme(
    district: ApiClient,
    work: UnitOfWork,
    scheme: SubsidyScheme,
    ready: str,
    changes: dict[str, Any],
    code: str,
    field: str,
) -> None:
    scheme.valid_until = date(2026, 12, 31)
    work.session.flush()
    body = {name: value for name, value in {**GRANT, **changes}.items() if value is not ...}

    refused = district.post(f"{ready}/grant", body)

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert field in refused.json["errors"]


def test_money_is_granted_up_to_the_cap_to_the_last_day_of_the_scheme(
    district: ApiClient, work: UnitOfWork, scheme: SubsidyScheme, ready: str
) -> None:
    scheme.valid_until = date(2026, 12, 31)
    work.session.flush()

    granted = district.post(
        f"{ready}/grant", {"monthly_fen": 80_000, "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    )

    assert (granted.status_code, granted.json["monthly_fen"], granted.json["monthly_hours"]) == (
        200,
        80_000,
        None,
    )


def test_nothing_is_granted_without_the_level_that_the_scheme_asks_for(
    district: ApiClient, work: UnitOfWork, elder: Resident, scheme: SubsidyScheme
) -> None:
    until = local_date(work.now) - timedelta(days=1)
    row = entitlement(work, elder, scheme, status=EntitlementStatus.PUBLICISED, published_until=until)

    unknown = district.post(f"{PATH}/{row.id}/grant", GRANT)
    assessments.assessment(work, elder, level=1)
    too_able = district.post(f"{PATH}/{row.id}/grant", GRANT)

    assert (unknown.status_code, unknown.json["code"]) == (409, "assessment_missing")
    assert (too_able.status_code, too_able.json["code"]) == (422, "not_eligible")


def test_who_checked_does_not_decide(
    app: Flask, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme
) -> None:
    account = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])
    accounts.duty(work, account, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])
    both = accounts.client_of(app, work, account)
    path = f"{PATH}/{entitlement(work, assessed, scheme).id}"

    both.post(f"{path}/check", {**CHECK, "opinion": "not_met"})
    refused = both.post(f"{path}/refuse", REFUSAL)

    assert (refused.status_code, refused.json["code"]) == (409, "same_officer")


def test_what_was_granted_is_stopped_and_granted_anew_never_twice_at_once(
    district: ApiClient, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme, ready: str
) -> None:
    until = local_date(work.now) - timedelta(days=1)
    district.post(f"{ready}/grant", GRANT)
    row = entitlement(work, assessed, scheme, status=EntitlementStatus.PUBLICISED, published_until=until)
    anew = f"{PATH}/{row.id}"

    overlapping = district.post(f"{anew}/grant", GRANT)
    stopped = district.post(f"{ready}/stop", STOP)
    on_its_last_day = district.post(f"{anew}/grant", {**GRANT, "starts_on": "2026-04-30"})
    from_its_stop = district.post(f"{anew}/grant", {**GRANT, "starts_on": "2026-05-01"})

    assert (overlapping.status_code, overlapping.json["code"]) == (409, "entitlement_overlaps")
    assert (stopped.json["status"], stopped.json["stopped_from"]) == ("stopped", "2026-05-01")
    assert (stopped.json["ends_on"], stopped.json["stop_reason"]) == ("2026-12-31", "given_up")
    assert (on_its_last_day.status_code, on_its_last_day.json["code"]) == (409, "entitlement_overlaps")
    assert from_its_stop.status_code == 200


def test_the_database_keeps_two_grants_of_one_scheme_apart(
    work: UnitOfWork, elder: Resident, scheme: SubsidyScheme
) -> None:
    entitlement(work, elder, scheme, status=EntitlementStatus.GRANTED)

    with pytest.raises(IntegrityError) as broken, work.session.begin_nested():
        entitlement(work, elder, scheme, status=EntitlementStatus.GRANTED, starts_on=date(2026, 12, 31))

    refusal = refusal_of(broken.value)
    assert refusal is not None
    assert refusal.code == "entitlement_overlaps"


def test_a_scheme_that_another_excludes_is_not_granted_beside_it(
    district: ApiClient, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme, ready: str
) -> None:
    other = care.scheme(work, excludes=[scheme.code])
    entitlement(work, assessed, other, status=EntitlementStatus.GRANTED, ends_on=date(2026, 6, 30))

    beside = district.post(f"{ready}/grant", {**GRANT, "starts_on": "2026-06-30"})
    after = district.post(f"{ready}/grant", {**GRANT, "starts_on": "2026-07-01"})

    assert (beside.status_code, beside.json["code"]) == (409, "scheme_excluded")
    assert after.status_code == 200


@pytest.mark.parametrize(
    ("last_day", "begins", "is_granted"),
    [
        ("2026-06-29", "2026-06-30", False),
        ("2026-06-30", "2026-07-01", True),
        ("2026-07-01", "2026-07-02", False),
        ("2026-07-01", "2026-07-31", False),
        ("2026-07-01", "2026-08-01", True),
        ("2026-12-30", "2026-12-31", False),
        ("2026-12-31", "2027-01-01", True),
        ("2028-02-28", "2028-02-29", False),
        ("2028-02-29", "2028-03-01", True),
    ],
)
def test_the_month_in_which_one_scheme_follows_another_is_given_by_one_of_them(
    district: ApiClient, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme, ready: str,
    last_day: str, begins: str, is_granted: bool,
) -> None:  # fmt: skip
    other = care.scheme(work, excludes=[scheme.code], name="特困人员供养")
    ends_on = date.fromisoformat(last_day)
    entitlement(work, assessed, other, status=EntitlementStatus.GRANTED, ends_on=ends_on)

    answer = district.post(f"{ready}/grant", {**GRANT, "starts_on": begins, "ends_on": "2028-12-31"})

    assert answer.status_code == (200 if is_granted else 409)
    if not is_granted:
        assert answer.json["code"] == "month_of_change"
        assert "特困人员供养" in answer.json["detail"]
        assert last_day[:7] in answer.json["detail"]


@pytest.mark.parametrize(("stopped", "begins", "status"), [
    (date(2026, 5, 1), "2026-05-01", 200),
    (date(2026, 5, 2), "2026-05-02", 409),
    (date(2026, 5, 2), "2026-06-01", 200),
    # What was stopped from its first day gives no month.
    (date(2026, 4, 1), "2026-04-01", 200),
])  # fmt: skip
def test_what_was_stopped_within_a_month_gives_it_whole(
    district: ApiClient, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme, ready: str,
    stopped: date, begins: str, status: int,
) -> None:  # fmt: skip
    other = care.scheme(work, excludes=[scheme.code])
    entitlement(
        work, assessed, other, status=EntitlementStatus.STOPPED,
        starts_on=date(2026, 4, 1), ends_on=date(2026, 12, 31), stopped_from=stopped,
    )  # fmt: skip

    assert district.post(f"{ready}/grant", {**GRANT, "starts_on": begins}).status_code == status


def test_a_scheme_may_say_that_it_takes_over_within_the_month(
    district: ApiClient, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme, ready: str
) -> None:
    other = care.scheme(work, excludes=[scheme.code])
    entitlement(work, assessed, other, status=EntitlementStatus.GRANTED, ends_on=date(2026, 6, 14))
    scheme.takes_over = TakeOver.SAME_MONTH
    work.session.flush()

    assert district.post(f"{ready}/grant", {**GRANT, "starts_on": "2026-06-15"}).status_code == 200


@pytest.mark.parametrize(
    ("takes_over", "last_day", "status"),
    [
        (TakeOver.FOLLOWING_MONTH, "2026-09-10", 409),
        (TakeOver.FOLLOWING_MONTH, "2026-08-31", 200),
        (TakeOver.SAME_MONTH, "2026-09-10", 200),
    ],
)
def test_of_what_was_granted_for_later_that_one_says_when_it_begins(
    district: ApiClient, work: UnitOfWork, assessed: Resident, scheme: SubsidyScheme, ready: str,
    takes_over: TakeOver, last_day: str, status: int,
) -> None:  # fmt: skip
    later = care.scheme(work, excludes=[scheme.code], takes_over=takes_over)
    entitlement(work, assessed, later, status=EntitlementStatus.GRANTED, starts_on=date(2026, 9, 15))

    assert district.post(f"{ready}/grant", {**GRANT, "ends_on": last_day}).status_code == status


def test_schemes_that_may_stand_beside_each_other_share_any_month(
    district: ApiClient, work: UnitOfWork, assessed: Resident, ready: str
) -> None:
    entitlement(
        work, assessed, care.scheme(work), status=EntitlementStatus.GRANTED, ends_on=date(2026, 6, 14)
    )

    assert district.post(f"{ready}/grant", {**GRANT, "starts_on": "2026-06-15"}).status_code == 200


@pytest.mark.parametrize("on", ["2026-03-31", "2027-01-01"])
def test_what_was_not_granted_is_not_stopped(district: ApiClient, ready: str, on: str) -> None:
    district.post(f"{ready}/grant", GRANT)

    refused = district.post(f"{ready}/stop", {**STOP, "on": on})

    assert (refused.status_code, refused.json["code"]) == (422, "stop_day")
    assert "on" in refused.json["errors"]


def test_a_stop_is_brought_forward_and_never_put_off(district: ApiClient, ready: str) -> None:
    district.post(f"{ready}/grant", GRANT)
    answers = [
        district.post(f"{ready}/stop", {**STOP, "on": day})
        for day in ("2026-06-01", "2026-06-01", "2026-07-01", "2026-05-15")
    ]

    assert [each.status_code for each in answers] == [200, 422, 422, 200]
    assert answers[-1].json["stopped_from"] == "2026-05-15"


def test_who_decides_on_what_has_changed_meanwhile_is_told_so(
    district: ApiClient, worker: ApiClient, ready: str, clock: StoppedClock
) -> None:
    read = district.get(ready).headers["ETag"]
    clock.move(seconds=1)
    worker.post(f"{ready}/objections", OBJECTION)

    stale = district.post(f"{ready}/refuse", REFUSAL, etag=read)
    fresh = district.post(f"{ready}/refuse", REFUSAL, etag=district.get(ready).headers["ETag"])

    assert (stale.status_code, stale.json["code"]) == (412, "stale")
    assert fresh.status_code == 200


def test_a_grant_that_is_sent_twice_is_made_once(district: ApiClient, work: UnitOfWork, ready: str) -> None:
    first = district.post(f"{ready}/grant", GRANT, key="one")
    same = district.post(f"{ready}/grant", GRANT, key="one")
    other = district.post(f"{ready}/grant", GRANT)

    assert (first.status_code, same.status_code, other.status_code) == (200, 200, 409)
    assert same.headers["Idempotency-Replayed"] == "true"
    assert len(work.session.scalars(select(EntitlementStep)).all()) == 1


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 200), (30, 200), (31, 422)])
def test_a_publication_begins_today_or_soon(
    street: ApiClient, work: UnitOfWork, elder: Resident, days: int, status: int
) -> None:
    row = entitlement(work, elder, status=EntitlementStatus.CHECKED)
    begins = local_date(work.now) + timedelta(days=days)

    answer = street.post(f"{PATH}/{row.id}/publicise", {"starts_on": begins})

    assert answer.status_code == status
    if status == 422:
        assert answer.json["code"] == "publication_day"
    else:
        assert answer.json["published_until"] == (begins + timedelta(days=6)).isoformat()


def test_an_objector_is_sealed(worker: ApiClient, work: UnitOfWork, ready: str) -> None:
    worker.post(f"{ready}/objections", OBJECTION)

    row = work.session.scalars(select(Objection)).one()

    assert row.objector_sealed is not None
    assert "李大爷".encode() not in row.objector_sealed
