"""The evening before, everybody is told of tomorrow: once, in one message, and caregivers nothing of the door."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import RoundStatus, VisitStatus
from service.kit.clock import local_date
from service.kit.texts import Language
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, care, care_rounds, residents
from tests.factories.cared import Cared, cared

TELL = "elderly_care.visits.tell_of_tomorrow"


def evening(timetable: Timetable, clock: StoppedClock, *times: str) -> None:
    """The job runs at these times of today."""
    for each in times or ("18:00",):
        clock.move_to(clock.today_at(each))
        timetable.run(TELL)
        timetable.deliver()


def heard(work: UnitOfWork, account_id: UUID, language: Language = "zh-CN") -> list[str]:
    """What somebody's inbox says, each message as it is read."""
    query = select(InboxMessage).where(InboxMessage.account_id == account_id)
    return [each.body.in_language(language) for each in work.session.scalars(query)]


def at(clock: StoppedClock, clock_time: str, *, days: int = 1) -> datetime:
    return clock.today_at(clock_time, days=days)


def test_a_caregiver_hears_of_tomorrows_times_and_areas_and_of_nobodys_door(
    work: UnitOfWork,
    near: Cared,
    far: Cared,
    carer: Caregiver,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    far.visit(work, carer, starts_at=at(clock, "14:00"))
    near.visit(work, carer, starts_at=at(clock, "09:30"))

    evening(timetable, clock)

    assert heard(work, carer.account_id) == [
        "2026年3月3日 您有 2 次安排：09:30 招宝山街道 胜利路社区；14:00 招宝山街道 胜利路社区。上门地址和进门方式请在应用内查看。"
    ]
    assert "09:30 招宝山街道 胜利路社区; 14:00" in heard(work, carer.account_id, "en")[0]
    assert near.elder.name[0] not in heard(work, carer.account_id)[0]


def test_elder_and_proxy_hear_of_all_of_tomorrow_in_one_message_each(
    work: UnitOfWork,
    near: Cared,
    carer: Caregiver,
    colleague: Caregiver,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    daughter = accounts.resident_account(work)
    residents.proxy(work, near.elder, daughter, ["care"])
    elder = accounts.resident_account(work, near.elder.id)
    bathing = cared(
        work,
        work.session.get_one(Contract, near.plan.contract_id),
        care.service(work, name="助浴"),
        elder=near.elder,
    )
    near.visit(work, carer, starts_at=at(clock, "09:00"))
    bathing.visit(work, colleague, starts_at=at(clock, "14:00"))

    evening(timetable, clock)

    expected = (
        f"2026年3月3日 有 2 次服务：09:00–10:00 {near.service.name}（{carer.name}）；"
        f"14:00–15:00 助浴（{colleague.name}）。如需改期请联系服务机构。"
    )
    assert heard(work, elder.id) == [expected]
    assert heard(work, daughter.id) == [expected]


def test_nobody_is_told_before_the_evening_and_nobody_twice(
    work: UnitOfWork, near: Cared, carer: Caregiver, timetable: Timetable, clock: StoppedClock
) -> None:
    near.visit(work, carer)
    told = []
    for each in ("17:50", "18:00", "18:10", "23:50"):
        evening(timetable, clock, each)
        told.append(len(work.session.scalars(select(InboxMessage.id)).all()))

    assert told[0] == 0
    assert told[1:] == [told[1]] * 3


def test_an_evening_on_which_the_service_was_away_is_told_when_it_is_back_and_no_longer_past_midnight(
    work: UnitOfWork,
    near: Cared,
    carer: Caregiver,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    near.visit(work, carer)
    near.visit(work, carer, on=local_date(work.now) + timedelta(days=3))

    evening(timetable, clock, "21:40")
    clock.move_to(clock.today_at("02:00", days=2))
    timetable.run(TELL)
    timetable.deliver()

    assert len(heard(work, carer.account_id)) == 1


def test_what_is_called_off_open_or_of_another_day_is_not_spoken_of(
    work: UnitOfWork, near: Cared, carer: Caregiver, timetable: Timetable, clock: StoppedClock
) -> None:
    tomorrow = local_date(work.now) + timedelta(days=1)
    near.visit(work)
    near.visit(work, carer, on=tomorrow + timedelta(days=1))
    gone = near.visit(work, carer, on=tomorrow - timedelta(days=1))
    gone.status = VisitStatus.MISSED
    work.session.flush()

    evening(timetable, clock)

    assert work.session.scalars(select(InboxMessage.id)).all() == []


def test_a_round_is_one_stop_of_its_caregiver_and_a_meal_for_each_elder(
    work: UnitOfWork,
    operator: Organisation,
    contract: Contract,
    carer: Caregiver,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    lunch = care.service(work, name="助餐", minutes=10, mode=Mode.DELIVERY_ROUND)
    eaters = [cared(work, contract, lunch) for _ in range(2)]
    elder = accounts.resident_account(work, eaters[0].elder.id)
    _round(work, operator, lunch, carer, [each.visit(work) for each in eaters], at(clock, "11:00"))

    evening(timetable, clock)

    assert heard(work, carer.account_id)[0].startswith("2026年3月3日 您有 1 次安排：11:00 集中配送。")
    assert heard(work, elder.id)[0].startswith(f"2026年3月3日 有 1 次服务：11:00–12:30 助餐（{carer.name}）")


def _round(
    work: UnitOfWork,
    operator: Organisation,
    service: CareService,
    carer: Caregiver,
    visits: list[Visit],
    starts_at: datetime,
) -> None:
    ends_at = starts_at + timedelta(minutes=90)
    made = care_rounds.care_round(work, operator, service, starts_at, ends_at)
    made.status = RoundStatus.ASSIGNED
    work.session.add(
        Assignment(
            id=work.new_id(),
            round_id=made.id,
            caregiver_id=carer.id,
            starts_at=starts_at,
            ends_at=ends_at,
            assigned_at=work.now,
        )
    )
    for visit in visits:
        visit.round_id, visit.status = made.id, VisitStatus.ASSIGNED
        visit.starts_at, visit.ends_at = starts_at, ends_at
    work.session.flush()
