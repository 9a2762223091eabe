"""Who may act for a resident: in person, as a proxy, as staff."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.accounts.models import Account
from service.kit.acting import ActedBy, ActingAs
from service.kit.actor import Actor, ActorKind, Duty, Function, Role
from service.kit.clock import local_date
from service.kit.constraints import BrokenReference, error_of
from service.kit.errors import NotFound, OutOfScope
from service.kit.work import UnitOfWork
from service.residents import queries
from service.residents.actions import act_for
from service.residents.errors import RecordGone
from service.residents.rules import ProxyScope, ProxyStatus, ResidentStatus
from tests.factories import accounts, organisations, regions
from tests.factories.residents import proxy, resident
from tests.residents.conftest import Speak


def as_account(work: UnitOfWork, account: Account, **values: Any) -> UnitOfWork:
    work.actor = Actor(
        ActorKind(account.kind.value),
        account_id=account.id,
        resident_id=account.resident_id,
        display_name=account.display_name,
        **values,
    )
    return work


def as_worker(work: UnitOfWork, region_code: str, *functions: Function) -> UnitOfWork:
    account = accounts.staff_account(work, display_name="王芳")
    duty = Duty(Role.COMMUNITY_WORKER, region_code=region_code, functions=frozenset(functions))
    return as_account(work, account, duties=(duty,))


def test_in_person_nobody_else_acts(work: UnitOfWork) -> None:
    elder = resident(work)
    as_account(work, accounts.resident_account(work, elder.id))

    assert act_for(work, elder.id, ProxyScope.BOOKING, Function.ROOMS) is None


def test_the_service_itself_acts_as_nobody(work: UnitOfWork) -> None:
    assert act_for(work, resident(work).id, ProxyScope.BOOKING, Function.ROOMS) is None


def test_a_proxy_acts_within_the_scopes_until_the_last_day(work: UnitOfWork) -> None:
    elder = resident(work)
    account = accounts.resident_account(work)
    today = local_date(work.now)
    proxy(work, elder, account, [ProxyScope.BOOKING], valid_until=today)
    as_account(work, account)

    assert act_for(work, elder.id, "booking", Function.ROOMS) == ActedBy(account.id, "陈小妹", ActingAs.PROXY)
    assert queries.proxy_account_ids(work, elder.id, "booking") == [account.id]
    with pytest.raises(OutOfScope):
        act_for(work, elder.id, "care", Function.CARE)
    tomorrow = replace(work, now=work.now + timedelta(days=1))
    with pytest.raises(OutOfScope):
        act_for(tomorrow, elder.id, "booking", Function.ROOMS)
    assert queries.proxy_account_ids(tomorrow, elder.id, "booking") == []


@pytest.mark.parametrize("status", [each for each in ProxyStatus if each is not ProxyStatus.APPROVED])
def test_only_an_approved_proxy_acts(work: UnitOfWork, status: ProxyStatus) -> None:
    elder = resident(work)
    account = accounts.resident_account(work)
    proxy(work, elder, account, status=status)
    as_account(work, account)

    with pytest.raises(OutOfScope):
        act_for(work, elder.id, "booking", Function.ROOMS)


def test_staff_act_where_their_duty_with_that_function_reaches(work: UnitOfWork) -> None:
    elder = resident(work, regions.GRID)

    at_desk = as_worker(work, regions.COMMUNITY, Function.ROOMS)
    acted_by = act_for(at_desk, elder.id, "booking", Function.ROOMS)

    assert acted_by is not None
    assert (acted_by.name, acted_by.acting_as) == ("王芳", ActingAs.STAFF)
    for place, function in ((regions.COMMUNITY, Function.CARE), (regions.OTHER_COMMUNITY, Function.ROOMS)):
        with pytest.raises(OutOfScope):
            act_for(as_worker(work, place, function), elder.id, "booking", Function.ROOMS)


def test_nobody_acts_for_somebody_who_is_not_there(work: UnitOfWork) -> None:
    as_worker(work, regions.COMMUNITY, Function.ROOMS)

    with pytest.raises(NotFound):
        act_for(work, work.new_id(), "booking", Function.ROOMS)


def test_standing_has_the_path_from_the_top(work: UnitOfWork) -> None:
    elder = resident(work, regions.GRID)
    homeless = resident(work, None, status=ResidentStatus.PENDING)

    there = queries.standing(work, elder.id)
    nowhere = queries.standing(work, homeless.id)

    assert there is not None
    assert nowhere is not None
    assert there.path == (regions.CITY, regions.DISTRICT, regions.STREET, regions.COMMUNITY, regions.GRID)
    assert there.is_verified
    assert nowhere.path == ()
    assert queries.standing(work, work.new_id()) is None


def test_who_is_gone_at_the_last_moment_is_a_conflict_and_who_never_was_is_not(
    work: UnitOfWork, as_staff: Speak
) -> None:
    # What a merge leaves to who waited for it: the record was there when it was looked for.
    booking = error_of("bookings_resident_id_fkey")
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)
    choir = organisations.organisation(work)

    member = district.post(f"/organisations/{choir.id}/members", {"resident_id": choir.id})

    assert (type(booking), booking and booking.status) == (RecordGone, 409)
    assert (member.status_code, member.json["code"]) == (422, "no_such_resident")
    assert type(error_of("bookings_living_room_id_fkey")) is BrokenReference
