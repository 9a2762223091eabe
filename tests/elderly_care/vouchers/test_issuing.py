"""When vouchers are issued and to whom it is said, what follows from a stop, a death, two records and a move, when it lapses."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers import actions
from service.elderly_care.vouchers.actions import Draw
from service.elderly_care.vouchers.models import Voucher
from service.kit import personal
from service.kit.actor import Role
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.merging import actions as merging
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.vouchers.conftest import (
    EXPIRE,
    FEBRUARY,
    ISSUE,
    JANUARY,
    MARCH,
    PATH,
    Grant,
    entries,
    issue,
    line,
    voucher,
)
from tests.factories import accounts, assessments, care, regions, residents
from tests.factories.entitlements import entitlement

ENTITLEMENTS = "/care/entitlements"
APRIL = date(2026, 4, 1)


def told(work: UnitOfWork) -> list[tuple[str, str]]:
    """What was said about vouchers: the occasion and the sentence in English."""
    query = select(InboxMessage).where(InboxMessage.text.startswith("elderly_care.voucher"))
    rows = work.session.scalars(query.order_by(InboxMessage.id))
    return [(row.text.removeprefix("elderly_care.voucher_"), row.body_en) for row in rows]


def months(work: UnitOfWork) -> list[date]:
    return list(work.session.scalars(select(Voucher.month).order_by(Voucher.month)))


def test_the_months_vouchers_are_issued_on_its_first_day_and_never_twice(
    work: UnitOfWork, grant: Grant, timetable: Timetable, clock: StoppedClock
) -> None:
    row = grant()
    issue(timetable)
    clock.move_to(at_local(date(2026, 3, 31), time(23, 59)))
    issue(timetable)
    last_of_march = months(work)

    clock.move_to(at_local(APRIL))
    issue(timetable)

    assert last_of_march == [MARCH]
    assert months(work) == [MARCH, APRIL]
    assert entries(work, voucher(work, row, APRIL)) == [("issued", 2_700)]


def test_the_elder_and_who_acts_for_them_are_told_once(
    work: UnitOfWork,
    elder: Resident,
    grant: Grant,
    scheme: SubsidyScheme,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    mine = accounts.resident_account(work, elder.id)
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"])
    grant(scheme, monthly_fen=60_050)
    bathing = care.scheme(work, name="助浴补贴")
    stopped = {"status": EntitlementStatus.STOPPED, "stopped_from": date(2026, 3, 21)}
    grant(bathing, monthly_hours=2, starts_on=date(2026, 2, 10), **stopped)

    for _ in range(3):
        issue(timetable)
        clock.move(days=1)

    assert sorted(told(work)) == sorted(
        2
        * [
            (
                "issued_hours",
                "“助浴补贴”: 2 hours for March 2026, for services until 20 Mar 2026; what is left then lapses.",
            ),
            (
                "issued_money",
                f"“{scheme.name}”: 600.50 yuan for March 2026, for services until 31 Mar 2026; what is left then lapses and is never paid out.",
            ),
        ]
    )
    heard = {each.account_id for each in work.session.scalars(select(InboxMessage))}
    assert heard == {mine.id, daughter.id}


def test_what_was_missed_while_nothing_ran_is_issued_afterwards_and_only_of_the_present_month_told(
    work: UnitOfWork, elder: Resident, grant: Grant, timetable: Timetable
) -> None:
    accounts.resident_account(work, elder.id)
    grant(starts_on=JANUARY)

    issue(timetable)

    assert months(work) == [JANUARY, FEBRUARY, MARCH]
    assert len(told(work)) == 1


def test_what_ended_or_begins_later_or_was_only_applied_for_has_no_voucher(
    work: UnitOfWork, elder: Resident, grant: Grant, timetable: Timetable
) -> None:
    grant(starts_on=date(2025, 1, 1), ends_on=date(2025, 11, 30))
    grant(starts_on=APRIL)
    grant(status=EntitlementStatus.STOPPED, stopped_from=MARCH)
    for status in (EntitlementStatus.PUBLICISED, EntitlementStatus.REFUSED, EntitlementStatus.WITHDRAWN):
        entitlement(work, elder, status=status)

    issue(timetable)

    assert months(work) == []


def test_many_are_issued_some_at_a_time(
    work: UnitOfWork, grant: Grant, timetable: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.elderly_care.vouchers.actions.issuing._AT_ONCE", 2)
    for _ in range(5):
        grant(elder=residents.resident(work))

    counts = []
    for _ in range(4):
        timetable.run(ISSUE)
        timetable.house.clock.move(minutes=5)  # type: ignore[attr-defined] # the tests' clock
        counts.append(work.session.scalar(select(func.count()).select_from(Voucher)))

    assert counts == [2, 4, 5, 5]


def test_what_is_granted_during_the_month_is_issued_at_once(
    district: ApiClient,
    street: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    assessments.assessment(work, elder, level=3)
    applied = entitlement(
        work,
        elder,
        care.scheme(work),
        status=EntitlementStatus.PUBLICISED,
        published_until=date(2026, 3, 1),
    )
    wanted = {"monthly_fen": 60_000, "starts_on": "2026-02-20", "ends_on": "2026-12-31"}

    granted = district.post(f"{ENTITLEMENTS}/{applied.id}/grant", wanted)
    timetable.deliver()
    found = street.get(f"{PATH}?elder_id={elder.id}").json["items"]

    assert granted.status_code == 200, granted.json
    assert [(each["month"], each["first_day"], each["issued"]) for each in found] == [
        ("2026-03", "2026-03-01", 60_000),
        ("2026-02", "2026-02-20", 60_000),
    ]


def test_a_stop_within_the_month_leaves_its_days_and_a_stop_before_it_withdraws_what_is_left(
    district: ApiClient, work: UnitOfWork, grant: Grant, timetable: Timetable
) -> None:
    row = grant(starts_on=FEBRUARY)
    issue(timetable)
    actions.draw(work, [Draw(row.id, MARCH, 300, line(1))])

    district.post(f"{ENTITLEMENTS}/{row.id}/stop", {"on": "2026-03-15", "reason": "given_up"})
    timetable.deliver()
    within = voucher(work, row)
    shown = (within.last_day, within.entitled, within.remaining)
    district.post(f"{ENTITLEMENTS}/{row.id}/stop", {"on": "2026-02-20", "reason": "moved_away"})
    timetable.deliver()

    assert shown == (date(2026, 3, 14), 2_700, 2_400)
    march, february = voucher(work, row), voucher(work, row, FEBRUARY)
    assert (march.last_day, march.entitled, march.drawn, march.remaining) == (None, 0, 300, 0)
    assert entries(work, march) == [("issued", 2_700), ("drawn", 300), ("withdrawn", 2_400)]
    assert (february.last_day, february.remaining) == (date(2026, 2, 19), 2_700)


def test_a_death_withdraws_the_months_after_it(
    worker: ApiClient, work: UnitOfWork, elder: Resident, grant: Grant, timetable: Timetable
) -> None:
    row = grant(starts_on=FEBRUARY)
    issue(timetable)

    noted = worker.post(f"/residents/{elder.id}/record-death", {"died_on": "2026-02-27"})
    timetable.deliver()

    assert noted.status_code == 200
    assert voucher(work, row).status == "withdrawn"
    february = voucher(work, row, FEBRUARY)
    assert (february.status, february.last_day) == ("open", date(2026, 2, 27))


def test_two_records_of_one_person_have_one_voucher_left_until_they_part_again(
    work: UnitOfWork, elder: Resident, grant: Grant, scheme: SubsidyScheme, timetable: Timetable
) -> None:
    twin = residents.resident(work)
    one, other = grant(scheme), grant(scheme, elder=twin)
    issue(timetable)
    actions.draw(work, [Draw(other.id, MARCH, 700, line(1))])

    merge = merging.merge(work, elder.id, other_id=twin.id)
    timetable.deliver()
    merged = [
        (each.elder_id, each.entitled, each.remaining) for each in (voucher(work, one), voucher(work, other))
    ]
    merging.undo(work, merge.id)
    timetable.deliver()

    assert merged == [(elder.id, 2_700, 2_700), (elder.id, 0, 0)]
    assert (voucher(work, other).elder_id, voucher(work, other).remaining) == (twin.id, 2_000)


def test_an_open_voucher_goes_with_its_elder_and_a_settled_one_stays(
    as_staff: Speak,
    work: UnitOfWork,
    elder: Resident,
    grant: Grant,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    row = grant(starts_on=JANUARY)
    issue(timetable)
    clock.move_to(at_local(date(2026, 4, 10)))
    work.now = clock.now()
    worker = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)

    moved = {"moved_out_on": "2026-04-10", "region_code": regions.OTHER_COMMUNITY}
    answer = worker.post(f"/residents/{elder.id}/move-out", moved)
    timetable.deliver()

    assert answer.status_code == 200, answer.json
    assert voucher(work, row, JANUARY).region_code == regions.COMMUNITY
    assert voucher(work, row, MARCH).region_code == regions.OTHER_COMMUNITY


def test_what_is_left_expires_when_nothing_of_the_month_can_be_settled_any_more(
    work: UnitOfWork, grant: Grant, timetable: Timetable, clock: StoppedClock
) -> None:
    row = grant(ends_on=date(2026, 3, 31))
    issue(timetable)
    actions.draw(work, [Draw(row.id, MARCH, 700, line(1)), Draw(row.id, MARCH, 100, line(2))])

    last_day = voucher(work, row).open_until
    clock.move_to(at_local(last_day, time(23)))
    timetable.run(EXPIRE)
    before = voucher(work, row).expired
    clock.move_to(at_local(last_day + timedelta(days=1)))
    timetable.run(EXPIRE)
    work.now = clock.now()
    actions.give_back(work, [line(2)])
    came_back = voucher(work, row)
    shown = (came_back.status, came_back.remaining)
    clock.move(hours=1)
    timetable.run(EXPIRE)

    assert (last_day, before) == (date(2026, 6, 1), 0)
    assert shown == ("open", 100)
    assert voucher(work, row).status == "expired"
    assert entries(work, voucher(work, row))[3:] == [("expired", 1_900), ("returned", 100), ("expired", 100)]


def test_a_lower_cap_of_the_scheme_holds_for_what_is_issued_from_then_on(
    district: ApiClient,
    work: UnitOfWork,
    grant: Grant,
    scheme: SubsidyScheme,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    row = grant(scheme, monthly_fen=80_000)
    issue(timetable)
    district.patch(f"/care/subsidy-schemes/{scheme.id}", {"monthly_cap_fen": 50_000}, etag="*")

    clock.move_to(at_local(APRIL))
    issue(timetable)

    assert [voucher(work, row, month).issued for month in (MARCH, APRIL)] == [80_000, 50_000]


def test_the_elder_has_a_copy_and_an_erasure_leaves_the_books(
    work: UnitOfWork, elder: Resident, grant: Grant, timetable: Timetable
) -> None:
    row = grant()
    issue(timetable)
    actions.draw(work, [Draw(row.id, MARCH, 700, line(1))])
    work.session.expire_all()
    [holding] = [each for each in personal.holdings() if each.name == "care_vouchers"]

    [copy] = holding.rows(work, elder.id)
    kept = [each.what.en for each in personal.erase_everywhere(work, elder.id)]
    timetable.deliver()

    assert (copy["month"], copy["issued"], copy["drawn"]) == (MARCH, 2_700, 700)
    assert [(each["kind"], each["amount"]) for each in copy["entries"]] == [("issued", 2_700), ("drawn", 700)]
    assert any("used and lapsed" in each for each in kept)
    assert voucher(work, row).drawn == 700


def test_who_gave_up_and_was_granted_anew_shares_the_month(
    work: UnitOfWork, grant: Grant, scheme: SubsidyScheme, timetable: Timetable
) -> None:
    stopped = grant(scheme, status=EntitlementStatus.STOPPED, stopped_from=date(2026, 3, 11))
    anew = grant(scheme, monthly_hours=60, starts_on=date(2026, 3, 11))

    issue(timetable)

    assert [voucher(work, each).issued for each in (stopped, anew)] == [870, 2_438]
