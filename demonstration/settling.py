"""How the community came to be: places, staff with their duties, organisations, residents, proxies and rooms."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from config.settings import CHECKOUT
from demonstration import cast
from demonstration.homes import settle_homes
from demonstration.stage import Client, Stage
from demonstration.tags import note_what_is_known
from service.accounts.duties.actions import grant_duty
from service.accounts.staff.actions import create_staff
from service.kit.actor import ADMINISTRATORS, ORGANISATION_ROLES
from service.kit.clock import at_local
from service.kit.edge import run_in_work
from service.kit.work import UnitOfWork
from service.regions.imports.actions import import_regions

_WORKERS = {cast.COMMUNITY: "worker", cast.OTHER_COMMUNITY: "worker2"}


def is_settled(stage: Stage) -> bool:
    """Whether the community is there already."""
    founded = text("SELECT EXISTS (SELECT FROM accounts WHERE username = 'district')")
    return bool(run_in_work(stage.house, lambda work: work.session.scalar(founded)))


def settle(stage: Stage, day: date) -> None:
    """Found the community on this day. Tree and staff come from outside, as on a district's first day."""
    stage.clock.moment = at_local(day) + timedelta(hours=9)
    run_in_work(stage.house, lambda work: _import_tree(work, day))
    run_in_work(stage.house, _hire_for_regions)
    _lay_out_places(stage.staff("worker"))
    organisations = _found_organisations(stage.staff("district"))
    run_in_work(stage.house, lambda work: _hire_for_organisations(work, organisations))
    _register_people(stage)
    settle_homes(stage, day)
    note_what_is_known(stage)
    _let_daughter_act(stage)
    _subscribe(stage)
    _open_rooms(stage)
    stage.run_jobs()


def _subscribe(stage: Stage) -> None:
    """Everybody with a mini-program has said “yes” to some messages of WeChat, but one."""
    for person in cast.PEOPLE:
        if person.number in (None, 9):
            continue
        resident = stage.resident(person.number)
        templates = [each["template_id"] for each in resident.get("/inbox/credits")["items"]]
        answers = [{"template_id": each, "answer": "accept"} for each in templates for _ in range(10)]
        resident.post("/inbox/credits", answers=answers)


def _import_tree(work: UnitOfWork, day: date) -> None:
    import_regions(work, (CHECKOUT / "data" / "regions-zhenhai-330211.csv").read_bytes(), since=day)


def _hire_for_regions(work: UnitOfWork) -> None:
    for member in cast.STAFF:
        if member.role not in ORGANISATION_ROLES and member.place != cast.GRID:
            hire(work, member, region_code=member.place)


def _hire_for_organisations(work: UnitOfWork, organisations: dict[str, Any]) -> None:
    """Those whose place came after the first: operators' people, and the grid's worker."""
    for member in cast.STAFF:
        if member.role in ORGANISATION_ROLES:
            hire(work, member, organisation_id=organisations[str(member.place)])
        elif member.place == cast.GRID:
            hire(work, member, region_code=cast.GRID)


def hire(work: UnitOfWork, member: cast.StaffMember, **place: Any) -> None:
    """Give somebody a login and their duty, as the administrators do."""
    account = create_staff(
        work,
        username=member.username,
        display_name=member.name,
        password=cast.PASSWORD,
        password_expires_at=None,
        administrator=member.role in ADMINISTRATORS,
    )
    grant_duty(work, account.id, role=member.role, functions=member.functions, **place)


def _lay_out_places(worker: Client) -> None:
    """Two grids and an estate in the community; buildings in the first grid."""
    grid = worker.post("/regions", parent_code=cast.COMMUNITY, level="grid", name="第一网格")["code"]
    worker.post("/regions", parent_code=cast.COMMUNITY, level="grid", name="第二网格")
    worker.post("/regions", parent_code=cast.COMMUNITY, level="estate", name="桂花苑")
    for number in range(1, 6):
        worker.post("/regions", parent_code=grid, level="building", name=f"桂花苑 {number} 幢")


def _found_organisations(district: Client) -> dict[str, Any]:
    return {
        name: district.post("/organisations", kind=kind, name=name, uscc=uscc)["id"]
        for kind, name, uscc in cast.ORGANISATIONS
    }


def _register_people(stage: Stage) -> None:
    worker = stage.staff("worker")
    for person in cast.PEOPLE:
        known = {
            "name": person.name,
            "phone": person.phone,
            "region_code": person.region_code,
            "address": person.address,
        }
        said = {key: value for key, value in known.items() if value is not None}
        if person.number is None:
            worker.post("/residents", **said)
            continue
        registered = stage.resident(person.number).post("/residents/me", **said)
        if person.region_code:
            worker.post(f"/residents/{registered['id']}/verify")


def _let_daughter_act(stage: Stage) -> None:
    """Resident 2 lives elsewhere and acts for her mother, resident 1, since a worker has seen their papers."""
    mother = cast.PEOPLE[0]
    asked = stage.resident(2).post(
        "/proxies",
        elder={"name": mother.name, "phone": mother.phone},
        relation="女儿",
        scopes=["booking", "care", "notices", "reports"],
    )
    stage.staff("worker").post(f"/proxies/{asked['id']}/approve")


def _open_rooms(stage: Stage) -> None:
    for room in cast.ROOMS:
        stage.staff(_WORKERS[room.region_code]).post(
            "/living-rooms",
            name=room.name,
            region_code=room.region_code,
            address=room.address,
            latitude=room.place[0],
            longitude=room.place[1],
            capacity_min=room.capacity[0],
            capacity_max=room.capacity[1],
            facilities=room.facilities,
            brand=room.brand,
            keeper_name="值班社工",
            keeper_phone="0574-86250000",
            policy=room.policy,
            opening_hours=[
                {"weekday": weekday, "opens": opens, "closes": closes}
                for days, opens, closes in room.hours
                for weekday in days
            ],
            holiday_hours=[],
        )
