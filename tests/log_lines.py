"""What modules log, in hand: their loggers keep the stream they were first used with, past pytest's capture."""

import json
from types import ModuleType
from typing import Any

import pytest
import structlog


def log_lines(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> list[str]:
    """The lines that these modules log from now on, in a list that grows."""
    lines: list[str] = []

    def keep(_: Any, level: str, event: dict[str, Any]) -> str:
        lines.append(json.dumps({"level": level, **event}, ensure_ascii=False, default=repr))
        raise structlog.DropEvent

    everything = structlog.make_filtering_bound_logger(0)
    for module in modules:
        recorder = structlog.wrap_logger(None, processors=[keep], wrapper_class=everything)
        monkeypatch.setattr(module, "log", recorder)
    return lines
