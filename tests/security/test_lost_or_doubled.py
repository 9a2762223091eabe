"""What is sent again, or tried again, happens once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from service.kit import deliveries
from service.kit.messages import MessageReaction, OutboxMessage
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import living_rooms


def _booking(work: UnitOfWork, clock: StoppedClock, room_id: UUID | None = None) -> dict[str, object]:
    starts_at = clock.today_at("14:00")
    return {
        "living_room_id": room_id or living_rooms.room(work).id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "purpose": "meeting",
        "headcount": 3,
    }


def test_a_key_repeats_its_answer_also_after_the_thing_has_changed(
    work: UnitOfWork, resident: ApiClient, clock: StoppedClock
) -> None:
    wanted = _booking(work, clock)
    made = resident.post("/bookings", wanted, key="k1")
    resident.post(f"/bookings/{made.json['id']}/cancel")

    again = resident.post("/bookings", wanted, key="k1")

    assert again.json == made.json
    assert work.session.scalar(select(func.count()).select_from(Booking)) == 1


def test_a_key_opens_nothing_to_another_caller(
    work: UnitOfWork, resident: ApiClient, worker: ApiClient, clock: StoppedClock
) -> None:
    room = living_rooms.room(work)
    token = worker.post(f"/living-rooms/{room.id}/screen-token", key="k1")

    refused = resident.post(f"/living-rooms/{room.id}/screen-token", key="k1")

    assert token.status_code == 201
    assert refused.status_code == 403
    assert "Idempotency-Replayed" not in refused.headers


def test_a_key_does_not_serve_for_another_route_or_query(
    work: UnitOfWork, worker: ApiClient, clock: StoppedClock
) -> None:
    one, other = living_rooms.room(work), living_rooms.room(work)
    worker.post(f"/living-rooms/{one.id}/screen-token", key="k1")

    refused = worker.post(f"/living-rooms/{other.id}/screen-token", key="k1")

    assert refused.status_code == 422
    assert refused.json["code"] == "idempotency_key_reused"


def test_a_reaction_that_has_run_does_not_run_again_however_long_another_fails(
    work: UnitOfWork, clock: StoppedClock
) -> None:
    long_ago = clock.now() - timedelta(days=90)
    stuck, done = work.new_id(), work.new_id()
    for message_id, delivered_at in ((stuck, None), (done, long_ago)):
        values = {"id": message_id, "name": "x", "body": {}, "tries": 40, "next_try_at": long_ago}
        work.session.add(OutboxMessage(**values, announced_at=long_ago, delivered_at=delivered_at))
        work.session.add(MessageReaction(message_id=message_id, reaction="tell", reacted_at=long_ago))
    work.session.flush()

    deliveries.forget_delivered(work)

    assert work.session.scalars(select(MessageReaction.message_id)).all() == [stuck]
