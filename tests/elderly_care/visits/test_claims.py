"""Claims of time: no one in two places, ways between, two caregivers, midnight."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from service.elderly_care.caregivers.errors import NoSuchCaregiver
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits import actions, queries
from service.elderly_care.visits.actions import Wish
from service.elderly_care.visits.errors import (
    CaregiverAbsent,
    CaregiverBusy,
    CaregiverRefused,
    CertificateExpired,
    ElderBusy,
    InARound,
    InThePast,
    OffQuarter,
    OutsideShift,
    OutsideWindow,
    SkillMissing,
    TooManyCaregivers,
)
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import RoundStatus, VisitStatus
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.clock import local_date
from service.kit.errors import DomainError, InvalidInput, NotFound, WrongState
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.clock import StoppedClock
from tests.elderly_care.visits.conftest import FAR
from tests.elderly_care.visits.promises import check_promises
from tests.factories import care
from tests.factories.cared import Cared, cared
from tests.statements import statements


@pytest.fixture(autouse=True)
def _dispatcher(work: UnitOfWork, operator: Organisation) -> None:
    duty = Duty(Role.DISPATCHER, organisation_id=operator.id)
    work.actor = Actor(ActorKind.STAFF, duties=(duty,))


def give(
    work: UnitOfWork, visit: Visit, *caregivers: Caregiver, at: datetime | None = None, **more: bool
) -> Visit:
    [given] = actions.arrange(work, [Wish(visit.id, [each.id for each in caregivers], at, **more)])
    return given


def refusal(work: UnitOfWork, visit: Visit, *caregivers: Caregiver, **more: object) -> type[DomainError]:
    with pytest.raises(DomainError) as refused, work.session.begin_nested():
        give(work, visit, *caregivers, **more)  # type: ignore[arg-type]
    work.session.expire_all()
    return type(refused.value)


def travel_to(work: UnitOfWork, visit: Visit) -> int | None:
    mine = select(Assignment.travel_minutes).where(
        Assignment.visit_id == visit.id, Assignment.released_at.is_(None)
    )
    return work.session.scalar(mine)


def test_a_visit_given_to_a_caregiver_takes_their_time_and_the_elders(
    work: UnitOfWork, visit: Visit, carer: Caregiver, clock: StoppedClock
) -> None:
    give(work, visit, carer, at=clock.today_at("09:15", days=1))

    assert visit.status is VisitStatus.ASSIGNED
    assert visit.ends_at == clock.today_at("10:15", days=1)
    assert queries.caregiver_ids_of(work, [visit.id]) == {visit.id: [carer.id]}
    check_promises(work)


def test_without_a_time_a_visit_begins_with_its_window(
    work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver, clock: StoppedClock
) -> None:
    visit = cared(work, contract, service, window=(9 * 60 + 5, 12 * 60)).visit(work)

    give(work, visit, carer)

    assert visit.starts_at == clock.today_at("09:15", days=1)


def test_the_way_between_two_doors_must_fit(
    work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    give(work, near.visit(work), carer, at=clock.today_at("09:00", days=1))
    there = far.visit(work)

    too_soon = [
        refusal(work, there, carer, at=clock.today_at(time, days=1))
        for time in ("08:15", "09:30", "10:00", "10:15")
    ]
    give(work, there, carer, at=clock.today_at("10:30", days=1))

    assert too_soon == [CaregiverBusy] * 4
    assert 15 < (travel_to(work, there) or 0) <= 30
    check_promises(work)


def test_who_is_put_before_another_stop_makes_its_way_longer_or_is_refused(
    work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    later = near.visit(work)
    give(work, later, carer, at=clock.today_at("12:00", days=1))
    assert travel_to(work, later) == 0
    before = far.visit(work)

    assert refusal(work, before, carer, at=clock.today_at("11:00", days=1)) is CaregiverBusy
    give(work, before, carer, at=clock.today_at("10:30", days=1))

    assert (travel_to(work, later) or 0) > 15
    check_promises(work)
    actions.unassign(work, before.id)
    assert travel_to(work, later) == 0
    check_promises(work)


def test_from_further_back_than_three_hours_nobody_comes(
    work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    give(work, near.visit(work), carer, at=clock.today_at("08:00", days=1))
    there = far.visit(work)

    give(work, there, carer, at=clock.today_at("12:15", days=1))

    assert travel_to(work, there) == 0


def test_an_elder_is_not_visited_twice_at_once(
    work: UnitOfWork,
    near: Cared,
    contract: Contract,
    service: CareService,
    carer: Caregiver,
    colleague: Caregiver,
    clock: StoppedClock,
) -> None:
    give(work, near.visit(work), carer, at=clock.today_at("09:00", days=1))
    other = cared(work, contract, service, elder=near.elder).visit(work)

    assert refusal(work, other, colleague, at=clock.today_at("09:45", days=1)) is ElderBusy
    give(work, other, colleague, at=clock.today_at("10:00", days=1))

    check_promises(work)


def test_a_call_needs_no_way_and_does_not_shorten_one(
    work: UnitOfWork, near: Cared, far: Cared, contract: Contract, carer: Caregiver, clock: StoppedClock
) -> None:
    phone = care.service(work, mode=Mode.PHONE, minutes=15)
    call = cared(work, contract, phone, minutes=15).visit(work)
    give(work, near.visit(work), carer, at=clock.today_at("09:00", days=1))
    give(work, call, carer, at=clock.today_at("10:00", days=1))
    there = far.visit(work)

    assert refusal(work, there, carer, at=clock.today_at("10:30", days=1)) is CaregiverBusy
    give(work, there, carer, at=clock.today_at("10:45", days=1))

    assert travel_to(work, call) == 0
    assert (travel_to(work, there) or 0) > 15
    check_promises(work)


def test_some_visits_need_two_and_wait_for_the_second(
    work: UnitOfWork,
    contract: Contract,
    service: CareService,
    carer: Caregiver,
    colleague: Caregiver,
    operator: Organisation,
) -> None:
    visit = cared(work, contract, service).visit(work)
    visit.caregivers_needed = 2
    third = care.caregiver(work, operator)

    give(work, visit, carer)
    assert visit.status is VisitStatus.PLANNED
    check_promises(work)
    give(work, visit, carer, colleague)
    assert visit.status is VisitStatus.ASSIGNED
    check_promises(work)
    assert refusal(work, visit, carer, colleague, third) is TooManyCaregivers
    assert refusal(work, visit, carer, carer) is InvalidInput
    give(work, visit, colleague)
    assert visit.status is VisitStatus.PLANNED
    check_promises(work)


def test_across_midnight_nobody_is_in_two_places(
    work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver, clock: StoppedClock
) -> None:
    night = (22 * 60, 26 * 60)
    late = cared(work, contract, service, window=night).visit(work)
    early = cared(work, contract, service, window=night, place=FAR).visit(work)
    give(work, late, carer, at=clock.today_at("23:15", days=1))

    assert refusal(work, early, carer, at=clock.today_at("00:15", days=2)) is CaregiverBusy
    give(work, early, carer, at=clock.today_at("00:45", days=2))

    assert (travel_to(work, early) or 0) > 15
    check_promises(work)


def test_who_can_not_or_may_not_come_is_refused_by_name(
    work: UnitOfWork,
    contract: Contract,
    carer: Caregiver,
    operator: Organisation,
    other_operator: Organisation,
    clock: StoppedClock,
) -> None:
    bathing = care.service(work, minutes=60)
    day = local_date(work.now) + timedelta(days=1)
    expired = care.caregiver(work, operator, skills=("bathing",), certified_until=day - timedelta(days=1))
    last_day = care.caregiver(work, operator, skills=("bathing",), certified_until=day)
    unwanted = care.caregiver(work, operator, skills=("bathing",))
    mornings = care.caregiver(work, operator, skills=("bathing",), shifts=((day.isoweekday(), 360, 720),))
    absent = care.caregiver(work, operator, skills=("bathing",))
    care.absence(work, absent, clock.today_at("14:30", days=1), clock.today_at("20:00", days=1))
    left = care.caregiver(work, operator, skills=("bathing",))
    left.left_on = day - timedelta(days=1)
    visit = cared(work, contract, bathing, refused=(unwanted,), skills=["bathing"]).visit(work)
    at = clock.today_at("14:00", days=1)

    refused = {
        name: refusal(work, visit, who, at=at)
        for name, who in {
            "skill": carer,
            "expired": expired,
            "unwanted": unwanted,
            "shift": mornings,
            "absent": absent,
            "left": left,
            "elsewhere": care.caregiver(work, other_operator, skills=("bathing",)),
        }.items()
    }

    assert refused == {
        "skill": SkillMissing,
        "expired": CertificateExpired,
        "unwanted": CaregiverRefused,
        "shift": OutsideShift,
        "absent": CaregiverAbsent,
        "left": NoSuchCaregiver,
        "elsewhere": NoSuchCaregiver,
    }
    give(work, visit, last_day, at=at)
    give(work, visit, mornings, at=at, beyond_shift=True)
    check_promises(work)


def test_a_certificate_is_asked_of_each_of_two(
    work: UnitOfWork, contract: Contract, operator: Organisation
) -> None:
    day = local_date(work.now)
    good = care.caregiver(work, operator, skills=("nursing",))
    lapsed = care.caregiver(work, operator, skills=("nursing",), certified_until=day)
    service = care.service(work)
    visit = cared(work, contract, service, skills=["nursing"]).visit(work)
    visit.caregivers_needed = 2

    with pytest.raises(CertificateExpired) as refused:
        give(work, visit, good, lapsed)

    assert refused.value.field == "caregiver_ids.1"


def test_a_time_is_within_the_window_unless_the_elder_agreed(
    work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver, clock: StoppedClock
) -> None:
    visit = cared(work, contract, service, window=(9 * 60, 11 * 60)).visit(work)

    assert refusal(work, visit, carer, at=clock.today_at("08:45", days=1)) is OutsideWindow
    assert refusal(work, visit, carer, at=clock.today_at("10:15", days=1)) is OutsideWindow
    assert refusal(work, visit, carer, at=clock.today_at("09:10", days=1)) is OffQuarter
    next_day = clock.today_at("09:00", days=2)
    assert refusal(work, visit, carer, at=next_day, elder_agreed=True) is OutsideWindow
    give(work, visit, carer, at=clock.today_at("14:00", days=1), elder_agreed=True)
    assert visit.status is VisitStatus.ASSIGNED
    clock.move(days=2)
    work.now = clock.now()
    assert refusal(work, visit, care.caregiver(work, _operator(work, visit))) is InThePast


def _operator(work: UnitOfWork, visit: Visit) -> Organisation:
    return work.session.get_one(Organisation, visit.organisation_id)


def test_what_has_begun_or_is_anothers_is_not_arranged(
    work: UnitOfWork, near: Cared, carer: Caregiver, other_operator: Organisation
) -> None:
    begun = near.visit(work, status=VisitStatus.DONE)
    theirs = cared(work, care.contract(work, other_operator), near.service).visit(work)

    assert refusal(work, begun, carer) is WrongState
    assert refusal(work, theirs, carer) is NotFound


def test_two_visits_trade_their_caregivers_all_or_nothing(
    work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, colleague: Caregiver, clock: StoppedClock
) -> None:
    one, other = near.visit(work), far.visit(work)
    give(work, one, carer, at=clock.today_at("09:00", days=1))
    give(work, other, colleague, at=clock.today_at("09:00", days=1))

    actions.swap(work, visit_id=one.id, with_visit_id=other.id)

    assert queries.caregiver_ids_of(work, [one.id, other.id]) == {
        one.id: [colleague.id],
        other.id: [carer.id],
    }
    check_promises(work)
    care.absence(work, carer, clock.today_at("08:00", days=1), clock.today_at("12:00", days=1))
    with pytest.raises(CaregiverAbsent), work.session.begin_nested():
        actions.swap(work, visit_id=one.id, with_visit_id=other.id)
    check_promises(work)


def test_many_are_arranged_at_once_or_none(
    work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    day = local_date(work.now)
    visits = [who.visit(work, on=day + timedelta(days=number)) for number in (1, 2, 3) for who in (near, far)]
    times = [clock.today_at(time, days=number) for number in (1, 2, 3) for time in ("09:00", "10:30")]
    wishes = [
        Wish(visit.id, [carer.id], at, where=f"visits.{place}.")
        for place, (visit, at) in enumerate(zip(visits, times, strict=True))
    ]
    spoiled = [*wishes[:-1], Wish(visits[-1].id, [carer.id], times[-2], where="visits.5.")]

    with pytest.raises(CaregiverBusy), work.session.begin_nested():
        actions.arrange(work, spoiled)
    work.session.expire_all()
    assert work.session.scalar(select(func.count()).select_from(Assignment)) == 0
    actions.arrange(work, wishes)

    assert {each.status for each in visits} == {VisitStatus.ASSIGNED}
    check_promises(work)


def test_a_round_claims_once_for_all_its_visits(
    work: UnitOfWork,
    contract: Contract,
    carer: Caregiver,
    near: Cared,
    operator: Organisation,
    clock: StoppedClock,
) -> None:
    meals = care.service(work, mode=Mode.DELIVERY_ROUND, minutes=5)
    lunches = [cared(work, contract, meals, minutes=5).visit(work) for _ in range(3)]
    round_ = Round(
        id=work.new_id(),
        organisation_id=operator.id,
        service_id=meals.id,
        mode=Mode.DELIVERY_ROUND,
        name="午餐一线",
        starts_at=clock.today_at("11:00", days=1),
        ends_at=clock.today_at("12:30", days=1),
        status=RoundStatus.PLANNED,
        made_at=work.now,
    )
    work.session.add(round_)
    work.session.flush()
    for each in lunches:
        each.round_id = round_.id

    actions.assign_round(work, round_, [carer.id])

    assert round_.status is RoundStatus.ASSIGNED
    assert {each.status for each in lunches} == {VisitStatus.ASSIGNED}
    assert queries.caregiver_ids_of(work, [lunches[0].id]) == {lunches[0].id: [carer.id]}
    assert queries.was_theirs_at(work, lunches[1].id, carer.id, work.now)
    assert refusal(work, lunches[0], carer) is InARound
    assert refusal(work, near.visit(work), carer, at=clock.today_at("12:30", days=1)) is CaregiverBusy
    give(work, near.visit(work, on=local_date(work.now) + timedelta(days=2)), carer)
    actions.assign_round(work, round_, [])
    assert {each.status for each in lunches} == {VisitStatus.PLANNED}
    assert not queries.caregiver_ids_of(work, [lunches[0].id])


def test_a_visit_stays_theirs_for_what_arrives_late(
    work: UnitOfWork, visit: Visit, carer: Caregiver, colleague: Caregiver, clock: StoppedClock
) -> None:
    give(work, visit, carer)
    given_at = work.now
    clock.move(hours=2)
    work.now = clock.now()
    give(work, visit, colleague)

    def was_theirs(who: Caregiver, **after: float) -> bool:
        return queries.was_theirs_at(work, visit.id, who.id, given_at + timedelta(**after))

    assert was_theirs(carer, hours=1)
    assert not was_theirs(carer, hours=-1)
    assert not was_theirs(carer, hours=3)
    assert was_theirs(colleague, hours=1)


def test_assigning_takes_few_statements(
    work: UnitOfWork, connection: Connection, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    give(work, near.visit(work), carer, at=clock.today_at("09:00", days=1))
    there = far.visit(work)
    work.session.flush()

    with statements(connection) as sent:
        give(work, there, carer, at=clock.today_at("12:00", days=1))
        work.session.flush()

    assert len(sent) <= 20, "\n".join(sent)
