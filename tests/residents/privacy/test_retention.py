"""What each domain keeps of people ends after its time, and not before."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from config import Settings
from service.kit import background, jobs
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.messaging.models import InboxMessage
from service.residents.consents.models import Consent
from service.residents.models import Proxy, Resident
from service.residents.privacy.models import Erasure
from service.residents.rules import ERASED_NAME, ProxyStatus, ResidentStatus
from tests.clock import StoppedClock
from tests.factories import accounts, bookings, living_rooms
from tests.factories.consents import consent
from tests.factories.residents import proxy, resident


@pytest.fixture
def after(house: House, clock: StoppedClock, work: UnitOfWork) -> "After":
    return After(house, clock, work)


class After:
    """The night after so many days."""

    def __init__(self, house: House, clock: StoppedClock, work: UnitOfWork) -> None:
        self.house, self.clock, self.work = house, clock, work
        self.start = clock.now()

    def __call__(self, days: int) -> None:
        self.work.session.flush()
        self.clock.move_to(self.start + timedelta(days=days, hours=1))
        jobs.run_job(self.house, jobs.job("kit.housekeeping.enforce_retention"))
        while background.advance(self.house):
            pass
        self.work.session.expire_all()


def count(work: UnitOfWork, model: type) -> int:
    return work.session.scalar(select(func.count()).select_from(model)) or 0


def test_messages_leave_the_inbox(
    work: UnitOfWork, elder: Resident, after: After, settings: Settings
) -> None:
    account = accounts.resident_account(work, elder.id)
    words = {"title_zh": "标题", "title_en": "Title", "body_zh": "内容", "body_en": "Text"}
    work.session.add(
        InboxMessage(
            account_id=account.id,
            resident_id=elder.id,
            text="tests.said",
            told_at=work.now,
            **words,
        )
    )

    after(settings.inbox_days - 1)
    assert count(work, InboxMessage) == 1
    after(settings.inbox_days)
    assert count(work, InboxMessage) == 0


def test_a_withdrawn_consent_stays_as_proof_and_then_goes(
    work: UnitOfWork, elder: Resident, after: After, settings: Settings
) -> None:
    consent(work, elder, withdrawn_at=work.now)
    kept = consent(work, elder)

    after(settings.consent_days - 1)
    assert count(work, Consent) == 2
    after(settings.consent_days)
    assert work.session.scalars(select(Consent.id)).all() == [kept.id]


def test_a_rejected_registration_is_emptied(
    work: UnitOfWork, elder: Resident, after: After, settings: Settings
) -> None:
    rejected = resident(work, name="林小满", status=ResidentStatus.REJECTED, phone="+8613912345678")

    after(settings.rejected_registration_days - 1)
    assert work.session.get_one(Resident, rejected.id).name == "林小满"
    after(settings.rejected_registration_days)

    shell = work.session.get_one(Resident, rejected.id)
    assert (shell.name, shell.phone_sealed, shell.status) == (ERASED_NAME, None, ResidentStatus.REJECTED)
    assert work.session.get_one(Resident, elder.id).name == "陈阿婆"


def test_an_ended_proxy_is_forgotten_and_one_that_holds_is_not(
    work: UnitOfWork, elder: Resident, after: After, settings: Settings
) -> None:
    proxy(work, elder, accounts.resident_account(work), status=ProxyStatus.REVOKED)
    held = proxy(work, elder, accounts.resident_account(work))

    after(settings.ended_proxy_days + 91)

    assert work.session.scalars(select(Proxy.id)).all() == [held.id]


def test_a_booking_of_long_ago_names_nobody_and_is_still_counted(
    work: UnitOfWork, elder: Resident, after: After, clock: StoppedClock, settings: Settings
) -> None:
    made = bookings.booking(work, elder, living_rooms.room(work), clock.today_at("09:00", days=1))

    after(settings.booking_days - 1)
    assert work.session.get_one(Booking, made.id).resident_id == elder.id
    after(settings.booking_days + 2)

    kept = work.session.get_one(Booking, made.id)
    assert (kept.resident_id, kept.title, kept.created_by.int) == (None, None, 0)


def test_the_note_on_an_erasure_goes_in_the_end(
    work: UnitOfWork, elder: Resident, after: After, settings: Settings
) -> None:
    work.session.add(Erasure(resident_id=elder.id, erased_at=work.now, kept=[]))

    after(settings.erasure_days - 1)
    assert count(work, Erasure) == 1
    after(settings.erasure_days)
    assert count(work, Erasure) == 0
