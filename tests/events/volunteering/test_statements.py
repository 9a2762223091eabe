"""How much the lists of the time bank ask of the database: as much for many people as for one."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from service.events.volunteering import actions
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.events.volunteering.conftest import Speak
from tests.factories import residents
from tests.factories.volunteering import claim, hours
from tests.statements import statements

# Who acts; their accounts; the page; both sides of its entries, which of them one reads, and their names; the audit entry.
PAGE = 8


@pytest.mark.parametrize("path", ["/volunteer-hours", "/time-bank/entries", "/time-bank/corrections"])
@pytest.mark.parametrize("reader", ["worker", "auditor", "person"])
def test_a_page_takes_as_many_statements_however_long_it_is(
    engine: Engine,
    work: UnitOfWork,
    worker: ApiClient,
    as_staff: Speak,
    as_person: Callable[[Resident], ApiClient],
    stranger: Resident,
    path: str,
    reader: str,
) -> None:
    for _ in range(3):
        actions.reverse(work, hours(work, stranger, 10).id, reason="重复登记")
        claim(work, residents.resident(work))
    client = {
        "worker": lambda: worker,
        "auditor": lambda: as_staff(Role.AUDITOR, functions=()),
        "person": lambda: as_person(stranger),
    }[reader]()
    client.get(path)

    with statements(engine) as short:
        one = client.get(f"{path}?limit=1")
    with statements(engine) as long:
        page = client.get(path)

    assert len(one.json["items"]) == 1
    assert len(page.json["items"]) >= 3
    assert len(short) == len(long) <= PAGE, "\n\n".join(long)
