"""Automatic calls: Alibaba Cloud's gateway against a stand-in that checks signatures, and the demonstration gateway."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from config import Settings
from service.kit.randomness import SystemRandomness
from service.kit.voice import Call, CallState, VoiceGatewayDown, VoiceRefused
from service.kit.voice.aliyun import AliyunVoice, reports_in
from service.kit.voice.demonstration import DemonstrationVoice, RefusedInProduction
from tests.clock import StoppedClock
from tests.kit.aliyun_stand_in import KEY_ID, SECRET, AliyunVoiceStandIn
from tests.stand_in import serving

CALL = Call("+8613812345678", "alarm", {"elder": "陈阿婆"}, out_id="0190abcdef01234")
ENDED = {"startDate": "2026-03-02 09:00:05", "endDate": "2026-03-02 09:00:35", "duration": 30, "state": "200"}


@pytest.fixture
def stand_in(clock: StoppedClock) -> Iterator[AliyunVoiceStandIn]:
    with serving(AliyunVoiceStandIn(clock)) as server:
        yield server


@pytest.fixture
def gateway(settings: Settings, stand_in: AliyunVoiceStandIn, clock: StoppedClock) -> Iterator[AliyunVoice]:
    ours = replace(
        settings,
        voice_base_url=stand_in.url,
        voice_access_key_id=KEY_ID,
        voice_access_key_secret=SECRET,
        voice_show_number="057486250000",
        voice_templates=["alarm:TTS_1:TTS_2"],
        voice_timeout_seconds=0.8,
    )
    made = AliyunVoice(ours, clock, SystemRandomness())
    yield made
    made.close()


def test_a_call_says_its_template_and_waits_for_the_one(
    stand_in: AliyunVoiceStandIn, gateway: AliyunVoice
) -> None:
    call_id = gateway.call(CALL)

    assert call_id == "116012354148^1"
    assert stand_in.refused == []
    (asked,) = stand_in.sent
    assert json.loads(asked.pop("StartTtsParams")) == {"elder": "陈阿婆"}
    assert asked == {
        "CalledShowNumber": "057486250000",
        "CalledNumber": "13812345678",
        "StartCode": "TTS_1",
        "PlayTimes": "2",
        "Timeout": "5000",
        "MenuKeyMap.1.Key": "1",
        "MenuKeyMap.1.Code": "TTS_2",
        "OutId": "0190abcdef01234",
    }


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("+8613812345678", "13812345678"),
        ("+8657486250011", "057486250011"),
        ("+861065000000", "01065000000"),
    ],
)
def test_a_landline_is_dialled_with_the_zero_before_its_area_code(
    stand_in: AliyunVoiceStandIn, gateway: AliyunVoice, phone: str, dialled: str
) -> None:
    gateway.call(replace(CALL, phone=phone))

    assert [each["CalledNumber"] for each in stand_in.sent] == [dialled]


@pytest.mark.parametrize(
    ("detail", "state"),
    [
        (ENDED, CallState.ANSWERED),
        ({**ENDED, "startDate": "", "duration": 0}, CallState.NOT_ANSWERED),
        ({"startDate": "", "endDate": "", "duration": 0, "state": "502"}, CallState.NOT_ANSWERED),
        ({"startDate": "2026-03-02 09:00:05", "endDate": ""}, CallState.UNDER_WAY),
        ({}, CallState.UNDER_WAY),
        (None, CallState.UNDER_WAY),
        ("not json", CallState.UNDER_WAY),
        ("[]", CallState.UNDER_WAY),
    ],
)
def test_what_became_of_a_call_is_asked(
    stand_in: AliyunVoiceStandIn, gateway: AliyunVoice, detail: Any, state: CallState
) -> None:
    stand_in.details["call-1"] = detail

    assert gateway.state_of("call-1") is state


def test_reports_tell_who_pressed_what() -> None:
    told = [
        {"call_id": "1", "status_code": "200000", "duration": "12", "dtmf": "1"},
        {"call_id": "2", "status_code": "200000", "duration": "3秒", "dtmf": None},
        {"call_id": "3", "status_code": "200005", "duration": "0"},
        {"call_id": "4"},
    ]

    assert [(each.call_id, each.state, each.pressed) for each in reports_in(told)] == [
        ("1", CallState.ANSWERED, "1"),
        ("2", CallState.ANSWERED, ""),
        ("3", CallState.NOT_ANSWERED, ""),
        ("4", CallState.NOT_ANSWERED, ""),
    ]


@pytest.mark.parametrize("mood", ["slow", "drop", 500, "html", "list", "empty"])
def test_a_gateway_that_does_not_answer_well_is_down(
    stand_in: AliyunVoiceStandIn, gateway: AliyunVoice, mood: str | int
) -> None:
    stand_in.moods = [mood]

    with pytest.raises(VoiceGatewayDown):
        gateway.call(CALL)
    assert len(stand_in.heard) == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", VoiceGatewayDown),
        ("Throttling.User", VoiceGatewayDown),
        ("isv.CALLED_NUMBER_ILLEGAL", VoiceRefused),
        ("isv.VOICE_FILE_ILLEGAL", VoiceRefused),
    ],
)
def test_what_may_pass_is_told_apart_from_what_will_not(
    stand_in: AliyunVoiceStandIn, gateway: AliyunVoice, code: str, error: type[Exception]
) -> None:
    stand_in.codes = [code]

    with pytest.raises(error):
        gateway.call(CALL)


def test_a_template_that_was_not_set_up_is_refused_before_anybody_is_called(
    stand_in: AliyunVoiceStandIn, gateway: AliyunVoice
) -> None:
    with pytest.raises(VoiceRefused):
        gateway.call(replace(CALL, template="other"))
    assert stand_in.heard == []


def test_nothing_personal_is_in_a_repr() -> None:
    assert "138" not in repr(CALL)
    assert "陈" not in repr(CALL)


def test_the_demonstration_gateway_is_refused_in_production(settings: Settings) -> None:
    with pytest.raises(RefusedInProduction):
        DemonstrationVoice(replace(settings, env="production"))
