"""The course of a visit, derived from all that was recorded of it: whatever the order, however often it was sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs.rules.marks import (
    OF_TIMING,
    Flag,
    Mark,
    MarkKind,
    in_order,
    is_checked,
    is_proved,
    remarks_on_time,
)
from service.elderly_care.visits.rules import Act, VisitStatus, is_possible
from service.elderly_care.visits.rules import after as status_after

RULE_VERSION = 1
_MINUTE = timedelta(minutes=1)


class AmendedField(StrEnum):
    """What of a visit can be amended."""

    CHECK_IN_AT = "check_in_at"
    CHECK_OUT_AT = "check_out_at"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a visit was to be."""

    mode: Mode
    caregivers_needed: int
    window_starts_at: datetime
    window_ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedTime:
    """A time put right, in the order in which that was done; `approved` by a worker, not by the operator alone."""

    caregiver_id: UUID
    field: AmendedField
    value: datetime
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """From when until when one caregiver was there; open while nothing says that they went."""

    caregiver_id: UUID
    starts_at: datetime
    ends_at: datetime | None
    is_proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What became of a visit, by what is recorded so far."""

    served: tuple[Served, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    minutes_served: int | None = None
    is_proved: bool = False
    flags: tuple[Flag, ...] = ()
    is_begun: bool = False
    is_whole: bool = False
    is_not_served: bool = False

    @property
    def act(self) -> Act | None:
        """What this does to the visit; nothing while only a going is known."""
        if self.is_not_served:
            return Act.NOT_SERVE
        if self.is_whole:
            return Act.FINISH
        return Act.CHECK_IN if self.is_begun else None


def course(
    terms: Terms,
    marks: Iterable[Mark],
    *,
    not_served_at: datetime | None = None,
    amended: Sequence[AmendedTime] = (),
) -> Course:
    """What became of a visit.

    Each caregiver came with their earliest check-in and went with the latest check-out after it (see `pair`); a
    check-out without one waits. It is whole when as many as were needed came and went. That it was not served holds until somebody
    checks in after that was said.
    """
    known = list(marks)
    served = _ticks(terms, known) if not is_checked(terms.mode) else _stays(terms, known, amended)
    coming = MarkKind.CHECK_IN if is_checked(terms.mode) else MarkKind.TICK
    came_at = [mark.counts_at for mark in known if mark.kind is coming] + [each.starts_at for each in served]
    last_coming = max(came_at, default=None)
    failed = not_served_at is not None and (last_coming is None or last_coming <= not_served_at)
    ended = [each for each in served if each.ends_at is not None]
    is_whole = len(ended) >= (terms.caregivers_needed if is_checked(terms.mode) else 1)
    counted = tuple(ended) if is_whole else tuple(served)
    return Course(
        served=tuple(served),
        started_at=min((each.starts_at for each in counted), default=None),
        ended_at=max((each.ends_at for each in ended if each.ends_at), default=None) if is_whole else None,
        minutes_served=_minutes_together(ended) if is_whole and is_checked(terms.mode) else None,
        is_proved=is_whole and all(each.is_proved for each in counted),
        flags=tuple(in_order(_flags(terms, known, served, amended))),
        is_begun=bool(served),
        is_whole=is_whole,
        is_not_served=failed,
    )


def moved(status: VisitStatus, by: Course) -> VisitStatus:
    """Where a visit in this state stands by its course; what nothing more can change stays."""
    act = by.act
    return status_after(status, act) if act is not None and is_possible(status, act) else status


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Since when a visit is done, when silence confirms it, and since when one that is not proved waits for a word."""

    done_at: datetime | None = None
    silent_at: datetime | None = None
    waits_since: datetime | None = None


def waiting(
    before: Waiting, status: VisitStatus, *, is_proved: bool, now: datetime, silence: timedelta
) -> Waiting:
    """From when a visit is done its elder has some days to say so; what is proved meanwhile waits for nobody else."""
    if status is VisitStatus.CONFIRMED:
        return before
    if status is not VisitStatus.DONE:
        return Waiting()
    done_at = before.done_at or now
    if before.waits_since is not None and not is_proved:
        return replace(before, done_at=done_at)
    return Waiting(done_at=done_at, silent_at=done_at + silence)


def pair(marks: Iterable[Mark], mode: Mode) -> tuple[Mark | None, Mark | None]:
    """By which of one caregiver's marks they came and went: the first and the last, those that are proved before others.

    Who tries again at the door, now with a place or code, loses the minutes between and not the proof.
    """
    known = sorted(marks, key=lambda each: (each.counts_at, each.at))
    coming = _arrivals(known)
    if not coming:
        return None, None
    came = next((each for each in coming if is_proved(each, mode)), coming[0])
    since = came.counts_at
    going = [each for each in known if each.kind is MarkKind.CHECK_OUT and each.counts_at > since]
    sound = [each for each in going if is_proved(each, mode)]
    return came, (sound or going)[-1] if going else None


def _arrivals(known: Sequence[Mark]) -> list[Mark]:
    """The comings that may have begun a visit: once somebody has gone, coming again does not open it anew."""
    coming = [each for each in known if each.kind is MarkKind.CHECK_IN]
    gone_at = [each.counts_at for each in known if each.kind is MarkKind.CHECK_OUT]
    before_that = [each for each in coming if gone_at and each.counts_at < max(gone_at)]
    return before_that or coming


def _stays(terms: Terms, marks: Sequence[Mark], amended: Sequence[AmendedTime]) -> list[Served]:
    put_right = {(each.caregiver_id, each.field): each for each in amended}
    stays = []
    for caregiver_id in sorted({mark.caregiver_id for mark in marks}):
        came, went = pair((mark for mark in marks if mark.caregiver_id == caregiver_id), terms.mode)
        if came is None:
            continue
        first = put_right.get((caregiver_id, AmendedField.CHECK_IN_AT))
        last = put_right.get((caregiver_id, AmendedField.CHECK_OUT_AT)) if went else None
        sound = all(is_proved(mark, terms.mode) for mark in (came, went) if mark)
        stays.append(
            Served(
                caregiver_id=caregiver_id,
                starts_at=first.value if first else came.counts_at,
                ends_at=(last.value if last else went.counts_at) if went else None,
                is_proved=sound and all(each.approved for each in (first, last) if each),
            )
        )
    return stays


def _ticks(terms: Terms, marks: Sequence[Mark]) -> list[Served]:
    """One mark is the whole of it: the first that is proved, else the first; who leaves a session may say when."""
    ticked: dict[UUID, Mark] = {}
    ordered = sorted(marks, key=lambda each: (not is_proved(each, terms.mode), each.counts_at, each.at))
    for mark in ordered:
        if mark.kind is MarkKind.TICK:
            ticked.setdefault(mark.caregiver_id, mark)
    left = max((mark.counts_at for mark in marks if mark.kind is MarkKind.CHECK_OUT), default=None)
    return [
        Served(
            caregiver_id=caregiver_id,
            starts_at=mark.counts_at,
            ends_at=max(mark.counts_at, left) if left else mark.counts_at,
            is_proved=is_proved(mark, terms.mode),
        )
        for caregiver_id, mark in sorted(ticked.items())
    ]


def _flags(
    terms: Terms, marks: Sequence[Mark], served: Sequence[Served], amended: Sequence[AmendedTime]
) -> set[Flag]:
    held = {flag for mark in marks for flag in mark.flags} - OF_TIMING
    for each in served:
        held |= remarks_on_time(each.starts_at, terms.window_starts_at, terms.window_ends_at)
    return held | ({Flag.AMENDED} if amended else set())


def _minutes_together(served: Sequence[Served]) -> int:
    """In how many whole minutes somebody was there; two at once count once."""
    total, until = timedelta(), None
    for each in sorted(served, key=lambda one: one.starts_at):
        if each.ends_at is None:
            continue
        begins = each.starts_at if until is None else max(each.starts_at, until)
        if each.ends_at > begins:
            total += each.ends_at - begins
            until = each.ends_at
    return total // _MINUTE
