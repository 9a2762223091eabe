"""Idempotency keys: one effect however often a request is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from service.kit import idempotency, locks
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.idempotency import IdempotentAnswer
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes
from tests.kit.conftest import client_as


def test_the_same_request_again_answers_the_first_success(ada: ApiClient) -> None:
    first = ada.post("/probes", {"label": "x"}, key="k1")
    again = ada.post("/probes", {"label": "x"}, key="k1")

    assert first.status_code == again.status_code == 201
    assert again.json == first.json
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(probes.kept) == 1


def test_without_a_key_each_request_has_its_own_effect(ada: ApiClient) -> None:
    ada.post("/probes", {"label": "x"})
    ada.post("/probes", {"label": "x"})

    assert len(probes.kept) == 2


def test_a_key_does_not_serve_for_another_request(ada: ApiClient) -> None:
    ada.post("/probes", {"label": "x"}, key="k1")
    other = ada.post("/probes", {"label": "y"}, key="k1")

    assert other.status_code == 422
    assert other.json["code"] == "idempotency_key_reused"
    assert list(other.json["errors"]) == ["Idempotency-Key"]


def test_what_is_kept_of_a_body_can_not_be_found_by_trying_without_the_secret(
    ada: ApiClient, probe_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.post("/probes", {"label": "13800000000"}, key="k1")
    ada.post("/probes", {"label": "13800000000"}, key="k2")
    elsewhere = replace(probe_house.settings, secret_key="s" * 32)
    monkeypatch.setattr(probe_house, "settings", elsewhere)
    ada.post("/probes", {"label": "13800000000"}, key="k3")

    with unit_of_work(probe_house) as work:
        kept = select(IdempotentAnswer.fingerprint).order_by(IdempotentAnswer.key)
        first, second, under_another_secret = work.session.scalars(kept)
    assert first == second
    assert first != under_another_secret


def test_a_key_belongs_to_its_caller(ada: ApiClient, ben: ApiClient) -> None:
    hers = ada.post("/probes", {"label": "x"}, key="k1")
    his = ben.post("/probes", {"label": "x"}, key="k1")

    assert his.status_code == 201
    assert his.json["id"] != hers.json["id"]


@pytest.mark.parametrize(("label", "status"), [("wrong state", 409), ("forbidden", 403), ("", 422)])
def test_refusals_are_not_kept(ada: ApiClient, label: str, status: int) -> None:
    refused = ada.post("/probes", {"label": label}, key="k1")
    later = ada.post("/probes", {"label": "x"}, key="k1")

    assert refused.status_code == status
    assert later.status_code == 201


def test_a_key_is_forgotten_after_a_day(ada_for_two_days: ApiClient, clock: StoppedClock) -> None:
    first = ada_for_two_days.post("/probes", {"label": "x"}, key="k1")
    clock.move(hours=24)
    later = ada_for_two_days.post("/probes", {"label": "x"}, key="k1")

    assert later.status_code == 201
    assert later.json["id"] != first.json["id"]


@pytest.mark.parametrize("key", ["two words", "k" * 129, "键".encode().decode("latin-1")])
def test_an_unfit_key_is_refused(ada: ApiClient, key: str) -> None:
    answer = ada.post("/probes", {"label": "x"}, key=key)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["Idempotency-Key"]


def test_while_the_first_runs_the_second_is_asked_to_wait(ada: ApiClient, probe_house: House) -> None:
    number = locks.number_of("idempotency", probes.ADA.account_id, "k1")
    with probe_house.engine.begin() as elsewhere:
        elsewhere.execute(select(func.pg_advisory_xact_lock(number)))
        meanwhile = ada.post("/probes", {"label": "x"}, key="k1")
    after = ada.post("/probes", {"label": "x"}, key="k1")

    assert meanwhile.status_code == 409
    assert meanwhile.json["code"] == "idempotency_in_progress"
    assert int(meanwhile.headers["Retry-After"]) >= 1
    assert after.status_code == 201


def test_what_is_too_old_to_be_asked_for_is_dropped(
    ada: ApiClient, probe_house: House, clock: StoppedClock
) -> None:
    ada.post("/probes", {"label": "x"}, key="old")
    clock.move_to(clock.now() + timedelta(hours=24))
    with unit_of_work(probe_house) as work:
        idempotency.forget_old_answers(work)
        assert work.session.scalar(select(func.count()).select_from(IdempotentAnswer)) == 0


@pytest.fixture
def ada_for_two_days(probe_app: Flask) -> ApiClient:
    return client_as(probe_app, probes.ADA, minutes=2 * 24 * 60)
