"""The tree of places from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from config.settings import CHECKOUT
from service.kit.work import UnitOfWork
from tests.regions.trees import tree_of_today

ZHENHAI = CHECKOUT / "data" / "regions-zhenhai-330211.csv"


@pytest.fixture
def import_file(app: Flask, work: UnitOfWork) -> Callable[..., Result]:
    def run(*arguments: object) -> Result:
        return app.test_cli_runner().invoke(args=["regions", "import", *map(str, arguments)])

    return run


def test_the_command_says_what_changed(import_file: Callable[..., Result]) -> None:
    first, again = import_file(ZHENHAI, "--since", "2026-01-01"), import_file(ZHENHAI)

    assert first.exit_code == again.exit_code == 0
    assert first.output.strip() == ("107 added, 0 renamed, 0 moved, 0 unchanged, 0 missing in the file")
    assert again.output.strip() == ("0 added, 0 renamed, 0 moved, 107 unchanged, 0 missing in the file")


def test_the_command_names_what_changed_and_what_the_file_lacks(
    import_file: Callable[..., Result], tmp_path: Path
) -> None:
    import_file(ZHENHAI)
    changed = tmp_path / "changed.csv"
    changed.write_text("code,level,name,parent_code\n330211,district,镇海新区,\n", encoding="utf-8-sig")

    answer = import_file(changed)

    assert "renamed 330211 镇海新区" in answer.output
    assert "missing in the file, left alone: 330211001 招宝山街道" in answer.output
    assert "0 added, 1 renamed, 0 moved, 0 unchanged, 106 missing in the file" in answer.output


def test_a_bad_file_is_refused_line_by_line_and_leaves_nothing(
    import_file: Callable[..., Result], tmp_path: Path, work: UnitOfWork
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "code,level,name,parent_code\n330211,district,镇海区,\nx,street,甲,330211\n", encoding="utf-8"
    )

    answer = import_file(bad)

    assert answer.exit_code == 1
    assert "line 3: The code “x” should be 2 to 12 digits." in answer.output
    assert "1 lines are wrong; nothing was imported." in answer.output
    assert tree_of_today(work) == {}
