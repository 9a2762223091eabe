"""What waits for a worker is told to the workers of that place."""

from collections.abc import Callable

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import regions, residents
from tests.residents.conftest import Speak

Newcomer = Callable[[], ApiClient]
LIN = {"name": "林小满", "phone": "13800010021"}


def told(client: ApiClient) -> list[str]:
    """What an inbox holds, the oldest first."""
    return [each["text"] for each in client.get("/inbox").json["items"]][::-1]  # type: ignore[index]


def test_a_registration_is_told_to_the_workers_of_the_community(
    worker: ApiClient, other_worker: ApiClient, as_staff: Speak, newcomer: Newcomer, timetable: Timetable
) -> None:
    of_rooms = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions={Function.ROOMS})

    newcomer().post("/residents/me", {**LIN, "region_code": regions.COMMUNITY})
    newcomer().post("/residents/me", LIN)
    timetable.deliver()

    assert told(worker) == ["residents.to_verify"]
    assert told(other_worker) == told(of_rooms) == []


def test_who_decides_for_an_elder_without_an_account_is_told(
    work: UnitOfWork, worker: ApiClient, newcomer: Newcomer, timetable: Timetable
) -> None:
    elder = residents.resident(work, name="冯阿福", phone="+8613800010022")
    daughter = newcomer()
    daughter.post("/residents/me", LIN)

    named = {"name": elder.name, "phone": "13800010022"}
    daughter.post("/proxies", {"elder": named, "relation": "女儿", "scopes": ["booking"]})
    timetable.deliver()

    assert told(worker) == ["residents.proxy_to_decide"]
    assert told(daughter) == []
