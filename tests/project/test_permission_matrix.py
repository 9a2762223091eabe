"""Who may do what: every route tried by everybody, against the checked-in table (`make contract` rewrites it).

The routes come from the app itself, so a new one is in the table or the test fails. `may` means that the service would
do it, or refuses for a reason other than who asks; an empty request is made from the OpenAPI examples.
"""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from config.settings import CHECKOUT
from service.kit.house import House
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.project.bodies import body_of, query_of
from tests.project.conftest import OperationInDocument
from tests.project.world import World, make_world

TABLE = CHECKOUT / "docs" / "permissions.md"
NAMES = (
    "nobody", "newcomer", "neighbour", "resident", "proxy", "grid_worker", "community_worker", "worker_elsewhere",
    "street_staff", "district_staff", "assessor", "operator_manager", "dispatcher", "caregiver", "system_admin",
    "security_admin", "auditor",
)  # fmt: skip
_OF_SOCIAL_ORGANISATIONS = (
    "list_organisation_members",
    "add_organisation_member",
    "change_organisation_member",
    "remove_organisation_member",
    "rate_organisation",
    "end_organisation_rating",
    "add_organisation_programme",
    "change_organisation_programme",
    "drop_organisation_programme",
)
# Operations that act on something in another state than the world's first of its kind.
OTHER_IDS = {
    "verify_resident": {"resident_id": "pending_resident_id"},
    "reject_resident": {"resident_id": "pending_resident_id"},
    "approve_proxy": {"proxy_id": "pending_proxy_id"},
    "refuse_proxy": {"proxy_id": "pending_proxy_id"},
    "get_visit_photo": {"file_id": "photo_id"},
    "get_notice_attachment": {"file_id": "attachment_id"},
    "draft_care_plan": {"request_id": "assigned_request_id"},
    "publicise_care_entitlement": {"entitlement_id": "checked_entitlement_id"},
    "record_care_objection": {"entitlement_id": "publicised_entitlement_id"},
    "settle_care_objection": {"entitlement_id": "publicised_entitlement_id"},
    "grant_care_entitlement": {"entitlement_id": "publicised_entitlement_id"},
    "refuse_care_entitlement": {"entitlement_id": "checked_entitlement_id"},
    "decide_performance_appeal": {"score_id": "appealed_score_id"},
    **{name: {"organisation_id": "social_id"} for name in _OF_SOCIAL_ORGANISATIONS},
    "stop_care_entitlement": {"entitlement_id": "granted_entitlement_id"},
}
# What takes a form with a file, which the document does not describe as JSON.
UPLOADS = {
    "import_residents": "姓名,手机\n王阿公,13800000002\n".encode(),
    "upload_file": b"%PDF-1.7\n%%EOF\n",
}
# By these names bodies speak of what the world has of care.
_CARE = (
    "organisation_id",
    "facility_id",
    "contract_id",
    "service_id",
    "owner_id",
    "caregiver_id",
    "elder_id",
    "visit_id",
    "with_visit_id",
    "request_id",
)
# Ids that nothing has, by the names under which bodies ask for something.
_UNKNOWN = "01900000-0000-7000-8000-000000000000"
NOBODY_KNOWS = {
    **dict.fromkeys((*_CARE, "living_room_id", "resident_id", "other_id", "home_id"), _UNKNOWN),
    "needs": [_UNKNOWN],
}
WHO_ASK_FOR_OTHERS = ("resident", "proxy", "community_worker", "district_staff", "assessor", "dispatcher")
# What takes a secret, a file of its own or a state of things that the world has not; it is tried beside its domain.
NOT_IN_THE_WORLD = {
    *(
        "login_with_password",
        "login_with_sms",
        "login_with_zhezhengding",
        "change_password",
        "refresh_tokens",
    ),
    *("get_my_calendar", "get_room_calendar", "take_voice_reports", "take_device_signal"),
    *("get_screen_token", "revoke_screen_token", "ask_for_consent_code", "fetch_my_copy"),
    *("get_email_address", "confirm_email_address", "forget_email_address"),
    *("get_consent_attachment", "get_proxy_attachment", "get_care_plan_attachment"),
    *("get_care_complaint_photo", "get_inspection_photo", "get_assessment_appeal", "uphold_assessment"),
    *("check_in_to_visit", "check_out_of_visit", "record_attendance", "tick_care_round"),
    *("give_activity_feedback", "transfer_minutes"),
}
PUBLIC_BY_SECRET = {"get_room_calendar", "get_my_calendar"}


@pytest.fixture
def world(app: Flask, house: House, clock: StoppedClock) -> World:
    return make_world(app, house, clock)


def test_everybody_may_do_what_the_table_says(
    world: World,
    document: dict[str, Any],
    operations: list[OperationInDocument],
    connection: Connection,
    pytestconfig: pytest.Config,
) -> None:
    rows = [
        (each.name, [_try(each, document, world, name, connection) for name in NAMES])
        for each in sorted(operations, key=lambda each: (each.path, each.method))
    ]
    written = _written(rows)
    if pytestconfig.getoption("--rewrite"):
        TABLE.write_text(written)

    assert TABLE.read_text() == written, "run `make contract` and look at who may do more or less than before"


def test_somebody_may_do_whatever_the_world_has_something_for() -> None:
    """A row of refusals alone would look the same if everybody might."""
    rows = [line.split("|")[1:] for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    refused_to_all = {name.strip() for name, *cells in rows[1:] if not any("·" in cell for cell in cells)}

    assert refused_to_all == NOT_IN_THE_WORLD


def test_the_trials_reach_the_question_of_who_asks(
    world: World, document: dict[str, Any], operations: list[OperationInDocument], connection: Connection
) -> None:
    """A request refused for its shape says nothing about permissions."""
    unshapely = []
    for each in operations:
        with connection.begin_nested() as trial:
            answer = request_as(each, document, world, world.clients["community_worker"])
            trial.rollback()
        if answer.status_code in (400, 415, 422) and answer.json["code"] == "invalid_input":
            unshapely.append((each.name, answer.json.get("errors")))

    assert [name for name, _ in unshapely if name not in PUBLIC_BY_SECRET] == [], unshapely


def test_what_nobody_knows_is_refused_as_the_document_tells(
    world: World, document: dict[str, Any], operations: list[OperationInDocument], connection: Connection
) -> None:
    untold = set()
    for each in operations:
        if "application/json" not in each.body.get("requestBody", {}).get("content", {}):
            continue
        for name in WHO_ASK_FOR_OTHERS:
            with connection.begin_nested() as trial:
                answer = request_as(each, document, world, world.clients[name], NOBODY_KNOWS)
                trial.rollback()
            if not _is_told(each, answer):
                untold.add((each.name, answer.status_code, answer.json["code"]))

    assert sorted(untold) == [], untold


def _is_told(each: OperationInDocument, answer: Any) -> bool:
    refusal = each.body["responses"].get(str(answer.status_code), {})
    return answer.status_code < 400 or f"`{answer.json['code']}`" in refusal.get("description", "")


def _try(
    each: OperationInDocument, document: dict[str, Any], world: World, name: str, connection: Connection
) -> str:
    with connection.begin_nested() as trial:
        answer = request_as(each, document, world, world.clients[name])
        trial.rollback()
    assert answer.status_code < 500, f"{each.name} as {name}: {answer.get_data(as_text=True)}"
    assert _is_told(each, answer), f"{each.name} does not document {answer.json['code']}"
    return {401: "401", 403: "403", 404: "404"}.get(answer.status_code, "may")


def request_as(
    each: OperationInDocument,
    document: dict[str, Any],
    world: World,
    client: ApiClient,
    in_body: dict[str, Any] | None = None,
    etag: str = "*",
    headers: dict[str, str] | None = None,
) -> Any:
    """Ask for an operation with what the world knows; `in_body` names other things than those, where a body names any."""
    ids = {**world.ids, **{name: world.ids[other] for name, other in OTHER_IDS.get(each.name, {}).items()}}
    path = each.path
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    assert "{" not in path, f"tests/project/world.py has no value for {path}"
    return client.request(
        each.method,
        path,
        body_of(each.body, document, _in_bodies(ids) | (in_body or {})),
        etag=etag if each.method in ("PATCH", "DELETE") else None,
        headers=headers,
        query_string=query_of(
            each.body, document, {name: str(ids[name]) for name in ("organisation_id", "contract_id")}
        ),
        data={"file": (BytesIO(UPLOADS[each.name]), "file")} if each.name in UPLOADS else None,
    )


def _in_bodies(ids: dict[str, Any]) -> dict[str, Any]:
    return {
        "living_room_id": str(ids["living_room_id"]),
        "starts_at": "2026-03-04T09:00:00+08:00",
        "ends_at": "2026-03-04T10:00:00+08:00",
        "region_code": "330211001001",
        "parent_code": "330211001001",
        "resident_id": str(ids["resident_id"]),
        "other_id": str(ids["other_id"]),
        "home_id": str(ids["home_id"]),
        **{name: str(ids[name]) for name in _CARE if name in ids},
        "needs": [str(ids["other_service_id"])],
        "minutes": 60,
        "headcount": 2,
    }


def _written(rows: list[tuple[str, list[str]]]) -> str:
    head = [
        "# Who may do what",
        "",
        "Made by `tests/project/test_permission_matrix.py` from the routes themselves. `·` may; else the refusal.",
        "The things acted on belong to `resident` and lie in the community of `community_worker`; `proxy` is the",
        "resident's approved proxy for bookings; `newcomer` has logged in and not registered.",
        "",
        "| operation | " + " | ".join(NAMES) + " |",
        "|---|" + "---|" * len(NAMES),
    ]
    body = [
        f"| {name} | " + " | ".join("·" if cell == "may" else cell for cell in cells) + " |"
        for name, cells in rows
    ]
    return "\n".join(head + body) + "\n"
