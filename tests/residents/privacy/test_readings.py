"""The access log: who looked at one's data, in words, and never one's own reads."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from config.settings import CHECKOUT
from service.kit import closing
from service.kit.actor import Actor, ActorKind, Role
from service.kit.personal import reading_in_words
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people.rules import Purpose
from service.residents.privacy.rules import words
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, regions
from tests.factories.residents import proxy, resident
from tests.residents.conftest import Speak


def log_of(client: ApiClient, query: str = "", **options: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/residents/me/access-log{query}", **options)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[dict[str, Any]] = answer.json["items"]  # type: ignore[index]
    return found


def test_a_resident_reads_who_looked_and_for_what(
    app: Flask, work: UnitOfWork, as_elder: ApiClient, elder: Resident, clock: StoppedClock
) -> None:
    named = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, display_name="王芳")
    worker = accounts.client_of(app, work, named)
    worker.get(f"/residents/{elder.id}")
    clock.move(minutes=1)
    worker.get(f"/residents/{elder.id}/sensitive?purpose=home_visit")

    newest, oldest = log_of(as_elder)

    assert newest["reader"] == {"name": "王芳", "role": "社区工作者", "place": "胜利路社区"}
    assert (newest["what"], newest["purpose"]) == ("查看了您的电话和身份证号", "上门走访")
    assert newest["at"] == "2026-03-02T09:01:00+08:00"
    assert (oldest["what"], oldest["purpose"]) == ("打开了您的档案", None)
    assert log_of(as_elder, language="en")[0]["what"] == "read your telephone and ID number"


def test_each_of_repeated_reads_is_told_and_the_list_is_paged(
    worker: ApiClient, as_elder: ApiClient, elder: Resident
) -> None:
    for _ in range(3):
        worker.get(f"/residents/{elder.id}/sensitive?purpose=emergency")

    first = as_elder.get("/residents/me/access-log?limit=2").json
    rest = as_elder.get(f"/residents/me/access-log?limit=2&cursor={first['next_cursor']}").json  # type: ignore[index]

    assert [len(page["items"]) for page in (first, rest)] == [2, 1]  # type: ignore[index]


def test_ones_own_reads_and_reads_of_others_and_refused_ones_are_left_out(
    worker: ApiClient, other_worker: ApiClient, as_elder: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    as_elder.get("/residents/me")
    as_elder.get("/consents")
    worker.get(f"/residents/{resident(work).id}/sensitive?purpose=emergency")
    other_worker.get(f"/residents/{elder.id}/sensitive?purpose=emergency")

    assert log_of(as_elder) == []


def test_a_role_is_told_as_it_was_on_the_day(
    app: Flask, work: UnitOfWork, as_elder: ApiClient, elder: Resident, clock: StoppedClock
) -> None:
    account = accounts.staff(work, Role.GRID_WORKER, regions.COMMUNITY)
    accounts.client_of(app, work, account).get(f"/residents/{elder.id}/sensitive?purpose=home_visit")
    clock.move(minutes=1)
    for duty in work.session.query(accounts.AccountDuty).filter_by(account_id=account.id):
        duty.revoked_at = clock.now()
    work.session.flush()

    assert log_of(as_elder)[0]["reader"]["role"] == "网格员"


def test_a_proxy_is_named_and_another_resident_is_not(
    app: Flask, work: UnitOfWork, as_elder: ApiClient, elder: Resident
) -> None:
    daughter = accounts.resident_account(work, resident(work, name="陈小妹").id)
    proxy(work, elder, daughter, ["care"], decided_at=work.now)
    accounts.client_of(app, work, daughter).get(f"/consents?resident_id={elder.id}")
    neighbour = accounts.resident_account(work, resident(work).id)
    work.actor = Actor(ActorKind.RESIDENT, account_id=neighbour.id)
    work.audit("list_consents", people=[elder.id])
    closing.write(work.session)

    names = [(each["reader"]["name"], each["reader"]["role"]) for each in log_of(as_elder)]

    assert names == [("其他居民", None), ("陈小妹", "您的代办人")]


def test_who_is_not_on_record_has_no_log(app: Flask, work: UnitOfWork, worker: ApiClient) -> None:
    newcomer = accounts.client_of(app, work, accounts.resident_account(work))

    assert newcomer.get("/residents/me/access-log").status_code == 404
    assert worker.get("/residents/me/access-log").status_code == 404


@pytest.mark.parametrize("purpose", Purpose)
def test_only_who_meets_people_reads_numbers_and_for_what_that_needs(
    as_staff: Speak, elder: Resident, purpose: Purpose
) -> None:
    asked = {
        role: as_staff(role, regions.COMMUNITY)
        .get(f"/residents/{elder.id}/sensitive?purpose={purpose}")
        .status_code
        for role in (Role.GRID_WORKER, Role.COMMUNITY_WORKER)
    }

    assert asked[Role.COMMUNITY_WORKER] == (403 if purpose is Purpose.SETTLEMENT_AUDIT else 200)
    at_the_door = {Purpose.HOME_VISIT, Purpose.EMERGENCY, Purpose.COMPLAINT}
    assert asked[Role.GRID_WORKER] == (200 if purpose in at_the_door else 403)


def test_every_way_of_looking_has_words_and_so_has_every_purpose_and_role() -> None:
    assert set(words.PURPOSES) == set(Purpose)
    assert set(words.ROLES) == set(Role)
    unsaid = set(_actions_that_name_people()) - set(words.ACTIONS)
    assert sorted(each for each in unsaid if reading_in_words(each) is None) == []


def _actions_that_name_people() -> Iterator[str]:
    """What is told to every `audit("…", people=…)`, and to every `_note_read(work, "…", …)` around one."""
    for path in (CHECKOUT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            names_people = any(word.arg == "people" for word in node.keywords)
            if names_people or (isinstance(node.func, ast.Name) and node.func.id == "_note_read"):
                yield from (each.value for each in node.args[:2] if isinstance(each, ast.Constant))
