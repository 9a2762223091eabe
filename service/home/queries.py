"""What concerns the actor now, put together from what each domain tells of what lies ahead, in six statements at most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.elderly_care.ahead import queries as care
from service.elderly_care.ahead.queries import CareAhead, OpenRequest, VisitAhead
from service.elderly_care.permissions import PROXY_SCOPE as CARE
from service.events.ahead import queries as events
from service.events.ahead.queries import ActivityAhead, EventsAhead
from service.events.notices import queries as notices
from service.events.notices.permissions import PROXY_SCOPE as NOTICES
from service.events.notices.queries.to_read import NoticesToRead, NoticeToRead
from service.events.reaching import queries as reaching
from service.home import rules
from service.home.rules import OfferKind, TaskKind
from service.kit.work import UnitOfWork
from service.living_rooms.ahead import queries as rooms
from service.living_rooms.ahead.queries import BookingAhead, RoomsAhead
from service.living_rooms.rooms.permissions import PROXY_SCOPE as BOOKING
from service.messaging.content_checks import queries as content_checks
from service.residents import queries as residents
from service.residents.queries import Represented


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that waits for somebody's word, some until a moment; what is accepted or agreed to has this `id`."""

    kind: OfferKind
    id: UUID
    resident_id: UUID
    living_room_id: UUID | None = None
    activity_id: UUID | None = None
    name: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """How much of a kind waits for a worker."""

    kind: TaskKind
    number: int


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """What concerns somebody now: their own matters, and those of whom they act for."""

    people: Sequence[Represented] = ()
    notices: Sequence[NoticeToRead] = ()
    unread_notices: int = 0
    activities: Sequence[ActivityAhead] = ()
    bookings: Sequence[BookingAhead] = ()
    visits: Sequence[VisitAhead] = ()
    requests: Sequence[OpenRequest] = ()
    offers: Sequence[Offer] = ()
    tasks: Sequence[Task] = ()


def first_screen(work: UnitOfWork) -> FirstScreen:
    """What concerns the actor now; of an elder only in what the actor acts for them. Staff see what waits for them."""
    if not work.actor.is_resident:
        return FirstScreen(tasks=_tasks(work))
    people = residents.represented(work)
    # Who books for an elder also signs them up.
    booked_for = [each.resident_id for each in people if each.in_matter(BOOKING)]
    in_rooms = rooms.ahead(work, booked_for)
    in_events = events.ahead(work, booked_for)
    in_care = care.ahead(work, [each.resident_id for each in people if each.in_matter(CARE)])
    to_read = _to_read(work, people)
    return FirstScreen(
        people=people,
        notices=to_read.notices,
        unread_notices=to_read.unread,
        activities=in_events.activities,
        bookings=in_rooms.bookings,
        visits=in_care.visits,
        requests=in_care.requests,
        offers=list(_offers(in_rooms, in_events, in_care)),
    )


def _to_read(work: UnitOfWork, people: Sequence[Represented]) -> NoticesToRead:
    """First what any of them has not read yet, then what stands above others; what several see once."""
    readers = [each.resident_id for each in people if each.in_matter(NOTICES)][: rules.MOST_READERS]
    return notices.notices_to_read(work, readers, shown=rules.MOST_NOTICES, counted=rules.MOST_UNREAD)


def _tasks(work: UnitOfWork) -> list[Task]:
    """Of each kind as much as waits where the actor serves, without those of which nothing does."""
    numbers = {
        TaskKind.NOTICE_TO_REVIEW: notices.number_to_review(work, rules.MOST_COUNTED),
        TaskKind.CONTENT_TO_CHECK: content_checks.number_waiting(work, rules.MOST_COUNTED),
        TaskKind.HOUSEHOLD_TO_REACH: reaching.number_listed(work, rules.MOST_COUNTED),
    }
    return [Task(kind, number) for kind, number in numbers.items() if number]


def _offers(in_rooms: RoomsAhead, in_events: EventsAhead, in_care: CareAhead) -> Iterator[Offer]:
    """First what is held for a while only."""
    for time in in_rooms.offers:
        yield Offer(
            OfferKind.LIVING_ROOM_TIME,
            time.id,
            time.resident_id,
            living_room_id=time.living_room_id,
            name=time.living_room_name,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            expires_at=time.expires_at,
        )
    for place in in_events.offers:
        yield Offer(
            OfferKind.ACTIVITY_PLACE,
            place.id,
            place.resident_id,
            activity_id=place.activity_id,
            name=place.title,
            starts_at=place.starts_at,
            ends_at=place.ends_at,
            expires_at=place.expires_at,
        )
    for plan in in_care.plans:
        yield Offer(OfferKind.CARE_PLAN, plan.id, plan.resident_id)
