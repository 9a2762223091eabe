"""Making rounds by hand, and letting visits join the round of their window as they are made."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.errors import NoSuchFacility
from service.elderly_care.rounds import queries, rules
from service.elderly_care.rounds.actions.following import hold_with, obstacles, put_into
from service.elderly_care.rounds.models import RoundWindow
from service.elderly_care.rounds.queries import Window
from service.elderly_care.visits.models import Round, Visit
from service.elderly_care.visits.rules import NOT_BEGUN, RoundStatus
from service.kit import locks
from service.kit.clock import local
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork


def make(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    service_id: UUID,
    name: str,
    starts_at: datetime,
    ends_at: datetime,
    facility_id: UUID | None = None,
    caregivers_needed: int = 1,
) -> Round:
    """Make a round without visits, as the operator's planner: others are moved into it.

    Raises OutOfScope, NoSuchService, NotManyAtOnce, NoSuchFacility, ImpossibleTime.
    """
    work.require(permissions.may_plan(work.actor, organisation_id), OutOfScope)
    service = catalogue.services_by_id(work, [service_id]).get(service_id)
    if service is None:
        raise NoSuchService(field="service_id")
    rules.check_kind(service.mode)
    if facility_id is not None and providers.facility(work, facility_id) is None:
        raise NoSuchFacility(field="facility_id")
    rules.check_time(starts_at, ends_at)
    return _add(
        work,
        Window(organisation_id, service_id, facility_id, starts_at, ends_at),
        mode=service.mode,
        name=name,
        caregivers_needed=caregivers_needed,
    )


def by_window(work: UnitOfWork, visit_ids: Collection[UUID]) -> list[list[UUID]]:
    """Which of these visits are made together when nobody says otherwise; those that stand in a round are left out."""
    found = [each for each in queries.joinable(work, visit_ids) if each.mode in rules.MANY_AT_ONCE]
    centres = _centres(work, found)
    together: dict[Window, list[UUID]] = {}
    for visit in found:
        together.setdefault(_window_of(visit, centres), []).append(visit.id)
    return list(together.values())


def join(work: UnitOfWork, visit_ids: Collection[UUID]) -> None:
    """Let visits of one window join its round, which is made where none stands.

    The window is held, so two who make visits never make two rounds for it. Whom its caregivers may not visit, and who has
    something else at the time of a session, is left for the planners to arrange.
    """
    known = queries.joinable(work, visit_ids)
    if not known:
        return
    row = _standing(work, _window_of(known[0], _centres(work, known)), known[0].mode)
    visits = hold_with(work, row, [each.id for each in known])
    left = obstacles(work, row, visits).keys()
    busy = queries.busy_elders(work, visits, row.starts_at, row.ends_at) if _takes_elders(row) else set()
    joining = [each for each in visits if each.id not in left and each.elder_id not in busy]
    put_into(work, row, [each for each in joining if each.round_id is None and each.status in NOT_BEGUN])


def _takes_elders(row: Round) -> bool:
    """A meal is handed in at the door; a session takes the elder's time."""
    return row.mode is Mode.CENTRE_SESSION


def _window_of(visit: Visit, centres: Mapping[UUID, UUID]) -> Window:
    at_centre = visit.mode is Mode.CENTRE_SESSION and visit.contract_id is not None
    return Window(
        organisation_id=visit.organisation_id,
        service_id=visit.service_id,
        facility_id=centres.get(visit.contract_id) if at_centre and visit.contract_id else None,
        starts_at=visit.window_starts_at,
        ends_at=visit.window_ends_at,
    )


def _standing(work: UnitOfWork, window: Window, mode: Mode) -> Round:
    """The round that visits of this window join, held."""
    locks.hold(work, "care_round", *window)
    found = queries.round_of_window(work, window)
    if found is not None:
        return found
    service = catalogue.services_by_id(work, [window.service_id])[window.service_id]
    starts, ends = local(window.starts_at), local(window.ends_at)
    made = _add(work, window, mode=mode, name=f"{service.name} {starts:%H:%M}–{ends:%H:%M}")
    work.session.add(RoundWindow(id=work.new_id(), round_id=made.id, **window._asdict()))
    return made


def _add(work: UnitOfWork, window: Window, *, mode: Mode, name: str, caregivers_needed: int = 1) -> Round:
    made = Round(
        id=work.new_id(),
        mode=mode,
        name=name,
        caregivers_needed=caregivers_needed,
        status=RoundStatus.PLANNED,
        made_at=work.now,
        **window._asdict(),
    )
    work.session.add(made)
    work.session.flush()
    return made


def _centres(work: UnitOfWork, visits: Iterable[Visit]) -> dict[UUID, UUID]:
    """At which facility the contracts of these sessions are served."""
    ids = {each.contract_id for each in visits if each.mode is Mode.CENTRE_SESSION and each.contract_id}
    facts = [providers.contract_facts(work, each) for each in sorted(ids)]
    return {each.id: each.facility_id for each in facts if each is not None}
