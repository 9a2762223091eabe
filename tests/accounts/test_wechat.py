"""WeChat as identity provider, against a stand-in server on this machine."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from config import Settings
from service.accounts.errors import (
    BadLoginCode,
    IdentityProviderDown,
    LoginNotOffered,
    LoginRefused,
    TooManyLoginCodes,
)
from service.accounts.gateways import hand_in
from service.accounts.identity import Door, Identification, IdentityProviders, calling
from service.accounts.identity.demonstration import DemonstrationIdentities, RefusedInProduction
from service.accounts.identity.wechat import WeChat
from service.kit.house import House
from tests.accounts.wechat_stand_in import WeChatStandIn, wechat_stand_in
from tests.client import ApiClient
from tests.log_lines import log_lines

SECRET, CODE, SESSION_KEY = "app-secret-0123", "code-from-wx-login", "session-key-4567"


@pytest.fixture
def stand_in() -> Iterator[WeChatStandIn]:
    with wechat_stand_in() as server:
        yield server


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def wechat(stand_in: WeChatStandIn, settings: Settings, pauses: list[float]) -> Iterator[WeChat]:
    ours = replace(
        settings,
        wechat_base_url=stand_in.url,
        wechat_app_id="wx-app",
        wechat_app_secret=SECRET,
        wechat_timeout_seconds=0.8,
    )
    made = WeChat(ours, pauses.append)
    yield made
    made.close()


@pytest.fixture
def through_wechat(house: House, wechat: WeChat) -> Iterator[None]:
    """Logins by HTTP ask the stand-in."""
    kept = house.providers[IdentityProviders]
    house.providers[IdentityProviders] = IdentityProviders({Door.WECHAT: wechat})
    yield
    house.providers[IdentityProviders] = kept


def test_an_openid_is_success_with_or_without_an_error_code(stand_in: WeChatStandIn, wechat: WeChat) -> None:
    for answer in ({"openid": "o-1", "session_key": SESSION_KEY}, {"openid": "o-1", "errcode": 0}):
        stand_in.answers = [answer]

        assert wechat.identify(CODE) == Identification("wechat", "o-1")
    assert stand_in.asked[0] == {
        "path": "/sns/jscode2session",
        "appid": "wx-app",
        "secret": SECRET,
        "js_code": CODE,
        "grant_type": "authorization_code",
    }


def test_a_busy_wechat_is_asked_again_a_little_later(
    stand_in: WeChatStandIn, wechat: WeChat, pauses: list[float]
) -> None:
    stand_in.answers = [{"errcode": -1}, {"errcode": -1}, {"openid": "o-1"}]

    assert wechat.identify(CODE).subject == "o-1"
    assert len(stand_in.asked) == 3
    assert pauses == [0.2, 0.4]


def test_a_wechat_that_stays_busy_is_down(stand_in: WeChatStandIn, wechat: WeChat) -> None:
    stand_in.answers = [{"errcode": -1}]

    with pytest.raises(IdentityProviderDown):
        wechat.identify(CODE)
    assert len(stand_in.asked) == 3


@pytest.mark.parametrize(
    ("errcode", "refusal"),
    [
        (40029, BadLoginCode),
        (40163, BadLoginCode),
        (45011, TooManyLoginCodes),
        (40226, LoginRefused),
        (40013, IdentityProviderDown),
        (None, IdentityProviderDown),
    ],
)
def test_each_refusal_of_wechat_is_one_of_ours_and_is_not_asked_again(
    stand_in: WeChatStandIn, wechat: WeChat, errcode: int | None, refusal: type[Exception]
) -> None:
    stand_in.answers = [{"errcode": errcode, "errmsg": "…"}]

    with pytest.raises(refusal):
        wechat.identify(CODE)
    assert len(stand_in.asked) == 1


@pytest.mark.parametrize("answer", [b"<html>", b"", b"[]", b'"o-1"', {"openid": ""}, {"openid": 7}])
def test_an_odd_answer_is_nobody(stand_in: WeChatStandIn, wechat: WeChat, answer: object) -> None:
    stand_in.answers = [answer]

    with pytest.raises(IdentityProviderDown):
        wechat.identify(CODE)


def test_a_slow_or_failing_wechat_is_down_and_the_code_is_not_sent_twice(
    stand_in: WeChatStandIn, wechat: WeChat
) -> None:
    stand_in.status = 502
    with pytest.raises(IdentityProviderDown):
        wechat.identify(CODE)
    stand_in.status, stand_in.delay_seconds = 200, 1.6
    with pytest.raises(IdentityProviderDown):
        wechat.identify(CODE)

    assert len(stand_in.asked) == 2


def test_when_nobody_listens_wechat_is_down_after_three_tries(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with wechat_stand_in() as gone:
        url = gone.url
    pauses: list[float] = []
    wechat = WeChat(replace(settings, wechat_base_url=url, wechat_app_secret=SECRET), pauses.append)

    with pytest.raises(IdentityProviderDown):
        wechat.identify(CODE)
    assert len(pauses) == 2
    assert SECRET not in caplog.text
    assert CODE not in caplog.text


def test_neither_code_nor_secret_nor_session_key_is_told_or_logged(
    stand_in: WeChatStandIn,
    through_wechat: None,
    anyone: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    logged = log_lines(monkeypatch, calling)
    stand_in.answers = [{"openid": "o-1", "session_key": SESSION_KEY}, {"errcode": 40029}, b"<html>"]

    answers = [anyone.post("/accounts/login/wechat", {"code": CODE}) for _ in range(3)]
    stand_in.delay_seconds = 1.6
    answers.append(anyone.post("/accounts/login/wechat", {"code": CODE}))

    assert [each.status_code for each in answers] == [200, 401, 503, 503]
    assert answers[2].json["code"] == "identity_provider_down"
    assert answers[2].headers["Retry-After"] == "10"
    told = "".join(each.text for each in answers) + caplog.text + "".join((*capfd.readouterr(), *logged))
    assert len(logged) == 2
    for secret in (SECRET, CODE, SESSION_KEY):
        assert secret not in told


def test_demonstration_identities_are_refused_in_production(settings: Settings) -> None:
    with pytest.raises(RefusedInProduction):
        DemonstrationIdentities(replace(settings, env="production"), None)


def test_codes_that_are_not_made_up_are_passed_on(
    settings: Settings, stand_in: WeChatStandIn, wechat: WeChat
) -> None:
    stand_in.answers = [{"openid": "o-1"}]
    both = DemonstrationIdentities(settings, otherwise=wechat)

    assert both.identify("demo-new-anna") == Identification("demonstration", "demo-new-anna")
    assert both.identify(CODE) == Identification("wechat", "o-1")
    with pytest.raises(BadLoginCode):
        DemonstrationIdentities(settings, otherwise=None).identify(CODE)


def test_without_demonstration_logins_only_what_was_set_up_is_asked(house: House, settings: Settings) -> None:
    real = replace(house, settings=replace(settings, demo_logins=False, wechat_app_id="wx-app"), providers={})

    hand_in(real)
    doors = real.provider(IdentityProviders)

    assert isinstance(doors.behind(Door.WECHAT), WeChat)
    for door in set(Door) - {Door.WECHAT}:
        with pytest.raises(LoginNotOffered):
            doors.behind(door)
