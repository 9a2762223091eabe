"""A test client that speaks as somebody and keeps what an answer said."""

from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.kit.api import BASE
from tests.contract import assert_documented


class ApiClient:
    """HTTP as one account (or as nobody): paths are relative to the API's base unless they start with `//`."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self.app = app
        self.token = token
        self._client: FlaskClient = app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.request("POST", path, body, **options)

    def patch(self, path: str, body: Any = None, *, etag: str | None = "*", **options: Any) -> TestResponse:
        return self.request("PATCH", path, body, etag=etag, **options)

    def delete(self, path: str, *, etag: str | None = "*", **options: Any) -> TestResponse:
        return self.request("DELETE", path, etag=etag, **options)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        etag: str | None = None,
        language: str | None = None,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> TestResponse:
        """`key` is an Idempotency-Key, `etag` an If-Match."""
        sent = dict(headers or {})
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if key:
            sent["Idempotency-Key"] = key
        if etag:
            sent["If-Match"] = etag
        if language:
            sent["Accept-Language"] = language
        if body is not None:
            options["json"] = _plain(body)
        url = path[1:] if path.startswith("//") else BASE + path
        response = self._client.open(url, method=method, headers=sent, **options)
        assert_documented(self.app, method, response)
        return response


def _plain(value: Any) -> Any:
    """Moments and ids as a client would write them."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
