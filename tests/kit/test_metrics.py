"""Figures for Prometheus: closed in production to all who do not know the token."""

from dataclasses import replace

import pytest

from service.kit.house import House
from tests.client import ApiClient

TOKEN = "a token of the watch"


def _set(monkeypatch: pytest.MonkeyPatch, house: House, **settings: str) -> None:
    monkeypatch.setattr(house, "settings", replace(house.settings, **settings))


def _ask(anyone: ApiClient, authorization: str | None) -> int:
    headers = {} if authorization is None else {"Authorization": authorization}
    return anyone.app.test_client().get("/metrics", headers=headers).status_code


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Bearer x"])
def test_in_production_nobody_reads_them_without_a_token_set(
    monkeypatch: pytest.MonkeyPatch, house: House, anyone: ApiClient, authorization: str | None
) -> None:
    _set(monkeypatch, house, env="production", metrics_token="")

    assert _ask(anyone, authorization) == 401


@pytest.mark.parametrize("env", ["development", "production"])
def test_once_a_token_is_set_only_who_knows_it_reads_them(
    monkeypatch: pytest.MonkeyPatch, house: House, anyone: ApiClient, env: str
) -> None:
    _set(monkeypatch, house, env=env, metrics_token=TOKEN)

    assert _ask(anyone, f"Bearer {TOKEN}") == 200
    assert [_ask(anyone, given) for given in (None, TOKEN, f"Bearer {TOKEN}x")] == [401, 401, 401]


def test_in_development_they_are_open(anyone: ApiClient) -> None:
    assert _ask(anyone, None) == 200
