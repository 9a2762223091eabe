"""Whatever a test asks, the answer agrees with the OpenAPI document that clients are written against."""

import json
import re
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

import jsonschema_rs
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from service.kit.api import api_of

_PATH_VALUE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
# HTTP's own, which are the same for every operation; and a fault, which no operation may have and a test must expect.
_EVERYWHERE = (304, 405, 500)


class _Contract:
    """One app's document, and what checks against it, made when it is first needed."""

    def __init__(self, app: Flask) -> None:
        self.document: dict[str, Any] = json.loads(api_of(app).document())
        self._registry = jsonschema_rs.Registry([("urn:linli", self.document)])
        self._validators: dict[tuple[str, ...], jsonschema_rs.Draft202012Validator] = {}

    def validator(self, *place: str) -> jsonschema_rs.Draft202012Validator:
        """What checks an answer of this path, method, status and media type."""
        if place not in self._validators:
            steps = (quote(each.replace("~", "~0").replace("/", "~1")) for each in place)
            path, method, status, media_type = steps
            schema = {
                "$ref": f"urn:linli#/paths/{path}/{method}/responses/{status}/content/{media_type}/schema"
            }
            self._validators[place] = jsonschema_rs.Draft202012Validator(schema, registry=self._registry)
        return self._validators[place]


# Gone with its app: some tests make apps of their own.
_CONTRACTS: WeakKeyDictionary[Flask, _Contract] = WeakKeyDictionary()


def _contract_of(app: Flask) -> _Contract:
    if app not in _CONTRACTS:
        _CONTRACTS[app] = _Contract(app)
    return _CONTRACTS[app]


def assert_documented(app: Flask, method: str, response: TestResponse) -> None:
    """Fail where the operation's document knows no such status, or tells another shape of it."""
    path = _documented_path(app, method, response.request.path)
    contract = _contract_of(app)
    operation = contract.document["paths"].get(path, {}).get(method.lower())
    if operation is None or response.status_code in _EVERYWHERE:
        return
    status = str(response.status_code)
    assert status in operation["responses"], f"{method} {path} does not document {status}"
    content = operation["responses"][status].get("content", {})
    if not response.is_json or response.mimetype not in content:
        return
    validator = contract.validator(path, method.lower(), status, response.mimetype)
    wrong = [f"{list(each.instance_path)}: {each.message}" for each in validator.iter_errors(response.json)]
    assert not wrong, f"{method} {path} answers {status} otherwise than documented: {wrong[:3]}"


def _documented_path(app: Flask, method: str, path: str) -> str | None:
    try:
        rule, _ = app.url_map.bind("localhost").match(path, method=method, return_rule=True)
    except HTTPException:
        return None
    return _PATH_VALUE.sub(r"{\1}", rule.rule)
