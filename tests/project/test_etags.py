"""What every single resource keeps of the contract: its ETag is what a change takes, and who knows the answer gets 304."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from service.kit.house import House
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.project.conftest import OperationInDocument
from tests.project.test_permission_matrix import NAMES, request_as
from tests.project.world import World, make_world


@pytest.fixture
def world(app: Flask, house: House, clock: StoppedClock) -> World:
    return make_world(app, house, clock)


def test_the_etag_of_what_is_read_lets_its_change_pass(
    world: World, document: dict[str, Any], operations: list[OperationInDocument], connection: Connection
) -> None:
    reads = {each.path: each for each in operations if each.method == "GET"}
    refused, tried = [], 0
    for change in operations:
        if change.method not in ("PATCH", "DELETE") or change.path not in reads:
            continue
        for client, answer in _read(reads[change.path], document, world):
            with connection.begin_nested() as trial:
                changed = request_as(change, document, world, client, etag=answer.headers["ETag"])
                trial.rollback()
            tried += 1
            if changed.status_code == 412:
                refused.append((change.name, answer.headers["ETag"]))

    assert (tried > 100, refused) == (True, [])


def test_who_knows_an_answer_is_not_sent_it_again(
    world: World, document: dict[str, Any], operations: list[OperationInDocument], connection: Connection
) -> None:
    told = []
    for each in operations:
        if each.method != "GET":
            continue
        for client, answer in _read(each, document, world):
            known = {"If-None-Match": answer.headers["ETag"]}
            with connection.begin_nested() as trial:
                again = request_as(each, document, world, client, headers=known)
                trial.rollback()
            told.append((each.name, again.status_code))
            break

    assert len(told) > 80
    assert [name for name, status in told if status != 304] == []


def _read(
    each: OperationInDocument, document: dict[str, Any], world: World
) -> Iterator[tuple[ApiClient, Any]]:
    """Everybody who may read it, with what they read, if that is one thing."""
    for name in NAMES:
        answer = request_as(each, document, world, world.clients[name])
        if answer.status_code == 200 and "ETag" in answer.headers:
            yield world.clients[name], answer
