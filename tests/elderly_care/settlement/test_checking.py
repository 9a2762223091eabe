"""A sample of each street's lines is looked into on the spot, and what fails is paid to nobody."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from service.elderly_care.entitlements.models import Finding
from service.elderly_care.entitlements.rules import FindingKind, FindingSource
from service.elderly_care.proofs.rules import ConfirmationWay
from service.elderly_care.settlement import queries
from service.elderly_care.settlement.models import SettlementCheck
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.elderly_care.settlement.conftest import PATH, Lines, Settle
from tests.elderly_care.settlement.test_settling import figures, voucher_of
from tests.factories import settlements
from tests.factories.settlements import FEBRUARY, Served, days, served


def submitted(manager: ApiClient, made: dict[str, Any]) -> str:
    path = f"{PATH}/{made['id']}"
    assert manager.post(f"{path}/submit").status_code == 200
    return path


@pytest.mark.parametrize(("visits", "drawn"), [(1, 1), (28, 1), (101, 2)])
def test_one_in_a_hundred_is_drawn_and_at_least_one(
    work: UnitOfWork, one: Served, manager: ApiClient, settle: Settle, lines: Lines, visits: int, drawn: int
) -> None:
    several = [one, *(served(work, one.contract, one.service) for _ in range(3))]
    for number in range(visits):
        several[number // 28].visit(work, days(FEBRUARY, 28)[number % 28])
    made = settle()

    submitted(manager, made)

    marked = lines(made, "marked")
    assert len(marked) == drawn
    assert {each["check"]["reason"] for each in marked} == {"sample"}


def test_each_street_has_a_sample_of_its_own(
    work: UnitOfWork, one: Served, far: Served, manager: ApiClient, settle: Settle, lines: Lines
) -> None:
    for who in (one, far):
        for day in days(FEBRUARY, 3):
            who.visit(work, day)
    made = settle()

    submitted(manager, made)

    assert len({each["street_code"] for each in lines(made, "marked")}) == 2


def test_what_only_silence_confirmed_is_first_in_line(
    work: UnitOfWork, one: Served, manager: ApiClient, settle: Settle, lines: Lines
) -> None:
    for day in days(FEBRUARY, 20):
        one.visit(work, day, way=ConfirmationWay.ELDER)
    silent = one.visit(work, date(2026, 2, 21), way=ConfirmationWay.SILENCE)
    made = settle()

    submitted(manager, made)

    assert [each["visit_id"] for each in lines(made, "marked")] == [str(silent.id)]


def test_the_same_seed_draws_the_same_and_another_one_others(
    work: UnitOfWork, one: Served, settle: Settle
) -> None:
    for day in days(FEBRUARY, 28):
        one.visit(work, day)
    settlement_id = UUID(settle()["id"])

    def drawn(seed: int) -> UUID:
        queries.choose_checks(work, settlement_id, seed, 10)
        found = work.session.scalars(select(SettlementCheck.visit_id)).one()
        work.session.execute(delete(SettlementCheck))
        return found

    assert drawn(1) == drawn(1)
    assert len({drawn(seed) for seed in range(2, 8)}) > 1


def test_to_return_and_submit_again_draws_nothing_new(
    work: UnitOfWork, one: Served, manager: ApiClient, street: ApiClient, settle: Settle, lines: Lines
) -> None:
    for day in days(FEBRUARY, 10):
        one.visit(work, day)
    made = settle()
    path = submitted(manager, made)
    [first] = lines(made, "marked")
    street.post(f"{path}/lines/{first['id']}/check", {"outcome": "passed"})
    street.post(f"{path}/return", {"reason": "请核对。"})
    manager.post(f"{path}/recount")

    submitted(manager, made)

    [again] = lines(made, "marked")
    assert (again["visit_id"], again["check"]["outcome"]) == (first["visit_id"], "passed")


def test_what_failed_is_paid_to_nobody_and_its_voucher_is_given_back(
    work: UnitOfWork,
    one: Served,
    grant: Any,
    manager: ApiClient,
    street: ApiClient,
    settle: Settle,
    lines: Lines,
) -> None:
    row = grant(one)
    one.visit(work, FEBRUARY)
    made = settle()
    path = submitted(manager, made)
    [line] = lines(made, "marked")

    failed = street.post(f"{path}/lines/{line['id']}/check", {"outcome": "failed", "note": "老人称未上门。"})

    told = failed.json
    assert (told["gross_fen"], told["deducted_fen"], told["subsidy_fen"]) == (0, 8000, 0)
    assert (told["check"]["outcome"], told["check"]["note"]) == ("failed", "老人称未上门。")
    assert manager.get(path).json["totals"]["deducted_fen"] == 8000
    assert voucher_of(work, row.id).remaining == 80_000
    assert street.post(f"{path}/confirm").json["status"] == "confirmed"


def test_a_check_that_was_noted_by_mistake_is_put_right(
    work: UnitOfWork,
    one: Served,
    grant: Any,
    manager: ApiClient,
    street: ApiClient,
    settle: Settle,
    lines: Lines,
) -> None:
    grant(one)
    for day in days(FEBRUARY, 3):
        one.visit(work, day)
    made = settle()
    path = submitted(manager, made)
    before = [figures(each) for each in lines(made)]
    [line] = lines(made, "marked")

    failed = street.post(f"{path}/lines/{line['id']}/check", {"outcome": "failed"}).json
    street.post(f"{path}/lines/{failed['id']}/check", {"outcome": "passed"})

    after = [figures(each) for each in lines(made)]
    assert [each | {"check": None} for each in after] == [each | {"check": None} for each in before]


def test_after_a_failed_check_a_count_ends_with_what_stands(
    work: UnitOfWork,
    one: Served,
    grant: Any,
    manager: ApiClient,
    street: ApiClient,
    settle: Settle,
    lines: Lines,
) -> None:
    grant(one, monthly_fen=9000)
    for day in days(FEBRUARY, 4):
        one.visit(work, day)
    made = settle()
    path = submitted(manager, made)
    first = lines(made)[0]
    street.post(f"{path}/lines/{first['id']}/check", {"outcome": "failed"})
    stands = [figures(each) for each in lines(made)]
    street.post(f"{path}/return", {"reason": "请核对。"})

    manager.post(f"{path}/recount")

    assert [figures(each) for each in lines(made)] == stands
    assert [each["subsidy_fen"] for each in stands] == [0, 4000, 4000, 1000]


def test_a_street_may_look_into_any_line_of_its_own(
    work: UnitOfWork,
    one: Served,
    far: Served,
    manager: ApiClient,
    street: ApiClient,
    settle: Settle,
    lines: Lines,
) -> None:
    for day in days(FEBRUARY, 2):
        one.visit(work, day)
    far.visit(work, FEBRUARY)
    made = settle()
    path = submitted(manager, made)
    own = next(each for each in lines(made) if each["check"] is None)
    theirs = next(each for each in lines(made) if each["elder_id"] == str(far.elder.id))

    looked = street.post(f"{path}/lines/{own['id']}/check", {"outcome": "passed"})

    assert looked.json["check"]["reason"] == "street"
    assert street.post(f"{path}/lines/{theirs['id']}/check", {"outcome": "passed"}).status_code == 404


def test_only_the_street_checks_and_only_while_it_may_still_confirm(
    work: UnitOfWork,
    one: Served,
    manager: ApiClient,
    street: ApiClient,
    district: ApiClient,
    settle: Settle,
    lines: Lines,
) -> None:
    one.visit(work, FEBRUARY)
    made = settle()
    path = f"{PATH}/{made['id']}"
    [line] = lines(made)
    address = f"{path}/lines/{line['id']}/check"
    assert street.post(address, {"outcome": "passed"}).status_code == 404
    submitted(manager, made)

    assert {each.post(address, {"outcome": "passed"}).status_code for each in (manager, district)} == {403}
    street.post(address, {"outcome": "passed"})
    street.post(f"{path}/confirm")
    assert street.post(address, {"outcome": "failed"}).json["code"] == "wrong_state"


def test_what_a_policy_wants_looked_into_is_marked_besides(
    work: UnitOfWork, one: Served, manager: ApiClient, settle: Settle, lines: Lines
) -> None:
    missed = one.visit(work, FEBRUARY)
    settlements.not_served(work, missed)
    made = settle()

    submitted(manager, made)

    [line] = lines(made, "marked")
    assert (line["visit_id"], line["check"]["reason"]) == (str(missed.id), "not_served")


def test_a_visit_during_a_stay_in_hospital_is_looked_into(
    work: UnitOfWork, one: Served, grant: Any, manager: ApiClient, settle: Settle, lines: Lines
) -> None:
    found = Finding(
        id=work.new_id(),
        entitlement_id=grant(one).id,
        kind=FindingKind.HOSPITAL,
        starts_on=date(2026, 2, 10),
        source=FindingSource.PLAN,
        source_id=one.item.id,
        seen_at=work.now,
    )
    work.session.add(found)
    work.session.flush()
    for day in (date(2026, 2, 9), date(2026, 2, 10)):
        one.visit(work, day)
    made = settle()

    submitted(manager, made)

    reasons = {each["service_on"]: each["check"]["reason"] for each in lines(made, "marked")}
    assert reasons["2026-02-10"] == "hospital"
