"""Whatever a test asks, the answer agrees with the OpenAPI document that clients are written against."""

import re
from functools import cache
from typing import Any
from urllib.parse import quote

import jsonschema_rs
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from service.kit.api import BASE

_PATH_VALUE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
# HTTP's own, which are the same for every operation.
_EVERYWHERE = (304, 405)


def assert_documented(app: Flask, method: str, response: TestResponse) -> None:
    """Fail where the operation's document knows no such status, or tells another shape of it."""
    path = _documented_path(app, method, response.request.path)
    operation = _document(app)["paths"].get(path, {}).get(method.lower())
    if operation is None or response.status_code in _EVERYWHERE:
        return
    status = str(response.status_code)
    assert status in operation["responses"], f"{method} {path} does not document {status}"
    content = operation["responses"][status].get("content", {})
    if not response.is_json or response.mimetype not in content:
        return
    validator = _validator(app, path, method.lower(), status, response.mimetype)
    wrong = [f"{list(each.instance_path)}: {each.message}" for each in validator.iter_errors(response.json)]
    assert not wrong, f"{method} {path} answers {status} otherwise than documented: {wrong[:3]}"


def _documented_path(app: Flask, method: str, path: str) -> str | None:
    try:
        rule, _ = app.url_map.bind("localhost").match(path, method=method, return_rule=True)
    except HTTPException:
        return None
    return _PATH_VALUE.sub(r"{\1}", rule.rule)


@cache
def _document(app: Flask) -> dict[str, Any]:
    told: dict[str, Any] = app.test_client().get(f"{BASE}/openapi.json").get_json()
    return told


@cache
def _validator(app: Flask, *place: str) -> jsonschema_rs.Draft202012Validator:
    path, method, status, media_type = (quote(each.replace("~", "~0").replace("/", "~1")) for each in place)
    schema = {"$ref": f"urn:linli#/paths/{path}/{method}/responses/{status}/content/{media_type}/schema"}
    return jsonschema_rs.Draft202012Validator(schema, registry=_registry(app))


@cache
def _registry(app: Flask) -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([("urn:linli", _document(app))])
