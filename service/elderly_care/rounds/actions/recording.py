"""What is recorded on the way: a tick at each door, who was there at the centre; sent late, twice, in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs.actions import Tick, Told, tick_all
from service.elderly_care.proofs.rules import Flag, MarkKind, NotServedReason
from service.elderly_care.rounds import queries, rules
from service.elderly_care.rounds.errors import CentreCodeWrong, LeftBeforeArriving, WrongRoundKind
from service.elderly_care.rounds.rules import TickOutcome, TickResult
from service.elderly_care.visits.models import Round
from service.kit.errors import DomainError, WrongState
from service.kit.shown_codes import is_shown_now
from service.kit.work import UnitOfWork

_NOT_SERVED = {
    TickOutcome.NOBODY_HOME: NotServedReason.NOBODY_HOME,
    TickOutcome.REFUSED: NotServedReason.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one of the things that were sent together."""

    visit_id: UUID
    at: datetime
    result: TickResult
    refusal: DomainError | None = None


def tick(work: UnitOfWork, round_id: UUID, told: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Record what a caregiver of a delivery round says of its doors, each answered for itself.

    None is refused that was theirs then, also of a door that has gone to another round since. Raises NotFound,
    WrongRoundKind.
    """
    caregiver_id = _maker(work, round_id, Mode.DELIVERY_ROUND)
    answers = tick_all(work, [_at_door(each, caregiver_id) for each in told])
    return [_answer(each["visit_id"], each["at"], answer) for each, answer in zip(told, answers, strict=True)]


def attend(work: UnitOfWork, round_id: UUID, told: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Record who came to a session and when they left, as a caregiver of it; each answered for itself.

    Raises NotFound, WrongRoundKind, LeftBeforeArriving.
    """
    caregiver_id = _maker(work, round_id, Mode.CENTRE_SESSION)
    each_says = [_at_centre(each, caregiver_id, place) for place, each in enumerate(told)]
    answers = iter(tick_all(work, [tick for ticks in each_says for tick in ticks]))
    return [
        _together(each, [next(answers) for _ in ticks]) for each, ticks in zip(told, each_says, strict=True)
    ]


def check_in(work: UnitOfWork, round_id: UUID, *, code: str) -> Answer:
    """Record that an elder came to a session, by themself, with the code that the centre shows now.

    Raises NotFound for whoever is not expected, WrongState while nobody has the session, CentreCodeWrong.
    """
    row, visit_id = queries.session_of(work, round_id, work.found(work.actor.resident_id))
    if not is_shown_now(work, rules.centre_told(row.id), code):
        raise CentreCodeWrong(field="code")
    makers = queries.caregiver_ids_of(work, [row.id]).get(row.id)
    if not makers:
        raise WrongState(state=row.status)
    [answer] = tick_all(work, [_present(visit_id, makers[0], work.now)])
    return _answer(visit_id, work.now, answer)


def _maker(work: UnitOfWork, round_id: UUID, mode: Mode) -> UUID:
    """The actor as the caregiver whose round it is or was. Raises NotFound, WrongRoundKind."""
    account_id = work.found(work.actor.account_id)
    own = work.found(caregivers.caregiver_of_account(work, account_id))
    row = work.found(queries.round_of_caregiver(work, round_id, own.id))
    _check_mode(row, mode)
    return own.id


def _check_mode(row: Round, mode: Mode) -> None:
    if row.mode is not mode:
        raise WrongRoundKind


def _at_door(told: Mapping[str, Any], caregiver_id: UUID) -> Tick:
    outcome: TickOutcome = told["outcome"]
    where = Told.__dataclass_fields__
    return Tick(
        visit_id=told["visit_id"],
        caregiver_id=caregiver_id,
        told=Told(**{name: told[name] for name in where if name in told}),
        not_served=_NOT_SERVED.get(outcome),
        remark=Flag.LEFT_WITH_NEIGHBOUR if outcome is TickOutcome.LEFT_WITH_NEIGHBOUR else None,
        note=told.get("note"),
    )


def _at_centre(told: Mapping[str, Any], caregiver_id: UUID, place: int) -> list[Tick]:
    visit_id, arrived_at, left_at = told["visit_id"], told["arrived_at"], told.get("left_at")
    came = _present(visit_id, caregiver_id, arrived_at)
    if left_at is None:
        return [came]
    if left_at < arrived_at:
        raise LeftBeforeArriving(field=f"present.{place}.left_at")
    return [came, _present(visit_id, caregiver_id, left_at, MarkKind.CHECK_OUT)]


def _present(visit_id: UUID, caregiver_id: UUID, at: datetime, kind: MarkKind = MarkKind.TICK) -> Tick:
    return Tick(visit_id=visit_id, caregiver_id=caregiver_id, told=Told(at=at), kind=kind)


def _answer(visit_id: UUID, at: datetime, answer: bool | DomainError) -> Answer:
    if isinstance(answer, DomainError):
        return Answer(visit_id, at, TickResult.REFUSED, answer)
    return Answer(visit_id, at, TickResult.RECORDED if answer else TickResult.KNOWN)


def _together(told: Mapping[str, Any], answers: Sequence[bool | DomainError]) -> Answer:
    """One answer for arriving and leaving: refused if either is, new if either is."""
    refused = next((each for each in answers if isinstance(each, DomainError)), None)
    return _answer(told["visit_id"], told["arrived_at"], refused or any(answers))
