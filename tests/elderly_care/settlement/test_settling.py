"""A month of a contract: which visits are paid, by whom, and what is deducted."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode, Payer
from service.elderly_care.entitlements.models import Finding
from service.elderly_care.entitlements.rules import FindingKind, FindingSource
from service.elderly_care.proofs.rules import AnomalyKind, ConfirmationWay, NotServedReason
from service.elderly_care.providers.models import Contract, Price
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import Basis
from service.elderly_care.visits.rules import VisitStatus
from service.elderly_care.vouchers.models import Voucher
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.elderly_care.settlement.conftest import PATH, PRICE, Lines, Settle
from tests.factories import care, care_complaints, regions, settlements
from tests.factories.settlements import FEBRUARY, MARCH, Served, days, served


def test_each_proved_visit_is_a_line_and_the_lines_add_up(
    work: UnitOfWork, one: Served, far: Served, grant: Any, settle: Settle, lines: Lines
) -> None:
    grant(one)
    for day in days(FEBRUARY, 3):
        one.visit(work, day)
    far.visit(work, FEBRUARY)

    made = settle()

    assert made["status"] == "draft"
    assert made["totals"] == {
        "gross_fen": 32_000,
        "subsidy_fen": 12_000,
        "insurance_fen": 0,
        "self_pay_fen": 20_000,
        "deducted_fen": 0,
    }
    assert made["cost_shares"] == {
        "central_fen": 10_200,
        "city_fen": 0,
        "district_fen": 1_800,
        "town_fen": 0,
        "unshared_fen": 0,
    }
    found = lines(made)
    assert [each["gross_fen"] for each in found] == [8000] * 4
    assert sum(each["subsidy_fen"] for each in found) == 12_000
    assert [(each["street_code"], each["lines"]) for each in made["shares"]] == [
        (regions.STREET, 3),
        (regions.OTHER_STREET, 1),
    ]


@pytest.mark.parametrize("asked_for", ["2026-01-30", "2026-03-02"])
def test_a_visit_made_on_another_day_is_paid_in_the_month_in_which_it_was_made(
    work: UnitOfWork, one: Served, grant: Any, settle: Settle, lines: Lines, asked_for: str
) -> None:
    grant(one, starts_on=FEBRUARY, ends_on=FEBRUARY.replace(day=28))
    visit = one.visit(work, FEBRUARY.replace(day=15))
    visit.occurs_on = date.fromisoformat(asked_for)
    work.session.flush()

    [line] = lines(settle())

    assert (line["visit_id"], line["service_on"]) == (str(visit.id), "2026-02-15")
    assert line["subsidy_fen"] == 4000


def test_silence_pays_for_nothing_that_is_not_proved_any_more(
    work: UnitOfWork, one: Served, settle: Settle, lines: Lines
) -> None:
    one.visit(work, FEBRUARY, way=ConfirmationWay.SILENCE, is_proved=False)
    by_word = one.visit(work, FEBRUARY.replace(day=2), way=ConfirmationWay.ELDER, is_proved=False)

    assert [each["visit_id"] for each in lines(settle())] == [str(by_word.id)]


def test_a_line_names_its_visit_its_proof_and_its_price(
    work: UnitOfWork, one: Served, settle: Settle, lines: Lines
) -> None:
    visit = one.visit(work, FEBRUARY, way=ConfirmationWay.PROXY, minutes_served=62)

    [line] = lines(settle())

    price = work.session.scalars(select(Price)).one()
    assert (line["visit_id"], line["reversal_of"]) == (str(visit.id), None)
    assert line["proof"] == {
        "way": "proxy",
        "version": 1,
        "not_served_id": None,
        "minutes": 60,
        "minutes_served": 62,
    }
    assert line["price_version"] == {
        "id": str(price.id),
        "valid_from": price.valid_from.isoformat(),
        "price_fen": PRICE,
    }
    assert (line["elder_name"], line["mode"], line["service_on"]) == ("陈阿婆", "home_visit", "2026-02-01")


def test_only_what_is_confirmed_is_paid(work: UnitOfWork, one: Served, settle: Settle) -> None:
    one.visit(work, date(2026, 2, 1), way=None, status=VisitStatus.DONE)
    one.visit(work, date(2026, 2, 2), way=None, status=VisitStatus.MISSED)
    one.visit(work, date(2026, 2, 3), way=None, status=VisitStatus.IN_PROGRESS)
    one.visit(work, MARCH)

    assert settle()["lines"] == 0


def test_private_visits_are_no_business_of_the_public_purse(
    work: UnitOfWork, contract: Contract, service: CareService, settle: Settle
) -> None:
    served(work, contract, service, is_private=True).visit(work, FEBRUARY)

    assert settle()["lines"] == 0


@pytest.mark.parametrize("mode", [Mode.DELIVERY_ROUND, Mode.CENTRE_SESSION, Mode.PHONE])
def test_every_mode_is_a_line_of_its_own(
    work: UnitOfWork, contract: Contract, settle: Settle, lines: Lines, mode: Mode
) -> None:
    lunch = care.service(work, mode=mode, minutes=10)
    set_price(work, contract, lunch, 1500, contract.starts_on)
    for _ in range(2):
        served(work, contract, lunch).visit(work, FEBRUARY)

    found = lines(settle())

    assert [(each["mode"], each["gross_fen"]) for each in found] == [(mode.value, 1500)] * 2


def set_price(work: UnitOfWork, contract: Contract, of: CareService, fen: int, valid_from: date) -> None:
    row = Price(
        id=work.new_id(),
        contract_id=contract.id,
        service_id=of.id,
        price_fen=fen,
        valid_from=valid_from,
        set_at=work.now,
    )
    work.session.add(row)
    work.session.flush()


def test_each_day_has_the_price_that_held(
    work: UnitOfWork, contract: Contract, one: Served, settle: Settle, lines: Lines
) -> None:
    set_price(work, contract, one.service, 9000, date(2026, 2, 2))
    for day in days(FEBRUARY, 2):
        one.visit(work, day)

    assert [each["gross_fen"] for each in lines(settle())] == [8000, 9000]


def test_what_has_no_price_has_no_line_and_is_counted(
    work: UnitOfWork, contract: Contract, settle: Settle
) -> None:
    served(work, contract, care.service(work)).visit(work, FEBRUARY)

    made = settle()

    assert (made["lines"], made["unpriced"]) == (0, 1)


def test_not_served_is_paid_as_its_policy_says(
    work: UnitOfWork, one: Served, settle: Settle, lines: Lines
) -> None:
    report = settlements.not_served(work, one.visit(work, date(2026, 2, 1)))
    settlements.not_served(work, one.visit(work, date(2026, 2, 2)), NotServedReason.CAREGIVER)

    [line] = lines(settle())

    assert (line["gross_fen"], line["price_version"]["price_fen"]) == (2400, 8000)
    assert (line["proof"]["way"], line["proof"]["not_served_id"]) == ("not_served", str(report.id))


@pytest.mark.parametrize(("minutes", "deducted"), [(60, 0), (56, 0), (54, 800), (30, 4000)])
def test_short_visits_lose_the_minutes_that_are_missing(
    work: UnitOfWork, one: Served, settle: Settle, lines: Lines, minutes: int, deducted: int
) -> None:
    one.visit(work, FEBRUARY, minutes_served=minutes)

    made = settle()

    [line] = lines(made)
    assert (line["price_fen"], line["deducted_fen"], line["gross_fen"]) == (8000, deducted, 8000 - deducted)
    assert made["totals"]["deducted_fen"] == deducted
    assert [each["reason_code"] for each in line["deductions"]] == ["short"] * bool(deducted)


def test_an_anomaly_counts_once_it_is_upheld(
    work: UnitOfWork, one: Served, settle: Settle, lines: Lines
) -> None:
    settlements.breach(work, one.visit(work, FEBRUARY), AnomalyKind.IMPOSSIBLE_TRAVEL)

    [line] = lines(settle())

    assert (line["gross_fen"], line["deducted_fen"]) == (0, 8000)
    assert line["deductions"] == [{"reason_code": "impossible_travel", "number": 1, "fen": 8000}]


def test_what_is_deducted_is_data_of_the_district(
    work: UnitOfWork, one: Served, district: ApiClient, settle: Settle, lines: Lines, clock: Any
) -> None:
    wanted = {"items": [{"reason_code": "short", "per_mille": 500, "free_minutes": 0}]}
    assert district.request("PUT", "/care/deduction-policies", wanted).status_code == 200
    one.visit(work, date(2026, 2, 1), minutes_served=30)
    one.visit(work, date(2026, 3, 2), minutes_served=30)

    settle_february = settle()
    clock.move(days=31)
    [february, march] = [*lines(settle_february), *lines(settle("2026-03"))]

    assert (february["deducted_fen"], march["deducted_fen"]) == (4000, 2000)
    assert [each["deductions"][0]["number"] for each in (february, march)] == [1, 2]


def test_the_cap_of_the_month_is_kept_in_the_order_of_time(
    work: UnitOfWork, one: Served, grant: Any, settle: Settle, lines: Lines
) -> None:
    grant(one, monthly_fen=10_000)
    for day in reversed(days(FEBRUARY, 4)):
        one.visit(work, day)

    found = lines(settle())

    assert [each["service_on"][-2:] for each in found] == ["01", "02", "03", "04"]
    assert [each["subsidy_fen"] for each in found] == [4000, 4000, 2000, 0]


def test_hours_are_paid_as_long_as_there_are_some(
    work: UnitOfWork, one: Served, grant: Any, settle: Settle, lines: Lines
) -> None:
    hours = care.scheme(work, per_mille=1000, monthly_cap_fen=None)
    hours.basis = Basis.GROSS
    row = grant(one, hours, monthly_hours=1)
    for day in days(FEBRUARY, 2):
        one.visit(work, day, minutes_served=None)

    made = settle()

    assert [each["subsidy_fen"] for each in lines(made)] == [8000, 0]
    assert made["cost_shares"]["unshared_fen"] == 8000
    assert voucher_of(work, row.id).remaining == 0


def voucher_of(work: UnitOfWork, entitlement_id: Any, month: date = FEBRUARY) -> Voucher:
    work.session.expire_all()
    query = select(Voucher).where(Voucher.entitlement_id == entitlement_id, Voucher.month == month)
    return work.session.scalars(query).one()


def test_the_insurance_comes_before_the_subsidy(
    work: UnitOfWork, contract: Contract, service: CareService, grant: Any, settle: Settle, lines: Lines
) -> None:
    insured = served(work, contract, service, payer=Payer.INSURANCE)
    insurance = care.scheme(work, payer=Payer.INSURANCE, per_mille=700, monthly_cap_fen=None)
    insurance.basis = Basis.GROSS
    grant(insured, insurance, monthly_fen=100_000)
    grant(insured)
    insured.visit(work, FEBRUARY)

    [line] = lines(settle())

    assert (line["insurance_fen"], line["subsidy_fen"], line["self_pay_fen"]) == (5600, 1200, 1200)


def test_only_granted_days_are_paid(
    work: UnitOfWork, one: Served, grant: Any, settle: Settle, lines: Lines
) -> None:
    row = grant(one, starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 3))
    found = Finding(
        id=work.new_id(),
        entitlement_id=row.id,
        kind=FindingKind.DOUBLE,
        starts_on=date(2026, 2, 3),
        ends_on=date(2026, 2, 3),
        source=FindingSource.MERGE,
        source_id=one.elder.id,
        seen_at=work.now,
    )
    work.session.add(found)
    work.session.flush()
    for day in days(FEBRUARY, 4):
        one.visit(work, day)

    assert [each["subsidy_fen"] for each in lines(settle())] == [0, 4000, 0, 0]


def test_two_operators_of_one_elder_share_the_month(
    work: UnitOfWork,
    one: Served,
    other_operator: Organisation,
    other_manager: ApiClient,
    grant: Any,
    settle: Settle,
) -> None:
    row = grant(one, monthly_fen=6000)
    elsewhere = care.contract(work, other_operator, prices={one.service.id: 8000})
    served(work, elsewhere, one.service, elder=one.elder).visit(work, date(2026, 2, 2))
    one.visit(work, FEBRUARY)

    first = settle()
    second = other_manager.post(PATH, {"contract_id": str(elsewhere.id), "month": "2026-02"}).json

    assert (first["totals"]["subsidy_fen"], second["totals"]["subsidy_fen"]) == (4000, 2000)
    assert voucher_of(work, row.id).remaining == 0


def test_a_cap_that_was_lowered_since_holds_for_both_operators_together(
    work: UnitOfWork,
    one: Served,
    scheme: SubsidyScheme,
    other_operator: Organisation,
    other_manager: ApiClient,
    grant: Any,
    settle: Settle,
) -> None:
    grant(one, monthly_fen=20_000)
    elsewhere = care.contract(work, other_operator, prices={one.service.id: 8000})
    served(work, elsewhere, one.service, elder=one.elder).visit(work, date(2026, 2, 2))
    one.visit(work, FEBRUARY)

    first = settle()
    scheme.monthly_cap_fen = 5000
    work.session.flush()
    second = other_manager.post(PATH, {"contract_id": str(elsewhere.id), "month": "2026-02"}).json

    assert (first["totals"]["subsidy_fen"], second["totals"]["subsidy_fen"]) == (4000, 1000)


def test_a_founded_complaint_costs_what_the_policy_says(
    work: UnitOfWork, one: Served, operator: Organisation, settle: Settle, lines: Lines
) -> None:
    visit = one.visit(work, FEBRUARY)
    complaint = care_complaints.complaint(work, one.elder, operator)
    complaint.visit_id, complaint.due_on = visit.id, None
    complaint.status, complaint.outcome, complaint.closed_at = "closed", "founded", work.now
    work.session.flush()

    [line] = lines(settle())

    assert (line["deducted_fen"], line["deductions"][0]["reason_code"]) == (4000, "complaint")


def test_counting_anew_ends_with_what_stands(
    work: UnitOfWork, one: Served, far: Served, grant: Any, manager: ApiClient, settle: Settle, lines: Lines
) -> None:
    row = grant(one, monthly_fen=10_000)
    for day in days(FEBRUARY, 5):
        one.visit(work, day)
    far.visit(work, FEBRUARY, minutes_served=20)
    made = settle()
    before = [figures(each) for each in lines(made)]

    again = manager.post(f"{PATH}/{made['id']}/recount")

    assert again.status_code == 200
    assert again.json["totals"] == made["totals"]
    assert [figures(each) for each in lines(made)] == before
    assert voucher_of(work, row.id).remaining == 0


def figures(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "id"}


def test_a_recount_takes_in_what_has_come_since(
    work: UnitOfWork, one: Served, grant: Any, manager: ApiClient, settle: Settle, lines: Lines
) -> None:
    row = grant(one)
    late, gone = (
        one.visit(work, FEBRUARY, way=None, status=VisitStatus.DONE),
        one.visit(work, date(2026, 2, 2)),
    )
    made = settle()
    settlements.confirm(work, late)
    gone.status = VisitStatus.NOT_SERVED
    work.session.flush()

    manager.post(f"{PATH}/{made['id']}/recount")

    assert [each["visit_id"] for each in lines(made)] == [str(late.id)]
    assert voucher_of(work, row.id).remaining == 76_000


def test_a_large_month_is_counted_in_the_background(
    work: UnitOfWork,
    one: Served,
    far: Served,
    grant: Any,
    manager: ApiClient,
    settle: Settle,
    lines: Lines,
    house: Any,
    counted_apart: Any,
) -> None:
    grant(one)
    for day in days(FEBRUARY, 3):
        one.visit(work, day)
    far.visit(work, FEBRUARY)

    with counted_apart():
        made = settle()
        path = f"{PATH}/{made['id']}"
        assert made["counting"] == {"status": "queued", "done": 0, "of": 4}
        refused = [manager.post(f"{path}/{verb}") for verb in ("submit", "recount")]
        assert [each.json["code"] for each in refused] == ["counting_under_way"] * 2
        settlements.finish(house)

    counted = manager.get(path).json
    assert (counted["counting"], counted["lines"]) == (None, 4)
    assert counted["totals"]["subsidy_fen"] == 12_000


@pytest.mark.parametrize(
    ("month", "status", "code"),
    [
        ("2026-03", 422, "month_not_over"),
        ("2020-01", 422, "month_outside_contract"),
        ("2026-13", 422, "invalid_input"),
    ],
)
def test_months_that_are_not_settled(
    manager: ApiClient, contract: Contract, month: str, status: int, code: str
) -> None:
    answer = manager.post(PATH, {"contract_id": str(contract.id), "month": month})

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_month_is_settled_once_and_none_after_a_later_one(
    manager: ApiClient, contract: Contract, settle: Settle
) -> None:
    settle("2026-02")

    again = manager.post(PATH, {"contract_id": str(contract.id), "month": "2026-02"})
    earlier = manager.post(PATH, {"contract_id": str(contract.id), "month": "2026-01"})

    assert (again.status_code, again.json["code"]) == (409, "settlement_stands")
    assert (earlier.status_code, earlier.json["code"]) == (409, "later_month_stands")
