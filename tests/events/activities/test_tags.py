"""Who comes to what is for people with a tag has that tag, and that is not for everybody to know."""

from service.kit.actor import Function, Role
from service.kit.edge import unit_of_work
from service.residents.models import Resident
from tests.client import ApiClient
from tests.events.activities.conftest import Stage
from tests.factories import accounts, regions, tags

SENSITIVE = "low_income"


def staff(stage: Stage, role: Role, region_code: str, *functions: Function) -> ApiClient:
    duty = {"functions": set(functions)} if functions else {}
    with unit_of_work(stage.house) as work:
        account = accounts.staff(work, role, region_code, **duty)
    return stage.client(account)


def with_tag(stage: Stage) -> tuple[Resident, ApiClient]:
    person, client = stage.neighbour(region_code=regions.GRID, name="低保户")
    with unit_of_work(stage.house) as work:
        tags.tag(work, person, SENSITIVE)
    return person, client


def test_who_may_not_see_a_tag_does_not_see_who_comes_by_it(stage: Stage) -> None:
    path = stage.published(region_code=regions.GRID, audience=[SENSITIVE])
    activity = {"activity_id": path.removeprefix("/activities/")}
    poor, as_poor = with_tag(stage)
    assert as_poor.post(f"{path}/sign-up").status_code == 201
    assert stage.worker.get("/activities/sign-ups", query_string=activity).json["items"]
    assert stage.worker.get(f"{path}/figures").status_code == 200
    grid_worker = staff(stage, Role.GRID_WORKER, regions.GRID)
    office = staff(stage, Role.STREET_STAFF, regions.STREET, Function.NOTICES)
    stage.move_to(stage.start)
    attended = {"resident_id": poor.id, "attended": True}

    for client in (grid_worker, office):
        for kind in ("sign-ups", "waitlist"):
            assert client.get(f"/activities/{kind}", query_string=activity).json["items"] == []
        assert client.get("/activities/sign-ups").json["items"] == []
        assert client.post(f"{path}/attendance", attended).status_code == 403
        assert client.get(f"{path}/figures").status_code == 403
    assert stage.worker.post(f"{path}/attendance", attended).status_code == 200


def test_nobody_tries_out_who_has_a_tag_by_signing_people_up(stage: Stage) -> None:
    path = stage.published(audience=[SENSITIVE])
    poor, _ = with_tag(stage)
    other, _ = stage.neighbour(region_code=regions.GRID)
    grid_worker = staff(stage, Role.GRID_WORKER, regions.GRID)

    for verb in ("sign-up", "waitlist", "cancel-sign-up"):
        told = [grid_worker.post(f"{path}/{verb}", {"resident_ids": [each.id]}) for each in (poor, other)]
        assert [(each.status_code, each.json["code"]) for each in told] == [(403, "out_of_scope")] * 2, verb
    assert stage.worker.post(f"{path}/sign-up", {"resident_ids": [poor.id]}).status_code == 201


def test_a_tag_that_is_no_secret_keeps_nobody_away(stage: Stage) -> None:
    path = stage.published(region_code=regions.GRID, audience=["volunteer"])
    helper, _ = stage.neighbour(region_code=regions.GRID)
    with unit_of_work(stage.house) as work:
        tags.tag(work, helper, "volunteer")
    grid_worker = staff(stage, Role.GRID_WORKER, regions.GRID)

    assert grid_worker.post(f"{path}/sign-up", {"resident_ids": [helper.id]}).status_code == 201
    assert len(grid_worker.get("/activities/sign-ups").json["items"]) == 1
