"""The week's digest: on Friday each account is told once how many of the week's notices have not been read."""

from dataclasses import replace

import pytest

from service.events.notices.actions import digesting
from service.events.notices.texts import UNREAD
from service.kit import background
from service.messaging.rules import Channel
from service.messaging.sendings import actions as sendings
from tests.client import ApiClient
from tests.events.notices.conftest import Stage
from tests.factories import accounts, regions, residents
from tests.factories.messaging import asked_for, linked_to_wechat
from tests.messaging.gateway_in_hand import hands

JOB = "events.notices.tell_of_unread"


def friday_evening(stage: Stage, *, weeks: int = 0) -> None:
    """It is Friday, half past five, of the clock's first week or a later one."""
    days = (4 - stage.clock.now().weekday()) % 7 + 7 * weeks
    stage.later(seconds=(stage.clock.today_at("17:30", days=days) - stage.clock.now()).total_seconds())


def tell(stage: Stage) -> None:
    stage.timetable.run(JOB)
    stage.work_off()


def digests(client: ApiClient) -> list[str]:
    inbox = client.get("/inbox").json["items"]
    return [each["body"] for each in inbox if each["text"] == UNREAD.name]


def test_on_friday_each_is_told_once_how_many_they_have_not_read(stage: Stage) -> None:
    read = stage.published(title="看过的")
    stage.published(title="没看的")
    stage.ada.post(f"/notices/{read}/read")
    friday_evening(stage)

    tell(stage)
    tell(stage)

    assert digests(stage.ada) == ["本周有 1 条公告您还没看。"]
    assert digests(stage.ben) == ["本周有 2 条公告您还没看。"]
    assert digests(stage.cleo) == []


def test_what_is_over_withdrawn_or_of_another_week_is_not_counted(stage: Stage) -> None:
    stage.published(title="旧")
    friday_evening(stage)
    stage.later(minutes=1)
    stage.published(title="过期", expires_at=stage.clock.today_at("12:00", days=2))
    withdrawn = stage.published(title="撤回")
    stage.worker.post(f"/notices/{withdrawn}/withdraw", {"reason": "误发"})
    friday_evening(stage, weeks=1)

    tell(stage)

    assert digests(stage.ada) == []


def test_a_friday_without_a_job_process_is_caught_up_with_on_the_next_day(stage: Stage) -> None:
    stage.published()
    friday_evening(stage)
    stage.later(hours=20)

    tell(stage)
    stage.later(days=3)
    tell(stage)

    assert digests(stage.ada) == ["本周有 1 条公告您还没看。"]


def test_the_elders_proxy_is_told_too_and_only_once(stage: Stage) -> None:
    with stage.work() as work:
        own = residents.resident(work)
        account = accounts.resident_account(work, own.id)
        residents.proxy(work, stage.grandma, account, ["notices"])
    daughter = stage.client(account)
    stage.published()
    friday_evening(stage)

    tell(stage)

    assert digests(daughter) == ["本周有 1 条公告您还没看。"]


def test_stretches_and_repetitions_tell_nobody_twice(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digesting, "STRETCH", 1)
    stage.published()
    friday_evening(stage)
    stage.timetable.run(JOB)

    steps = 0
    while background.advance(stage.house):
        steps += 1
    stage.timetable.deliver()

    assert steps >= 3
    assert len(digests(stage.ada)) == len(digests(stage.ben)) == 1


@pytest.mark.parametrize(("templates", "sent"), [([], 0), (["digest:T2"], 1)])
def test_a_digest_costs_no_general_message_of_wechat(stage: Stage, templates: list[str], sent: int) -> None:
    before = stage.house.settings
    stage.house.settings = replace(before, wechat_templates=["message:T1", *templates])
    with stage.work() as work:
        person = residents.resident(work, regions.OTHER_COMMUNITY)
        account = accounts.resident_account(work, person.id)
        linked_to_wechat(work, account.id)
        asked_for(work, account.id, "digest")
    stage.published(stage.far_worker, region_codes=[regions.OTHER_COMMUNITY])
    friday_evening(stage)

    with hands(stage.house) as hand:
        tell(stage)
        while sendings.send_due(stage.house, Channel.WECHAT):
            pass
    stage.house.settings = before

    assert [each.content["template"] for each in hand.wechat.sent] == ["digest"] * sent
    assert [each.content["fields"] for each in hand.wechat.sent] == [
        [["thing1", "本周未读公告"], ["thing2", "1 条"]]
    ] * sent
