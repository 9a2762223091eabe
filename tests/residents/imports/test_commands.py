"""Importing from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.factories import accounts, regions
from tests.residents.imports import lists
from tests.residents.imports.importing import people
from tests.residents.imports.lists import id_number, phone

HEADER = ("姓名", "身份证号", "手机")
GOOD = ("陈阿婆", id_number(1), phone(1))
BAD = ("王阿公", "330211194001010000", phone(2))


@pytest.fixture
def run(app: Flask, house: House, tmp_path: Path) -> Callable[..., Result]:
    with unit_of_work(house) as work:
        regions.tree(work)

    def run(body: bytes, *arguments: str, region: str = regions.COMMUNITY) -> Result:
        file = tmp_path / "list.csv"
        file.write_bytes(body)
        line = ["residents", "import", str(file), "--region", region, *arguments]
        return app.test_cli_runner().invoke(args=line)

    return run


def test_a_list_comes_on_record_with_its_counts(run: Callable[..., Result], house: House) -> None:
    answer = run(lists.csv(HEADER, GOOD))

    assert answer.exit_code == 0, answer.output
    assert "新建 1" in answer.output
    assert people(house) == [("陈阿婆",)]


def test_bad_rows_are_written_beside_the_file(
    run: Callable[..., Result], house: House, tmp_path: Path
) -> None:
    answer = run(lists.csv(HEADER, GOOD, BAD), "--only-good")

    assert answer.exit_code == 3
    assert (tmp_path / "list.errors.xlsx").exists()
    assert people(house) == [("陈阿婆",)]


def test_with_a_bad_row_nothing_is_written_unless_told_so(run: Callable[..., Result], house: House) -> None:
    assert run(lists.csv(HEADER, GOOD, BAD)).exit_code == 3
    assert people(house) == []


def test_a_dry_run_writes_nothing(run: Callable[..., Result], house: House) -> None:
    assert run(lists.csv(HEADER, GOOD), "--dry-run").exit_code == 0
    assert people(house) == []


def test_columns_are_named_where_headers_do_not(run: Callable[..., Result], house: House) -> None:
    body = lists.csv(("姓名", "号码", "电话"), GOOD)

    answer = run(body, "--mapping", "B=id_number,C=")

    assert answer.exit_code == 0, answer.output
    assert run(body, "--mapping", "B=nothing").exit_code == 2


def test_it_may_be_done_with_somebodys_duties(run: Callable[..., Result], house: House) -> None:
    with unit_of_work(house) as work:
        accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY, username="elsewhere")

    assert run(lists.csv(HEADER, GOOD), "--as", "elsewhere").exit_code == 1
    assert run(lists.csv(HEADER, GOOD), "--as", "nobody").exit_code == 2
    assert people(house) == []


def test_what_is_no_list_ends_with_a_sentence(run: Callable[..., Result]) -> None:
    answer = run(b"%PDF-1.7")

    assert answer.exit_code == 1
    assert "xlsx" in answer.output
