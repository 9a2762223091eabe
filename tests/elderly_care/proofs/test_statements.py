"""How much the busiest calls of care ask of the database."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from service.accounts.models import Account
from service.elderly_care.doors.rules import SecretKind, device_code
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, doors
from tests.factories.proofs import Scene, at_home
from tests.statements import statements

# Who acts; the visit, held; whose it is; the door with its codes; the mark, what follows, and the audit entry.
CHECK_IN = 5
# Besides, with a key: its lock and the answer kept, which are one; the new answer goes with the entry.
KEYED = 1
# Besides, when it comes again: which marks are on record.
AGAIN = 1
# As a check-in; and what else is recorded of the visit, which by then there may be: marks, reports, amendments.
CHECK_OUT = 8
# Besides, with vitals: whether they may be kept, and within which range.
VITALS = 2

Counted = Callable[[str, dict[str, object], str | None], int]


@pytest.fixture
def telephone(app: Flask, work: UnitOfWork, scene: Scene) -> ApiClient:
    """The caregiver's, logged in once and known."""
    client = accounts.client_of(app, work, work.session.get_one(Account, scene.caregiver.account_id))
    client.get(f"/care/visits/{scene.visit.id}/proof")
    return client


@pytest.fixture
def counted(telephone: ApiClient, scene: Scene, connection: Connection) -> Counted:
    """How many statements a mark takes."""

    def count(what: str, told: dict[str, object], key: str | None) -> int:
        with statements(connection) as sent:
            answer: TestResponse = telephone.post(f"/care/visits/{scene.visit.id}/{what}", told, key=key)
        assert answer.status_code == 201, answer.json
        return len(sent)

    return count


def test_a_check_in_takes_few_statements(counted: Counted, clock: StoppedClock) -> None:
    assert counted("check-in", at_home(clock.now()), None) == CHECK_IN


def test_a_check_in_with_code_and_key_takes_one_more(
    counted: Counted, work: UnitOfWork, scene: Scene, clock: StoppedClock
) -> None:
    shown = device_code(doors.secret(work, scene.door, SecretKind.DEVICE), clock.now())

    assert counted("check-in", at_home(clock.now(), code=shown), "kept") == CHECK_IN + KEYED


def test_what_is_sent_again_writes_nothing_but_the_entry(counted: Counted, clock: StoppedClock) -> None:
    came = at_home(clock.now())
    counted("check-in", came, None)

    # The mark is not kept anew, which leaves out one of a first check-in.
    assert counted("check-in", came, None) == CHECK_IN + AGAIN


def test_a_check_out_takes_few_statements(counted: Counted, clock: StoppedClock) -> None:
    counted("check-in", at_home(clock.now()), None)
    clock.move(minutes=10)

    assert counted("check-out", at_home(clock.now(), note="好"), None) == CHECK_OUT


def test_vitals_take_two_more(counted: Counted, clock: StoppedClock) -> None:
    counted("check-in", at_home(clock.now()), None)
    clock.move(minutes=10)

    gone = at_home(clock.now(), vitals={"pulse": 70}, note="好")
    assert counted("check-out", gone, None) == CHECK_OUT + VITALS
