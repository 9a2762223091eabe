"""What residents see, in which order, and that they have read and confirmed it."""

from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

import pytest

from service.events.notices import queries
from service.events.notices.actions import addressing
from service.kit.clock import at_local, local_date
from service.kit.work import UnitOfWork
from service.residents.people.rules import years_before
from service.residents.rules import ResidentStatus
from service.residents.tags import queries as tag_queries
from tests.client import ApiClient
from tests.events.notices.conftest import Stage, titles
from tests.factories import accounts, notices, regions, residents, tags


def test_what_is_pinned_or_urgent_comes_first_then_the_newest(stage: Stage) -> None:
    tomorrow = stage.clock.today_at("12:00", days=1)
    for title, more in (
        ("置顶", {"pin_until": tomorrow}),
        ("紧急", {"priority": "urgent"}),
        ("旧", {}),
        ("重要", {"priority": "important"}),
        ("新", {}),
    ):
        stage.later(minutes=1)
        stage.published(title=title, **more)

    assert titles(stage.ada) == ["置顶", "紧急", "新", "重要", "旧"]


def test_pages_follow_each_other_without_gap_or_repetition(stage: Stage) -> None:
    tomorrow = stage.clock.today_at("12:00", days=1)
    for number in range(7):
        stage.later(minutes=1)
        stage.published(title=f"第{number}条", **({"pin_until": tomorrow} if number in (0, 3) else {}))
    whole = titles(stage.ada)

    for limit in (1, 2, 3):
        seen, cursor = [], None
        while True:
            query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
            page = stage.ada.get("/notices", query_string=query).json
            seen += [each["title"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == whole
    assert whole[:2] == ["第3条", "第0条"]


def test_a_pin_comes_off_and_the_end_comes_to_the_minute(stage: Stage) -> None:
    stage.published(title="置顶", pin_until=stage.clock.now() + timedelta(minutes=1))
    ends = stage.published(title="明天见", expires_at=stage.clock.now() + timedelta(minutes=2))
    assert titles(stage.ada) == ["置顶", "明天见"]

    stage.minute()
    assert titles(stage.ada) == ["明天见", "置顶"]
    stage.later(minutes=1)
    assert titles(stage.ada) == ["置顶"]
    assert stage.ada.get(f"/notices/{ends}").json["status"] == "expired"
    stage.minute()
    assert stage.worker.get(f"/notices/{ends}").json["status"] == "expired"
    assert titles(stage.worker, status="expired") == ["明天见"]


def test_an_urgent_notice_stands_above_others_for_a_week(stage: Stage) -> None:
    stage.published(title="紧急", priority="urgent")
    stage.later(days=6)
    stage.published(title="新")
    stage.minute()
    assert titles(stage.ada) == ["紧急", "新"]

    stage.later(days=1)
    stage.minute()

    assert titles(stage.ada) == ["新", "紧急"]


def test_a_tag_makes_a_notice_ones_own_from_the_day_it_holds(stage: Stage) -> None:
    stage.published(title="志愿者", audience=["volunteer", "veteran"])
    assert titles(stage.ada) == []

    with stage.work() as work:
        today = local_date(work.now)
        tags.tag(work, stage.grandma, "veteran", valid_until=today)

    assert titles(stage.ada) == ["志愿者"]
    stage.later(days=1)
    assert titles(stage.ada) == []


def test_what_addressed_somebody_stays_theirs_when_they_match_no_more(stage: Stage) -> None:
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer", valid_until=local_date(work.now))
    pinned = {"pin_until": stage.clock.today_at("12:00", days=30)}
    stage.published(title="志愿者", audience=["volunteer"])
    stage.published(title="置顶", audience=["volunteer"], **pinned)

    stage.later(days=2)

    assert titles(stage.ada) == ["置顶", "志愿者"]
    first = stage.ada.get("/notices", query_string={"limit": 1}).json
    assert [each["title"] for each in first["items"]] == ["置顶"]
    rest = stage.ada.get("/notices", query_string={"cursor": first["next_cursor"]}).json
    assert [each["title"] for each in rest["items"]] == ["志愿者"]
    assert titles(stage.ben) == []


def test_pages_go_on_through_what_addressed_somebody_and_matches_no_more(stage: Stage) -> None:
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer", valid_until=local_date(work.now))
    pinned = {"pin_until": stage.clock.today_at("12:00", days=30)}
    for number in range(8):
        stage.later(minutes=1)
        stage.published(title=f"第{number}条", audience=["volunteer"], **(pinned if number % 2 else {}))
    stage.later(days=2)

    seen, cursor = [], None
    while cursor or not seen:
        page = stage.ada.get(
            "/notices", query_string={"limit": 2} | ({"cursor": cursor} if cursor else {})
        ).json
        seen += [each["title"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"第{number}条" for number in (7, 5, 3, 1, 6, 4, 2, 0)]


def test_what_is_pinned_later_leads_for_who_was_addressed_and_matches_no_more_too(stage: Stage) -> None:
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer", valid_until=local_date(work.now))
    old = stage.published(title="旧", audience=["volunteer"])
    stage.later(minutes=1)
    stage.published(title="新", audience=["volunteer"])
    stage.later(days=2)
    assert titles(stage.ada) == ["新", "旧"]

    pinned = {"pin_until": stage.clock.today_at("12:00", days=5)}
    assert stage.worker.patch(f"/notices/{old}", pinned).status_code == 200
    assert titles(stage.ada) == ["旧", "新"]
    stage.work_off()

    assert titles(stage.ada) == ["旧", "新"]
    first = stage.ada.get("/notices", query_string={"limit": 1}).json
    rest = stage.ada.get("/notices", query_string={"limit": 1, "cursor": first["next_cursor"]}).json
    assert [each["title"] for each in [*first["items"], *rest["items"]]] == ["旧", "新"]
    stage.later(days=6)
    stage.minute()
    assert titles(stage.ada) == ["新", "旧"]


@pytest.mark.parametrize("code", ["aged_60", "aged_80", "minor"])
@pytest.mark.parametrize("today", [date(2026, 3, 2), date(2028, 2, 29), date(2026, 2, 28)])
@pytest.mark.parametrize("years", [18, 60, 80])
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_an_age_holds_from_the_birthday_on(
    work: UnitOfWork, code: str, today: date, years: int, days: int
) -> None:
    work.now = at_local(today, time(9))
    born = years_before(today, years) + timedelta(days=days)
    person = residents.resident(work, birth_on=born)
    made = notices.notice(work, audience=[code])

    listed = [each.id for each in queries.notices_for(work, person.id).items]

    assert (listed == [made.id]) == (code in tag_queries.codes_of(work, person.id))
    noted = addressing.count(work, addressing.people(work, made))
    assert (noted == 1) == (listed == [made.id])


def test_who_is_not_verified_sees_no_notice(stage: Stage) -> None:
    stage.published()
    with stage.work() as work:
        waiting = residents.resident(work, status=ResidentStatus.PENDING)
        newcomer = accounts.resident_account(work)

    assert titles(stage.resident(waiting)) == []
    assert titles(stage.client(newcomer)) == []


def test_reading_is_noted_once_and_shown(stage: Stage) -> None:
    notice_id = stage.published()
    first = stage.ada.post(f"/notices/{notice_id}/read").json
    stage.later(hours=1)
    again = stage.ada.post(f"/notices/{notice_id}/read").json

    assert first["read_at"] == again["read_at"]
    assert stage.ada.get(f"/notices/{notice_id}").json["read_at"] == first["read_at"]
    assert titles(stage.ada, unread="true") == []
    assert len(titles(stage.ada, unread="false")) == 1
    assert len(titles(stage.ben, unread="true")) == 1


def test_what_has_been_read_since_is_told_to_who_asks_whether_anything_changed(stage: Stage) -> None:
    path = f"/notices/{stage.published()}"
    known = {"If-None-Match": stage.ada.get(path).headers["ETag"]}
    assert stage.ada.get(path, headers=known).status_code == 304

    stage.ada.post(f"{path}/read")

    assert stage.ada.get(path, headers=known).json["read_at"] is not None


def test_unread_looks_at_what_is_new(stage: Stage) -> None:
    stage.published(title="旧")
    stage.later(days=91)
    stage.published(title="新")

    assert titles(stage.ada) == ["新", "旧"]
    assert titles(stage.ada, unread="true") == ["新"]


def test_confirming_is_reading_too_and_only_where_it_is_asked_for(stage: Stage) -> None:
    plain, asked = stage.published(), stage.published(needs_confirmation=True)

    refused = stage.ada.post(f"/notices/{plain}/confirm")
    done = stage.ada.post(f"/notices/{asked}/confirm").json

    assert (refused.status_code, refused.json["code"]) == (409, "nothing_to_confirm")
    assert done["read_at"] == done["confirmed_at"] is not None
    assert stage.ada.post(f"/notices/{asked}/confirm").json == done


def test_who_reads_and_confirms_at_once_has_done_both(stage: Stage) -> None:
    notice_id = stage.published(needs_confirmation=True)
    stage.ada.post(f"/notices/{notice_id}/read")

    # What confirms began before what reads, and ended after it.
    stage.clock.move(seconds=-1)
    done = stage.ada.post(f"/notices/{notice_id}/confirm")

    assert done.status_code == 200, done.json
    assert done.json["confirmed_at"] == done.json["read_at"]


def test_a_list_is_narrowed_by_category(stage: Stage) -> None:
    stage.published(title="停水")
    stage.published(title="义诊", category="health")

    assert titles(stage.ada, category="health") == ["义诊"]
    assert titles(stage.worker, category="health") == ["义诊"]


def test_residents_and_staff_can_not_ask_what_is_the_others(stage: Stage) -> None:
    for client, query in (
        (stage.ada, {"status": "draft"}),
        (stage.ada, {"region_code": regions.COMMUNITY}),
        (stage.ada, {"resident_id": stage.neighbour.id}),
        (stage.worker, {"resident_id": stage.grandma.id}),
        (stage.worker, {"unread": "true"}),
        (stage.worker, {"region_code": regions.OTHER_COMMUNITY}),
    ):
        answer = client.get("/notices", query_string=query)
        assert (answer.status_code, answer.json["code"]) == (403, "out_of_scope"), query


def daughter_of(stage: Stage, *scopes: str) -> ApiClient:
    with stage.work() as work:
        account = accounts.resident_account(work)
        residents.proxy(work, stage.grandma, account, scopes, name="陈小妹")
    return stage.client(account)


def test_a_proxy_in_notices_sees_reads_and_confirms_for_the_elder_and_is_shown(stage: Stage) -> None:
    notice_id = stage.published(needs_confirmation=True)
    daughter, other = daughter_of(stage, "notices"), daughter_of(stage, "booking")
    for_her: dict[str, Any] = {"resident_id": stage.grandma.id}

    assert len(titles(daughter, **for_her)) == 1
    assert titles(daughter) == []
    assert daughter.get(f"/notices/{notice_id}", query_string=for_her).status_code == 200
    done = daughter.post(f"/notices/{notice_id}/confirm", for_her).json

    assert done["acted_by"]["name"] == "陈小妹"
    assert done["acted_by"]["acting_as"] == "proxy"
    [listed] = stage.ada.get("/notices").json["items"]
    assert listed["acted_by"] == stage.ada.get(f"/notices/{notice_id}").json["acted_by"] == done["acted_by"]
    for verb in ("read", "confirm"):
        assert other.post(f"/notices/{notice_id}/{verb}", for_her).status_code == 403
    assert other.get(f"/notices/{notice_id}", query_string=for_her).status_code == 403


def test_who_reads_in_person_is_nobody_else(stage: Stage) -> None:
    notice_id = stage.published()

    assert stage.ada.post(f"/notices/{notice_id}/read").json["acted_by"] is None


def test_a_proxy_who_is_erased_leaves_no_name(stage: Stage) -> None:
    notice_id = stage.published()
    with stage.work() as work:
        person = residents.resident(work, name="陈小妹")
        account = accounts.resident_account(work, person.id)
        residents.proxy(work, stage.grandma, account, ["notices"], name="陈小妹")
    daughter = stage.client(account)
    daughter.post(f"/notices/{notice_id}/read", {"resident_id": stage.grandma.id})

    told = daughter.post("/residents/me/erase", {}).json
    daughter.post("/residents/me/erase", {"confirmation": told["confirmation"]})

    assert "陈小妹" not in stage.ada.get(f"/notices/{notice_id}").get_data(as_text=True)


def test_attachments_are_for_who_sees_the_notice(stage: Stage) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 24
    uploaded = upload(stage.worker, png)
    notice_id = stage.published(attachments=[uploaded])
    path = f"/notices/{notice_id}/attachments/{uploaded}"

    assert stage.ada.get(path).data == png
    assert stage.colleague.get(path).status_code == 200
    assert stage.cleo.get(path).status_code == 404
    assert stage.far_worker.get(path).status_code == 404
    assert stage.ada.get(f"/files/{uploaded}").status_code == 404
    stage.worker.patch(f"/notices/{notice_id}", {"attachments": []})
    assert stage.ada.get(path).status_code == 404
    assert stage.worker.get(path).status_code == 200


def test_nobody_attaches_what_another_uploaded(stage: Stage) -> None:
    uploaded = upload(stage.ada, b"%PDF-1.7\n" + b"\0" * 24)

    answer = stage.worker.patch(f"/notices/{stage.draft()}", {"attachments": [uploaded]})

    assert (answer.status_code, answer.json["code"]) == (422, "no_such_file")


def upload(client: ApiClient, body: bytes) -> str:
    answer = client.post("/files", data={"file": (BytesIO(body), "x")})
    assert answer.status_code == 201, answer.json
    answer.request.environ["wsgi.input"].close()
    return str(answer.json["id"])
