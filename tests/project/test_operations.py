"""Every operation says what it does and how it refuses, needs a token unless it is listed, and is bounded."""

from typing import Any

from flask import Flask
from openapi_spec_validator import validate

from service.kit.api import BASE
from tests.client import ApiClient
from tests.project.conftest import OperationInDocument

# What api.md lets anybody call, public feeds among it. A room's screen, a calendar's reader, a device and the voice gateway
# bring a secret of their own instead.
PUBLIC = {
    "login_with_wechat",
    "login_with_password",
    "login_with_zheliban",
    "login_with_zhezhengding",
    "ask_login_code",
    "login_with_sms",
    "refresh_tokens",
    "get_check_in_code",
    "get_activity_check_in_code",
    "get_room_calendar",
    "get_my_calendar",
    "take_device_signal",
    "take_voice_reports",
    "list_care_publications",
    "get_notices_as_atom",
    "get_notices_as_json_feed",
}
OUTSIDE_THE_API = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/problems/<code>",
    f"{BASE}/openapi.json",
    f"{BASE}/docs",
    f"{BASE}/docs/reader.js",
}
# Lists that a rule of the domain bounds: a series has at most 26 bookings, and there are four channels.
BOUNDED_BY_A_RULE = {"get_booking_series", "get_care_plan", "list_sending_channels", "list_subscriptions"}


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)

    assert document["openapi"].startswith("3.1")
    assert "Problem" in document["components"]["schemas"]


def test_every_operation_says_what_it_does_in_a_sentence(operations: list[OperationInDocument]) -> None:
    silent = [
        f"{each.method} {each.path}"
        for each in operations
        if not each.body.get("operationId") or not each.body.get("summary", "").endswith(".")
    ]

    assert operations
    assert silent == []


def test_operation_ids_are_unique(operations: list[OperationInDocument]) -> None:
    names = [each.name for each in operations]

    assert sorted(set(names)) == sorted(names)


def test_every_operation_documents_its_refusals(operations: list[OperationInDocument]) -> None:
    for each in operations:
        refusals = {int(status) for status in each.body["responses"] if int(status) >= 400}
        expected = {422, 429, 503}
        if each.name not in PUBLIC:
            expected |= {401, 403}
        if "{" in each.path:
            expected |= {404}
        if each.method in ("PATCH", "DELETE"):
            expected |= {412, 428}

        assert expected <= refusals, f"{each.name} lacks {expected - refusals}"
        for status in refusals:
            assert "application/problem+json" in each.body["responses"][str(status)]["content"]


def test_only_the_listed_operations_are_public(operations: list[OperationInDocument]) -> None:
    public = {each.name for each in operations if each.body["security"] == []}

    assert public == PUBLIC


def test_every_route_is_in_the_document_or_on_the_short_list(
    app: Flask, operations: list[OperationInDocument]
) -> None:
    documented = {(each.method, _as_rule(BASE + each.path)) for each in operations}
    strays = {
        rule.rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (method, _as_rule(rule.rule)) not in documented
        and rule.rule not in OUTSIDE_THE_API
        and not rule.rule.startswith(f"{BASE}/docs/<any")
        and rule.endpoint != "static"
    }

    assert strays == set()


def test_nothing_but_the_public_operations_answers_without_a_token(
    anyone: ApiClient, operations: list[OperationInDocument]
) -> None:
    for each in operations:
        if each.name in PUBLIC:
            continue
        path = _with_sample_ids(each.path)
        answer = anyone.request(each.method, path, etag="*")

        # Bad input may be refused first; nothing may be told or done.
        assert answer.status_code in (401, 415, 422), f"{each.name} answers {answer.status_code}"


def test_no_list_is_without_a_limit(operations: list[OperationInDocument], document: dict[str, Any]) -> None:
    for each in operations:
        schema = _answer_schema(each, document)
        is_list = each.method == "GET" and "items" in schema.get("properties", {})
        if not is_list or each.name in BOUNDED_BY_A_RULE:
            continue
        parameters = {parameter.get("name") for parameter in each.body.get("parameters", [])}

        assert "limit" in parameters, f"{each.name} is a list without a limit"


def test_schemas_have_examples_of_what_is_asked(
    operations: list[OperationInDocument], document: dict[str, Any]
) -> None:
    without = []
    for each in operations:
        content = each.body.get("requestBody", {}).get("content", {}).get("application/json")
        if not content:
            continue
        schema = _resolved(content["schema"], document)
        without += [
            f"{each.name}.{name}"
            for name, field in schema.get("properties", {}).items()
            if name in schema.get("required", []) and not _has_example(field, document)
        ]

    assert without == []


def _has_example(field: dict[str, Any], document: dict[str, Any]) -> bool:
    told = _resolved(field, document)
    known = {"example", "examples", "enum", "properties", "items"}
    return bool(known & (set(field) | set(told))) or told.get("format") in ("uuid", "date", "date-time")


def _as_rule(path: str) -> str:
    """`/things/{id}` and `/things/<uuid:id>` alike."""
    return "/".join("*" if part[:1] in "<{" else part for part in path.split("/"))


def _with_sample_ids(path: str) -> str:
    sample = "01900000-0000-7000-8000-000000000000"
    return "/".join(sample if part.startswith("{") else part for part in path.split("/"))


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def _answer_schema(operation: OperationInDocument, document: dict[str, Any]) -> dict[str, Any]:
    content = operation.body["responses"].get("200", {}).get("content", {}).get("application/json", {})
    return _resolved(content.get("schema", {}), document)
