"""A round is read in the order of its way; how to get in only by who needs it, when they need it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from service.accounts.models import Account
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.providers.models import Contract, Facility
from service.elderly_care.rounds import actions
from service.elderly_care.visits.actions import assign_round
from service.elderly_care.visits.models import Round, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit import closing
from service.kit.audit import AuditEntry
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.rounds.conftest import AsCaregiver, doors_along_the_street, eaters
from tests.factories import accounts
from tests.factories.consents import consent
from tests.statements import statements

PATH = "/care/rounds"


@pytest.fixture
def row(
    work: UnitOfWork, contract: Contract, lunches: list[Visit], carer: Caregiver, operator: Organisation
) -> Round:
    """Tomorrow's round, whose first elder does not share with the operator, past the kitchen at its far end."""
    for visit in lunches[1:]:
        elder = work.session.get_one(Resident, visit.elder_id)
        elder.address = "胜利路 8 号"
        consent(work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    actions.join(work, [each.id for each in lunches])
    made = work.session.get_one(Round, lunches[0].round_id)
    kitchen, place = work.session.get_one(Facility, contract.facility_id), doors_along_the_street(5)
    kitchen.latitude, kitchen.longitude = place.latitude, place.longitude  # type: ignore[assignment]
    made.facility_id = kitchen.id
    assign_round(work, made, [carer.id])
    work.session.flush()
    return made


def stops(client: ApiClient, row: Round) -> Any:
    return client.get(f"{PATH}/{row.id}").json["stops"]


def test_doors_are_told_in_the_order_of_the_way_from_the_kitchen(
    dispatcher: ApiClient, row: Round, lunches: list[Visit]
) -> None:
    told = stops(dispatcher, row)

    assert [each["visit_id"] for each in told] == [str(each.id) for each in reversed(lunches)]
    assert {each["area"] for each in told} == {"招宝山街道 胜利路社区"}
    assert all(each["stops"] is None for each in dispatcher.get(PATH).json["items"])


def test_who_plans_it_sees_how_to_get_in_at_those_who_share_it(dispatcher: ApiClient, row: Round) -> None:
    told = stops(dispatcher, row)

    assert [each["elder_name"] for each in told] == ["陈阿婆"] * 3 + ["陈**"]
    assert [each["door"] and each["door"]["address"] for each in told] == ["胜利路 8 号"] * 3 + [None]


def test_whose_it_is_sees_it_from_the_evening_before_and_until_it_is_done(
    app: Flask,
    house: House,
    work: UnitOfWork,
    row: Round,
    lunches: list[Visit],
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
) -> None:
    account = work.session.get_one(Account, carer.account_id)
    in_the_morning = stops(as_caregiver(carer), row)
    clock.move_to(clock.today_at("18:00"))
    lunches[3].status = VisitStatus.DONE
    work.session.flush()
    in_the_evening = stops(accounts.client_of(app, house, account), row)

    assert [each["elder_name"] for each in in_the_morning] == ["陈**"] * 4
    assert [each["door"] for each in in_the_morning] == [None] * 4
    assert [each["door"] is not None for each in in_the_evening] == [False, True, True, False]
    assert [each["elder_name"] for each in in_the_evening] == ["陈**", "陈阿婆", "陈阿婆", "陈**"]


def test_a_caregiver_sees_seven_days(
    work: UnitOfWork, row: Round, carer: Caregiver, as_caregiver: AsCaregiver, clock: StoppedClock
) -> None:
    client = as_caregiver(carer)
    within = client.get(f"{PATH}/{row.id}").status_code
    row.starts_at, row.ends_at = clock.today_at("11:00", days=7), clock.today_at("12:30", days=7)
    work.session.flush()

    assert (within, client.get(f"{PATH}/{row.id}").status_code) == (200, 404)
    assert client.get(PATH).json["items"] == []


def test_whom_is_read_of_sees_it(
    dispatcher: ApiClient, work: UnitOfWork, row: Round, lunches: list[Visit]
) -> None:
    stops(dispatcher, row)

    entries = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "get_care_round")).all()
    assert [set(each.people or ()) for each in entries] == [{each.elder_id for each in lunches}]


def test_a_long_round_is_read_with_as_few_statements_as_a_short_one(
    work: UnitOfWork,
    contract: Contract,
    meals: CareService,
    row: Round,
    dispatcher: ApiClient,
    connection: Connection,
) -> None:
    counts = []
    for more in (0, 20):
        actions.join(work, [each.visit(work).id for each in eaters(work, contract, meals, more)])
        closing.write(work.session)
        with statements(connection) as sent:
            assert len(stops(dispatcher, row)) == 4 + more
        counts.append(len(sent))

    assert counts[0] == counts[1]
