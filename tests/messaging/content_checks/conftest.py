"""An elder's daughter who books for her, the elder, and the workers of two communities."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from service.accounts.models import Account, Identity
from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.wechat.server import WeChatServer
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import LivingRoom
from service.messaging.content_checks import actions
from service.messaging.content_checks.checkers import ContentChecker, WeChatChecker
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, living_rooms, residents
from tests.factories.regions import COMMUNITY, OTHER_COMMUNITY
from tests.kit.wechat_stand_in import with_mini_program
from tests.messaging.content_checks.stand_in import CheckerStandIn
from tests.stand_in import serving

Booking = Callable[..., dict[str, Any]]


@pytest.fixture
def machine(house: House, clock: StoppedClock) -> Iterator[CheckerStandIn]:
    """The house has a mini-program, and WeChat looks at texts."""
    kept = house.settings, dict(house.providers)
    with serving(CheckerStandIn(clock)) as server:
        house.settings = with_mini_program(house.settings, server.url)
        wechat = WeChatServer(house.settings)
        house.providers.update({WeChatServer: wechat, ContentChecker: WeChatChecker(house)})
        yield server
        wechat.close()
    house.settings = kept[0]
    house.providers.clear()
    house.providers.update(kept[1])


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work, advance_days=30)


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="陈阿婆")


@pytest.fixture
def daughter(work: UnitOfWork, elder: Resident) -> Account:
    """Who books for the elder, and has come by WeChat."""
    account = accounts.resident_account(work, residents.resident(work, name="陈小妹").id)
    residents.proxy(work, elder, account)
    work.session.add(
        Identity(provider="wechat", subject="openid-1", account_id=account.id, linked_at=work.now)
    )
    work.session.flush()
    return account


@pytest.fixture
def as_daughter(app: Flask, work: UnitOfWork, daughter: Account) -> ApiClient:
    return accounts.client_of(app, work, daughter)


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def worker(work: UnitOfWork, room: LivingRoom) -> Account:
    return accounts.staff(work, Role.COMMUNITY_WORKER, COMMUNITY)


@pytest.fixture
def as_worker(app: Flask, work: UnitOfWork, worker: Account) -> ApiClient:
    return accounts.client_of(app, work, worker)


@pytest.fixture
def as_other_worker(app: Flask, work: UnitOfWork, room: LivingRoom) -> ApiClient:
    return accounts.client_of(app, work, accounts.staff(work, Role.COMMUNITY_WORKER, OTHER_COMMUNITY))


@pytest.fixture
def as_street_without_notices(app: Flask, work: UnitOfWork, room: LivingRoom) -> ApiClient:
    account = accounts.staff(work, Role.STREET_STAFF, COMMUNITY[:9], functions=[Function.ROOMS])
    return accounts.client_of(app, work, account)


@pytest.fixture
def book(as_daughter: ApiClient, room: LivingRoom, elder: Resident, clock: StoppedClock) -> Booking:
    """The daughter books for the elder, with a title of hers."""
    days = iter(range(1, 8))

    def booking(title: str | None, by: ApiClient = as_daughter, **values: Any) -> dict[str, Any]:
        starts_at = clock.today_at("10:00", days=next(days))
        wish = {
            "living_room_id": room.id,
            "for_resident_id": elder.id,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "purpose": "recreation",
            "headcount": 4,
            "title": title,
            **values,
        }
        answer = by.post("/bookings", wish)
        assert answer.status_code == 201, answer.json
        made: dict[str, Any] = answer.json  # type: ignore[assignment]
        return made

    return booking


@pytest.fixture
def look(house: House, timetable: Timetable) -> Callable[[], None]:
    """Let the machine look at what waits for it, and everybody hear of it."""

    def looking() -> None:
        timetable.deliver()
        while actions.ask_machine(house):
            pass
        timetable.deliver()

    return looking
