"""What schemathesis loads: logins that survive a logout, turns after turns, and a tally of what was answered."""

import atexit
import json
import os
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis import cli

from tests.fuzz import TALLY, TOKENS
from tests.fuzz.turns import NewTurn

_tokens: list[str] = json.loads(Path(os.environ[TOKENS]).read_text())
_tally: Counter[str] = Counter()
# What ends the login that it is asked with.
_ENDING = ("/logout", "/password")
_people = count(1)


class Login:
    """A token that still works; half of them may be spent on ending their login, the rest are kept for all else."""

    def __init__(self) -> None:
        self._kept = len(_tokens) // 2
        self._spent = _tokens[-1]

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        if not context.operation.path.endswith(_ENDING):
            return _tokens[-1]
        if len(_tokens) > self._kept:
            self._spent = _tokens.pop()
        return self._spent

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


if _tokens:
    schemathesis.auth(refresh_interval=None)(Login)
cli.handler()(NewTurn)


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Upload a list where a good one is asked for: the document can only say that it is a file."""
    is_meant_bad = case.meta is not None and case.meta.generation.mode.is_negative
    if case.operation.path.endswith("/residents/import") and isinstance(case.body, dict) and not is_meant_bad:
        # Another one each time, since the same is not taken twice; a text, for bytes count as a body that is meant bad.
        case.body = {**case.body, "file": f"姓名,手机\n陈阿婆,138{next(_people):08d}\n"}


@schemathesis.hook
def after_call(context: Any, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Count the answer, and drop a login that is over."""
    _tally[f"{case.operation.method.upper()} {case.operation.path} {response.status_code}"] += 1
    sent = response.request.headers.get("Authorization", "").removeprefix("Bearer ")
    is_public = case.operation.definition.raw.get("security") == []
    if response.status_code == 401 and not is_public and len(_tokens) > 1 and sent == _tokens[-1]:
        _tokens.pop()


def _keep() -> None:
    Path(os.environ[TALLY]).write_text(json.dumps(_tally))
    Path(os.environ[TOKENS]).write_text(json.dumps(_tokens))


atexit.register(_keep)
