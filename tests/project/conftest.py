"""What the laws are checked against: the app's routes and its OpenAPI document."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask

from service.kit.api import BASE
from tests.client import ApiClient


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


def _operations(document: dict[str, Any]) -> Iterator[OperationInDocument]:
    for path, methods in document["paths"].items():
        for method, body in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield OperationInDocument(method.upper(), path.removeprefix(BASE), body)
