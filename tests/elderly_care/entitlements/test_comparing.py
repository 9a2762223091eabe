"""What a death, a move and a stay in hospital do to what was granted, at once and each month, and how it is taken back."""

from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import select

from service.elderly_care.entitlements import actions, queries
from service.elderly_care.entitlements.models import Entitlement, Finding
from service.elderly_care.entitlements.queries import GrantedInMonth
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.plans.models import PlanPause
from service.elderly_care.plans.rules import PauseReason
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit import personal
from service.kit.actor import Function, Role
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.homes.models import Residence
from service.residents.merging import actions as merging
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.entitlements.conftest import PATH
from tests.factories import accounts, care, care_plans, homes, regions, residents
from tests.factories.care_requests import request
from tests.factories.entitlements import entitlement

COMPARE = "elderly_care.entitlements.compare_entitlements"
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


@pytest.fixture
def granted(work: UnitOfWork, elder: Resident, scheme: SubsidyScheme) -> Entitlement:
    """Forty-five hours a month of this year."""
    return entitlement(work, elder, scheme, status=EntitlementStatus.GRANTED, **YEAR)


def found(client: ApiClient, row: Entitlement) -> list[tuple[str, str, str | None]]:
    """Kind, first and last day of the findings that hold."""
    told = client.get(f"{PATH}/{row.id}").json["findings"]
    return [(each["kind"], each["starts_on"], each["ends_on"]) for each in told if not each["withdrawn_at"]]


def month(work: UnitOfWork, elder: Resident, day: str) -> list[GrantedInMonth]:
    work.session.expire_all()
    return queries.granted_in(work, [elder.id], date.fromisoformat(day))


def in_hospital(work: UnitOfWork, elder: Resident) -> str:
    """The path of a plan that is served since January."""
    service = care.service(work)
    contract = care.contract(work, care.operator(work), prices={service.id: 8000})
    asked = request(work, elder, [service], status=RequestStatus.ACTIVE, contract=contract)
    return f"/care/plans/{care_plans.plan(work, asked, starts_on=date(2026, 1, 1)).id}"


def test_a_death_stops_what_was_granted_from_the_day_after(
    worker: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    mine = accounts.resident_account(work, elder.id)
    street = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])
    applied = entitlement(work, elder)

    noted = worker.post(f"/residents/{elder.id}/record-death", {"died_on": "2026-02-27"})
    timetable.deliver()
    read = district.get(f"{PATH}/{granted.id}").json

    assert noted.status_code == 200
    assert (read["status"], read["stopped_from"], read["stop_reason"]) == ("stopped", "2026-02-28", "death")
    assert read["ends_on"] == "2026-12-31"
    assert found(district, granted) == [("death", "2026-02-28", "2026-12-31")]
    assert district.get(f"{PATH}/{applied.id}").json["status"] == "withdrawn"
    [february] = month(work, elder, "2026-02-10")
    [march] = month(work, elder, "2026-03-01")
    assert (february.first_day, february.last_day) == (date(2026, 2, 1), date(2026, 2, 27))
    assert [(each.first_day, each.last_day, each.is_recovered) for each in february.findings] == [
        (date(2026, 2, 28), date(2026, 2, 28), True)
    ]
    assert (march.first_day, march.last_day) == (None, None)
    assert [(each.kind, each.first_day, each.last_day) for each in march.findings] == [
        ("death", date(2026, 3, 1), date(2026, 3, 31))
    ]
    told = {(row.account_id, row.text) for row in work.session.scalars(select(InboxMessage))}
    assert (street.id, "elderly_care.entitlement_found") in told
    assert (street.id, "elderly_care.entitlement_stopped_here") in told
    assert mine.id not in {account_id for account_id, _ in told}


def test_who_died_on_the_last_day_of_a_grant_had_all_of_it(
    worker: ApiClient, district: ApiClient, work: UnitOfWork, elder: Resident, timetable: Timetable
) -> None:
    row = entitlement(
        work, elder, status=EntitlementStatus.GRANTED, **(YEAR | {"ends_on": date(2026, 2, 28)})
    )

    worker.post(f"/residents/{elder.id}/record-death", {"died_on": "2026-02-28"})
    timetable.deliver()

    assert district.get(f"{PATH}/{row.id}").json["status"] == "granted"
    assert found(district, row) == []


def test_a_death_that_was_noted_by_mistake_withdraws_the_finding_and_grants_nothing_by_itself(
    worker: ApiClient,
    district: ApiClient,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    worker.post(f"/residents/{elder.id}/record-death", {"died_on": "2026-02-27"})
    timetable.deliver()

    undone = worker.post(f"/residents/{elder.id}/undo-death")
    timetable.deliver()
    read = district.get(f"{PATH}/{granted.id}").json

    assert any("补贴" in each["what"] for each in undone.json["ended"])
    assert [each["withdrawn_at"] is None for each in read["findings"]] == [False]
    assert read["status"] == "stopped"


def test_a_move_out_of_the_district_proposes_a_stop_and_the_district_decides(
    worker: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    street = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])

    worker.post(f"/residents/{elder.id}/move-out", {"moved_out_on": "2026-02-10"})
    timetable.deliver()
    before = district.get(f"{PATH}/{granted.id}").json["status"]
    [running] = month(work, elder, "2026-02-01")
    district.post(f"{PATH}/{granted.id}/stop", {"on": "2026-02-10", "reason": "moved_away"})
    [stopped] = month(work, elder, "2026-02-01")

    assert before == "granted"
    assert found(district, granted) == [("moved_away", "2026-02-10", "2026-12-31")]
    assert (running.last_day, stopped.last_day) == (date(2026, 2, 28), date(2026, 2, 9))
    assert [each.is_recovered for each in stopped.findings] == [True]
    told = {(row.account_id, row.text) for row in work.session.scalars(select(InboxMessage))}
    assert (street.id, "elderly_care.entitlement_stop_proposed") in told


def test_who_came_back_was_away_only_for_the_days_between(
    district: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    worker = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)
    homes.living(work, elder, homes.home(work))
    worker.post(f"/residents/{elder.id}/move-out", {"moved_out_on": "2026-02-10"})
    timetable.deliver()

    back = worker.post(
        f"/residents/{elder.id}/move",
        {"home": {"region_code": regions.GRID, "room": "401"}, "moved_in_on": "2026-02-20"},
    )
    timetable.deliver()

    assert back.status_code == 200, back.json
    assert found(district, granted) == [("moved_away", "2026-02-10", "2026-02-19")]


def test_who_turns_out_to_have_come_back_later_changes_what_was_granted_for_whoever_settles(
    as_staff: Speak, work: UnitOfWork, elder: Resident, granted: Entitlement, timetable: Timetable
) -> None:
    worker = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)
    homes.living(work, elder, homes.home(work))
    worker.post(f"/residents/{elder.id}/move-out", {"moved_out_on": "2026-02-10"})
    home = {"region_code": regions.GRID, "room": "401"}
    worker.post(f"/residents/{elder.id}/move", {"home": home, "moved_in_on": "2026-02-20"})
    timetable.deliver()
    work.session.refresh(granted)
    granted.updated_at = long_ago = at_local(date(2026, 1, 1))
    last = select(Residence).where(Residence.resident_id == elder.id).order_by(Residence.moved_in_on.desc())
    back = work.session.scalars(last).first()
    assert back is not None

    actions.compare_elder(work, elder.id)
    unchanged = granted.updated_at
    back.moved_in_on = date(2026, 2, 25)
    work.session.flush()
    actions.compare_elder(work, elder.id)

    assert (unchanged, granted.updated_at) == (long_ago, work.now)


def test_who_left_on_the_day_on_which_they_moved_in_did_not_come_back(
    worker: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    homes.living(work, elder, homes.home(work), date(2026, 2, 10))

    worker.post(f"/residents/{elder.id}/move-out", {"moved_out_on": "2026-02-10"})
    timetable.deliver()

    assert found(district, granted) == [("moved_away", "2026-02-10", "2026-12-31")]


def test_a_move_within_the_district_takes_the_entitlement_along(
    worker: ApiClient,
    street: ApiClient,
    other_street: ApiClient,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    moved = {"moved_out_on": "2026-03-01", "region_code": regions.OTHER_COMMUNITY}

    worker.post(f"/residents/{elder.id}/move-out", moved)
    timetable.deliver()

    assert street.get(f"{PATH}/{granted.id}").status_code == 404
    assert found(other_street, granted) == []


def test_a_stay_in_hospital_is_flagged_for_its_days(
    worker: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    plan = in_hospital(work, elder)

    paused = worker.post(f"{plan}/pause", {"starts_on": "2026-03-20", "reason": "hospital"})
    timetable.deliver()
    going_on = found(district, granted)
    worker.post(f"{plan}/resume", {"on": "2026-04-03"})
    timetable.deliver()
    [march] = month(work, elder, "2026-03-01")

    assert paused.status_code == 200, paused.json
    assert going_on == [("hospital", "2026-03-20", None)]
    assert found(district, granted) == [("hospital", "2026-03-20", "2026-04-02")]
    assert [(each.first_day, each.last_day, each.is_recovered) for each in march.findings] == [
        (date(2026, 3, 20), date(2026, 3, 31), False)
    ]
    assert (march.last_day, march.unit, march.amount) == (date(2026, 3, 31), "hours", 45)


def test_another_pause_is_no_stay_in_hospital(
    worker: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    granted: Entitlement,
    timetable: Timetable,
) -> None:
    worker.post(f"{in_hospital(work, elder)}/pause", {"starts_on": "2026-03-20", "reason": "away"})
    timetable.deliver()

    assert found(district, granted) == []


def test_each_month_is_compared_from_the_third_on_and_finds_what_nobody_told(
    work: UnitOfWork, elder: Resident, granted: Entitlement, timetable: Timetable, clock: StoppedClock
) -> None:
    pause(work, in_hospital(work, elder), date(2026, 2, 10), date(2026, 2, 12))

    seen = []
    for day in (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)):
        clock.move_to(at_local(day, time(12)))
        timetable.run(COMPARE)
        work.session.expire_all()
        rows = work.session.scalars(select(Finding)).all()
        seen.append(([(row.kind, row.starts_on, row.ends_on) for row in rows], granted.compared_until))

    stay = [("hospital", date(2026, 2, 10), date(2026, 2, 12))]
    assert seen == [([], None), (stay, date(2026, 2, 28)), (stay, date(2026, 2, 28))]


def test_the_month_of_december_is_compared_in_january(
    work: UnitOfWork, granted: Entitlement, timetable: Timetable, clock: StoppedClock
) -> None:
    clock.move_to(at_local(date(2027, 1, 3)))
    timetable.run(COMPARE)
    work.session.expire_all()
    compared = granted.compared_until
    clock.move_to(at_local(date(2027, 2, 3)))
    timetable.run(COMPARE)
    work.session.expire_all()

    assert compared == granted.compared_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ("2025-12-31", None),
        ("2026-01-15", (date(2026, 1, 15), date(2026, 1, 31))),
        ("2026-02-01", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-04-30", (date(2026, 4, 1), date(2026, 4, 30))),
        ("2026-05-01", (date(2026, 5, 1), date(2026, 5, 1))),
        ("2026-06-01", None),
    ],
)
def test_what_is_granted_in_a_month_has_its_days_in_it(
    work: UnitOfWork, elder: Resident, day: str, days: tuple[date, date] | None
) -> None:
    part = {"starts_on": date(2026, 1, 15), "ends_on": date(2026, 5, 1)}
    entitlement(work, elder, status=EntitlementStatus.GRANTED, monthly_fen=60_000, **part)

    told = [(each.unit, each.amount, (each.first_day, each.last_day)) for each in month(work, elder, day)]

    assert told == ([] if days is None else [("fen", 60_000, days)])


def test_stopped_and_granted_anew_in_one_month_are_two_that_never_overlap(
    work: UnitOfWork, elder: Resident, scheme: SubsidyScheme
) -> None:
    entitlement(work, elder, scheme, status=EntitlementStatus.STOPPED, stopped_from=date(2026, 3, 11), **YEAR)
    anew = YEAR | {"starts_on": date(2026, 3, 11)}
    entitlement(work, elder, scheme, status=EntitlementStatus.GRANTED, monthly_hours=60, **anew)
    entitlement(work, elder, status=EntitlementStatus.REFUSED)

    told = [(each.first_day, each.last_day, each.amount) for each in month(work, elder, "2026-03-31")]

    assert told == [
        (date(2026, 3, 1), date(2026, 3, 10), 45),
        (date(2026, 3, 11), date(2026, 3, 31), 60),
    ]


def test_of_two_records_of_one_person_one_entitlement_is_left_and_the_other_found_double(
    district: ApiClient, work: UnitOfWork, elder: Resident, granted: Entitlement, timetable: Timetable
) -> None:
    twin = residents.resident(work)
    its = work.session.get_one(SubsidyScheme, granted.scheme_id)
    other = entitlement(work, twin, its, status=EntitlementStatus.GRANTED, **YEAR)
    wanted = care.scheme(work)
    applied = [entitlement(work, each, wanted) for each in (elder, twin)]

    merge = merging.merge(work, elder.id, other_id=twin.id)
    timetable.deliver()
    both = month(work, elder, "2026-03-01")
    states = [district.get(f"{PATH}/{each.id}").json["status"] for each in applied]
    merging.undo(work, merge.id)
    timetable.deliver()

    assert {each.entitlement_id: each.first_day is None for each in both} == {
        granted.id: False,
        other.id: True,
    }
    assert [each.kind for row in both for each in row.findings] == ["double"]
    assert states == ["submitted", "withdrawn"]
    assert found(district, other) == []
    assert [each.first_day for each in month(work, twin, "2026-03-01")] == [date(2026, 3, 1)]


def test_the_elder_has_a_copy_and_an_erasure_leaves_what_was_granted_without_a_word(
    street: ApiClient, work: UnitOfWork, elder: Resident, granted: Entitlement
) -> None:
    applied = entitlement(work, elder)
    street.post(f"{PATH}/{applied.id}/check", {"facts": "独居。", "opinion": "met", "reasons": "符合。"})
    work.session.expire_all()
    [holding] = [each for each in personal.holdings() if each.name == "care_entitlements"]
    open_before = [each.what.en for each in personal.matters_open_for(work, [elder.id])]

    copies = {each["status"]: each for each in holding.rows(work, elder.id)}
    kept = [each.what.en for each in personal.erase_everywhere(work, elder.id)]
    work.session.flush()
    work.session.expire_all()

    assert copies["checked"]["steps"][0]["facts"] == "独居。"
    assert copies["granted"]["monthly_hours"] == 45
    assert {"Entitlement (checked)", "Entitlement (granted)"} <= set(open_before)
    assert any("subsidy was granted" in each for each in kept)
    assert (granted.status, granted.stopped_from, granted.monthly_hours) == ("stopped", date(2026, 3, 3), 45)
    assert (applied.status, applied.note_sealed) == ("withdrawn", None)


def pause(work: UnitOfWork, plan: str, first: date, last: date) -> None:
    """A stay in hospital of which no message told."""
    work.session.add(
        PlanPause(
            id=work.new_id(),
            plan_id=UUID(plan.rpartition("/")[2]),
            starts_on=first,
            ends_on=last,
            reason=PauseReason.HOSPITAL,
            paused_at=work.now,
        )
    )
    work.session.flush()
