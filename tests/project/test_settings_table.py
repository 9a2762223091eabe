"""Every setting stands in the one table of docs/settings.md."""

from dataclasses import fields

import pytest

from config import Settings
from config.settings import CHECKOUT

TABLE = CHECKOUT / "docs" / "settings.md"


def _table() -> str:
    rows = [
        "# Settings",
        "",
        "Each is a variable `LINLI_…`. `config/` holds what differs by environment. Besides: `HOST`, `PORT` and",
        "`LINLI_WEB_SERVER` (`gunicorn` instead of granian) of `make run`; and `LINLI_TEST_DATABASE_URL`, a database",
        "whose login may create others, beside which `make test` makes its own, instead of a throw-away server.",
        "",
    ]
    rows += ["| variable | default | meaning |", "|---|---|---|"]
    for each in fields(Settings):
        default = ",".join(each.default) if isinstance(each.default, tuple) else each.default
        shown = f"`{default}`" if default not in ("", ()) else ""
        rows.append(f"| `LINLI_{each.name.upper()}` | {shown} | {each.metadata['meaning']} |")
    return "\n".join(rows) + "\n"


def test_the_table_of_settings_is_complete(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--rewrite"):
        TABLE.write_text(_table())

    assert TABLE.read_text() == _table(), "run `make contract`"
