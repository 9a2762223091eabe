"""Elders on record who agree that an operator gets what it needs, ask for care, and agree to a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from demonstration import cast as community
from demonstration.care import cast
from demonstration.stage import Stage

# Metres of a degree in Zhenhai.
_METRES_NORTH, _METRES_EAST = 111_200, 96_400
_SIGNED_SHEET = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"
)
_PURPOSES = ("health_data", "share_with_operator")
# When in the day each service is given.
_WINDOWS = {
    "morning_care": ("07:30", "12:00"),
    "lunch": ("10:45", "12:15"),
    "safety_call": ("13:30", "15:00"),
    "keeping_company": ("13:00", "17:00"),
    "cleaning": ("13:00", "17:30"),
}


@dataclass(frozen=True)
class Care:
    """What there is to ask for and who gives it: services by code, operator 1, its contract, a signed sheet."""

    services: Mapping[str, str]
    organisation_id: str
    contract_id: str
    sheet: str


def care_of(stage: Stage) -> Care:
    """Look up what was founded."""
    worker = stage.staff("worker")
    listed = worker.get("/care/services", limit=100)["items"]
    [operator] = worker.get("/care/operators", region_code=community.COMMUNITY)["items"]
    return Care(
        services={each["code"]: each["id"] for each in listed},
        organisation_id=operator["organisation_id"],
        contract_id=operator["contract_id"],
        sheet=worker.upload("signed.pdf", _SIGNED_SHEET),
    )


def care_for(
    stage: Stage, care: Care, elders: Iterable[cast.Elder], starts_on: date
) -> dict[str, tuple[int, int]]:
    """Let each of these elders have a plan that begins on a day; how far from the centre each lives, by their ids."""
    offsets = {}
    for elder in elders:
        elder_id = _on_record(stage, care, elder)
        request = _ask(stage, care, elder, elder_id)
        _agree_on_plan(stage, care, elder, request, starts_on)
        offsets[elder_id] = elder.offset
    stage.run_jobs()
    return offsets


def offsets_of(stage: Stage, elders: Iterable[cast.Elder]) -> dict[str, tuple[int, int]]:
    """The same for elders who have been cared for already."""
    worker = stage.staff("worker")
    return {worker.get("/residents", q=each.name)["items"][0]["id"]: each.offset for each in elders}


def place_of(offset: tuple[int, int], away: int = 0) -> dict[str, Any]:
    """Where a telephone is that many metres north of a door."""
    north, east = offset
    centre = cast.CENTRES[0].place
    return {
        "latitude": round(centre[0] + (north + away) / _METRES_NORTH, 6),
        "longitude": round(centre[1] + east / _METRES_EAST, 6),
        "coordinate_system": "WGS-84",
        "accuracy_m": 15,
    }


def _on_record(stage: Stage, care: Care, elder: cast.Elder) -> str:
    worker = stage.staff("worker")
    found = worker.get("/residents", q=elder.name)["items"]
    said = {"sex": elder.sex, "birth_on": elder.born_on}
    if found:
        elder_id = str(found[0]["id"])
    else:
        registered = worker.post("/residents", name=elder.name, region_code=community.COMMUNITY, **said)
        elder_id = str(registered["id"])
    for purpose in _PURPOSES:
        _consent(stage, care, elder, elder_id, purpose)
    place = place_of(elder.offset)
    place.pop("accuracy_m")
    worker.put(f"/care/doors/{elder_id}", **place, allowance_m=40)
    return elder_id


def _consent(stage: Stage, care: Care, elder: cast.Elder, elder_id: str, purpose: str) -> None:
    """Grandmother Wang taps, everybody else signs before the worker."""
    wanted: dict[str, Any] = {"purpose": purpose, "text_version": 1}
    if purpose == "share_with_operator":
        wanted["organisation_id"] = care.organisation_id
    if elder.name == community.PEOPLE[0].name:
        stage.resident(1).post("/consents", **wanted)
        return
    stage.staff("worker").post(
        "/consents", **wanted, for_resident_id=elder_id, way="paper", attachment=care.sheet, witness="王芳"
    )


def _ask(stage: Stage, care: Care, elder: cast.Elder, elder_id: str) -> str:
    """A request that the worker accepts and gives to operator 1; Grandmother Wang's daughter asks for her."""
    worker = stage.staff("worker")
    asker = stage.resident(2) if elder.name == community.PEOPLE[0].name else worker
    request = asker.post(
        "/care/requests",
        elder_id=elder_id,
        needs=[care.services[code] for code in elder.gets],
        key_holder="elder",
        floor=5 if elder.name == community.PEOPLE[0].name else 2,
        has_lift=False,
        note="上下楼不便，请先敲门。",
    )
    worker.post(f"/care/requests/{request['id']}/accept")
    worker.post(f"/care/requests/{request['id']}/assign", contract_id=care.contract_id)
    return str(request["id"])


def _agree_on_plan(stage: Stage, care: Care, elder: cast.Elder, request_id: str, starts_on: date) -> None:
    dispatcher = stage.staff("dispatcher")
    plan = dispatcher.post(
        "/care/plans",
        request_id=request_id,
        starts_on=starts_on.isoformat(),
        items=[
            {
                "service_id": care.services[code],
                "rrule": "FREQ=DAILY",
                "window_start": _WINDOWS[code][0],
                "window_end": _WINDOWS[code][1],
            }
            for code in elder.gets
        ],
    )
    offered = dispatcher.post(f"/care/plans/{plan['id']}/offer")
    text_hash = offered["offered"]["text_hash"]
    if elder.name == community.PEOPLE[0].name:
        stage.resident(2).post(f"/care/plans/{plan['id']}/agree", way="app", text_hash=text_hash)
        return
    stage.staff("worker").post(
        f"/care/plans/{plan['id']}/agree",
        way="paper",
        text_hash=text_hash,
        attachment=care.sheet,
        witness="王芳",
    )
