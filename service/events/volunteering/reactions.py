"""What the time bank does when something is told: of attendances, of where people live, of deaths, of records."""

from service.events.activities.messages import AttendanceWithdrawn, Attended
from service.events.volunteering import actions
from service.kit.clock import local_date
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.merging.messages import MergeUndone, ResidentsMerged
from service.residents.messages import ResidentDepartureUndone, ResidentDied, ResidentPlaceChanged


@on(Attended)
def credit_attendance(work: UnitOfWork, told: Attended) -> None:
    """Who was there is credited, once."""
    actions.credit_attendance(
        work,
        activity_id=told.activity_id,
        sign_up_id=told.sign_up_id,
        resident_id=told.resident_id,
        minutes=told.minutes,
        attended_at=told.attended_at,
        ended_at=told.ended_at,
        times=told.times,
    )


@on(AttendanceWithdrawn)
def withdraw_attendance(work: UnitOfWork, told: AttendanceWithdrawn) -> None:
    """Who was not there after all is not."""
    actions.withdraw_attendance(
        work,
        activity_id=told.activity_id,
        sign_up_id=told.sign_up_id,
        resident_id=told.resident_id,
        times=told.times,
    )


@on(ResidentPlaceChanged)
def follow_resident(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Accounts go where their person lives."""
    actions.follow_resident(work, told.resident_id)


@on(ResidentDied)
def keep_for_family(work: UnitOfWork, told: ResidentDied) -> None:
    """What the dead have left is their family's for a while."""
    actions.keep_for_family(work, told.resident_id, told.died_on or local_date(work.now))


@on(ResidentDepartureUndone)
def keep_for_the_living(work: UnitOfWork, told: ResidentDepartureUndone) -> None:
    """Who lives after all keeps what they have."""
    actions.keep_for_family(work, told.resident_id, None)


@on(ResidentsMerged)
def one_person(work: UnitOfWork, told: ResidentsMerged) -> None:
    """What one person was credited with twice is taken back."""
    actions.one_person(work, told.resident_id)


@on(MergeUndone)
def two_people(work: UnitOfWork, told: MergeUndone) -> None:
    """Each has again what is theirs."""
    actions.two_people(work, [told.resident_id, told.merged_id])
