"""Prepared statements go past SQLAlchemy's results, not past its care for what goes wrong."""

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from service.kit.jobs import JobRun
from service.kit.prepared import Prepared, array_text, run
from service.kit.work import UnitOfWork
from tests.statements import statements

_ADD_TWICE = """
    INSERT INTO job_runs (job, slot, ran_at)
    SELECT 'twice', now(), now() FROM generate_series(1, 2)
"""


def test_rows_are_read_by_name_after_what_the_session_had_to_write(work: UnitOfWork) -> None:
    work.session.add(JobRun(job="mine", slot=work.now, ran_at=work.now))

    found = Prepared(select(JobRun.job, JobRun.slot))(work).fetchall()

    assert [(row.job, row.slot) for row in found] == [("mine", work.now)]


def test_a_broken_constraint_is_told_with_its_name(session: Session) -> None:
    with pytest.raises(IntegrityError, match="job_runs_pkey"), session.begin_nested():
        run(session.connection(), _ADD_TWICE, ())


def test_who_listens_for_statements_hears_of_it(work: UnitOfWork, connection: Connection) -> None:
    with statements(connection) as sent:
        Prepared(text("SELECT 1"))(work)

    assert sent == ["SELECT 1"]


def test_what_is_taken_back_to_a_savepoint_is_gone(work: UnitOfWork) -> None:
    jobs = Prepared(select(JobRun.job).where(JobRun.job == "twice"))
    jobs(work)

    with pytest.raises(IntegrityError), work.session.begin_nested():
        Prepared(text(_ADD_TWICE))(work)

    assert jobs(work).fetchall() == []


def test_a_lost_connection_leaves_the_pool(engine: Engine) -> None:
    with Session(engine) as session:
        ended = run(session.connection(), "SELECT pg_backend_pid() AS process", ()).fetchall()
        with engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:process)"), {"process": ended[0].process})

        with pytest.raises(DBAPIError) as lost:
            run(session.connection(), "SELECT 1", ())

        assert lost.value.connection_invalidated
    with Session(engine) as session:
        assert run(session.connection(), "SELECT 1", ()).rowcount == 1


def test_each_statement_reads_its_own_names_each_time(work: UnitOfWork) -> None:
    one, two = Prepared(text("SELECT :n AS one, 0 AS zero")), Prepared(text("SELECT 0 AS zero, :n AS two"))

    assert [(one(work, n=n).fetchone().one, two(work, n=n).fetchone().two) for n in (1, 2)] == [
        (1, 1),
        (2, 2),
    ]


def test_a_statement_that_gives_no_rows_can_be_run_again(work: UnitOfWork) -> None:
    silent = Prepared(text("UPDATE job_runs SET job = job WHERE job = :job"))

    assert [silent(work, job=each).rowcount for each in ("mine", "theirs")] == [0, 0]


def test_an_array_may_be_given_as_text(work: UnitOfWork) -> None:
    asked = Prepared(text("SELECT CAST(:numbers AS integer[]) AS numbers, CAST(:words AS text[]) AS words"))

    for numbers, words in (([3, 1], ["active", "2026-03"]), ([], [])):
        found = asked(work, numbers=array_text(numbers), words=array_text(words)).fetchone()
        assert (found.numbers, found.words) == (numbers, words)


def test_a_value_asked_for_in_two_places_is_given_once(work: UnitOfWork) -> None:
    asked = Prepared(text("SELECT :word AS one, :number + 1 AS number, :word || '%' AS two"))

    assert asked(work, number=1, word="a", unknown="b").fetchone() == ("a", 2, "a%")
