"""Whoever acts for another is shown, in every domain, and by the one helper of the kit.

Which operations let somebody act for another follows from what their views may come to call, so a new domain that
forgets to show it fails here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.settings import CHECKOUT
from tests.project.conftest import OperationInDocument

SERVICE = CHECKOUT / "service"
HELPER = SERVICE / "kit" / "acting.py"
NAME = "ActedBy"
# Operations that let somebody act for another and tell no record of it, and why.
TELL_NO_RECORD = {
    "search_rooms": "nothing is changed: what is free for whom",
    "ask_for_consent_code": "a code is on its way; the consent that it gives shows who acted",
    "get_consent_attachment": "a file; the consent beside it shows who acted",
    "get_notice_attachment": "a file; the notice beside it shows who read it for another",
    "report_incident": "what a caregiver saw, as themselves; the alarm that it may ring shows who acted",
    "report_not_served": "what a caregiver found, as themselves; the alarm that it may ring shows who acted",
    "withdraw_wish": "the wish is gone",
    "withdraw_activity_wait": "the wait is gone",
}
# Lists and records beside such operations that show something else, and why.
SHOW_SOMETHING_ELSE = {
    "list_residents": "a copy or an erasure is no part of the person; one's own copies say who asked for them",
    "get_resident": "a copy or an erasure is no part of the person; one's own copies say who asked for them",
    "list_assessments": "nobody assesses for another; the appeal beside a result says who made it",
    "get_assessment": "nobody assesses for another; the appeal beside a result says who made it",
    "list_care_visits": "a visit is its caregiver's; its proof says who confirmed it",
    "get_care_visit": "a visit is its caregiver's; its proof says who confirmed it",
}
# What such lists and records leave to another operation.
SHOWN_BESIDE = {"get_my_copy", "get_assessment_appeal", "get_visit_proof"}
# Where somebody only has to be allowed to act, by function, and why.
ONLY_ASK = {
    "rooms/actions/search.py:_resident_path": "nothing is changed",
    "bookings/actions/holders.py:in_care": "who may see a booking and does not look after it is told so",
}


def test_what_somebody_does_for_another_is_answered_with_who_acted(
    acting_operations: list[OperationInDocument], document: dict[str, Any]
) -> None:
    silent = {each.name for each in acting_operations if NAME not in _told(each, document)}

    # From one domain of each kind, so that nobody is spared because nothing was found.
    assert {"book", "give_consent", "ask_for_care", "approve_proxy"} <= {
        each.name for each in acting_operations
    }
    assert silent == set(TELL_NO_RECORD)


def test_what_somebody_did_for_another_is_shown_wherever_it_is_read(
    acting_operations: list[OperationInDocument],
    operations: list[OperationInDocument],
    document: dict[str, Any],
) -> None:
    collections = {
        each.path.partition("/{")[0] for each in acting_operations if each.name not in TELL_NO_RECORD
    }
    silent = {
        each.name
        for each in operations
        if each.method == "GET"
        and _collection_read(each.path) in collections
        and NAME not in _told(each, document)
    }

    assert silent == set(SHOW_SOMETHING_ELSE)
    assert {
        each.name for each in operations if each.name in SHOWN_BESIDE and NAME in _told(each, document)
    } == SHOWN_BESIDE


def test_who_acted_has_one_shape(document: dict[str, Any]) -> None:
    shapes = document["components"]["schemas"]
    others = [
        name
        for name, shape in shapes.items()
        if "acted_by" in shape.get("properties", {})
        and NAME not in _names_in(shape["properties"]["acted_by"], document)
    ]

    assert others == []


def test_who_acted_is_made_by_the_one_helper() -> None:
    elsewhere = [
        str(path.relative_to(SERVICE))
        for path in SERVICE.rglob("*.py")
        if path != HELPER
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _name_of(node.func) == NAME
    ]

    assert elsewhere == []


def test_nobody_asks_who_acts_and_forgets_it() -> None:
    functions = [(path, each) for path in SERVICE.rglob("*.py") for each in _functions(path)]
    tell_who_acts = {each.name for _, each in functions if each.returns and NAME in ast.unparse(each.returns)}
    forgotten = {
        f"{'/'.join(path.parts[-3:])}:{each.name}"
        for path, each in functions
        for node in ast.walk(each)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and _name_of(node.value.func) in tell_who_acts
    }

    assert "act_for" in tell_who_acts
    assert forgotten == set(ONLY_ASK)


def _collection_read(path: str) -> str:
    """Of `/things` and `/things/{id}` the collection; of anything else the path itself."""
    collection, _, rest = path.partition("/{")
    return path if "/" in rest else collection


def _told(operation: OperationInDocument, document: dict[str, Any]) -> set[str]:
    """The names of all that an operation tells when it succeeds."""
    answers = operation.body["responses"]
    found: set[str] = set()
    for status, answer in answers.items():
        if status.startswith("2"):
            found |= _names_in(answer.get("content", {}), document)
    return found


def _names_in(shape: Any, document: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = [shape]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        if not isinstance(part, dict):
            continue
        waiting += part.values()
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found.add(name)
            waiting.append(document["components"]["schemas"][name])
    return found


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def _name_of(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""
