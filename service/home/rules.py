"""What stands on the first screen."""

from service.kit.texts import Worded

# Who has read the newest so many has nothing to catch up with.
NOTICES_LOOKED_AT = 20
MOST_NOTICES = 5
# Who acts for more people than that finds the others' notices where each has their own list.
MOST_READERS = 8


class OfferKind(Worded):
    """What somebody is asked for a word on."""

    LIVING_ROOM_TIME = "living_room_time", "会客厅候补时段", "time in a living room"
    ACTIVITY_PLACE = "activity_place", "活动候补名额", "a place in an activity"
    CARE_PLAN = "care_plan", "照护计划待确认", "a care plan to agree to"
