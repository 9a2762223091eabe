"""Whatever is noted in whatever order: nobody lives in two homes, and a record says where its person lives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.kit.clock import local_date
from service.kit.errors import DomainError
from service.kit.work import UnitOfWork
from service.residents.homes import actions, queries
from service.residents.homes.models import Home, Residence
from service.residents.homes.rules import DepartureKind, Relation
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.factories import homes, regions
from tests.factories.residents import resident

LIVING = (ResidentStatus.VERIFIED, ResidentStatus.PENDING)


@dataclass
class Street:
    """Three homes in three places, and two people who move about between them."""

    work: UnitOfWork
    homes: list[Home]
    people: list[Resident]
    refused: list[str] = field(default_factory=list)

    def take(self, step: tuple[str, int, int, int, bool]) -> None:
        """Do one thing, as far as the rules let it be done."""
        name, who, where, days_ago, as_householder = step
        person, home = self.people[who], self.homes[where]
        on = local_date(self.work.now) - timedelta(days=days_ago)
        relation = Relation.HOUSEHOLDER if as_householder else Relation.OTHER
        acts: dict[str, Callable[[], object]] = {
            "move": lambda: actions.move_in(self.work, person, home, on, relation=relation),
            "join": lambda: actions.move_in(
                self.work, person, home, on, household=self._household(home), relation=relation
            ),
            "split": lambda: self._split(person, on),
            "move out": lambda: actions.leave(self.work, person, moved_out_on=on),
            "move within": lambda: actions.leave(
                self.work, person, moved_out_on=on, region_code=home.region_code
            ),
            "die": lambda: actions.record_death(self.work, person, died_on=on),
            "undo death": lambda: actions.undo_departure(self.work, person, DepartureKind.DIED),
            "undo move out": lambda: actions.undo_departure(self.work, person, DepartureKind.MOVED_AWAY),
            "put home elsewhere": lambda: actions.change_home(
                self.work, home, {"region_code": regions.SECOND_COMMUNITY, "room": str(700 + where)}
            ),
        }
        try:
            with self.work.session.begin_nested():
                acts[name]()
        except DomainError as refusal:
            self.refused.append(refusal.code)
        self.work.session.expire_all()

    def _household(self, home: Home) -> object:
        found = queries.households(self.work, home_id=home.id).items
        return queries.household(self.work, found[0].id) if found else None

    def _split(self, person: Resident, on: date) -> None:
        present = queries.open_residence(self.work, person.id)
        household = (
            queries.household(self.work, present.household_id) if present and present.household_id else None
        )
        if household is not None:
            member = {"resident_id": person.id, "relation": Relation.HOUSEHOLDER}
            actions.split_household(self.work, household, members=[member], on=on)

    def check(self) -> None:
        for person in self.people:
            lived = self.work.session.scalars(
                select(Residence)
                .where(Residence.resident_id == person.id)
                .order_by(Residence.moved_in_on, Residence.moved_out_on.asc().nulls_last())
            ).all()
            present = [each for each in lived if each.moved_out_on is None]
            assert len(present) <= 1
            assert not present or person.status in LIVING
            assert person.home_id == (present[0].home_id if present else None)
            if present:
                home = self.work.session.get_one(Home, present[0].home_id)
                assert person.region_code == home.region_code
                assert person.address == queries.addresses_of(self.work, [home])[home.id]
            for earlier, later in pairwise(lived):
                assert earlier.moved_out_on is not None
                assert earlier.moved_out_on <= later.moved_in_on
        for home in self.homes:
            for household in queries.shown(self.work, home).households:
                heads = [each for each in household.members if each.relation is Relation.HOUSEHOLDER]
                assert len(heads) <= 1
                assert household.needs_householder == (bool(household.members) and not heads)


NAMES = (
    "move",
    "join",
    "split",
    "move out",
    "move within",
    "die",
    "undo death",
    "undo move out",
    "put home elsewhere",
)
steps = st.tuples(
    st.sampled_from(NAMES),
    st.integers(0, 1),
    st.integers(0, 2),
    st.sampled_from([-1, 0, 0, 0, 1, 2, 28, 30, 31, 365]),
    st.booleans(),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, max_size=14))
def test_nobody_is_lost_doubled_or_in_two_homes(
    work: UnitOfWork, noted: list[tuple[str, int, int, int, bool]]
) -> None:
    with work.session.begin_nested() as outer:
        street = _street(work)
        for step in noted:
            street.take(step)
            street.check()
        outer.rollback()


def _street(work: UnitOfWork) -> Street:
    places = (regions.GRID, regions.COMMUNITY, regions.OTHER_COMMUNITY)
    return Street(
        work,
        [homes.home(work, place, str(100 + number)) for number, place in enumerate(places)],
        [resident(work, name="陈大伯"), resident(work, name="林阿姨")],
    )
