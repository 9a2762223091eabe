"""How much the hot paths ask of the database."""

from sqlalchemy import Engine

from tests.client import ApiClient
from tests.living_rooms.bookings.conftest import Asking, booked
from tests.statements import statements

# Who acts; the resident and a suspension; the room; quotas, booking and grains; the message and the audit entry.
BOOKING = 5
# Besides, with a key: its lock and the answer kept, which are one; the new answer goes with the entry.
KEYED = 1
PAGE_OF_A_WORKER = 2


def test_a_booking_takes_few_statements(engine: Engine, as_ada: ApiClient, wish: Asking) -> None:
    booked(as_ada.get("/bookings"))

    with statements(engine) as plain:
        booked(as_ada.post("/bookings", wish("10:00")))
    with statements(engine) as keyed:
        booked(as_ada.post("/bookings", wish("12:00"), key="kept"))

    assert len(plain) == BOOKING, "\n\n".join(plain)
    assert len(keyed) == BOOKING + KEYED, "\n\n".join(keyed)


def test_a_page_takes_one_statement_after_who_asks(
    engine: Engine, as_ada: ApiClient, as_worker: ApiClient, wish: Asking
) -> None:
    booked(as_ada.post("/bookings", wish()))
    booked(as_worker.get("/bookings"))

    with statements(engine) as sent:
        booked(as_worker.get("/bookings?from=2026-03-01&to=2026-03-31"))

    assert len(sent) == PAGE_OF_A_WORKER, "\n\n".join(sent)
