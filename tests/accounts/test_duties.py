"""The security administrator's part over HTTP: dated duties."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from service.accounts.models import Account
from service.kit.actor import Function, Role
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, organisations, regions


@pytest.fixture
def granter(work: UnitOfWork) -> Account:
    regions.tree(work)
    return accounts.staff(work, Role.SECURITY_ADMIN, functions=[])


@pytest.fixture
def security(app: Flask, work: UnitOfWork, granter: Account) -> ApiClient:
    return accounts.client_of(app, work, granter)


def _grant(security: ApiClient, account: Account, **asked: Any) -> TestResponse:
    return security.post(f"/accounts/staff/{account.id}/duties", asked)


def _roles(client: ApiClient) -> list[str]:
    return [each["role"] for each in client.get("/accounts/me").json["duties"]]


def test_a_duty_holds_from_its_first_day_to_the_end_of_its_last_in_the_district(
    app: Flask, work: UnitOfWork, security: ApiClient, clock: StoppedClock
) -> None:
    person = accounts.staff_account(work)
    granted = _grant(
        security,
        person,
        role="community_worker",
        region_code=regions.COMMUNITY,
        valid_from="2026-03-03",
        valid_until="2026-03-04",
    )
    moments = {}
    for moment in (
        at_local(date(2026, 3, 2)),
        at_local(date(2026, 3, 3)),
        at_local(date(2026, 3, 5)).replace(microsecond=0),
    ):
        clock.move_to(moment)
        with_new_login = accounts.client_of(app, work.house, person)
        moments[moment] = _roles(with_new_login)

    assert granted.status_code == 201
    assert list(moments.values()) == [[], ["community_worker"], []]


def test_a_revoked_duty_is_gone_at_once(app: Flask, work: UnitOfWork, security: ApiClient) -> None:
    person = accounts.staff_account(work)
    client = accounts.client_of(app, work, person)
    granted = _grant(security, person, role="community_worker", region_code=regions.COMMUNITY)
    before = _roles(client)

    revoked = security.delete(f"/duties/{granted.json['id']}", etag=granted.headers["ETag"])

    assert before == ["community_worker"]
    assert revoked.status_code == 204
    assert _roles(client) == []
    assert security.delete(f"/duties/{granted.json['id']}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"role": "community_worker"}, "wrong_place_for_role", "region_code"),
        ({"role": "community_worker", "region_code": regions.STREET}, "wrong_place_for_role", "region_code"),
        ({"role": "grid_worker", "region_code": "nowhere"}, "wrong_place_for_role", "region_code"),
        ({"role": "dispatcher", "region_code": regions.COMMUNITY}, "wrong_place_for_role", "organisation_id"),
        ({"role": "auditor", "region_code": regions.COMMUNITY}, "wrong_place_for_role", "role"),
        ({"role": "street_staff", "region_code": regions.STREET}, "wrong_functions", "functions"),
        (
            {"role": "community_worker", "region_code": regions.COMMUNITY, "functions": ["care"]},
            "wrong_functions",
            "functions",
        ),
        (
            {"role": "assessor", "region_code": regions.DISTRICT, "functions": ["rooms"]},
            "wrong_functions",
            "functions",
        ),
        ({"role": "auditor", "functions": ["people"]}, "wrong_functions", "functions"),
        (
            {
                "role": "community_worker",
                "region_code": regions.COMMUNITY,
                "valid_from": "2026-03-03",
                "valid_until": "2026-03-02",
            },
            "invalid_input",
            "valid_until",
        ),
    ],
)
def test_a_role_decides_what_its_duty_needs(
    work: UnitOfWork, security: ApiClient, asked: dict[str, Any], code: str, field: str
) -> None:
    answer = _grant(security, accounts.staff_account(work), **asked)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"].keys() == {field}


def test_functions_are_all_for_a_community_and_the_named_ones_for_a_street(
    work: UnitOfWork, security: ApiClient
) -> None:
    organisation = organisations.organisation(work)
    community = _grant(
        security, accounts.staff_account(work), role="community_worker", region_code=regions.COMMUNITY
    )
    street = _grant(
        security,
        accounts.staff_account(work),
        role="street_staff",
        region_code=regions.STREET,
        functions=["rooms"],
    )
    caregiver = _grant(
        security, accounts.staff_account(work), role="caregiver", organisation_id=organisation.id
    )

    assert set(community.json["functions"]) == {each.value for each in Function}
    assert street.json["functions"] == ["rooms"]
    assert caregiver.json["functions"] == ["care"]


def test_the_three_administrators_are_apart_from_each_other_and_from_all_others(
    work: UnitOfWork, security: ApiClient
) -> None:
    for held in ("system_admin", "security_admin", "auditor"):
        for other in ("system_admin", "security_admin", "auditor", "community_worker"):
            place = {"region_code": regions.COMMUNITY} if other == "community_worker" else {}
            person = accounts.staff_account(work)
            assert _grant(security, person, role=held).status_code == 201
            answer = _grant(security, person, role=other, **place)

            if held == other:
                assert answer.status_code == 201
            else:
                assert (answer.status_code, answer.json["code"]) == (409, "administrators_apart")


def test_one_may_become_an_administrator_after_another_duty_has_ended(
    work: UnitOfWork, security: ApiClient
) -> None:
    person = accounts.staff_account(work)
    worker = {"role": "community_worker", "region_code": regions.COMMUNITY, "valid_until": "2026-03-10"}
    _grant(security, person, **worker)

    too_early = _grant(security, person, role="auditor", valid_from="2026-03-10")
    after = _grant(security, person, role="auditor", valid_from="2026-03-11")

    assert (too_early.status_code, after.status_code) == (409, 201)


def test_the_database_itself_keeps_the_administrators_apart(work: UnitOfWork) -> None:
    person = accounts.staff(work, Role.SYSTEM_ADMIN, functions=[])

    with pytest.raises(IntegrityError, match="administrators_apart"), work.session.begin_nested():
        accounts.duty(work, person, Role.AUDITOR, functions=[])


def test_nobody_grants_or_revokes_a_duty_of_their_own(
    app: Flask, work: UnitOfWork, granter: Account, security: ApiClient
) -> None:
    own = security.get(f"/accounts/staff/{granter.id}/duties").json["items"][0]

    granted = _grant(security, granter, role="security_admin")
    revoked = security.delete(f"/duties/{own['id']}")

    assert (granted.status_code, granted.json["code"]) == (403, "own_duty")
    assert (revoked.status_code, revoked.json["code"]) == (403, "own_duty")


def test_only_the_security_administrator_grants_and_revokes(
    app: Flask, work: UnitOfWork, granter: Account
) -> None:
    person = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    for role in (Role.SYSTEM_ADMIN, Role.AUDITOR):
        client = accounts.client_of(app, work, accounts.staff(work, role, functions=[]))

        assert _grant(client, person, role="auditor").status_code == 403
        assert client.delete("/duties/01900000-0000-7000-8000-000000000000").status_code == 403


def test_duties_are_for_staff_in_use(work: UnitOfWork, security: ApiClient) -> None:
    resident = accounts.resident_account(work)
    gone = accounts.staff_account(work, disabled_at=work.now)

    assert _grant(security, resident, role="auditor").status_code == 404
    assert _grant(security, gone, role="auditor").json["code"] == "not_staff"


def test_a_stand_in_has_the_duty_of_another_for_some_days_and_never_longer(
    work: UnitOfWork, security: ApiClient
) -> None:
    absent = accounts.staff_account(work)
    stand_in = accounts.staff_account(work)
    post = {"role": "street_staff", "region_code": regions.STREET}
    _grant(security, absent, **post, functions=["rooms"], valid_until="2026-03-31")
    asked = {**post, "stands_in_for": str(absent.id)}

    open_ended = _grant(security, stand_in, **asked)
    too_long = _grant(security, stand_in, **asked, valid_until="2026-04-01")
    too_much = _grant(security, stand_in, **asked, valid_until="2026-03-09", functions=["care"])
    for_oneself = _grant(security, absent, **asked, valid_until="2026-03-09")
    granted = _grant(security, stand_in, **asked, valid_until="2026-03-09")

    for refused in (open_ended, too_long, too_much, for_oneself):
        assert (refused.status_code, refused.json["code"]) == (422, "nothing_to_stand_in_for")
    assert granted.status_code == 201
    assert granted.json["functions"] == ["rooms"]
    assert granted.json["stands_in_for"] == str(absent.id)


def test_who_stands_in_goes_when_the_duty_goes(app: Flask, work: UnitOfWork, security: ApiClient) -> None:
    absent, stand_in = accounts.staff_account(work), accounts.staff_account(work)
    post = {"role": "community_worker", "region_code": regions.COMMUNITY}
    original = _grant(security, absent, **post)
    _grant(security, stand_in, **post, stands_in_for=absent.id, valid_until="2026-03-09")
    client = accounts.client_of(app, work, stand_in)
    before = _roles(client)

    security.delete(f"/duties/{original.json['id']}")

    assert (before, _roles(client)) == (["community_worker"], [])
