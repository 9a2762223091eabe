"""What the laws are checked against: the app's routes and its OpenAPI document."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask

from service.kit import acting
from service.kit.api import BASE
from tests.client import ApiClient
from tests.project.calls import called_by


class OperationInDocument(NamedTuple):
    method: str
    path: str
    body: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.body["operationId"])


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document, as a client gets it."""
    answer = ApiClient(app).get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


@pytest.fixture
def operations(document: dict[str, Any]) -> list[OperationInDocument]:
    return list(_operations(document))


@pytest.fixture
def acting_operations(app: Flask, operations: list[OperationInDocument]) -> list[OperationInDocument]:
    """The operations in which somebody may act for another."""
    by_name = {each.name: each for each in operations}
    makers = {acting.by_proxy, acting.by_staff}
    return [
        by_name[view.__name__]
        for view in app.view_functions.values()
        if view.__name__ in by_name and makers & called_by(view)
    ]


def _operations(document: dict[str, Any]) -> Iterator[OperationInDocument]:
    for path, methods in document["paths"].items():
        for method, body in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield OperationInDocument(method.upper(), path.removeprefix(BASE), body)
