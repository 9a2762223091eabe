"""What is told of homes, households and residences."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.residents.homes.rules import HomeKind, HouseholdKind, Relation, ResidenceEnd


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who lives, or on the day asked for lived, in a home."""

    resident_id: UUID
    name: str
    relation: Relation
    moved_in_on: date
    moved_out_on: date | None


@dataclass(frozen=True, slots=True)
class ShownHousehold:
    """A household with its members; a family without a householder needs one."""

    id: UUID
    version: int
    home_id: UUID
    kind: HouseholdKind
    number: str | None
    members: list[Member]

    @property
    def needs_householder(self) -> bool:
        has_one = any(member.relation is Relation.HOUSEHOLDER for member in self.members)
        return self.kind is HouseholdKind.FAMILY and bool(self.members) and not has_one


@dataclass(frozen=True, slots=True)
class ListedHome:
    """A home with its address and how many people live there now."""

    id: UUID
    version: int
    region_code: str
    unit: str | None
    room: str
    kind: HomeKind | None
    address: str
    residents: int


@dataclass(frozen=True, slots=True)
class ShownHome(ListedHome):
    """A home with who lives there; `lodgers` belong to no household of it."""

    households: list[ShownHousehold]
    lodgers: list[Member]


@dataclass(frozen=True, slots=True)
class Stay:
    """A residence of the past or present, with the address of its home."""

    id: UUID
    home_id: UUID
    household_id: UUID | None
    address: str
    relation: Relation
    moved_in_on: date
    moved_out_on: date | None
    ended_because: ResidenceEnd | None
