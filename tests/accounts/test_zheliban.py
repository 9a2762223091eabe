"""浙里办 as identity provider, against a stand-in of the province's gateway that checks signatures and dates."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from config import Settings
from service.accounts.errors import BadLoginCode, IdentityProviderDown, LoginRefused
from service.accounts.identity import Door, Identification, IdentityProviders, ProvenPerson, calling
from service.accounts.identity import zheliban as zheliban_module
from service.accounts.identity.zheliban import Zheliban, signature_of
from service.kit.house import House
from tests.accounts.zheliban_stand_in import ACCESS_KEY, APP_ID, SECRET, ZhelibanStandIn
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.log_lines import log_lines
from tests.stand_in import serving

TICKET = "8afac0cc-ticket"
NAME, ID_NUMBER = "陈阿婆", "330211194001011022"
PERSON = {"userId": "u-1", "userName": NAME, "idType": "1", "idNo": ID_NUMBER, "phone": "13812345678"}


@pytest.fixture
def stand_in(clock: StoppedClock) -> Iterator[ZhelibanStandIn]:
    with serving(ZhelibanStandIn(clock)) as server:
        server.people[TICKET] = {"userType": "person", "personInfo": PERSON}
        yield server


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return log_lines(monkeypatch, calling, zheliban_module)


@pytest.fixture
def ours(settings: Settings, stand_in: ZhelibanStandIn) -> Settings:
    return replace(
        settings,
        zheliban_base_url=f"{stand_in.url}/",
        zheliban_access_key=ACCESS_KEY,
        zheliban_secret_key=SECRET,
        zheliban_app_id=APP_ID,
        zheliban_timeout_seconds=0.8,
    )


@pytest.fixture
def zheliban(ours: Settings, clock: StoppedClock, pauses: list[float]) -> Iterator[Zheliban]:
    made = Zheliban(ours, clock, pauses.append)
    yield made
    made.close()


def test_a_ticket_becomes_a_person_and_is_good_once(stand_in: ZhelibanStandIn, zheliban: Zheliban) -> None:
    found = zheliban.identify(TICKET)

    assert found == Identification("zheliban", "u-1", ProvenPerson(NAME, ID_NUMBER))
    assert NAME not in repr(found)
    assert ID_NUMBER not in repr(found)
    with pytest.raises(BadLoginCode):
        zheliban.identify(TICKET)
    assert stand_in.refused == []


def test_the_signing_text_is_method_path_sorted_query_key_and_date_each_with_its_line_end() -> None:
    signed = signature_of(
        "tet", "POST", "https://gateway/post?v=123&test=1", "test", "Tue, 09 Nov 2021 08:49:20 GMT"
    )

    # HMAC-SHA256 of "POST\n/post\ntest=1&v=123\ntest\nTue, 09 Nov 2021 08:49:20 GMT\n" by openssl.
    assert signed == "ISlo0giK9EBrVUdkZPXbHd5NGZIYQL5+kA6DEP9LWSg="


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"userid": 7, "username": NAME, "idnum": ID_NUMBER, "idtype": "1"}, ProvenPerson(NAME, ID_NUMBER)),
        ({"userId": "7", "userName": NAME}, None),
        ({"userId": "7", "userName": NAME, "idNo": "E12345678", "idType": "2"}, None),
    ],
)
def test_fields_have_had_several_names_and_only_the_id_card_proves(
    stand_in: ZhelibanStandIn, zheliban: Zheliban, told: dict[str, object], found: ProvenPerson | None
) -> None:
    stand_in.people[TICKET] = told

    assert zheliban.identify(TICKET) == Identification("zheliban", "7", found)


def test_a_company_has_no_account_here(stand_in: ZhelibanStandIn, zheliban: Zheliban) -> None:
    stand_in.people[TICKET] = {
        "userType": "legal",
        "personInfo": None,
        "legalInfo": {"companyName": "某公司"},
    }

    with pytest.raises(LoginRefused):
        zheliban.identify(TICKET)


@pytest.mark.parametrize("told", [{}, {"personInfo": {}}, {"personInfo": {"userId": ""}}, []])
def test_a_person_without_an_id_is_nobody(
    stand_in: ZhelibanStandIn, zheliban: Zheliban, told: object
) -> None:
    stand_in.people[TICKET] = told

    with pytest.raises(IdentityProviderDown):
        zheliban.identify(TICKET)


def test_a_ticket_that_may_have_arrived_is_not_sent_again(
    stand_in: ZhelibanStandIn, zheliban: Zheliban
) -> None:
    for mood in ("slow", "drop", 502, "html", "list", "empty"):
        stand_in.moods = [mood]
        before = len(stand_in.heard)

        with pytest.raises(IdentityProviderDown):
            zheliban.identify("another-ticket")
        assert len(stand_in.heard) == before + 1, mood


def test_a_token_is_shown_again_when_the_answer_got_lost(
    stand_in: ZhelibanStandIn, zheliban: Zheliban, pauses: list[float]
) -> None:
    original = stand_in.answer

    def then_lose_two(heard: object) -> object:
        answer = original(heard)  # type: ignore[arg-type]
        if len(stand_in.heard) == 1:
            stand_in.moods = ["drop", 503]
        return answer

    stand_in.answer = then_lose_two  # type: ignore[assignment,method-assign]

    assert zheliban.identify(TICKET).subject == "u-1"
    assert len(stand_in.heard) == 4
    assert pauses == [0.2, 0.4]


def test_a_clock_that_goes_wrong_is_our_fault_and_told_as_such_in_the_log(
    stand_in: ZhelibanStandIn, ours: Settings, logged: list[str]
) -> None:
    slow = StoppedClock()
    slow.move_to(stand_in.clock.now() - timedelta(seconds=91))
    late = Zheliban(ours, slow)

    with pytest.raises(IdentityProviderDown):
        late.identify(TICKET)
    late.close()
    assert stand_in.refused == ["Clock skew exceeded"]
    assert "clock_skew" in "".join(logged)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"zheliban_secret_key": "not-it"}, "invalid_signature"),
        ({"zheliban_access_key": "not-it"}, "invalid_access_key"),
    ],
)
def test_wrong_keys_are_our_fault_too(
    stand_in: ZhelibanStandIn,
    ours: Settings,
    clock: StoppedClock,
    logged: list[str],
    wrong: dict[str, str],
    fault: str,
) -> None:
    unfit = Zheliban(replace(ours, **wrong), clock)

    with pytest.raises(IdentityProviderDown):
        unfit.identify(TICKET)
    unfit.close()
    assert fault in "".join(logged)
    assert TICKET in stand_in.people


def test_when_nobody_listens_it_is_down_after_three_tries(
    settings: Settings, clock: StoppedClock, pauses: list[float]
) -> None:
    with serving(ZhelibanStandIn(clock)) as gone:
        url = gone.url

    with pytest.raises(IdentityProviderDown):
        Zheliban(replace(settings, zheliban_base_url=url), clock, pauses.append).identify(TICKET)
    assert len(pauses) == 2


def test_nothing_of_a_person_a_ticket_or_our_keys_is_told_or_logged(
    stand_in: ZhelibanStandIn,
    zheliban: Zheliban,
    house: House,
    anyone: ApiClient,
    logged: list[str],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = house.providers[IdentityProviders]
    house.providers[IdentityProviders] = IdentityProviders({Door.ZHELIBAN: zheliban})

    answers = [anyone.post("/accounts/login/zheliban", {"ticket": TICKET}) for _ in range(2)]
    for mood in ("html", "slow"):
        stand_in.moods = [mood]
        answers.append(anyone.post("/accounts/login/zheliban", {"ticket": TICKET}))
    answers.append(anyone.post("/accounts/login/wechat", {"code": "anything"}))
    house.providers[IdentityProviders] = kept

    assert [each.status_code for each in answers] == [200, 401, 503, 503, 404]
    assert [each.json["code"] for each in answers[1:]] == [
        "bad_credentials",
        "identity_provider_down",
        "identity_provider_down",
        "login_not_offered",
    ]
    assert answers[2].headers["Retry-After"] == "10"
    assert "浙里办" in answers[2].json["detail"]
    told = "".join(each.text for each in answers) + caplog.text + "".join((*capfd.readouterr(), *logged))
    assert len(logged) == 3
    for secret in (SECRET, ACCESS_KEY, TICKET, NAME, ID_NUMBER, "13812345678", "f00d", "u-1"):
        assert secret not in told
