"""Step by step to every household, until somebody there has answered."""

from typing import Any

import pytest

from service.events.reaching.actions import climbing, gathering
from service.kit import background
from service.kit.edge import unit_of_work
from service.messaging.channels import ChannelGateways
from service.messaging.rules import Channel
from service.messaging.sendings.actions import send_due
from service.messaging.sendings.rules import Reason, SendingStatus
from service.residents.homes.rules import HouseholdKind
from tests.events.reaching.conftest import TYPHOON, Ladders
from tests.factories import accounts, regions, residents


def test_each_household_begins_with_the_first_step_that_gets_to_it(stage: Ladders) -> None:
    notice_id = stage.warning()

    assert stage.steps(notice_id) == {
        "陈阿婆": "mini_program",
        "高妈妈": "mini_program",
        "陈阿香": "sms",
        "冯阿福": "doorstep",
    }


def test_who_does_not_answer_goes_on_to_sms_call_call_list_and_door(stage: Ladders) -> None:
    notice_id = stage.warning()
    taken = []
    for minutes in (60, 60, 30, 240):
        stage.wait(minutes=minutes)
        taken.append(stage.steps(notice_id)["高妈妈"])

    assert taken == ["sms", "voice", "call", "doorstep"]
    family = stage.households(notice_id)["高妈妈"]
    assert [each["step"] for each in family["steps"]] == ["mini_program", *taken]
    assert family["next_at"] is None
    assert stage.sent(Channel.SMS) == stage.sent(Channel.VOICE) == {stage.father.id, stage.caller.id}


def test_the_inbox_tells_by_which_channels_a_step_went_and_what_became_of_it(stage: Ladders) -> None:
    client = stage.resident(stage.father)
    stage.warning()
    for minutes in (60, 60):
        stage.wait(minutes=minutes)
    stage.end(Channel.SMS, stage.father, SendingStatus.FAILED)

    [message] = client.get("/inbox").json["items"]

    assert message["text"] == "events.notice_urgent"
    assert message["deliveries"] == [
        {"channel": "inbox", "result": "delivered"},
        {"channel": "sms", "result": "failed"},
        {"channel": "voice", "result": "waiting"},
    ]


def test_who_has_read_in_the_inbox_that_there_is_something_to_confirm_is_asked_by_sms_all_the_same(
    stage: Ladders,
) -> None:
    client = stage.resident(stage.father)
    notice_id = stage.warning()
    [message] = client.get("/inbox").json["items"]
    client.post(f"/inbox/{message['id']}/read")
    stage.wait(minutes=60)

    send_due(stage.house, Channel.SMS)
    stage.work_off()

    assert stage.steps(notice_id)["高妈妈"] == "sms"
    [message] = client.get("/inbox").json["items"]
    assert message["deliveries"][1:] == [{"channel": "sms", "result": "sent"}]


def test_nobody_goes_on_before_the_policy_says_so_nor_for_a_notice_that_need_not_reach(
    stage: Ladders,
) -> None:
    notice_id = stage.warning()
    important = stage.warning(priority="important")
    unconfirmed = stage.warning(needs_confirmation=False)

    stage.wait(minutes=59)

    assert stage.steps(notice_id)["高妈妈"] == "mini_program"
    assert stage.steps(important) == stage.steps(unconfirmed) == {}
    receipts = stage.worker.get(f"/notices/{important}/receipts").json
    assert (receipts["reaching"], receipts["not_reached"]) == (None, None)


def test_where_nothing_is_set_up_to_send_by_the_workers_have_them_at_once(stage: Ladders) -> None:
    stage.house.providers[ChannelGateways] = ChannelGateways({})
    notice_id = stage.warning()
    assert stage.steps(notice_id)["陈阿香"] == "call"

    stage.wait(minutes=60)

    assert stage.steps(notice_id)["高妈妈"] == "call"
    assert stage.steps(notice_id)["陈阿婆"] == "doorstep"


def test_the_first_adult_who_confirms_reaches_the_household(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.wait(minutes=60)

    stage.eve.post(f"/notices/{notice_id}/confirm")
    stage.work_off()

    family = stage.households(notice_id, reached=True)["高妈妈"]
    assert (family["reached_by"], family["reached_through"]) == ("confirmed", str(stage.mother.id))
    assert family["reached_at"] == family["people"][0]["confirmed_at"]
    stage.wait(minutes=60)
    assert "高妈妈" not in stage.steps(notice_id)
    assert stage.father.id not in stage.sent(Channel.VOICE)


def test_who_has_only_read_is_not_reached(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.eve.post(f"/notices/{notice_id}/read")

    stage.wait(minutes=60)

    assert stage.steps(notice_id)["高妈妈"] == "sms"
    assert stage.households(notice_id)["高妈妈"]["people"][0]["read_at"] is not None


def test_who_confirms_before_the_households_are_gathered_gets_no_step_at_all(stage: Ladders) -> None:
    notice_id = stage.published(stage.worker, noted=False, region_codes=[regions.GRID], **TYPHOON)
    stage.eve.post(f"/notices/{notice_id}/confirm")
    stage.work_off()

    family = stage.households(notice_id)["高妈妈"]
    assert (family["reached_by"], family["steps"]) == ("confirmed", [])


def test_a_childs_answer_is_not_the_parents(stage: Ladders) -> None:
    notice_id = stage.warning()
    child = stage.resident(stage.child)

    child.post(f"/notices/{notice_id}/confirm")
    stage.wait(minutes=60)

    assert stage.steps(notice_id)["高妈妈"] == "sms"
    assert stage.child.id not in stage.sent(Channel.SMS)


def test_a_proxy_confirms_for_an_elder_and_the_record_shows_who_did(stage: Ladders) -> None:
    with unit_of_work(stage.house) as work:
        daughter = accounts.resident_account(work)
        residents.proxy(work, stage.old, daughter, ["notices"], name="冯小妹")
    notice_id = stage.warning()
    assert stage.steps(notice_id)["冯阿福"] == "mini_program"

    stage.client(daughter).post(f"/notices/{notice_id}/confirm", {"resident_id": str(stage.old.id)})
    stage.work_off()

    elder = stage.households(notice_id)["冯阿福"]
    assert (elder["reached_by"], elder["acted_by"]["acting_as"]) == ("confirmed", "proxy")


def test_who_presses_1_in_the_call_has_answered_for_the_household(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.wait(minutes=60)
    stage.wait(minutes=60)

    stage.end(Channel.VOICE, stage.father, SendingStatus.SENT, pressed=True)

    family = stage.households(notice_id)["高妈妈"]
    assert (family["reached_by"], family["reached_through"]) == ("voice", str(stage.father.id))
    assert family["steps"][-1] == {
        "step": "voice",
        "taken_at": family["reached_at"],
        "people": 1,
        "sent": 1,
        "failed": 0,
    }


def test_what_gets_to_nobody_is_not_waited_for(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.end(Channel.SMS, stage.caller, SendingStatus.FAILED)

    stage.wait(minutes=1)

    assert stage.steps(notice_id)["陈阿香"] == "voice"
    stage.end(Channel.VOICE, stage.caller, SendingStatus.SENT)
    stage.wait(minutes=1)
    assert stage.steps(notice_id)["陈阿香"] == "voice"


def test_a_refused_message_of_wechat_is_counted_and_not_waited_for(stage: Ladders) -> None:
    stage.by_wechat(stage.mother)
    notice_id = stage.warning()
    stage.wait(minutes=1)
    waits = stage.steps(notice_id)["高妈妈"]

    stage.end(Channel.WECHAT, stage.mother, SendingStatus.FAILED)
    stage.wait(minutes=1)

    assert (waits, stage.steps(notice_id)["高妈妈"]) == ("mini_program", "sms")
    assert counted(stage, notice_id)["mini_program"] == (1, 0, 1)


def test_what_wechat_refused_before_the_households_were_gathered_counts_too(stage: Ladders) -> None:
    stage.by_wechat(stage.mother)
    stage.by_wechat(stage.child)
    notice_id = stage.published(stage.worker, noted=False, region_codes=[regions.GRID], **TYPHOON)
    while not stage.sent(Channel.WECHAT):
        background.advance(stage.house)
    stage.refuse(Channel.WECHAT)
    stage.work_off()

    stage.wait(minutes=1)

    assert stage.steps(notice_id)["高妈妈"] == "sms"
    assert counted(stage, notice_id)["mini_program"] == (1, 0, 1)


def test_a_message_that_wechat_took_is_waited_for_and_so_is_one_that_was_read_first(stage: Ladders) -> None:
    stage.by_wechat(stage.mother)
    stage.by_wechat(stage.father)
    notice_id = stage.warning()
    stage.end(Channel.WECHAT, stage.mother, SendingStatus.SENT)
    stage.end(Channel.WECHAT, stage.father, SendingStatus.SKIPPED, reason=Reason.READ_ALREADY)

    stage.wait(minutes=1)

    assert stage.steps(notice_id)["高妈妈"] == "mini_program"
    assert counted(stage, notice_id)["mini_program"] == (2, 1, 0)


def test_one_of_two_whom_wechat_refuses_hurries_nobody(stage: Ladders) -> None:
    stage.by_wechat(stage.mother)
    stage.by_wechat(stage.father)
    notice_id = stage.warning()
    stage.end(Channel.WECHAT, stage.mother, SendingStatus.FAILED)

    stage.wait(minutes=1)

    assert stage.steps(notice_id)["高妈妈"] == "mini_program"


def counted(stage: Ladders, notice_id: str) -> dict[str, tuple[int, int, int]]:
    """The steps of a family: for how many people, sent, and failed."""
    steps = stage.households(notice_id)["高妈妈"]["steps"]
    return {each["step"]: (each["people"], each["sent"], each["failed"]) for each in steps}


def test_one_telephone_of_two_that_fails_hurries_nobody(stage: Ladders) -> None:
    wife, husband = stage.family(
        "700", ("何太太", {"phone": "+8613800000071"}), ("何先生", {"phone": "+8613800000072"})
    )
    notice_id = stage.warning()

    stage.end(Channel.SMS, wife, SendingStatus.FAILED)
    stage.wait(minutes=1)
    one_failed = stage.steps(notice_id)["何太太"]
    stage.end(Channel.SMS, husband, SendingStatus.FAILED)
    stage.wait(minutes=1)

    assert (one_failed, stage.steps(notice_id)["何太太"]) == ("sms", "voice")


def test_what_was_sent_for_something_else_is_none_of_its_business(stage: Ladders) -> None:
    notice_id = stage.warning()
    other = stage.warning(title="另一条")
    stage.wait(minutes=60)

    stage.eve.post(f"/notices/{other}/confirm")
    stage.work_off()

    assert stage.steps(notice_id)["高妈妈"] == "sms"
    assert "高妈妈" not in stage.steps(other)


def test_people_of_a_dormitory_are_reached_one_by_one(stage: Ladders) -> None:
    one, _ = stage.family("600", ("工友甲", {}), ("工友乙", {}), kind=HouseholdKind.COLLECTIVE)
    worker = stage.resident(one)
    notice_id = stage.warning()

    worker.post(f"/notices/{notice_id}/confirm")
    stage.work_off()

    assert stage.steps(notice_id)["工友乙"] == "doorstep"
    assert "工友甲" not in stage.steps(notice_id)


def test_a_household_of_children_only_is_reached_through_any_of_them(stage: Ladders) -> None:
    [orphan] = stage.family("601", ("小童", {"birth_on": stage.child.birth_on}))
    notice_id = stage.warning()

    answer = stage.grid_worker.post(
        f"/notices/{notice_id}/reached", {"resident_id": str(orphan.id), "way": "doorstep"}
    )

    assert answer.json["reached_by"] == "doorstep"


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_what_is_over_goes_to_nobody_any_more(stage: Ladders, end: str) -> None:
    expires = {"expires_at": stage.clock.today_at("09:30")} if end == "expired" else {}
    notice_id = stage.warning(**expires)
    if end == "withdrawn":
        stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "预警解除。"})
    stage.later(minutes=40)
    stage.timetable.run("events.notices.expire")
    stage.work_off()
    stage.wait(minutes=60)

    assert stage.steps(notice_id)["高妈妈"] == "mini_program"
    assert stage.sent(Channel.SMS) == {stage.caller.id}
    receipts = stage.worker.get(f"/notices/{notice_id}/receipts").json
    assert receipts["ended_at"] is not None
    ticked = stage.grid_worker.post(
        f"/notices/{notice_id}/reached", {"resident_id": str(stage.old.id), "way": "doorstep"}
    )
    assert (ticked.status_code, ticked.json["code"]) == (409, "wrong_state")


def test_stretches_and_batches_of_any_size_come_to_the_same(
    stage: Ladders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STRETCH", 1)
    monkeypatch.setattr(climbing, "AT_ONCE", 1)
    notice_id = stage.warning()

    assert stage.steps(notice_id) == {
        "陈阿婆": "mini_program",
        "高妈妈": "mini_program",
        "陈阿香": "sms",
        "冯阿福": "doorstep",
    }
    assert len(stage.households(notice_id)["高妈妈"]["people"]) == 3


def test_households_are_gathered_anew_where_that_was_given_up(
    stage: Ladders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STRETCH", 2)
    stretches = iter([True])
    real = gathering._note_people

    def broken(*told: Any) -> Any:
        if next(stretches, False):
            return real(*told)
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "_note_people", broken)
        notice_id = stage.warning()
        for _ in range(6):
            stage.later(minutes=1)
            background.advance(stage.house)
    assert len(stage.steps(notice_id)) < 4

    stage.wait(minutes=1)

    assert stage.steps(notice_id) == {
        "陈阿婆": "mini_program",
        "高妈妈": "mini_program",
        "陈阿香": "sms",
        "冯阿福": "doorstep",
    }
    assert len(stage.households(notice_id)["高妈妈"]["people"]) == 3


def test_a_run_that_was_given_up_is_taken_up_again_within_a_minute(
    stage: Ladders, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_id = stage.warning()

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(climbing.messaging, "text_residents", broken)
        stage.wait(minutes=60)
        for _ in range(6):
            stage.later(minutes=1)
            background.advance(stage.house)
    assert stage.steps(notice_id)["高妈妈"] == "mini_program"

    stage.wait(minutes=1)

    assert stage.steps(notice_id)["高妈妈"] == "sms"
    assert stage.sent(Channel.SMS) == {stage.father.id, stage.caller.id}
