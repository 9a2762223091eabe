"""The command line of accounts, on the database of the test."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.client import ApiClient

PASSWORD, NEXT_PASSWORD = "Plum-blossom-27", "Pine-needle-31"


@pytest.fixture
def shell(app: Flask) -> "Shell":
    return Shell(app)


class Shell:
    """`flask accounts …`, with a password on standard input."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def run(self, *arguments: str, password: str | None = None) -> Result:
        runner: CliRunner = self.app.test_cli_runner()
        return runner.invoke(args=["accounts", *arguments], input=f"{password}\n" if password else None)


def _log_in(anyone: ApiClient, password: str) -> ApiClient | None:
    body = {"username": "chen.hua", "password": password}
    answer = anyone.post("/accounts/login/password", body)
    return ApiClient(anyone.app, answer.json["access_token"]) if answer.status_code == 200 else None


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_each_administrator_is_made_on_the_command_line(shell: Shell, anyone: ApiClient, role: str) -> None:
    result = shell.run("create-admin", role, "chen.hua", "--name", "陈华", password=PASSWORD)
    client = _log_in(anyone, PASSWORD)

    assert result.exit_code == 0, result.output
    assert client is not None
    me = client.get("/accounts/me").json
    assert (me["display_name"], [each["role"] for each in me["duties"]]) == ("陈华", [role])
    assert PASSWORD not in result.output


def test_a_refusal_is_told_and_leaves_nothing(shell: Shell, anyone: ApiClient) -> None:
    weak = shell.run("create-admin", "auditor", "chen.hua", password="Nine-char")
    ordinary = shell.run("create-admin", "community_worker", "chen.hua", password=PASSWORD)
    unspeakable = shell.run("create-admin", "auditor", "chen hua", password=PASSWORD)

    assert weak.exit_code == 1
    assert unspeakable.exit_code == 2
    assert "At least 10 characters" in weak.output
    assert ordinary.exit_code == 2
    assert _log_in(anyone, "Nine-char") is None


def test_an_administrator_is_reset_disabled_and_enabled_there(shell: Shell, anyone: ApiClient) -> None:
    shell.run("create-admin", "auditor", "chen.hua", password=PASSWORD)
    client = _log_in(anyone, PASSWORD)

    reset = shell.run("reset-password", "chen.hua", password=NEXT_PASSWORD)
    again = _log_in(anyone, NEXT_PASSWORD)
    disabled = shell.run("disable", "chen.hua")
    shut_out = _log_in(anyone, NEXT_PASSWORD)
    enabled = shell.run("enable", "chen.hua")

    assert [each.exit_code for each in (reset, disabled, enabled)] == [0, 0, 0]
    assert client is not None
    assert client.get("/accounts/me").status_code == 401
    assert again is not None
    assert again.get("/accounts/me").status_code == 401
    assert shut_out is None
    assert _log_in(anyone, NEXT_PASSWORD) is not None


def test_who_does_not_exist_is_told_so(shell: Shell) -> None:
    result = shell.run("disable", "nobody")

    assert result.exit_code == 1
    assert "nobody" in result.output
