"""The OpenAPI 3.1 document: how refusals, tokens, keys and versions of every operation are told."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import marshmallow
from marshmallow import fields

from service.kit import errors
from service.kit.errors import DomainError

if TYPE_CHECKING:
    from service.kit.operations import Traits

View = Callable[..., Any]
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ALWAYS = (errors.InvalidInput, errors.TooManyRequests, errors.Unavailable)


class ProblemSchema(marshmallow.Schema):
    """A refusal (RFC 9457). `title` and `detail` follow Accept-Language; `code` is stable."""

    type = fields.String(required=True, metadata={"example": "/problems/slot_taken"})
    title = fields.String(required=True, metadata={"example": "时段已被预约"})
    status = fields.Integer(required=True, metadata={"example": 409})
    detail = fields.String(metadata={"example": "这个时段刚刚被预约了。"})
    code = fields.String(required=True, metadata={"example": "slot_taken"})
    request_id = fields.String(required=True)
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "For 422: dotted names of fields, with what is wrong with each."},
    )


def with_refusals(view: View, refusals: Iterable[type[DomainError]]) -> View:
    """The view, documented to refuse like this too."""
    apidoc = deepcopy(getattr(view, "_apidoc", {}))
    apidoc["refusals"] = [*apidoc.get("refusals", []), *refusals]
    view._apidoc = apidoc  # type: ignore[attr-defined]
    return view


def with_traits(view: View, traits: "Traits", *, has_path_values: bool) -> View:
    """The view, documented with what its kind of route brings."""
    documented = with_refusals(view, _refusals_by_kind(view, traits, has_path_values))
    documented._apidoc["traits"] = traits  # type: ignore[attr-defined]
    documented._apidoc.setdefault("manual_doc", {})["operationId"] = view.__name__  # type: ignore[attr-defined]
    return documented


def _refusals_by_kind(view: View, traits: "Traits", has_path_values: bool) -> list[type[DomainError]]:
    refusals: list[type[DomainError]] = list(_ALWAYS)
    if not traits.public:
        refusals += [errors.Unauthenticated, errors.Forbidden]
    if has_path_values:
        refusals.append(errors.NotFound)
    if traits.needs_if_match:
        refusals += [errors.PreconditionRequired, errors.Stale]
    if traits.method != "GET":
        refusals.append(errors.TooLarge)
    if "arguments" in getattr(view, "_apidoc", {}) and traits.method != "GET":
        refusals += [errors.UnsupportedMediaType, errors.BadRequest]
    if traits.idempotent:
        refusals += [errors.IdempotencyInProgress, errors.IdempotencyKeyReused]
    return refusals


def document_operation(doc: dict[str, Any], doc_info: dict[str, Any], **_: Any) -> dict[str, Any]:
    """flask-smorest's hook: add to an operation what its blueprint knows of it."""
    traits: Traits = doc_info["traits"]
    responses = doc.setdefault("responses", {})
    for status in [status for status in responses if str(status) == "422"]:
        del responses[status]
    by_status: dict[int, dict[str, type[DomainError]]] = defaultdict(dict)
    for refusal in doc_info.get("refusals", []):
        by_status[refusal.status][refusal.code] = refusal
    for status, refusals in sorted(by_status.items()):
        text = "; ".join(
            f"`{code}` {refusal.title.zh} ({refusal.title.en})" for code, refusal in refusals.items()
        )
        responses[str(status)] = {"description": text, "content": _PROBLEM}
    doc["security"] = [] if traits.public else [{"bearer": []}]
    doc.setdefault("parameters", [])
    if traits.idempotent:
        doc["parameters"].append("IdempotencyKey")
    if traits.needs_if_match:
        doc["parameters"].append("IfMatch")
    return doc


def describe_components(spec: Any) -> None:
    """What operations refer to."""
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.components.parameter(
        "IdempotencyKey",
        "header",
        {
            "name": "Idempotency-Key",
            "description": "The same key, caller and request within 24 hours answers the first success again.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
        },
    )
    spec.components.parameter(
        "IfMatch",
        "header",
        {
            "name": "If-Match",
            "description": "The ETag that was read; without it 428, when it is no longer true 412.",
            "schema": {"type": "string"},
        },
    )
