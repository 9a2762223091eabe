"""Links in the OpenAPI document: which operations go on with what another one answered."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")
_SEGMENTS_OF_BASE = 2  # api/v1
_ETAG = "$response.header.ETag"


@dataclass(frozen=True, slots=True)
class _Operation:
    method: str
    path: str
    body: Document

    @property
    def segments(self) -> list[str]:
        return self.path.strip("/").split("/")

    @property
    def path_parameters(self) -> list[str]:
        return [part[1:-1] for part in self.segments if part.startswith("{")]

    @property
    def needs_if_match(self) -> bool:
        return any("IfMatch" in parameter.get("$ref", "") for parameter in self.body.get("parameters", []))


def add_links(document: Document) -> Document:
    """Link what makes a thing, and what reads it, to all that takes the thing's id; the document itself is changed."""
    operations = list(_operations(document))
    for source in operations:
        answer, told = _success(source, document)
        links = {
            target.body["operationId"]: _link(source, target, given)
            for target, given in _next(source, told, operations)
        }
        if links:
            answer["links"] = links
    return document


def _operations(document: Document) -> Iterator[_Operation]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield _Operation(method, path, methods[method])


def _success(operation: _Operation, document: Document) -> tuple[Document, Collection[str]]:
    """The answer of success, and the names of what it tells."""
    for status in ("200", "201", "202"):
        if answer := operation.body["responses"].get(status):
            schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
            name = schema.get("$ref", "").rpartition("/")[2]
            known: Document = document.get("components", {}).get("schemas", {})
            return answer, known.get(name, {}).get("properties", {})
    return {}, ()


def _next(
    source: _Operation, told: Collection[str], operations: list[_Operation]
) -> Iterator[tuple[_Operation, dict[str, str]]]:
    """What may follow, with where it gets its path parameters from."""
    for target in operations:
        given = {name: f"$request.path.{name}" for name in source.path_parameters}
        made = _name_of_id(source, target)
        if made is not None:
            given[made] = f"$response.body#/{made if made in told else 'id'}"
            follows = made in told or "id" in told
        else:
            follows = source.method == "get" and target.needs_if_match and target.path == source.path
        if follows and target.path_parameters and set(target.path_parameters) <= set(given):
            yield target, {name: given[name] for name in target.path_parameters}


def _name_of_id(source: _Operation, target: _Operation) -> str | None:
    """How the target calls the id of what a POST to a collection made, below it or at the top of the API."""
    collection = source.segments
    if source.method != "post" or collection[-1].startswith("{"):
        return None
    for place, part in enumerate(target.segments):
        above = target.segments[:place]
        is_flat = len(above) == _SEGMENTS_OF_BASE + 1 and above[-1] == collection[-1]
        if part.startswith("{") and (above == collection or is_flat):
            return part[1:-1]
    return None


def _link(source: _Operation, target: _Operation, given: dict[str, str]) -> Document:
    parameters = {f"path.{name}": expression for name, expression in given.items()}
    is_the_thing = target.path == source.path or target.path.endswith("}")
    if target.needs_if_match and is_the_thing:
        parameters["header.If-Match"] = _ETAG
    return {"operationId": target.body["operationId"], "parameters": parameters}
