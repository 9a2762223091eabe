"""The snapshot of addressees at publishing, and the receipts over it."""

from typing import Any

import pytest

from service.events.notices.actions import addressing
from service.kit import background
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.residents.merging import actions as merging
from tests.client import ApiClient
from tests.events.notices.conftest import Stage, titles
from tests.factories import accounts, homes, regions, residents, tags


def figures(client: ApiClient, notice_id: str) -> tuple[int, int, int]:
    answer = client.get(f"/notices/{notice_id}/receipts")
    assert answer.status_code == 200, answer.json
    return answer.json["addressed"], answer.json["read"], answer.json["confirmed"]


def test_receipts_count_who_was_addressed_by_grid(stage: Stage) -> None:
    notice_id = stage.published(stage.district, region_codes=[regions.DISTRICT], needs_confirmation=True)
    stage.ada.post(f"/notices/{notice_id}/confirm")
    stage.ben.post(f"/notices/{notice_id}/read")

    whole = stage.district.get(f"/notices/{notice_id}/receipts").json

    assert (whole["addressed"], whole["read"], whole["confirmed"]) == (3, 2, 1)
    assert {
        each["grid_code"]: (each["addressed"], each["read"], each["confirmed"]) for each in whole["items"]
    } == {
        regions.COMMUNITY: (1, 1, 0),
        regions.GRID: (1, 1, 1),
        regions.OTHER_COMMUNITY: (1, 0, 0),
    }
    assert [each["grid_name"] for each in whole["items"]] == ["胜利路社区", "第一网格", "临江社区"]
    assert whole["addressing"] | {"ended_at": None} == {"done": 3, "of": 3, "ended_at": None}


def test_each_sees_the_receipts_of_the_places_that_they_serve(stage: Stage) -> None:
    notice_id = stage.published(stage.district, region_codes=[regions.DISTRICT])
    stage.ada.post(f"/notices/{notice_id}/read")

    assert figures(stage.worker, notice_id) == (2, 1, 0)
    assert figures(stage.grid_worker, notice_id) == (1, 1, 0)
    assert figures(stage.far_worker, notice_id) == (1, 0, 0)
    assert stage.ada.get(f"/notices/{notice_id}/receipts").status_code == 404
    carer = stage.staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions={Function.CARE})
    assert carer.get(f"/notices/{notice_id}/receipts").status_code == 404


def test_receipts_of_who_has_a_tag_are_for_who_may_see_the_tag(stage: Stage) -> None:
    notice_id = stage.published(audience=["low_income"])

    assert figures(stage.worker, notice_id) == (0, 0, 0)
    assert stage.grid_worker.get(f"/notices/{notice_id}/receipts").status_code == 403


def test_how_many_have_a_tag_is_for_who_may_see_the_tag(stage: Stage) -> None:
    with stage.work() as work:
        tags.tag(work, stage.grandma, "low_income")
    notice_id = stage.published(audience=["low_income"], region_codes=[regions.GRID])
    office = stage.staff(Role.STREET_STAFF, regions.STREET, functions={Function.NOTICES})

    assert figures(stage.worker, notice_id) == (1, 0, 0)
    assert stage.worker.get(f"/notices/{notice_id}/audience").json["people"] == 1
    assert stage.worker.get(f"/notices/{notice_id}").json["addressing"]["done"] == 1
    for client in (stage.grid_worker, office):
        assert client.get(f"/notices/{notice_id}/receipts").status_code == 403
        assert client.get(f"/notices/{notice_id}/audience").status_code == 403
        assert client.get(f"/notices/{notice_id}").json["addressing"] is None


def test_a_draft_has_no_receipts(stage: Stage) -> None:
    answer = stage.worker.get(f"/notices/{stage.draft()}/receipts")

    assert (answer.status_code, answer.json["code"]) == (409, "wrong_state")


def test_who_comes_to_match_later_sees_it_and_is_not_counted(stage: Stage) -> None:
    notice_id = stage.published(audience=["volunteer"])
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer")
    assert len(titles(stage.ada)) == 1

    assert stage.ada.post(f"/notices/{notice_id}/read").status_code == 200

    assert figures(stage.worker, notice_id) == (0, 0, 0)


def test_whom_it_addresses_goes_by_the_tags_of_the_day_of_its_publishing(stage: Stage) -> None:
    with stage.work() as work:
        tags.tag(work, stage.grandma, "volunteer", valid_until=local_date(work.now))
    notice_id = stage.published(noted=False, audience=["volunteer"])

    stage.later(days=1)
    stage.work_off()

    assert figures(stage.worker, notice_id) == (1, 0, 0)


def test_the_addressing_is_told_while_it_goes_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addressing, "STRETCH", 1)
    notice_id = stage.published(noted=False)

    def told() -> dict[str, Any]:
        return dict(stage.worker.get(f"/notices/{notice_id}").json["addressing"])

    assert (told()["done"], told()["of"]) == (0, None)
    known = {"If-None-Match": stage.worker.get(f"/notices/{notice_id}").headers["ETag"]}
    background.advance(stage.house)
    assert (told()["done"], told()["of"], told()["ended_at"]) == (1, 2, None)
    assert stage.worker.get(f"/notices/{notice_id}", headers=known).status_code == 200
    stage.work_off()
    assert (told()["done"], told()["of"]) == (2, 2)
    assert told()["ended_at"] is not None


def test_what_is_read_while_the_addressing_goes_on_is_changed_under_its_etag(stage: Stage) -> None:
    path = f"/notices/{stage.published(noted=False)}"
    etag = stage.worker.get(path).headers["ETag"]

    assert stage.worker.patch(path, {"body": "改到周四。"}, etag=etag).status_code == 200


def test_who_reads_before_their_turn_is_an_addressee_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addressing, "STRETCH", 1)
    notice_id = stage.published(noted=False, needs_confirmation=True)
    stage.ben.post(f"/notices/{notice_id}/confirm")
    assert figures(stage.worker, notice_id) == (1, 1, 1)

    stage.work_off()

    assert figures(stage.worker, notice_id) == (2, 1, 1)
    assert stage.worker.get(f"/notices/{notice_id}").json["addressing"]["done"] == 2


def test_what_is_withdrawn_addresses_nobody_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addressing, "STRETCH", 1)
    notice_id = stage.published(noted=False, priority="urgent")
    background.advance(stage.house)
    stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "误发"})

    stage.work_off()

    assert figures(stage.worker, notice_id)[0] == 1


def test_important_and_urgent_notices_come_into_inboxes_and_to_proxies(stage: Stage) -> None:
    with stage.work() as work:
        account = accounts.resident_account(work)
        residents.proxy(work, stage.grandma, account, ["notices"])
    daughter = stage.client(account)
    stage.published(title="一般")
    stage.published(title="紧急停气", priority="urgent")
    stage.published(title="重要", priority="important")

    for client in (stage.ada, stage.ben, daughter):
        told = client.get("/inbox").json["items"]
        assert [(each["title"], each["urgent"]) for each in told] == [("重要公告", False), ("紧急公告", True)]
    assert told[1]["body"] == "请立即查看《紧急停气》。"
    assert stage.cleo.get("/inbox").json["items"] == []


def test_the_figures_stay_when_an_addressee_is_erased(stage: Stage) -> None:
    notice_id = stage.published()
    stage.ada.post(f"/notices/{notice_id}/read")

    told = stage.ada.post("/residents/me/erase", {}).json
    erased = stage.ada.post("/residents/me/erase", {"confirmation": told["confirmation"]})

    assert erased.status_code == 200
    assert figures(stage.worker, notice_id) == (2, 1, 0)


def test_moving_away_leaves_the_figures_and_takes_the_later_notices(stage: Stage) -> None:
    notice_id = stage.published(title="旧")
    with stage.work() as work:
        home = homes.home(work, region_code=regions.OTHER_COMMUNITY)
    moved = stage.district.post(
        f"/residents/{stage.grandma.id}/move", {"home": {"id": home.id}, "moved_in_on": "2026-03-02"}
    )
    assert moved.status_code == 200, moved.json
    stage.later(minutes=1)
    stage.published(title="新")
    stage.published(stage.far_worker, title="那边", region_codes=[regions.OTHER_COMMUNITY])

    assert titles(stage.ada) == ["那边", "旧"]
    stage.ada.post(f"/notices/{notice_id}/read")
    assert figures(stage.worker, notice_id) == (2, 1, 0)


def test_two_records_that_become_one_keep_what_either_has_read(stage: Stage) -> None:
    notice_id = stage.published(needs_confirmation=True)
    stage.ben.post(f"/notices/{notice_id}/confirm")

    with stage.work() as work:
        done = merging.merge(work, stage.grandma.id, other_id=stage.neighbour.id)
        merge_id = done.id
    assert stage.ada.get(f"/notices/{notice_id}").json["confirmed_at"] is not None
    assert figures(stage.worker, notice_id) == (2, 1, 1)

    with stage.work() as work:
        merging.undo(work, merge_id)
    assert stage.ada.get(f"/notices/{notice_id}").json["read_at"] is None
    assert figures(stage.worker, notice_id) == (2, 1, 1)
