"""Whatever order marks arrive in, however often, and whatever people and the clock do meanwhile: a visit ends the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs import actions, rules
from service.elderly_care.proofs.models import ServedTime, VisitMark, VisitProof
from service.elderly_care.proofs.rules import Flag
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import Act, is_possible
from service.kit import closing
from service.kit.actor import SYSTEM
from service.kit.work import UnitOfWork
from tests.factories import care, proofs
from tests.factories.proofs import Scene, acting, at_home

PLACES: tuple[dict[str, Any], ...] = ({}, {"north": 0.05}, {"code": "000000"})


@dataclass(frozen=True)
class Sent:
    """One mark as a telephone sends it."""

    who: int
    coming: bool
    minute: int
    place: int


sent = st.builds(
    Sent, st.integers(0, 1), st.booleans(), st.integers(0, 8).map(lambda tens: tens * 10), st.integers(0, 2)
)
all_sent = st.lists(sent, min_size=1, max_size=6, unique_by=lambda each: (each.who, each.coming, each.minute))
MEANWHILE = ("miss", "cancel", "give_away", "settle", "examine", "late", "not_served")


def send(work: UnitOfWork, scene: Scene, each: Sent, began: datetime) -> None:
    acting(work, scene.caregivers[each.who % len(scene.caregivers)])
    told = at_home(began + timedelta(minutes=each.minute), **PLACES[each.place])
    act = actions.check_in if each.coming else actions.check_out
    act(work, scene.visit.id, **told)
    _end(work)


def _end(work: UnitOfWork) -> None:
    """As if this unit of work had ended: what it leaves is written, and the next one reads anew."""
    closing.write(work.session)
    work.session.expire_all()


def meanwhile(work: UnitOfWork, scene: Scene, what: str) -> None:
    """What people and the clock may do, as far as it is possible in the present state."""
    work.actor = SYSTEM
    visit = work.session.get_one(Visit, scene.visit.id)
    if what == "miss":
        actions.miss(work)
    elif what == "settle":
        actions.settle_silent(work)
    elif what == "late":
        actions.tell_late(work)
    elif what == "examine":
        actions.ask(work)
    elif what == "cancel" and is_possible(visit.status, Act.CANCEL):
        visit.cancelled_because = "operator"  # type: ignore[assignment]
        visits.move_status(work, visit, Act.CANCEL)
        _let_go(work, scene)
    elif what == "give_away" and is_possible(visit.status, Act.ASSIGN):
        _let_go(work, scene)
        visits.move_status(work, visit, Act.ASSIGN)
        _give(work, scene)
    work.session.flush()


def _let_go(work: UnitOfWork, scene: Scene) -> None:
    held = select(Assignment).where(Assignment.visit_id == scene.visit.id, Assignment.released_at.is_(None))
    for claim in work.session.scalars(held):
        claim.released_at = work.now
    work.session.flush()


def _give(work: UnitOfWork, scene: Scene) -> None:
    starts_at = scene.visit.window_starts_at
    work.session.add(
        Assignment(
            visit_id=scene.visit.id,
            caregiver_id=care.caregiver(work, scene.operator).id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            assigned_at=work.now,
        )
    )


def outcome(work: UnitOfWork, scene: Scene, began: datetime) -> dict[str, Any]:
    """Where it ended, without what tells of the sending itself."""
    work.session.expire_all()
    number = {each.id: place for place, each in enumerate(scene.caregivers)}
    proof = work.session.get(VisitProof, scene.visit.id)
    times = work.session.scalars(select(ServedTime).where(ServedTime.visit_id == scene.visit.id)).all()
    found: dict[str, Any] = {
        "status": work.session.get_one(Visit, scene.visit.id).status,
        "marks": len(
            work.session.scalars(select(VisitMark).where(VisitMark.visit_id == scene.visit.id)).all()
        ),
        "served": sorted(
            (number[each.caregiver_id], each.starts_at - began, each.ends_at and each.ends_at - began)
            for each in times
        ),
    }
    if proof is not None:
        found["minutes"], found["proved"] = proof.minutes_served, proof.is_proved
        found["flags"] = set(map(Flag, proof.flags)) - rules.OF_SENDING
        found["times"] = [at and at - began for at in (proof.started_at, proof.ended_at)]
    return found


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(1, 2), all_sent, st.lists(st.sampled_from(MEANWHILE), max_size=4), st.data())
def test_a_visit_ends_the_same(
    work: UnitOfWork, needed: int, marks: list[Sent], acts: list[str], data: st.DataObject
) -> None:
    work.actor, first_now = SYSTEM, work.now
    operator = care.operator(work)
    mode = data.draw(st.sampled_from([Mode.HOME_VISIT, Mode.PHONE]))
    plain, stormy = (proofs.scene(work, operator, needed=needed, mode=mode) for _ in range(2))
    whole = marks if needed == 2 else [each for each in marks if each.who == 0] or [Sent(0, True, 0, 0)]
    began = work.now + timedelta(minutes=5)

    work.now = began + timedelta(hours=1, minutes=20)
    for each in sorted(whole, key=lambda one: (one.minute, one.coming)):
        send(work, plain, each, began)
    events: list[Any] = data.draw(
        st.permutations([*whole, *whole[:3], *(act for act in acts if act != "not_served")])
    )
    for event in events:
        work.now += timedelta(hours=data.draw(st.integers(1, 40)))
        if isinstance(event, Sent):
            send(work, stormy, event, began)
        else:
            meanwhile(work, stormy, event)
    in_order, in_disorder = outcome(work, plain, began), outcome(work, stormy, began)
    work.now, work.actor = first_now, SYSTEM

    if not in_order["served"]:
        # Nothing but goings: what else happened to the visit decides.
        in_order.pop("status"), in_disorder.pop("status")
    # Silence may have counted meanwhile; that is time passing, not an order.
    for found in (in_order, in_disorder):
        if found.get("status") == "confirmed":
            found["status"] = "done"
    assert in_disorder == in_order
