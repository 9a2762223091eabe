"""The token with which WeChat is asked: one for all processes, renewed in time by one of them, and anew when refused."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.shared_tokens import ProviderToken, SharedTokens
from service.kit.wechat import WeChatDown, WeChatNotOffered, tokens
from service.kit.wechat.server import WeChatServer
from service.kit.wechat.tokens import ask, forget_token, stable_token
from tests.clock import StoppedClock
from tests.kit.wechat_stand_in import APP_ID, SECRET, WeChatStandIn, with_mini_program
from tests.log_lines import log_lines
from tests.stand_in import serving

SEND = "/cgi-bin/message/subscribe/send"
MESSAGE = {"touser": "openid-1", "template_id": "T1", "data": {"thing1": {"value": "好了"}}}


@pytest.fixture
def stand_in(clock: StoppedClock) -> Iterator[WeChatStandIn]:
    with serving(WeChatStandIn(clock)) as server:
        yield server


@pytest.fixture
def ours(house: House, stand_in: WeChatStandIn) -> Iterator[House]:
    """A house with a mini-program."""
    settings = with_mini_program(house.settings, stand_in.url)
    server = WeChatServer(settings)
    yield replace(house, settings=settings, providers={**house.providers, WeChatServer: server})
    server.close()


def token_of(house: House) -> str:
    return stable_token(house, pause=lambda _: None)


def test_a_token_is_fetched_once_and_kept_sealed(ours: House, stand_in: WeChatStandIn) -> None:
    first, second = token_of(ours), token_of(ours)

    assert first == second == stand_in.token
    assert stand_in.tokens_given == 1
    with unit_of_work(ours) as work:
        kept = work.session.scalars(select(ProviderToken)).one()
    assert first.encode() not in (kept.sealed or b"")


def test_it_is_renewed_before_its_end_and_the_old_one_serves_while_that_fails(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    old = token_of(ours)
    stand_in.forget_token()

    clock.move(minutes=114)
    not_yet = token_of(ours)
    clock.move(minutes=2)
    stand_in.moods = [500]
    while_down = token_of(ours)
    renewed = token_of(ours)

    assert not_yet == while_down == old
    assert renewed == stand_in.token != old


def test_one_renews_while_the_others_go_on_with_the_old_one(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    old = token_of(ours)
    clock.move(minutes=116)
    SharedTokens(ours).begin_renewal(APP_ID)

    meanwhile = token_of(ours)

    assert meanwhile == old
    assert stand_in.tokens_given == 1


def test_who_has_none_waits_for_the_one_who_fetches_it_and_not_for_ever(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    SharedTokens(ours).begin_renewal(APP_ID)
    waits: list[float] = []

    with pytest.raises(WeChatDown):
        stable_token(ours, pause=waits.append)
    clock.move(seconds=16)
    after_the_other_died = stable_token(ours, pause=waits.append)

    assert sum(waits) == 5
    assert after_the_other_died == stand_in.token


def test_a_token_that_comes_while_one_waits_is_used(ours: House) -> None:
    SharedTokens(ours).begin_renewal(APP_ID)

    def another_fetches(_: float) -> None:
        SharedTokens(ours).keep(APP_ID, "theirs", timedelta(hours=2))

    assert stable_token(ours, pause=another_fetches) == "theirs"


def test_a_token_that_is_refused_is_fetched_anew_and_the_question_asked_again(
    ours: House, stand_in: WeChatStandIn
) -> None:
    token_of(ours)
    stand_in.forget_token()

    answer = ask(ours, SEND, MESSAGE)

    assert answer["errcode"] == 0
    assert stand_in.demanded == 0
    assert len(stand_in.sent) == 1


def test_where_the_refused_one_is_given_again_a_new_one_is_demanded_but_not_all_the_time(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    first = token_of(ours)
    forget_token(ours, first)
    second = token_of(ours)
    forget_token(ours, second)
    third = token_of(ours)
    clock.move(minutes=76)
    forget_token(ours, third)
    fourth = token_of(ours)

    assert (first, second, third, fourth) == ("token-1", "token-2", "token-2", "token-3")
    assert stand_in.demanded == 2


def test_who_was_refused_with_an_old_token_does_not_throw_the_new_one_away(
    ours: House, stand_in: WeChatStandIn
) -> None:
    old = token_of(ours)
    stand_in.forget_token()
    forget_token(ours, old)
    new = token_of(ours)

    forget_token(ours, old)

    assert token_of(ours) == new
    assert stand_in.tokens_given == 2


@pytest.mark.parametrize("mood", ["slow", "drop", 500, "html", "list", "empty"])
def test_a_wechat_that_does_not_answer_well_is_down(
    ours: House, stand_in: WeChatStandIn, mood: str | int
) -> None:
    token_of(ours)
    stand_in.moods = [mood]

    with pytest.raises(WeChatDown):
        ask(ours, SEND, MESSAGE)


def test_a_busy_wechat_is_down_and_another_refusal_is_an_answer(ours: House, stand_in: WeChatStandIn) -> None:
    stand_in.errcodes = [-1, 43101]

    with pytest.raises(WeChatDown, match="busy"):
        ask(ours, SEND, MESSAGE)
    assert ask(ours, SEND, MESSAGE)["errcode"] == 43101


def test_a_house_without_a_mini_program_has_no_token(house: House) -> None:
    with pytest.raises(WeChatNotOffered):
        stable_token(house)


def test_neither_secret_nor_token_nor_text_is_logged(
    ours: House,
    stand_in: WeChatStandIn,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    logged = log_lines(monkeypatch, tokens)
    told = []
    token = token_of(ours)
    for mood in ("slow", "html", 500, None):
        stand_in.moods = [mood] if mood else []
        try:
            ask(ours, SEND, MESSAGE)
        except WeChatDown as error:
            told.append(repr(error) + str(error.__cause__))
    with unit_of_work(ours) as work:
        work.session.execute(update(ProviderToken).values(refused_at=work.now))
    wrong = replace(ours, settings=replace(ours.settings, wechat_app_secret="not-it"))
    with pytest.raises(WeChatDown):
        token_of(wrong)

    told += [caplog.text, *capfd.readouterr(), *logged]
    for secret in (SECRET, token, "openid-1", "好了"):
        assert secret not in "".join(told)
