"""What a notice may be, its states and who moves it, and how it ranks in a resident's list."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from service.events.notices.errors import (
    ImpossibleTimes,
    NeedsReview,
    PublicToSome,
    ReviewedByAnother,
)
from service.kit.actor import Role
from service.kit.errors import WrongState
from service.kit.telling import SpokenText
from service.kit.texts import Worded

# No notice stands above the others for longer; also what bounds a look for those that do.
MOST_PINNED_DAYS = 90
LONGEST_PIN = timedelta(days=MOST_PINNED_DAYS)
MOST_REGIONS = 50
MOST_TAGS = 10
MOST_ATTACHMENTS = 9


class NoticeStatus(Worded):
    """Where a notice stands."""

    DRAFT = "draft", "草稿", "draft"
    IN_REVIEW = "in_review", "待审核", "in review"
    SCHEDULED = "scheduled", "定时发布", "scheduled"
    PUBLISHED = "published", "已发布", "published"
    EXPIRED = "expired", "已失效", "expired"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Category(Worded):
    """What a notice is about; after the kinds that community platforms know (handbook §4.1)."""

    COMMUNITY = "community", "社区公告", "community"
    POLICY = "policy", "政策宣传", "policy"
    SAFETY = "safety", "安全提示", "safety"
    UTILITIES = "utilities", "停水停电", "water, power and gas"
    PROPERTY = "property", "物业服务", "property management"
    HEALTH = "health", "健康服务", "health"
    ELDERLY_CARE = "elderly_care", "养老服务", "elderly care"
    ACTIVITY = "activity", "活动推荐", "activities"
    CONVENIENCE = "convenience", "便民生活", "convenience"
    PARTY_BUILDING = "party_building", "党建", "party building"
    PUBLICITY = "publicity", "公示", "made public by law"
    OTHER = "other", "其他", "other"


class Priority(Worded):
    """How much it matters that it arrives; from important on people are told in their inbox."""

    NORMAL = "normal", "一般", "normal"
    IMPORTANT = "important", "重要", "important"
    URGENT = "urgent", "紧急", "urgent"


class Reviewed(StrEnum):
    """Which notices the policy has another person review (setting `notice_review`)."""

    ALL = "all"
    GRID_WORKER = "grid_worker"
    PUBLIC = "public"
    IMPORTANT = "important"
    URGENT = "urgent"
    STREET = "street"
    DISTRICT = "district"


TOLD = frozenset({Priority.IMPORTANT, Priority.URGENT})
# What residents never saw, and what they see or saw.
OPEN = (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW, NoticeStatus.SCHEDULED)
SHOWN = (NoticeStatus.PUBLISHED, NoticeStatus.EXPIRED, NoticeStatus.WITHDRAWN)
# What changes of a published notice without making it another one; the first three are its text, kept in versions.
TEXT = frozenset({"title", "body", "attachments"})
CHANGES_PUBLISHED = TEXT | {"expires_at", "pin_until"}

_MOVES: dict[NoticeStatus, frozenset[NoticeStatus]] = {
    NoticeStatus.IN_REVIEW: frozenset({NoticeStatus.DRAFT}),
    NoticeStatus.DRAFT: frozenset({NoticeStatus.IN_REVIEW, NoticeStatus.SCHEDULED}),
    NoticeStatus.SCHEDULED: frozenset({NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW}),
    NoticeStatus.PUBLISHED: frozenset(OPEN),
    NoticeStatus.EXPIRED: frozenset({NoticeStatus.PUBLISHED}),
    NoticeStatus.WITHDRAWN: frozenset({NoticeStatus.SCHEDULED, NoticeStatus.PUBLISHED, NoticeStatus.EXPIRED}),
}


def check_move(status: NoticeStatus, to: NoticeStatus) -> None:
    """Raise WrongState unless a notice of this status may become `to`."""
    if status not in _MOVES[to]:
        raise WrongState(state=status)


def asks_for_review(
    policy: Collection[str],
    *,
    roles: Collection[Role | None],
    levels: Collection[str],
    priority: Priority,
    public: bool,
) -> bool:
    """Whether the policy has another person look at a notice before it is published.

    `roles` are those in which it was written and would be published, `levels` those of its targets.
    """
    traits = {Reviewed.ALL.value, priority.value, *levels}
    if public:
        traits.add(Reviewed.PUBLIC)
    if Role.GRID_WORKER in roles:
        traits.add(Reviewed.GRID_WORKER)
    return not traits.isdisjoint(policy)


def check_reviewed(status: NoticeStatus, *, by_another: bool) -> None:
    """Raise NeedsReview or ReviewedByAnother unless what the policy has reviewed may be published now."""
    if status is NoticeStatus.DRAFT:
        raise NeedsReview
    if not by_another:
        raise ReviewedByAnother


def check_audience(*, public: bool, audience: Collection[str]) -> None:
    """Raise PublicToSome for what would be open to the world and yet meant for some."""
    if public and audience:
        raise PublicToSome(field="audience")


def check_times(
    published_at: datetime, now: datetime, *, expires_at: datetime | None, pin_until: datetime | None
) -> None:
    """Raise ImpossibleTimes for a notice that would be over before it is read, or stand above others too long."""
    if expires_at is not None and expires_at <= max(published_at, now):
        raise ImpossibleTimes(field="expires_at", days=MOST_PINNED_DAYS)
    if pin_until is not None and pin_until > published_at + LONGEST_PIN:
        raise ImpossibleTimes(field="pin_until", days=MOST_PINNED_DAYS)


def rank_of(
    priority: Priority, published_at: datetime, pin_until: datetime | None, now: datetime, urgent_days: int
) -> tuple[int, datetime | None]:
    """How far above others a published notice stands (3 pinned and urgent, 2 pinned, 1 urgent, 0) and until when that holds."""
    urgent_until = published_at + timedelta(days=urgent_days) if priority is Priority.URGENT else None
    standing = [
        (worth, until) for worth, until in ((2, pin_until), (1, urgent_until)) if until and until > now
    ]
    return sum(worth for worth, _ in standing), min((until for _, until in standing), default=None)


def status_at(status: NoticeStatus, expires_at: datetime | None, now: datetime) -> NoticeStatus:
    """What a notice is at this moment, also in the minute before the job has noted that it is over."""
    is_over = status is NoticeStatus.PUBLISHED and expires_at is not None and expires_at <= now
    return NoticeStatus.EXPIRED if is_over else status


def must_reach(priority: Priority, *, needs_confirmation: bool) -> bool:
    """Whether a notice goes on until it is answered: what is urgent and asks to be confirmed."""
    return needs_confirmation and priority is Priority.URGENT


def key_of(notice_id: UUID, text: SpokenText) -> UUID:
    """Under which key a text is told of a notice, so that whoever tells it, and however often, it comes once."""
    return uuid5(notice_id, text.name)
