"""Many rows are written in one statement, each a version further."""

from sqlalchemy import Connection, select

from service.kit.together import write_together
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.factories.residents import resident
from tests.statements import statements


def test_what_has_changed_is_written_at_once_and_is_a_version_further(
    work: UnitOfWork, connection: Connection
) -> None:
    people = [resident(work, name=f"陈{number}") for number in range(5)]
    left = people[4]
    versions = {each.id: each.version for each in people}
    for number, each in enumerate(people[:4]):
        each.name, each.reason = f"王{number}", None if number else "改名"
        each.status = ResidentStatus.REJECTED

    with statements(connection) as sent:
        write_together(work, people, ("name", "reason", "status"))
        work.session.flush()
    work.session.expire_all()

    assert len(sent) == 1
    stored = {each.id: each for each in work.session.scalars(select(Resident))}
    assert [stored[each.id].name for each in people] == ["王0", "王1", "王2", "王3", "陈4"]
    assert [stored[each.id].reason for each in people[:2]] == ["改名", None]
    assert {stored[each.id].status for each in people[:4]} == {ResidentStatus.REJECTED}
    assert all(stored[each.id].version == versions[each.id] + 1 for each in people[:4])
    assert stored[left.id].version == versions[left.id]


def test_afterwards_a_row_is_changed_as_ever(work: UnitOfWork) -> None:
    person = resident(work)
    person.name = "王阿公"
    write_together(work, [person], ("name", "birth_on", "verified_at"))

    person.name = "王大爷"
    work.session.flush()
    work.session.expire_all()

    assert person.name == "王大爷"


def test_without_changes_nothing_is_asked(work: UnitOfWork, connection: Connection) -> None:
    people = [resident(work)]

    with statements(connection) as sent:
        write_together(work, people, ("name",))
        write_together(work, [], ("name",))

    assert sent == []
