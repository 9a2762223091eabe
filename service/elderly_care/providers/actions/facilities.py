"""Entering and changing facilities."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.providers.errors import NoSuchServiceRegion, OwnerNotPublic
from service.elderly_care.providers.models import Facility
from service.kit.errors import InvalidInput, OutOfScope
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions

_PUBLIC = "department"
_HALF_A_PLACE = Text("经度和纬度要一起填写。", "Latitude and longitude go together.")


def add_facility(work: UnitOfWork, **columns: Any) -> Facility:
    """Enter a facility that the public owns. Raises OwnerNotPublic, AssetOnRecord, OutOfScope."""
    _check_place(work, columns["region_code"])
    _check_owner(work, columns["owner_id"])
    facility = Facility(id=work.new_id(), created_at=work.now, **columns)
    _check_point(facility)
    work.session.add(facility)
    work.session.flush()
    return facility


def change_facility(work: UnitOfWork, facility: Facility, changes: Mapping[str, Any]) -> Facility:
    """Change what a facility says of itself; another owner is public too, and its asset number stays."""
    _check_place(work, facility.region_code)
    work.expect(facility)
    if "owner_id" in changes:
        _check_owner(work, changes["owner_id"])
    for name, value in changes.items():
        setattr(facility, name, value)
    _check_point(facility)
    return facility


def _check_place(work: UnitOfWork, region_code: str) -> None:
    path = regions.path_of(work, region_code)
    if not path:
        raise NoSuchServiceRegion(field="region_code")
    work.require(permissions.may_govern_at(work.actor, path), OutOfScope)


def _check_owner(work: UnitOfWork, owner_id: UUID) -> None:
    owner = organisations.organisation(work, owner_id)
    if owner is None or owner.kind != _PUBLIC:
        raise OwnerNotPublic(field="owner_id")


def _check_point(facility: Facility) -> None:
    if (facility.latitude is None) is not (facility.longitude is None):
        raise InvalidInput({"longitude": _HALF_A_PLACE})
