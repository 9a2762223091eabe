"""How a setting is declared: its default, its meaning, and what a value must be."""

from dataclasses import field
from typing import Any

# A century in days: from much further back the calendar has no date.
LONGEST = 36_500
SPAN = {"at_least": 1, "at_most": LONGEST}


def setting(default: Any, meaning: str, **checks: Any) -> Any:
    """What a value must be stands beside it: `at_least`, `at_most`, `one_of`, `each_of`, `scheme`, `is_limit`,
    `is_rate` or `is_clock_time`."""
    return field(default=default, metadata={"meaning": meaning, **checks})
