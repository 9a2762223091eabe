"""Prepared statements go past SQLAlchemy's results, not past its care for what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from service.kit.database import connect
from service.kit.edge import run_in_work
from service.kit.house import house_of, new_sessions
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


def test_what_may_wait_goes_with_the_next_and_before_it(work: UnitOfWork, connection: Connection) -> None:
    add = Prepared(text("INSERT INTO job_runs (job, slot, ran_at) VALUES (:job, now(), now())"))
    seen = Prepared(text("SELECT count(*) AS runs FROM job_runs WHERE job = 'waits'"))

    with statements(connection) as sent:
        waiting = add.with_next(work, job="waits")
        assert sent == []
        assert seen(work).fetchone().runs == 1

    assert len(sent) == 2
    assert waiting.answer.rowcount == 1


def test_what_waits_goes_by_itself_where_its_answer_is_needed(work: UnitOfWork) -> None:
    number = Prepared(text("SELECT CAST(:n AS integer) AS n"))
    first, second = number.with_next(work, n=1), number.with_next(work, n=2)

    assert second.answer.fetchone().n == 2
    assert number(work, n=3).fetchone().n == 3
    assert first.answer.fetchone().n == 1


def test_one_that_is_refused_refuses_what_goes_with_it(session: Session, work: UnitOfWork) -> None:
    with session.begin_nested():
        Prepared(text(_ADD_TWICE)).with_next(work)
        with pytest.raises(IntegrityError, match="job_runs_pkey"):
            Prepared(text("SELECT 1"))(work)
        session.rollback()


def test_the_last_statement_takes_the_commit_with_it(racing_app: Flask) -> None:
    add = "INSERT INTO job_runs (job, slot, ran_at) VALUES ('last', $1, now())"
    with one_connection(racing_app) as engine, Session(engine) as session, Session(engine) as other:
        connection = session.connection()
        run(connection, add, [datetime(2026, 3, 2, tzinfo=UTC)], commit=True)
        session.commit()

        assert other.scalar(text("SELECT count(*) FROM job_runs WHERE job = 'last'")) == 1
        with pytest.raises(IntegrityError):
            run(other.connection(), add, [datetime(2026, 3, 2, tzinfo=UTC)], commit=True)
        other.rollback()
        other.execute(text("DELETE FROM job_runs WHERE job = 'last'"))
        other.commit()


NUMBER = "SELECT $1::integer AS number"


def test_what_is_prepared_outlives_a_refusal(racing_app: Flask) -> None:
    with one_connection(racing_app) as engine, Session(engine) as session:
        run(session.connection(), NUMBER, [1])
        before = prepared_on(session)
        session.rollback()

        assert run(session.connection(), NUMBER, [2]).fetchone() == (2,)
        assert prepared_on(session) == before


def test_what_the_database_has_forgotten_is_prepared_anew(racing_app: Flask) -> None:
    with one_connection(racing_app) as engine, Session(engine) as session:
        run(session.connection(), NUMBER, [1])
        run(session.connection(), "DEALLOCATE ALL", ())
        session.commit()

        assert run(session.connection(), NUMBER, [2]).fetchone() == (2,)


def test_the_driver_may_forget_all_when_it_goes_back_to_a_savepoint(racing_app: Flask) -> None:
    with one_connection(racing_app) as engine, Session(engine) as session:
        for _ in range(4):
            session.execute(text("SELECT 1"))
        for number in (1, 2):
            assert run(session.connection(), NUMBER, [number]).fetchone() == (number,)
            with suppress(IntegrityError), session.begin_nested():
                run(session.connection(), _ADD_TWICE, ())

        assert run(session.connection(), NUMBER, [3]).fetchone() == (3,)


def test_of_rows_that_are_refused_the_driver_believes_nothing_prepared(racing_app: Flask) -> None:
    """What came after the refused row was never looked at, and so not prepared."""
    add = text("INSERT INTO job_runs (job, slot, ran_at) VALUES ('many', now(), coalesce(:at, now()))")
    now = datetime(2026, 3, 2, tzinfo=UTC)
    with one_connection(racing_app) as engine, Session(engine) as session:
        session.execute(add, {"at": now})
        with pytest.raises(IntegrityError):
            session.execute(add, [{"at": None}, {"at": now}])
        session.rollback()

        for number in (1, 2):
            assert run(session.connection(), NUMBER, [number]).fetchone() == (number,)
            session.execute(add, {"at": now})
            session.rollback()


def test_a_statement_whose_table_has_changed_is_asked_again(racing_app: Flask) -> None:
    def one(work: UnitOfWork) -> Any:
        return Prepared(text("SELECT * FROM changing"))(work).fetchone()

    def change(statement: str) -> None:
        with house_of(racing_app).engine.begin() as connection:
            connection.execute(text(statement))

    with one_connection(racing_app) as engine:
        house = replace(house_of(racing_app), sessions=new_sessions(engine))
        change("CREATE TABLE changing AS SELECT 1 AS one")
        try:
            assert run_in_work(house, one) == (1,)
            change("ALTER TABLE changing ADD COLUMN two integer")

            assert run_in_work(house, one) == (1, None)
        finally:
            change("DROP TABLE changing")


def test_nothing_is_prepared_where_that_is_switched_off(racing_app: Flask) -> None:
    with one_connection(racing_app, database_prepared_statements=False) as engine, Session(engine) as session:
        assert [run(session.connection(), NUMBER, [n]).fetchone() for n in (1, 2)] == [(1,), (2,)]
        assert prepared_on(session) == set()


@contextmanager
def one_connection(app: Flask, **settings: Any) -> Iterator[Engine]:
    """A pool of one connection, to know whose prepared statements are met again."""
    changed = replace(house_of(app).settings, **settings)
    engine = connect(changed, changed.database_url, pool_size=1)
    yield engine
    engine.dispose()


def prepared_on(session: Session) -> set[str]:
    """What is prepared on the session's connection."""
    return set(session.scalars(text("SELECT name FROM pg_prepared_statements WHERE name LIKE 'linli%'")))
