"""What care stands on: the catalogue, facilities with their contracts, caregivers with papers and shifts, the duty desk."""

from datetime import date, timedelta
from typing import Any

from demonstration.care import cast
from demonstration.cast import OPERATOR_1, OWNER
from demonstration.stage import Client, Stage

_YEAR = timedelta(days=365)
_TARGETS = (("on_time", 950, 30), ("completed", 980, 30), ("proved", 950, 40))
_SHIFT = [{"weekday": day, "starts": "07:30", "ends": "18:30"} for day in range(1, 8)]
_MOST_FEN = 10


def found_care(stage: Stage, today: date) -> None:
    """Let the district set everything up, and operator 1 enter its caregivers."""
    district = stage.staff("district")
    prices = {_add_service(district, each): each.price_fen for each in cast.SERVICES}
    organisations = {each["name"]: each["id"] for each in district.get("/organisations", limit=100)["items"]}
    for centre in cast.CENTRES:
        _contract(district, centre, organisations, prices, today)
    for caregiver in cast.CAREGIVERS:
        enter(stage, caregiver, organisations[OPERATOR_1], today)


def _add_service(district: Client, service: cast.Service) -> str:
    needs = [{"payer": "subsidy", "need": "required"}] if service.is_assessed else []
    added = district.post(
        "/care/services",
        code=service.code,
        name=service.name,
        category=service.category,
        mode=service.mode,
        aids=list(service.aids),
        skills=list(service.skills),
        minutes=service.minutes,
        # A tenth above what is asked for now.
        ceiling_fen=service.price_fen + service.price_fen // _MOST_FEN,
        assessment=needs,
    )
    return str(added["id"])


def _contract(
    district: Client,
    centre: cast.Centre,
    organisations: dict[str, Any],
    prices: dict[str, int],
    today: date,
) -> None:
    facility = district.post(
        "/care/facilities",
        name=centre.name,
        kind=centre.kind,
        region_code=centre.region_code,
        owner_id=organisations[OWNER],
        asset_number=centre.asset_number,
        address=centre.address,
        latitude=centre.place[0],
        longitude=centre.place[1],
        phone="0574-86250100",
    )
    past, coming = centre.years
    district.post(
        "/care/contracts",
        facility_id=facility["id"],
        organisation_id=organisations[centre.operator],
        starts_on=(today - past * _YEAR).isoformat(),
        ends_on=(today + coming * _YEAR).isoformat(),
        deposit_fen=5_000_000,
        service_regions=[centre.serves],
        prices=[{"service_id": service_id, "price_fen": fen} for service_id, fen in prices.items()],
        targets=[{"kind": kind, "target": target, "weight": weight} for kind, target, weight in _TARGETS],
    )


def enter(stage: Stage, caregiver: cast.Caregiver, organisation_id: str, today: date) -> None:
    """Let the manager enter a caregiver who has a login, with papers and shifts."""
    account = stage.staff(caregiver.username).get("/accounts/me")
    stage.staff("manager").post(
        "/care/caregivers",
        account_id=account["id"],
        organisation_id=organisation_id,
        skills=list(caregiver.skills),
        certificates=[
            {
                "skill": skill,
                "number": f"HLY-{caregiver.username}-{skill}"[:60],
                "issuer": "宁波市人力资源和社会保障局",
                "issued_on": (today - _YEAR).isoformat(),
                "expires_on": (today + 2 * _YEAR).isoformat(),
            }
            for skill in caregiver.skills
        ],
        shifts=_SHIFT,
    )
