"""What happens to notices by the clock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.accounts.queries import account_ids_of_resident
from service.events.notices.actions import publishing
from service.events.notices.jobs import forget_people
from service.events.notices.models import Addressee, Receipt
from service.kit.house import House
from service.messaging.rules import Channel
from service.messaging.sendings import actions as sendings
from service.messaging.sendings.models import Sending
from tests.events.notices.conftest import Stage, titles
from tests.factories import accounts, regions, residents
from tests.factories.messaging import linked_to_wechat
from tests.messaging.gateway_in_hand import Hands, hands


@pytest.fixture
def hand(house: House) -> Iterator[Hands]:
    with hands(house) as held:
        yield held


def test_a_scheduled_notice_is_published_in_its_minute(stage: Stage) -> None:
    at = stage.clock.now() + timedelta(minutes=2)
    notice_id = stage.draft(publish_at=at, priority="important")

    scheduled = stage.worker.post(f"/notices/{notice_id}/publish").json
    assert (scheduled["status"], scheduled["published_at"]) == ("scheduled", None)
    assert stage.worker.post(f"/notices/{notice_id}/publish").status_code == 409
    stage.minute()
    assert titles(stage.ada) == []
    stage.minute()
    stage.work_off()

    assert stage.worker.get(f"/notices/{notice_id}").json["status"] == "published"
    assert titles(stage.ada) == ["周三停水"]
    assert len(stage.ada.get("/inbox").json["items"]) == 1


def test_a_scheduled_notice_can_be_taken_back_and_written_anew(stage: Stage) -> None:
    notice_id = stage.draft(publish_at=stage.clock.now() + timedelta(minutes=1))
    stage.worker.post(f"/notices/{notice_id}/publish")

    assert stage.worker.post(f"/notices/{notice_id}/return", {"reason": "改时间"}).json["status"] == "draft"
    stage.minute()
    assert titles(stage.ada) == []
    stage.worker.patch(f"/notices/{notice_id}", {"publish_at": None})
    assert stage.worker.post(f"/notices/{notice_id}/publish").json["status"] == "published"


def test_after_a_stop_what_is_due_is_published_late_and_what_is_over_not_at_all(stage: Stage) -> None:
    now = stage.clock.now()
    late = stage.draft(title="迟", publish_at=now + timedelta(minutes=5))
    over = stage.draft(
        title="过", publish_at=now + timedelta(minutes=5), expires_at=now + timedelta(minutes=30)
    )
    for notice_id in (late, over):
        stage.worker.post(f"/notices/{notice_id}/publish")

    stage.later(hours=1)
    stage.minute()
    stage.work_off()

    assert titles(stage.ada) == ["迟"]
    assert stage.worker.get(f"/notices/{over}").json["status"] == "expired"
    assert [each["title"] for each in stage.worker.get("/inbox").json["items"]] == ["公告未能发布"]


def test_however_many_are_scheduled_for_a_minute_all_are_published_in_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_AT_ONCE", 2)
    at = stage.clock.now() + timedelta(minutes=1)
    for number in range(5):
        notice_id = stage.draft(title=f"第{number}条", publish_at=at)
        stage.worker.post(f"/notices/{notice_id}/publish")

    stage.minute()

    assert len(titles(stage.ada)) == 5


def test_what_was_scheduled_and_withdrawn_nobody_sees_or_hears_of(stage: Stage) -> None:
    notice_id = stage.draft(publish_at=stage.clock.now() + timedelta(minutes=1), priority="urgent")
    stage.worker.post(f"/notices/{notice_id}/publish")

    withdrawn = stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "取消了"})
    stage.minute()
    stage.work_off()

    assert (withdrawn.status_code, withdrawn.json["status"]) == (200, "withdrawn")
    assert titles(stage.ada) == stage.ada.get("/inbox").json["items"] == []
    assert stage.ada.get(f"/notices/{notice_id}").status_code == 404


@pytest.mark.parametrize("ends", ["withdrawn", "expired"])
def test_nobody_is_woken_in_the_morning_by_a_notice_that_ended_at_night(
    stage: Stage, hand: Hands, ends: str
) -> None:
    stage.later(hours=13)
    with stage.work() as work:
        for person in (stage.grandma, stage.neighbour):
            [account_id] = account_ids_of_resident(work, person.id)
            linked_to_wechat(work, account_id, messages=5)
    ended = stage.published(title="误", priority="important", expires_at=stage.clock.today_at("23:30"))
    stage.published(title="真", priority="important")
    stage.ada.post(f"/notices/{ended}/read")
    if ends == "withdrawn":
        stage.worker.post(f"/notices/{ended}/withdraw", {"reason": "误发"})
    else:
        stage.later(hours=2)
        stage.timetable.run("events.notices.expire")
    stage.timetable.deliver()
    stage.work_off()

    stage.clock.move_to(stage.clock.today_at("07:00", days=ends == "withdrawn"))
    while sendings.send_due(stage.house, Channel.WECHAT):
        pass

    said = sorted(each.content["fields"][1][1] for each in hand.wechat.sent)
    withdrawal = ["您看过的公告《误》已撤回：误发"] if ends == "withdrawn" else []
    assert said == sorted([*withdrawal, "请查看《真》。", "请查看《真》。"])


def test_who_has_read_a_notice_at_night_is_not_told_in_the_morning_to_read_it(
    stage: Stage, hand: Hands
) -> None:
    stage.later(hours=13)
    with stage.work() as work:
        [own_id] = account_ids_of_resident(work, stage.grandma.id)
        daughter = accounts.resident_account(work, residents.resident(work, regions.OTHER_COMMUNITY).id)
        residents.proxy(work, stage.grandma, daughter, ["notices"])
        for account_id in (own_id, daughter.id):
            linked_to_wechat(work, account_id, messages=5)
    by_her, by_daughter, by_nobody = (stage.published(title=each, priority="important") for each in "甲乙丙")
    as_proxy = stage.client(daughter)

    assert stage.ada.post(f"/notices/{by_her}/read").status_code == 200
    assert (
        as_proxy.post(f"/notices/{by_daughter}/read", {"resident_id": str(stage.grandma.id)}).status_code
        == 200
    )
    stage.clock.move_to(stage.clock.today_at("07:00", days=1))
    while sendings.send_due(stage.house, Channel.WECHAT):
        pass

    with stage.work() as work:
        went = work.session.execute(
            select(Sending.account_id, Sending.subject, Sending.status, Sending.reason)
        )
        told = {(row.account_id, row.subject): (row.status.value, row.reason) for row in went}
    read, sent = ("skipped", "read_already"), ("sent", None)
    assert told == {
        (own_id, by_her): read,
        (own_id, by_daughter): sent,
        (own_id, by_nobody): sent,
        (daughter.id, by_her): sent,
        (daughter.id, by_daughter): read,
        (daughter.id, by_nobody): sent,
    }
    assert len(hand.wechat.sent) == 4


def test_after_years_it_is_forgotten_who_was_addressed_and_how_many_stays(stage: Stage) -> None:
    notice_id = stage.published()
    stage.ada.post(f"/notices/{notice_id}/read")
    stage.later(days=1100)

    with stage.work() as work:
        oldest = work.now - timedelta(days=work.house.settings.notice_people_days)
        assert [forget_people(work, oldest, 2), forget_people(work, oldest, 2)] == [2, 1]
    with stage.work() as work:
        assert forget_people(work, oldest, 2) == 0
        left = [
            work.session.scalar(select(func.count()).select_from(model)) for model in (Addressee, Receipt)
        ]

    assert left == [0, 0]
    receipts = stage.worker.get(f"/notices/{notice_id}/receipts").json
    assert (receipts["addressed"], receipts["read"]) == (2, 1)
