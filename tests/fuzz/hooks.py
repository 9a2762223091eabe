"""What schemathesis loads: logins that survive a logout, and a tally of what every operation answered."""

import atexit
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis

from tests.fuzz import TALLY, TOKENS

_tokens: list[str] = json.loads(Path(os.environ[TOKENS]).read_text())
_tally: Counter[str] = Counter()
# What ends the login that it is asked with.
_ENDING = ("/logout", "/password")


class Login:
    """A token that still works; one that was refused, or was used to end its login, is not used again."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str | None:
        if not _tokens:
            return None
        ends_it = context.operation.path.endswith(_ENDING) and len(_tokens) > 1
        return _tokens.pop() if ends_it else _tokens[-1]

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


if _tokens:
    schemathesis.auth(refresh_interval=None)(Login)


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
