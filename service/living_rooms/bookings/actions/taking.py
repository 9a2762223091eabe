"""Taking what a new booking needs - quotas, the booking itself, grains - by one statement, in the order of locks.

Each part waits for the one before it: where a quota is used up, no booking is made and no grain is asked for.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.kit.constraints import refusal_of
from service.kit.prepared import Prepared, array_text, table_of
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import rules
from service.living_rooms.bookings.actions import quotas
from service.living_rooms.bookings.models import Booking
from service.living_rooms.errors import RoomClosed
from service.living_rooms.rooms.actions import ASCENDING, CLAIM
from service.living_rooms.rooms.queries import RoomFacts
from service.living_rooms.rooms.rules import grains

_COLUMNS = table_of(Booking).c.keys()
_TAKE_ALL = Prepared(
    text(
        f"""
        WITH taken AS ({quotas.TAKE} RETURNING 1),
             booking AS (INSERT INTO bookings ({", ".join(_COLUMNS)})
                         SELECT {", ".join(f":{name}" for name in _COLUMNS)}
                          WHERE (SELECT count(*) FROM taken) = cardinality(CAST(:periods AS text[]))
                         RETURNING id),
             claimed AS ({CLAIM} AND EXISTS (SELECT FROM booking) {ASCENDING} RETURNING 1)
        SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM claimed) AS claimed
        """  # noqa: S608 - put together of our own words
    )
)


def take_all(
    work: UnitOfWork, room: RoomFacts, booking: Mapping[str, Any], wanted: Mapping[str, int]
) -> None:
    """Store a booking, with its time and what it uses of its holder's quotas.

    Raises QuotaExceeded, SlotTaken, RoomClosed. The room's key must be locked already, so that a closure made meanwhile
    is seen here.
    """
    limits = rules.limits_of(room.policy, for_organisation=booking["organisation_id"] is not None)
    time = grains(booking["starts_at"], booking["ends_at"], room.policy.buffer_minutes)
    try:
        found = _TAKE_ALL(
            work,
            **booking,
            **quotas.asked(wanted, limits),
            holder_id=booking["resident_id"] or booking["organisation_id"],
            booking_id=booking["id"],
            waitlist_entry_id=None,
            grains=array_text(time),
        ).fetchall()
    except IntegrityError as error:
        raise (refusal_of(error) or error) from error
    taken, claimed = found[0]
    if taken < len(wanted):
        raise quotas.exceeded(limits)
    if claimed < len(time):
        raise RoomClosed
