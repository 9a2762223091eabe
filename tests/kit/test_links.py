"""The document's links lead where they say, and their making has left the rest of the document alone."""

import re
from typing import Any

import pytest

from service.kit.links import add_links
from tests.client import ApiClient

OF_SUCCESS = ("200", "201", "202")


@pytest.fixture
def document(anyone: ApiClient) -> dict[str, Any]:
    found: dict[str, Any] = anyone.get("/openapi.json").json
    return found


def operations_of(document: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        body["operationId"]: (path, body)
        for path, methods in document["paths"].items()
        for method, body in methods.items()
        if method != "parameters"
    }


def links_of(operation: dict[str, Any]) -> dict[str, Any]:
    return {
        name: link
        for status in OF_SUCCESS
        for name, link in operation["responses"].get(status, {}).get("links", {}).items()
    }


def making(operations: dict[str, tuple[str, dict[str, Any]]], path: str) -> dict[str, Any]:
    """The operation that makes things at the end of this path."""
    return next(
        body for where, body in operations.values() if where.endswith(path) and "201" in body["responses"]
    )


def test_every_link_gives_all_path_parameters_of_an_operation_that_exists(document: dict[str, Any]) -> None:
    operations = operations_of(document)
    links = [link for _, body in operations.values() for link in links_of(body).values()]

    assert links
    for link in links:
        path, _ = operations[link["operationId"]]
        given = {name.removeprefix("path.") for name in link["parameters"] if name.startswith("path.")}
        assert given == set(re.findall(r"{(\w+)}", path))


def test_what_makes_a_thing_leads_to_reading_and_changing_it(document: dict[str, Any]) -> None:
    operations = operations_of(document)
    make = making(operations, "/living-rooms")

    links = links_of(make)

    assert links["get_room"]["parameters"] == {"path.room_id": "$response.body#/id"}
    assert links["change_room"]["parameters"]["header.If-Match"] == "$response.header.ETag"


def test_a_thing_of_its_own_address_is_reached_from_where_it_was_made(document: dict[str, Any]) -> None:
    operations = operations_of(document)
    close = making(operations, "/closures")

    assert links_of(close)["reopen_room"]["parameters"]["path.closure_id"] == "$response.body#/id"


def test_linking_keeps_every_schema_and_can_be_repeated(document: dict[str, Any]) -> None:
    before = {name: dict(schema) for name, schema in document["components"]["schemas"].items()}

    again = add_links(document)

    assert again["components"]["schemas"] == before
    assert {"Problem", "Room", "Booking"} <= set(before)
    for _, body in operations_of(again).values():
        for status, answer in body["responses"].items():
            if int(status) in (200, 201) and "content" in answer:
                assert all(content.get("schema") for content in answer["content"].values())
