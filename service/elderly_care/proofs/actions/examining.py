"""Looking for anomalies: each night at the visits that were done or changed since, side by side with the caregiver's others."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from service.elderly_care import permissions as care
from service.elderly_care.doors import queries as doors
from service.elderly_care.proofs import queries, rules
from service.elderly_care.proofs.actions.sealing import seal
from service.elderly_care.proofs.models import Anomaly, ServedTime, VisitMark, VisitProof
from service.elderly_care.proofs.rules import AnomalyKind, AnomalyOutcome, Flag, Found, Limits, MarkKind, Stay
from service.elderly_care.rules import Point
from service.elderly_care.visits.models import Visit
from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.regions import queries as regions

RUN = "elderly_care.anomalies"
_BATCH = 100
# No more of a caregiver's visits are looked at on either side of one.
_BESIDE = 20


def ask(work: UnitOfWork) -> None:
    """Queue the night's look at what was done since the last one, unless that still goes on."""
    if not queries.is_under_way(work, RUN):
        background.ask_for(work, RUN, found=0)


def examine_some(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Look at one batch; as long as a batch is full there are more."""
    batch = queries.to_examine(work, _BATCH)
    if not batch:
        return True
    by_visit: dict[UUID, list[ServedTime]] = {}
    for time in queries.times_of(work, [visit.id for visit, _ in batch]):
        by_visit.setdefault(time.visit_id, []).append(time)
    found = 0
    for visit, proof in batch:
        for time in by_visit.get(visit.id, []):
            found += _examine(work, visit, proof, time)
        proof.examined_at = work.now
    run.done += len(batch)
    run.checkpoint = {"found": run.checkpoint["found"] + found}
    return len(batch) < _BATCH


def explain_anomaly(work: UnitOfWork, anomaly_id: UUID, *, note: str) -> Anomaly:
    """Say as the operator's planner how it came to that. Raises NotFound, WrongState."""
    row = queries.readable_anomaly(work, anomaly_id, to_change=True)
    work.require(care.may_plan(work.actor, row.organisation_id))
    _check_open(row)
    row.explanation_sealed = seal(work, note, f"care_anomalies.explanation:{row.id}")
    row.explained_by, row.explained_at = work.actor.account_id, work.now
    return row


def settle_anomaly(work: UnitOfWork, anomaly_id: UUID, *, outcome: AnomalyOutcome) -> Anomaly:
    """Say as staff of the place what it was. Raises NotFound, WrongState."""
    row = queries.readable_anomaly(work, anomaly_id, to_change=True)
    work.require(not row.is_private and care.may_handle(work.actor, regions.path_of(work, row.region_code)))
    _check_open(row)
    row.outcome, row.settled_by, row.settled_at = outcome, work.actor.account_id, work.now
    return row


def _check_open(row: Anomaly) -> None:
    if row.outcome is not None:
        raise WrongState(state=row.outcome)


def _examine(work: UnitOfWork, visit: Visit, proof: VisitProof, time: ServedTime) -> int:
    """What is odd about two visits is noted at the later one, so once, whichever of them is looked at first."""
    limits, caregiver_id = _limits(work), time.caregiver_id
    most = max(limits.same_visits, _BESIDE)
    before = queries.times_before(work, caregiver_id, time.starts_at, most)
    earlier = [each for each in before if each.visit_id != visit.id][:_BESIDE]
    later = queries.times_after(work, caregiver_id, time.starts_at, time.ends_at or time.starts_at, _BESIDE)
    visits = queries.visits_of(work, [each.visit_id for each in (*earlier, *later)]) | {visit.id: visit}
    stays = _stays(work, visits, [*earlier, time, *later])
    this = stays[visit.id]
    odd = [*_alone(visit, proof, this, limits), *_same_minute(visit, before, limits)]
    for place, other in enumerate(earlier):
        odd += _side_by_side(stays[other.visit_id], this, limits, is_next=place == 0)
    found = _note(work, visit, caregiver_id, odd)
    for place, other in enumerate(later):
        pair = _side_by_side(this, stays[other.visit_id], limits, is_next=place == 0)
        found += _note(work, visits[other.visit_id], caregiver_id, pair)
    return found


def _alone(visit: Visit, proof: VisitProof, stay: Stay, limits: Limits) -> list[Found | None]:
    has_odd_clock = Flag.CLOCK_AHEAD in proof.flags
    return [
        rules.too_short(stay.minutes, visit.minutes, limits) if rules.is_checked(visit.mode) else None,
        Found(kind=AnomalyKind.CLOCK, other_visit_id=None, facts={}) if has_odd_clock else None,
    ]


def _same_minute(visit: Visit, latest_first: Sequence[ServedTime], limits: Limits) -> list[Found | None]:
    if not rules.is_checked(visit.mode):
        return []
    # Ticks last no time at all.
    lasted = [_bare(each) for each in latest_first if each.ends_at != each.starts_at]
    return [rules.same_minute(lasted, limits)]


def _side_by_side(earlier: Stay, later: Stay, limits: Limits, *, is_next: bool) -> list[Found | None]:
    return [
        rules.overlap(earlier, later),
        rules.impossible_travel(earlier, later, limits) if is_next else None,
    ]


def _stays(work: UnitOfWork, visits: dict[UUID, Visit], times: Sequence[ServedTime]) -> dict[UUID, Stay]:
    """Where a caregiver was when they came and went: by the marks, else the elder's door if they were there."""
    homes = doors.places_of(work, {each.elder_id for each in visits.values()})
    marks: dict[UUID, list[VisitMark]] = {}
    for mark in queries.marks_of_all(work, visits):
        marks.setdefault(mark.visit_id, []).append(mark)
    stays = {}
    for time in times:
        visit = visits[time.visit_id]
        home = homes.get(visit.elder_id) if rules.needs_place(visit.mode) else None
        own = [each for each in marks.get(visit.id, []) if each.caregiver_id == time.caregiver_id]
        coming = [each for each in own if each.kind is not MarkKind.CHECK_OUT]
        going = [each for each in reversed(own) if each.kind is not MarkKind.CHECK_IN]
        stays[visit.id] = Stay(
            visit_id=visit.id,
            starts_at=time.starts_at,
            ends_at=time.ends_at or time.starts_at,
            came_at=_place(work, coming) or home,
            went_from=_place(work, going) or home,
        )
    return stays


def _place(work: UnitOfWork, marks: Sequence[VisitMark]) -> Point | None:
    """Where the first of these marks was made that knew it well enough."""
    most = work.house.settings.care_accuracy_cap_m
    exact = (each for each in marks if each.accuracy_m is not None and each.accuracy_m <= most)
    return next((place for each in exact if (place := queries.place_in(work, each))), None)


def _bare(time: ServedTime) -> Stay:
    return Stay(visit_id=time.visit_id, starts_at=time.starts_at, ends_at=time.ends_at or time.starts_at)


def _note(work: UnitOfWork, visit: Visit, caregiver_id: UUID, odd: Iterable[Found | None]) -> int:
    """Keep what was found, once for each kind; how many there were that nobody had found before."""
    rows = [
        {
            "id": work.new_id(),
            "visit_id": visit.id,
            "kind": found.kind,
            "caregiver_id": caregiver_id,
            "organisation_id": visit.organisation_id,
            "region_code": visit.region_code,
            "is_private": visit.is_private,
            "other_visit_id": found.other_visit_id,
            "facts": found.facts,
            "found_at": work.now,
        }
        for found in odd
        if found is not None
    ]
    if not rows:
        return 0
    kept = insert(Anomaly).values(rows).on_conflict_do_nothing().returning(Anomaly.id)
    return len(work.session.scalars(kept).all())


def _limits(work: UnitOfWork) -> Limits:
    settings = work.house.settings
    return Limits(
        kmh=settings.care_fastest_kmh,
        metres=settings.care_shortest_way_m,
        short_per_mille=settings.care_short_per_mille,
        same_visits=settings.care_same_visits,
    )
