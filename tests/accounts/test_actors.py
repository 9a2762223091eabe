"""Who a request acts as: logins that are alive, accounts in use, duties of the day."""

from flask import Flask
from flask_jwt_extended import decode_token

from service.accounts import queries
from service.kit.actor import Duty, Function, Role
from service.kit.work import UnitOfWork
from tests.factories import accounts, regions


def test_a_duty_is_read_from_the_database_at_each_request(work: UnitOfWork, app: Flask) -> None:
    regions.tree(work)
    worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    login = accounts.client_of(app, work, worker)
    with app.app_context():
        claims = decode_token(login.token, allow_expired=True)
    actor = queries.find_actor(work, claims)
    assert actor.duties == (Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, None, frozenset(Function)),)
