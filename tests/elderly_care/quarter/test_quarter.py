"""Three months of one community on a moving clock; every visit is compared with a table made by hand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.plans.models import PlanItem
from service.elderly_care.proofs.models import ServedTime, VisitProof
from service.elderly_care.proofs.rules import ConfirmationWay
from service.elderly_care.providers.models import Price
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.visits.models import Assignment, CaregiverGrain, ElderGrain, Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit import audit_verification
from service.kit.actor import SYSTEM
from service.kit.clock import at_local, local_date
from service.kit.edge import unit_of_work
from service.kit.grains import grains
from service.kit.house import House
from service.messaging.models import InboxMessage
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.quarter import table
from tests.elderly_care.quarter.driver import Community
from tests.elderly_care.quarter.events import EVENINGS, MORNINGS
from tests.elderly_care.quarter.scenario import OFFLINE, QUARTER

_CALLED_OFF = {
    VisitCancellation.PLAN_PAUSED: "x",
    VisitCancellation.PLAN_CHANGED: "z",
    VisitCancellation.PLAN_ENDED: "e",
}
_OTHERWISE = {VisitStatus.MISSED: "m", VisitStatus.NOT_SERVED: "h", VisitStatus.DONE: "d"}
_BY_MODE = {Mode.DELIVERY_ROUND: "t", Mode.CENTRE_SESSION: "a", Mode.PHONE: "p", Mode.HOME_VISIT: "v"}
_BY_WORD = {ConfirmationWay.PROXY: "r", ConfirmationWay.PHONE: "w"}
_SICK = date(2026, 10, 20)
# On the offline day five home visits and twelve lunches looked missed until what was kept came in.
_LOOKED_MISSED = 17
EXPECTED_MESSAGES = {
    "elderly_care.visit_missed": 1 + _LOOKED_MISSED,
    "elderly_care.visit_missed_to_elder": 1 + _LOOKED_MISSED,
    "elderly_care.missed_visit_unexplained": 1,
    "elderly_care.missed_visit_explained": 1,
    "elderly_care.plan_handed_over": 7,
    "elderly_care.plan_handover_offered": 2,
    "elderly_care.plan_resumed": 2,
    "elderly_care.plan_paused": 2,
    "elderly_care.visit_not_served": 1,
    "elderly_care.visits_left_open": 1,
}


def test_three_months_of_a_community(
    app: Flask, house: House, clock: StoppedClock, timetable: Timetable
) -> None:
    clock.move_to(at_local(date(2026, 8, 31)) + timedelta(hours=9))
    community = Community(app, house, clock, timetable, QUARTER)
    for name in QUARTER.wishes:
        community.plan(name)
    timetable.deliver()

    for day in table.DAYS:
        clock.move_to(at_local(day))
        community.live(MORNINGS.get(day), EVENINGS.get(day))

    wanted = table.by_hand()
    with unit_of_work(house, SYSTEM) as work:
        session = work.session
        visits = _visits(session)
        assert table.differences(wanted.cells, _cells(session, community, visits)) == ""
        assert table.differences(wanted.covers, _covers(session, community)) == ""
        assert table.differences(wanted.sums, _sums(session, community, visits)) == ""
        _nobody_is_in_two_places(session)
        _nothing_stands_twice(visits)
        told = Counter(session.scalars(select(InboxMessage.text)))
        assert {each: told[each] for each in EXPECTED_MESSAGES} == EXPECTED_MESSAGES
        assert list(audit_verification.faults(work)) == []
        assert _status_of_request(session, community, "E33") is RequestStatus.ASSESSED


def _visits(session: Session) -> list[tuple[Visit, VisitProof | None]]:
    query = select(Visit, VisitProof).outerjoin(VisitProof, VisitProof.visit_id == Visit.id)
    rows = session.execute(query.order_by(Visit.made_at, Visit.id))
    return [(row[0], row[1]) for row in rows]


def _cells(
    session: Session, community: Community, visits: list[tuple[Visit, VisitProof | None]]
) -> table.Cells:
    """What the database says of each elder, service and day; of a day called off and made again, what stands."""
    cells: table.Cells = {}
    in_order = sorted(visits, key=lambda each: each[0].status is not VisitStatus.CANCELLED)
    for visit, proof in in_order:
        if visit.occurs_on > table.LAST:
            continue
        key = (community.names[visit.elder_id], community.names[visit.service_id], visit.occurs_on)
        cells[key] = _said_of(visit, proof)
    return cells


def _said_of(visit: Visit, proof: VisitProof | None) -> str:
    if visit.status is VisitStatus.CANCELLED:
        return _CALLED_OFF.get(visit.cancelled_because, "?") if visit.cancelled_because else "?"
    if visit.status is not VisitStatus.CONFIRMED or proof is None:
        return _OTHERWISE.get(visit.status, f"?{visit.status}")
    if proof.confirmed_way in _BY_WORD:
        return _BY_WORD[proof.confirmed_way]
    if visit.occurs_on == OFFLINE and "sent_late" in proof.flags:
        return "o"
    if visit.occurs_on == _SICK and visit.mode is Mode.HOME_VISIT:
        return "c"
    return "2" if visit.caregivers_needed > 1 else _BY_MODE[visit.mode]


def _covers(session: Session, community: Community) -> table.Covers:
    """Who was there on the day on which a1 was sick, by the time that they served."""
    served = select(Visit.elder_id, Visit.service_id, Visit.occurs_on, ServedTime.caregiver_id).join(
        ServedTime, ServedTime.visit_id == Visit.id
    )
    rows = session.execute(served.where(Visit.occurs_on == _SICK, Visit.mode == Mode.HOME_VISIT))
    names = community.names
    return {(names[row[0]], names[row[1]], row[2]): names[row[3]] for row in rows}


def _sums(
    session: Session, community: Community, visits: list[tuple[Visit, VisitProof | None]]
) -> table.Sums:
    prices: dict[tuple[UUID | None, UUID], int] = {
        (row.contract_id, row.service_id): row.price_fen for row in session.scalars(select(Price))
    }
    own = {row.id: row.price_fen for row in session.scalars(select(PlanItem)) if row.price_fen is not None}
    made = []
    for visit, _ in visits:
        if visit.status in (VisitStatus.DONE, VisitStatus.CONFIRMED):
            key = (
                community.names[visit.elder_id],
                community.names[visit.organisation_id],
                f"{visit.occurs_on:%Y-%m}",
            )
            fen = own[visit.item_id] if visit.item_id in own else prices[visit.contract_id, visit.service_id]
            made.append((key, visit.minutes, fen))
    return table.summed(made)


def _nobody_is_in_two_places(session: Session) -> None:
    """Neither by what caregivers claim, nor by when they were there; nor is an elder."""
    standing = session.scalars(select(Assignment).where(Assignment.released_at.is_(None)))
    claimed = [
        (each.caregiver_id, grain)
        for each in standing
        for grain in grains(each.starts_at - timedelta(minutes=each.travel_minutes), each.ends_at)
    ]
    assert _twice(claimed) == []
    held = session.execute(select(CaregiverGrain.caregiver_id, CaregiverGrain.grain)).all()
    assert held
    assert {(row[0], row[1]) for row in held} <= set(claimed)
    times = session.execute(
        select(ServedTime.caregiver_id, Visit.elder_id, ServedTime.starts_at, ServedTime.ends_at)
        .join(Visit, Visit.id == ServedTime.visit_id)
        .where(Visit.mode.in_([Mode.HOME_VISIT, Mode.PHONE]))
    ).all()
    assert _overlaps(times, 0) == []
    # Two who bathe an elder are there together: so once each.
    assert _overlaps(list({row[1:]: row for row in times}.values()), 1) == []
    assert session.scalar(select(ElderGrain.grain).limit(1)) is not None


def _overlaps(times: Iterable[Any], who: int) -> list[object]:
    ordered = sorted(times, key=lambda row: (str(row[who]), row[2]))
    return [(one, other) for one, other in pairwise(ordered) if one[who] == other[who] and other[2] < one[3]]


def _nothing_stands_twice(visits: list[tuple[Visit, VisitProof | None]]) -> None:
    standing = [
        (visit.elder_id, visit.service_id, local_date(visit.window_starts_at))
        for visit, _ in visits
        if visit.status is not VisitStatus.CANCELLED
    ]
    assert _twice(standing) == []


def _twice(values: Sequence[tuple[object, ...]]) -> list[object]:
    return [each for each, number in Counter(values).items() if number > 1]


def _status_of_request(session: Session, community: Community, name: str) -> RequestStatus | None:
    query = select(CareRequest.status).where(CareRequest.elder_id == community.ids[name])
    return session.scalar(query)
