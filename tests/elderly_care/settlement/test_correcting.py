"""What is approved stays; what comes later, or turns out otherwise, stands in the contract's next settlement."""

from datetime import date
from typing import Any

import pytest

from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus, StopReason
from service.elderly_care.proofs.models import VisitProof
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.settlement.conftest import PATH, Lines, Settle
from tests.elderly_care.settlement.test_settling import figures, voucher_of
from tests.factories import care_complaints, settlements
from tests.factories.settlements import FEBRUARY, MARCH, Served, days

FIGURES = (
    "price_fen",
    "deducted_fen",
    "gross_fen",
    "subsidy_fen",
    "self_pay_fen",
    "central_fen",
    "district_fen",
)


@pytest.fixture
def row(one: Served, grant: Any) -> Entitlement:
    found: Entitlement = grant(one)
    return found


@pytest.fixture
def visits(work: UnitOfWork, one: Served, row: Entitlement) -> list[Visit]:
    return [one.visit(work, day) for day in days(FEBRUARY, 3)]


@pytest.fixture
def february(visits: list[Visit], settle: Settle, approve: Settle, clock: StoppedClock) -> dict[str, Any]:
    """Approved on the second of March; now it is April."""
    approved = approve(settle())
    clock.move(days=31)
    return approved


def shorten(work: UnitOfWork, visit: Visit, minutes: int) -> None:
    """Let a visit turn out to have lasted so long, by an amendment that was approved."""
    proof = work.session.get_one(VisitProof, visit.id)
    proof.minutes_served, proof.changed_at = minutes, work.house.clock.now()
    work.session.flush()


def test_a_month_without_news_has_nothing_of_the_one_before(
    february: dict[str, Any], settle: Settle, work: UnitOfWork, one: Served
) -> None:
    one.visit(work, MARCH)

    assert settle("2026-03")["lines"] == 1


def test_a_visit_that_was_amended_is_taken_back_and_paid_anew(
    work: UnitOfWork,
    visits: list[Visit],
    row: Entitlement,
    february: dict[str, Any],
    settle: Settle,
    lines: Lines,
) -> None:
    stood = [figures(each) for each in lines(february)]
    shorten(work, visits[1], 30)

    march = settle("2026-03")

    reversal, anew = lines(march)
    old = lines(february)[1]
    assert (reversal["reversal_of"], reversal["visit_id"]) == (old["id"], None)
    assert [reversal[name] for name in FIGURES] == [-old[name] for name in FIGURES]
    assert (anew["visit_id"], anew["service_on"]) == (str(visits[1].id), "2026-02-02")
    assert (anew["gross_fen"], anew["deducted_fen"], anew["subsidy_fen"]) == (4000, 4000, 2000)
    assert march["totals"]["gross_fen"] == -4000
    assert [figures(each) for each in lines(february)] == stood
    assert voucher_of(work, row.id).remaining == 80_000 - 4000 - 2000 - 4000


def test_a_correction_counted_anew_stays_what_it_is(
    work: UnitOfWork,
    visits: list[Visit],
    february: dict[str, Any],
    manager: ApiClient,
    settle: Settle,
    lines: Lines,
) -> None:
    shorten(work, visits[1], 30)
    march = settle("2026-03")
    before = [figures(each) for each in lines(march)]

    manager.post(f"{PATH}/{march['id']}/recount")

    assert [figures(each) for each in lines(march)] == before


def test_a_correction_of_a_correction(
    work: UnitOfWork,
    visits: list[Visit],
    february: dict[str, Any],
    settle: Settle,
    approve: Settle,
    lines: Lines,
    clock: StoppedClock,
) -> None:
    shorten(work, visits[1], 30)
    march = approve(settle("2026-03"))
    clock.move(days=30)
    shorten(work, visits[1], 60)

    april = settle("2026-04")

    reversal, anew = lines(april)
    assert reversal["reversal_of"] == lines(march)[1]["id"]
    assert (anew["gross_fen"], april["totals"]["gross_fen"]) == (8000, 4000)


def test_a_visit_that_was_none_after_all_is_only_taken_back(
    work: UnitOfWork,
    visits: list[Visit],
    row: Entitlement,
    february: dict[str, Any],
    settle: Settle,
    lines: Lines,
) -> None:
    visits[0].status, visits[0].updated_at = VisitStatus.NOT_SERVED, work.house.clock.now()
    work.session.flush()

    [reversal] = lines(settle("2026-03"))

    assert reversal["gross_fen"] == -8000
    assert voucher_of(work, row.id).remaining == 80_000 - 2 * 4000


def test_what_was_proved_late_is_paid_from_its_own_month(
    work: UnitOfWork,
    one: Served,
    row: Entitlement,
    visits: list[Visit],
    settle: Settle,
    approve: Settle,
    lines: Lines,
    clock: StoppedClock,
) -> None:
    offline = one.visit(work, date(2026, 2, 20), way=None, status=VisitStatus.MISSED)
    approve(settle())
    clock.move(days=31)
    settlements.confirm(work, offline)
    one.visit(work, MARCH)

    late, ours = lines(settle("2026-03"))

    assert (late["service_on"], late["subsidy_fen"]) == ("2026-02-20", 4000)
    assert (ours["service_on"], ours["subsidy_fen"]) == ("2026-03-01", 4000)
    assert voucher_of(work, row.id, FEBRUARY).remaining == 80_000 - 4 * 4000
    assert voucher_of(work, row.id, MARCH).remaining == 76_000


def test_what_is_late_while_its_own_month_is_a_draft_waits_for_that(
    work: UnitOfWork, one: Served, settle: Settle, manager: ApiClient, clock: StoppedClock
) -> None:
    offline = one.visit(work, date(2026, 2, 20), way=None, status=VisitStatus.MISSED)
    february = settle()
    clock.move(days=31)
    settlements.confirm(work, offline)

    march = settle("2026-03")
    recounted = manager.post(f"{PATH}/{february['id']}/recount").json

    assert (march["lines"], recounted["lines"]) == (0, 1)


def test_what_a_later_draft_already_pays_stays_there(
    work: UnitOfWork,
    one: Served,
    visits: list[Visit],
    settle: Settle,
    manager: ApiClient,
    street: ApiClient,
    clock: StoppedClock,
) -> None:
    offline = one.visit(work, date(2026, 2, 20), way=None, status=VisitStatus.MISSED)
    path = f"{PATH}/{settle()['id']}"
    manager.post(f"{path}/submit")
    clock.move(days=31)
    settlements.confirm(work, offline)
    assert settle("2026-03")["lines"] == 1
    street.post(f"{path}/return", {"reason": "请核对。"})

    assert manager.post(f"{path}/recount").json["lines"] == 3


def test_a_death_that_is_noted_late_takes_back_what_was_paid_since(
    work: UnitOfWork, row: Entitlement, february: dict[str, Any], settle: Settle, lines: Lines
) -> None:
    row.status, row.stopped_from, row.stop_reason = (
        EntitlementStatus.STOPPED,
        date(2026, 2, 3),
        StopReason.DEATH,
    )
    row.updated_at = work.house.clock.now()
    work.session.flush()

    reversal, anew = lines(settle("2026-03"))

    assert reversal["reversal_of"] == lines(february)[2]["id"]
    assert (reversal["subsidy_fen"], anew["subsidy_fen"], anew["self_pay_fen"]) == (-4000, 0, 8000)


def test_a_complaint_that_turns_out_founded_is_deducted_later(
    work: UnitOfWork,
    one: Served,
    operator: Organisation,
    visits: list[Visit],
    february: dict[str, Any],
    settle: Settle,
    lines: Lines,
) -> None:
    complaint = care_complaints.complaint(work, one.elder, operator)
    complaint.visit_id, complaint.due_on = visits[0].id, None
    complaint.status, complaint.outcome = "closed", "founded"
    complaint.closed_at = complaint.updated_at = work.house.clock.now()
    work.session.flush()

    _, anew = lines(settle("2026-03"))

    assert (anew["gross_fen"], anew["deducted_fen"]) == (4000, 4000)


def test_a_breach_that_is_upheld_later_is_taken_back(
    work: UnitOfWork, visits: list[Visit], february: dict[str, Any], settle: Settle, lines: Lines
) -> None:
    settlements.breach(work, visits[0]).settled_at = work.house.clock.now()
    work.session.flush()

    march = settle("2026-03")

    assert [each["gross_fen"] for each in lines(march)] == [-8000, 0]
    assert [each["id"] for each in lines(march, "reversals")] == [lines(march)[0]["id"]]


def test_what_is_corrected_is_paid_by_the_terms_of_its_own_month(
    work: UnitOfWork, scheme: Any, visits: list[Visit], february: dict[str, Any], settle: Settle, lines: Lines
) -> None:
    scheme.per_mille, scheme.central_share, scheme.district_share = 250, 0, 1000
    work.session.flush()
    shorten(work, visits[1], 30)

    _, anew = lines(settle("2026-03"))

    assert (anew["subsidy_fen"], anew["central_fen"], anew["district_fen"]) == (2000, 1700, 300)


def test_whatever_happens_afterwards_an_approved_month_says_the_same(
    work: UnitOfWork,
    one: Served,
    row: Entitlement,
    scheme: Any,
    visits: list[Visit],
    february: dict[str, Any],
    settle: Settle,
    lines: Lines,
    district: ApiClient,
) -> None:
    stood, told = lines(february), district.get(f"{PATH}/{february['id']}").json
    shorten(work, visits[0], 10)
    settlements.breach(work, visits[1])
    one.visit(work, date(2026, 2, 25))
    scheme.per_mille = 1
    row.status, row.stopped_from, row.stop_reason = EntitlementStatus.STOPPED, FEBRUARY, StopReason.MISTAKE
    row.updated_at = work.house.clock.now()
    work.session.flush()

    settle("2026-03")

    assert lines(february) == stood
    assert district.get(f"{PATH}/{february['id']}").json == told
