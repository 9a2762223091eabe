"""What a calendar feed says, in both languages."""

from service.kit.texts import Text
from service.living_rooms.bookings.rules import Purpose

PURPOSES = {
    Purpose.DELIBERATION: Text("议事协商", "Deliberation"),
    Purpose.MEDIATION: Text("纠纷调解", "Mediation"),
    Purpose.VOLUNTEERING: Text("志愿服务", "Volunteering"),
    Purpose.RECREATION: Text("文体娱乐", "Recreation"),
    Purpose.PARENT_CHILD: Text("亲子活动", "Parents and children"),
    Purpose.LECTURE: Text("讲座培训", "Lecture"),
    Purpose.ELDERLY_ACTIVITY: Text("老年活动", "Activity for elders"),
    Purpose.CONVENIENCE_SERVICE: Text("便民服务", "Convenience service"),
    Purpose.PARTY_BUILDING: Text("党群活动", "Party building"),
    Purpose.MEETING: Text("会议", "Meeting"),
    Purpose.OTHER: Text("其他", "Other"),
}
PEOPLE = Text("{headcount} 人", "{headcount} people")
MY_BOOKINGS = Text("我的预约和活动", "My bookings and activities")
THE_COMMUNITY = Text("社区", "The community")
