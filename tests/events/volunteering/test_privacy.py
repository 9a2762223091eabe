"""What the copy holds, and what an erasure leaves: books that balance, and nobody's name or words in them."""

from sqlalchemy import func, select

from service.events.volunteering import queries
from service.events.volunteering.models import TimeAccount, TimeEntry
from service.kit import personal
from service.kit.acting import forget_names
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories.volunteering import balance, claim, hours


def test_the_copy_tells_hours_entries_and_corrections(work: UnitOfWork, volunteer: Resident) -> None:
    claim(work, volunteer)

    told = {each.name: list(each.rows(work, volunteer.id)) for each in personal.holdings()}

    assert [(each["minutes"], each["status"]) for each in told["volunteer_hours"]] == [(60, "reversed")]
    assert [each["minutes"] for each in told["time_entries"]] == [60, -40, -20]
    assert [(each["minutes"], each["taken"]) for each in told["time_corrections"]] == [(60, 20)]


def test_an_erasure_leaves_the_pool_what_was_left_and_no_words(
    work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 120)
    claim(work, mother)

    kept = [personal.erase_everywhere(work, each.id) for each in (volunteer, mother)]
    work.session.expire_all()

    assert balance(work, volunteer.id) == 0
    assert work.session.scalar(select(TimeAccount.balance).where(TimeAccount.kind == "pool")) == 120
    assert any("120" in each.what.zh for each in kept[0])
    assert {row.service for row in queries.every_hours_of(work, volunteer.id)} == {None}
    [correction] = queries.every_correction_of(work, mother.id)
    assert (correction.owed, correction.status) == (0, "waived")
    assert work.session.scalar(select(func.sum(TimeAccount.balance))) == 0


def test_the_name_of_who_acted_can_be_forgotten_and_nothing_else_of_an_entry(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident
) -> None:
    hours(work, volunteer, 120)
    body = {"resident_id": volunteer.id, "minutes": 60, "used_for": "meals"}
    acted = worker.post("/time-bank/uses", body).json["entries"][0]["acted_by"]

    forget_names(work, [acted["account_id"]])

    spent = work.session.scalars(select(TimeEntry).where(TimeEntry.kind == "spent")).one()
    assert (spent.acted_by_name, str(spent.acted_by_account_id)) == (None, acted["account_id"])
