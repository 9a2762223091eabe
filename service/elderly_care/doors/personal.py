"""What doors hold about a person: the copy of it, what an erasure forgets, and what becomes of it in a merge."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.doors import actions, queries
from service.elderly_care.doors.models import Door
from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_door=Text("查看了您家门的位置", "read where your door is"),
    print_care_door_sheet=Text("打印了您家的上门签到码表", "printed the sheet of codes for your door"),
)


@copied(
    "care_door",
    Text("上门定位", "Where your door is"),
    latitude=Text("纬度", "Latitude"),
    longitude=Text("经度", "Longitude"),
    source=Text("定位方式", "How it was found"),
    allowance_m=Text("容差（米）", "Allowance (metres)"),
    placed_at=Text("定位时间", "Found at"),
    device_given_at=Text("动态码器发放时间", "Device given at"),
    sheet_given_at=Text("签到码表发放时间", "Sheet given at"),
)
def care_door(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Where the resident's door is and since when what hangs there; the secrets are the visits', not theirs."""
    row = queries.door_of(work, resident_id)
    if row is None:
        return
    told = queries.shown(work, row)
    yield {
        "latitude": told.place.latitude if told.place else None,
        "longitude": told.place.longitude if told.place else None,
        "source": told.source,
        "allowance_m": told.allowance_m,
        "placed_at": told.placed_at,
        "device_given_at": told.device_given_at,
        "sheet_given_at": told.sheet_given_at,
    }


@erased
def forget_door(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nobody needs to find the door any more."""
    actions.forget_door(work, resident_id)
    return ()


@merged(Door)
def one_door(changes: Changes, pair: Pair) -> None:
    """An elder has one door."""
    actions.one_door(changes, pair)
