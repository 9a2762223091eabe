"""A grid with two buildings and who lives there."""

from dataclasses import dataclass
from datetime import date

import pytest

from service.kit.work import UnitOfWork
from service.regions.rules import Level
from service.residents.homes.rules import Relation
from service.residents.models import Resident
from service.residents.people.models import EmergencyContact
from service.residents.tags.models import ResidentTag
from tests.factories import homes, regions, residents


@dataclass(frozen=True)
class Grid:
    """An elder who lives alone in the second building, a couple in the tenth, and somebody without a home."""

    second: str
    tenth: str
    elder: Resident
    couple: tuple[Resident, Resident]
    homeless: Resident


@pytest.fixture
def grid(work: UnitOfWork) -> Grid:
    regions.tree(work)
    tenth = regions.region(work, regions.GRID, Level.BUILDING, "桂花苑10幢")
    second = regions.region(work, regions.GRID, Level.BUILDING, "桂花苑2幢")
    elder = residents.resident(
        work, regions.GRID, name="陈阿婆", phone="+8613812345678", birth_on=date(1938, 5, 1)
    )
    couple = (
        residents.resident(work, regions.GRID, name="林大海"),
        residents.resident(work, regions.GRID, name="周小云"),
    )
    homes.living(work, elder, homes.home(work, second, room="1001", unit="1"))
    homes.home(work, second, room="201", unit="1")
    shared = homes.home(work, tenth, room="301")
    household = homes.household(work, shared)
    homes.living(work, couple[0], shared, household=household, relation=Relation.SPOUSE)
    homes.living(work, couple[1], shared, household=household, relation=Relation.HOUSEHOLDER)
    homeless = residents.resident(work, regions.GRID, name="赵无家", phone="+8613812345679")
    tag(work, elder, "lives_alone")
    tag(work, elder, "low_income")
    daughter = EmergencyContact(
        id=work.new_id(), resident_id=elder.id, place=1, name="陈小妹", relation="女儿"
    )
    daughter.keep_phone(work.house.cipher, "+8613900000001")
    work.session.add(daughter)
    work.session.flush()
    return Grid(second, tenth, elder, couple, homeless)


def tag(work: UnitOfWork, person: Resident, code: str) -> ResidentTag:
    """Let the resident have a tag from this year on."""
    made = ResidentTag(
        id=work.new_id(),
        resident_id=person.id,
        tag_code=code,
        region_code=person.region_code,
        valid_from=date(2026, 1, 1),
        set_at=work.now,
    )
    work.session.add(made)
    return made
