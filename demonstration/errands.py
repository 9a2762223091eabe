"""What lies on people's desks today: a newcomer to verify, an appeal, a closure, a series, a wish that waits."""

from datetime import date, timedelta
from typing import Any

from demonstration import cast
from demonstration.life import rooms_of
from demonstration.stage import Stage
from service.kit.clock import at_local


def leave_open(stage: Stage, today: date) -> None:
    """Leave something for everybody to do."""
    rooms = {room["name"]: room for room in rooms_of(stage)}
    _newcomers(stage)
    _appeal(stage)
    _close_for_repairs(stage, rooms["邻里调解室"], today)
    _sing_every_week(stage, rooms["银龄活动室"], today)
    _wait_for_time(stage, rooms["城东居民会客厅"], today)
    _book_for_mother(stage, rooms["24小时书房"], today)
    _advertise(stage)
    stage.run_jobs()


def _newcomers(stage: Stage) -> None:
    """Somebody to verify, and somebody who asks to act for an elder."""
    newcomer = stage.newcomer("demo-new-lin")
    newcomer.post("/residents/me", name="林小满", phone="13800010021", region_code=cast.COMMUNITY)
    elder = cast.PEOPLE[5]
    newcomer.post(
        "/proxies", elder={"name": elder.name, "phone": elder.phone}, relation="外孙女", scopes=["booking"]
    )


def _appeal(stage: Stage) -> None:
    for number in (9, 8):
        forgetful = stage.resident(number)
        missed = forgetful.get("/bookings", status="no_show", limit=1)["items"]
        if missed:
            forgetful.post(f"/bookings/{missed[0]['id']}/appeal", reason="当天陪母亲看病，忘了取消。")
            return


def _advertise(stage: Stage) -> None:
    """Somebody calls their booking what others had better not read; the worker sees to that."""
    worker = stage.staff("worker")
    for number in (6, 5, 7, 4):
        author = stage.resident(number)
        coming = author.get("/bookings", status="confirmed", limit=1)["items"]
        if coming and coming[0]["region_code"] == cast.COMMUNITY:
            author.patch(f"/bookings/{coming[0]['id']}", title="加微信领鸡蛋，名额有限")
            waiting = worker.get("/content-checks", limit=100)["items"]
            check = next(each for each in waiting if each["subject_id"] == coming[0]["id"])
            worker.post(f"/content-checks/{check['id']}/block", reason="含有商业广告")
            return


def _close_for_repairs(stage: Stage, room: dict[str, Any], today: date) -> None:
    first, last = today + timedelta(days=10), today + timedelta(days=12)
    stage.staff("worker").post(
        f"/living-rooms/{room['id']}/closures",
        starts_at=at_local(first).isoformat(),
        ends_at=at_local(last).isoformat(),
        reason="墙面维修",
    )


def _sing_every_week(stage: Stage, room: dict[str, Any], today: date) -> None:
    """The choir of the mutual-help society, booked by the worker for six weeks."""
    first = at_local(today + timedelta(days=15)) + timedelta(hours=14)
    society = cast.ORGANISATIONS[2][1]
    organisations = stage.staff("worker").get("/organisations", limit=100)["items"]
    stage.staff("worker").post(
        "/bookings",
        living_room_id=room["id"],
        starts_at=first.isoformat(),
        ends_at=(first + timedelta(hours=2)).isoformat(),
        purpose="elderly_activity",
        title="夕阳红合唱团",
        headcount=18,
        organisation_id=next(each["id"] for each in organisations if each["name"] == society),
        repeat={"every": "week", "times": 6, "on_conflict": "skip"},
    )


def _wait_for_time(stage: Stage, room: dict[str, Any], today: date) -> None:
    """Somebody who would like time that another has."""
    day = at_local(today + timedelta(days=3))
    stage.resident(4).post(
        "/waitlist",
        living_room_id=room["id"],
        starts_at=(day + timedelta(hours=9)).isoformat(),
        ends_at=(day + timedelta(hours=20)).isoformat(),
        minutes=120,
        headcount=6,
    )


def _book_for_mother(stage: Stage, room: dict[str, Any], today: date) -> None:
    """The daughter, from another city, books for her mother; everybody sees who did."""
    mother = stage.resident(1).get("/residents/me")["id"]
    starts_at = at_local(today + timedelta(days=13)) + timedelta(hours=8)
    stage.resident(2).post(
        "/bookings",
        for_resident_id=mother,
        living_room_id=room["id"],
        starts_at=starts_at.isoformat(),
        ends_at=(starts_at + timedelta(hours=1)).isoformat(),
        purpose="elderly_activity",
        title="老姐妹读报",
        headcount=5,
    )
