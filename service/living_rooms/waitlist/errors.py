"""How the waiting list refuses."""

from service.kit.errors import AlreadyThere, Conflict
from service.kit.texts import Text
from service.living_rooms.errors import TooLate


class AlreadyWaiting(AlreadyThere):
    code = "already_waiting"
    title = Text("已经在候补", "Already waiting")
    detail = Text("同样的候补已经登记。", "The same wish already waits.")


class TooManyWishes(Conflict):
    code = "too_many_wishes"
    title = Text("候补过多", "Too many wishes")
    detail = Text("同时最多登记 {most} 个候补。", "At most {most} wishes may wait at a time.")


class TimeOver(TooLate):
    detail = Text("这段时间已经过去。", "That time is over already.")
