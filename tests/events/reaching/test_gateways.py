"""A ladder climbed by the job process's own hands, over stand-ins of WeChat and of the SMS and voice gateways that misbehave."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from service.accounts.models import Account
from service.kit import background, deliveries, jobs
from service.kit.actor import Role
from service.kit.clock import local
from service.kit.edge import unit_of_work
from service.kit.sms import SmsGateway
from service.kit.sms.aliyun import AliyunSms
from service.messaging.gateways import hand_in
from service.residents.models import Resident
from tests.client import ApiClient
from tests.events.reaching.conftest import Ladders
from tests.factories import accounts
from tests.factories.messaging import linked_to_wechat
from tests.kit.aliyun_stand_in import KEY_ID, SECRET, AliyunStandIn, AliyunVoiceStandIn
from tests.kit.wechat_stand_in import WeChatStandIn, with_mini_program
from tests.stand_in import serving

REPORTS = "/sendings/voice-reports?token=a-secret-of-the-voice-gateway"
# Half past ten in the district.
FRIDAY_NIGHT = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
JOBS = (
    "events.notices.expire",
    "events.reaching.go_on",
    "events.reaching.tell_workers",
    "messaging.sendings.give_up_overdue",
)
HEARD_OUT = {"startDate": "2026-03-06 22:40:05", "endDate": "2026-03-06 22:40:35", "duration": 30}
NOT_ANSWERED = {"startDate": "", "endDate": "", "duration": 0, "state": "502"}


class Outside:
    """The stand-ins, and the job process whose hands reach them."""

    def __init__(
        self, stage: Ladders, wechat: WeChatStandIn, sms: AliyunStandIn, voice: AliyunVoiceStandIn
    ) -> None:
        self.stage, self.wechat, self.sms, self.voice = stage, wechat, sms, voice

    def live(self, *, minutes: int, answering: Any = None) -> None:
        """So long goes by, five minutes at a time, with what the job process does in them; calls end like this."""
        for _ in range(minutes // 5):
            self.stage.clock.move(minutes=5)
            self.work()
            if answering is not None:
                self.voice.details = {self.call_id(each): answering for each in range(len(self.voice.sent))}
        self.stage.later(minutes=0)

    def work(self) -> None:
        """What the clock says, and what all hands find to do, until there is nothing more."""
        for name in JOBS:
            self.stage.timetable.run(name)
        hands = (background.advance, deliveries.deliver_due, *jobs.all_hands())
        while sum(int(hand(self.stage.house) or 0) for hand in hands):
            pass

    def warning(self, **changes: Any) -> str:
        notice_id = self.stage.warning(**changes)
        self.work()
        return notice_id

    def press(self, key: str, call: int = -1) -> None:
        """The gateway reports a call that was answered, and which key was pressed in it."""
        number = range(len(self.voice.sent))[call]
        told = {"call_id": self.call_id(number), "out_id": "x", "status_code": "200000", "duration": "20"}
        answer = ApiClient(self.stage.app).post(REPORTS, [{**told, "dtmf": key}])
        assert answer.status_code == 200, answer.json
        self.work()

    def call_id(self, number: int) -> str:
        return f"116012354148^{number + 1}"

    def numbers(self, gateway: AliyunStandIn) -> list[str]:
        """Which numbers a gateway was given, in their order."""
        return [each.get("PhoneNumbers") or each["CalledNumber"] for each in gateway.sent]

    def record(self, notice_id: str, name: str) -> tuple[str | None, list[str]]:
        """How a household was reached, and its steps: at which time of the clock, how many people, got to, failed."""
        household = self.stage.households(notice_id)[name]
        return household["reached_by"], [
            f"{each['step']} {local(datetime.fromisoformat(each['taken_at'])):%a %H:%M}"
            f" {each['people']}/{each['sent']}/{each['failed']}"
            for each in household["steps"]
        ]

    def tick(self, notice_id: str, person: Resident, way: str) -> Any:
        body = {"resident_id": str(person.id), "way": way}
        return self.stage.grid_worker.post(f"/notices/{notice_id}/reached", body)

    def reached_by_wechat(self, person: Resident) -> None:
        with unit_of_work(self.stage.house) as work:
            account = work.session.scalars(select(Account).where(Account.resident_id == person.id)).one()
            linked_to_wechat(work, account.id)


@pytest.fixture
def outside(stage: Ladders) -> Iterator[Outside]:
    house, clock = stage.house, stage.clock
    kept = house.settings, dict(house.providers)
    with ExitStack() as opened:
        wechat = opened.enter_context(serving(WeChatStandIn(clock)))
        sms = opened.enter_context(serving(AliyunStandIn(clock)))
        voice = opened.enter_context(serving(AliyunVoiceStandIn(clock)))
        house.settings = with_mini_program(
            house.settings,
            wechat.url,
            wechat_templates=["message:TEMPLATE-1:thing4+thing6+time2"],
            sms_base_url=sms.url,
            sms_access_key_id=KEY_ID,
            sms_access_key_secret=SECRET,
            sms_sign_name="镇海 邻里",
            sms_templates=["notice:SMS_1"],
            sms_timeout_seconds=0.3,
            voice_base_url=voice.url,
            voice_access_key_id=KEY_ID,
            voice_access_key_secret=SECRET,
            voice_show_number="057486250000",
            voice_templates=["notice:TTS_1:TTS_2"],
            voice_report_token=REPORTS.partition("=")[2],
            voice_timeout_seconds=0.3,
        )
        house.providers[SmsGateway] = AliyunSms(house.settings, clock, house.randomness)
        hand_in(house)
        yield Outside(stage, wechat, sms, voice)
    house.settings, house.providers = kept


def test_a_ladder_is_climbed_through_a_night_and_a_weekend_until_every_household_knows(
    stage: Ladders, outside: Outside
) -> None:
    stage.clock.move_to(FRIDAY_NIGHT)
    stage.later(minutes=0)
    outside.reached_by_wechat(stage.mother)
    outside.wechat.errcodes = [43101]
    outside.sms.codes = ["isv.MOBILE_NUMBER_ILLEGAL"]
    notice_id = outside.warning()
    outside.live(minutes=5)
    outside.press("1")
    outside.sms.moods = ["drop", 500, "slow"]
    outside.live(minutes=210, answering=HEARD_OUT)

    assert [each["phone"] for each in stage.households(notice_id, step="call")["高妈妈"]["people"]] == [
        None,
        "+8613800000011",
        None,
    ]
    outside.live(minutes=480)
    for person, way in ((stage.father, "doorstep"), (stage.old, "doorstep")):
        assert outside.tick(notice_id, person, way).status_code == 200
    stage.later(days=1)
    stage.ada.post(f"/notices/{notice_id}/confirm")
    outside.work()

    assert outside.record(notice_id, "高妈妈") == (
        "doorstep",
        [
            "mini_program Fri 22:30 1/0/1",
            "sms Fri 22:35 1/1/0",
            "voice Fri 23:35 1/1/0",
            "call Sat 00:05 1/0/0",
            "doorstep Sat 04:05 2/0/0",
        ],
    )
    assert outside.record(notice_id, "陈阿香") == (
        "voice",
        ["sms Fri 22:30 1/0/1", "voice Fri 22:35 1/1/0"],
    )
    assert outside.record(notice_id, "冯阿福") == ("doorstep", ["doorstep Fri 22:30 1/0/0"])
    assert outside.record(notice_id, "陈阿婆") == (
        "confirmed",
        ["mini_program Fri 22:30 1/0/0", "doorstep Fri 23:30 1/0/0"],
    )
    asked = [each.path for each in outside.wechat.heard]
    assert (asked.count("/cgi-bin/message/subscribe/send"), outside.wechat.sent) == (1, [])
    # What a slow gateway may have taken already goes once more, under the same id.
    assert set(outside.numbers(outside.sms)) == {"13800000011"}
    assert len({each["OutId"] for each in outside.sms.sent}) == 1
    assert outside.numbers(outside.voice) == ["057486250011", "13800000011"]
    told = stage.worker.get(f"/notices/{notice_id}/receipts").json
    assert (told["reaching"]["reached"], told["reaching"]["by_step"]) == (4, [])
    assert (told["addressed"], told["confirmed"]) == (6, 1)
    assert [each["confirmed"] for each in told["items"]] == [1]


def test_nobody_is_rung_up_for_what_they_have_answered_when_a_dead_gateway_is_back(
    stage: Ladders, outside: Outside
) -> None:
    outside.sms.moods = [500] * 1000
    outside.voice.moods = ["drop"] * 1000
    notice_id = outside.warning()
    outside.live(minutes=100)
    assert stage.steps(notice_id)["陈阿香"] == "call"

    assert outside.tick(notice_id, stage.caller, "call").json["reached_by"] == "call"
    stage.eve.post(f"/notices/{notice_id}/confirm")
    outside.work()
    outside.sms.moods = outside.voice.moods = []
    outside.live(minutes=120)

    assert outside.numbers(outside.sms) == outside.numbers(outside.voice) == []
    assert outside.record(notice_id, "陈阿香") == (
        "call",
        ["sms Mon 09:00 1/0/0", "voice Mon 10:00 1/0/0", "call Mon 10:30 1/0/0"],
    )


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_what_waits_at_a_dead_gateway_when_a_notice_is_over_never_goes(
    stage: Ladders, outside: Outside, end: str
) -> None:
    outside.sms.moods = [500] * 1000
    expires = {"expires_at": stage.clock.today_at("10:10")} if end == "expired" else {}
    notice_id = outside.warning(**expires)
    outside.live(minutes=65)
    [calling] = outside.numbers(outside.voice)
    assert calling == "057486250011"
    if end == "withdrawn":
        stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "预警解除。"})
    outside.live(minutes=10)

    outside.press("1")
    outside.sms.moods = []
    outside.live(minutes=600)

    assert outside.numbers(outside.sms) == []
    assert outside.numbers(outside.voice) == [calling]
    assert outside.record(notice_id, "陈阿香")[0] == "voice"
    assert outside.record(notice_id, "高妈妈") == (
        None,
        ["mini_program Mon 09:00 1/0/0", "sms Mon 10:00 1/0/0"],
    )
    assert outside.tick(notice_id, stage.father, "doorstep").json["code"] == "wrong_state"


def test_a_call_of_which_is_told_twice_is_one(stage: Ladders, outside: Outside) -> None:
    outside.sms.codes = ["isv.MOBILE_NUMBER_ILLEGAL"]
    notice_id = outside.warning()
    outside.live(minutes=15, answering=HEARD_OUT)
    before = outside.record(notice_id, "陈阿香")

    outside.press("1")
    outside.press("1")

    steps = ["sms Mon 09:00 1/0/1", "voice Mon 09:05 1/1/0"]
    assert before == (None, steps)
    assert outside.record(notice_id, "陈阿香") == ("voice", steps)


def test_who_does_not_pick_up_is_on_the_call_list_at_once(stage: Ladders, outside: Outside) -> None:
    outside.sms.codes = ["isv.MOBILE_NUMBER_ILLEGAL"]
    notice_id = outside.warning()

    outside.live(minutes=15, answering=NOT_ANSWERED)

    assert stage.steps(notice_id)["陈阿香"] == "call"
    assert outside.record(notice_id, "陈阿香")[1][1:] == ["voice Mon 09:05 1/0/1", "call Mon 09:15 1/0/0"]


def test_what_an_administrator_sends_again_has_got_there_after_all(stage: Ladders, outside: Outside) -> None:
    outside.sms.codes = ["isv.SMS_TEMPLATE_ILLEGAL"]
    notice_id = outside.warning()
    outside.live(minutes=5)
    assert outside.record(notice_id, "陈阿香")[1] == ["sms Mon 09:00 1/0/1", "voice Mon 09:05 1/0/0"]

    with unit_of_work(stage.house) as work:
        admin = accounts.staff(work, Role.SYSTEM_ADMIN, functions=())
    tending = stage.client(admin)
    [dead] = tending.get("/sendings?status=dead").json["items"]
    assert tending.post(f"/sendings/{dead['id']}/resend").status_code == 200
    outside.work()

    assert outside.record(notice_id, "陈阿香")[1][0] == "sms Mon 09:00 1/1/0"


def test_who_pressed_1_after_they_were_recorded_dead_stays_reached_when_that_is_undone(
    stage: Ladders, outside: Outside
) -> None:
    outside.sms.codes = ["isv.MOBILE_NUMBER_ILLEGAL"]
    notice_id = outside.warning()
    outside.live(minutes=5)
    path = f"/residents/{stage.caller.id}"
    assert stage.worker.post(f"{path}/record-death", {"died_on": "2026-03-01"}).status_code == 200
    outside.work()
    assert outside.tick(notice_id, stage.caller, "call").status_code == 404

    outside.press("1")
    assert stage.worker.post(f"{path}/undo-death").status_code == 200
    outside.work()

    assert outside.record(notice_id, "陈阿香")[0] == "voice"
    assert stage.households(notice_id)["陈阿香"]["gone_at"] is None
