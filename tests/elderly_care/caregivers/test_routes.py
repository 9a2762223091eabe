"""Caregivers over HTTP: their operator keeps them, another operator never sees them."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from service.elderly_care.caregivers.models import Caregiver
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, care

PAPER = {"skill": "bathing", "number": "HLY-1", "issuer": "宁波市人社局", "issued_on": "2024-05-01"}


def entry(account: Any, operator: Organisation, **other: Any) -> dict[str, Any]:
    return {"account_id": str(account.id), "organisation_id": str(operator.id), **other}


def test_an_operator_enters_its_people_with_papers_and_shifts(
    dispatcher: ApiClient, work: UnitOfWork, operator: Organisation
) -> None:
    account = accounts.staff(work, Role.CAREGIVER, organisation_id=operator.id, display_name="周护理员")
    body = entry(
        account,
        operator,
        skills=["bathing"],
        certificates=[PAPER | {"expires_on": "2028-04-30"}],
        shifts=[{"weekday": 1, "starts": "22:00", "ends": "06:00"}],
        home_base={"latitude": 29.953, "longitude": 121.716},
    )

    made = dispatcher.post("/care/caregivers", body)
    again = dispatcher.post("/care/caregivers", body)

    assert made.status_code == 201
    assert made.json["name"] == "周护理员"
    assert made.json["shifts"] == [{"weekday": 1, "starts": "22:00", "ends": "06:00"}]
    assert made.json["home_base"] == {"latitude": 29.953, "longitude": 121.716}
    assert (again.status_code, again.json["code"]) == (409, "caregiver_on_record")
    sealed = work.session.scalars(select(Caregiver.home_base_sealed)).one()
    assert sealed is not None
    assert b"29.953" not in sealed


def test_only_who_has_the_duty_there_is_entered(
    dispatcher: ApiClient, work: UnitOfWork, operator: Organisation, other_operator: Organisation
) -> None:
    elsewhere = accounts.staff(work, Role.CAREGIVER, organisation_id=other_operator.id)
    desk = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)

    refused = [dispatcher.post("/care/caregivers", entry(each, operator)) for each in (elsewhere, desk)]
    for_others = dispatcher.post("/care/caregivers", entry(elsewhere, other_operator))

    assert [each.json["code"] for each in refused] == ["not_their_staff", "not_their_staff"]
    assert for_others.status_code == 403


def test_no_other_operator_and_no_worker_sees_a_caregiver(
    app: Flask,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    operator: Organisation,
) -> None:
    carer = care.caregiver(work, operator)
    colleague = care.caregiver(work, operator)
    path = f"/care/caregivers/{carer.id}"
    account = accounts.client_of(app, work, work.session.get_one(accounts.Account, carer.account_id))

    assert dispatcher.get(path).status_code == 200
    assert district.get(path).status_code == 200
    assert account.get("/care/caregivers/me").json["id"] == str(carer.id)
    assert account.get(path).status_code == 200
    assert account.get(f"/care/caregivers/{colleague.id}").status_code == 404
    assert other_dispatcher.get(path).status_code == 404
    assert other_dispatcher.get("/care/caregivers").json["items"] == []
    assert (worker.get(path).status_code, worker.get("/care/caregivers").status_code) == (404, 403)
    assert other_dispatcher.patch(path, {"skills": []}, etag="*").status_code == 404


def test_a_list_that_is_changed_is_replaced_and_the_etag_follows(
    dispatcher: ApiClient, work: UnitOfWork, operator: Organisation
) -> None:
    carer = care.caregiver(work, operator, skills=("bathing",))
    path = f"/care/caregivers/{carer.id}"
    before = dispatcher.get(path).headers["ETag"]

    changed = dispatcher.patch(path, {"shifts": [{"weekday": 2, "starts": "08:00", "ends": "17:00"}]})
    stale = dispatcher.patch(path, {"shifts": []}, etag=before)

    assert [each["weekday"] for each in changed.json["shifts"]] == [2]
    assert stale.status_code == 412


def test_papers_that_expire_within_a_month_are_told_once(
    work: UnitOfWork, operator: Organisation, timetable: Timetable, clock: StoppedClock
) -> None:
    planner = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)
    soon = local_date(work.now) + timedelta(days=31)
    carer = care.caregiver(work, operator, skills=("bathing",), certified_until=soon)

    told = []
    for days in (0, 1, 1):
        clock.move(days=days)
        timetable.run("elderly_care.caregivers.warn_of_certificates")
        timetable.deliver()
        told.append(work.session.scalar(select(func.count(InboxMessage.id))))

    assert told == [0, 2, 2]
    assert set(work.session.scalars(select(InboxMessage.account_id))) == {planner.id, carer.account_id}


def test_a_paper_does_not_expire_before_it_was_issued(
    dispatcher: ApiClient, work: UnitOfWork, operator: Organisation
) -> None:
    carer = care.caregiver(work, operator)

    refused = dispatcher.patch(
        f"/care/caregivers/{carer.id}", {"certificates": [PAPER | {"expires_on": "2024-04-30"}]}
    )

    assert refused.json["code"] == "certificate_never_holds"
    assert "certificates.0.expires_on" in refused.json["errors"]
