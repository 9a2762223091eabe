"""What activities hold about a person: what is open, copied, erased and in their calendar, and how they take part in merges."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.events.activities.actions import departing, merging
from service.events.activities.models import ActivityWait, SignUp
from service.events.activities.queries import holdings
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.calendar_feeds import CalendarEntry, EntryStatus, Span, in_own_calendar
from service.kit.merging import Changes, Pair, held, merged, parted
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork


@open_matters
def activities_to_come(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """What they have signed up for, or wait for."""
    for row in holdings.to_come(work, resident_ids):
        words = Text("候补活动：{}", "Waiting for “{}”") if row.waits else Text("活动：{}", "Activity “{}”")
        what = Text(words.zh.format(row.title), words.en.format(row.title))
        yield OpenMatter(row.resident_id, what, row.starts_at, row.id)


@copied(
    "activities",
    Text("活动", "Activities"),
    title=Text("活动", "Activity"),
    place=Text("地点", "Place"),
    minutes=Text("志愿分钟", "Minutes of voluntary work"),
    checked_in_at=Text("签到", "Checked in"),
    rating=Text("评分", "Rating"),
    comment=Text("评价", "Feedback"),
)
def activities(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every sign-up with what they said afterwards, the oldest first."""
    for sign_up, activity, said in holdings.every_sign_up_of(work, resident_id):
        yield {
            "title": activity.title,
            "place": activity.place,
            "starts_at": activity.starts_at,
            "ends_at": activity.ends_at,
            "status": sign_up.status,
            "minutes": sign_up.minutes,
            "checked_in_at": sign_up.checked_in_at,
            "rating": said.rating if said else None,
            "comment": said.comment if said else None,
            "acted_by": sign_up.acted_by_name,
            "created_at": sign_up.created_at,
        }


@copied("activity_waits", Text("活动候补", "Waits for activities"), title=Text("活动", "Activity"))
def waits(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every wait, the oldest first."""
    for wait, title, starts_at in holdings.every_wait_of(work, resident_id):
        yield {
            "title": title,
            "starts_at": starts_at,
            "status": wait.status,
            "acted_by": wait.acted_by_name,
            "created_at": wait.created_at,
        }


@erased
def forget_activities(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What is to come is given back; that somebody came stays, without a name."""
    has_come = bool(holdings.every_sign_up_of(work, resident_id))
    departing.forget_person(work, resident_id)
    if has_come:
        yield Kept(
            Text("活动的报名和签到人数，没有姓名", "How many came to activities, without a name"),
            Text(
                "公共活动统计，已匿名化（《个人信息保护法》第四条）",
                "Figures of public activities, made anonymous (PIPL Art. 4)",
            ),
        )


@in_own_calendar
def activities_in_calendar(
    work: UnitOfWork, resident_id: UUID, span: Span, language: Language
) -> Iterable[CalendarEntry]:
    """What somebody has signed up for; what was cancelled shows as such, so that a calendar takes it out."""
    for sign_up, activity in holdings.in_calendar_of(work, resident_id, span):
        is_off = sign_up.status is SignUpStatus.CANCELLED or activity.status is ActivityStatus.CANCELLED
        yield CalendarEntry(
            id=sign_up.id,
            starts_at=activity.starts_at,
            ends_at=activity.ends_at,
            summary=activity.title,
            location=activity.place,
            description=activity.kind.words.in_language(language),
            status=EntryStatus.CANCELLED if is_off else EntryStatus.CONFIRMED,
            updated_at=max(sign_up.updated_at, activity.updated_at),
            # Both only grow, and so does their sum with every change of either.
            version=sign_up.version + activity.version - 1,
        )


@held
def hold_places(work: UnitOfWork, pair: Pair) -> None:
    """Who signs up takes a place first, and meets their record afterwards."""
    merging.hold_places(work, pair)


@merged(SignUp)
def come_once(changes: Changes, pair: Pair) -> None:
    """Nobody has two places in one activity."""
    merging.come_once(changes, pair)


@merged(ActivityWait)
def wait_once(changes: Changes, pair: Pair) -> None:
    """Who has a place, or waits already, does not wait a second time."""
    merging.wait_once(changes, pair)


@parted
def part_places(work: UnitOfWork, pair: Pair) -> None:
    """What is taken is counted anew."""
    merging.part_places(work, pair)
