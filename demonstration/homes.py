"""Who lives where: homes in the buildings and along the streets, with their households."""

from datetime import date

from demonstration import cast
from demonstration.stage import Client, Stage

_SINCE = date(2018, 6, 1).isoformat()


def settle_homes(stage: Stage, day: date) -> None:
    """Let everybody live in a home, as the worker has noted it; one has died since."""
    worker = stage.staff("worker")
    estate = worker.get("/regions", parent_code=cast.GRID, level="building", limit=100)["items"]
    buildings = {region["name"]: region["code"] for region in estate}
    for dwelling in cast.DWELLINGS:
        code = buildings[f"桂花苑 {dwelling.building} 幢"] if dwelling.building else cast.COMMUNITY
        home = worker.post("/homes", region_code=code, room=dwelling.room, kind=dwelling.kind)
        _move_in(worker, home["id"], dwelling)
    [dead] = worker.get("/residents", q=cast.DIED)["items"]
    worker.post(f"/residents/{dead['id']}/record-death", died_on=day.isoformat(), reason="家属告知")


def _move_in(worker: Client, home_id: str, dwelling: cast.Dwelling) -> None:
    """The householder founds the household, the others join it."""
    household: dict[str, str] = {}
    for name, relation in dwelling.people:
        worker.post(
            f"/residents/{_on_record(worker, name)}/move",
            home={"id": home_id},
            relation=relation,
            moved_in_on=_SINCE,
            **household,
        )
        [founded] = worker.get("/households", home_id=home_id)["items"]
        household = {"household_id": founded["id"]}


def _on_record(worker: Client, name: str) -> str:
    found = worker.get("/residents", q=name)["items"]
    known = found[0] if found else worker.post("/residents", name=name, region_code=cast.COMMUNITY)
    return str(known["id"])
