"""Two workers at one door at once."""

from functools import partial

from sqlalchemy import func, select

from service.elderly_care.doors import actions, queries
from service.elderly_care.doors.models import Door, DoorSecret
from service.elderly_care.doors.rules import CoordinateSystem, PlaceSource, SecretKind
from service.kit.actor import Actor, ActorKind, Duty, Function, Role
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from tests.factories import accounts, doors, regions, residents
from tests.races.conftest import THREADS, Race


def test_a_door_is_begun_once_and_has_one_device_at_a_time(racing_house: House, race: Race) -> None:
    with unit_of_work(racing_house) as work:
        elder_id = residents.resident(work).id
        account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    duty = Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=frozenset(Function))
    worker = Actor(ActorKind.STAFF, account_id=account.id, duties=(duty,))

    def place() -> object:
        do = partial(
            actions.place,
            elder_id=elder_id,
            latitude=doors.HOME.latitude,
            longitude=doors.HOME.longitude,
            coordinate_system=CoordinateSystem.WGS_84,
            source=PlaceSource.MAP,
        )
        return run_in_work(racing_house, do, worker)

    def give() -> object:
        return run_in_work(racing_house, lambda work: actions.give_device(work, elder_id), worker)

    done = race([place, give] * (THREADS // 2))

    assert [each for each in done if isinstance(each, str)] == []
    with unit_of_work(racing_house) as work:
        assert work.session.scalar(select(func.count()).select_from(Door)) == 1
        assert work.session.scalar(select(func.count()).select_from(DoorSecret)) == THREADS // 2
        assert queries.places_of(work, [elder_id]) == {elder_id: doors.HOME}
        facts = queries.door(work, elder_id)
        assert facts is not None
        assert [each.kind for each in facts.secrets if each.ended_at is None] == [SecretKind.DEVICE]
