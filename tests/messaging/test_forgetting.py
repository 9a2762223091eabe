"""What people were told long ago is forgotten, the oldest first, without looking at all that is kept."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from config import Settings
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging import actions
from service.messaging.models import InboxMessage
from tests.clock import StoppedClock
from tests.databases import rows_read
from tests.factories import accounts


def told(work: UnitOfWork, count: int) -> None:
    account = accounts.resident_account(work)
    work.session.flush()
    row: dict[str, Any] = {
        "account_id": account.id,
        "text": "events.news",
        **dict.fromkeys(("title_zh", "title_en", "body_zh", "body_en"), "-"),
        "urgent": False,
        "told_at": work.now,
    }
    work.session.execute(insert(InboxMessage), [{**row, "id": work.new_id()} for _ in range(count)])


def kept(work: UnitOfWork) -> int:
    return work.session.scalar(select(func.count()).select_from(InboxMessage)) or 0


def forget(work: UnitOfWork, clock: StoppedClock, settings: Settings, limit: int) -> int:
    return actions.forget_told_before(work, clock.now() - timedelta(days=settings.inbox_days), limit)


def test_the_oldest_go_batch_by_batch_and_what_is_not_old_stays(
    house: House, clock: StoppedClock, settings: Settings
) -> None:
    with unit_of_work(house) as work:
        told(work, 5)
    clock.move(days=settings.inbox_days + 1)
    with unit_of_work(house) as work:
        told(work, 2)

    with unit_of_work(house) as work:
        gone = [forget(work, clock, settings, 3) for _ in range(3)]

        assert (gone, kept(work)) == ([3, 2, 0], 2)


def test_a_night_in_which_nothing_is_old_reads_no_more_than_a_batch(
    house: House, clock: StoppedClock, settings: Settings
) -> None:
    with unit_of_work(house) as work:
        told(work, 2000)
        work.session.execute(text("ANALYZE inbox_messages"))
        before = rows_read(work.session, "inbox_messages")
        forget(work, clock, settings, 10)

        assert rows_read(work.session, "inbox_messages") - before < 100
