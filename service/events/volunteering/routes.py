"""The time bank over HTTP."""

from typing import Any
from uuid import UUID

from service.events.volunteering import actions, queries
from service.events.volunteering.errors import (
    GuardianNeeded,
    ImpossibleServiceDay,
    NoSuchOrganisation,
    NotAnElder,
    NotEnoughMinutes,
    NotFamily,
    NotLivingHere,
    NotTransferable,
    SameAccount,
)
from service.events.volunteering.queries import (
    Ledger,
    ShownAccount,
    ShownCorrection,
    ShownEntry,
    ShownHours,
    ShownMovement,
)
from service.events.volunteering.schemas import (
    TimeAccountArgumentsSchema,
    TimeAccountSchema,
    TimeBankReasonSchema,
    TimeCorrectionFilterSchema,
    TimeCorrectionSchema,
    TimeDonationRequestSchema,
    TimeEntryFilterSchema,
    TimeEntrySchema,
    TimeGiftRequestSchema,
    TimeLedgerArgumentsSchema,
    TimeLedgerSchema,
    TimeMovementSchema,
    TimeTransferRequestSchema,
    TimeUseRequestSchema,
    VolunteerHoursFilterSchema,
    VolunteerHoursRequestSchema,
    VolunteerHoursSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork

volunteer_hours = Blueprint(
    "volunteer_hours", url_prefix="/volunteer-hours", description="志愿时长: who served when, and how long."
)
time_bank = Blueprint(
    "time_bank",
    url_prefix="/time-bank",
    description="时间银行: minutes that were earned, and what became of them.",
)


@volunteer_hours.get()
@volunteer_hours.paged(VolunteerHoursSchema, VolunteerHoursFilterSchema)
def list_volunteer_hours(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownHours]:
    """List hours of service, the newest first: one's own and one's elders', those of one's places, or as auditor all."""
    return actions.read_hours(work, **wanted)


@volunteer_hours.post()
@volunteer_hours.arguments(VolunteerHoursRequestSchema)
@volunteer_hours.response(201, VolunteerHoursSchema)
@volunteer_hours.fails(OutOfScope, NotFound, NotLivingHere, ImpossibleServiceDay, NoSuchOrganisation)
def note_volunteer_hours(work: UnitOfWork, told: dict[str, Any]) -> ShownHours:
    """Note what somebody served outside of an activity, as a worker of their community.

    What is beyond the caps of its day and month is on record and not credited.
    """
    return queries.shown_hours(work, actions.note_hours(work, **told))


@volunteer_hours.get("/<uuid:hours_id>")
@volunteer_hours.response(200, VolunteerHoursSchema)
def get_volunteer_hours(work: UnitOfWork, hours_id: UUID) -> ShownHours:
    """Read some hours of service."""
    return actions.read_one(work, queries.readable_hours(work, hours_id))


@volunteer_hours.post("/<uuid:hours_id>/reverse")
@volunteer_hours.arguments(TimeBankReasonSchema)
@volunteer_hours.response(200, VolunteerHoursSchema)
@volunteer_hours.fails(OutOfScope, NotFound, WrongState)
def reverse_volunteer_hours(work: UnitOfWork, told: dict[str, Any], hours_id: UUID) -> ShownHours:
    """Take back hours that were noted wrongly, whole, as a worker of the person's community; then note them anew.

    What the account does not hold any more comes off the next that is credited.
    """
    return queries.shown_hours(work, actions.reverse(work, hours_id, **told))


@time_bank.get("/account")
@time_bank.arguments(TimeAccountArgumentsSchema, location="query")
@time_bank.response(200, TimeAccountSchema)
@time_bank.fails(NotFound)
def get_time_account(work: UnitOfWork, wanted: dict[str, Any]) -> ShownAccount:
    """Read what somebody has: oneself, an elder for whom one acts, or as a worker somebody of one's place."""
    return actions.read_account(work, **wanted)


@time_bank.get("/entries")
@time_bank.paged(TimeEntrySchema, TimeEntryFilterSchema)
def list_time_entries(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownEntry]:
    """List how minutes moved, the newest first, of accounts that one reads."""
    return actions.read_entries(work, **wanted)


@time_bank.post("/transfers")
@time_bank.arguments(TimeTransferRequestSchema)
@time_bank.response(201, TimeMovementSchema)
@time_bank.fails(
    OutOfScope,
    NotFound,
    NotFamily,
    GuardianNeeded,
    NotLivingHere,
    NotAnElder,
    NotTransferable,
    NotEnoughMinutes,
    SameAccount,
)
def transfer_minutes(work: UnitOfWork, told: dict[str, Any]) -> ShownMovement:
    """Pass minutes on that one has earned, to an elder of one's household or for whom one acts.

    A worker does it at the desk for other relatives who show how they are related, for who is under age, and for the
    family of who has died.
    """
    return queries.shown_movement(work, actions.transfer(work, **told))


@time_bank.post("/donations")
@time_bank.arguments(TimeDonationRequestSchema)
@time_bank.response(201, TimeMovementSchema)
@time_bank.fails(OutOfScope, NotFound, GuardianNeeded, NotLivingHere, NotTransferable, NotEnoughMinutes)
def donate_minutes(work: UnitOfWork, told: dict[str, Any]) -> ShownMovement:
    """Give minutes that one has earned to the pool of one's community."""
    return queries.shown_movement(work, actions.donate(work, **told))


@time_bank.post("/gifts")
@time_bank.arguments(TimeGiftRequestSchema)
@time_bank.response(201, TimeMovementSchema)
@time_bank.fails(OutOfScope, NotFound, NotLivingHere, NotAnElder, NotEnoughMinutes)
def give_minutes(work: UnitOfWork, told: dict[str, Any]) -> ShownMovement:
    """Give an elder minutes from the community's pool, as its worker."""
    return queries.shown_movement(work, actions.give(work, **told))


@time_bank.post("/uses")
@time_bank.arguments(TimeUseRequestSchema)
@time_bank.response(201, TimeMovementSchema)
@time_bank.fails(OutOfScope, NotFound, NotLivingHere, NotEnoughMinutes)
def use_minutes(work: UnitOfWork, told: dict[str, Any]) -> ShownMovement:
    """Use somebody's minutes for a service that they were given, as a worker of their community."""
    return queries.shown_movement(work, actions.spend(work, **told))


@time_bank.get("/corrections")
@time_bank.paged(TimeCorrectionSchema, TimeCorrectionFilterSchema)
def list_time_corrections(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownCorrection]:
    """List what is or was taken back of credited minutes, the newest first."""
    return actions.read_corrections(work, **wanted)


@time_bank.post("/corrections/<uuid:correction_id>/waive")
@time_bank.arguments(TimeBankReasonSchema)
@time_bank.response(200, TimeCorrectionSchema)
@time_bank.fails(OutOfScope, NotFound, WrongState)
def waive_time_correction(work: UnitOfWork, told: dict[str, Any], correction_id: UUID) -> ShownCorrection:
    """Ask no more for what is still to be taken back, with the reason, as a worker of the person's community."""
    return queries.shown_correction(work, actions.waive(work, correction_id, **told))


@time_bank.get("/ledger")
@time_bank.arguments(TimeLedgerArgumentsSchema, location="query")
@time_bank.response(200, TimeLedgerSchema)
def get_time_ledger(work: UnitOfWork, wanted: dict[str, Any]) -> Ledger:
    """Add up a month's entries by street, for one's places, or as the auditor for all."""
    return queries.ledger(work, **wanted)
