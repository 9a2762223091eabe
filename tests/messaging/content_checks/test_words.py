"""Each text of a resident's that other residents read: theirs once it has passed, its author's and the workers' at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.models import Identity
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.actions import penalties
from service.living_rooms.bookings.models import Booking as BookingRow
from service.living_rooms.bookings.queries.holdings import every_booking_of
from service.messaging.content_checks.models import ContentCheck
from service.messaging.models import InboxMessage
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents
from tests.messaging.content_checks.conftest import Booking
from tests.messaging.content_checks.stand_in import CheckerStandIn

Look = Callable[[], None]
Told = tuple[str | None, str | None]
GOOD, RISKY, ODD = "表亲", "加微信买保健品有礼", "奇怪的亲戚"
PHONE = "+8613812345678"


@dataclass
class Field:
    """A text that somebody writes: how, and what a reader is told of it, and of whether others may see it."""

    kind: str
    write: Callable[[str], None]
    told: Callable[[ApiClient], Told]


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="陈阿婆", phone=PHONE)


def seen(path: str, text: str, state: str) -> Callable[[ApiClient], Told]:
    """What somebody reads of a thing, alone and in its list."""

    def told(client: ApiClient) -> Told:
        alone = client.get(path).json
        [listed] = [each for each in client.get(path.rpartition("/")[0]).json["items"] if each == alone]
        return listed[text], listed[state]

    return told


@pytest.fixture
def reason(book: Booking, as_daughter: ApiClient) -> Field:
    path = f"/bookings/{book(None)['id']}"

    def write(text: str) -> None:
        assert as_daughter.post(f"{path}/cancel", {"reason": text}).json["reason"] == text

    return Field("living_rooms.booking_reason", write, seen(path, "reason", "reason_state"))


@pytest.fixture
def reason_of_series(book: Booking, as_daughter: ApiClient) -> Field:
    series = book(None, repeat={"every": "week", "times": 2, "on_conflict": "refuse"})

    def write(text: str) -> None:
        path = f"/bookings/series/{series['series_id']}/cancel"
        cancelled = as_daughter.post(path, {"reason": text}).json["items"]
        assert [each["reason"] for each in cancelled] == [text, text]

    def told(client: ApiClient) -> Told:
        items = client.get(f"/bookings/series/{series['series_id']}").json["items"]
        [one] = {(each["reason"], each["reason_state"]) for each in items}
        return one

    return Field("living_rooms.series_reason", write, told)


@pytest.fixture
def appeal(book: Booking, as_daughter: ApiClient, house: House) -> Field:
    made = book(None)
    path = f"/bookings/{made['id']}"
    with unit_of_work(house) as work:
        booking = work.found(work.session.get(BookingRow, made["id"]))
        penalties.miss(work, [booking])

    def write(text: str) -> None:
        assert as_daughter.post(f"{path}/appeal", {"reason": text}).json["appeal_reason"] == text

    return Field("living_rooms.no_show_appeal", write, seen(path, "appeal_reason", "appeal_state"))


@pytest.fixture
def stranger(work: UnitOfWork) -> Resident:
    """Somebody who lives here, is verified and knows an elder's name and telephone."""
    return residents.resident(work, name="吴明")


@pytest.fixture
def as_stranger(app: Flask, work: UnitOfWork, stranger: Resident) -> ApiClient:
    account = accounts.resident_account(work, stranger.id)
    work.session.add(
        Identity(provider="wechat", subject="openid-1", account_id=account.id, linked_at=work.now)
    )
    work.session.flush()
    return accounts.client_of(app, work, account)


def ask(client: ApiClient, relation: str, name: str = "陈阿婆", phone: str = PHONE) -> Any:
    elder = {"name": name, "phone": phone}
    return client.post("/proxies", {"elder": elder, "relation": relation, "scopes": ["booking"]})


def told_of_ask(client: ApiClient) -> Told:
    [item] = client.get("/proxies?status=pending").json["items"]
    assert client.get(f"/proxies/{item['id']}").json == item
    return item["relation"], item["content_state"]


@pytest.fixture
def relation(as_stranger: ApiClient, elder: Resident) -> Field:
    def write(text: str) -> None:
        assert ask(as_stranger, text).json["relation"] == text

    return Field("residents.proxy_words", write, told_of_ask)


FIELDS = ["reason", "reason_of_series", "appeal", "relation"]


@pytest.fixture(params=FIELDS)
def field(request: pytest.FixtureRequest) -> Field:
    found: Field = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def as_author(request: pytest.FixtureRequest, field: Field) -> ApiClient:
    of_stranger = field.kind == "residents.proxy_words"
    found: ApiClient = request.getfixturevalue("as_stranger" if of_stranger else "as_daughter")
    return found


def queue(client: ApiClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/content-checks{query}").json["items"]
    return found


def inbox(client: ApiClient, text: str) -> list[str]:
    return [each["body"] for each in client.get("/inbox").json["items"] if each["text"] == text]


def test_others_read_it_once_the_machine_has_let_it_pass(
    field: Field, as_author: ApiClient, as_elder: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    field.write(GOOD)

    assert field.told(as_author) == (GOOD, "checking")
    assert field.told(as_elder) == (None, None)
    look()
    assert field.told(as_author) == field.told(as_elder) == (GOOD, "passed")
    assert [each["content"] for each in machine.asked] == [GOOD]


def test_what_the_machine_refuses_nobody_reads_but_author_and_workers(
    field: Field,
    as_author: ApiClient,
    as_elder: ApiClient,
    as_worker: ApiClient,
    machine: CheckerStandIn,
    look: Look,
    work: UnitOfWork,
) -> None:
    field.write(RISKY)
    look()

    assert field.told(as_author) == field.told(as_worker) == (RISKY, "blocked")
    assert field.told(as_elder) == (None, None)
    assert "广告" in inbox(as_author, "messaging.content_blocked")[0]
    told = work.session.scalars(select(InboxMessage).where(InboxMessage.text != "messaging.content_blocked"))
    assert [each for each in told if RISKY in each.body_zh + each.body_en] == []


def test_while_the_machine_is_down_it_is_neither_lost_nor_shown(
    field: Field, as_elder: ApiClient, machine: CheckerStandIn, look: Look, clock: StoppedClock
) -> None:
    field.write(GOOD)
    machine.moods += [500, "drop", "slow"]
    for _ in range(3):
        look()
        assert field.told(as_elder) == (None, None)
        clock.move(seconds=30)

    look()
    look()
    assert field.told(as_elder) == (GOOD, "passed")


def test_what_the_machine_does_not_know_waits_for_a_worker(
    field: Field, as_elder: ApiClient, as_worker: ApiClient, machine: CheckerStandIn, look: Look
) -> None:
    field.write(ODD)
    look()
    [waiting] = queue(as_worker)

    assert (waiting["text"], waiting["kind"], waiting["review_reason"]) == (ODD, field.kind, "unsure")
    assert field.told(as_elder) == (None, None)


def test_without_a_machine_a_worker_lets_it_pass_and_takes_it_down_again(
    field: Field,
    as_author: ApiClient,
    as_elder: ApiClient,
    as_worker: ApiClient,
    timetable: Timetable,
) -> None:
    field.write(GOOD)
    timetable.deliver()
    [waiting] = queue(as_worker)
    assert (waiting["kind"], waiting["review_reason"]) == (field.kind, "no_machine")
    assert field.told(as_elder) == (None, None)
    assert field.told(as_worker) == (GOOD, "checking")

    as_worker.post(f"/content-checks/{waiting['id']}/pass")
    timetable.deliver()
    assert field.told(as_elder) == (GOOD, "passed")
    as_worker.post(f"/content-checks/{waiting['id']}/block", {"reason": "含有他人姓名"})
    timetable.deliver()
    assert field.told(as_elder) == (None, None)
    assert "含有他人姓名" in inbox(as_author, "messaging.content_blocked")[0]


def test_what_a_worker_writes_of_a_booking_is_read_at_once(
    book: Booking, as_elder: ApiClient, as_worker: ApiClient
) -> None:
    path = f"/bookings/{book(None)['id']}"
    as_worker.post(f"{path}/cancel", {"reason": "当天停电"})

    assert seen(path, "reason", "reason_state")(as_elder) == ("当天停电", None)
    assert queue(as_worker) == []


def test_a_title_that_a_proxy_gives_an_elders_own_booking_is_the_proxys(
    book: Booking, as_daughter: ApiClient, as_elder: ApiClient
) -> None:
    path = f"/bookings/{book('打牌', as_elder)['id']}"
    as_daughter.patch(path, {"title": RISKY})

    assert seen(path, "title", "content_state")(as_elder) == (None, None)
    assert seen(path, "title", "content_state")(as_daughter) == (RISKY, "checking")


def test_the_copy_of_an_elders_data_has_nothing_that_the_elder_may_not_see(
    book: Booking, as_daughter: ApiClient, as_elder: ApiClient, house: House, elder: Resident
) -> None:
    theirs, own = book(RISKY), book("打牌", as_elder)
    as_daughter.post(f"/bookings/{theirs['id']}/cancel", {"reason": RISKY})
    as_elder.post(f"/bookings/{own['id']}/cancel", {"reason": "临时有事"})

    with unit_of_work(house) as work:
        copied = every_booking_of(work, elder.id)
    assert [(each.title, each.reason) for each in copied] == [(None, None), ("打牌", "临时有事")]


def test_the_elder_hears_at_once_who_asks_and_not_what_was_not_looked_at(
    as_stranger: ApiClient, as_elder: ApiClient, timetable: Timetable
) -> None:
    ask(as_stranger, RISKY)
    timetable.deliver()

    [told] = inbox(as_elder, "residents.proxy_asked")
    assert told.startswith("吴明（所填关系未经审核，暂不显示）申请为您代办预约")
    [pending] = as_elder.get("/proxies").json["items"]
    assert (pending["proxy_name"], pending["relation"]) == ("吴明", None)


@pytest.mark.parametrize("relation", ["女儿", "儿媳", "邻居", "Daughter"])
def test_a_usual_relation_of_somebody_verified_needs_no_check(
    as_stranger: ApiClient, as_elder: ApiClient, as_worker: ApiClient, timetable: Timetable, relation: str
) -> None:
    ask(as_stranger, relation)
    timetable.deliver()

    assert queue(as_worker) == []
    assert told_of_ask(as_elder) == (relation, None)
    assert f"吴明（{relation}）" in inbox(as_elder, "residents.proxy_asked")[0]


@pytest.fixture
def newcomer_called(app: Flask, work: UnitOfWork) -> Callable[[str, str | None], ApiClient]:
    """Somebody who has registered under this name, and whom nobody has verified."""

    def registered(name: str, region_code: str | None) -> ApiClient:
        person = residents.resident(work, region_code, name=name, status=ResidentStatus.PENDING)
        return accounts.client_of(app, work, accounts.resident_account(work, person.id))

    return registered


def test_a_name_that_nobody_has_verified_is_masked_until_it_has_passed(
    newcomer_called: Callable[[str, str | None], ApiClient],
    as_elder: ApiClient,
    as_worker: ApiClient,
    timetable: Timetable,
) -> None:
    as_newcomer = newcomer_called("加微信买保健品有礼", regions.COMMUNITY)
    asked = ask(as_newcomer, "女儿").json
    timetable.deliver()

    assert asked["proxy_name"] == "加微信买保健品有礼"
    assert inbox(as_elder, "residents.proxy_asked")[0].startswith("加********（女儿）申请为您代办")
    [pending] = as_elder.get("/proxies").json["items"]
    assert (pending["proxy_name"], pending["relation"], pending["content_state"]) == (
        "加********",
        "女儿",
        None,
    )
    [waiting] = queue(as_worker)
    assert waiting["text"] == "加微信买保健品有礼"
    as_worker.post(f"/content-checks/{waiting['id']}/pass")
    timetable.deliver()
    [passed] = as_elder.get("/proxies").json["items"]
    assert passed["proxy_name"] == "加微信买保健品有礼"


def test_a_name_that_has_not_passed_is_on_nothing_that_the_proxy_does(
    newcomer_called: Callable[[str, str | None], ApiClient],
    as_elder: ApiClient,
    book: Booking,
) -> None:
    as_newcomer = newcomer_called("加微信买保健品有礼", None)
    asked = ask(as_newcomer, "朋友").json
    assert as_elder.post(f"/proxies/{asked['id']}/approve").status_code == 200

    made = book(None, as_newcomer)

    assert made["acted_by"]["name"] == "加********"


def test_an_ask_that_means_nobody_is_looked_at_like_any_other(
    as_stranger: ApiClient,
    elder: Resident,
    as_worker: ApiClient,
    timetable: Timetable,
) -> None:
    """Neither its place nor its outcome tells whether there is such an elder."""
    there = ask(as_stranger, RISKY).json
    nowhere = ask(as_stranger, RISKY, name="没有此人").json
    timetable.deliver()

    waiting = queue(as_worker)
    assert {each["subject_id"] for each in waiting} == {there["id"], nowhere["id"]}
    for each in waiting:
        as_worker.post(f"/content-checks/{each['id']}/block", {"reason": "广告"})
    timetable.deliver()
    [first, second] = (as_stranger.get(f"/proxies/{each['id']}") for each in (there, nowhere))
    assert first.json["content_state"] == second.json["content_state"] == "blocked"
    versions = {each.headers["ETag"].partition(".")[0] for each in (first, second)}
    assert len(versions) == 1
    assert len(inbox(as_stranger, "messaging.content_blocked")) == 2


def test_what_somebody_from_elsewhere_says_of_themself_is_the_districts_to_look_at(
    newcomer_called: Callable[[str, str | None], ApiClient],
    elder: Resident,
    as_worker: ApiClient,
    work: UnitOfWork,
) -> None:
    ask(newcomer_called("陈小妹", None), "女儿")

    [check] = work.session.scalars(select(ContentCheck)).all()
    assert (check.region_code, check.text) == (regions.DISTRICT, "陈小妹")
    assert queue(as_worker) == []
