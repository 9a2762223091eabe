"""Claiming caregivers' and elders' time: one way for visits and rounds, for one and for a hundred at once.

Who claims has locked the rounds and visits in the order of their ids. Then the days of all caregivers and elders
concerned are locked in one order, and what stands around is read anew inside the locks: so neighbours that two
dispatchers add at once meet, and the way between them is reckoned by whoever comes second.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.caregivers.errors import NoSuchCaregiver
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.travel import TravelTimes
from service.elderly_care.rules import Point
from service.elderly_care.visits import queries, rules
from service.elderly_care.visits.actions import grains as time
from service.elderly_care.visits.errors import CaregiverAbsent
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import Needs, Stop, Where
from service.kit import locks
from service.kit.grains import grains
from service.kit.work import UnitOfWork

# A meal is handed in at the door: that takes no time of the elder's.
TAKES_ELDERS_TIME = frozenset({Mode.HOME_VISIT, Mode.CENTRE_SESSION, Mode.PHONE})


@dataclass(frozen=True, slots=True)
class Claim:
    """When something is made and by whom, as a whole; without a time it takes nobody's.

    `what` is a visit by itself or a round; `elders` are the visits whose elders' time is taken. `field` names the list of
    caregivers in the input.
    """

    what: Visit | Round
    starts_at: datetime | None
    ends_at: datetime | None
    caregiver_ids: Sequence[UUID] = ()
    elders: Sequence[Visit] = ()
    skills: frozenset[str] = frozenset()
    refused: frozenset[UUID] = frozenset()
    beyond_shift: bool = False
    field: str = "caregiver_ids"


@dataclass(slots=True)
class _Taking:
    """What becomes of assignments: those that go, stay at another time, and are new, each with its claim."""

    gone: list[Assignment] = field(default_factory=list)
    moved: list[tuple[Assignment, Claim]] = field(default_factory=list)
    new: list[tuple[Assignment, Claim, str]] = field(default_factory=list)

    @property
    def changed(self) -> list[Assignment]:
        return [*self.gone, *(each for each, _ in self.moved), *(each for each, _, _ in self.new)]


def take(work: UnitOfWork, claims: Sequence[Claim]) -> None:
    """Let these visits and rounds take just the time that is asked for, all or nothing.

    Raises NoSuchCaregiver, CaregiverRefused, SkillMissing, CertificateExpired, OutsideShift, CaregiverAbsent,
    CaregiverBusy, ElderBusy.
    """
    standing = queries.standing_assignments(
        work,
        [claim.what.id for claim in claims if isinstance(claim.what, Visit)],
        [claim.what.id for claim in claims if isinstance(claim.what, Round)],
    )
    taking = _taking(work, claims, standing)
    _lock(work, claims, standing, taking)
    _check(work, taking)
    old, new = _stops(work, taking)
    _store(work, claims, taking, old, new)


def _taking(work: UnitOfWork, claims: Sequence[Claim], standing: Sequence[Assignment]) -> _Taking:
    taking = _Taking()
    for claim in claims:
        held = {each.caregiver_id: each for each in standing if _what(each) == claim.what.id}
        wanted = claim.caregiver_ids if claim.starts_at else ()
        taking.gone += [each for caregiver_id, each in held.items() if caregiver_id not in wanted]
        for place, caregiver_id in enumerate(wanted):
            stands = held.get(caregiver_id)
            if stands is None:
                named = f"{claim.field}.{place}"
                taking.new.append((_assignment(work, claim, caregiver_id), claim, named))
            elif (stands.starts_at, stands.ends_at) != (claim.starts_at, claim.ends_at):
                taking.moved.append((stands, claim))
    return taking


def _assignment(work: UnitOfWork, claim: Claim, caregiver_id: UUID) -> Assignment:
    return Assignment(
        id=work.new_id(),
        visit_id=claim.what.id if isinstance(claim.what, Visit) else None,
        round_id=claim.what.id if isinstance(claim.what, Round) else None,
        caregiver_id=caregiver_id,
        starts_at=claim.starts_at,
        ends_at=claim.ends_at,
        travel_minutes=0,
        assigned_at=work.now,
        assigned_by=work.actor.account_id,
    )


def _lock(work: UnitOfWork, claims: Sequence[Claim], standing: Iterable[Assignment], taking: _Taking) -> None:
    """The days of caregivers, with neighbours across midnight, and of elders; an absence waits for who is assigned now."""
    times = [(each.caregiver_id, each.starts_at, each.ends_at) for each in standing]
    times += [(each.caregiver_id, each.starts_at, each.ends_at) for each, _, _ in taking.new]
    for each, claim in taking.moved:
        if claim.starts_at and claim.ends_at:
            times.append((each.caregiver_id, claim.starts_at, claim.ends_at))
    names: set[locks.Name] = {
        ("caregiver_day", caregiver_id, day)
        for caregiver_id, starts_at, ends_at in times
        for day in rules.days_around(starts_at, ends_at)
    }
    for claim in claims:
        if claim.starts_at and claim.ends_at:
            days = rules.days_touched(claim.starts_at, claim.ends_at)
            names |= {("elder_day", visit.elder_id, day) for visit in claim.elders for day in days}
    working = {("caregiver", caregiver_id) for caregiver_id, _, _ in times}
    locks.hold_all(work, names, together=working)


def _check(work: UnitOfWork, taking: _Taking) -> None:
    """Whether all who are given something, or the same at another time, may and can make it."""
    asked = [(each.caregiver_id, claim, named) for each, claim, named in taking.new]
    asked += [(each.caregiver_id, claim, claim.field) for each, claim in taking.moved]
    if not asked:
        return
    facts = caregivers.facts_of(work, {caregiver_id for caregiver_id, _, _ in asked})
    times = [(claim.starts_at, claim.ends_at) for _, claim, _ in asked if claim.starts_at and claim.ends_at]
    first, last = min(starts_at for starts_at, _ in times), max(ends_at for _, ends_at in times)
    absences = caregivers.absences_between(work, facts.keys(), first, last)
    for caregiver_id, claim, named in asked:
        known = facts.get(caregiver_id)
        if known is None or known.organisation_id != claim.what.organisation_id:
            raise NoSuchCaregiver(field=named)
        if claim.starts_at is None or claim.ends_at is None:
            continue
        needs = Needs(claim.starts_at, claim.ends_at, claim.skills, claim.refused)
        obstacle = rules.obstacle(known, needs, beyond_shift=claim.beyond_shift, field=named)
        if obstacle is not None:
            raise obstacle
        for absence in absences:
            is_then = absence.starts_at < claim.ends_at and absence.ends_at > claim.starts_at
            if absence.caregiver_id == caregiver_id and is_then:
                raise CaregiverAbsent(field=named)


Stops = dict[UUID, list[Stop]]


def _stops(work: UnitOfWork, taking: _Taking) -> tuple[Stops, Stops]:
    """What the caregivers concerned do around these times: as it stands, and as it will."""
    changed = taking.changed
    if not changed:
        return {}, {}
    claims = [*(claim for _, claim in taking.moved), *(claim for _, claim, _ in taking.new)]
    starts = [each.starts_at for each in changed] + [each.starts_at for each in claims if each.starts_at]
    ends = [each.ends_at for each in changed] + [each.ends_at for each in claims if each.ends_at]
    elders = {claim.what.elder_id for claim in claims if isinstance(claim.what, Visit)}
    caregiver_ids = sorted({each.caregiver_id for each in changed})
    old, places = queries.stops_of(work, caregiver_ids, min(starts), max(ends), also=elders)
    way = work.house.provider(TravelTimes).minutes
    wanted = {each.id: claim for each, claim in taking.moved}
    added = {each.id: (each.caregiver_id, claim) for each, claim, _ in taking.new}
    gone = {each.id for each in taking.gone}
    new: Stops = {}
    for caregiver_id, stops in old.items():
        kept = [_moved(each, wanted.get(each.id)) for each in stops if each.id not in gone]
        more = [
            Stop(stop_id, claim.starts_at, claim.ends_at, _where(work, claim.what, places))
            for stop_id, (whose, claim) in added.items()
            if whose == caregiver_id and claim.starts_at and claim.ends_at
        ]
        new[caregiver_id] = rules.retimed(stops, [*kept, *more], way)
    return old, new


def _moved(stop: Stop, claim: Claim | None) -> Stop:
    if claim is None or claim.starts_at is None or claim.ends_at is None:
        return stop
    return Stop(stop.id, claim.starts_at, claim.ends_at, stop.where, stop.travel_minutes)


def _where(work: UnitOfWork, what: Visit | Round, places: Mapping[UUID, Point]) -> Where | None:
    if isinstance(what, Visit):
        return queries.where_of_visit(what, places)
    return queries.where_of_round(work, what)


def _store(work: UnitOfWork, claims: Sequence[Claim], taking: _Taking, old: Stops, new: Stops) -> None:
    """Write what changes, and claim its time anew; a neighbour's travel changes with it, never its visit.

    What stands is read again inside the locks: whoever was a neighbour meanwhile has changed its travel, and what is set
    to the value of an old reading is not written.
    """
    known = {stop.id: stop for stops in old.values() for stop in stops}
    fresh = {each.id: each for each, _, _ in taking.new}
    for each in taking.gone:
        each.released_at = work.now
    wanted = []
    changed = []
    for caregiver_id, stops in new.items():
        for stop in stops:
            if known.get(stop.id) == stop:
                continue
            changed.append(stop)
            wanted += [(caregiver_id, grain, stop.id) for grain in stop.claimed]
    stood = [stop.id for stop in changed if stop.id not in fresh]
    held = {each.id: each for each in queries.assignments(work, stood)} if stood else {}
    for stop in changed:
        row = fresh.get(stop.id) or held[stop.id]
        row.starts_at, row.ends_at, row.travel_minutes = stop.starts_at, stop.ends_at, stop.travel_minutes
    work.session.add_all(fresh.values())
    visits = [visit for claim in claims for visit in claim.elders]
    time.free(
        work,
        assignment_ids=[*(each.id for each in taking.gone), *(stop.id for stop in changed)],
        visit_ids=[visit.id for visit in visits],
    )
    time.claim(work, caregivers=wanted, elders=_elders_time(claims))


def _elders_time(claims: Sequence[Claim]) -> list[time.Claimed]:
    return [
        (visit.elder_id, grain, visit.id)
        for claim in claims
        if claim.starts_at and claim.ends_at
        for visit in claim.elders
        if visit.mode in TAKES_ELDERS_TIME
        for grain in grains(claim.starts_at, claim.ends_at)
    ]


def _what(assignment: Assignment) -> UUID | None:
    return assignment.visit_id or assignment.round_id
