"""What stands on the first screen."""

from service.kit.texts import Worded

MOST_NOTICES = 5
# How many wait to be read is told up to this; who has more has enough to read.
MOST_UNREAD = 20
# Who acts for more people than that finds the others' notices where each has their own list.
MOST_READERS = 20
# A worker's screen says how many up to this; who has more has enough to do.
MOST_COUNTED = 100


class TaskKind(Worded):
    """What waits for a worker."""

    NOTICE_TO_REVIEW = "notice_to_review", "待审核公告", "a notice to review"
    CONTENT_TO_CHECK = "content_to_check", "待审核内容", "a text of a resident's to look at"
    HOUSEHOLD_TO_REACH = "household_to_reach", "待触达住户", "a household to call or visit"


class OfferKind(Worded):
    """What somebody is asked for a word on."""

    LIVING_ROOM_TIME = "living_room_time", "会客厅候补时段", "time in a living room"
    ACTIVITY_PLACE = "activity_place", "活动候补名额", "a place in an activity"
    CARE_PLAN = "care_plan", "照护计划待确认", "a care plan to agree to"
