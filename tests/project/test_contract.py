"""The OpenAPI document is checked in; `make contract` rewrites it, so that a change is seen in review."""

import json
from typing import Any

import pytest

from config.settings import CHECKOUT

SNAPSHOT = CHECKOUT / "docs" / "openapi.json"


def test_the_checked_in_document_is_the_one_that_is_served(
    document: dict[str, Any], pytestconfig: pytest.Config
) -> None:
    served = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if pytestconfig.getoption("--rewrite"):
        SNAPSHOT.write_text(served)

    assert SNAPSHOT.read_text() == served, "run `make contract` and look at the difference"
