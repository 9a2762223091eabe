"""Whom a request acts as, asked in one statement."""

from datetime import date

import pytest
from flask import Flask
from flask_jwt_extended import decode_token
from sqlalchemy import Connection

from service.accounts import queries
from service.kit.actor import ActorKind, Duty, Function, Role
from service.kit.errors import Unauthenticated
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.factories import accounts, organisations, regions, residents
from tests.statements import statements


def _claims(app: Flask, client: ApiClient) -> dict[str, object]:
    with app.app_context():
        return decode_token(str(client.token), allow_expired=True)


def test_an_actor_is_one_statement_with_the_duties_of_today(
    app: Flask, work: UnitOfWork, connection: Connection
) -> None:
    regions.tree(work)
    operator = organisations.organisation(work)
    person = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, display_name="王芳")
    accounts.duty(work, person, Role.DISPATCHER, None, operator.id, [Function.CARE])
    accounts.duty(work, person, Role.GRID_WORKER, regions.GRID, valid_from=date(2026, 3, 3))
    accounts.duty(work, person, Role.GRID_WORKER, regions.GRID, valid_until=date(2026, 3, 1))
    revoked = accounts.duty(work, person, Role.STREET_STAFF, regions.STREET)
    revoked.revoked_at = work.now
    claims = _claims(app, accounts.client_of(app, work, person))

    with statements(connection) as told:
        actor = queries.find_actor(work, claims)

    assert len(told) == 1
    assert (actor.kind, actor.account_id, actor.display_name) == (ActorKind.STAFF, person.id, "王芳")
    assert set(actor.duties) == {
        Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, None, frozenset(Function)),
        Duty(Role.DISPATCHER, None, operator.id, frozenset({Function.CARE})),
    }


def test_a_resident_acts_as_the_resident_the_account_is_linked_to(app: Flask, work: UnitOfWork) -> None:
    person = accounts.resident_account(work)

    actor = queries.find_actor(work, _claims(app, accounts.client_of(app, work, person)))

    assert (actor.kind, actor.resident_id, actor.duties) == (ActorKind.RESIDENT, None, ())


@pytest.mark.parametrize("claims", [{}, {"sid": "x"}, {"sid": "01900000-0000-7000-8000-000000000000"}])
def test_claims_of_no_login_are_nobody(work: UnitOfWork, claims: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated):
        queries.find_actor(work, claims)


def test_accounts_of_a_resident_are_those_in_use(work: UnitOfWork) -> None:
    elder = residents.resident(work)
    in_use = accounts.resident_account(work, elder.id)
    disabled = accounts.resident_account(work, elder.id)
    disabled.disabled_at = work.now
    accounts.resident_account(work)

    assert queries.account_ids_of_resident(work, elder.id) == [in_use.id]
    assert queries.display_name(work, in_use.id) == "居民"


def test_an_account_without_a_login_has_the_duties_of_today_unless_it_is_disabled(work: UnitOfWork) -> None:
    regions.tree(work)
    person = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.ROOMS])
    accounts.duty(work, person, Role.GRID_WORKER, regions.GRID, valid_until=date(2026, 3, 1))

    found = queries.actor_of(work, person.id)
    person.disabled_at = work.now

    assert found is not None
    assert found.duties == (
        Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, None, frozenset({Function.ROOMS})),
    )
    assert queries.actor_of(work, person.id) is None
