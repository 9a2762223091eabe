"""What becomes of a door when its elder is copied, erased, or turns out to be on record twice."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from service.elderly_care.doors import actions, queries, rules
from service.elderly_care.doors.models import Door, DoorSecret
from service.elderly_care.doors.rules import CodeVerdict, Half, SecretKind
from service.kit import personal
from service.kit.actor import SYSTEM, Actor, ActorKind, Duty, Function, Role
from service.kit.clock import local_date
from service.kit.sealing import reseal_some
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from service.residents.models import Resident
from tests.factories import accounts, doors, regions, residents

Twice = tuple[Resident, Resident]
AWAY = doors.Point(29.96, 121.7)


@pytest.fixture
def twice(work: UnitOfWork) -> Twice:
    """Somebody who is on record twice, before a worker who keeps both."""
    regions.tree(work)
    account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    duty = Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=frozenset(Function))
    work.actor = Actor(ActorKind.STAFF, account_id=account.id, display_name="王芳", duties=(duty,))
    return residents.resident(work), residents.resident(work)


def todays_code(work: UnitOfWork, door: Door, secret: str) -> str:
    return rules.sheet_code(secret, door.id, local_date(work.now), Half.AM)


def proved(work: UnitOfWork, elder_id: UUID, code: str) -> CodeVerdict:
    return queries.code_verdict(work, queries.door(work, elder_id), code, work.now)


def test_the_copy_tells_the_place_and_no_secret(work: UnitOfWork) -> None:
    elder = residents.resident(work)
    secret = doors.secret(work, doors.door(work, elder, allowance_m=60))
    [holding] = [each for each in personal.holdings() if each.name == "care_door"]

    [told] = holding.rows(work, elder.id)

    assert (told["latitude"], told["longitude"], told["allowance_m"]) == (29.953, 121.716, 60)
    assert (told["device_given_at"], told["sheet_given_at"]) == (work.now, None)
    assert secret not in str(told)
    assert list(holding.rows(work, residents.resident(work).id)) == []


def test_of_who_is_erased_no_door_is_left(work: UnitOfWork) -> None:
    elder, neighbour = residents.resident(work), residents.resident(work)
    for each in (elder, neighbour):
        doors.secret(work, doors.door(work, each))

    personal.erase_everywhere(work, elder.id)

    assert work.session.scalars(select(Door.elder_id)).all() == [neighbour.id]
    assert len(work.session.scalars(select(DoorSecret.id)).all()) == 1


def test_the_only_door_goes_on_with_its_place_and_its_codes(work: UnitOfWork, twice: Twice) -> None:
    kept, gone = twice
    door = doors.door(work, gone)
    code = todays_code(work, door, doors.secret(work, door, SecretKind.SHEET))

    merge = merging.merge(work, kept.id, other_id=gone.id)

    assert queries.places_of(work, [kept.id]) == {kept.id: doors.HOME}
    assert proved(work, kept.id, code) is CodeVerdict.SHEET
    merging.undo(work, merge.id)
    assert queries.places_of(work, [kept.id, gone.id]) == {gone.id: doors.HOME}
    assert proved(work, gone.id, code) is CodeVerdict.SHEET


@pytest.mark.parametrize("newer_is_kept", [True, False])
def test_of_two_doors_the_one_changed_last_stays_and_undoing_gives_both_back(
    work: UnitOfWork, twice: Twice, newer_is_kept: bool
) -> None:
    kept, gone = twice
    one, other = doors.door(work, kept), doors.door(work, gone, AWAY)
    newer, older = (one, other) if newer_is_kept else (other, one)
    older.changed_at = work.now - timedelta(days=1)
    code, lost = (
        todays_code(work, each, doors.secret(work, each, SecretKind.SHEET)) for each in (newer, older)
    )
    work.session.flush()

    merge = merging.merge(work, kept.id, other_id=gone.id)

    assert queries.places_of(work, [kept.id]) == {kept.id: doors.HOME if newer_is_kept else AWAY}
    assert proved(work, kept.id, code) is CodeVerdict.SHEET
    assert proved(work, kept.id, lost) is CodeVerdict.WRONG
    merging.undo(work, merge.id)
    assert queries.places_of(work, [kept.id, gone.id]) == {kept.id: doors.HOME, gone.id: AWAY}
    owners = (kept, gone) if newer_is_kept else (gone, kept)
    assert {proved(work, each.id, its) for each, its in zip(owners, (code, lost), strict=True)} == {
        CodeVerdict.SHEET
    }


def test_a_door_whose_place_is_known_goes_before_a_newer_one(work: UnitOfWork, twice: Twice) -> None:
    kept, gone = twice
    doors.door(work, kept, None)
    doors.door(work, gone).changed_at = work.now - timedelta(days=30)
    work.session.flush()

    merging.merge(work, kept.id, other_id=gone.id)

    assert queries.places_of(work, [kept.id]) == {kept.id: doors.HOME}


def test_what_marks_told_is_put_on_record_by_the_service_and_keeps_the_allowance(work: UnitOfWork) -> None:
    elder = residents.resident(work)
    doors.door(work, elder, None, allowance_m=80)
    work.actor = SYSTEM

    row = actions.place(
        work,
        elder.id,
        latitude=29.96,
        longitude=121.7,
        coordinate_system=rules.CoordinateSystem.WGS_84,
        source=rules.PlaceSource.CAREGIVER_MARKS,
    )

    assert (row.source, row.allowance_m, row.placed_by) == (rules.PlaceSource.CAREGIVER_MARKS, 80, None)
    assert queries.places_of(work, [elder.id]) == {elder.id: AWAY}


def test_a_new_data_key_reaches_places_and_secrets(work: UnitOfWork) -> None:
    elder = residents.resident(work)
    door = doors.door(work, elder)
    code = todays_code(work, door, doors.secret(work, door, SecretKind.SHEET))
    old = work.house.cipher
    work.house.cipher = type(old)(["1:only-for-development", "2:another-key-of-later"], "index")  # type: ignore[call-arg]
    try:
        resealed = reseal_some(work)
        work.session.expire_all()
        row = work.session.scalars(select(Door)).one()

        assert resealed >= 2
        assert row.place_sealed is not None
        assert work.house.cipher.key_version(row.place_sealed) == 2
        assert queries.places_of(work, [elder.id]) == {elder.id: doors.HOME}
        assert proved(work, elder.id, code) is CodeVerdict.SHEET
    finally:
        work.house.cipher = old
