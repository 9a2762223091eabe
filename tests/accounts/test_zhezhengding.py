"""浙政钉 as identity provider, against a stand-in of its open platform that checks signatures, dates and nonces."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from service.accounts.errors import BadLoginCode, IdentityProviderDown
from service.accounts.identity import Door, Identification, IdentityProviders, calling, zhezhengding
from service.accounts.identity.zhezhengding import Zhezhengding
from service.kit.house import House
from service.kit.shared_tokens import ProviderToken, SharedTokens
from service.kit.work import UnitOfWork
from tests.accounts.zhezhengding_stand_in import APP_KEY, SECRET, ZhezhengdingStandIn
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.log_lines import log_lines
from tests.stand_in import serving

CODE = "b43adb2aa9ec418b"
PERSON = {"accountId": 3317001, "lastName": "王芳", "employeeCode": "GE_1", "nickNameCn": "王芳"}
Make = Callable[..., Zhezhengding]


@pytest.fixture
def stand_in(clock: StoppedClock) -> Iterator[ZhezhengdingStandIn]:
    with serving(ZhezhengdingStandIn(clock)) as server:
        server.people[CODE] = PERSON
        yield server


@pytest.fixture
def make(house: House, stand_in: ZhezhengdingStandIn) -> Iterator[Make]:
    """A process of ours that speaks to the stand-in."""
    made: list[Zhezhengding] = []

    def provider(door: Door = Door.ZHEZHENGDING, **settings: str) -> Zhezhengding:
        ours = replace(
            house.settings,
            zhezhengding_base_url=stand_in.url,
            zhezhengding_app_key=APP_KEY,
            zhezhengding_app_secret=SECRET,
            zhezhengding_timeout_seconds=0.8,
        )
        made.append(
            Zhezhengding(
                replace(ours, **settings),
                door,
                SharedTokens(house),
                clock=house.clock,
                randomness=house.randomness,
                pause=lambda _: None,
            )
        )
        return made[-1]

    yield provider
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("door", "path"),
    [
        (Door.ZHEZHENGDING, "/rpc/oauth2/dingtalk_app_user.json"),
        (Door.ZHEZHENGDING_QR, "/rpc/oauth2/getuserinfo_bycode.json"),
    ],
)
def test_a_code_becomes_an_account_id_in_either_flow_and_is_good_once(
    stand_in: ZhezhengdingStandIn, make: Make, door: Door, path: str
) -> None:
    provider = make(door)

    assert provider.identify(CODE) == Identification("zhezhengding", "3317001")
    assert [heard.path for heard in stand_in.heard] == ["/gettoken.json", path]
    with pytest.raises(BadLoginCode):
        provider.identify(CODE)
    assert stand_in.refused == []


def test_the_applications_token_is_shared_by_all_processes_until_it_ends(
    stand_in: ZhezhengdingStandIn, make: Make, clock: StoppedClock
) -> None:
    for number in range(5):
        stand_in.people[f"code-{number}"] = PERSON
        make(Door.ZHEZHENGDING_QR if number % 2 else Door.ZHEZHENGDING).identify(f"code-{number}")
    given = stand_in.given
    clock.move(minutes=116)
    stand_in.people[CODE] = PERSON
    make().identify(CODE)

    assert given == 1
    assert stand_in.given == 2


def test_a_token_that_they_forgot_is_replaced_and_the_code_shown_again(
    stand_in: ZhezhengdingStandIn, make: Make, clock: StoppedClock
) -> None:
    stand_in.people["first"] = PERSON
    make().identify("first")
    stand_in.good_tokens.clear()
    clock.move(minutes=2)

    assert make().identify(CODE).subject == "3317001"
    assert stand_in.given == 2


def test_bad_codes_do_not_make_us_ask_for_token_after_token(
    stand_in: ZhezhengdingStandIn, make: Make, clock: StoppedClock
) -> None:
    provider = make()
    for _ in range(10):
        with pytest.raises(BadLoginCode):
            provider.identify("nonsense")
        clock.move(seconds=10)

    assert stand_in.given <= 2


def test_the_token_lies_sealed_in_the_database(
    stand_in: ZhezhengdingStandIn, make: Make, work: UnitOfWork
) -> None:
    make().identify(CODE)

    kept = work.session.scalars(select(ProviderToken)).one()
    assert b"app_1" not in kept.sealed
    assert (kept.expires_at - kept.kept_at).total_seconds() == 7200 - 300


@pytest.mark.parametrize("expires_in", [None, "7200", 10, -5, 10**9])
def test_an_odd_lifetime_of_a_token_is_borne(
    stand_in: ZhezhengdingStandIn, make: Make, work: UnitOfWork, expires_in: object
) -> None:
    stand_in.expires_in = expires_in

    assert make().identify(CODE).subject == "3317001"
    kept = work.session.scalars(select(ProviderToken)).one()
    assert 60 <= (kept.expires_at - kept.kept_at).total_seconds() <= 7200


@pytest.mark.parametrize(
    "person", [{}, {"accountId": ""}, {"accountId": True}, {"accountId": None}, {"lastName": "王芳"}]
)
def test_who_has_no_account_id_is_nobody_whatever_they_are_called(
    stand_in: ZhezhengdingStandIn, make: Make, person: dict[str, object]
) -> None:
    stand_in.people[CODE] = person

    with pytest.raises(IdentityProviderDown):
        make().identify(CODE)


@pytest.mark.parametrize("mood", ["slow", "drop", 500, "html", "list", "empty"])
def test_a_code_that_may_have_arrived_is_not_sent_again(
    stand_in: ZhezhengdingStandIn, make: Make, mood: str | int
) -> None:
    stand_in.people["first"] = PERSON
    provider = make()
    provider.identify("first")
    stand_in.moods = [mood]
    before = len(stand_in.heard)

    with pytest.raises(IdentityProviderDown):
        provider.identify(CODE)
    assert len(stand_in.heard) == before + 1


def test_asking_for_a_token_is_harmless_and_tried_three_times(
    stand_in: ZhezhengdingStandIn, make: Make
) -> None:
    stand_in.moods = ["drop", 502]

    assert make().identify(CODE).subject == "3317001"
    assert [heard.path for heard in stand_in.heard[:3]] == ["/gettoken.json"] * 3


@pytest.mark.parametrize("wrong", [{"zhezhengding_app_secret": "not-it"}, {"zhezhengding_app_key": "not-it"}])
def test_wrong_keys_are_our_fault(stand_in: ZhezhengdingStandIn, make: Make, wrong: dict[str, str]) -> None:
    with pytest.raises(IdentityProviderDown):
        make(**wrong).identify(CODE)
    assert stand_in.refused == ["SIGNATURE_INVALID"]


def test_a_clock_that_goes_wrong_is_our_fault(
    stand_in: ZhezhengdingStandIn, make: Make, clock: StoppedClock
) -> None:
    stand_in.clock = StoppedClock()
    clock.move(minutes=6)

    with pytest.raises(IdentityProviderDown):
        make().identify(CODE)
    assert stand_in.refused == ["TIMESTAMP_EXPIRED"]


def test_nothing_of_a_person_a_code_or_our_keys_is_told_or_logged(
    stand_in: ZhezhengdingStandIn,
    make: Make,
    house: House,
    anyone: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    logged = log_lines(monkeypatch, calling, zhezhengding)
    kept = house.providers[IdentityProviders]
    house.providers[IdentityProviders] = IdentityProviders(
        {Door.ZHEZHENGDING: make(), Door.ZHEZHENGDING_QR: make(Door.ZHEZHENGDING_QR)}
    )

    answers = [anyone.post("/accounts/login/zhezhengding", {"code": CODE}) for _ in range(2)]
    stand_in.moods = ["slow"]
    answers.append(anyone.post("/accounts/login/zhezhengding", {"code": CODE, "flow": "qr"}))
    house.providers[IdentityProviders] = kept

    assert [(each.status_code, each.json["code"]) for each in answers] == [
        (401, "identity_not_linked"),
        (401, "bad_credentials"),
        (503, "identity_provider_down"),
    ]
    told = "".join(each.text for each in answers) + caplog.text + "".join((*capfd.readouterr(), *logged))
    assert len(logged) == 2
    for secret in (SECRET, CODE, "app_1", "3317001", "王芳"):
        assert secret not in told
