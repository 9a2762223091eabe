"""Logs: one JSON object a line, and never personal data."""

import json
from typing import Any

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.kit import logs
from service.kit.work import UnitOfWork


def line_of(error: Exception) -> dict[str, Any]:
    """What a fault's line holds."""
    event: Any = {"event": "fault", "exc_info": error}
    for processor in [*logs._ORDER, structlog.processors.JSONRenderer(ensure_ascii=False)]:
        event = processor(None, "error", event)
    parsed: dict[str, Any] = json.loads(event)
    return parsed


def test_a_faults_line_has_the_way_to_it_but_no_values_on_the_way() -> None:
    def register(phone: str) -> None:
        raise RuntimeError("It broke.")

    with pytest.raises(RuntimeError) as caught:
        register("13812345678")

    line = line_of(caught.value)
    assert line["exception"][0]["exc_type"] == "RuntimeError"
    assert line["exception"][0]["frames"][-1]["name"] == "register"
    assert "13812345678" not in json.dumps(line)


def test_a_refusal_of_the_database_does_not_bring_the_row_into_the_log(work: UnitOfWork) -> None:
    with pytest.raises(IntegrityError) as caught, work.session.begin_nested():
        work.session.execute(
            text("INSERT INTO job_runs (job, ran_at) VALUES (:name, now())"), {"name": "陈阿婆"}
        )

    assert "陈阿婆" in str(caught.value)
    assert "陈阿婆" not in json.dumps(line_of(caught.value), ensure_ascii=False)
    assert "null value" in line_of(caught.value)["exception"][0]["exc_value"]
