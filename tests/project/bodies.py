"""Requests made from the OpenAPI document: what a client would send that only read the contract."""

from typing import Any

Document = dict[str, Any]
_BY_FORMAT = {
    "uuid": "01900000-0000-7000-8000-000000000000",
    "date": "2026-03-03",
    "date-time": "2026-03-03T10:00:00+08:00",
}
_BY_TYPE: dict[str, Any] = {"string": "文字", "integer": 1, "number": 1.0, "boolean": True, "object": {}}


def body_of(operation: dict[str, Any], document: Document, known: dict[str, Any]) -> Any:
    """A body with every required field; `known` gives values by field name."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    if "example" in content:
        return content["example"]
    return value_of(content["schema"], document, known)


def query_of(operation: dict[str, Any], document: Document, known: dict[str, Any]) -> dict[str, Any]:
    """The required query parameters."""
    return {
        each["name"]: known.get(
            each["name"], value_of({**each.get("schema", {}), **_example(each)}, document, known)
        )
        for each in operation.get("parameters", [])
        if each.get("in") == "query" and each.get("required")
    }


def value_of(schema: dict[str, Any], document: Document, known: dict[str, Any]) -> Any:
    """An example of a schema: the documented one, else one made from its type."""
    if "example" in schema:
        return schema["example"]
    if "$ref" in schema:
        return value_of(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, known)
    for several in ("allOf", "anyOf", "oneOf"):
        if several in schema:
            return value_of(schema[several][0], document, known)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [value_of(schema["items"], document, known)]
    if kind == "object" and "properties" in schema:
        required = schema.get("required", [])
        return {
            name: known.get(name, value_of(field, document, known))
            for name, field in schema["properties"].items()
            if name in required
        }
    if kind == "string" and schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    if kind == "integer":
        return max(1, schema.get("minimum", 1))
    return _BY_TYPE[kind]


def _example(parameter: dict[str, Any]) -> dict[str, Any]:
    return {"example": parameter["example"]} if "example" in parameter else {}
