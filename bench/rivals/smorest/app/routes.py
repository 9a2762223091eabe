"""The calls of the rival."""

import base64
import hashlib
import json
from datetime import UTC, datetime, time, timedelta

from flask import g, jsonify, request
from flask_smorest import Blueprint, abort
from sqlalchemy import false, or_, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import rules
from app.auth import login_required
from app.extensions import db
from app.models import AuditEntry, BookedGrain, Booking, IdempotencyKey, LivingRoom, OutboxMessage
from app.schemas import (
    AvailabilityQuerySchema,
    AvailabilitySchema,
    BookingFilterSchema,
    BookingPageSchema,
    BookingRequestSchema,
    BookingSchema,
)

bookings = Blueprint("bookings", __name__)
living_rooms = Blueprint("living_rooms", __name__)


def earlier_answer(key, digest):
    """The answer kept for this key, if it was used before."""
    known = db.session.scalar(select(IdempotencyKey).filter_by(account_id=g.account.id, key=key))
    if known is None:
        return None
    if known.request_hash != digest:
        abort(422, message="idempotency_key_reused")
    return jsonify(known.body), known.status, {"Idempotency-Replayed": "true"}


def book(room, asked):
    """Check everything and store the booking, without committing."""
    now, resident = datetime.now(UTC), g.account.resident
    starts_at, ends_at = asked["starts_at"], asked["ends_at"]
    rules.check_person(resident, room, now)
    rules.check_request(room, starts_at, ends_at, asked["headcount"], now)
    rules.check_open(room, starts_at, ends_at)
    rules.check_free(room, starts_at, ends_at)
    rules.spend(resident, "active", 1, room.policy.active_quota)
    month = starts_at.astimezone(rules.SHANGHAI).strftime("%Y-%m")
    minutes = int((ends_at - starts_at).total_seconds() / 60)
    rules.spend(resident, month, minutes, room.policy.monthly_minutes_quota)
    waits = asked["headcount"] > room.policy.approval_headcount
    booking = Booking(
        resident_id=resident.id,
        account_id=g.account.id,
        region_id=room.region_id,
        status="pending" if waits else "confirmed",
        hold_until=starts_at if waits else None,
        no_show=None,
        **asked,
    )
    db.session.add(booking)
    db.session.flush()
    # The booking's foreign key holds the room: a closure made meanwhile is seen here.
    rules.check_not_closed(room, starts_at, ends_at)
    db.session.add_all(
        BookedGrain(living_room_id=room.id, grain=grain, booking_id=booking.id)
        for grain in rules.grains(starts_at, ends_at)
    )
    db.session.add(OutboxMessage(kind="booking_made", body={"booking_id": booking.id}))
    details = {"living_room_id": room.id, "starts_at": starts_at.isoformat()}
    db.session.add(
        AuditEntry(
            account_id=g.account.id,
            action="book",
            subject=f"booking:{booking.id}",
            request_id=g.request_id,
            details=details,
        )
    )
    return booking


@bookings.post("")
@login_required
@bookings.arguments(BookingRequestSchema)
@bookings.response(201, BookingSchema)
def create_booking(asked):
    """Book a living room."""
    key = request.headers.get("Idempotency-Key")
    digest = hashlib.sha256(request.get_data()).hexdigest()
    if key is not None and (answer := earlier_answer(key, digest)) is not None:
        return answer
    room = db.session.get(LivingRoom, asked["living_room_id"])
    if room is None:
        abort(422, message="no such living room")
    try:
        # Told before the commit, after which every attribute would be read again.
        body = BookingSchema().dump(book(room, asked))
        if key is not None:
            db.session.add(
                IdempotencyKey(account_id=g.account.id, key=key, request_hash=digest, status=201, body=body)
            )
        db.session.commit()
    except IntegrityError:
        # Another took this time, or used this key, at the same moment.
        abort(409, message="conflict")
    return jsonify(body), 201


@bookings.get("")
@login_required
@bookings.arguments(BookingFilterSchema, location="query")
@bookings.response(200, BookingPageSchema)
def list_bookings(asked):
    """List bookings, newest first: one's own, or those of a staff member's regions."""
    found = select(Booking).options(
        joinedload(Booking.living_room).lazyload(LivingRoom.policy),
        joinedload(Booking.resident),
        joinedload(Booking.organisation),
        joinedload(Booking.no_show),
    )
    if g.account.resident_id is not None:
        found = found.where(Booking.resident_id == g.account.resident_id)
    else:
        found = found.where(
            or_(false(), *(Booking.region_id.startswith(duty.region_id) for duty in g.duties))
        )
    for name in ("living_room_id", "resident_id", "status"):
        if name in asked:
            found = found.where(getattr(Booking, name) == asked[name])
    if "since" in asked:
        found = found.where(Booking.starts_at >= rules.at(asked["since"], time()))
    if "until" in asked:
        found = found.where(Booking.starts_at < rules.at(asked["until"] + timedelta(days=1), time()))
    if "cursor" in asked:
        starts_at, last = json.loads(base64.urlsafe_b64decode(asked["cursor"]))
        found = found.where(tuple_(Booking.starts_at, Booking.id) < (datetime.fromisoformat(starts_at), last))
    found = found.order_by(Booking.starts_at.desc(), Booking.id.desc()).limit(asked["limit"] + 1)
    items = db.session.scalars(found).all()
    page, cursor = items[: asked["limit"]], None
    if len(items) > len(page):
        cursor = json.dumps([page[-1].starts_at.isoformat(), page[-1].id])
        cursor = base64.urlsafe_b64encode(cursor.encode()).decode()
    return {"items": page, "next_cursor": cursor}


@living_rooms.get("/<int:room_id>/availability")
@login_required
@living_rooms.arguments(AvailabilityQuerySchema, location="query")
@living_rooms.response(200, AvailabilitySchema)
def read_availability(asked, room_id):
    """Tell when a room is free."""
    if not 0 <= (asked["until"] - asked["since"]).days < 31:
        abort(422, message="too_long")
    room = db.get_or_404(LivingRoom, room_id)
    return {"slots": rules.slots_of(room, asked["since"], asked["until"], datetime.now(UTC))}
