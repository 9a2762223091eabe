"""Call lists and doorstep lists: whose they are, what they show, and how they grow short."""

from typing import Any

from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.edge import unit_of_work
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel
from service.residents.models import Resident
from tests.client import ApiClient
from tests.events.reaching.conftest import LANDLINE, MOBILE, TYPHOON, Ladders
from tests.factories import homes, regions, residents, tags

ALL_STEPS = (60, 60, 30)


def ticked(stage: Ladders, notice_id: str, person: Any, way: str, by: ApiClient | None = None) -> Any:
    body = {"resident_id": str(person.id), "way": way}
    return (by or stage.grid_worker).post(f"/notices/{notice_id}/reached", body)


def on_call_list(stage: Ladders) -> str:
    notice_id = stage.warning()
    for minutes in ALL_STEPS:
        stage.wait(minutes=minutes)
    return notice_id


def test_lists_show_telephones_while_there_is_somebody_to_call(stage: Ladders) -> None:
    notice_id = on_call_list(stage)

    calls = stage.households(notice_id, step="call")
    doors = stage.households(notice_id, step="doorstep")

    assert {name: [each["phone"] for each in home["people"]] for name, home in calls.items()} == {
        "高妈妈": [None, MOBILE, None],
        "陈阿香": [LANDLINE],
    }
    assert set(doors) == {"冯阿福", "陈阿婆"}
    ticked(stage, notice_id, stage.father, "call")
    family = stage.households(notice_id, reached=True)["高妈妈"]
    assert [each["phone"] for each in family["people"]] == [None, None, None]


def test_lists_show_no_telephones_once_the_notice_is_over(stage: Ladders) -> None:
    notice_id = on_call_list(stage)
    stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "预警解除。"})
    stage.work_off()

    calls = stage.households(notice_id, step="call")

    assert calls.keys() == {"高妈妈", "陈阿香"}
    assert {person["phone"] for home in calls.values() for person in home["people"]} == {None}


def test_doors_come_in_the_order_of_the_walk(stage: Ladders) -> None:
    for room in ("1001", "301"):
        stage.family(room, (f"{room}室", {}))
    notice_id = stage.warning()
    whole = list(stage.households(notice_id))
    assert [name for name in whole if name != "陈阿婆"] == ["冯阿福", "陈阿香", "301室", "高妈妈", "1001室"]

    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = stage.grid_worker.get(f"/notices/{notice_id}/households", query_string=query).json
        seen += [each["people"][0]["name"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole


def test_a_worker_ticks_off_a_door_once(stage: Ladders) -> None:
    notice_id = on_call_list(stage)

    first = ticked(stage, notice_id, stage.old, "doorstep")
    stage.later(minutes=5)
    again = ticked(stage, notice_id, stage.old, "call", by=stage.worker)

    assert first.status_code == again.status_code == 200
    assert first.json["reached_by"] == "doorstep"
    assert first.json["acted_by"]["acting_as"] == "staff"
    assert again.json == first.json
    assert "冯阿福" not in stage.steps(notice_id)


def test_a_household_is_told_through_an_adult(stage: Ladders) -> None:
    notice_id = stage.warning()

    answer = ticked(stage, notice_id, stage.child, "doorstep")

    assert (answer.status_code, answer.json["code"]) == (409, "reached_through_adult")
    assert ticked(stage, notice_id, stage.father, "doorstep").json["reached_by"] == "doorstep"


def test_only_ways_of_workers_can_be_ticked(stage: Ladders) -> None:
    notice_id = stage.warning()

    for way in ("confirmed", "voice", "pigeon"):
        assert ticked(stage, notice_id, stage.old, way).status_code == 422


def test_nobody_is_ticked_off_whom_the_notice_need_not_reach(stage: Ladders) -> None:
    important = stage.warning(priority="important")
    notice_id = stage.warning()

    none = ticked(stage, important, stage.old, "doorstep")
    assert (none.status_code, none.json["code"]) == (409, "nobody_to_reach")
    assert ticked(stage, important, stage.old, "doorstep", by=stage.street).status_code == 403
    assert ticked(stage, notice_id, stage.neighbour, "doorstep", by=stage.worker).status_code == 404


def test_lists_are_for_the_workers_of_their_places_alone(stage: Ladders) -> None:
    other_grid = stage.staff(Role.GRID_WORKER, regions.OTHER_COMMUNITY)
    without_notices = stage.staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.ROOMS])
    notice_id = stage.published(stage.district, region_codes=[regions.DISTRICT], **TYPHOON)
    path = f"/notices/{notice_id}/households"

    assert set(stage.households(notice_id)) == {"冯阿福", "陈阿香", "高妈妈", "陈阿婆"}
    assert set(stage.households(notice_id, by=stage.worker)) == {
        *stage.households(notice_id),
        "邻居",
    }
    assert set(stage.households(notice_id, by=other_grid)) == {"路人"}
    assert stage.street.get(path).status_code == stage.district.get(path).status_code == 403
    assert without_notices.get(path).status_code == stage.ada.get(path).status_code == 404
    assert ticked(stage, notice_id, stage.old, "doorstep", by=other_grid).status_code == 404
    for figures_only in (stage.district, stage.street):
        refused = ticked(stage, notice_id, stage.old, "doorstep", by=figures_only)
        assert (refused.status_code, refused.json["code"]) == (403, "out_of_scope")
    assert ticked(stage, notice_id, stage.old, "doorstep", by=stage.ada).status_code == 404


def test_the_names_of_who_has_a_tag_are_for_who_may_see_the_tag(stage: Ladders) -> None:
    with unit_of_work(stage.house) as work:
        tags.tag(work, stage.old, "low_income")
    notice_id = stage.warning(audience=["low_income"])

    assert stage.grid_worker.get(f"/notices/{notice_id}/households").status_code == 403
    assert ticked(stage, notice_id, stage.old, "doorstep").status_code == 403
    assert set(stage.households(notice_id, by=stage.worker)) == {"冯阿福"}


def test_receipts_count_households_by_grid_and_way_and_name_who_is_not_reached(stage: Ladders) -> None:
    notice_id = on_call_list(stage)
    stage.eve.post(f"/notices/{notice_id}/confirm")
    stage.work_off()
    ticked(stage, notice_id, stage.old, "doorstep")

    told = stage.worker.get(f"/notices/{notice_id}/receipts").json

    assert told["reaching"] == {
        "households": 4,
        "reached": 2,
        "gone": 0,
        "not_begun": 0,
        "by_way": [{"way": "confirmed", "households": 1}, {"way": "doorstep", "households": 1}],
        "by_step": [{"step": "call", "households": 1}, {"step": "doorstep", "households": 1}],
    }
    assert [each["reaching"] for each in told["items"]] == [told["reaching"]]
    assert [each["people"][0]["name"] for each in told["not_reached"]["items"]] == ["陈阿婆", "陈阿香"]
    figures = stage.district.get(f"/notices/{notice_id}/receipts").json
    assert figures["reaching"] == told["reaching"]
    assert figures["not_reached"] is None


def test_reading_a_list_stands_once_in_the_access_log_of_everybody_on_it(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.households(notice_id, step="doorstep")

    with unit_of_work(stage.house) as work:
        [entry] = work.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "list_notice_households")
        )
    assert (entry.subject, entry.people) == (notice_id, [stage.old.id])


def test_who_ticks_off_a_door_has_seen_who_lives_behind_it(stage: Ladders) -> None:
    notice_id = on_call_list(stage)
    ticked(stage, notice_id, stage.old, "doorstep")

    with unit_of_work(stage.house) as work:
        [entry] = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "note_notice_reached"))
    assert (entry.subject, entry.people) == (notice_id, [stage.old.id])


def test_workers_are_told_once_of_what_is_new_on_their_lists(stage: Ladders) -> None:
    stage.warning()

    def told() -> list[str]:
        stage.later(minutes=10)
        stage.timetable.run("events.reaching.tell_workers")
        stage.timetable.deliver()
        with unit_of_work(stage.house) as work:
            query = select(InboxMessage.body_zh).where(InboxMessage.text == "events.notice_to_reach")
            return sorted(work.session.scalars(query))

    first = told()
    assert len(first) == 3
    assert set(first) == {"《台风红色预警》：新增 0 户待打电话、1 户待上门。"}
    assert told() == first


def test_nobody_is_sent_to_the_door_of_who_has_died_until_that_was_a_mistake(stage: Ladders) -> None:
    notice_id = stage.warning()
    path = f"/residents/{stage.old.id}"
    died = stage.worker.post(f"{path}/record-death", {"died_on": "2026-03-01"})
    assert died.status_code == 200, died.json
    stage.work_off()

    assert stage.steps(notice_id).keys() == {"陈阿婆", "高妈妈", "陈阿香"}
    told = stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"]
    assert (told["households"], told["gone"]) == (4, 1)
    assert stage.worker.post(f"{path}/undo-death").status_code == 200
    stage.work_off()
    assert stage.steps(notice_id)["冯阿福"] == "doorstep"


def _moves(stage: Ladders, person: Resident, room: str = "909") -> None:
    """To the other community."""
    with unit_of_work(stage.house) as work:
        home = homes.home(work, region_code=regions.OTHER_COMMUNITY, room=room)
    moved = stage.district.post(
        f"/residents/{person.id}/move", {"home": {"id": home.id}, "moved_in_on": "2026-03-02"}
    )
    assert moved.status_code == 200, moved.json


def test_where_somebody_moved_is_for_no_worker_whom_they_left(stage: Ladders) -> None:
    notice_id = stage.warning()
    _moves(stage, stage.caller)

    listed = stage.grid_worker.get(f"/notices/{notice_id}/households").text
    assert "陈阿香" not in listed
    assert "临江" not in listed
    stage.work_off()
    assert stage.steps(notice_id).keys() == {"陈阿婆", "高妈妈", "冯阿福"}
    assert ticked(stage, notice_id, stage.caller, "doorstep").status_code == 404
    for _ in range(2):
        stage.wait(hours=10)
    told = stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"]
    assert (told["households"], told["gone"]) == (4, 1)
    assert stage.sent(Channel.VOICE) == {stage.father.id}


def test_where_somebody_moved_is_not_read_after_the_notice_is_over_either(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "解除"})
    stage.work_off()
    _moves(stage, stage.caller)
    stage.work_off()

    listed = stage.grid_worker.get(f"/notices/{notice_id}/households").text

    assert "陈阿香" not in listed
    assert "临江" not in listed


def test_who_moves_to_where_the_notice_is_for_them_too_is_reached_there(stage: Ladders) -> None:
    notice_id = stage.published(stage.district, **TYPHOON, region_codes=[regions.DISTRICT])
    stage.work_off()
    _moves(stage, stage.caller)
    _moves(stage, stage.father, room="910")
    stage.work_off()

    here, there = (
        stage.households(notice_id, by, reached=False) for by in (stage.grid_worker, stage.far_worker)
    )
    assert "陈阿香" not in here
    assert [each["name"] for each in here["高妈妈"]["people"]] == ["高妈妈", "高小宝"]
    assert there.keys() == {"路人", "陈阿香", "高爸爸"}
    assert there["陈阿香"]["address"] == "临江社区 909 室"
    for _ in range(4):
        stage.wait(hours=10)
    assert stage.households(notice_id, stage.far_worker)["陈阿香"]["step"] == "doorstep"
    assert ticked(stage, notice_id, stage.caller, "doorstep", stage.far_worker).status_code == 200


def test_two_records_of_one_person_are_one_household(stage: Ladders) -> None:
    with unit_of_work(stage.house) as work:
        twin = residents.resident(work, regions.GRID, name="冯阿福")
    notice_id = stage.warning()
    assert len(_items(stage, notice_id)) == 5

    merged = stage.worker.post(f"/residents/{stage.old.id}/merge", {"other_id": str(twin.id)})
    assert merged.status_code in (200, 201), merged.json
    stage.work_off()

    assert len(_items(stage, notice_id)) == 4


def _items(stage: Ladders, notice_id: str) -> list[Any]:
    return list(stage.grid_worker.get(f"/notices/{notice_id}/households").json["items"])


def test_figures_stay_when_a_person_is_erased(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.ada.post(f"/notices/{notice_id}/confirm")
    stage.work_off()
    before = stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"]
    told = stage.ada.post("/residents/me/erase", {}).json
    erased = stage.ada.post("/residents/me/erase", {"confirmation": told["confirmation"]})
    assert erased.status_code == 200

    assert stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"] == before
    [nameless] = [each for each in _items(stage, notice_id) if not each["people"]]
    assert (nameless["reached_by"], nameless["reached_through"]) == ("confirmed", None)


def test_nobody_is_sent_to_the_door_of_who_is_erased(stage: Ladders) -> None:
    notice_id = stage.warning()
    told = stage.ada.post("/residents/me/erase", {}).json
    stage.ada.post("/residents/me/erase", {"confirmation": told["confirmation"]})
    stage.wait(minutes=60)

    reaching = stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"]
    listed = stage.grid_worker.get(f"/notices/{notice_id}/households?reached=false").json["items"]

    assert (reaching["households"], reaching["gone"]) == (4, 1)
    assert [each for each in listed if not each["people"]] == []


def test_after_years_only_the_figures_are_left(stage: Ladders) -> None:
    notice_id = on_call_list(stage)
    ticked(stage, notice_id, stage.old, "doorstep")
    before = stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"]

    stage.later(days=1200)
    stage.timetable.run("kit.housekeeping.enforce_retention")
    stage.work_off()

    assert stage.worker.get(f"/notices/{notice_id}/receipts").json["reaching"] == before
    assert [each["people"] for each in _items(stage, notice_id)] == [[], [], [], []]
