"""Text messages: Alibaba Cloud's gateway against a stand-in that checks signatures, and the demonstration gateway."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from config import Settings
from service.kit.aliyun import signature_of
from service.kit.randomness import SystemRandomness
from service.kit.sms import Sms, SmsGatewayDown, SmsRefused, demonstration
from service.kit.sms.aliyun import AliyunSms
from service.kit.sms.demonstration import DemonstrationSms, RefusedInProduction
from tests.clock import StoppedClock
from tests.kit.aliyun_stand_in import KEY_ID, SECRET, AliyunStandIn
from tests.log_lines import log_lines
from tests.stand_in import serving

SMS = Sms("+8613812345678", "code", {"code": "042917"}, out_id="0190-out")


@pytest.fixture
def stand_in(clock: StoppedClock) -> Iterator[AliyunStandIn]:
    with serving(AliyunStandIn(clock)) as server:
        yield server


@pytest.fixture
def ours(settings: Settings, stand_in: AliyunStandIn) -> Settings:
    return replace(
        settings,
        sms_base_url=stand_in.url,
        sms_access_key_id=KEY_ID,
        sms_access_key_secret=SECRET,
        sms_sign_name="镇海 邻里",
        sms_templates=["code:SMS_154950909"],
        sms_timeout_seconds=0.8,
    )


@pytest.fixture
def gateway(ours: Settings, clock: StoppedClock) -> Iterator[AliyunSms]:
    made = AliyunSms(ours, clock, SystemRandomness())
    yield made
    made.close()


def test_a_signed_request_carries_number_template_and_out_id(
    stand_in: AliyunStandIn, gateway: AliyunSms
) -> None:
    gateway.send(SMS)
    gateway.send(SMS)

    assert stand_in.refused == []
    assert stand_in.sent[0] == stand_in.sent[1]
    assert json.loads(stand_in.sent[0].pop("TemplateParam")) == {"code": "042917"}
    assert stand_in.sent[0] == {
        "OutId": "0190-out",
        "PhoneNumbers": "13812345678",
        "SignName": "镇海 邻里",
        "TemplateCode": "SMS_154950909",
    }


def test_the_signature_is_the_one_of_the_public_example() -> None:
    """The fixed parameters of the vendor's documentation of signature V3 (RunInstances)."""
    signed = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"

    assert (
        signature_of("YourAccessKeySecret", query, signed)
        == "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


@pytest.mark.parametrize("mood", ["slow", "drop", 500, "html", "list", "empty"])
def test_a_gateway_that_does_not_answer_well_is_down(
    stand_in: AliyunStandIn, gateway: AliyunSms, mood: str | int
) -> None:
    stand_in.moods = [mood]

    with pytest.raises(SmsGatewayDown):
        gateway.send(SMS)
    assert len(stand_in.heard) == 1


@pytest.mark.parametrize("code", ["isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "Throttling.User"])
def test_what_may_pass_is_to_be_tried_again(stand_in: AliyunStandIn, gateway: AliyunSms, code: str) -> None:
    stand_in.codes = [code]

    with pytest.raises(SmsGatewayDown):
        gateway.send(SMS)


@pytest.mark.parametrize(
    "code", ["isv.MOBILE_NUMBER_ILLEGAL", "isv.SMS_TEMPLATE_ILLEGAL", "isv.AMOUNT_NOT_ENOUGH"]
)
def test_what_will_not_pass_is_refused(stand_in: AliyunStandIn, gateway: AliyunSms, code: str) -> None:
    stand_in.codes = [code]

    with pytest.raises(SmsRefused, match=code):
        gateway.send(SMS)


def test_a_template_that_was_not_set_up_is_refused_before_anything_is_sent(
    stand_in: AliyunStandIn, gateway: AliyunSms
) -> None:
    with pytest.raises(SmsRefused):
        gateway.send(replace(SMS, template="other"))
    assert stand_in.heard == []


def test_wrong_keys_are_refused_and_a_wrong_clock_too(
    stand_in: AliyunStandIn, ours: Settings, clock: StoppedClock
) -> None:
    unfit = AliyunSms(replace(ours, sms_access_key_secret="not-it"), clock, SystemRandomness())
    with pytest.raises(SmsRefused, match="SignatureDoesNotMatch"):
        unfit.send(SMS)
    unfit.close()
    stand_in.clock = StoppedClock()
    clock.move(minutes=16)
    late = AliyunSms(ours, clock, SystemRandomness())
    with pytest.raises(SmsRefused, match=r"InvalidTimeStamp\.Expired"):
        late.send(SMS)
    late.close()


def test_when_nobody_listens_the_gateway_is_down(ours: Settings, clock: StoppedClock) -> None:
    with serving(AliyunStandIn(clock)) as gone:
        url = gone.url

    with pytest.raises(SmsGatewayDown):
        AliyunSms(replace(ours, sms_base_url=url), clock, SystemRandomness()).send(SMS)


def test_neither_number_nor_code_nor_key_is_logged_or_in_an_error(
    stand_in: AliyunStandIn,
    gateway: AliyunSms,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    settings: Settings,
) -> None:
    caplog.set_level(logging.DEBUG)
    logged = log_lines(monkeypatch, demonstration)
    told = [repr(SMS)]
    stand_in.codes = ["OK", "isv.MOBILE_NUMBER_ILLEGAL"]
    for mood in (None, None, "slow", "html"):
        stand_in.moods = [mood] if mood else []
        try:
            gateway.send(SMS)
        except (SmsRefused, SmsGatewayDown) as error:
            told.append(repr(error) + str(error.__cause__))
    DemonstrationSms(settings).send(SMS)

    told += [caplog.text, *capfd.readouterr(), *logged]
    assert len(told) == 8
    for secret in ("13812345678", "042917", SECRET):
        assert secret not in "".join(told)


def test_the_demonstration_gateway_is_refused_in_production(settings: Settings) -> None:
    with pytest.raises(RefusedInProduction):
        DemonstrationSms(replace(settings, env="production"))
